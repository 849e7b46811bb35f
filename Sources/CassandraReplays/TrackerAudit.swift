// Notes on the tracker's snapshots: ids that breached again and again, with the thread pool and the history
// of compactions at the same time, and the gates that automation would have derived.

import CassandraAnalysis
import CassandraModel

struct TrackerAudit {
  /// An id over the limit in consecutive samples.
  private struct Breach {
    let row: TrackerRow
    let first: Instant
    var last: Instant
    var samples: Int
    var elapsed: Double
    let source: SourceLocation
  }

  private enum Repair: Equatable, Sendable {
    case nothingRuns, belowBaseline, deferred, unknown
  }

  private let node: NodeFindings
  private let settings: ReplaySettings
  private let baseline: (seconds: Double, isConfigured: Bool)?
  private var open: [String: Breach] = [:]
  private var closed: [Breach] = []
  private var repair: StateSpans<Repair>
  private var topology: StateSpans<Bool>

  /// - Parameter polls: all polls, for the baseline.
  init(_ polls: [CompactionPoll], _ input: ReplayInput) {
    node = input.node
    settings = input.settings
    let gap = CompactionPoll.maximumGap(of: polls)
    repair = StateSpans(gap: gap)
    topology = StateSpans(gap: gap)
    baseline =
      settings.meanElapsedBaselineSeconds.map { ($0, true) }
      ?? TrackerAudit.medianElapsed(polls, settings).map { ($0, false) }
  }

  /// A median of fewer samples proves nothing.
  static let baselineSamples = 20

  /// The median of the mean elapsed times of samples with running compactions and none over the limit.
  private static func medianElapsed(_ polls: [CompactionPoll], _ settings: ReplaySettings) -> Double? {
    var fold = TrackerFold(limit: settings.latencyLimitSeconds)
    var means: [Double] = []
    for poll in polls {
      let entries = fold.step(poll.tasks.map { TrackerRow($0) }, at: poll.at)
      if !entries.isEmpty, !entries.contains(where: \.isAlert) { means.append(mean(entries)) }
    }
    guard means.count >= baselineSamples else { return nil }
    means.sort()
    return means[(means.count - 1) / 2]
  }

  private static func mean(_ entries: [TrackerEntry]) -> Double {
    entries.reduce(0) { $0 + $1.elapsedSeconds } / Double(entries.count)
  }

  mutating func add(_ entries: [TrackerEntry], _ poll: CompactionPoll) {
    guard let at = poll.at else { return }
    let breached = entries.filter(\.isAlert)
    let ids = Set(breached.map(\.row.id))
    for id in open.keys.sorted() where !ids.contains(id) {
      if let breach = open.removeValue(forKey: id) { closed.append(breach) }
    }
    for entry in breached {
      var breach =
        open[entry.row.id]
        ?? Breach(
          row: entry.row, first: at, last: at, samples: 0, elapsed: 0, source: poll.source)
      breach.last = at
      breach.samples += 1
      breach.elapsed = max(breach.elapsed, entry.elapsedSeconds)
      open[entry.row.id] = breach
    }
    topology.add(!breached.isEmpty, at: at, source: poll.source)
    repair.add(gate(entries), at: at, source: poll.source)
  }

  private func gate(_ entries: [TrackerEntry]) -> Repair {
    guard !entries.isEmpty else { return .nothingRuns }
    guard let baseline else { return .unknown }
    return TrackerAudit.mean(entries) < baseline.seconds ? .belowBaseline : .deferred
  }

  /// Limit on the notes of one kind.
  static let noteLimit = 1000

