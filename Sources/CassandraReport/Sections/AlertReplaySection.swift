// Alert replay: the alerts that fire over the samples of a capture. The page has one row for each rule and
// subject that fired more than a few times; data formats have every interval.

import CassandraAnalysis
import CassandraModel

extension ReportSection {
  static let alertReplay = ReportSection("alert_replay", "Alert replay") { findings in
    let evaluation = findings.evaluation
    let rows = AlertRow.rows(evaluation)
    var blocks: [Block] = []
    if !rows.isEmpty {
      let hasNodes = findings.nodes.count > 1
      blocks.append(
        .table(
          Table.excerpt(
            "alerts_by_rule", columns: (hasNodes ? [node] : []) + pageColumns,
            rows: rows.lazy.map { (hasNodes ? [.code($0.node.name)] : []) + $0.page }, of: rows.count)))
      blocks += notificationRoutes(findings)
    }
    blocks += backlogTiers(evaluation)
    blocks.append(
      .table(Table(name: "alerts_by_rule", columns: summaryColumns, rows: rows.map(\.cells), visibleRows: 0)))
    let all = evaluation.alerts
    blocks.append(
      .table(
        Table(
          name: "alert_replay", columns: columns, rows: all.map { AlertRow.interval($0, evaluation) },
          visibleRows: 0)))
    return blocks
  }

  private static let rule = Column("rule", "Rule", .text, meaning: "Id of the rule.")
  private static let node = Column("node", "Node", .text, meaning: "The node.")
  private static let severity = Column("severity", "Severity", .text, meaning: "info, warning or critical.")
  private static let subject = Column(
    "subject", "Subject", .text, meaning: "Table, compaction or pool; empty for the node as a whole.")
  private static let peak = Column(
    "peak", "Peak", .decimal(unit: "see rule"), meaning: "The worst sample, in the unit of the rule.")
  private static let threshold = Column(
    "threshold", "Threshold", .decimal(unit: "see rule"),
    meaning: "The value that the peak was compared with.")
  private static let marks = Column(
    "marks", "Context", .text,
    meaning: "Artefacts, expected bursts, work that ran at the same time, likely causes.")

  private static let pageColumns = [
    severity,
    Column("rule", "Rule", .text, meaning: "Id and title of the rule; its table, compaction or pool."),
    Column("intervals", "Alerts", .count, meaning: "Intervals in which it fired, or may have."),
    Column("firing_since", "Firing since", .moment, meaning: "When it first fired."),
    Column("end", "End", .text, meaning: "When the last alert was resolved; open; or unknown after a gap."),
    Column("peak", "Peak", .text, meaning: "The worst sample, its time and the threshold."),
    Column("marks", "Context", .text, meaning: "Artefacts, expected bursts, work that ran at the same time."),
  ]

  private static let summaryColumns = [
    severity, node, rule, Column("title", "Title", .text, meaning: "The rule in words."), subject,
    Column("intervals", "Alerts", .count, meaning: "Intervals in which it fired, or may have."),
    Column(
      "firing_since", "Firing since", .moment,
      meaning: "When it first fired; for a possible interval the first sample."),
    Column("resolved", "Resolved", .moment, meaning: "When the last alert was resolved, or was last seen."),
    Column("end", "End", .text, meaning: "resolved, open at the end of data, or unknown after a gap."),
    Column("total", "Duration", .duration, meaning: "The total of all intervals."), peak,
    Column("peak_at", "Peak at", .moment, meaning: "When the peak was sampled."), threshold, marks,
    Column("source", "Source", .text, meaning: "File and line of the peak."),
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
    Column("resolved", "Resolved", .moment, meaning: "The first sample at which it no longer held."),
    Column("last_seen", "Last seen", .moment, meaning: "The last sample at which it held."),
    Column("end", "End", .text, meaning: "resolved, open at the end of data, or unknown after a gap."),
    Column("samples", "Samples", .count, meaning: "Samples at which it held."), peak,
    Column("peak_at", "Peak at", .moment, meaning: "When the peak was sampled."), threshold,
    Column("unit", "Unit", .text, meaning: "Unit of peak and threshold; empty for counts."),
    Column("route", "Route", .text, meaning: "Notification route."),
    Column("counter", "Counter", .text, meaning: "Source of compacted bytes, if the rule uses them."),
    marks,
    Column("first_source", "First source", .text, meaning: "File and line of the first sample."),
    Column("peak_source", "Peak source", .text, meaning: "File and line of the peak."),
    Column("last_source", "Last source", .text, meaning: "File and line of the last sample."),
  ]
}

