// What a capture holds of one node: its sources, when they are silent, and what the rules would lack.

public import CassandraModel

/// A stretch of time that no file of a node's log covers.
public struct LogGap: Hashable, Sendable {
  /// The last record before it.
  public let from: Moment
  /// The first record after it.
  public let to: Moment

  /// How long it was.
  public var length: TimeSpan {
    TimeSpan(milliseconds: to.sortKey.subtractingReportingOverflow(from.sortKey).partialValue)
  }
}

/// What a capture holds of one node.
public struct NodeInspection: Sendable {
  /// What its files come to: who it is, its clock, the runs of its process.
  public let findings: NodeFindings
  /// The folder or archive that all of its files lie in, ended by `/` or `!`; empty for the capture itself.
  public let folder: String
  /// How many files are of it.
  public let files: Int
  /// Its lines by kind.
  public let lines: LineCounts
  /// Files with lines of which nothing could be made, and how many; in order of name.
  public let unparsed: [(file: String, lines: Int)]
  /// First and last moment that counted on it, the same as in a report; nil when nothing is dated.
  public let span: (first: Moment, last: Moment)?
  /// Logs, then commands, then other texts.
  public let sources: [SourceInspection]
  /// Where its log is silent between two files for longer than a gap of samples has to be.
  public let logGaps: [LogGap]
  /// Every input of the rules, and whether it is there.
  public let inputs: [RuleInput.State]

  /// The node.
  public var node: NodeID { findings.node }
  /// The inputs that are not there, or not often enough.
  public var lacking: [RuleInput.State] { inputs.filter { $0.presence != .present } }

  /// What is in `files`, the account of the files of one node.
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

  /// What none of the spans of `files` covers between the first and the last of them.
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
