// Reasons not to call a node healthy although its log shows no error: the log is too short, was not understood,
// or ends while the node did not serve.

public import CassandraModel

/// One reason why the health of a node is unknown.
public struct HealthDoubt: Sendable, Hashable {
  /// The kinds of reasons.
  public enum Reason: Sendable, Hashable {
    /// The node was stopped in order at that time, and the log has neither a later start nor all of the run.
    case stopped(Moment)
    /// The last start, since that time, is not finished at the end of the log. The time is nil where the log
    /// begins within the start.
    case startUnfinished(since: Moment?)
    /// No record in the log has a date.
    case undated
    /// The log covers less than a second.
    case instant(Moment)
    /// The log has no record that Cassandra is known to write; the number of its records.
    case noKnownRecord(records: Int)
    /// Lines of the log that are neither records nor parts of records, of all its lines with text.
    case mostlyUnread(lines: Int, of: Int)
  }

  /// The node.
  public let node: NodeID
  /// The reason.
  public let reason: Reason
  /// A place in the log that shows it; nil if it is about all of the log.
  public let source: SourceLocation?

  /// True if the capture lacks data; false for a node that was stopped on purpose.
  public var isOfCapture: Bool { if case .stopped = reason { false } else { true } }

  /// The reason in a few words, without times.
  var summary: String {
    switch reason {
    case .stopped: "stopped in order at the end of the log"
    case .startUnfinished: "start not finished at the end of the log"
    case .undated: "no record has a date"
    case .instant: "the log covers less than a second"
    case .noKnownRecord: "no record is known to be of Cassandra"
    case .mostlyUnread(let lines, let all): String(lines) + " of " + String(all) + " lines not understood"
    }
  }

  /// From this share of lines on a log counts as not understood.
  static let unreadShare = 4
  /// A log that covers less shows no more than one moment.
  static let shortestLog: Int64 = 1000
  /// Once the thread of the start has been silent for so long before the end of the log, a start whose
  /// beginning is not in the log counts as finished.
  static let longestSilence: Int64 = 60_000
}

extension Findings {
  /// Reasons not to call nodes healthy that have a log without errors, node by node.
  public var healthDoubts: [HealthDoubt] {
    nodesWithLog.flatMap { node in
      node.faults.contains(where: \.category.isError) ? [] : doubts(node)
    }
  }

  /// Nodes that were stopped in order and not started again in their logs: they serve no clients.
  public var stoppedNodes: [(node: NodeID, at: Moment, source: SourceLocation)] {
    nodesWithLog.compactMap { node in
      guard let last = node.processes.last, last.end == .orderly else { return nil }
      let stop = node.stop(of: last)
      return (node.node, stop.at, stop.source)
    }
  }

  private func doubts(_ node: NodeFindings) -> [HealthDoubt] {
    var doubts: [HealthDoubt] = []
    func add(_ reason: HealthDoubt.Reason, _ source: SourceLocation? = nil) {
      doubts.append(HealthDoubt(node: node.node, reason: reason, source: source))
    }
    var lines = LineCounts()
    for file in coverage where file.format == Coverage.log && nodeOf[file.file] == node.node {
      lines += file.lines
    }
    let records = lines.known + lines.unknown
    if records > 0, lines.known == 0 { add(.noKnownRecord(records: records)) }
    let text = records + lines.continuation + lines.unparsed
    if lines.unparsed * HealthDoubt.unreadShare > text { add(.mostlyUnread(lines: lines.unparsed, of: text)) }
    guard let last = node.processes.last, let span = logSpan(of: node) else { return doubts }
    if !span.first.isDated && !span.last.isDated {
      add(.undated, last.source)
    } else if span.last.sortKey - span.first.sortKey < HealthDoubt.shortestLog {
      add(.instant(span.first), last.source)
    }
    if last.end == .orderly {
      // A run without errors from its start to its stop is healthy.
      guard last.ready == nil else { return doubts }
      let stop = node.stop(of: last)
      add(.stopped(stop.at), stop.source)
    } else if last.end == .unknown, last.isStarting {
      add(.startUnfinished(since: last.beginsBeforeLog ? nil : last.start), last.lastSource)
    } else if last.end == .unknown, let announced = node.announcedShutdown(in: last) {
      add(.stopped(announced.first), announced.source)
    }
    return doubts
  }
}

extension NodeFindings {
  /// The first record of the stop that ended `run`: a drained process may log on.
  fileprivate func stop(of run: ProcessRun) -> (at: Moment, source: SourceLocation) {
    let stop = timeline.last { $0.kind == .lifecycle && $0.first.sortKey >= run.start.sortKey }
    return stop.map { ($0.first, $0.source) } ?? (run.last, run.lastSource)
  }

  /// The record with which `run` left the ring, on a thread that stops neither the process nor gossip.
  fileprivate func announcedShutdown(in run: ProcessRun) -> TimelineEntry? {
    timeline.last {
      $0.kind == .reaction && $0.first.sortKey >= run.start.sortKey
        && $0.text.hasPrefix("Announcing shutdown")
    }
  }
}

extension ProcessRun {
  /// True if the log ends during the start.
  fileprivate var isStarting: Bool {
    guard ready == nil else { return false }
    guard beginsBeforeLog else { return true }
    guard let startRecord else { return false }
    return last.sortKey - startRecord.sortKey < HealthDoubt.longestSilence
  }
}
