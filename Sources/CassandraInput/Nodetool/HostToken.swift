// A word that names a machine, as collectors and command lines print it: `cass-01`, `root@10.0.0.4`,
// `[db1:22]`, `pod/cassandra-0`.

import CassandraModel

enum HostToken {
  /// Longest host name.
  private static let longest = 253

  /// The name in `word`, without user, ssh port and kind of object; nil for words that cannot be one, such as
  /// a variable or a pattern.
  static func name(_ text: Span<UInt8>, _ word: Range<Int>) -> String? {
    var core = word
    if let at = text.lastIndex(of: UInt8(ascii: "@"), in: core) { core = (at + 1)..<core.upperBound }
    for kind: StaticString in ["pod/", "pods/", "node/"] where text.hasPrefix(kind, in: core) {
      core = (core.lowerBound + kind.utf8CodeUnitCount)..<core.upperBound
    }
    if text.hasSuffix(":22", in: core) { core = core.lowerBound..<(core.upperBound - 3) }
    guard let first = core.first, core.count <= longest,
      isLetterOrDigit(text[first]) || text[first] == UInt8(ascii: ":")
    else { return nil }
    var (letters, colons, dots) = (0, 0, 0)
    for i in core {
      guard isPlain(text[i]) else { return nil }
      switch text[i] {
      case UInt8(ascii: ":"): colons += 1
      case UInt8(ascii: "."): dots += 1
      default: letters += digit(text[i]) == nil ? 1 : 0
      }
    }
    // A plain number is a count, and colons between numbers make a time: only IPv6 has several colons, short
    // or in full.
    guard letters > 0 || dots == 3 || colons > 1, let last = core.last, isLetterOrDigit(text[last]),
      colons < 2 || colons == 7 || text.contains("::", in: core)
    else { return nil }
    return text.text(in: core)
  }

  /// True if a name can only be a machine's: an address, a name with a domain, letters and a number.
  static func isCertain(_ name: String) -> Bool {
    if NodetoolCommand.named(name.lowercased()) != nil || others.contains(name.lowercased()) { return false }
    if HostName.address(in: name) == name { return true }
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    if parts.count >= 3, !parts.contains(""), parts.contains(where: { $0.contains { $0.isLetter } }) {
      return true
    }
    return HostName.isHost(name)
  }

  /// True if a name may be a machine's, given other such names.
  static func isPossible(_ name: String) -> Bool {
    let lower = name.lowercased()
    if NodetoolCommand.named(lower) != nil || others.contains(lower) { return false }
    if lower.contains("nodetool") || HostName.countsOthers(lower) || isTitle(name) { return false }
    return !FolderKind.isPhase(PlacedName.Folder(name: name, isArchive: false))
  }

  /// True for a word as it begins a sentence or a title: `Example`, `Human-Readable`. Names of machines have a
  /// digit or a dot, or letters of one case.
  private static func isTitle(_ name: String) -> Bool {
    let parts = name.split(whereSeparator: { $0 == "-" || $0 == "_" })
    guard parts.allSatisfy({ part in part.count > 1 && part.allSatisfy { $0.isLetter } }) else {
      return false
    }
    return parts.first.map {
      $0.prefix(1) == $0.prefix(1).uppercased() && $0.dropFirst().contains { $0.isLowercase }
    }
      ?? false
  }

  /// True for letters only: as good a word as a name.
  static func isWord(_ name: String) -> Bool { name.allSatisfy { $0.isLetter } }

  /// Single words on a line that are not machines.
  private static let others: Set = [
    "running", "not", "true", "false", "null", "none", "ok", "done", "error", "success", "output", "end",
    "start",
    "begin", "data", "pending", "active", "name", "unknown", "table", "pool", "cassandra", "nodetool",
    "results",
    "summary", "n/a", "stdout", "stderr", "stdin", "json", "yaml", "csv", "xml", "html", "text", "example",
    "examples", "format", "before", "after", "expected", "actual", "synopsis", "description", "options",
    "usage", "note", "notes", "log", "logs", "version", "environment", "details", "command", "commands",
    "code",
    "question", "answer", "edit", "update", "first", "second", "then", "now", "here",
  ]

  /// An address that every machine has: it means the machine itself.
  static func isLoopback(_ name: String) -> Bool { ["localhost", "127.0.0.1", "::1"].contains(name) }

  static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: ":"): true
    default: isLetterOrDigit(byte)
    }
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }
}
