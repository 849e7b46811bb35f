// Failures by category, table and SSTable: the same failures as in the findings, as rows to sort and add.

import CassandraAnalysis
import CassandraModel

extension ReportSection {
  static let errors = ReportSection("errors", "Errors by category, table and SSTable") { findings in
    let faults = findings.numberedFaults
    guard !faults.isEmpty else {
      return [
        .paragraph(
          findings.nodesWithLog.isEmpty
            ? "Not known: they are in logs, and there is none."
            : findings.none(leavingOut: findings.leftOut(\.faults), "errors", "None."))
      ]
    }
    let rows = faults.map { one -> [Cell] in
      let fault = one.fault
      let tables = fault.tables.map { Cell.code($0.description) }
      return [
        .text(fault.category.family.words), .code(fault.category.id),
        tables.isEmpty ? .missing(reason: "not named") : .list(tables),
        .optional(sstable(of: fault)) { .code($0.shortName) }, .code(one.node.name),
        .count(Int64(fault.failures)), .count(Int64(fault.records)), .moment(fault.first),
        .moment(fault.last), .text(one.id),
      ]
    }
    let failures = faults.reduce(0) { $0 + $1.fault.failures }
    let records = faults.reduce(0) { $0 + $1.fault.records }
    return [
      .table(Table(name: "error_counts", columns: columns, rows: rows, visibleRows: 200)),
      .paragraph(
        "In all \(failures, "failure") in \(records, "record"). One failure is logged as one to six records, and is counted once."
      ),
    ]
  }

  /// The SSTable that a fault is about. Others that its records name are in the findings.
  private static func sstable(of fault: Fault) -> SSTableName? {
    guard case .sstable = fault.subject else { return nil }
    return fault.sstables.first
  }

  private static let columns = [
    Column("family", "Family", .text, meaning: "Group of the category."),
    Column("category", "Category", .text, meaning: "Stable id of the category."),
    Column("tables", "Tables", .list, meaning: "Tables concerned; empty when the records name none."),
    Column("sstable", "SSTable", .text, meaning: "The SSTable, when one is damaged."),
    Column("node", "Node", .text, meaning: "The node."),
    Column("failures", "Failures", .count, meaning: "Tasks that failed."),
    Column("records", "Records", .count, meaning: "Records of the log that tell of them."),
    Column("first", "First", .moment, meaning: "When the first record was logged."),
    Column("last", "Last", .moment, meaning: "When the last record was logged."),
    Column("error", "Error", .text, meaning: "Number of the error in this report."),
  ]
}
