// The first screen's summary of one incident and of the capture: for the page, and for bots that post it.

import CassandraAnalysis
import CassandraModel

struct IncidentSummary {
  let id: String
  let incident: Incident
  /// The chain of errors, the most severe part.
  let title: String
  let impact: [Prose]
  let actions: [Action]
  /// Errors whose end the impact has.
  private let told: Set<Incident.FaultKey?>

  init(_ one: NumberedIncident, _ findings: Findings, _ numbers: [Incident.FaultKey: String]) {
    id = one.id
    incident = one.incident
    title = IncidentSummary.title(of: one.incident, findings)
    impact = IncidentImpact(one.incident, findings).sentences
    actions = findings.firstSteps(of: one.incident, numbers)?.steps.actions ?? []
    told = Set(
      one.incident.faults.filter { findings.fault($0)?.category.family == .corruption }.map { $0 })
  }

  /// The maximum number of links in the chain.
  private static let chain = 3

  private static func title(of incident: Incident, _ findings: Findings) -> String {
    let damaged = findings.errors(of: incident).filter { $0.category.family == .corruption }
    let sstables = Set(damaged.flatMap { $0.sstables.map(\.base) })
    let head =
      sstables.count > 1 && incident.kind.name.hasPrefix("corruption.")
      ? HumanText.count(Int64(sstables.count)) + " corrupt SSTables" : incident.title
    let isSame = { (title: String) in sstables.count > 1 && damaged.contains { $0.category.title == title } }
    let effects = incident.effects.filter { !isSame($0) }
    let before = incident.precursors.prefix(max(1, chain - 1 - effects.count))
    return (before + [head] + effects.prefix(chain - 1 - before.count)).joined(separator: " → ")
  }

  /// The title with its time.
  var story: Prose {
    let comma = title.contains(" → ") ? "," : ""
    guard let end = incident.status.end else { return "\(title)\(comma) since \(.moment(incident.first))" }
    return "\(title), \(.moment(incident.first)) to \(.moment(end.at))"
  }

  /// Parts that are over, other than those that the impact has.
  var closed: [Prose] {
    let status = incident.status
    var lines: [Prose] = []
    if let end = status.end, status.loss == nil, status.reason != .drained {
      let isOutage = incident.outages.count == 1 && incident.outages[0].outage.end == end.at
      if isOutage || incident.progress.closed.allSatisfy({ $0.at != end.at }) {
        lines.append("\(Prose(OutcomeText.sentence(status))) (\(.moment(end.at)))")
      }
    }
    return lines
      + incident.progress.closed.filter { !told.contains($0.fault) }.map { step in
        "\(Prose(step.text)) (\(.moment(step.at)))"
      }
  }

  /// Actions that did not end it.
  var tried: [Prose] {
    guard incident.status.end == nil else { return [] }
    return incident.progress.tried.map { "\(Prose($0.text)) (\(.moment($0.at)))" }
  }

  /// Operations that made it worse.
  var aggravations: [Prose] {
    incident.progress.aggravations.map { step in
      let until: Prose = step.until.map { " to \(.moment($0))" } ?? ""
      return "\(Prose(step.text)), \(.moment(step.at))\(until)"
    }
  }

  /// The source of the status: its end, or the last record that shows it open.
  var statusSource: SourceLocation? {
    switch incident.status {
    case .open(_, let evidence?): evidence.source
    case .resolved(_, let evidence), .resolvedWithLoss(_, _, let evidence): evidence.source
    case .contradicted(_, _, _, let evidence): evidence.source
    case .open(_, nil), .unknown: incident.steps.last { $0.role != .cause }?.source
    }
  }
}

struct CaptureSummary {
  let incidents: [IncidentSummary]
  let findings: Findings

  init(_ findings: Findings) {
    self.findings = findings
    let numbers = findings.faultNumbers
    incidents = findings.numberedIncidents.map { IncidentSummary($0, findings, numbers) }
  }

  /// The most severe open incident, else the most severe one.
  var headline: IncidentSummary? { incidents.first }

  /// `open`, `resolved`, `resolved_with_loss`, `unknown` or `healthy`.
  var status: String {
    if let headline { return CaptureSummary.word(headline.incident.status) }
    return isHealthy ? "healthy" : "unknown"
  }

  /// True if all logs were read, and the capture shows no error, no unread error record, no unexplained stop
  /// and no other reason for doubt.
  var isHealthy: Bool {
    !findings.nodesWithLog.isEmpty && findings.unreadErrors.isEmpty && findings.numberedFaults.isEmpty
      && findings.diagnostics.count(.error) == 0 && findings.unexplainedStops.isEmpty
      && findings.nodes.allSatisfy { $0.gossipOff == nil }
      && findings.leftOut(\.faults) == 0 && findings.healthDoubts.isEmpty
  }

  static func word(_ outcome: Outcome) -> String {
    OutcomeWords.status(outcome).replacing(" ", with: "_")
  }
}

extension Findings {
  /// The errors of an incident.
  func errors(of incident: Incident) -> [Fault] { incident.faults.compactMap { fault($0) } }
}
