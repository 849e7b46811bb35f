// Compactions and flushes by table. Cassandra's dozens of system tables are collapsed.

import CassandraAnalysis
import CassandraModel

extension ReportSection {
  static func compactionsByTable(_ findings: Findings) -> [Block] {
    let rows = findings.nodes.flatMap { node in
      node.activity.map { Row(node: node, table: $0.table, activity: $0.activity) }
    }
    let ordered = rows.sorted(by: Row.isBefore)
    let own = ordered.filter { !$0.table.isSystem }
    let system = ordered.filter { $0.table.isSystem }
    let hasNodes = findings.nodes.count > 1
    return [
      .table(page(own, hasNodes)),
      .details(
        title: "Cassandra's own tables", blocks: system.isEmpty ? [] : [.table(page(system, hasNodes))]),
      .table(table(ordered)), .table(flushTable(findings)),
    ]
  }

  private static func page(_ rows: [Row], _ hasNodes: Bool) -> Table {
    Table.excerpt(
      "compactions_by_table",
      columns: (hasNodes ? [Column("node", "Node", .text, meaning: "The node.")] : []) + [
        Column("table", "Table", .text, meaning: "Keyspace and table."),
        Column(
          "count", "Completed", .text,
          meaning: "Completed compactions, and those that failed or were interrupted."),
        Column("bytes_in", "Input", .bytes, meaning: "Bytes read from disk by completed compactions."),
        Column("bytes_out", "Output", .bytes, meaning: "Bytes that they wrote to disk."),
        Column("rate", "Rate", .bytesPerSecond, meaning: "Bytes read for each second of compaction."),
        Column("longest", "Longest", .duration, meaning: "The longest completed compaction."),
      ],
      rows: rows.lazy.map { row in
        let activity = row.activity
        let others = [(activity.failed, "failed"), (activity.interrupted, "interrupted")].filter { $0.0 > 0 }
          .map { ", " + HumanText.count(Int64($0.0)) + " " + $0.1 }.joined()
        let hasEnds = activity.finished > 0
        return (hasNodes ? [.code(row.node.node.name)] : []) + [
          .code(row.table.description), .text(HumanText.count(Int64(activity.finished)) + others),
          hasEnds ? .bytes(activity.bytesIn) : .missing, hasEnds ? .bytes(activity.bytesOut) : .missing,
          .optional(activity.bytesPerSecond) { .bytesPerSecond($0) },
          .optional(activity.longest) { .duration(TimeSpan(milliseconds: $0.milliseconds)) },
        ]
      }, of: rows.count)
  }

  private struct Row {
    let node: NodeFindings
    let table: TableName
    let activity: TableActivity

    /// Descending by bytes.
    static func isBefore(_ a: Row, _ b: Row) -> Bool {
      if a.activity.bytesIn != b.activity.bytesIn { return a.activity.bytesIn > b.activity.bytesIn }
      return a.table != b.table ? a.table < b.table : a.node.node < b.node.node
    }
  }

  private static func table(_ rows: [Row]) -> Table {
    Table(
      name: "compactions_by_table",
      columns: [
        Column("node", "Node", .text, meaning: "The node."),
        Column("table", "Table", .text, meaning: "Keyspace and table."),
        Column(
          "started", "Started", .count, meaning: "Compactions that started; empty when starts are not logged."
        ),
        Column(
          "finished", "Completed", .count,
          meaning: "Completed compactions; empty when ends are not logged."),
        Column("failed", "Failed", .count, meaning: "Failed compactions with a known id."),
        Column("interrupted", "Interrupted", .count, meaning: "Compactions interrupted on purpose."),
        Column("bytes_in", "Input", .bytes, meaning: "Bytes read from disk by completed compactions."),
        Column("bytes_out", "Output", .bytes, meaning: "Bytes that they wrote to disk."),
        Column("output_to_input", "Output/input", .percent, meaning: "Bytes written for each byte read."),
        Column("rate", "Rate", .bytesPerSecond, meaning: "Bytes read for each second of compaction."),
        Column("longest", "Longest", .duration, meaning: "The longest completed compaction."),
        Column("longest_source", "Source", .text, meaning: "File and line of its end."),
        Column("longest_id", "Longest id", .text, meaning: "Its id.", isDataOnly: true),
        Column("origin", "From", .text, meaning: "log or compactionhistory.", isDataOnly: true),
      ],
      rows: rows.map(cells), visibleRows: 0)
  }

  /// A count of records that the log may not contain is missing, not zero.
  private static func cells(_ row: Row) -> [Cell] {
    let activity = row.activity
    let hasEnds = activity.finished > 0
    let isLog = row.node.activitySource == .log
    return [
      .code(row.node.node.name), .code(row.table.description),
      activity.started > 0 ? .count(Int64(activity.started)) : .missing,
      hasEnds || isLog ? .count(Int64(activity.finished)) : .missing,
      !row.node.processes.isEmpty ? .count(Int64(activity.failed)) : .missing,
      !row.node.processes.isEmpty ? .count(Int64(activity.interrupted)) : .missing,
      hasEnds ? .bytes(activity.bytesIn) : .missing, hasEnds ? .bytes(activity.bytesOut) : .missing,
      hasEnds && activity.bytesIn > 0
        ? .percent(ratio: Double(activity.bytesOut) / Double(activity.bytesIn)) : .missing,
      .optional(activity.bytesPerSecond) { .bytesPerSecond($0) },
      .optional(activity.longest) { .duration(TimeSpan(milliseconds: $0.milliseconds)) },
      .optional(activity.longest) { .source($0.source) },
      .optional(activity.longest?.id) { .code($0.description) }, .text(row.node.activitySource.words),
    ]
  }

  private static func flushTable(_ findings: Findings) -> Table {
    Table(
      name: "flushes_by_table",
      columns: [
        Column("node", "Node", .text, meaning: "The node."),
        Column("table", "Table", .text, meaning: "Keyspace and table."),
        Column("flushes", "Flushes", .count, meaning: "Completed flushes."),
        Column("written", "Written", .bytes, meaning: "Bytes that they wrote."),
      ],
      rows: findings.nodes.flatMap { node in
        node.flushes.map { one in
          [
            .code(node.node.name), .code(one.table.description), .count(Int64(one.flushes.count)),
            // Some versions print no size.
            one.flushes.bytes > 0 ? .bytes(one.flushes.bytes) : .missing,
          ]
        }
      }, visibleRows: 0)
  }
}
