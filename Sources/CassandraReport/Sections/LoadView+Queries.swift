// Views of statements: slow ones, timeouts, and reads of many tombstones, by shape and day; and named
// warnings.

import CassandraAnalysis
import CassandraModel

extension LoadView {
  private static let node = Column("node", "Node", .text, meaning: "The node.")

  static let warnings = LoadView(
    title: "Warnings with advice", isOnPage: false,
    missing: { findings in findings.nodesWithLog.isEmpty ? "system.log" : nil },
    blocks: { findings in
      let rows = findings.nodes.flatMap { node in
        node.strains.filter { !$0.advice.isEmpty && !$0.id.hasPrefix("warning.startup.") }.map {
          one -> [Cell] in
          [
            .severity(one.severity), .code(node.node.name), .text(one.title),
            one.subject.isEmpty ? .missing : .code(one.subject), .text(one.detail), .text(one.advice),
            .source(one.source),
          ]
        }
      }
      guard !rows.isEmpty else { return [] }
      let columns = [
        Column("severity", "Severity", .text, meaning: "info, warning or critical."), node,
        Column("title", "Warning", .text, meaning: "Warning of Cassandra."),
        Column("subject", "Subject", .text, meaning: "Table, peer or guardrail; empty for the whole node."),
        Column("detail", "How much", .text, meaning: "Counts in words."),
        Column("advice", "Do", .text, meaning: "Advice."),
        Column("source", "First at", .text, meaning: "File and line.", isDataOnly: true),
      ]
      let ordered = rows.filter { $0[0] != .severity(.info) } + rows.filter { $0[0] == .severity(.info) }
      return [.table(Table(name: "known_warnings", columns: columns, rows: ordered, visibleRows: 10))]
    })

  static let statements = LoadView(
    title: "Slow and costly statements", isOnPage: false,
    missing: { findings in findings.nodesWithLog.isEmpty ? "system.log and debug.log" : nil },
    blocks: { findings in
      let all = findings.nodes.flatMap { node in node.statements.map { (node: node, count: $0) } }
      guard !all.isEmpty else { return [] }
      let rows = all.sorted { a, b in
        a.count.operations != b.count.operations
          ? a.count.operations > b.count.operations : a.count.kind < b.count.kind
      }.map { row($0.node, $0.count) }
      return [.table(Table(name: "statements", columns: statementColumns, rows: rows, visibleRows: 10))]
    })

  private static let statementColumns = [
    node,
    Column("kind", "Kind", .text, meaning: "slow, timed out, tombstone warning, or aborted."),
    Column("table", "Table", .text, meaning: "The table; empty when the statement names none."),
    Column("shape", "Statement", .text, meaning: "The statement with ? in the place of values."),
    Column("day", "Day", .text, meaning: "The day on the node's clock."),
    Column("operations", "Operations", .count, meaning: "Operations, each once."),
    Column(
      "cross_node", "Cross-node", .count, meaning: "Operations that another node coordinated.",
      isDataOnly: true),
    Column(
      "mean", "Mean", .decimal(unit: "milliseconds or tombstones"),
      meaning: "Mean duration in milliseconds; for tombstones their mean number."),
    Column(
      "most", "Worst", .decimal(unit: "milliseconds or tombstones"),
      meaning: "Longest duration in milliseconds; for tombstones the most of one read."),
    Column("first", "First", .moment, meaning: "The first of them.", isDataOnly: true),
    Column("last", "Last", .moment, meaning: "The last of them.", isDataOnly: true),
    Column("source", "Worst at", .text, meaning: "File and line of the worst.", isDataOnly: true),
  ]

  private static func row(_ node: NodeFindings, _ count: StatementCount) -> [Cell] {
    [
      .code(node.node.name), .text(count.kind.rawValue), .optional(count.table) { .code($0.description) },
      .code(count.shape), .text(String(count.day.text.prefix(10))), .count(Int64(clamping: count.operations)),
      .count(Int64(clamping: count.crossNode)),
      .decimal(Double(count.total) / Double(max(1, count.operations)), digits: 0),
      .decimal(Double(count.most), digits: 0), .moment(node.zone.moment(count.first)),
      .moment(node.zone.moment(count.last)), .source(count.source),
    ]
  }
}
