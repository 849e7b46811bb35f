// One incident on the page: status, impact, timeline with operator actions, causes with evidence, actions,
// charts.

import CassandraAnalysis
import CassandraModel

struct IncidentBlocks {
  private let one: NumberedIncident
  private let incident: Incident
  private let summary: IncidentSummary
  private let findings: Findings
  private let numbers: [Incident.FaultKey: String]
  private let isShort: Bool

  /// The middle of a longer timeline is in CSV only.
  private static let stepLimit = 20
  private static let shortStepLimit = 5
  private static let impactLimit = 6
  private static let causeLimit = 3
  /// The maximum number of lines of evidence for, and against, a cause.
  private static let evidenceLimit = 4

  init(
    _ one: NumberedIncident, _ summary: IncidentSummary, _ findings: Findings,
    _ numbers: [Incident.FaultKey: String], isShort: Bool
  ) {
    self.one = one
    self.summary = summary
    incident = one.incident
    self.findings = findings
    self.numbers = numbers
    self.isShort = isShort
  }

  var group: Block {
    let charts = isShort ? [] : IncidentCharts.charts(incident, findings).map(Block.chart)
    return .group(
      id: one.id, title: heading,
      blocks: [.bullets([status, impact, errors].compactMap(\.self)), .table(timeline)]
        + actions + charts)
  }

  private var heading: Prose {
    let status = OutcomeWords.status(incident.status).uppercased()
    let nodes = incident.nodes.map { Prose.code($0.name) }.listed(atMost: 3)
    return "\(one.id) · \(incident.severity.rawValue.uppercased()) · \(status) · \(summary.title) · \(nodes)"
  }

  // MARK: Status and impact

  private var status: Prose { "\(strong: "Status:") \(OutcomeWords.sentence(incident.status))" }

  private var impact: Prose {
    let all = summary.impact
    return "\(strong: "Impact:") \(all.listedWithSemicolons(atMost: isShort ? 3 : Self.impactLimit))"
  }

  private var errors: Prose? {
    let ids = incident.faults.compactMap { numbers[$0] }.sorted { ($0.count, $0) < ($1.count, $1) }
    guard !ids.isEmpty else { return nil }
    let list = ids.map { id -> Prose in "\(.reference(id))" }.listed(atMost: 10)
    return "\(strong: ids.count == 1 ? "Error:" : "Errors:") \(list)"
  }

  // MARK: Timeline

  private var timeline: Table {
    let steps = incident.steps
    let limit = isShort ? Self.shortStepLimit : Self.stepLimit
    guard steps.count > limit else { return table(steps.map(row), left: 0) }
    // The end of a timeline says more than its middle.
    let tail = limit / 3
    let head = limit - tail - 1
    let left = steps.count - head - tail
    let gap: [Cell] = cells(.text("…"), nil, "", "\(left) more in \(code: "incident_timeline.csv")", nil)
    return table(steps.prefix(head).map(row) + [gap] + steps.suffix(tail).map(row), left: left)
  }

  private func table(_ rows: [[Cell]], left: Int) -> Table {
    Table(
      name: "incident_timeline",
      columns: [
        Column("at", "Time", .text, meaning: "When it happened; of several events the first and last.")
      ]
        + (hasNodes ? [Column("node", "Node", .text, meaning: "The node.")] : [])
        + [
          Column("role", "Role", .text, meaning: "cause, first symptom, effect, reaction or end."),
          Column("what", "Event", .text, meaning: "The event."),
          Column("source", "Source", .text, meaning: "File and line."),
        ], rows: rows, isExcerpt: true)
  }

  private var hasNodes: Bool { incident.nodes.count > 1 }

  private func cells(
    _ time: Cell, _ node: NodeID?, _ role: String, _ what: Prose, _ source: SourceLocation?
  ) -> [Cell] {
    [time] + (hasNodes ? [.optional(node) { .code($0.name) }] : [])
      + [.text(role), .prose(what), source.map { .source($0) } ?? .text("")]
  }

  private func row(_ step: Incident.Step) -> [Cell] {
    let isLong = step.until.map { $0.sortKey - step.at.sortKey >= 1000 } ?? false
    let until: Prose = isLong ? step.until.map { "–\(.moment($0))" } ?? "" : ""
    let error: Prose = step.fault.flatMap { numbers[$0] }.map { " (\(.reference($0)))" } ?? ""
    return cells(
      .prose("\(.moment(step.at))\(until)"), step.node, step.role.rawValue, "\(Prose(step.text))\(error)",
      step.source)
  }

  // MARK: Causes

