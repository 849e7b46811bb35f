// Restarts: the runs of each node's process, and the end of each run.

import CassandraAnalysis
import CassandraModel

extension ReportSection {
  /// The tables of restarts. A single run of a node is not a restart, and is in data formats only.
  static func restarts(_ findings: Findings) -> [Block] {
    let runs = findings.nodes.flatMap { node in node.processes.map { (node: node, run: $0) } }
    let hasNodes = findings.nodes.count > 1
    // For several nodes only the runs that did not end in order.
    let restarted = runs.filter { one in
      one.node.processes.count > 1 && !(hasNodes && [.orderly, .unknown].contains(one.run.end))
    }
    let open = runs.flatMap { one in one.run.openCompactions.map { (one: one, compaction: $0) } }
    return [
      .table(
        Table.excerpt(
          "restarts", title: "Restarts",
          columns: (hasNodes ? [Column("node", "Node", .text, meaning: "The node.")] : []) + pageColumns,
          rows: restarted.lazy.map { (hasNodes ? [.code($0.node.node.name)] : []) + pageRow($0.run) },
          of: restarted.count)),
      .table(
        Table(
          name: "restarts", columns: columns, rows: runs.map { row($0.run, on: $0.node) }, visibleRows: 0)),
      .table(
        Table(
          name: "restart_open_compactions", columns: openColumns,
          rows: open.map { one in
            [
              .code(one.one.node.node.name), .count(Int64(one.one.run.number)),
              .code(one.compaction.id.description), .optional(one.compaction.table) { .code($0.description) },
              .source(one.compaction.source),
            ]
          }, visibleRows: 0)),
    ]
  }

  private static let pageColumns = [
    Column("start", "Start", .moment, meaning: "Its first log record."),
    Column("ready", "Ready", .moment, meaning: "When it was ready to serve."),
    Column("last", "Last record", .moment, meaning: "Its last log record."),
    Column("end", "End", .text, meaning: "How it ended."),
    Column("source", "Source", .text, meaning: "File and line of its last record."),
  ]

  private static func pageRow(_ run: ProcessRun) -> [Cell] {
    [
      run.beginsBeforeLog ? .missing : .moment(run.start), .optional(run.ready) { .moment($0) },
      .moment(run.last), .text(run.end.words), .source(run.lastSource),
    ]
  }

  private static let columns = [
    Column("node", "Node", .text, meaning: "The node."),
    Column("run", "Run", .count, meaning: "Number of the run in the log."),
    Column(
      "start", "Start", .moment, meaning: "Its first record; empty when the log begins later."),
    Column("ready", "Ready", .moment, meaning: "When it was ready to serve; empty when not logged."),
    Column("last", "Last record", .moment, meaning: "Its last record."),
    Column("end", "End", .text, meaning: "How it ended."),
    Column(
      "version", "Version", .text, meaning: "Its Cassandra version; empty when not logged."),
    Column("open", "Open compactions", .count, meaning: "Compactions running when it ended."),
    Column("source", "First source", .text, meaning: "File and line of its first record."),
    Column("last_source", "Last source", .text, meaning: "File and line of its last record."),
  ]

  private static let openColumns = [
    Column("node", "Node", .text, meaning: "The node."),
    Column("run", "Run", .count, meaning: "Number of the run."),
    Column("id", "Compaction", .text, meaning: "Its id."),
    Column("table", "Table", .text, meaning: "Its table; empty when not named."),
    Column("source", "Source", .text, meaning: "File and line of its start."),
  ]

  private static func row(_ run: ProcessRun, on node: NodeFindings) -> [Cell] {
    let isOver = run.end != .unknown && run.end != .orderly
    return [
      .code(node.node.name), .count(Int64(run.number)),
      run.beginsBeforeLog ? .missing(reason: "before the log") : .moment(run.start),
      .optional(run.ready) { .moment($0) }, .moment(run.last), .text(run.end.words),
      .optional(run.version) { .code($0) }, isOver ? .count(Int64(run.openCompactions.count)) : .missing,
      .source(run.source), .source(run.lastSource),
    ]
  }
}
