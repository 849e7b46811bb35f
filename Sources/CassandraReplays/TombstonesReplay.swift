// Tombstone alerts (004): the alerts that each run of the monitor would have posted, table by table, and
// those that its cooldown suppressed. The cooldown knows tables only, so that a warning silences a critical
// alert for an hour.

import CassandraAnalysis
import CassandraModel

extension Replay {
  static let tombstones = Replay(
    id: "tombstones", title: "Tombstone alerts", seed: "004",
    needs: "captures of tablestats, or the monitor's log", style: .spaced,
    feeds: { node in
      ReplayFeed.found(in: node, streams: node.tombstoneLogs) { feed in
        feed != .captures || TombstoneCapture.isFed(node)
      }
    },
    run: { input, each in
      var replay = TombstoneReplay(input)
      switch input.feed {
      case .captures: replay.runCaptures(each)
      case .stream(let file): replay.runLog(file, each)
      }
      return replay.end()
    })
}

/// The monitor by its intent, and the monitor as written.
private struct TombstoneReplay {
  /// A critical alert during a warning's cooldown.
  private struct Hidden {
    let table: String
    let from: Instant
    var to: Instant
    var runs: Int
    var peak: Double
    let since: Double
    let source: SourceLocation
  }

  private let input: ReplayInput
  private var meant: TombstoneFold
  private var written: TombstoneFold
  private var recorded: RecordedTombstones
  private var open: [String: Hidden] = [:]
  private var closed: [Hidden] = []
  private var notes: [ReplayNote] = []
  private let isLog: Bool

  init(_ input: ReplayInput) {
    self.input = input
    let (times, late) = TombstoneReplay.times(input)
    meant = TombstoneFold(input.settings, times: times)
    written = meant
    recorded = RecordedTombstones(input.node)
    isLog = input.feed != .captures
    notes = late
  }

  /// The monitor's state at the start. A time after the end of data belongs to other runs.
  private static func times(_ input: ReplayInput) -> ([String: Double], [ReplayNote]) {
    var times = input.settings.tombstoneTimes
    var notes: [ReplayNote] = []
    let end = input.node.samples.period?.upperBound
    for (table, seconds) in times.sorted(by: { $0.key < $1.key }) {
      guard let end, seconds > end.pythonTime else { continue }
      times[table] = nil
      notes.append(
        ReplayNote(
          .missing, subject: table,
          text:
            "its last alert in the state file is later than the end of the data (\(end.iso8601)), and was ignored"
        ))
    }
    // A time that the log itself does not explain was in the state before.
    if case .stream(let file) = input.feed,
      let first = RecordedTombstoneRun.all(of: input.node, in: file).lazy.compactMap(\.at).min()
    {
      for entry in input.node.monitors[.monitorTombstoneState] {
        guard let table = entry.word("table"), let at = entry.instant, at < first else { continue }
        times[table] = at.pythonTime
      }
    }
    return (times, notes)
  }

  mutating func runCaptures(_ each: (ReplayStep) -> Void) {
    let limit = min(input.settings.tombstoneWarning, input.settings.tombstoneCritical)
    for run in TombstoneCapture.all(of: input.node, atLeast: limit) {
      guard let at = run.at else {
        // An undated run shares no state with others.
        var alone = TombstoneFold(input.settings, times: [:])
        var aloneWritten = alone
        _ = TombstoneReplay.steps(
          run, &alone, &aloneWritten, isDryRun: input.settings.isTombstoneDryRun, { _ in true }, each)
        continue
      }
      let recorded = recorded
      let decisions = TombstoneReplay.steps(
        run, &meant, &written, isDryRun: input.settings.isTombstoneDryRun,
        { recorded.isDelivered($0, at: at) }, each)
      for decision in decisions {
        self.recorded.compare(decision, at: at, run.source)
        note(decision, at, run.source)
      }
    }
  }

