// What happened, in order.

import CassandraAnalysis
import CassandraModel

extension ReportSection {
  static let timeline = ReportSection("timeline", "Timeline") { findings in
    let entries = findings.nodes.flatMap { node in node.timeline.map { (node: node.node, entry: $0) } }
    guard !entries.isEmpty else {
      return [
        .paragraph(
          findings.none(
            leavingOut: findings.leftOut(\.timeline), "lines",
            "Nothing: no record tells of a start, a failure, or anything done to a node."))
      ]
    }
    let ordered = entries.enumerated().sorted { a, b in
      let (left, right) = (a.element.entry.first.sortKey, b.element.entry.first.sortKey)
      return left != right ? left < right : a.offset < b.offset
    }.map(\.element)
    return [
      .timeline(
        Timeline(
          subject: "capture", entries: ordered.map { line($0.entry, on: $0.node) }, visibleEntries: 250))
    ]
  }

  private static func line(_ entry: TimelineEntry, on node: NodeID) -> Timeline.Entry {
    let again: Prose =
      entry.count > 1 ? " (\(entry.count) times in this run, last \(.moment(entry.last)))" : ""
    return Timeline.Entry(
      at: entry.first, node: node, severity: entry.severity, what: "\(entry.text)\(again)",
      source: entry.source, isMinor: entry.severity == .info && entry.kind.isMinor)
  }
}

extension TimelineKind {
  /// What matters less than failures and the life of the process.
  fileprivate var isMinor: Bool {
    switch self {
    case .lifecycle, .failure, .reaction, .operatorAction: false
    case .interrupted, .scrub, .cluster: true
    }
  }
}
