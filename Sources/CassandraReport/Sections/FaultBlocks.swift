// One fault on the page: a line to find it by, its facts, what it means, what to do, and the proof.

import CassandraAnalysis
import CassandraModel

/// The blocks of one fault.
struct FaultBlocks {
  private let one: NumberedFault
  private let fault: Fault
  /// The fault of the same category that has the advice already.
  private let adviceIn: String?
  /// The incidents that it belongs to.
  private let incidents: [String]

  /// How many ids, threads and tables a line shows before it only counts them.
  private static let listLimit = 3

  /// The team's names of routes, and its pages.
  private let settings: RuleSettings
  /// What to do first; nil when there is nothing to do.
  private let firstSteps: FirstSteps?

  init(
    _ one: NumberedFault, _ firstSteps: FirstSteps?, adviceIn: String?, incidents: [String] = [],
    _ settings: RuleSettings
  ) {
    self.one = one
    self.firstSteps = firstSteps
    self.incidents = incidents
    self.settings = settings
    self.adviceIn = adviceIn
    fault = one.fault
  }

  var all: [Block] {
    [.paragraph(heading), .bullets(facts), .paragraph(Prose(fault.category.meaning)), .bullets(advice)]
      + [evidence, reactions].compactMap { $0 }
  }

  private var heading: Prose {
    let category = fault.category
    let title = one.id + " · " + fault.severity.rawValue + " · " + category.title
    return "\(strong: title) \(one.place)"
  }

  // MARK: Facts

  private var facts: [Prose] {
    [
      counts, times, incident, sstable, directories, volumes, tables, compactions, threads, root,
      otherCategories,
      figures, policy,
      outcome,
    ]
    .compactMap { $0 }
  }

  private func fact(_ name: String, _ text: Prose) -> Prose { "\(strong: name + ":") \(text)" }

  private var counts: Prose {
    let runs: Prose = fault.processes > 1 ? ", in \(fault.processes, "run") of the process" : ""
    let records: Prose =
      fault.records > 0
      ? "in \(fault.records, "record") of the log" : "that no record of the log tells of"
    return fact("Count", "\(fault.failures, "failure") \(records)\(runs)")
  }

  private var times: Prose {
    fault.first == fault.last
      ? fact("When", "\(.moment(fault.first))")
      : fact("When", "first \(.moment(fault.first)), last \(.moment(fault.last))")
  }

  private var incident: Prose? {
    guard !incidents.isEmpty else { return nil }
    return fact(incidents.count == 1 ? "Incident" : "Incidents", incidents.map { Prose($0) }.listed)
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

  /// Where no SSTable is named that lies in it.
  private var directories: Prose? {
    guard fault.sstables.isEmpty else { return nil }
    let names = fault.dataDirectories
    guard !names.isEmpty else {
      return fault.inferredDirectory.map {
        fact(
          "Data directory", "\(code: $0) (not named by the failure: the inputs of the compaction lie in it)")
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
    let origin = fault.tableOrigin.map { " (not named by the failure: \($0))" } ?? ""
    return fact(fault.tables.count == 1 ? "Table" : "Tables", "\(names)\(origin)")
  }

  private var compactions: Prose? {
    named("Compaction", fault.compactions.map(\.description))
  }

  private var threads: Prose? { named("Thread", fault.threads.filter { !$0.isEmpty }) }

  private func named(_ noun: String, _ names: [String]) -> Prose? {
    guard !names.isEmpty else { return nil }
    let cut = names.count == Fault.idLimit ? " (more are not kept)" : ""
    let list = names.map { Prose.code($0) }.listed(atMost: Self.listLimit)
    return fact(names.count == 1 ? noun : noun + "s", "\(list)\(cut)")
  }

  private var root: Prose {
    guard let apparent = fault.apparent else { return fact("Root cause", "\(code: fault.rootCause)") }
    return fact(
      "Root cause",
      "\(code: fault.rootCause). It looks like \u{201C}\(apparent.title)\u{201D} (\(apparent.family.words)), because that is the outermost exception; the root says \(fault.category.family.words)"
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
      "\(who) \(what), first at \(.moment(first.at)) (\(.source(first.source)))")
  }

  private var outcome: Prose { fact("Outcome", OutcomeWords.sentence(fault)) }

  // MARK: Advice

  private var advice: [Prose] {
    let category = fault.category
    let runbook = category.runbook.map { "runbook \($0.id) (\($0.title)); " } ?? ""
    let page: Prose =
      settings.page(for: [category.id, category.runbook?.id, category.route.rawValue])
      .map { "; \(.link($0))" } ?? ""
    let words = settings.routes[category.route.rawValue] ?? category.route.words
    let route = fact("Route", "\(runbook)\(words)\(page)")
    if let adviceIn { return [fact("Advice", "as for \(adviceIn)"), route] }
    guard let firstSteps else { return [route] }
    return firstSteps.actions.enumerated().map { index, action in
      fact(index == 0 ? "Do first" : "Then", action.prose)
    } + firstSteps.prohibitions.map { Prose($0) } + [route]
  }

  // MARK: Proof

  private var evidence: Block? {
    let records = fault.evidence
    guard !records.isEmpty else { return nil }
    let shown = HumanText.count(Int64(records.count))
    let title =
      fault.records > records.count
      ? "Evidence: \(shown) of \(HumanText.count(Int64(fault.records))) records" : "Evidence"
    return .details(title: title, blocks: [.table(proof("evidence", records))])
  }

  private var reactions: Block? {
    guard !fault.reactions.isEmpty else { return nil }
    return .details(
      title: fault.isOfCommitLog ? "What commit_failure_policy did" : "What the disk-failure policy did",
      blocks: [.table(proof("reactions", fault.reactions))])
  }

  private func proof(_ name: String, _ records: [Fault.Evidence]) -> Table {
    Table(
      name: name,
      columns: [
        Column("error", "Id", .text, meaning: "Number of the error.", isDataOnly: true),
        Column("node", "Node", .text, meaning: "The node.", isDataOnly: true),
        Column("at", "Time", .moment, meaning: "When it was logged."),
        Column("source", "Source", .text, meaning: "File and line."),
        Column("text", "Record", .text, meaning: "What it says, cut to a line."),
      ],
      rows: records.map { record in
        [
          .text(one.id), .code(one.node.name), .moment(record.at), .source(record.source),
          .code(record.text),
        ]
      })
  }
}

extension Fault.Figure {
  /// The value in its unit: the title says when it is bytes.
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
