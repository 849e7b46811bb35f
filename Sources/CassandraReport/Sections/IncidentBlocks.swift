// One incident on the page: a line to find it by, its facts, what it means, what to do, and the proof.

import CassandraAnalysis
import CassandraModel

/// The blocks of one incident.
struct IncidentBlocks {
  private let fault: NumberedIncident
  private let incident: Incident
  /// The incident of the same category that has the advice already.
  private let adviceIn: String?

  /// How many ids, threads and tables a line shows before it only counts them.
  private static let listLimit = 3

  init(_ fault: NumberedIncident, adviceIn: String?) {
    self.fault = fault
    self.adviceIn = adviceIn
    incident = fault.incident
  }

  var all: [Block] {
    [.paragraph(heading), .bullets(facts), .paragraph(Prose(incident.category.meaning)), .bullets(advice)]
      + [evidence, reactions].compactMap { $0 }
  }

  private var heading: Prose {
    let category = incident.category
    let title = fault.id + " · " + incident.severity.rawValue + " · " + category.title
    return "\(strong: title) \(fault.place)"
  }

  // MARK: Facts

  private var facts: [Prose] {
    [counts, times, sstable, tables, compactions, threads, root, otherCategories, figures, policy, outcome]
      .compactMap { $0 }
  }

  private func fact(_ name: String, _ text: Prose) -> Prose { "\(strong: name + ":") \(text)" }

  private var counts: Prose {
    let runs: Prose = incident.processes > 1 ? ", in \(incident.processes, "run") of the process" : ""
    let records: Prose =
      incident.records > 0
      ? "in \(incident.records, "record") of the log" : "that no record of the log tells of"
    return fact("Count", "\(incident.failures, "failure") \(records)\(runs)")
  }

  private var times: Prose {
    incident.first == incident.last
      ? fact("When", "\(.moment(incident.first))")
      : fact("When", "first \(.moment(incident.first)), last \(.moment(incident.last))")
  }

  private var sstable: Prose? {
    guard let first = incident.sstables.first else { return nil }
    let component = first.component.map { ", file \($0)" } ?? ""
    let others: Prose =
      incident.sstables.count > 1
      ? "; also named: \(incident.sstables.dropFirst().map { Prose.code($0.shortName) }.listed(atMost: Self.listLimit))"
      : ""
    return fact(
      "SSTable",
      "\(code: first.shortName) (generation \(first.generation))\(component), in data directory \(code: first.dataDirectory)\(others)"
    )
  }

  private var tables: Prose? {
    guard !incident.tables.isEmpty else { return nil }
    let names = incident.tables.map { Prose.code($0.description) }.listed(atMost: 2 * Self.listLimit)
    let origin = incident.tableOrigin.map { " (not named by the failure: \($0))" } ?? ""
    return fact(incident.tables.count == 1 ? "Table" : "Tables", "\(names)\(origin)")
  }

  private var compactions: Prose? {
    named("Compaction", incident.compactions.map(\.description))
  }

  private var threads: Prose? { named("Thread", incident.threads.filter { !$0.isEmpty }) }

  private func named(_ noun: String, _ names: [String]) -> Prose? {
    guard !names.isEmpty else { return nil }
    let cut = names.count == Incident.idLimit ? " (more are not kept)" : ""
    let list = names.map { Prose.code($0) }.listed(atMost: Self.listLimit)
    return fact(names.count == 1 ? noun : noun + "s", "\(list)\(cut)")
  }

  private var root: Prose {
    guard let apparent = incident.apparent else { return fact("Root cause", "\(code: incident.rootCause)") }
    return fact(
      "Root cause",
      "\(code: incident.rootCause). It looks like \u{201C}\(apparent.title)\u{201D} (\(apparent.family.words)), because that is the outermost exception; the root says \(incident.category.family.words)"
    )
  }

  private var otherCategories: Prose? {
    guard !incident.alsoSeenAs.isEmpty else { return nil }
    return fact(
      "Also seen as", incident.alsoSeenAs.map { "\u{201C}\($0.title)\u{201D}" as Prose }.joined(by: ", "))
  }

  private var figures: Prose? {
    guard !incident.figures.isEmpty else { return nil }
    return fact("Figures", incident.figures.map { "\($0.title) \($0.cell)" as Prose }.joined(by: ", "))
  }

  private var policy: Prose? {
    guard let first = incident.reactions.first else { return nil }
    let effects = Set(incident.reactions.map { PolicyEffect($0.text) })
    let words = PolicyEffect.words(for: effects)
    return fact(
      "Policy", "the disk-failure policy \(words), first at \(.moment(first.at)) (\(.source(first.source)))")
  }

  private var outcome: Prose { fact("Outcome", OutcomeWords.sentence(incident)) }

  // MARK: Advice

  private var advice: [Prose] {
    let category = incident.category
    let runbook = category.runbook.map { "runbook \($0.id) (\($0.title)); " } ?? ""
    let route = fact("Route", "\(runbook)\(category.route.words)")
    if let adviceIn { return [fact("Advice", "as for \(adviceIn)"), route] }
    return advice("Check", category.check) + advice("Do", category.run) + advice("Never", category.never)
      + [route]
  }

  private func advice(_ name: String, _ items: [String]) -> [Prose] {
    items.map { fact(name, Prose(Advice.filled($0, for: incident))) }
  }

  // MARK: Proof

  private var evidence: Block? {
    let records = incident.evidence
    guard !records.isEmpty else { return nil }
    let shown = HumanText.count(Int64(records.count))
    let title =
      incident.records > records.count
      ? "Evidence: \(shown) of \(HumanText.count(Int64(incident.records))) records" : "Evidence"
    return .details(title: title, blocks: [.table(proof("evidence", records))])
  }

  private var reactions: Block? {
    guard !incident.reactions.isEmpty else { return nil }
    return .details(
      title: "What the disk-failure policy did", blocks: [.table(proof("reactions", incident.reactions))])
  }

  private func proof(_ name: String, _ records: [Incident.Evidence]) -> Table {
    Table(
      name: name,
      columns: [
        Column("incident", "Id", .text, meaning: "Number of the incident.", isDataOnly: true),
        Column("node", "Node", .text, meaning: "The node.", isDataOnly: true),
        Column("at", "Time", .moment, meaning: "When it was logged."),
        Column("source", "Source", .text, meaning: "File and line."),
        Column("text", "Record", .text, meaning: "What it says, cut to a line."),
      ],
      rows: records.map { record in
        [
          .text(fault.id), .code(fault.node.name), .moment(record.at), .source(record.source),
          .code(record.text),
        ]
      })
  }
}

extension Incident.Figure {
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
