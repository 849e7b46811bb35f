// The files of a node by kind: rotated logs as one log, captures by command, other texts by kind.

public import CassandraModel

/// One source of data about a node: a log with its rotated files, a command, or another kind of text.
public struct SourceInspection: Sendable {
  /// The kind of a source.
  public enum Kind: String, Sendable {
    /// Cassandra's log.
    case log
    /// Output of a command.
    case command
    /// Any other text: settings, a collector's log, ….
    case text
  }

  /// `system.log`, `tpstats`, `cassandra.yaml`, ….
  public let name: String
  /// The kind of the source.
  public let kind: Kind
  /// Its files, in order of name. A session holds many commands, so a file may be in several sources.
  public internal(set) var files: [String] = []
  /// Bytes of these files, after decompression.
  public internal(set) var bytes: Int64 = 0
  /// Lines of these files.
  public internal(set) var lines = LineCounts()
  /// The first time in it; nil when it has no times.
  public internal(set) var first: Moment?
  /// The last time in it; nil when it has no times.
  public internal(set) var last: Moment?
  /// Succeeded and failed runs of the command; nil for a source that is not sampled.
  public internal(set) var polls: PollSummary?
  /// The interval of its samples; nil for a source that is not sampled.
  public internal(set) var cadence: Cadence?
  /// True for a command that is known by name only: its output was not read.
  public internal(set) var isUnread = false

  init(_ name: String, _ kind: Kind) {
    self.name = name
    self.kind = kind
  }

  mutating func add(_ file: Coverage, takesPeriod: Bool) {
    files.append(file.file)
    bytes = bytes.addingReportingOverflow(file.bytes).partialValue
    lines += file.lines
    guard takesPeriod else { return }
    first = [first, file.first].compactMap { $0 }.min { $0.sortKey < $1.sortKey }
    last = [last, file.last].compactMap { $0 }.max { $0.sortKey < $1.sortKey }
  }
}

extension SourceInspection {
  /// The format name that the reader gives a log.
  private static let logFormat = "log"
  /// The name for output that is empty and therefore has no format.
  static let nothingPrinted = "nothing printed"

  /// The sources of a node: logs, then commands, then other texts, each in order of name.
  ///
  /// - Parameters:
  ///   - files: coverage of its files, in order of name.
  ///   - polls: the runs of its commands.
  ///   - unread: commands whose output was not read.
  static func sources(
    of files: [Coverage], polls: [PollSummary], unread: Set<String>
  ) -> [SourceInspection] {
    var logs: [String: SourceInspection] = [:]
    var texts: [String: SourceInspection] = [:]
    var commands: [String: SourceInspection] = [:]
    for poll in polls {
      var source = SourceInspection(poll.command, .command)
      source.polls = poll
      let cadence = Cadence(poll.times)
      source.cadence = cadence
      source.first = cadence.first.map { .utc($0) }
      source.last = cadence.last.map { .utc($0) }
      source.isUnread = unread.contains(poll.command)
      commands[poll.command] = source
    }
    for file in files {
      guard let format = file.format else { continue }
      if format == logFormat {
        let name = logName(file.file)
        logs[name, default: SourceInspection(name, .log)].add(file, takesPeriod: true)
        continue
      }
      // A session has several formats. A file without output is named after itself, as its sample is.
      let words = file.file.split { $0 == "/" || $0 == "!" }.last?.split { !$0.isLetter && $0 != "_" } ?? []
      let named = words.lazy.map(String.init).first { commands[$0] != nil }
      let names =
        format.isEmpty
        ? [named ?? (commands["unknown"] == nil ? nothingPrinted : "unknown")]
        : format.split(separator: ",").map(trimmed)
      for name in names {
        if commands[name] != nil {
          commands[name]?.add(file, takesPeriod: false)
        } else {
          texts[name, default: SourceInspection(name, .text)].add(file, takesPeriod: true)
        }
      }
    }
    return [logs, commands, texts].flatMap { $0.values.sorted { $0.name < $1.name } }
  }

  private static func trimmed(_ text: Substring) -> String {
    String(text.drop { $0 == " " })
  }

  /// The name of a log without the parts that rotation adds: `system.log` for
  /// `logs/system.log.2026-11-21.3.gz` and for `system.log.1.zip!system.log.2026-11-21_0553`.
  static func logName(_ file: String) -> String {
    let base = file.split { $0 == "/" || $0 == "!" }.last ?? ""
    var words: [Substring] = []
    for word in base.split(separator: ".") where !["gz", "zip", "tmp"].contains(word) {
      var end = word.startIndex
      // Up to a number, together with the dash before it.
      while end < word.endIndex, !isNumbered(word[end...]) { end = word.index(after: end) }
      if end > word.startIndex { words.append(word[..<end]) }
    }
    return words.isEmpty ? logFormat : words.joined(separator: ".")
  }

  private static func isNumbered(_ text: Substring) -> Bool {
    let rest = text.first == "-" || text.first == "_" ? text.dropFirst() : text
    return rest.first.map { ("0"..."9").contains($0) } ?? false
  }
}
