// What failed: a table to scan, then each error with its facts, its meaning and what to do about it.

import CassandraAnalysis
import CassandraModel

extension ReportSection {
  static let findings = ReportSection("findings", "Findings") { findings in
    let faults = findings.numberedFaults
    var blocks: [Block] = []
    if faults.isEmpty {
      blocks.append(
        .paragraph(
          findings.nodesWithLog.isEmpty
            ? "Not known: failures are in logs, and there is none."
            : findings.none(
              leavingOut: findings.leftOut(\.faults), "errors",
              "No failure is in the logs that were read.")))
    } else {
      blocks.append(.table(FaultTable.table(faults, isFailure: true, findings.incidentsOfFaults)))
      var advised: [FirstSteps: String] = [:]
      let incidents = findings.incidentsOfFaults
      for one in faults {
        let steps = findings.firstSteps(one)
        blocks +=
          FaultBlocks(
            one, steps, adviceIn: steps.flatMap { advised[$0] }, incidents: incidents[one.id] ?? [],
            findings.settings
          ).all + findings.knownIssueBlocks(of: one)
        if let steps, advised[steps] == nil { advised[steps] = one.id }
      }
    }
    let others = findings.numberedStops
    if !others.isEmpty {
      blocks.append(.paragraph("\(strong: "Not failures") — stopped on purpose, or harmless; counted apart."))
      blocks.append(.table(FaultTable.table(others, isFailure: false)))
    }
    return blocks
  }
}

/// The table of errors. Failures and what is none are one file in CSV, told apart by a column.
enum FaultTable {
  /// - Parameter incidents: numbers of the incidents that each error belongs to.
  static func table(
    _ faults: [NumberedFault], isFailure: Bool, _ incidents: [String: [String]] = [:]
  ) -> Table {
    Table(
      name: "errors", columns: columns,
      rows: faults.map { row($0, isFailure: isFailure, incidents[$0.id] ?? []) })
  }

  private static let columns = [
    Column("error", "Id", .text, meaning: "Number of the error in this report."),
    Column("kind", "Kind", .text, meaning: "failure, or not a failure.", isDataOnly: true),
    Column("severity", "Severity", .text, meaning: "info, warning or critical."),
    Column("category", "Category", .text, meaning: "Stable id of the category.", isDataOnly: true),
    Column("family", "Family", .text, meaning: "Group of the category.", isDataOnly: true),
    Column("title", "What", .text, meaning: "The category in words."),
    Column("node", "Node", .text, meaning: "The node."),
    Column(
      "subject", "Subject", .text, meaning: "What would have to be mended; empty when nothing names it."),
    Column("tables", "Tables", .list, meaning: "Tables concerned."),
    Column("failures", "Failures", .count, meaning: "Tasks that failed."),
    Column("records", "Records", .count, meaning: "Records of the log that tell of them."),
    Column("first", "First", .moment, meaning: "When the first record was logged."),
    Column("last", "Last", .moment, meaning: "When the last record was logged."),
    Column(
      "status", "Status", .text, meaning: "open, resolved, resolved with loss, or unknown."),
    Column("source", "First record", .text, meaning: "File and line of the first record."),
    Column("outcome", "Outcome", .text, meaning: "What ended it, or why it is open.", isDataOnly: true),
    Column(
      "table_from", "Table from", .text,
      meaning: "record, or thread: the compaction that was open on the thread.", isDataOnly: true),
    Column("sstables", "SSTables", .list, meaning: "Paths without component.", isDataOnly: true),
    Column("components", "Components", .list, meaning: "Files of SSTables named first.", isDataOnly: true),
    Column("data_directories", "Data directories", .list, meaning: "Where they lie.", isDataOnly: true),
    Column("compactions", "Compactions", .list, meaning: "Ids, at most 100.", isDataOnly: true),
    Column("threads", "Threads", .list, meaning: "Threads that logged it, at most 100.", isDataOnly: true),
    Column("runs", "Runs", .count, meaning: "Runs of the process it occurred in.", isDataOnly: true),
    Column("root_cause", "Root cause", .text, meaning: "Innermost exception.", isDataOnly: true),
    Column(
      "apparent", "Looks like", .text, meaning: "Category that the outermost exception suggests.",
      isDataOnly: true),
    Column("route", "Route", .text, meaning: "note, review, page or page_and_act.", isDataOnly: true),
    Column("runbook", "Runbook", .text, meaning: "Id of the runbook.", isDataOnly: true),
    Column("incidents", "Incidents", .list, meaning: "Incidents that it belongs to.", isDataOnly: true),
  ]

  private static func row(_ one: NumberedFault, isFailure: Bool, _ incidents: [String]) -> [Cell] {
    let fault = one.fault
    let category = fault.category
    let files = fault.sstables
    return [
      .text(one.id), .text(isFailure ? "failure" : "not a failure"), .severity(fault.severity),
      .code(category.id), .text(category.family.rawValue), .text(category.title), .code(one.node.name),
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
      .optional(fault.apparent) { .code($0.id) }, .text(category.route.rawValue),
      .optional(category.runbook) { .text($0.id) },
      incidents.isEmpty ? .missing : .list(incidents.map { .text($0) }),
    ]
  }

  /// Nothing named is not the same as none.
  private static func list(_ names: [String]) -> Cell {
    names.isEmpty ? .missing : .list(names.map { .code($0) })
  }
}

/// Each of `names` once, in the order of their first.
func distinct(_ names: [String]) -> [String] {
  var seen: Set<String> = []
  return names.filter { seen.insert($0).inserted }
}
