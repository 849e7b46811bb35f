// One error on the page: its facts, its log records, and the disk-failure policy's actions.

import CassandraAnalysis
import CassandraModel

struct ErrorBlocks {
  private let one: NumberedFault
  private let fault: Fault
  /// Ids of the incidents with this error.
  private let incidents: [String]

  /// The maximum number of ids, threads and tables in a line; the rest are counted.
  private static let listLimit = 3

  /// The team's names of routes, and its pages.
  private let settings: RuleSettings

  init(_ one: NumberedFault, incidents: [String], _ settings: RuleSettings) {
    self.one = one
    self.incidents = incidents
    self.settings = settings
    fault = one.fault
  }

  var all: [Block] { [.bullets(facts)] + [evidence, actions].compactMap { $0 } }

  // MARK: Facts

  private var facts: [Prose] {
    [
      counts, incident, sstable, directories, volumes, tables, compactions, threads, root, otherCategories,
      figures, policy, outcome, route,
    ]
    .compactMap { $0 }
  }

  private func fact(_ name: String, _ text: Prose) -> Prose { "\(strong: name + ":") \(text)" }

  private var counts: Prose {
    let runs: Prose = fault.processes > 1 ? ", \(fault.processes, "run") of the process" : ""
    let records: Prose = fault.records > 0 ? ", \(fault.records, "log record")" : ", no log record"
    return fact("Failed", "\(one.failed)\(records)\(runs)")
  }

  private var incident: Prose? {
    guard !incidents.isEmpty else { return nil }
    return fact(
      incidents.count == 1 ? "Incident" : "Incidents",
      incidents.map { id -> Prose in "\(.reference(id))" }.listed)
  }

  private var sstable: Prose? {
    guard let first = fault.sstables.first else { return nil }
    let component = first.component.map { ", file \($0)" } ?? ""
    let others: Prose =
      fault.sstables.count > 1
      ? "; also named: \(fault.sstables.dropFirst().map { Prose.code($0.shortName) }.listed(atMost: Self.listLimit))"
      : ""
    let directory: Prose =
      first.dataDirectory.isEmpty ? "" : ", in data directory \(code: first.dataDirectory)"
    return fact(
      "SSTable", "\(code: first.shortName) (generation \(first.generation))\(component)\(directory)\(others)")
  }

  /// The data directories of an error without an SSTable.
  private var directories: Prose? {
    guard fault.sstables.isEmpty else { return nil }
    let names = fault.dataDirectories
    guard !names.isEmpty else {
      return fault.inferredDirectory.map {
        fact(
          "Data directory", "\(code: $0) (inferred from the inputs of the compaction)")
      }
    }
    let list = names.map { Prose.code($0) }.listed(atMost: Self.listLimit)
    return fact(names.count == 1 ? "Data directory" : "Data directories", list)
  }

  private var volumes: Prose? {
    guard !fault.volumes.isEmpty else { return nil }
    return fact(
      fault.volumes.count == 1 ? "Volume" : "Volumes",
      fault.volumes.map { Prose.code($0) }.listed(atMost: Self.listLimit))
  }

  private var tables: Prose? {
    guard !fault.tables.isEmpty else { return nil }
    let names = fault.tables.map { Prose.code($0.description) }.listed(atMost: 2 * Self.listLimit)
    let origin = fault.tableOrigin.map { " (\($0))" } ?? ""
    return fact(fault.tables.count == 1 ? "Table" : "Tables", "\(names)\(origin)")
  }

  private var compactions: Prose? {
    named("Compaction", fault.compactions.map(\.description))
  }

  private var threads: Prose? { named("Thread", fault.threads.filter { !$0.isEmpty }) }

  private func named(_ noun: String, _ names: [String]) -> Prose? {
    guard !names.isEmpty else { return nil }
    let cut = names.count == Fault.idLimit ? " (first \(Fault.idLimit))" : ""
    let list = names.map { Prose.code($0) }.listed(atMost: Self.listLimit)
    return fact(names.count == 1 ? noun : noun + "s", "\(list)\(cut)")
  }

