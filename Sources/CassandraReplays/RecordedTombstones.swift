// Runs in the tombstone monitor's own log. The log lists the tables with an alert and the delivery; a run
// without a line had no hit, or was in a cooldown: captures near it show which.

import CassandraAnalysis
import CassandraModel

/// A run in the monitor's log.
struct RecordedTombstoneRun: Sendable {
  struct Alert: Sendable {
    let table: String
    let severity: String
    let count: Double
    let source: SourceLocation
    /// False if the log reports that every delivery attempt failed.
    var isDelivered = true
    var isDryRun = false
  }

  /// When nodetool answered it; nil where the log's zone is not known.
  var at: Instant?
  let source: SourceLocation
  var alerts: [Alert] = []
  var isQuiet = false
}

extension RecordedTombstoneRun {
  private static let names: [EventName] = [
    .monitorTombstoneRun, .monitorTombstoneAlert, .monitorTombstoneQuiet, .monitorTombstoneUnsent,
    .monitorTombstoneDryRun,
  ]

  /// The runs of one log with an answer of nodetool: a run without one changes no state.
  static func all(of node: NodeFindings, in file: String) -> [RecordedTombstoneRun] {
    let lines = names.flatMap { name in node.recorded(name, in: file).map { (name: name, line: $0) } }
      .sorted { $0.line.source.positionInText < $1.line.source.positionInText }
    var runs: [RecordedTombstoneRun] = []
    // A log may begin within a run.
    var isOpen = false
    for (name, line) in lines {
      if name == .monitorTombstoneRun || !isOpen {
        runs.append(RecordedTombstoneRun(at: node.instant(of: line), source: line.source))
        isOpen = true
      }
      let last = runs.count - 1
      switch name {
      case .monitorTombstoneAlert:
        if runs[last].alerts.isEmpty { runs[last].at = node.instant(of: line) }
        runs[last].alerts.append(
          Alert(
            table: line.word("table") ?? "", severity: line.word("severity") ?? "",
            count: line.number("tombstones") ?? 0, source: line.source))
      case .monitorTombstoneUnsent:
        if !runs[last].alerts.isEmpty { runs[last].alerts[runs[last].alerts.count - 1].isDelivered = false }
      case .monitorTombstoneDryRun:
        if !runs[last].alerts.isEmpty { runs[last].alerts[runs[last].alerts.count - 1].isDryRun = true }
      case .monitorTombstoneQuiet:
        if runs[last].alerts.isEmpty { runs[last].at = node.instant(of: line) }
        runs[last].isQuiet = true
        isOpen = false
      default: break
      }
    }
    return runs.filter { $0.isQuiet || !$0.alerts.isEmpty }
  }

  static func all(of node: NodeFindings) -> [RecordedTombstoneRun] {
    node.tombstoneLogs.flatMap { all(of: node, in: $0) }
  }
}

/// Compares the replay's decisions with the monitor's log.
struct RecordedTombstones {
  private let node: NodeFindings
  private let reach: Int64
  private let alerts: [(at: Instant, alert: RecordedTombstoneRun.Alert)]
  private(set) var agreement: ReplayAgreement?
  private(set) var notes: [ReplayNote] = []

  init(_ node: NodeFindings) {
    self.node = node
    let runs = RecordedTombstoneRun.all(of: node)
    var alerts: [(at: Instant, alert: RecordedTombstoneRun.Alert)] = []
    for run in runs {
      guard let at = run.at else { continue }
      for alert in run.alerts { alerts.append((at, alert)) }
    }
    alerts.sort { a, b in a.at != b.at ? a.at < b.at : a.alert.source < b.alert.source }
    self.alerts = alerts
    let times: [Int64] = runs.compactMap { $0.at?.milliseconds }.sorted()
    let intervals: [Int64] = zip(times, times.dropFirst()).map { $1 - $0 }.sorted()
    reach = max(300_000, intervals.isEmpty ? 0 : intervals[(intervals.count - 1) / 2])
  }

  /// False if the alert of `table` at about `at` was not delivered.
  func isDelivered(_ table: String, at: Instant) -> Bool { near(table, at)?.alert.isDelivered ?? true }

  private func near(
    _ table: String, _ at: Instant
  ) -> (at: Instant, alert: RecordedTombstoneRun.Alert)? {
    let distance = { (other: Instant) in abs(other.milliseconds - at.milliseconds) }
    return alerts.filter { $0.alert.table == table && distance($0.at) <= reach }
      .min { distance($0.at) < distance($1.at) }
  }

