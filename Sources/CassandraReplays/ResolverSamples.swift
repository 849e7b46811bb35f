// The samples after an instant at which the resolver (002) would have begun: bytes left cycle by cycle, a
// return to normal, a rebound, and compaction's thread pool after the settings were restored. The next sample
// of each kind is looked up once, from the end, so that each instant costs a few steps.

import CassandraAnalysis
import CassandraModel

/// Bytes that running compactions have left, at one sample.
struct RemainingSample: Sendable {
  let at: Instant
  let bytes: Double
  let source: SourceLocation
}

/// Samples of captures, as input of the resolver.
struct ResolverSamples: Sendable {
  private let remaining: [RemainingSample]
  /// For each sample the index of the next one, itself included, that is normal, or has rebounded.
  private let nextNormal: [Int?]
  private let nextRebound: [Int?]
  private let poolPending: [SamplePoint]
  private let nextSaturated: [Int?]
  private let load: RuleSeries?

  /// Less than this share of a node's data left is normal.
  static let normalShare = 0.10
  /// More than this many bytes left is a rebound.
  static let rebound = 200.0 * 1_073_741_824
  /// If the pool has more pending than this, within this time after the settings were restored, the resolver
  /// applies them again.
  static let poolLimit = 50.0
  static let poolSpan = TimeSpan.seconds(300)

  init(_ node: NodeFindings) {
    // An exporter's count of rows, without the rows, does not give the bytes left.
    remaining = CompactionPoll.all(of: node, .captures).compactMap { poll in
      guard let at = poll.at, poll.form != nil || !poll.tasks.isEmpty else { return nil }
      let left = poll.tasks.reduce(0) { $1.unit == "bytes" ? $0 + $1.total - $1.completed : $0 }
      return RemainingSample(at: at, bytes: max(0, left.rounded(.towardZero)), source: poll.source)
    }
    load = RuleSeries(node.samples[.nodeLoadBytes])
    poolPending = node.samples[.poolPending, Labels([("pool", "CompactionExecutor")])]?.points ?? []
    let load = load
    nextNormal = ResolverSamples.next(remaining) { sample in
      ResolverSamples.share(sample, of: load).map { $0 < ResolverSamples.normalShare } ?? false
    }
    nextRebound = ResolverSamples.next(remaining) { $0.bytes > ResolverSamples.rebound }
    nextSaturated = ResolverSamples.next(poolPending) { $0.value > ResolverSamples.poolLimit }
  }

  private static func next<Element>(_ elements: [Element], _ isWanted: (Element) -> Bool) -> [Int?] {
    var next = [Int?](repeating: nil, count: elements.count)
    var last: Int?
    for i in elements.indices.reversed() {
      if isWanted(elements[i]) { last = i }
      next[i] = last
    }
    return next
  }

  /// Bytes left as a share of the node's data.
  private static func share(_ sample: RemainingSample, of load: RuleSeries?) -> Double? {
    guard let load else { return nil }
    let index = lowerBound(load.points, Instant(milliseconds: sample.at.milliseconds + 1)) - 1
    guard index >= 0 else { return nil }
    let point = load.points[index]
    guard sample.at.milliseconds - point.at.milliseconds <= load.maximumGap.milliseconds, point.value > 0
    else {
      return nil
    }
    return sample.bytes / point.value
  }

  /// The first sample at `instant` or later.
  private func index(from instant: Instant) -> Int {
    var (low, high) = (0, remaining.count)
    while low < high {
      let middle = (low + high) / 2
      if remaining[middle].at < instant { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The reading of cycle `number`, from 1, of a run begun at `start`: the first sample after the cycle is
  /// over, if it comes before the next cycle is over.
  func cycle(_ number: Int64, of start: Instant) -> RemainingSample? {
    let length = ResolverFold.cycle.milliseconds
    let due = start.milliseconds + number * length
    let i = index(from: Instant(milliseconds: due))
    guard i < remaining.count, remaining[i].at.milliseconds < due + length else { return nil }
    return remaining[i]
  }

  /// True if samples end before the cycle `number` of a run begun at `start` is over.
  func endsBefore(_ number: Int64, of start: Instant) -> Bool {
    guard let last = remaining.last else { return true }
    return last.at.milliseconds < start.milliseconds + number * ResolverFold.cycle.milliseconds
  }

  /// The samples after a drain that ended at `instant`.
  func after(_ instant: Instant) -> ResolverAftermath {
    let i = index(from: instant)
    guard i < remaining.count else { return ResolverAftermath() }
    var aftermath = ResolverAftermath()
    aftermath.share = ResolverSamples.share(remaining[i], of: load)
    aftermath.rebound = nextRebound[i].map { remaining[$0] }
    guard let normal = nextNormal[i] else { return aftermath }
    let revert = remaining[normal].at
    aftermath.normal = revert
    let first = lowerBound(poolPending, revert)
    let end = revert.milliseconds + ResolverSamples.poolSpan.milliseconds
    guard first < poolPending.count, poolPending[first].at.milliseconds <= end else { return aftermath }
    aftermath.isPoolKnown = true
    if let saturated = nextSaturated[first], poolPending[saturated].at.milliseconds <= end {
      aftermath.saturated = poolPending[saturated]
    }
    return aftermath
  }
}

struct ResolverAftermath: Sendable {
  /// Bytes left at its end as a share of the node's data; nil when the size of the data is not known.
  var share: Double?
  /// When they were normal, and the settings were restored; nil when they never were, or it is not known.
  var normal: Instant?
  /// The first sample with a rebound.
  var rebound: RemainingSample?
  /// True if the capture shows the pool after the settings were restored.
  var isPoolKnown = false
  /// The sample with a pool over the limit.
  var saturated: SamplePoint?

  func members(_ plan: ResolverPlan) -> JSONValue {
    .object([
      "remaining_percent": .optional(share.map { PythonNumber.round($0 * 100, 2) }),
      "normal_at": .optional(normal?.iso8601),
      "rebound_at": .optional(rebound?.at.iso8601),
      "rerun": rebound == nil
        ? .null : ResolverPlan.settings(plan.rerunThroughput, plan.rerunThreads),
      "pool_pending_known": .truth(isPoolKnown),
      "reapply_at": .optional(saturated?.at.iso8601),
      "reapply": saturated == nil ? .null : ResolverPlan.settings(plan.newThroughput, plan.newThreads),
    ])
  }
}
