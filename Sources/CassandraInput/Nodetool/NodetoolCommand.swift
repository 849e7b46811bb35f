// A nodetool command as data: its name, the beginning of its output, and its reader.

import CassandraModel

/// A test for the first line of an output.
enum Anchor: Sendable {
  /// The line begins with these bytes.
  case prefix(StaticString)
  /// The line begins with the first bytes and contains the second ones: headers of tables.
  case header(StaticString, with: StaticString)
  /// The line equals these bytes (apart from trailing spaces).
  case whole(StaticString)
  /// These bytes, spaces and a colon: `ID                     : 6445a547-…`.
  case label(StaticString)
  /// A time in brackets, followed by these bytes: `[2026-11-21 05:10:11,123] Starting repair …`.
  case bracketed(StaticString)
  /// The line begins with these bytes, or with a number directly before them.
  case glued(StaticString)
  /// `/10.0.1.11`, `host/10.0.1.11:7000`: gossipinfo's node lines.
  case endpoint
  /// A row of /proc/diskstats: `   8       0 sda 45134 16 1130880 …`.
  case diskStatistics
  /// The titles of free: `              total        used        free …`.
  case memoryTitles
  /// ` name | active_tasks | …`: names of columns as cqlsh prints them.
  case tableTitles
  /// `app/events histograms`.
  case tableHistograms
  /// A line that is a number of bytes, or `max`.
  case byteLimit
  /// `ThreadPools:`: a top-level YAML key; only the keys below it identify the command.
  case documentKey

  /// True if a line that begins with `byte` may match.
  func canBegin(with byte: UInt8) -> Bool {
    switch self {
    case .prefix(let literal), .header(let literal, _), .whole(let literal), .label(let literal):
      literal.firstByte == byte
    case .bracketed: byte == UInt8(ascii: "[")
    case .glued(let literal): literal.firstByte == byte || digit(byte) != nil || byte == UInt8(ascii: ".")
    // Right-aligned text is padded with spaces, never with a TAB.
    case .diskStatistics: byte == UInt8(ascii: " ") || digit(byte) != nil
    case .memoryTitles: byte == UInt8(ascii: " ") || byte == UInt8(ascii: "t")
    case .tableTitles: byte == UInt8(ascii: " ")
    case .endpoint, .documentKey: !isBlank(byte)
    case .tableHistograms: true
    case .byteLimit: digit(byte) != nil || byte == UInt8(ascii: "m")
    }
  }

  /// True if `line` begins an output.
  func matches(_ text: Span<UInt8>, _ line: Range<Int>) -> Bool {
    switch self {
    case .prefix(let literal):
      return text.hasPrefix(literal, in: line)
    case .header(let literal, let title):
      return text.hasPrefix(literal, in: line) && text.contains(title, in: line)
    case .whole(let literal):
      return text.equals(literal, in: line.lowerBound..<text.trimmed(line).upperBound)
    case .label(let literal):
      guard text.hasPrefix(literal, in: line) else { return false }
      let rest = text.trimmed((line.lowerBound + literal.utf8CodeUnitCount)..<line.upperBound)
      return text.hasPrefix(": ", in: rest)
    case .bracketed(let literal):
      let head = line.prefix(34)
      guard let close = text.firstIndex(of: UInt8(ascii: "]"), in: head), line.count > 12,
        digit(text[line.lowerBound + 1]) != nil
      else { return false }
      return text.hasPrefix(literal, in: text.trimmed((close + 1)..<line.upperBound))
    case .glued(let literal):
      var start = line.lowerBound
      while start < line.upperBound, digit(text[start]) != nil || text[start] == UInt8(ascii: ".") {
        start += 1
      }
      return text.hasPrefix(literal, in: start..<line.upperBound)
    case .diskStatistics:
      guard let major = text.firstWord(in: line), text.integer(in: major) != nil else { return false }
      let words = text.words(in: line)
      guard words.count >= 14, text.integer(in: words[1]) != nil, text.integer(in: words[2]) == nil else {
        return false
      }
      return words[3...].allSatisfy { text.integer(in: $0) != nil }
    case .memoryTitles:
      guard let first = text.firstWord(in: line), text.equals("total", in: first) else { return false }
      return text.contains(" used ", in: line) && text.contains(" shared ", in: line)
    case .tableTitles:
      guard text.isIndented(by: 1, in: line), text.contains(" | ", in: line) else { return false }
      var isFirst = true
      for word in text.words(in: line) {
        if isFirst {
          guard (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(text[word.lowerBound]) else { return false }
        }
        isFirst = text.equals("|", in: word)
        if isFirst { continue }
        for i in word where !isColumnName(text[i]) { return false }
      }
      return !isFirst
    case .endpoint:
      // No space precedes the slash; in most rows of tables the search ends at the first space.
      var slash = line.lowerBound
      while slash < line.upperBound, text[slash] != UInt8(ascii: "/") {
        if isBlank(text[slash]) { return false }
        slash += 1
      }
      guard slash < line.upperBound else { return false }
      var separators = 0
      for i in (slash + 1)..<line.upperBound {
        switch text[i] {
        case UInt8(ascii: "."), UInt8(ascii: ":"): separators += 1
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
          UInt8(ascii: "["), UInt8(ascii: "]"):
          break
        default: return false
        }
      }
      return separators >= 2
    case .tableHistograms:
      guard text.hasSuffix(" histograms", in: line), let word = text.firstWord(in: line) else { return false }
      return text.firstIndex(of: UInt8(ascii: "/"), in: word) != nil
        && word.upperBound + " histograms".utf8.count == line.upperBound
    case .byteLimit:
      let content = text.trimmed(line)
      return text.integer(in: content) != nil || text.equals("max", in: content)
    case .documentKey:
      guard line.count > 1, text[line.upperBound - 1] == UInt8(ascii: ":") else { return false }
      for i in line.dropLast() where isBlank(text[i]) || text[i] == UInt8(ascii: ":") { return false }
      return true
    }
  }
}

/// True for the bytes of a column's name in CQL.
private func isColumnName(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
  default: false
  }
}