/// One row of the summary: one interval, or all intervals of one rule and subject.
private struct AlertRow {
  let node: NodeID
  /// The row in data formats.
  let cells: [Cell]
  /// The row on the page.
  let page: [Cell]
  private let rank: (Severity, Instant, RuleID)

  /// With more intervals, one rule and subject become one row.
  private static let apart = 3

  /// The rows of all nodes, by severity, then by time.
  static func rows(_ evaluation: Evaluation) -> [AlertRow] {
    evaluation.nodes.flatMap { rows(of: $0.alerts.filter(\.counts), evaluation) }.sorted { a, b in
      if a.rank.0 != b.rank.0 { return a.rank.0 > b.rank.0 }
      return (a.rank.1, a.rank.2) < (b.rank.1, b.rank.2)
    }
  }

  private static func rows(of alerts: [RuleAlert], _ evaluation: Evaluation) -> [AlertRow] {
    var groups: [(key: String, alerts: [RuleAlert])] = []
    var index: [String: Int] = [:]
    for alert in alerts {
      let key = alert.rule.name + "\n" + alert.subject.name
      if let known = index[key] {
        groups[known].alerts.append(alert)
      } else {
        index[key] = groups.count
        groups.append((key, [alert]))
      }
    }
    // Many slow compactions become one row, although each has its own interval.
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
    let isBelow = rule?.badWhen == .low
    let worst =
      alerts.max { isBelow ? $0.peak.value > $1.peak.value : $0.peak.value < $1.peak.value } ?? first
    let total = alerts.reduce(Int64(0)) { $0 + $1.over.milliseconds - $1.pendingSince.milliseconds }
    let isOneSubject = alerts.allSatisfy { $0.subject == first.subject }
    let end = alerts.contains(where: \.isPossibleOnly) ? "possible only" : last.end.words
    let over = Cell.moment(.utc(alerts.map(\.over).max() ?? last.over))
    let marks = AlertRow.marks(alerts)
    let name = isOneSubject ? first.subject.name : HumanText.count(Int64(alerts.count)) + " compactions"
    cells = [
      .severity(first.severity), .code(first.node.name), .code(first.rule.name),
      .text(rule?.title ?? first.rule.name),
      name.isEmpty ? .missing : isOneSubject ? .code(name) : .text(name),
      .count(Int64(alerts.count)), .moment(.utc(first.firingSince ?? first.pendingSince)),
      over, .text(end),
      .duration(TimeSpan(milliseconds: total)), worst.cell(worst.peak.value),
      .moment(.utc(worst.peak.at)), .optional(worst.threshold) { worst.cell($0) },
      marks, .source(worst.peak.source),
    ]
    node = first.node
    rank = (first.severity, first.pendingSince, first.rule)
    let of: Prose = name.isEmpty ? "" : isOneSubject ? " \(code: name)" : " (\(name))"
    let limit: Prose = worst.threshold.map { ", threshold \(worst.cell($0))" } ?? ""
    page = [
      .severity(first.severity), .prose("\(code: first.rule.name) \(rule?.title ?? "")\(of)"),
      .count(Int64(alerts.count)), .moment(.utc(first.firingSince ?? first.pendingSince)),
      end == "resolved" ? .prose("resolved \(over)") : .text(end),
      .prose("\(worst.cell(worst.peak.value)) at \(.moment(.utc(worst.peak.at)))\(limit)"), marks,
    ]
  }

  /// The marks of one interval, or the number of intervals with each artefact.
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
      .severity(alert.severity), .code(alert.node.name), .code(alert.rule.name),
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
