// Headings that name the machine of the lines below them, as collectors print them:
//
//     cass-01 | CHANGED | rc=0 >>                ansible
//     cass-02 | UNREACHABLE! => {"msg": "…"}     ansible: the machine failed, with the reason
//     [1] 05:10:09 [SUCCESS] cass-01             pssh
//     === cass-01 ===   # cass-01   cass-01:     scripts, salt
//     ----------------                           dshbak, clush -b: a name between two rules (see `SessionSurvey`)
//     cass-[01-02],cass-04 (3)                   several machines with the same output
//     ----------------

import CassandraModel

struct HostHeading: Equatable {
  /// The program that prints headings of this form. A script's heading counts only if an output follows it.
  enum Form: Hashable {
    case ansible, pssh, box, framed, colon, bare

    /// True for an unambiguous form.
    var isOfCollector: Bool { self == .ansible || self == .pssh || self == .box }
  }

  let form: Form
  /// In order; several if their output was the same.
  let hosts: [String]
  /// The start of the reason why the machine failed.
  var failure: Int?
  /// The exit status of the command, if the heading has it.
  var status: Int64?
  /// An output on the heading's own line, with `\n` for line ends.
  var inline: Range<Int>?

  /// A longer line is not a heading of a script.
  private static let longest = 160

  /// The heading in `line`; nil for any other line. A script's heading is ambiguous, so its use depends on
  /// the lines after it.
  init?(_ text: Span<UInt8>, _ line: Range<Int>) {
    guard let first = line.first, !isBlank(text[first]) else { return nil }
    if let heading = Self.ansible(text, line) ?? Self.pssh(text, line) {
      self = heading
      return
    }
    guard line.count <= Self.longest, TimeMarker(text, in: line) == nil else { return nil }
    if let banner = Banner(text, line) {
      guard let host = Self.host(in: banner.names) else { return nil }
      self.init(.framed, [host])
      return
    }
    var core = text.trimmed(line)
    // `# cass-01`, as a heading of Markdown.
    if text.hasPrefix("# ", in: core) || text.hasPrefix("* ", in: core) {
      core = text.trimmed(core.dropFirst(2))
      guard !core.isEmpty else { return nil }
    }
    let words = text.words(in: core)
    let hasColon = text[core.upperBound - 1] == UInt8(ascii: ":")
    guard words.count <= 4, hasColon || words.count <= 2 else { return nil }
    guard let host = Self.host(in: words.map { text.text(in: $0) }) else { return nil }
    self.init(hasColon ? .colon : words.count == 1 ? .bare : .framed, [host])
  }

  private init(_ form: Form, _ hosts: [String]) {
    self.form = form
    self.hosts = hosts
  }

  /// The heading of a box, whose name is in `line`; nil if the line cannot be one.
  static func box(_ text: Span<UInt8>, _ line: Range<Int>) -> HostHeading? {
    let words = text.words(in: line)
    // clush prints the number of machines after the names.
    guard let names = words.first,
      words.count == 1 || (words.count == 2 && text[words[1].lowerBound] == UInt8(ascii: "("))
    else { return nil }
    let hosts = HostRange.names(text.text(in: names))
    return hosts.isEmpty ? nil : HostHeading(.box, hosts)
  }

  // MARK: Forms

  /// `HOST | CHANGED | rc=0 >>`, `HOST | FAILED! => {…`, `HOST | SUCCESS | rc=0 | (stdout) …`; older: `HOST | success |
  /// rc=0 >>`.
  private static func ansible(_ text: Span<UInt8>, _ line: Range<Int>) -> HostHeading? {
    guard let bar = text.firstRange(of: " | ", in: line.prefix(300)),
      let name = HostToken.name(text, line.lowerBound..<bar.lowerBound)
    else { return nil }
    let rest = bar.upperBound..<line.upperBound
    guard let word = text.firstWord(in: rest) else { return nil }
    let state = text.text(in: word).lowercased()
    let isFailure = ["unreachable!", "failed!", "failed", "fatal"].contains(state)
    guard isFailure || ["changed", "success", "ok", "skipped"].contains(state) else { return nil }
    var heading = HostHeading(.ansible, [name])
    if let status = text.firstRange(of: "rc=", in: rest) {
      let digits =
        status
        .upperBound..<(text.firstWord(in: status.upperBound..<line.upperBound)?.upperBound
        ?? status.upperBound)
      heading.status = text.integer(in: digits)
      if let output = text.firstRange(of: "(stdout) ", in: rest) {
        heading.inline = output.upperBound..<line.upperBound
      }
    } else if isFailure {
      heading.failure = word.lowerBound
    } else if !text.contains("=>", in: rest), !text.contains(">>", in: rest) {
      return nil
    }
    return heading
  }