  func notes() -> [ReplayNote] {
    let ids = Set((closed + open.values).map(\.row.id))
    var ledger: [String: LedgerRow] = [:]
    for row in node.ledger where ids.contains(row.id.description) { ledger[row.id.description] = row }
    let breaches = (closed + open.values).sorted { a, b in
      a.first != b.first ? a.first < b.first : a.row.id < b.row.id
    }
    var notes = breaches.prefix(TrackerAudit.noteLimit).map { note($0, ledger) }
    notes += topology.all.filter(\.state).prefix(TrackerAudit.noteLimit).map { span in
      ReplayNote(
        .gate, from: span.from, to: span.to, subject: "decommission, rebuild",
        text: "blocked: a compaction ran longer than \(seconds(settings.latencyLimitSeconds))",
        source: span.source)
    }
    notes += repair.all.prefix(TrackerAudit.noteLimit).map { span in
      ReplayNote(
        .gate, from: span.from, to: span.to, subject: "repair", text: words(span.state), source: span.source)
    }
    if baseline == nil, repair.all.contains(where: { $0.state == .unknown }) {
      notes.append(
        ReplayNote(
          .missing, subject: "baseline of mean elapsed",
          text:
            "whether a repair could run beside compactions: no baseline is configured, and fewer than \(TrackerAudit.baselineSamples) calm samples give none"
        ))
    }
    return notes
  }

  private func words(_ state: Repair) -> String {
    let than = baseline.map {
      "the baseline of \(seconds($0.seconds)) (\($0.isConfigured ? "configured" : "median of calm samples"))"
    }
    switch state {
    case .nothingRuns: return "let go: nothing ran"
    case .belowBaseline: return "let go: the mean elapsed time was below \(than ?? "the baseline")"
    case .deferred: return "deferred: the mean elapsed time was not below \(than ?? "the baseline")"
    case .unknown: return "not decided: compactions ran, and there is no baseline"
    }
  }

  private func note(_ breach: Breach, _ ledger: [String: LedgerRow]) -> ReplayNote {
    var text = "\(breach.row.kind) of \(breach.row.keyspace).\(breach.row.table): over the limit in "
    text += breach.samples == 1 ? "one sample" : "\(breach.samples) samples one after another"
    text += ", at most \(seconds(breach.elapsed)); "
    text += PoolBeside(node, at: breach.last).text + "; " + HistoryBeside(ledger[breach.row.id]).text
    return ReplayNote(
      .audit, from: breach.first, to: breach.last, subject: breach.row.id, text: text, source: breach.source)
  }

  private func seconds(_ value: Double) -> String { PythonNumber.round(value, 2).description + " s" }
}

/// Compaction's thread pool by tpstats near an instant.
struct PoolBeside {
  let text: String

  init(_ node: NodeFindings, at instant: Instant) {
    let labels = Labels([("pool", "CompactionExecutor")])
    let value = { (metric: MetricName) -> SamplePoint? in
      guard let series = node.samples[metric, labels], let near = series.nearest(to: instant) else {
        return nil
      }
      let distance = abs(near.at.milliseconds - instant.milliseconds)
      return distance <= series.maximumGap.milliseconds ? near : nil
    }
    guard let active = value(.poolActive) else {
      text = "no sample of tpstats near it"
      return
    }
    var parts = ["active \(ScriptRow.whole(active.value))"]
    if let pending = value(.poolPending) { parts.append("pending \(ScriptRow.whole(pending.value))") }
    if let blocked = value(.poolBlocked) { parts.append("blocked \(ScriptRow.whole(blocked.value))") }
    let compactors = node.samples[.concurrentCompactors]?.latest(at: instant, within: .seconds(86_400))
    var words = "CompactionExecutor \(parts.joined(separator: ", ")) at \(active.at.iso8601)"
    if let compactors {
      let isSaturated = active.value >= compactors.value
      words +=
        " (\(ScriptRow.whole(compactors.value)) compactors: \(isSaturated ? "saturated" : "not saturated"))"
    }
    text = words
  }
}

/// The compaction in compactionhistory and in the log.
struct HistoryBeside {
  let text: String

  init(_ row: LedgerRow?) {
    guard let row, row.sources.contains(.history) || row.end != nil else {
      text = "no row of compactionhistory"
      return
    }
    let sources = row.sources.filter { $0 != .stats }.map { $0 == .history ? "compactionhistory" : "log" }
    var parts: [String] = []
    if let bytes = row.bytesIn { parts.append("\(bytes) bytes in") }
    if let bytes = row.bytesOut { parts.append("\(bytes) bytes out") }
    if let end = row.end { parts.append("ended \(end.text)") }
    if let duration = row.duration { parts.append("after \(duration.milliseconds / 1000) s") }
    text = sources.joined(separator: " and ") + ": " + parts.joined(separator: ", ")
  }
}
