// Alerts: which rules would have fired, when and on what. People see one row for each rule and subject that fired more
// than a few times; data formats have every interval.

import CassandraAnalysis
import CassandraModel

extension ReportSection {
  static let alerts = ReportSection("alerts", "Alerts that would have fired") { findings in
    let evaluation = findings.evaluation
    guard !evaluation.nodes.isEmpty else { return [.paragraph("No rule was evaluated.")] }
    var blocks: [Block] = []
    for node in evaluation.nodes {
      let shown = AlertRow.rows(of: node.alerts.filter(\.counts), evaluation)
      guard !shown.isEmpty else { continue }
      blocks.append(
        .table(
          Table(
            name: "alert_summary", title: evaluation.nodes.count > 1 ? node.node.name : nil,
            columns: summaryColumns, rows: shown.map(\.cells), visibleRows: 40)))
    }
    let all = evaluation.alerts
    if blocks.isEmpty {
      let judged = evaluation.nodes.reduce(0) { $0 + $1.evaluatedSamples }
      blocks.append(
        .paragraph(
          judged == 0
            ? "Not known: the captures hold no dated samples that a rule could be evaluated over."
            : findings.none(
              leavingOut: findings.leftOut(\.alerts), "intervals of rules",
              "No rule would have fired at the samples that were captured.")))
    }
    if !all.isEmpty {
      blocks.append(
        .table(
          Table(
            name: "alerts", title: "Every interval", columns: columns,
            rows: all.map { AlertRow.interval($0, evaluation) }, visibleRows: 0)))
    }
    return blocks
  }

  private static let rule = Column("rule", "Rule", .text, meaning: "Id of the rule.")
  private static let node = Column("node", "Node", .text, meaning: "The node.", isDataOnly: true)
  private static let severity = Column("severity", "Severity", .text, meaning: "info, warning or critical.")
  private static let subject = Column(
    "subject", "Of", .text, meaning: "Table, compaction or pool; empty for the node as a whole.")
  private static let peak = Column(
    "peak", "Worst", .decimal(unit: "see rule"), meaning: "The worst sample, in the unit of the rule.")
  private static let threshold = Column(
    "threshold", "Compared with", .decimal(unit: "see rule"), meaning: "What the worst was compared with.")
  private static let marks = Column(
    "marks", "Beside it", .text,
    meaning: "Artefacts, expected bursts, work that ran at the same time, likely causes.")

  private static let summaryColumns = [
    severity, node, rule, Column("title", "What", .text, meaning: "The rule in words."), subject,
    Column("intervals", "Times", .count, meaning: "Intervals in which it fired, or may have."),
    Column(
      "firing_since", "Firing since", .moment,
      meaning: "When it first fired; for a possible interval the first sample."),
    Column("over", "Until", .moment, meaning: "When the last interval was over, or was last seen."),
    Column("end", "End", .text, meaning: "resolved, open at the end of data, or unknown after a gap."),
    Column("total", "In all", .duration, meaning: "The time of all intervals together."), peak,
    Column("peak_at", "Worst at", .moment, meaning: "When the worst sample was taken."), threshold, marks,
    Column("source", "Worst in", .text, meaning: "File and line of the worst sample."),
  ]

  private static let columns = [
    severity, node, rule, subject,
    Column(
      "state", "State", .text,
      meaning:
        "fired; possible (samples lie further apart than the rule's duration); pending (it did not hold long enough)."
    ),
    Column("pending_since", "Pending since", .moment, meaning: "The first sample at which it held."),
    Column("firing_since", "Firing since", .moment, meaning: "When it fired; empty if it did not."),
    Column("over", "Over", .moment, meaning: "The first sample at which it no longer held."),
    Column("last_seen", "Last seen", .moment, meaning: "The last sample at which it held."),
    Column("end", "End", .text, meaning: "resolved, open at the end of data, or unknown after a gap."),
    Column("samples", "Samples", .count, meaning: "Samples at which it held."), peak,
    Column("peak_at", "Worst at", .moment, meaning: "When the worst sample was taken."), threshold,
    Column("unit", "Unit", .text, meaning: "Unit of worst and threshold; empty for counts."),
    Column("route", "Route", .text, meaning: "Who would have been called."),
    Column("counter", "Counter", .text, meaning: "Where compacted bytes were read, if the rule uses them."),
    marks,
    Column("first_source", "First in", .text, meaning: "File and line of the first sample."),
    Column("peak_source", "Worst in", .text, meaning: "File and line of the worst sample."),
    Column("last_source", "Last in", .text, meaning: "File and line of the last sample."),
  ]
}

/// One row of the summary: one interval, or all of one rule and subject.
private struct AlertRow {
  let cells: [Cell]

