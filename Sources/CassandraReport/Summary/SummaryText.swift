// The first screen on a terminal: headline, impact, cause, what to do first, data gaps, alerts. At most 25 lines of 100
// columns, five for a healthy capture.

import CassandraAnalysis
import CassandraModel

/// The summary as plain text.
struct SummaryText {
  private let summary: CaptureSummary
  private let findings: Findings

  static let width = 100
  static let lineLimit = 25
  /// Labels stand in a column of this width.
  private static let indent = 10
  private static let impactLimit = 5
  private static let incidentLimit = 8

  static func page(_ findings: Findings) -> String {
    let lines = SummaryText(summary: CaptureSummary(findings), findings: findings).lines
    return lines.prefix(lineLimit).map { $0 + "\n" }.joined()
  }

  private var lines: [String] {
    guard let one = summary.headline else { return withoutIncident }
    var lines = [headline(one)] + wrapped(one.title, "")
    for (index, sentence) in one.impact.prefix(Self.impactLimit).enumerated() {
      lines += wrapped(capital(sentence.plainText), index == 0 ? "Impact" : "")
    }
    if one.impact.count > Self.impactLimit {
      lines += wrapped("and \(one.impact.count - Self.impactLimit) more", "")
    }
    lines += wrapped(cause(one.incident), "Cause")
    if let issue = findings.knownIssueSentence {
      lines.append(cut(label("Known bug") + capital(issue.plainText)))
    }
    for (index, action) in one.actions.enumerated() {
      lines += wrapped("\(index + 1). " + text(of: action), index == 0 ? "Do first" : "")
    }
    lines += others + gaps + alerts
    return lines
  }

  // MARK: Parts

  private func headline(_ one: IncidentSummary) -> String {
    let incident = one.incident
    let status = OutcomeWords.status(incident.status).uppercased()
    return cut(
      ([incident.severity.rawValue.uppercased(), status] + place(incident.nodes)).joined(separator: " · "))
  }

  /// Cluster, nodes, release, date and zone.
  private func place(_ nodes: [NodeID]) -> [String] {
    let chosen = findings.nodes.filter { nodes.contains($0.node) }
    let clusters = distinct(chosen.flatMap { $0.clusters.sorted() })
    let names = nodes.prefix(3).map(\.name).joined(separator: ", ")
    let more = nodes.count > 3 ? " and \(nodes.count - 3) more" : ""
    let versions = distinct(chosen.compactMap { $0.version?.text }).map { CassandraVersion.product($0) }
    return [clusters.joined(separator: ", "), names + more, versions.joined(separator: ", "), date]
      .filter { !$0.isEmpty }.map { VisibleText.make($0) }
  }

  /// The day of the first incident, else of the beginning, and the zone.
  private var date: String {
    guard let moment = summary.headline?.incident.first ?? findings.span?.first else { return "" }
    switch moment {
    case .utc: return String(moment.text.prefix(10)) + ", times UTC"
    case .local: return String(moment.text.prefix(10)) + ", times local"
    }
  }

  private func cause(_ incident: Incident) -> String {
    guard let first = incident.causes.first else { return "Not in this capture" }
    return capital(first.confidence.rawValue) + ": " + Prose(first.title).plainText
  }

  private func text(of action: Action) -> String {
    action.command.map { $0 + "    " + action.text } ?? capital(action.text)
  }

  /// The other incidents, a line each.
  private var others: [String] {
    let rest = summary.incidents.dropFirst()
    var lines: [String] = []
    for one in rest.prefix(Self.incidentLimit) {
      let status = OutcomeWords.status(one.incident.status)
      let nodes = one.incident.nodes.prefix(2).map(\.name).joined(separator: ", ")
      lines.append(
        cut(
          label(lines.isEmpty ? "Others" : "")
            + "\(one.id) \(one.incident.severity.rawValue.uppercased()) \(status) "
            + VisibleText.make("\(nodes) \(one.title)")))
    }
    if rest.count > Self.incidentLimit {
      lines.append(label("") + "and \(rest.count - Self.incidentLimit) more")
    }
    return lines
  }

