// The figures of the first screen as tiles: status, duration, node downtime, failed operations, peaks. An
// unknown value is a dash, never zero.

import CassandraAnalysis
import CassandraModel

struct FirstScreenTiles {
  private let findings: Findings

  init(_ findings: Findings) { self.findings = findings }

  private static let missing: Prose = "\(.missing)"

  // MARK: The most severe incident

  func tiles(_ one: IncidentSummary) -> [FirstScreen.Tile] {
    let incident = one.incident
    return [
      FirstScreen.Tile(
        "Status", Prose(OutcomeWords.status(incident.status).uppercased()),
        note: "\(.reference(one.id)), since \(.moment(incident.first))", severity: incident.severity),
      duration(incident), downtime(incident), failed(incident),
      pending(incident),
      peak("Peak disk", incident.peakDisk) { .percent(ratio: $0) },
    ]
  }

  private func duration(_ incident: Incident) -> FirstScreen.Tile {
    let end = incident.status.end?.at ?? incident.last
    let note: Prose =
      incident.status.end == nil ? "until last seen, \(.moment(end))" : "until \(.moment(end))"
    return FirstScreen.Tile("Duration", length(end.sortKey - incident.first.sortKey), note: note)
  }

  private func downtime(_ incident: Incident) -> FirstScreen.Tile {
    let label = "Node downtime"
    guard !incident.outages.isEmpty else { return FirstScreen.Tile(label, "none seen") }
    let nodes = distinct(incident.outages.map(\.node.name))
    var total: Int64 = 0
    for node in nodes {
      let spans = incident.outages.filter { $0.node.name == node }.map { one in
        let start = one.outage.start.at.sortKey
        let seen = one.outage.lastSeenOff?.at.sortKey ?? incident.last.sortKey
        return (start, max(start, one.outage.end?.sortKey ?? seen))
      }.sorted { $0 < $1 }
      // Two outages of one node may overlap.
      var reached = Int64.min
      for (start, end) in spans where end > reached {
        total += end - max(start, reached)
        reached = end
      }
    }
    let isOpen = incident.outages.contains { $0.outage.end == nil }
    let name: Prose = nodes.count == 1 ? "\(code: nodes.first ?? "")" : "\(nodes.count, "node")"
    let value = length(total)
    return FirstScreen.Tile(
      label, isOpen ? "≥ \(value)" : value, note: isOpen ? "\(name), still out of service" : name,
      severity: isOpen ? .critical : nil)
  }

  private func failed(_ incident: Incident) -> FirstScreen.Tile {
    let faults = findings.errors(of: incident)
    let rejected = faults.filter { $0.category.id == .diskCompactionRefused }.reduce(0) {
      $0 + $1.failures
    }
    var count = 0
    for fault in faults where fault.category.id != .diskCompactionRefused {
      for (_, failures) in fault.operations { count += failures }
    }
    let note: Prose? = rejected > 0 ? "and \(rejected, "compaction") rejected" : nil
    return FirstScreen.Tile(
      "Failed operations", count > 0 ? "\(count)" : "none seen", note: note,
      severity: count > 0 ? .warning : nil)
  }

  /// The peak of pending compactions during the incident.
  private func pending(_ incident: Incident) -> FirstScreen.Tile {
    let label = "Peak pending"
    if let peak = incident.peakPending { return self.peak(label, peak) { .decimal($0, digits: 0) } }
    let end = incident.status.end?.at ?? incident.last
    let nodes = findings.nodes.filter { incident.nodes.contains($0.node) }
    let points = nodes.compactMap { $0.samples[.compactionPendingTasks] }.flatMap(\.points).filter { point in
      let at = Moment.utc(point.at).sortKey
      return at >= incident.first.sortKey && at <= end.sortKey
    }
    guard let most = points.map(\.value).max(), let point = points.first(where: { $0.value == most }) else {
      return FirstScreen.Tile(label, Self.missing, note: "no sample")
    }
    return FirstScreen.Tile(label, "\(.decimal(most, digits: 0))", note: "at \(.moment(.utc(point.at)))")
  }

  private func peak(_ label: String, _ peak: Incident.Peak?, _ cell: (Double) -> Cell) -> FirstScreen.Tile {
    guard let peak else { return FirstScreen.Tile(label, Self.missing, note: "no sample") }
    return FirstScreen.Tile(label, "\(cell(peak.value))", note: "at \(.moment(peak.at))")
  }

  /// Rounded to minutes where seconds do not matter.
  private func length(_ milliseconds: Int64) -> Prose {
    let whole = milliseconds >= 600_000 ? (milliseconds + 30_000) / 60_000 * 60_000 : milliseconds
    return "\(.duration(TimeSpan(milliseconds: whole)))"
  }

  // MARK: Without an incident

  func tiles(isHealthy: Bool) -> [FirstScreen.Tile] {
    var tiles = [FirstScreen.Tile("Status", isHealthy ? "HEALTHY" : "UNKNOWN")]
    if let span = findings.logSpan {
      let covered = length(span.last.sortKey - span.first.sortKey)
      tiles.append(
        FirstScreen.Tile("Covered", covered, note: "\(.moment(span.first)) to \(.moment(span.last))"))
    }
    tiles.append(
      FirstScreen.Tile("Nodes", "\(findings.nodes.count)"))
    let peaks = findings.nodes.compactMap { $0.series[.compactionPendingTasks]?.maximum }
    if let peak = peaks.max(by: { $0.value < $1.value }) {
      tiles.append(
        FirstScreen.Tile(
          "Peak pending", "\(.decimal(peak.value, digits: 0))",
          note: peak.at.map { "at \(.moment(.utc($0)))" }))
    }
    return tiles
  }
}
