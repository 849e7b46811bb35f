// The view of the thread pools and memtables that StatusLogger printed.

import CassandraAnalysis
import CassandraModel

extension LoadView {
  private static let node = Column("node", "Node", .text, meaning: "The node.")

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
      let tables = memtables(findings) + samples(findings)
      guard !rows.isEmpty else { return tables }
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
      ] + tables
    })

  /// Every row with tasks, for data formats.
  private static func samples(_ findings: Findings) -> [Block] {
    let rows = findings.nodes.flatMap { node in
      node.statusSamples.rows.map { one -> [Cell] in
        [.code(node.node.name), .moment(one.at), .code(one.pool)]
          + [one.active, one.pending, one.blocked, one.completed, one.allTimeBlocked].map {
            .optional($0) { .count($0) }
          } + [.source(one.source)]
      }
    }
    guard !rows.isEmpty else { return [] }
    return [
      .table(
        Table(
          name: "status_pool_samples",
          columns: [
            node, Column("at", "At", .moment, meaning: "When StatusLogger printed it."),
            Column("pool", "Pool", .text, meaning: "The thread pool; only rows with tasks."),
            Column("active", "Active", .count, meaning: "Tasks at work."),
            Column("pending", "Pending", .count, meaning: "Tasks that wait."),
            Column("blocked", "Blocked", .count, meaning: "Tasks that wait to enter the queue."),
            Column("completed", "Completed", .count, meaning: "Tasks ever completed."),
            Column("all_time_blocked", "All time blocked", .count, meaning: "Tasks ever blocked."),
            Column("source", "Source", .text, meaning: "File and line."),
          ], rows: rows, visibleRows: 0,
          rowsLeftOut: findings.nodes.reduce(0) { $0 + $1.statusSamples.leftOut }))
    ]
  }

  /// The memtables of StatusLogger's records, for data formats.
  private static func memtables(_ findings: Findings) -> [Block] {
    let rows = findings.nodes.flatMap { node in
      node.statusTables.map { one -> [Cell] in
        [
          .code(node.node.name), .code(one.table.description), .count(Int64(clamping: one.records)),
          .count(one.operations), .bytes(one.bytes), .source(one.source),
        ]
      }
    }
    guard !rows.isEmpty else { return [] }
    return [
      .table(
        Table(
          name: "status_tables",
          columns: [
            node, Column("table", "Table", .text, meaning: "The table."),
            Column("records", "Printed", .count, meaning: "How often the log has it."),
            Column("operations", "Most writes", .count, meaning: "The most writes in its memtable."),
            Column("bytes", "Most bytes", .bytes, meaning: "The most bytes in its memtable."),
            Column("source", "Source", .text, meaning: "File and line of the most bytes."),
          ], rows: rows, visibleRows: 0))
    ]
  }
}
