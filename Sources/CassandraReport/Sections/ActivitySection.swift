// What compactions and flushes did, table by table. Cassandra's own tables come apart: there are dozens.

import CassandraAnalysis
import CassandraModel

extension ReportSection {
  static let activity = ReportSection("activity", "Compaction activity") { findings in
    let rows = findings.nodes.flatMap { node in
      node.activity.map { Row(node: node, table: $0.table, activity: $0.activity) }
    }
    var blocks: [Block] = [.paragraph(sources(findings))]
    let ordered = rows.sorted(by: Row.isBefore)
    let own = ordered.filter { !$0.table.isSystem }
    let system = ordered.filter { $0.table.isSystem }
    if !own.isEmpty { blocks.append(.table(table(own))) }
    if !system.isEmpty {
      blocks.append(.details(title: "Cassandra's own tables", blocks: [.table(table(system))]))
    }
    let flushes = flushTable(findings)
    if !flushes.rows.isEmpty { blocks.append(.details(title: "Flushes", blocks: [.table(flushes)])) }
    return blocks
  }

  private struct Row {
    let node: NodeFindings
    let table: TableName
    let activity: TableActivity

    /// The most bytes first.
    static func isBefore(_ a: Row, _ b: Row) -> Bool {
      if a.activity.bytesIn != b.activity.bytesIn { return a.activity.bytesIn > b.activity.bytesIn }
      return a.table != b.table ? a.table < b.table : a.node.node < b.node.node
    }
  }

  private static func sources(_ findings: Findings) -> Prose {
    guard !findings.nodes.isEmpty else { return "Not known: nothing was read that tells of a node." }
    let parts = findings.nodes.map { node -> Prose in
      switch node.activitySource {
      case .log: "\(code: node.node.name): from the log"
      case .history:
        "\(code: node.node.name): from compactionhistory, which keeps seven days and only compactions that ended well; durations and rates are not in it"
      case .none:
        "\(code: node.node.name): not known, as neither a log nor compactionhistory tells of a compaction that ended"
      }
    }
    return
      "Where the figures come from: \(parts.joined(by: "; ")). Bytes are those on disk, of compactions that ended well; rates are bytes read over the time that compactions ran, side by side or not."
  }

  private static func table(_ rows: [Row]) -> Table {
    Table(
      name: "compaction_activity",
      columns: [
        Column("node", "Node", .text, meaning: "The node."),
        Column("table", "Table", .text, meaning: "Keyspace and table."),
        Column(
          "started", "Started", .count, meaning: "Compactions that began; empty when starts are not logged."),
        Column(
          "finished", "Finished", .count,
          meaning: "Compactions that ended well; empty when ends are not logged."),
        Column("failed", "Failed", .count, meaning: "Compactions that failed and could be told by their id."),
        Column("interrupted", "Stopped", .count, meaning: "Compactions that were stopped on purpose."),
        Column("bytes_in", "Read", .bytes, meaning: "Bytes read from disk by those that ended well."),
        Column("bytes_out", "Written", .bytes, meaning: "Bytes written to disk by those that ended well."),
        Column("kept", "Kept", .percent, meaning: "Bytes written for each byte read."),
        Column("rate", "Rate", .bytesPerSecond, meaning: "Bytes read for each second of compaction."),
        Column("longest", "Longest", .duration, meaning: "The longest that ended well."),
        Column("longest_source", "Longest at", .text, meaning: "File and line of its end."),
        Column("longest_id", "Longest id", .text, meaning: "Its id.", isDataOnly: true),
        Column("origin", "From", .text, meaning: "log or compactionhistory.", isDataOnly: true),
      ],
      rows: rows.map(cells), visibleRows: 100)
  }

  /// A count of lines that the log may not have at all is not zero.
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
      name: "flushes",
      columns: [
        Column("node", "Node", .text, meaning: "The node."),
        Column("table", "Table", .text, meaning: "Keyspace and table."),
        Column("flushes", "Flushes", .count, meaning: "Flushes that ended."),
        Column("written", "Written", .bytes, meaning: "Bytes that they wrote."),
      ],
      rows: findings.nodes.flatMap { node in
        node.flushes.map { one in
          [
            .code(node.node.name), .code(one.table.description), .count(Int64(one.flushes.count)),
            // Not every version prints a size.
            one.flushes.bytes > 0 ? .bytes(one.flushes.bytes) : .missing,
          ]
        }
      }, visibleRows: 50)
  }
}