  private var gaps: [String] {
    let subjects = distinct(findings.gaps.map { $0.subject })
    guard !subjects.isEmpty else { return [] }
    let more = subjects.count > 3 ? " and \(subjects.count - 3) more" : ""
    return [cut(label("Data gaps") + subjects.prefix(3).joined(separator: "; ") + more)]
  }

  private var alerts: [String] {
    let fired = findings.evaluation.alerts.filter(\.hasFired)
    guard let first = fired.compactMap(\.firingSince).min() else { return [] }
    let rules = Set(fired.map(\.rule)).count
    let critical = fired.count { $0.severity == .critical }
    return [
      cut(
        label("Alerts")
          + "\(fired.count) from \(rules) \(rules == 1 ? "rule" : "rules"), \(critical) critical; first "
          + ClockText.time(.utc(first)))
    ]
  }

  // MARK: Without an incident

  private var withoutIncident: [String] {
    let nodes = findings.nodes.map(\.node)
    guard !nodes.isEmpty else { return ["UNKNOWN · nothing to judge in this capture"] }
    let status = summary.isHealthy ? "HEALTHY" : "UNKNOWN"
    var lines = [cut(([status] + place(nodes)).joined(separator: " · "))]
    if summary.isHealthy {
      let span = findings.logSpan.map { ", \(ClockText.time($0.first)) to \(ClockText.time($0.last))" } ?? ""
      lines.append("No errors" + span)
    } else {
      lines += whyUnknown
    }
    return lines + gaps + alerts
  }

  private var whyUnknown: [String] {
    if findings.nodesWithLog.isEmpty { return ["No system.log in the capture"] }
    if let first = findings.unreadErrors.first {
      return wrapped("\(first.source): \(first.message)", "Unread")
        + wrapped("name the layout with --log-pattern, or capture system.log as written", "Do first")
    }
    let errors = findings.diagnostics.entries.map(\.diagnostic).filter { $0.code.severity == .error }
    if let error = errors.first {
      return wrapped("\(error.source): \(error.message)", "Unread")
    }
    if let stop = findings.unexplainedStops.first, let record = stop.fault.evidence.first {
      return wrapped("\(record.source): \(record.text)", "Error")
        + wrapped("a shutdown explains it, but none is in the log: capture all of system.log", "Do first")
    }
    return ["Errors without an incident: see the report"]
  }

  // MARK: Lines

  private func label(_ name: String) -> String {
    name + String(repeating: " ", count: max(1, Self.indent - name.count))
  }

  /// `text` with a capital at its beginning, unless that is a name.
  private func capital(_ text: String) -> String {
    let word = text.prefix { $0 != " " }
    return word.allSatisfy { $0.isLetter || $0 == ":" }
      ? text.prefix(1).uppercased() + text.dropFirst() : text
  }

  private func cut(_ line: String) -> String {
    line.count <= Self.width ? line : line.prefix(Self.width - 1) + "…"
  }

  /// `text` in at most two lines after `name`; a title has no label and stands at the margin.
  private func wrapped(_ text: String, _ name: String) -> [String] {
    let isTitle = name.isEmpty && text == summary.headline?.title
    let first = isTitle ? "" : label(name)
    let margin = String(repeating: " ", count: isTitle ? 0 : Self.indent)
    var lines: [String] = []
    var line = first
    var isEmpty = true
    for word in VisibleText.make(text).split(separator: " ", omittingEmptySubsequences: false) {
      if !isEmpty, line.count + 1 + word.count > Self.width {
        lines.append(line)
        (line, isEmpty) = (margin, true)
      }
      line += (isEmpty ? "" : " ") + word
      isEmpty = false
    }
    lines.append(line)
    guard lines.count > 2 else { return lines.map(cut) }
    return [cut(lines[0]), cut(lines[1] + " " + lines[2])]
  }
}