struct NodetoolCommand: Sendable {
  /// The name as typed, for example `compactionstats`.
  let name: String
  /// Other names of the same command (`cfstats`).
  var aliases: [String] = []
  /// Beginnings of its output. Empty for a command whose output does not identify it (`running`): only a
  /// prompt or the name of the file does.
  var anchors: [Anchor] = []
  /// The first line of an output that only a prompt or the name of the file identifies.
  var lone: Anchor?
  /// Beginnings of the second line, without leading spaces, for commands whose first line is ambiguous; any
  /// of these. Only recognition looks ahead.
  var secondLines: [StaticString] = []
  /// True if an anchor may occur several times in one output (one block for each data center, node or
  /// keyspace); only a repeated line then begins a new output.
  var hasManyBlocks = false
  /// True if even a repeated line does not begin a new output: the command itself repeats its blocks.
  var repeatsBlocks = false
  /// Commands whose anchors are ordinary lines of this output.
  var contains: [String] = []
  /// Commands with the same first line, and the beginning of a later line that identifies them.
  var doubles: [(name: String, line: StaticString)] = []
  /// The name of the command if the first line belongs to another one; nil if it belongs to this one.
  var other: (@Sendable (CommandOutput) -> String?)?
  /// True if success prints nothing.
  var isSilent = false
  /// True for an entry that stands for the beginning of a document; the leaves identify the command.
  var isDocument = false
  /// The reader of JSON and YAML; nil for a command without these forms.
  var document: DocumentLayout?
  /// Reads an output; nil for a command that is known by name only.
  var read: (@Sendable (CommandOutput, inout OutputReading) -> Void)?

  /// True if `name` is a name of this command.
  func isCalled(_ name: some StringProtocol) -> Bool { self.name == name || aliases.contains { $0 == name } }
}

extension NodetoolCommand {
  /// The command of that name; nil if there is none.
  static func named(_ name: some StringProtocol) -> NodetoolCommand? { all.first { $0.isCalled(name) } }

  /// The index in `all` of the command whose output `line` can begin.
  static func begun(by line: Range<Int>, of text: Span<UInt8>) -> Int? {
    guard let first = line.first else { return nil }
    for candidate in anchorTable[Int(text[first])] where candidate.anchor.matches(text, line) {
      return candidate.command
    }
    return nil
  }

  private struct Candidate: Sendable {
    let command: Int
    let anchor: Anchor
  }

  /// For each first byte of a line the anchors that may match, in the order of `all`.
  private static let anchorTable: [[Candidate]] = {
    var table = [[Candidate]](repeating: [], count: 256)
    for (i, command) in all.enumerated() {
      for anchor in command.anchors {
        for byte in UInt8.min...UInt8.max where anchor.canBegin(with: byte) {
          table[Int(byte)].append(Candidate(command: i, anchor: anchor))
        }
      }
    }
    return table
  }()

  /// The command in the name of a file (`tpstats.log`, `tablestats-H.txt`, `node1_info.txt`): its first word
  /// that is one.
  static func named(after file: String) -> NodetoolCommand? {
    let base = file.split(whereSeparator: { $0 == "/" || $0 == "!" }).last ?? ""
    // Names of several words.
    for name in ["repair_admin", "memory.max", "memory.limit_in_bytes"] where base.hasPrefix(name) {
      return named(name)
    }
    for word in base.split(whereSeparator: { !$0.isLetter && !$0.isNumber }) {
      if let command = named(word.lowercased()) { return command }
    }
    return nil
  }
}