  /// More intervals of one rule and subject than this are one row.
  private static let apart = 3

  static func rows(of alerts: [RuleAlert], _ evaluation: Evaluation) -> [AlertRow] {
    var groups: [(key: String, alerts: [RuleAlert])] = []
    var index: [String: Int] = [:]
    for alert in alerts {
      let key = alert.rule + "\n" + alert.subject.name
      if let known = index[key] {
        groups[known].alerts.append(alert)
      } else {
        index[key] = groups.count
        groups.append((key, [alert]))
      }
    }
    // Many compactions that took long are one row: each has an interval of its own.
    let rows = groups.flatMap { group in
      group.alerts.count > apart ? [group.alerts] : group.alerts.map { [$0] }
    }
    let compactions = rows.filter { $0.count == 1 && $0[0].subject.isCompaction }
    let folded = compactions.count > apart ? [compactions.flatMap { $0 }] : compactions
    let others = rows.filter { !($0.count == 1 && $0[0].subject.isCompaction) }
    return (others + folded).sorted { a, b in
      if a[0].severity != b[0].severity { return a[0].severity > b[0].severity }
      if a[0].pendingSince != b[0].pendingSince { return a[0].pendingSince < b[0].pendingSince }
      return a[0].rule < b[0].rule
    }
    .map { AlertRow($0, evaluation) }
  }

  private init(_ alerts: [RuleAlert], _ evaluation: Evaluation) {
    let (first, last) = (alerts[0], alerts[alerts.count - 1])
    let rule = evaluation.rule(first.rule)
    let isBelow = rule?.isBelow ?? false
    let worst =
      alerts.max { isBelow ? $0.peak.value > $1.peak.value : $0.peak.value < $1.peak.value } ?? first
    let total = alerts.reduce(Int64(0)) { $0 + $1.over.milliseconds - $1.pendingSince.milliseconds }
    let isOneSubject = alerts.allSatisfy { $0.subject == first.subject }
    let name = isOneSubject ? first.subject.name : HumanText.count(Int64(alerts.count)) + " compactions"
    cells = [
      .severity(first.severity), .code(first.node.name), .code(first.rule),
      .text(rule?.title ?? first.rule), name.isEmpty ? .missing : isOneSubject ? .code(name) : .text(name),
      .count(Int64(alerts.count)), .moment(.utc(first.firingSince ?? first.pendingSince)),
      .moment(.utc(alerts.map(\.over).max() ?? last.over)),
      .text(alerts.contains(where: \.isPossibleOnly) ? "possible only" : last.end.words),
      .duration(TimeSpan(milliseconds: total)), worst.cell(worst.peak.value),
      .moment(.utc(worst.peak.at)), .optional(worst.threshold) { worst.cell($0) },
      AlertRow.marks(alerts), .source(worst.peak.source),
    ]
  }

  /// Marks of one interval, or how many of several have each artefact.
  private static func marks(_ alerts: [RuleAlert]) -> Cell {
    guard alerts.count > 1 else { return alerts[0].marks.cell }
    let counted: [(words: String, holds: (RuleMark) -> Bool)] = [
      ("a long compaction was running", { if case .longCompaction = $0 { true } else { false } }),
      ("idle", { $0 == .idle }),
      ("window rollover", { if case .windowRollover = $0 { true } else { false } }),
    ]
    let parts = counted.compactMap { kind -> String? in
      let count = alerts.count { $0.marks.contains(where: kind.holds) }
      return count == 0 ? nil : kind.words + " in " + HumanText.count(Int64(count))
    }
    return parts.isEmpty ? .missing : .text(parts.joined(separator: "; "))
  }

  static func interval(_ alert: RuleAlert, _ evaluation: Evaluation) -> [Cell] {
    [
      .severity(alert.severity), .code(alert.node.name), .code(alert.rule),
      alert.subject.name.isEmpty ? .missing : .code(alert.subject.name),
      .text(alert.hasFired ? "fired" : alert.isPossibleOnly ? "possible" : "pending"),
      .moment(.utc(alert.pendingSince)), .optional(alert.firingSince) { .moment(.utc($0)) },
      alert.end.isResolved ? .moment(.utc(alert.over)) : .missing, .moment(.utc(alert.lastSeen)),
      .text(alert.end.words), .count(Int64(alert.samples)), .decimal(alert.peak.value, digits: 3),
      .moment(.utc(alert.peak.at)), .optional(alert.threshold) { .decimal($0, digits: 3) },
      alert.unit.isEmpty ? .missing : .text(alert.unit), .code(alert.route),
      .optional(alert.counterSource) { .text($0) }, alert.marks.cell, .source(alert.first),
      .source(alert.peak.source), .source(alert.last),
    ]
  }
}
