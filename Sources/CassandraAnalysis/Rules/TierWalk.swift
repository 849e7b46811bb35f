// Backlog tiers: the flow chart of 003, evaluated at each sample of pending. Its questions come in order, so
// each tier implies the ones below it.

import CassandraModel

/// The thresholds of the chart.
struct TierNumbers {
  var factor = 2.0
  var criticalDisk = 0.85
  var emergencyDisk = 0.9
  var tombstones = 5000.0

  /// Takes the thresholds from the rules that ask the same.
  init(_ rules: [Rule]) {
    let number = { (rule: RuleID, name: String) in rules.first { $0.id == rule }?.number(name) }
    factor = number(.pendingSaturated, "factor") ?? factor
    criticalDisk = number(.diskAndPending, "disk") ?? criticalDisk
    emergencyDisk = number(.backlogCritical, "disk") ?? emergencyDisk
    tombstones = number(.tombstonesWarning, "threshold") ?? tombstones
  }
}

/// The walk over one node.
struct TierWalk {
  private let inputs: ResolvedInputs
  private let numbers: TierNumbers
  private var spans: [TierSpan] = []
  private var open: (tier: Tier, from: Instant, reason: String, source: SourceLocation)?
  private var last: Instant?

  init(_ inputs: ResolvedInputs, _ numbers: TierNumbers) {
    self.inputs = inputs
    self.numbers = numbers
  }

  /// The reason for missing tiers; nil when there are tiers.
  var missing: String? {
    if inputs.pending == nil { return inputs.missing(.compactionPendingTasks) }
    return inputs.concurrentCompactors == nil ? inputs.missing(.concurrentCompactors) : nil
  }

  /// The tiers over time, without holes.
  mutating func walk() -> [TierSpan] {
    guard let pending = inputs.pending, let compactors = inputs.concurrentCompactors?.steps else { return [] }
    var cursors = (
      compactors: RuleCursor(compactors), disk: inputs.dataVolume.map { RuleCursor($0.use) },
      tombstones: inputs.tombstones.map { RuleCursor($0) }
    )
    var starvation = StarvationWalk(inputs)
    for point in pending.points {
      starvation.advance(to: point, compactors: cursors.compactors.point(at: point.at)?.value)
      if let last, point.at.milliseconds - last.milliseconds > pending.maximumGap.milliseconds {
        close(at: last)
        spans.append(
          TierSpan(tier: nil, from: last, to: point.at, reason: "no sample for too long", source: nil))
      }
      last = point.at
      guard let count = cursors.compactors.point(at: point.at)?.value else { continue }
      let disk = cursors.disk?.point(at: point.at)?.value
      let tombstones = cursors.tombstones?.point(at: point.at)?.value
      let tier = tier(point.value, count, disk, tombstones, starvation.isStarving)
      guard open?.tier != tier else { continue }
      close(at: point.at)
      let reason = reason(tier, point.value, count, disk, tombstones, starvation.words)
      open = (tier, point.at, reason, inputs.node.samples.source(of: point))
    }
    if let last { close(at: last) }
    return spans
  }

  private func tier(
    _ pending: Double, _ compactors: Double, _ disk: Double?, _ tombstones: Double?, _ isStarving: Bool
  ) -> Tier {
    guard pending > numbers.factor * compactors else { return .healthy }
    guard let disk, let tombstones, disk > numbers.criticalDisk, tombstones >= numbers.tombstones else {
      return .warning
    }
    return disk > numbers.emergencyDisk || isStarving ? .emergency : .critical
  }

  private mutating func close(at instant: Instant) {
    guard let one = open else { return }
    open = nil
    spans.append(
      TierSpan(tier: one.tier, from: one.from, to: instant, reason: one.reason, source: one.source))
  }

  /// The figures that decide, down to the first question that was answered with no.
  private func reason(
    _ tier: Tier, _ pending: Double, _ compactors: Double, _ disk: Double?, _ tombstones: Double?,
    _ starvation: String
  ) -> String {
    let limit = RuleNumber.text(numbers.factor) + " × " + RuleNumber.text(compactors)
    let first = "pending " + RuleNumber.text(pending) + (tier == .healthy ? " ≤ " : " > ") + limit
    guard tier > .healthy else { return first }
    let share = disk.map { "disk " + TierWalk.percent($0) } ?? "disk not known"
    let cells = tombstones.map { "tombstones " + RuleNumber.text($0) } ?? "tombstones not known"
    var parts = [first, share, cells]
    if tier >= .critical, !starvation.isEmpty { parts.append(starvation) }
    return parts.joined(separator: ", ")
  }

  private static func percent(_ ratio: Double) -> String {
    let tenths = Int64(clamping: ratio * 1000)
    return String(tenths / 10) + "." + String((tenths % 10).magnitude) + " %"
  }
}

/// Thread starvation: compaction's pool is blocked, or was since the sample before, or all its compactors are
/// busy while pending grew over three samples.
private struct StarvationWalk {
  private var blocked: RuleCursor?
  private var total: RuleCursor?
  private var active: RuleCursor?
  private var lastTotal: Double?
  private var lastPending: Double?
  /// How many samples in a row pending grew.
  private var growing = 0
  private(set) var words = ""
  var isStarving: Bool { !words.isEmpty }

  init(_ inputs: ResolvedInputs) {
    let pool = Labels([("pool", "CompactionExecutor")])
    let cursor = { (metric: MetricName) in
      RuleSeries(inputs.node.samples[metric, pool]).map { RuleCursor($0) }
    }
    blocked = cursor(.poolBlocked)
    total = cursor(.poolBlockedTotal)
    active = cursor(.poolActive)
  }

  mutating func advance(to pending: SamplePoint, compactors: Double?) {
    let blockedNow = blocked?.point(at: pending.at)?.value
    let totalNow = total?.point(at: pending.at)?.value
    let activeNow = active?.point(at: pending.at)?.value
    growing = lastPending.map { pending.value > $0 } ?? false ? growing + 1 : 0
    let hasGrown = lastTotal.flatMap { before in totalNow.map { $0 > before } } ?? false
    if let blockedNow, blockedNow > 0 {
      words = "compaction pool blocked"
    } else if hasGrown {
      words = "compaction pool was blocked"
    } else if let activeNow, let compactors, activeNow == compactors, growing >= 2 {
      words = "all compactors busy while pending grew over 3 samples"
    } else {
      words = ""
    }
    lastTotal = totalNow ?? lastTotal
    lastPending = pending.value
  }
}
