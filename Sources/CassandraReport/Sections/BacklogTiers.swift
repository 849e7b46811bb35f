// Backlog tiers: the time of each node in each tier, and the reasons of the changes.

import CassandraAnalysis
import CassandraModel

extension ReportSection {
  /// The tables of backlog tiers; a node that was always healthy has no row on the page.
  static func backlogTiers(_ evaluation: Evaluation) -> [Block] {
    let nodes = evaluation.nodes.filter { !$0.tiers.isEmpty }
    let shown = nodes.filter { $0.tiers.contains { ($0.tier ?? .healthy) > .healthy } }
    return [
      .bullets(shown.prefix(Table.pageLimit).map { line($0, hasNodes: evaluation.nodes.count > 1) }),
      .table(
        Table(
          name: "backlog_tier_durations", columns: durationColumns, rows: nodes.flatMap(durations),
          visibleRows: 0)),
      .details(
        title: "Changes of backlog tier",
        blocks: shown.isEmpty
          ? []
          : [
            .table(
              Table.excerpt(
                "backlog_tiers", columns: changeColumns, rows: shown.lazy.flatMap(changes),
                of: shown.reduce(0) { $0 + $1.tiers.count }))
          ]),
      .table(
        Table(name: "backlog_tiers", columns: changeColumns, rows: nodes.flatMap(changes), visibleRows: 0)),
    ]
  }

  /// `Backlog tiers: healthy 7 min 21 s, warning 17 min 12 s`.
  private static func line(_ node: NodeEvaluation, hasNodes: Bool) -> Prose {
    let parts = durations(node).map { row -> Prose in "\(row[1]) \(row[2])" }
    let place: Prose = hasNodes ? " of \(code: node.node.name)" : ""
    return "\(strong: "Backlog tiers")\(place): \(parts.joined(by: ", "))"
  }

  private static let node = Column("node", "Node", .text, meaning: "The node.")
  private static let tier = Column(
    "tier", "Tier", .text, meaning: "healthy, warning, critical, emergency; unknown in a gap.")

  private static let durationColumns = [
    node, tier, Column("total", "Duration", .duration, meaning: "How long the node was in it."),
    Column("share", "Share", .percent, meaning: "Share of the time captured."),
  ]

  private static func durations(_ node: NodeEvaluation) -> [[Cell]] {
    let total = node.tiers.reduce(Int64(0)) { $0 + $1.length }
    return ([nil] + Tier.allCases.map(Optional.some)).compactMap { tier -> [Cell]? in
      let length = node.tiers.filter { $0.tier == tier }.reduce(Int64(0)) { $0 + $1.length }
      guard length > 0 else { return nil }
      return [
        .code(node.node.name), tier.cell, .duration(TimeSpan(milliseconds: length)),
        .percent(ratio: Double(length) / Double(total)),
      ]
    }
  }

  private static let changeColumns = [
    node, Column("from", "From", .moment, meaning: "The first sample in it."),
    Column("to", "To", .moment, meaning: "The first sample of the next, or the last."), tier,
    Column("reason", "Because", .text, meaning: "The figures behind it."),
    Column("source", "Source", .text, meaning: "File and line of the first sample."),
  ]

  private static func changes(_ node: NodeEvaluation) -> [[Cell]] {
    node.tiers.map { span in
      [
        .code(node.node.name), .moment(.utc(span.from)), .moment(.utc(span.to)), span.tier.cell,
        .text(span.reason), .optional(span.source) { .source($0) },
      ]
    }
  }
}

extension Tier? {
  fileprivate var cell: Cell { map { .text($0.words) } ?? .text("unknown") }
}

extension TierSpan {
  fileprivate var length: Int64 { to.milliseconds - from.milliseconds }
}
