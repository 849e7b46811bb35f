// Views of the process: garbage-collection pauses by run, and the thread-pool queues that StatusLogger
// printed.

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
    Column("median", "p50", .duration, meaning: "Half of them were not longer.", isDataOnly: true),
    Column("p95", "p95", .duration, meaning: "95 % of them were not longer.", isDataOnly: true),
    Column("p99", "p99", .duration, meaning: "99 % of them were not longer."),
    Column("longest", "Longest", .duration, meaning: "The longest."),
    Column("longest_at", "Longest at", .moment, meaning: "When the longest was."),
    Column("source", "Source", .text, meaning: "File and line of the longest.", isDataOnly: true),
  ]

  private static func row(_ node: NodeFindings, _ one: PauseSummary) -> [Cell] {
    [
      .code(node.node.name), .text(one.origin.rawValue), .optional(one.run) { .count(Int64(clamping: $0)) },
      .text(one.kind), .count(Int64(clamping: one.pauses.count)), .count(Int64(clamping: one.pauses.long)),
      .duration(TimeSpan(milliseconds: one.pauses.total / 1000)),
      .optional(one.share) { .percent(ratio: $0) },
      .optional(one.pauses.quantile(0.5)) { .duration($0) },
      .optional(one.pauses.quantile(0.95)) { .duration($0) },
      .optional(one.pauses.quantile(0.99)) { .duration($0) },
      .duration(TimeSpan(milliseconds: one.pauses.longest / 1000)),
      .optional(one.longestAt) { .moment($0) }, .source(one.pauses.source),
    ]
  }

  static let pools = LoadView(
    title: "Thread pools under pressure (StatusLogger)", isOnPage: false,
    missing: { findings in
      findings.nodes.allSatisfy { node in !node.logSeries.all.contains { $0.key.metric == .poolPending } }
        ? "StatusLogger's tables in system.log: Cassandra prints them after long pauses and dropped messages"
        : nil
    },
    blocks: { findings in
      var rows: [(pending: Double, row: [Cell])] = []
      for node in findings.nodes {
        for (key, pending) in node.logSeries.all where key.metric == .poolPending {
          let series = { (metric: MetricName) in node.logSeries[metric, key.labels] }
          let (active, blocked) = (series(.poolActive)?.maximum, series(.poolBlocked)?.maximum)
          let most = pending.maximum
          guard (most?.value ?? 0) > 0 || (active?.value ?? 0) > 0 || (blocked?.value ?? 0) > 0 else {
            continue
          }
          rows.append(
            (
              most?.value ?? 0,
              [
                .code(node.node.name), .code(key.labels["pool"] ?? ""),
                .count(Int64(clamping: pending.count)),
                .optional(active) { .count(Int64(clamping: $0.value)) },
                .optional(most) { .count(Int64(clamping: $0.value)) },
                .optional(most?.at) { .moment(.utc($0)) },
                .optional(blocked) { .count(Int64(clamping: $0.value)) },
                .optional(series(.poolBlockedTotal)?.maximum) { .count(Int64(clamping: $0.value)) },
                .optional(most) { .source($0.source) },
              ]
            ))
        }
      }
      guard !rows.isEmpty else { return [] }
      let columns = [
        node, Column("pool", "Pool", .text, meaning: "The thread pool."),
        Column("rows", "Printed", .count, meaning: "How often the log has it."),
        Column("active", "Most active", .count, meaning: "The most tasks at work."),
        Column("pending", "Most pending", .count, meaning: "The most tasks that waited."),
        Column("pending_at", "At", .moment, meaning: "When the most waited."),
        Column("blocked", "Most blocked", .count, meaning: "The most tasks that waited to enter the queue."),
        Column(
          "all_time_blocked", "All time blocked", .count, meaning: "Tasks ever blocked, at its largest.",
          isDataOnly: true),
        Column("source", "Source", .text, meaning: "File and line of the most pending.", isDataOnly: true),
      ]
      let ordered = rows.enumerated().sorted { a, b in
        a.element.pending != b.element.pending ? a.element.pending > b.element.pending : a.offset < b.offset
      }
      return [
        .table(
          Table(name: "status_pools", columns: columns, rows: ordered.map(\.element.row), visibleRows: 5))
      ]
    })
}
