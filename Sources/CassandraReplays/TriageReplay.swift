// The backlog triage (003): from the pending tasks and the counter of bytes compacted, the rate, its decay against the
// moving average, and whether the throughput would have been changed.

import CassandraAnalysis
import CassandraModel

extension Replay {
  static let triage = Replay(
    id: "triage", title: "Backlog triage", seed: "003",
    needs:
      "the counter BytesCompacted over time (JMX, JSON or Prometheus, compactionstats of 5.0, else compactionhistory or the log), with pending tasks",
    style: .spaced,
    feeds: { node in
      ReplayFeed.found(in: node, streams: node.metricsStreams) { feed in
        !TriageSamples(node, feed, TriageSamples.files(feed, of: node)).samples.isEmpty
      }
    },
    run: { input, each in
      let node = input.node
      let samples = TriageSamples(node, input.feed, TriageSamples.files(input.feed, of: node))
      var triage = Triage(
        input.settings, ProgressBook(node), input.feed == .captures ? nil : RecordedTriage(node))
      for sample in samples.samples { each(triage.step(sample)) }
      let origin = ReplayNote(
        .audit, subject: "BytesCompacted", text: "the counter is from \(samples.origin)",
        source: samples.samples.first?.source)
      return ReplayEnd(
        notes: [origin] + (triage.recorded?.notes ?? []), agreement: triage.recorded?.agreement)
    })
}

/// The triage by its intent, and the script as written.
private struct Triage {
  private let settings: ReplaySettings
  private let progress: ProgressBook
  private var meant: TriageFold
  private var written: TriageFold
  private var before: Instant?
  /// The script's own output for these samples; nil if it wrote nothing.
  private(set) var recorded: RecordedTriage?

  init(_ settings: ReplaySettings, _ progress: ProgressBook, _ recorded: RecordedTriage?) {
    self.settings = settings
    self.progress = progress
    self.recorded = recorded.flatMap { $0.isEmpty ? nil : $0 }
    meant = TriageFold(meant: settings)
    written = TriageFold(written: settings)
  }

  mutating func step(_ sample: TriageSample) -> ReplayStep {
    let velocity = meant.step(sample.bytes, at: sample.at)
    let scripted = written.step(sample.bytes, at: sample.at)
    let decision = verdict(sample.pending, velocity.ratio)
    // The script takes 0 for a missing metric.
    let other = verdict(sample.pending ?? 0, scripted.ratio)
    var asWritten: AsWritten?
    if velocity.rate != scripted.rate || velocity.ratio != scripted.ratio || sample.pending == nil {
      asWritten = AsWritten(decision: other, cause: cause(sample, velocity)) {
        .object(scripted.members(pending: sample.pending ?? 0, at: sample.at))
      }
    }
    let marks = marks(sample, velocity)
    recorded?.compare(sample, velocity, before, verdict: decision, marks)
    before = sample.at
    return ReplayStep(
      at: sample.at, source: sample.source, decision: decision, marks: marks, asWritten: asWritten,
      members: {
        velocity.members(pending: sample.pending, at: sample.at) + [JSONMember("decision", .text(decision))]
      })
  }

  private func verdict(_ pending: Double?, _ ratio: Double?) -> String {
    guard let pending, let ratio else { return "not evaluated" }
    return pending > settings.triagePendingLimit && ratio < settings.decayRatio ? "triggered" : "nominal"
  }

  private func cause(_ sample: TriageSample, _ velocity: Velocity) -> String {
    if velocity.rate == nil {
      return "the counter fell, which is a restart: the script takes the rate for 0, and so the ratio"
    }
    if sample.pending == nil { return "pending tasks are not there, and the script takes them for 0" }
    return "the script averages \(settings.averagedSamples) samples, however long they took, and not one hour"
  }

  private func marks(_ sample: TriageSample, _ velocity: Velocity) -> [ReplayMark] {
    guard let rate = velocity.rate, let ratio = velocity.ratio else { return [.restart] }
    guard ratio < settings.decayRatio, let before else { return [] }
    if sample.pending == 0 { return [.idle] }
    // Would the rate at which running compactions progressed have been enough?
    if let moved = progress.rate(from: before, to: sample.at), moved > rate, let average = velocity.average,
      moved >= settings.decayRatio * average
    {
      return [.artefact]
    }
    return []
  }
}

/// The counter and the pending tasks of a feed, merged.
struct TriageSamples {
  let samples: [TriageSample]
  /// The source of the counter.
  let origin: String

