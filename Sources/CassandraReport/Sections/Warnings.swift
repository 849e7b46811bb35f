// Warnings: signs of pressure in the log, without an error.

import CassandraAnalysis
import CassandraModel

extension ReportSection {
  /// The tables of warnings; the important ones are on the page.
  static func warnings(_ findings: Findings) -> [Block] {
    let all = findings.nodes.flatMap { node in node.strains.map { (node: node.node, strain: $0) } }
    let rows = all.map { node, strain -> [Cell] in
      [
        .severity(strain.severity), .code(node.name), .text(strain.title),
        strain.subject.isEmpty ? .missing : .code(strain.subject), .text(strain.detail),
        .source(strain.source), .code(strain.id),
      ]
    }
    let shown = rows.filter { $0[0] != .severity(.info) }
    let counts = [pauses(findings), drops(findings), tombstones(findings)].filter { !$0.rows.isEmpty }
    let hidden = findings.nodes.count > 1 ? [6] : [1, 6]
    let kept = columns.indices.filter { !hidden.contains($0) }
    return [
      .table(
        Table.excerpt(
          "warnings", title: "Warnings", columns: kept.map { columns[$0] },
          rows: shown.lazy.map { row in kept.map { row[$0] } },
          of: shown.count)),
      .table(
        Table(
          name: "warnings", columns: columns, rows: shown + rows.filter { $0[0] == .severity(.info) },
          visibleRows: 0)),
      .details(title: "GC pauses, dropped messages and tombstone reads", blocks: counts.map(Block.table)),
    ]
  }

  private static let columns = [
    Column("severity", "Severity", .text, meaning: "info, warning or critical."),
    Column("node", "Node", .text, meaning: "The node."),
    Column("title", "Warning", .text, meaning: "The sign of pressure."),
    Column("subject", "Subject", .text, meaning: "Table, collector or verb; empty for the whole node."),
    Column("detail", "How much", .text, meaning: "Counts in words."),
    Column("source", "Source", .text, meaning: "File and line of the worst."),
    Column("id", "Id", .text, meaning: "Stable id of the warning."),
  ]

  private static let nodeColumn = Column("node", "Node", .text, meaning: "The node.")

  private static func pauses(_ findings: Findings) -> Table {
    Table(
      name: "gc_pauses", title: "Garbage collection",
      columns: [
        nodeColumn,
        Column("collector", "Collector", .text, meaning: "The collector."),
        Column("pauses", "Pauses", .count, meaning: "Pauses that were logged: by default those over 200 ms."),
        Column("long", "1 s or more", .count, meaning: "Pauses of a second or more."),
        Column("total", "Total", .duration, meaning: "Their total."),
        Column("longest", "Longest", .duration, meaning: "The longest."),
        Column("source", "Longest at", .text, meaning: "File and line of the longest."),
      ],
      rows: findings.nodes.flatMap { node in
        node.pauses.map { one in
          [
            .code(node.node.name), .code(one.collector), .count(Int64(one.pauses.count)),
            .count(Int64(one.pauses.long)), .duration(TimeSpan(milliseconds: one.pauses.milliseconds)),
            .duration(TimeSpan(milliseconds: one.pauses.longest)), .source(one.pauses.source),
          ]
        }
      })
  }

  private static func drops(_ findings: Findings) -> Table {
    Table(
      name: "dropped_messages", title: "Dropped messages",
      columns: [
        nodeColumn,
        Column("verb", "Verb", .text, meaning: "Kind of message."),
        Column("reports", "Reports", .count, meaning: "Log records of drops."),
        Column("local", "Own", .count, meaning: "Messages that the node dropped on its own behalf."),
        Column("cross_node", "For others", .count, meaning: "Messages dropped on behalf of other nodes."),
        Column("source", "First at", .text, meaning: "File and line of the first report."),
      ],
      rows: findings.nodes.flatMap { node in
        node.drops.map { one in
          [
            .code(node.node.name), .code(one.verb), .count(Int64(one.drops.reports)), .count(one.drops.local),
            .count(one.drops.crossNode), .source(one.drops.source),
          ]
        }
      })
  }

  private static func tombstones(_ findings: Findings) -> Table {
    Table(
      name: "tombstone_reads", title: "Tombstone reads",
      columns: [
        nodeColumn,
        Column("table", "Table", .text, meaning: "The table; empty when the record does not name it."),
        Column("warned", "Warned", .count, meaning: "Reads over the warning threshold that went on."),
        Column("aborted", "Aborted", .count, meaning: "Reads aborted at the failure threshold."),
        Column("most", "Most in one read", .count, meaning: "The most tombstones in one read."),
        Column("first", "First", .moment, meaning: "The first such read."),
        Column("last", "Last", .moment, meaning: "The last such read."),
      ],
      rows: findings.nodes.flatMap { node in
        node.tombstones.map { one in
          [
            .code(node.node.name), .optional(one.table) { .code($0.description) },
            .count(Int64(one.reads.warnings)), .count(Int64(one.reads.aborts)), .count(one.reads.maximum),
            .moment(one.reads.first), .moment(one.reads.last),
          ]
        }
      })
  }
}
