// The tables that `hindsight diff` compares. They are in the JSON report, so that a comparison can use it
// instead of the capture.

import CassandraAnalysis
import CassandraModel

extension ReportSection {
  static func snapshot(_ findings: Findings) -> [Block] {
    guard !findings.nodes.isEmpty else { return [] }
    let snapshot = Snapshot(findings)
    return [.table(SnapshotTables.findings(snapshot)), .table(SnapshotTables.figures(snapshot))]
  }
}

/// The input tables of a comparison.
package enum SnapshotTables {
  package static let findingsName = "comparison_findings"
  package static let figuresName = "comparison_figures"
  static let names: Set<String> = [findingsName, figuresName]

  static func findings(_ snapshot: Snapshot) -> Table {
    Table(
      name: findingsName,
      columns: [
        Column("node", "Node", .text, meaning: "The node."),
        Column("kind", "Kind", .text, meaning: "category, rule or warning."),
        Column("id", "Id", .text, meaning: "Id of the category, rule or warning."),
        Column("title", "Title", .text, meaning: "The same in words."),
        Column("severity", "Severity", .text, meaning: "info, warning or critical."),
        Column("tables", "Tables", .list, meaning: "Tables concerned; none when it names none."),
        Column("failures", "Failures", .count, meaning: "Tasks that failed; 0 for what is no error."),
        Column("scope", "Scope", .text, meaning: "node for what hit the node as a whole, else table."),
        Column("message", "In words", .text, meaning: "One sentence."),
        Column("source", "Source", .text, meaning: "File and line of its first record."),
        Column(
          "fingerprint", "Fingerprint", .text,
          meaning: "The same when times, ids, paths and hosts change; of several subjects alike one."),
      ],
      rows: snapshot.findings.map { one in
        [
          .code(one.node), .text(one.kind), .code(one.id), .text(one.title), .severity(one.severity),
          .list(one.tables.map { .code($0) }), .count(one.failures), .text(one.isOfNode ? "node" : "table"),
          .text(one.message), one.source.isEmpty ? .missing : .code(one.source), .code(one.fingerprint),
        ]
      }, visibleRows: 0)
  }

  static func figures(_ snapshot: Snapshot) -> Table {
    Table(
      name: figuresName,
      columns: [
        Column("node", "Node", .text, meaning: "The node."),
        Column("measure", "Measure", .text, meaning: "Stable name of the measure; its unit is in the name."),
        Column(
          "of", "Subject", .text,
          meaning: "A table, setting, disk, request or rule; empty for the node as a whole."),
        Column(
          "number", "Number", .decimal(unit: "see measure"), meaning: "The value; empty where it is words."),
        Column("words", "Words", .text, meaning: "The value; empty where it is a number."),
        Column("source", "Source", .text, meaning: "File and line; empty when it was computed from several."),
      ],
      rows: snapshot.figures.map { one in
        let value: [Cell] =
          switch one.value {
          case .number(let number): [.decimal(number, digits: 3), .missing]
          case .text(let text): [.missing, .code(text)]
          }
        return [.code(one.node), .code(one.measure), one.of.isEmpty ? .missing : .code(one.of)] + value
          + [one.source.isEmpty ? .missing : .code(one.source)]
      }, visibleRows: 0)
  }
}