  mutating func runLog(_ file: String, _ each: (ReplayStep) -> Void) {
    let limit = min(input.settings.tombstoneWarning, input.settings.tombstoneCritical)
    let captures = CapturedTombstones(input.node, atLeast: limit)
    for run in RecordedTombstoneRun.all(of: input.node, in: file) {
      guard let at = run.at else { continue }
      let captured = captures.hits(before: at)
      // An alert in the log shows the count that the monitor saw.
      var hits = run.alerts.map { TombstoneHit(table: $0.table, count: $0.count, source: $0.source) }
      for hit in captured.values.sorted(by: { $0.table < $1.table })
      where !hits.contains(where: { $0.table == hit.table }) && hit.count >= limit {
        hits.append(hit)
      }
      let seen = TombstoneCapture(at: at, source: run.source, hits: hits, asWritten: hits)
      let lost = Set(run.alerts.filter { !$0.isDelivered }.map(\.table))
      let decisions = TombstoneReplay.steps(
        seen, &meant, &written, isDryRun: run.alerts.contains(where: \.isDryRun), { !lost.contains($0) }, each
      )
      let fold = meant
      recorded.compare(run, decisions, captured) { fold.severity($0) }
      for decision in decisions { note(decision, at, run.source) }
    }
  }

  /// The steps of one run: one for each table at a threshold, or one for none.
  private static func steps(
    _ run: TombstoneCapture, _ meant: inout TombstoneFold, _ written: inout TombstoneFold, isDryRun: Bool,
    _ isDelivered: (String) -> Bool, _ each: (ReplayStep) -> Void
  ) -> [TombstoneDecision] {
    let now = run.at?.pythonTime
    let decisions = run.hits.compactMap {
      meant.step($0, at: now ?? .infinity, isDryRun: isDryRun, isDelivered: isDelivered)
    }
    let others = run.asWritten.compactMap {
      written.step($0, at: now ?? .infinity, isDryRun: isDryRun, isDelivered: isDelivered)
    }
    let lastSent = decisions.lastIndex { $0.outcome == .sent }
    let state = now == nil ? [:] : meant.times
    for (i, decision) in decisions.enumerated() {
      let other = others.first { $0.table == decision.table }
      let source = run.hits.first { $0.table == decision.table }?.source ?? run.source
      let members = TombstoneReplay.members(decision, now, state: i == lastSent ? state : nil)
      each(
        ReplayStep(
          at: run.at, source: source, decision: decision.decision,
          marks: decision.isHiddenEscalation ? [.escalation] : [],
          asWritten: TombstoneReplay.asWritten(decision, other, now), members: { members }))
    }
    let known = Set(decisions.map(\.table))
    for other in others where !known.contains(other.table) {
      let source = run.asWritten.first { $0.table == other.table }?.source ?? run.source
      let members = TombstoneReplay.quiet(now)
      each(
        ReplayStep(
          at: run.at, source: source, decision: "no alert",
          asWritten: AsWritten(decision: other.decision, cause: TombstoneReplay.credit) {
            .object(other.payload(at: now))
          }, members: { members }))
    }
    if decisions.isEmpty, others.isEmpty {
      let members = TombstoneReplay.quiet(now)
      each(ReplayStep(at: run.at, source: run.source, decision: "no alert", members: { members }))
    }
    return decisions
  }

  private static let credit =
    "an index has no Table: line of its own, so that its tombstones are credited to the table above it"

  private static func quiet(_ now: Double?) -> [JSONMember] {
    [JSONMember("timestamp", .optional(now)), JSONMember("decision", .text("no alert"))]
  }

  private static func members(
    _ decision: TombstoneDecision, _ now: Double?, state: [String: Double]?
  ) -> [JSONMember] {
    var members = decision.payload(at: now)
    members.append(JSONMember("decision", .text(decision.decision)))
    if case .suppressed(let since) = decision.outcome {
      members.append(JSONMember("last_alerted", .decimal(since)))
    }
    if let state, !state.isEmpty { members.append(JSONMember("state", alertState(state))) }
    return members
  }

