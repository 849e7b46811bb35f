// Headings that scripts print before an output: `===== compactionstats =====`, `==> info.txt <==`, `--- db-07
// ---`, `### 2026-11-21T05:10:09Z nodetool tpstats`, a time next to the command, the host or a few words, and
// the heading of watch(1): `Every 2.0s: nodetool info          db-07: Sat Nov 21 05:10:09 2026`.

import CassandraModel

/// A line that only announces the lines after it.
struct Banner: Equatable {
  /// The time, if it has one.
  let time: TimeMarker?
  /// The nodetool command that it names.
  let command: String?
  /// The other words; one of them may be the machine.
  let names: [String]

  /// A longer line contains more than a heading.
  private static let longest = 120
  /// Number of words in `Sat 21 Nov 2026 05:10:09 AM UTC`.
  private static let longestTime = 7

  /// The heading in `line`; nil for any other line.
  init?(_ text: Span<UInt8>, _ line: Range<Int>) {
    if text.hasPrefix("Every ", in: line) {
      guard let watched = Self.ofWatch(text, line) else { return nil }
      (time, command, names) = (watched.time, watched.command, [watched.host])
      return
    }
    guard line.count <= Self.longest, line.count > 2, let first = line.first else { return nil }
    var core = line
    let isFramed = Self.isRun(text[first])
    if isFramed {
      guard let inner = Self.unframed(text, line) else { return nil }
      core = inner
    } else if !Self.mayBeTime(text, line) {
      guard let told = Self.ofTail(text, line) else { return nil }
      (time, command, names) = (told.time, told.command, told.names)
      return
    }
    var words = text.words(in: core)
    var time: TimeMarker?
    search: for start in words.indices {
      for end in stride(from: min(start + Self.longestTime, words.count), to: start, by: -1) {
        let range = words[start].lowerBound..<words[end - 1].upperBound
        guard let found = TimeMarker(text, in: range) else { continue }
        time = found
        words.removeSubrange(start..<end)
        break search
      }
      if !isFramed { break }
    }
    let (command, names) = Self.parts(text, words)
    // Without decoration it must begin with a time, followed at most by a command or one name.
    if !isFramed, time == nil || words.isEmpty || (command == nil && words.count > 1) { return nil }
    self.time = time
    self.command = command
    self.names = names
  }

  /// The heading of watch(1); nil without a time: the line is then an ordinary prompt.
  private static func ofWatch(
    _ text: Span<UInt8>, _ line: Range<Int>
  ) -> (time: TimeMarker, command: String, host: String)? {
    guard let colon = text.firstIndex(of: UInt8(ascii: ":"), in: line) else { return nil }
    let words = text.words(in: (colon + 1)..<line.upperBound)
    for (start, word) in words.enumerated().dropFirst() where words.count - start <= longestTime {
      if let time = TimeMarker(text, in: text.trimmed(word.lowerBound..<line.upperBound)),
        let command = CommandLine.nodetoolCommand(text, (colon + 1)..<word.lowerBound)
      {
        return (time, command, text.text(in: words[start - 1]))
      }
    }
    return nil
  }

  /// `db-07 2026-11-21T05:10:09Z`, `sample at 2026-11-21 05:10:09`: up to three plain words, with nothing
  /// after the time.
  private static func ofTail(
    _ text: Span<UInt8>, _ line: Range<Int>
  ) -> (time: TimeMarker, command: String?, names: [String])? {
    guard endsLikeTime(text, line) else { return nil }
    let words = text.words(in: line)
    for start in words.indices.dropFirst().prefix(3) {
      guard words[start - 1].allSatisfy({ isPlain(text[$0]) }) else { return nil }
      if let time = TimeMarker(text, in: words[start].lowerBound..<words[words.count - 1].upperBound) {
        let (command, names) = parts(text, Array(words[..<start]))
        return (time, command, names)
      }
    }
    return nil
  }

  /// True if the last bytes contain `05:10:0`, which is rare in lines of an output.
  private static func endsLikeTime(_ text: Span<UInt8>, _ line: Range<Int>) -> Bool {
    let tail = line.suffix(32)
    for i in tail.dropFirst().dropLast(4)
    where text[i] == UInt8(ascii: ":") && text[i + 3] == UInt8(ascii: ":") {
      if [i - 1, i + 1, i + 2, i + 4].allSatisfy({ digit(text[$0]) != nil }) { return true }
    }
    return false
  }

  /// True for bytes of words and host names.
  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"),
      UInt8(ascii: "@"), UInt8(ascii: ":"):
      true
    default: false
    }
  }

  private static func isRun(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "="), UInt8(ascii: "-"), UInt8(ascii: "#"), UInt8(ascii: "*"), UInt8(ascii: ">"): true
    default: false
    }
  }

  /// True if the line begins with a year of this century or with the short name of a day. This test rejects
  /// nearly all other lines of an output.
  private static func mayBeTime(_ text: Span<UInt8>, _ line: Range<Int>) -> Bool {
    let core = text[line.lowerBound] == UInt8(ascii: "[") ? line.dropFirst() : line
    guard core.count > 4 else { return false }
    if text.hasPrefix("20", in: core) { return digit(text[core.lowerBound + 3]) != nil }
    for day: StaticString in ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    where text.hasPrefix(day, in: core) {
      return isBlank(text[core.lowerBound + 3]) || text[core.lowerBound + 3] == UInt8(ascii: ",")
    }
    return false
  }

  /// The text between the runs of marks; nil without a run followed by a space and a word. Two dashes are not
  /// enough: `-- StackTrace --`, and the titles of `status`.
  private static func unframed(_ text: Span<UInt8>, _ line: Range<Int>) -> Range<Int>? {
    var start = line.lowerBound
    while start < line.upperBound, isRun(text[start]) { start += 1 }
    let least = text[line.lowerBound] == UInt8(ascii: "-") ? 3 : 2
    guard start - line.lowerBound >= least, start < line.upperBound, isBlank(text[start]) else { return nil }
    var end = line.upperBound
    while end > start, isRun(text[end - 1]) || text[end - 1] == UInt8(ascii: "<") || isBlank(text[end - 1]) {
      end -= 1
    }
    let core = text.trimmed(start..<end)
    return core.isEmpty ? nil : core
  }

  /// The command in `compactionstats`, `nodetool -h 10.0.0.1 tpstats -F json`, `info.txt`, `db-07: nodetool
  /// info`, `db-07 tpstats`, and the other words.
  private static func parts(
    _ text: Span<UInt8>, _ words: [Range<Int>]
  ) -> (command: String?, names: [String]) {
    guard let last = words.last else { return (nil, []) }
    let names = words.map { text.text(in: $0) }
    if words.count == 1 {
      guard let command = NodetoolCommand.named(after: names[0]) else { return (nil, names) }
      // `==> db-07/info.txt <==`
      let folders = names[0].split(separator: "/").dropLast().map(String.init)
      let file = names[0].split(separator: "/").last.flatMap { HostName.host(inFile: String($0)) }
      return (command.name, [file?.name ?? folders.last(where: HostName.isHost)].compactMap { $0 })
    }
    if let own = words.firstIndex(where: {
      text.equals("nodetool", in: $0) || text.hasSuffix("/nodetool", in: $0)
    }) {
      let command = CommandLine.nodetoolCommand(text, words[own].lowerBound..<last.upperBound)
      return (command, Array(names[..<own]))
    }
    if words.count == 2, let command = NodetoolCommand.named(names[1]), command.read != nil {
      return (command.name, [names[0]])
    }
    return (nil, names)
  }
}
