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

  init(_ one: NumberedIncident, _ findings: Findings, _ numbers: [Incident.FaultKey: String]) {
    id = one.id
    incident = one.incident
    title = IncidentSummary.title(of: one.incident, findings)
    impact = IncidentImpact(one.incident, findings).sentences
    actions = findings.firstSteps(of: one.incident, numbers)?.steps.actions ?? []
  }

  /// The maximum number of links in the chain.
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

  /// True if all logs were read, and the capture shows no error, no unread error record and no unexplained
  /// stop.
  var isHealthy: Bool {
    !findings.nodesWithLog.isEmpty && findings.unreadErrors.isEmpty && findings.numberedFaults.isEmpty
      && findings.diagnostics.count(.error) == 0 && findings.unexplainedStops.isEmpty
      && findings.nodes.allSatisfy { $0.gossipOff == nil }
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