  private var causes: [Prose] {
    guard !incident.causes.isEmpty else {
      return ["\(strong: "Cause:") not in this capture. \(confirm)"]
    }
    let isCertain = incident.causes.first?.confidence == .confirmed
    return incident.causes.prefix(isShort ? 1 : Self.causeLimit).enumerated().map { index, cause in
      let head = cause.confidence.rawValue.prefix(1).uppercased() + cause.confidence.rawValue.dropFirst()
      let pro = evidence(cause.evidence.filter(\.isFor))
      let against = evidence(cause.evidence.filter { !$0.isFor })
      let more: Prose = index == 0 && !isCertain ? " \(confirm)" : ""
      return
        "\(strong: "Cause, " + head.lowercased() + ":") \(Prose(cause.title)). Evidence for: \(pro). Evidence against: \(against).\(more)"
    }
  }

  private func evidence(_ all: [Incident.Evidence]) -> Prose {
    guard !all.isEmpty else { return "none" }
    return all.map { one -> Prose in
      let place: Prose = one.source.map { " (\(.source($0)))" } ?? ""
      return "\(Prose(one.text))\(place)"
    }.listedWithSemicolons(atMost: Self.evidenceLimit)
  }

  /// The data or command that would settle the cause.
  private var confirm: Prose {
    let wanted = incident.missing.map { Prose($0) }
    return wanted.isEmpty ? "" : "To confirm: \(wanted.listedWithSemicolons(atMost: 3))."
  }

  private func numberedError(_ id: String?) -> NumberedFault? {
    findings.numberedFaults.first { $0.id == id }
  }

  // MARK: Actions

  private var actions: [Block] {
    guard let first = findings.firstSteps(of: incident, numbers) else { return [.bullets(causes)] }
    let runbook = Runbook.all.first { $0.id == first.runbook }
    let name = first.runbook + (runbook.map { " (" + $0.title + ")" } ?? "")
    let category = numberedError(first.error)?.fault.category
    let ids = [(category?.id ?? incident.kind).name, first.runbook, category?.route.rawValue]
    let page: Prose = findings.settings.page(for: ids).map { ", \(.link($0))" } ?? ""
    let route = category.map { findings.settings.routes[$0.route.rawValue] ?? $0.route.words }
    let notify: Prose = route.map { "; \($0)" } ?? ""
    let prohibitions = first.steps.prohibitions.map { Prose($0) }
    return [
      .bullets(causes + ["\(strong: "Actions"), runbook \(name)\(page)\(notify):"]),
      .numbered(first.steps.actions.map(\.prose), first: 1),
      .bullets(isShort && !prohibitions.isEmpty ? [prohibitions.joined(by: " ")] : prohibitions),
    ].filter(\.isShown)
  }
}

extension Findings {
  /// First steps for an incident: those of its most urgent error, or, for a backlog, those of its most severe
  /// rule's runbook.
  func firstSteps(
    of incident: Incident, _ numbers: [Incident.FaultKey: String]
  ) -> (error: String?, runbook: String, steps: FirstSteps)? {
    let errors = incident.faults.compactMap { key -> NumberedFault? in
      guard let id = numbers[key], let fault = fault(key), fault.category.isError else { return nil }
      return NumberedFault(id: id, node: key.node, fault: fault)
    }
    let chosen = errors.max { a, b in
      let (left, right) = (urgency(a, in: incident), urgency(b, in: incident))
      if left != right { return left < right }
      if a.fault.first.sortKey != b.fault.first.sortKey {
        return a.fault.first.sortKey > b.fault.first.sortKey
      }
      return a.id.count != b.id.count ? a.id.count > b.id.count : a.id > b.id
    }
    if let chosen, let runbook = chosen.fault.category.runbook, let steps = firstSteps(chosen, in: incident) {
      return (chosen.id, runbook.id, steps)
    }
    if incident.kind.name.hasPrefix("process."), let node = incident.nodes.first.flatMap({ findings(of: $0) })
    {
      // A process that is gone may have no error of its own.
      let runbook = Runbook.processGone
      var context = AdviceContext(kind: incident.kind)
      context.version = node.version
      context.isOver = incident.status.end != nil
      context.learn(from: incident, on: node)
      return (nil, runbook.id, runbook.first(context))
    }
    let rules = incident.alerts.compactMap { evaluation.rule($0.rule) }
    guard let id = rules.compactMap(\.runbook).first, let runbook = Runbook.all.first(where: { $0.id == id })
    else { return nil }
    var context = AdviceContext(kind: incident.kind)
    if let node = incident.nodes.first.flatMap({ findings(of: $0) }) {
      context.version = node.version
      context.learn(from: incident, on: node)
    }
    return (nil, id, runbook.first(context))
  }

  /// Open errors before closed ones, then by severity, then the incident's own category. An unclean shutdown
  /// is last: its cause comes first.
  private func urgency(_ one: NumberedFault, in incident: Incident) -> Int {
    if one.fault.isAbruptEnd { return -1 }
    let severity = Severity.allCases.count { $0 < one.fault.severity }
    let isOpen = one.fault.outcome.end == nil
    let isHead = one.fault.category.id == incident.kind
    return (isOpen ? 100 : 0) + 2 * severity + (isHead ? 1 : 0)
  }
}
