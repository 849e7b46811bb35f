// Runs of the process: a start without a shutdown before it is an event of its own.

import CassandraAnalysis
import CassandraModel

extension ReportSection {
  static let processes = ReportSection("processes", "Restarts") { findings in
    let rows = findings.nodes.flatMap { node in node.processes.map { row($0, on: node) } }
    guard !rows.isEmpty else {
      return [.paragraph("Not known: starts and stops are in logs, and there is none.")]
    }
    let open = findings.nodes.flatMap { node in
      node.processes.flatMap { run in run.openCompactions.map { (node: node.node, run: run, compaction: $0) }
      }
    }
    var blocks: [Block] = [.table(Table(name: "processes", columns: columns, rows: rows, visibleRows: 100))]
    if !open.isEmpty {
      blocks.append(
        .details(
          title: "Compactions that were running when the process ended",
          blocks: [
            .table(
              Table(
                name: "open_compactions", columns: openColumns,
                rows: open.map { one in
                  [
                    .code(one.node.name), .count(Int64(one.run.number)), .code(one.compaction.id.description),
                    .optional(one.compaction.table, reason: "not named") { .code($0.description) },
                    .source(one.compaction.source),
                  ]
                }, visibleRows: 50))
          ]))
    }
    return blocks
  }

  private static let columns = [
    Column("node", "Node", .text, meaning: "The node."),
    Column("run", "Run", .count, meaning: "Number of the run in the log."),
    Column(
      "start", "Start", .moment, meaning: "Its first record; empty when the log begins in the middle of it."),
    Column("ready", "Ready", .moment, meaning: "When it was ready to serve; empty when it never said so."),
    Column("last", "Last record", .moment, meaning: "Its last record."),
    Column("end", "End", .text, meaning: "How it ended."),
    Column(
      "version", "Version", .text, meaning: "Version it printed; empty when the banner is not in the log."),
    Column("open", "Open compactions", .count, meaning: "Compactions that were running when it ended."),
    Column("source", "First at", .text, meaning: "File and line of its first record."),
    Column("last_source", "Last at", .text, meaning: "File and line of its last record."),
  ]

  private static let openColumns = [
    Column("node", "Node", .text, meaning: "The node."),
    Column("run", "Run", .count, meaning: "Number of the run."),
    Column("id", "Compaction", .text, meaning: "Its id."),
    Column("table", "Table", .text, meaning: "Its table, when a record names it."),
    Column("source", "Started at", .text, meaning: "File and line of its start."),
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
