// The content of a capture for one node: its sources, their gaps, and the inputs that the rules would lack.

public import CassandraModel

/// A stretch of time that no file of a node's log covers.
public struct LogGap: Hashable, Sendable {
  /// The last record before it.
  public let from: Moment
  /// The first record after it.
  public let to: Moment

  /// Length of the gap.
  public var length: TimeSpan {
    TimeSpan(milliseconds: to.sortKey.subtractingReportingOverflow(from.sortKey).partialValue)
  }
}

/// The content of a capture for one node.
public struct NodeInspection: Sendable {
  /// The node's findings: its identity, its clock, the runs of its process.
  public let findings: NodeFindings
  /// The folder or archive of all of its files, ending in `/` or `!`; empty for the capture itself.
  public let folder: String
  /// Number of its files.
  public let files: Int
  /// Its lines by kind.
  public let lines: LineCounts
  /// Files with lines that could not be parsed, and the number of these lines; in order of name.
  public let unparsed: [(file: String, lines: Int)]
  /// First and last moment that counted on it, the same as in a report; nil when it has no times.
  public let span: (first: Moment, last: Moment)?
  /// Logs, then commands, then other texts.
  public let sources: [SourceInspection]
  /// Gaps in its log between two files, longer than the shortest gap of samples.
  public let logGaps: [LogGap]
  /// Every input of the rules, with its presence.
  public let inputs: [RuleInput.State]

  /// The node.
  public var node: NodeID { findings.node }
  /// The inputs that are missing, or too rare.
  public var lacking: [RuleInput.State] { inputs.filter { $0.presence != .present } }

  /// The content of `files`, the files of one node.
  ///
  /// - Parameter span: the time that counted on it, as a report has it.
  init(_ node: NodeFindings, _ files: [Coverage], span: (first: Moment, last: Moment)?) {
    findings = node
    self.files = files.count
    folder = NodeInspection.commonFolder(files.map(\.file))
    var lines = LineCounts()
    for file in files { lines += file.lines }
    self.lines = lines
    unparsed = files.filter { $0.lines.unparsed > 0 }.map { (file: $0.file, lines: $0.lines.unparsed) }
    let unread = node.diagnostics.entries.filter { $0.diagnostic.code.name == "nodetool.command" }
    sources = SourceInspection.sources(
      of: files, polls: node.polls, unread: Set(unread.compactMap { $0.diagnostic.fields["command"] }))
    logGaps = NodeInspection.holes(in: files.filter { $0.format == Coverage.log })
    inputs = RuleInput.states(of: node)
    self.span = span
  }

  /// Stretches that no file covers between the first and the last span of `files`.
  private static func holes(in files: [Coverage]) -> [LogGap] {
    var spans: [(first: Moment, last: Moment)] = []
    for file in files {
      if let first = file.first, let last = file.last { spans.append((first, last)) }
    }
    spans.sort { $0.first.sortKey < $1.first.sortKey }
    var gaps: [LogGap] = []
    var reached = spans.first?.last
    for span in spans.dropFirst() {
      guard let end = reached else { break }
      let gap = LogGap(from: end, to: span.first)
      if span.first.sortKey > end.sortKey, gap.length > Cadence.shortestGap { gaps.append(gap) }
      if span.last.sortKey > end.sortKey { reached = span.last }
    }
    return gaps
  }

  /// The beginning that all paths share, up to a `/` or `!`.
  static func commonFolder(_ files: [String]) -> String {
    guard var common = files.first.map({ Array($0.utf8) }) else { return "" }
    for file in files.dropFirst() {
      let length = zip(common, file.utf8).prefix { $0 == $1 }.count
      common.removeLast(common.count - length)
    }
    let separators = [UInt8(ascii: "/"), UInt8(ascii: "!")]
    let end = common.lastIndex { separators.contains($0) } ?? -1
    return String(decoding: common[...end], as: UTF8.self)
  }
}
