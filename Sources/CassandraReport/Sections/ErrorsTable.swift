// The errors of a report as a table: one row for each error.

import CassandraAnalysis
import CassandraModel

/// Errors and operations interrupted on purpose share one CSV file; a column distinguishes them.
enum ErrorsTable {
  /// The rows on the page.
  static func page(_ all: [NumberedFault], _ hasNodes: Bool) -> Table {
    Table.excerpt(
      "errors",
      columns: [
        Column("error", "Id", .text, meaning: "Number of the error in this report."),
        Column("severity", "Severity", .text, meaning: "info, warning or critical."),
        Column("title", "Error", .text, meaning: "Its category, and the node, table or SSTable."),
        Column(
          "failed", "Failed", .text, meaning: "Failed operations, and log records where there are more."),
        Column("time", "Time", .text, meaning: "The first and the last log record."),
        Column("status", "Status", .text, meaning: "open, resolved, resolved with loss, or unknown."),
        Column("source", "First record", .text, meaning: "File and line of the first record."),
      ],
      rows: all.lazy.map { one in
        let fault = one.fault
        let records: Prose = "\(fault.records, "log record")"
        let failed: Prose =
          fault.failures == 0
          ? records : fault.records > fault.failures ? "\(one.failed) (\(records))" : one.failed
        let last: Prose =
          fault.last.sortKey - fault.first.sortKey >= 1000 ? "–\(.moment(fault.last))" : ""
        return [
          .reference(one.id), .severity(fault.severity),
          .prose("\(fault.category.title) \(hasNodes ? one.place : one.placeOnNode)"),
          .prose(failed), .prose("\(.moment(fault.first))\(last)"),
          fault.category.isError ? .text(OutcomeWords.status(fault.outcome)) : .text("none needed"),
          .optional(fault.evidence.first) { .source($0.source) },
        ]
      }, of: all.count)
  }

  /// All rows, for data formats.
  ///
  /// - Parameter incidents: ids of the incidents of each error.
  static func data(
    _ faults: [NumberedFault], isFailure: Bool, _ incidents: [String: [String]] = [:]
  ) -> Table {
    Table(
      name: "errors", columns: columns,
      rows: faults.map { row($0, isFailure: isFailure, incidents[$0.id] ?? []) }, visibleRows: 0)
  }

  private static let columns = [
    Column("error", "Id", .text, meaning: "Number of the error in this report."),
    Column("kind", "Kind", .text, meaning: "error, or interrupted on purpose.", isDataOnly: true),
    Column("severity", "Severity", .text, meaning: "info, warning or critical."),
    Column("category", "Category", .text, meaning: "Stable id of the category.", isDataOnly: true),
    Column("family", "Family", .text, meaning: "Group of the category.", isDataOnly: true),
    Column("title", "Title", .text, meaning: "The category in words."),
    Column("node", "Node", .text, meaning: "The node."),
    Column(
      "subject", "Subject", .text,
      meaning: "SSTable, table, disk, memory, process or node; empty when not named."),
    Column("tables", "Tables", .list, meaning: "Affected tables."),
    Column("failures", "Failed operations", .count, meaning: "Operations that failed."),
    Column("records", "Log records", .count, meaning: "Log records of them."),
    Column("first", "First", .moment, meaning: "When the first record was logged."),
    Column("last", "Last", .moment, meaning: "When the last record was logged."),
    Column(
      "status", "Status", .text, meaning: "open, resolved, resolved with loss, or unknown."),
    Column("source", "First record", .text, meaning: "File and line of the first record."),
    Column(
      "outcome", "Outcome", .text, meaning: "The evidence of its end, or why it is open.", isDataOnly: true),
    Column(
      "table_from", "Table from", .text,
      meaning: "record, or thread: the compaction that was open on the thread.", isDataOnly: true),
    Column("sstables", "SSTables", .list, meaning: "Paths without component.", isDataOnly: true),
    Column("components", "Components", .list, meaning: "Files of SSTables named first.", isDataOnly: true),
    Column(
      "data_directories", "Data directories", .list, meaning: "Their data directories.", isDataOnly: true),
    Column("compactions", "Compactions", .list, meaning: "Ids, at most 100.", isDataOnly: true),
    Column("threads", "Threads", .list, meaning: "Threads that logged it, at most 100.", isDataOnly: true),
    Column("runs", "Runs", .count, meaning: "Runs of the process with it.", isDataOnly: true),
    Column("root_cause", "Root cause", .text, meaning: "Innermost exception.", isDataOnly: true),
    Column(
      "apparent", "Looks like", .text, meaning: "Category of the outermost exception, where it differs.",
      isDataOnly: true),
    Column("route", "Route", .text, meaning: "note, review, page or page_and_act.", isDataOnly: true),
    Column("runbook", "Runbook", .text, meaning: "Id of the runbook.", isDataOnly: true),
    Column("incidents", "Incidents", .list, meaning: "Its incidents.", isDataOnly: true),
  ]

  private static func row(_ one: NumberedFault, isFailure: Bool, _ incidents: [String]) -> [Cell] {
    let fault = one.fault
    let category = fault.category
    let files = fault.sstables
    return [
      .text(one.id), .text(isFailure ? "error" : "interrupted on purpose"), .severity(fault.severity),
      .code(category.id.name), .text(category.family.rawValue), .text(category.title), .code(one.node.name),
      .optional(one.subject) { .text($0) }, list(fault.tables.map(\.description)),
      .count(Int64(fault.failures)),
      .count(Int64(fault.records)), .moment(fault.first), .moment(fault.last),
      isFailure ? .text(OutcomeWords.status(fault.outcome)) : .missing,
      .optional(fault.evidence.first) { .source($0.source) },
      isFailure ? .text(OutcomeWords.sentence(fault).plainText) : .missing,
      fault.tables.isEmpty ? .missing : .text(fault.isTableInferred ? "thread" : "record"),
      list(files.map(\.base)), list(distinct(files.compactMap(\.component))),
      list(fault.dataDirectories), list(fault.compactions.map(\.description)),
      list(fault.threads), .count(Int64(fault.processes)), .text(fault.rootCause),
      .optional(fault.apparent) { .code($0.id.name) }, .text(category.route.rawValue),
      .optional(category.runbook) { .text($0.id) },
      incidents.isEmpty ? .missing : .list(incidents.map { .text($0) }),
    ]
  }

  /// Missing if empty: no names in the log does not mean none.
  private static func list(_ names: [String]) -> Cell {
    names.isEmpty ? .missing : .list(names.map { .code($0) })
  }
}