  /// `[1] 05:10:09 [SUCCESS] host`, `[2] 05:10:19 [FAILURE] host Exited with error code 255`.
  private static func pssh(_ text: Span<UInt8>, _ line: Range<Int>) -> HostHeading? {
    guard text[line.lowerBound] == UInt8(ascii: "[") else { return nil }
    let words = text.words(in: line)
    guard words.count >= 4, text.integer(in: words[0].dropFirst().dropLast()) != nil,
      text.firstIndex(of: UInt8(ascii: ":"), in: words[1]) != nil,
      let name = HostToken.name(text, words[3])
    else { return nil }
    var heading = HostHeading(.pssh, [name])
    if text.equals("[FAILURE]", in: words[2]) {
      heading.failure = words.count > 4 ? words[4].lowerBound : words[2].lowerBound
    } else if !text.equals("[SUCCESS]", in: words[2]) {
      return nil
    }
    return heading
  }

  /// The machine among the words of a heading; nil if there is none, or more than one.
  private static func host(in words: [String]) -> String? {
    let names = words.map { $0.trimmingMarks }.filter { !$0.isEmpty && !labels.contains($0.lowercased()) }
    guard let first = names.first else { return nil }
    // `cass-01 (10.0.0.1)`
    let others = names.dropFirst()
    guard others.isEmpty || (others.count == 1 && words.contains { $0.hasPrefix("(") }) else { return nil }
    let bytes = Array(first.utf8)
    guard let name = HostToken.name(bytes.span, 0..<bytes.count), HostToken.isPossible(name) else {
      return nil
    }
    return name
  }

  /// Words that precede a machine's name.
  private static let labels: Set = [
    "host", "hostname", "node", "server", "machine", "instance", "ip", "address", "on", "from", "of",
    "output", "for",
    "at", "running", "checking", "connecting", "to", "started", "finished", "executing", "pod", "container",
    "target",
    "processing", "polling", "collecting", "result", "results", "cassandra", "@", "=>", "->", "-", "status",
  ]
}

extension String {
  /// Without brackets, quotes and colons around it.
  fileprivate var trimmingMarks: String {
    let marks: Set<Character> = ["(", ")", "[", "]", "<", ">", "\"", "'", ":", ",", "*", "`", "="]
    let core = drop { marks.contains($0) }
    return String(core.prefix(core.count - core.reversed().prefix { marks.contains($0) }.count))
  }
}

/// Names of machines in short: `cass[1-3,7]`, `db-[01-02].example.com,db-09`.
enum HostRange {
  /// More names than this are not expanded.
  private static let limit = 1024

  /// All names; none if `text` contains anything else.
  static func names(_ text: String) -> [String] {
    var names: [String] = []
    for part in parts(text) {
      let own = expanded(part)
      if own.isEmpty || names.count + own.count > limit { return [] }
      names += own
    }
    return names
  }

  /// Split at the commas outside of brackets.
  private static func parts(_ text: String) -> [Substring] {
    var parts: [Substring] = []
    var depth = 0
    var start = text.startIndex
    for i in text.indices {
      switch text[i] {
      case "[": depth += 1
      case "]": depth -= 1
      case "," where depth == 0:
        parts.append(text[start..<i])
        start = text.index(after: i)
      default: break
      }
    }
    return parts + [text[start...]]
  }

  private static func expanded(_ part: Substring) -> [String] {
    guard let open = part.firstIndex(of: "["), let close = part[open...].firstIndex(of: "]") else {
      let bytes = Array(part.utf8)
      return HostToken.name(bytes.span, 0..<bytes.count).map { [$0] } ?? []
    }
    var names: [String] = []
    for range in part[part.index(after: open)..<close].split(separator: ",") {
      let ends = range.split(separator: "-", maxSplits: 1)
      guard let first = ends.first, first.count <= 6, let low = Int(first),
        let high = ends.last.flatMap({ Int($0) }),
        low >= 0, low <= high, high - low < limit
      else { return [] }
      for number in low...high {
        let digits = String(number)
        let padded = String(repeating: "0", count: max(0, first.count - digits.count)) + digits
        let rest = expanded(part[..<open] + padded + part[part.index(after: close)...])
        if rest.isEmpty || names.count + rest.count > limit { return [] }
        names += rest
      }
    }
    return names
  }
}