  /// Files that the triage reads: of captures all but those that are a feed of their own.
  static func files(_ feed: ReplayFeed, of node: NodeFindings) -> FeedFiles {
    FeedFiles(feed, of: node, but: Set(node.metricsStreams))
  }

  init(_ node: NodeFindings, _ feed: ReplayFeed, _ files: FeedFiles) {
    let store = node.samples
    var best: (origin: String, points: [SamplePoint]) = ("", [])
    for series in store.all(of: .compactionBytesCompactedTotal) {
      let origin = series.key.labels["source"] ?? "a counter"
      let points = TriageSamples.onePerInstant(store.everyPoint(of: series).filter { files.contains($0) })
      guard !points.isEmpty else { continue }
      let (old, new) = (TriageSamples.rank(best.origin), TriageSamples.rank(origin))
      let isBetter = new != old ? new < old : points.count > best.points.count
      if best.points.isEmpty || isBetter { best = (origin, points) }
    }
    // Without any counter, compactions that ended in the history or the log are added up.
    if best.points.isEmpty, feed == .captures, store.all(of: .compactionBytesCompactedTotal).isEmpty,
      let sums = CompactedBytes(node, ticks: RuleSeries(store[.compactionPendingTasks]))
    {
      best = (sums.source, sums.counter.points)
    }
    origin = best.origin
    let pending = PendingBook(store, files)
    samples = best.points.map { point in
      TriageSample(
        at: point.at, source: store.source(of: point), pending: pending.value(at: point.at),
        bytes: point.value)
    }
  }

  /// Counters read directly rank before derived ones.
  static func rank(_ origin: String) -> Int {
    switch origin {
    case "compactionstats": 1
    case "compactionhistory": 2
    case "log": 3
    default: 0
    }
  }

  static func onePerInstant(_ points: [SamplePoint]) -> [SamplePoint] {
    var kept: [SamplePoint] = []
    for point in points where kept.last?.at != point.at { kept.append(point) }
    return kept
  }
}

/// Pending tasks over time.
struct PendingBook {
  private let series: SampleSeries?

  init(_ store: SampleStore, _ files: FeedFiles) {
    series = store[.compactionPendingTasks].map { all in
      var own = SampleSeries(key: all.key)
      own.points = TriageSamples.onePerInstant(store.everyPoint(of: all).filter { files.contains($0) })
      own.settle()
      return own
    }
  }

  /// The samples, each instant once.
  var points: [SamplePoint] { series?.points ?? [] }

  /// A longer time without a sample proves nothing.
  var maximumGap: TimeSpan { series?.maximumGap ?? .seconds(300) }

  /// The value at `instant` or shortly before it.
  func value(at instant: Instant) -> Double? {
    series.flatMap { $0.latest(at: instant, within: $0.maximumGap) }?.value
  }
}

/// Progress of running compactions over time: bytes done between polls, and the rest of the compactions that
/// are missing from the next poll.
struct ProgressBook {
  private var points: [(at: Instant, bytes: Double)] = []
  private let gap: TimeSpan

  init(_ node: NodeFindings) {
    let polls = CompactionPoll.all(of: node, .captures)
    gap = CompactionPoll.maximumGap(of: polls)
    var before: [String: PolledTask] = [:]
    var sum = 0.0
    for poll in polls {
      var now: [String: PolledTask] = [:]
      for task in poll.tasks where task.unit == "bytes" && !task.id.isEmpty { now[task.id] = task }
      if !points.isEmpty {
        for (id, task) in now { sum += max(0, task.completed - (before[id]?.completed ?? 0)) }
        for (id, task) in before where now[id] == nil { sum += max(0, task.total - task.completed) }
      }
      if let at = poll.at { points.append((at, sum)) }
      before = now
    }
  }

  /// Bytes per second between two instants; nil without polls near them.
  func rate(from: Instant, to: Instant) -> Double? {
    guard let first = last(atOrBefore: from), let second = last(atOrBefore: to), first.at < second.at,
      from.milliseconds - first.at.milliseconds <= gap.milliseconds,
      to.milliseconds - second.at.milliseconds <= gap.milliseconds
    else { return nil }
    return (second.bytes - first.bytes) / (Double(second.at.milliseconds - first.at.milliseconds) / 1000)
  }

  private func last(atOrBefore instant: Instant) -> (at: Instant, bytes: Double)? {
    var low = 0
    var high = points.count
    while low < high {
      let middle = (low + high) / 2
      if points[middle].at <= instant { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? nil : points[low - 1]
  }
}