  private var root: Prose {
    guard let apparent = fault.apparent else { return fact("Root cause", "\(code: fault.rootCause)") }
    return fact(
      "Root cause",
      "\(code: fault.rootCause); outermost exception: \u{201C}\(apparent.title)\u{201D}"
    )
  }

  private var otherCategories: Prose? {
    guard !fault.alsoSeenAs.isEmpty else { return nil }
    return fact(
      "Also seen as", fault.alsoSeenAs.map { "\u{201C}\($0.title)\u{201D}" as Prose }.joined(by: ", "))
  }

  private var figures: Prose? {
    guard !fault.figures.isEmpty else { return nil }
    return fact("Figures", fault.figures.map { "\($0.title) \($0.cell)" as Prose }.joined(by: ", "))
  }

  private var policy: Prose? {
    guard let first = fault.reactions.first else { return nil }
    let (who, what) = PolicyEffect.words(for: [fault])
    return fact(
      "Policy",
      "\(who): \(what) at \(.moment(first.at)) (\(.source(first.source)))")
  }

  private var outcome: Prose { fact("Status", OutcomeWords.sentence(fault)) }

  private var route: Prose {
    let category = fault.category
    let runbook = category.runbook.map { ", runbook \($0.id) (\($0.title))" } ?? ""
    let page: Prose =
      settings.page(for: [category.id.name, category.runbook?.id, category.route.rawValue])
      .map { ", \(.link($0))" } ?? ""
    let words = settings.routes[category.route.rawValue] ?? category.route.words
    return fact("Notification route", "\(words)\(runbook)\(page)")
  }

  // MARK: Records

  private var evidence: Block? {
    fault.evidence.isEmpty
      ? nil
      : .table(
        .excerpt(
          "error_records", title: "Log records", columns: Self.pageColumns,
          rows: fault.evidence.map(Self.row), of: max(fault.records, fault.evidence.count)))
  }

  private var actions: Block? {
    fault.reactions.isEmpty
      ? nil
      : .table(
        .excerpt(
          "policy_actions", title: fault.isOfCommitLog ? "commit_failure_policy" : "disk_failure_policy",
          columns: Self.pageColumns, rows: fault.reactions.map(Self.row), of: fault.reactions.count))
  }

  private static let pageColumns = [
    Column("at", "Time", .moment, meaning: "When it was logged."),
    Column("source", "Source", .text, meaning: "File and line."),
    Column("text", "Record", .text, meaning: "The record, cut to a line."),
  ]

  private static func row(_ record: Fault.Evidence) -> [Cell] {
    [.moment(record.at), .source(record.source), .code(record.text)]
  }

  /// The log records kept for each error.
  static func records(_ all: [NumberedFault]) -> Table { table("error_records", all, \.evidence) }

  /// The actions of the failure policies after each error.
  static func reactions(_ all: [NumberedFault]) -> Table { table("policy_actions", all, \.reactions) }

  private static func table(
    _ name: String, _ all: [NumberedFault], _ records: KeyPath<Fault, [Fault.Evidence]>
  ) -> Table {
    Table(
      name: name,
      columns: [
        Column("error", "Id", .text, meaning: "Number of the error."),
        Column("node", "Node", .text, meaning: "The node."),
      ] + pageColumns,
      rows: all.flatMap { one in
        one.fault[keyPath: records].map { [.reference(one.id), .code(one.node.name)] + row($0) }
      }, visibleRows: 0)
  }
}

extension Fault.Figure {
  /// The value in its unit; a title about bytes makes it a size.
  fileprivate var cell: Cell {
    switch value {
    case .integer(let number):
      title.hasPrefix("bytes ") || title == "chunk length" ? .bytes(number) : .count(number)
    case .decimal(let number): .decimal(number, digits: 2)
    case .uuid(let id): .code(id.description)
    case .text(let text): .code(text)
    }
  }
}
