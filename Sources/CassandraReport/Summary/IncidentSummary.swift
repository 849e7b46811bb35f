// What the first screen says of one incident, and of the capture: for the page, and for bots that post it.

import CassandraAnalysis
import CassandraModel

/// One incident in short.
struct IncidentSummary {
  let id: String
  let incident: Incident
  /// The chain of what happened, the worst of it.
  let title: String
  let impact: [Prose]
  let actions: [Action]

  init(_ one: NumberedIncident, _ findings: Findings, _ numbers: [Incident.FaultKey: String]) {
    id = one.id
    incident = one.incident
    title = IncidentSummary.title(of: one.incident, findings)
    impact = IncidentImpact(one.incident, findings).sentences
    actions = findings.firstSteps(of: one.incident, numbers)?.steps.actions ?? []
  }

  /// So many links of the chain are read.
  private static let chain = 4

  private static func title(of incident: Incident, _ findings: Findings) -> String {
    let damaged = findings.errors(of: incident).filter { $0.category.family == .corruption }
    let sstables = Set(damaged.flatMap { $0.sstables.map(\.base) })
    let head =
      sstables.count > 1 && incident.kind.hasPrefix("corruption.")
      ? HumanText.count(Int64(sstables.count)) + " corrupt SSTables" : incident.title
    let isSame = { (title: String) in sstables.count > 1 && damaged.contains { $0.category.title == title } }
    let links = incident.precursors + [head] + incident.effects.filter { !isSame($0) }
    return links.prefix(chain).joined(separator: " → ")
  }

  /// Where the status is shown: what ended it, or the last that shows it open.
  var statusSource: SourceLocation? {
    switch incident.status {
    case .open(_, let evidence?): evidence.source
    case .resolved(_, let evidence), .resolvedWithLoss(_, _, let evidence): evidence.source
    case .contradicted(_, _, _, let evidence): evidence.source
    case .open(_, nil), .unknown: incident.steps.last { $0.role != .cause }?.source
    }
  }
}

/// The capture in short.
struct CaptureSummary {
  let incidents: [IncidentSummary]
  let findings: Findings

  init(_ findings: Findings) {
    self.findings = findings
    let numbers = findings.faultNumbers
    incidents = findings.numberedIncidents.map { IncidentSummary($0, findings, numbers) }
  }

  /// The incident that is open and worst, else the worst.
  var headline: IncidentSummary? { incidents.first }

  /// `open`, `resolved`, `resolved_with_loss`, `unknown` or `healthy`.
  var status: String {
    if let headline { return CaptureSummary.word(headline.incident.status) }
    return isHealthy ? "healthy" : "unknown"
  }

  /// True if all logs were read, and nothing in the capture tells of an error that was not understood.
  var isHealthy: Bool {
    !findings.nodesWithLog.isEmpty && findings.unreadErrors.isEmpty && findings.numberedFaults.isEmpty
      && findings.diagnostics.count(.error) == 0 && findings.unexplainedStops.isEmpty
      && findings.leftOut(\.faults) == 0
  }

  static func word(_ outcome: Outcome) -> String {
    OutcomeWords.status(outcome).replacing(" ", with: "_")
  }
}

extension Findings {
  /// The errors of an incident.
  func errors(of incident: Incident) -> [Fault] { incident.faults.compactMap { fault($0) } }
}
