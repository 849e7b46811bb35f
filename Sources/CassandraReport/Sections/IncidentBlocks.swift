// One incident on the page: a line to find it by, its story, its causes with what speaks for and against each, and the
// next step.

import CassandraAnalysis
import CassandraModel

/// The blocks of one incident.
struct IncidentBlocks {
  private let one: NumberedIncident
  private let incident: Incident
  private let findings: Findings
  private let numbers: [Incident.FaultKey: String]

  /// A story of more steps shows its beginning and its end.
  private static let stepLimit = 24
  /// So many things that speak for or against a cause are shown.
  private static let evidenceLimit = 4

  init(_ one: NumberedIncident, _ findings: Findings, _ numbers: [Incident.FaultKey: String]) {
    self.one = one
    incident = one.incident
    self.findings = findings
    self.numbers = numbers
  }

  var all: [Block] {
    [.paragraph(heading)] + story + [
      .bullets([end, alerts].compactMap { $0 } + causes + [next].compactMap { $0 })
    ]
  }

  private var heading: Prose {
    let title = one.id + " · " + incident.severity.rawValue + " · " + incident.title
    return "\(strong: title)\(one.place)"
  }

  // MARK: The story

  private var story: [Block] {
    let steps = incident.steps
    guard steps.count > Self.stepLimit else { return [numbered(steps[...])] }
    let half = Self.stepLimit / 2
    let left = steps.count - 2 * half
    return [
      numbered(steps.prefix(half)),
      .paragraph("… \(left, "step") left out: see \(code: "incident_steps.csv") …"),
      numbered(steps.suffix(half)),
    ]
  }

  private func numbered(_ steps: ArraySlice<Incident.Step>) -> Block {
    .numbered(steps.map(line), first: steps.startIndex + 1)
  }

  private func line(_ step: Incident.Step) -> Prose {
    let node: Prose = incident.nodes.count > 1 ? ", \(code: step.node.name)" : ""
    let until: Prose = step.until.map { " to \(.moment($0))" } ?? ""
    let fault: Prose = step.fault.flatMap { numbers[$0] }.map { " (\($0))" } ?? ""
    let place: Prose = step.source.map { " (\(.source($0)))" } ?? ""
    let why: Prose = step.why.map { ". Why: \($0)" } ?? ""
    return
      "\(strong: step.role.rawValue)\(node), \(.moment(step.at))\(until): \(Prose(step.text))\(fault)\(place)\(why)"
  }

  /// Which rules called in it.
  private var alerts: Prose? {
    let rules = incident.rules
    guard !rules.isEmpty else { return nil }
    return "\(strong: "Alerts in it:") \(rules.map { Prose.code($0) }.listed)"
  }

  private var end: Prose { "\(strong: "Status:") \(OutcomeWords.sentence(incident.status))" }

  // MARK: Causes

  private var causes: [Prose] {
    let wanted = incident.missing.map { Prose($0) }
    let wish: Prose =
      wanted.isEmpty ? "" : " To know more, capture \(wanted.listedWithSemicolons(atMost: 3))."
    guard !incident.causes.isEmpty else {
      return ["\(strong: "Cause not known:") nothing in the capture speaks for one.\(wish)"]
    }
    let isCertain = incident.causes.first?.confidence == .confirmed
    return incident.causes.enumerated().map { index, cause in
      let head = "Cause " + cause.confidence.rawValue + ":"
      let pro = evidence(cause.evidence.filter(\.isFor))
      let against = cause.evidence.filter { !$0.isFor }
      let other: Prose = against.isEmpty ? " Nothing found against it." : " Against it: \(evidence(against))."
      let more: Prose = index == 0 && !isCertain ? wish : ""
      return "\(strong: head) \(Prose(cause.title)). For it: \(pro).\(other)\(more)"
    }
  }

  private func evidence(_ all: [Incident.Evidence]) -> Prose {
    all.map { one -> Prose in
      let place: Prose = one.source.map { " (\(.source($0)))" } ?? ""
      return "\(Prose(one.text))\(place)"
    }.listedWithSemicolons(atMost: Self.evidenceLimit)
  }

  // MARK: What to do

  /// The first thing to do.
  private var next: Prose? {
    guard let first = findings.firstSteps(of: incident, numbers), let step = first.steps.actions.first else {
      return nil
    }
    let runbook = Runbook.all.first { $0.id == first.runbook }
    let words = [first.error, "runbook " + first.runbook + (runbook.map { " (" + $0.title + ")" } ?? "")]
    return "\(strong: "Do first") (\(words.compactMap(\.self).joined(separator: ", "))): \(step.prose)."
  }
}

extension Findings {
  /// What to do first about an incident: about the error that needs it most; about a backlog, what its worst rule
  /// advises.
  func firstSteps(
    of incident: Incident, _ numbers: [Incident.FaultKey: String]
  ) -> (error: String?, runbook: String, steps: FirstSteps)? {
    let ids = Set(incident.faults.compactMap { numbers[$0] })
    let chosen = numberedFaults.filter { ids.contains($0.id) }.max { a, b in
      let (left, right) = (urgency(a, in: incident), urgency(b, in: incident))
      return left != right ? left < right : a.fault.first.sortKey > b.fault.first.sortKey
    }
    if let chosen, let runbook = chosen.fault.category.runbook, let steps = firstSteps(chosen, in: incident) {
      return (chosen.id, runbook.id, steps)
    }
    let rules = incident.alerts.compactMap { evaluation.rule($0.rule) }
    guard let id = rules.compactMap(\.runbook).first, let runbook = Runbook.all.first(where: { $0.id == id })
    else { return nil }
    var context = AdviceContext(kind: incident.kind)
    if let node = nodes.first(where: { $0.node == incident.nodes.first }) {
      context.version = node.version
      context.learn(from: incident, on: node)
    }
    return (nil, id, runbook.first(context))
  }

  /// What is open before what is not, then the worst, then what the incident is called after; that a process was gone
  /// asks for nothing before its cause does.
  private func urgency(_ one: NumberedFault, in incident: Incident) -> Int {
    if one.fault.isAbruptEnd { return -1 }
    let severity = Severity.allCases.count { $0 < one.fault.severity }
    let isOpen = one.fault.outcome.end == nil
    let isHead = one.fault.category.id == incident.kind
    return (isOpen ? 100 : 0) + 2 * severity + (isHead ? 1 : 0)
  }
}
