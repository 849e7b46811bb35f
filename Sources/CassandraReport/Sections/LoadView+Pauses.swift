// The view of garbage-collection pauses by run of the process.

import CassandraAnalysis
import CassandraModel

extension LoadView {
  private static let node = Column("node", "Node", .text, meaning: "The node.")

  static let pauses = LoadView(
    title: "Garbage collection", isOnPage: false,
    missing: { findings in
      findings.nodesWithLog.isEmpty && findings.nodes.allSatisfy { $0.pauseSummaries.isEmpty }
        ? "system.log and gc.log" : nil
    },
    blocks: { findings in
      let all = findings.nodes.flatMap { node in node.pauseSummaries.map { (node: node, one: $0) } }
      guard !all.isEmpty else { return [] }
      let rows = all.sorted { $0.one.pauses.total > $1.one.pauses.total }.map { row($0.node, $0.one) }
      return [.table(Table(name: "gc_summary", columns: pauseColumns, rows: rows, visibleRows: 5))]
    })

  private static let pauseColumns = [
    node,
    Column("origin", "From", .text, meaning: "system.log (only over gc_log_threshold) or gc.log (all)."),
    Column("run", "Run", .count, meaning: "Run of the process, from 1; empty when not known."),
    Column("kind", "Collector", .text, meaning: "The collector, or the kind of pause in gc.log."),
    Column("pauses", "Pauses", .count, meaning: "How many."),
    Column("long", "1 s or more", .count, meaning: "Pauses of a second or more."),
    Column("total", "Total", .duration, meaning: "Their total."),
    Column(
      "share", "Share", .percent, meaning: "Share of the run in which the application stood still."),
    Column("least", "Shortest", .duration, meaning: "The shortest.", isDataOnly: true),
    Column("p25", "p25", .duration, meaning: "A quarter of them were not longer.", isDataOnly: true),
    Column("median", "p50", .duration, meaning: "Half of them were not longer.", isDataOnly: true),
    Column("p75", "p75", .duration, meaning: "75 % of them were not longer.", isDataOnly: true),
    Column("p95", "p95", .duration, meaning: "95 % of them were not longer.", isDataOnly: true),
    Column("p99", "p99", .duration, meaning: "99 % of them were not longer."),
    Column("longest", "Longest", .duration, meaning: "The longest."),
    Column("longest_at", "Longest at", .moment, meaning: "When the longest was."),
    Column(
      "busiest", "Busiest minute", .moment, meaning: "The minute with the most pause time.", isDataOnly: true),
    Column(
      "busiest_total", "Paused in it", .duration, meaning: "The pause time of that minute.", isDataOnly: true),
    Column("source", "Source", .text, meaning: "File and line of the longest.", isDataOnly: true),
  ]

  private static func row(_ node: NodeFindings, _ one: PauseSummary) -> [Cell] {
    [
      .code(node.node.name), .text(one.origin.rawValue), .optional(one.run) { .count(Int64(clamping: $0)) },
      .text(one.kind), .count(Int64(clamping: one.pauses.count)), .count(Int64(clamping: one.pauses.long)),
      .duration(TimeSpan(milliseconds: one.pauses.total / 1000)),
      .optional(one.share) { .percent(ratio: $0) },
      .optional(one.pauses.quantile(0)) { .duration($0) },
      .optional(one.pauses.quantile(0.25)) { .duration($0) },
      .optional(one.pauses.quantile(0.5)) { .duration($0) },
      .optional(one.pauses.quantile(0.75)) { .duration($0) },
      .optional(one.pauses.quantile(0.95)) { .duration($0) },
      .optional(one.pauses.quantile(0.99)) { .duration($0) },
      .duration(TimeSpan(milliseconds: one.pauses.longest / 1000)),
      .optional(one.longestAt) { .moment($0) }, .optional(one.busiest) { .moment($0.at) },
      .optional(one.busiest) { .duration($0.total) }, .source(one.pauses.source),
    ]
  }
}