  private static func asWritten(
    _ decision: TombstoneDecision, _ other: TombstoneDecision?, _ now: Double?
  ) -> AsWritten? {
    if decision.outcome == .dryRun {
      return AsWritten(
        decision: "wrote the state file",
        cause: "a dry run saves its state, too, and the text says that it writes none"
      ) { .object(["state_file": .text("written")]) }
    }
    guard other != decision else { return nil }
    return AsWritten(decision: other?.decision ?? "credited to the table", cause: credit) {
      other.map { .object($0.payload(at: now)) } ?? .null
    }
  }

  /// Follows critical alerts that a cooldown suppresses.
  private mutating func note(_ decision: TombstoneDecision, _ at: Instant, _ source: SourceLocation) {
    guard decision.isHiddenEscalation, case .suppressed(let since) = decision.outcome else {
      if let hidden = open.removeValue(forKey: decision.table) { closed.append(hidden) }
      return
    }
    var hidden =
      open[decision.table]
      ?? Hidden(
        table: decision.table, from: at, to: at, runs: 0, peak: 0, since: since, source: source)
    hidden.to = at
    hidden.runs += 1
    hidden.peak = max(hidden.peak, decision.count)
    open[decision.table] = hidden
  }

  mutating func end() -> ReplayEnd {
    let hidden = (closed + open.values).sorted {
      $0.from != $1.from ? $0.from < $1.from : $0.table < $1.table
    }
    notes += hidden.prefix(TrackerAudit.noteLimit).map { one in
      let since =
        Int64(exactly: (one.since * 1000).rounded()).map { Instant(milliseconds: $0).iso8601 } ?? "before"
      return ReplayNote(
        .audit, from: one.from, to: one.to, subject: one.table,
        text:
          "escalation hidden by cooldown: CRITICAL with \(ScriptRow.whole(one.peak)) tombstones in \(one.runs) \(one.runs == 1 ? "run" : "runs"), silenced by the WARNING of \(since)",
        source: one.source)
    }
    if isLog {
      recorded.compareState(meant.times)
      recorded.comparePayloads(meant)
    }
    return ReplayEnd(
      notes: notes + recorded.notes, agreement: recorded.agreement, alertTimes: meant.times)
  }
}

/// The object of a state file, its tables in order.
func alertState(_ times: [String: Double]) -> JSONValue {
  .object(times.sorted { $0.key < $1.key }.map { JSONMember($0.key, .decimal($0.value)) })
}

/// Tombstone counts of each table in the captures, to look up the count that a run between them saw.
private struct CapturedTombstones {
  private let series: [(table: String, points: SampleSeries, store: SampleStore)]

  init(_ node: NodeFindings, atLeast limit: Double) {
    let files = TombstoneCapture.files(of: node)
    series = node.samples.all(of: .tableTombstonesPerSliceMax).compactMap { all in
      // The script does not know indexes.
      guard TombstoneCapture.parent(of: all.key.labels) == nil else { return nil }
      var own = SampleSeries(key: all.key)
      own.points = TriageSamples.onePerInstant(
        node.samples.everyPoint(of: all).filter { files.contains($0) })
      own.settle()
      guard own.points.contains(where: { $0.value >= limit }) else { return nil }
      return (TombstoneCapture.name(of: all.key.labels), own, node.samples)
    }
  }

  /// The last figure of each table before `at` that is not too old.
  func hits(before at: Instant) -> [String: TombstoneHit] {
    var hits: [String: TombstoneHit] = [:]
    for one in series {
      guard let point = one.points.latest(at: at, within: one.points.maximumGap) else { continue }
      hits[one.table] = TombstoneHit(
        table: one.table, count: point.value, source: one.store.source(of: point))
    }
    return hits
  }
}