  /// Compares an alert from captures with the nearest recorded one.
  mutating func compare(_ decision: TombstoneDecision, at: Instant, _ source: SourceLocation) {
    guard !alerts.isEmpty, decision.outcome == .sent || decision.outcome == .undelivered else { return }
    let text: String
    if let other = near(decision.table, at) {
      let isNear = ReplayAgreement.isNear(decision.count, other.alert.count)
      let isSame = isNear && other.alert.severity == decision.severity.rawValue
      if isSame, abs(other.at.milliseconds - at.milliseconds) <= 1000 { return }
      text =
        "replayed \(decision.severity.rawValue) with \(ScriptRow.whole(decision.count)), recorded \(other.alert.severity) with \(ScriptRow.whole(other.alert.count)) at \(other.at.iso8601): the monitor asked at other instants"
    } else {
      text =
        "replayed \(decision.severity.rawValue) with \(ScriptRow.whole(decision.count)), recorded nothing near it: the monitor asked at other instants, or remembered an alert of before"
    }
    add(decision.table, text, at, source)
  }

  /// Compares one run of the log with the replay.
  mutating func compare(
    _ run: RecordedTombstoneRun, _ decisions: [TombstoneDecision], _ captured: [String: TombstoneHit],
    severity: (Double) -> TombstoneSeverity?
  ) {
    var isAgreed = true
    for alert in run.alerts {
      let own = decisions.first { $0.table == alert.table }
      var cause: String?
      if severity(alert.count)?.rawValue != alert.severity {
        cause =
          "by its own figure it is \(severity(alert.count)?.rawValue ?? "below the thresholds"): it was started with other thresholds"
      } else if case .suppressed(let since)? = own?.outcome {
        cause =
          "within the cooldown of \(RecordedTombstones.time(since)): its state was taken away, or it had another"
      }
      if let cause {
        isAgreed = false
        add(
          alert.table, "recorded \(alert.severity) with \(ScriptRow.whole(alert.count)): \(cause)", run.at,
          alert.source)
      }
      if let seen = captured[alert.table], !ReplayAgreement.isNear(seen.count, alert.count) {
        add(
          alert.table,
          "recorded \(ScriptRow.whole(alert.count)), captured \(ScriptRow.whole(seen.count)) before it (\(seen.source.description)): the monitor asked at another instant",
          run.at, alert.source)
      }
    }
    for decision in decisions where decision.outcome == .sent || decision.outcome == .dryRun {
      guard !run.alerts.contains(where: { $0.table == decision.table }) else { continue }
      isAgreed = false
      add(
        decision.table,
        "replayed \(decision.decision) with \(ScriptRow.whole(decision.count)), recorded nothing: it remembered an alert of before, or saw other five minutes",
        run.at, run.source)
    }
    var sum = agreement ?? ReplayAgreement()
    sum.add(isAgreed)
    agreement = sum
  }

  private static func time(_ seconds: Double) -> String {
    Int64(exactly: (seconds * 1000).rounded()).map { Instant(milliseconds: $0).iso8601 } ?? String(seconds)
  }

  private mutating func add(_ subject: String, _ text: String, _ at: Instant?, _ source: SourceLocation) {
    guard notes.count < TrackerAudit.noteLimit else { return }
    notes.append(ReplayNote(.disagreement, from: at, to: at, subject: subject, text: text, source: source))
  }

  /// Compares posted payloads with the alerts that the log reports as sent.
  mutating func comparePayloads(_ fold: TombstoneFold) {
    for payload in node.monitors[.monitorTombstonePayload] {
      guard let table = payload.word("table"), let count = payload.number("tombstone_count"),
        let severity = payload.word("severity")
      else { continue }
      let at = node.instant(of: payload)
      let isKnown = alerts.contains { other in
        other.alert.table == table && other.alert.severity == severity && other.alert.count == count
          && (at.map { abs($0.milliseconds - other.at.milliseconds) <= 5000 } ?? true)
      }
      if !alerts.isEmpty, !isKnown {
        add(
          table, "posted \(severity) with \(ScriptRow.whole(count)), and no log has it", at,
          payload.source)
      }
      if fold.severity(count)?.rawValue != severity {
        add(
          table, "posted \(severity) with \(ScriptRow.whole(count)): it was started with other thresholds",
          at,
          payload.source)
      }
    }
  }

  /// Compares the state that the monitor left with the state after the replay of its log.
  mutating func compareState(_ times: [String: Double]) {
    for entry in node.monitors[.monitorTombstoneState] {
      guard let table = entry.word("table"), let at = entry.instant else { continue }
      if let own = times[table], abs(own - at.pythonTime) <= 30 { continue }
      let text =
        times[table].map { "the replay's is \(RecordedTombstones.time($0))" } ?? "the replay has none"
      add(
        table, "the state file says \(at.iso8601), \(text): it is of other runs than the log", at,
        entry.source)
    }
  }
}
