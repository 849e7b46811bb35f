// The effect of a changed setting in the minutes after it (000 "Confirm pending tasks decrease", 002 "Monitor
// tpstats for 5 minutes"), and its fate: reverted, changed again, or lost at the next restart.

public import CassandraModel

/// A change with its effect.
public struct ChangeEffect: Sendable {
  /// The change.
  public let change: SettingChange
  /// Pending compactions at the change; nil when no sample is near.
  public let pendingBefore: Double?
  /// The same after the time that the seeds watch for.
  public let pendingAfter: Double?
  /// Bytes a second that compactions completed in the minutes before.
  public let rateBefore: Double?
  /// The same in the minutes after.
  public let rateAfter: Double?
  /// The most waiting tasks of compaction's thread pool in the minutes after; nil without tpstats.
  public let poolPendingAfter: Double?
  /// Read p99 at the change in seconds.
  public let readBefore: Double?
  /// The highest read p99 in the minutes after.
  public let readAfter: Double?
  /// Whether the change was kept, reverted or lost.
  public let fate: Fate

  /// Whether a change was kept, reverted or lost.
  public enum Fate: Sendable, Hashable {
    /// The old value was restored.
    case restored(Moment)
    /// Another value was set.
    case changedAgain(Moment)
    /// It restored the first value itself, and that value held.
    case restores
    /// The process was restarted: a value set at runtime is lost, and the start took the value of
    /// cassandra.yaml.
    case lostAtRestart(Moment)
    /// It still held at the end of the capture.
    case kept
    /// It came with a start, from a file.
    case ofStart
  }

  /// The course of pending compactions after the change.
  public enum Verdict: String, Sendable, Hashable {
    /// By more than a twentieth.
    case fell
    /// By more than a twentieth.
    case rose
    /// Neither.
    case level
    /// No samples.
    case unknown
  }

  /// The course of pending compactions in the minutes after the change.
  public var verdict: Verdict {
    guard let pendingBefore, let pendingAfter else { return .unknown }
    if pendingAfter < pendingBefore * 0.95 { return .fell }
    return pendingAfter > pendingBefore * 1.05 ? .rose : .level
  }

  /// Time that the seeds observe after a change.
  public static let watch = TimeSpan.seconds(300)
}

extension NodeFindings {
  /// The effect of each change of compaction or stream throughput and of concurrent compactors, in the order
  /// of time.
  public func changeEffects(_ inputs: ResolvedInputs) -> [ChangeEffect] {
    let settings: [SettingChange.Setting] = [.compactionThroughput, .concurrentCompactors, .streamThroughput]
    let changes = changes.filter { settings.contains($0.setting) }
    return changes.indices.map { ChangeEffect(changes, at: $0, on: self, inputs) }
  }
}

extension ChangeEffect {
  init(_ changes: [SettingChange], at index: Int, on node: NodeFindings, _ inputs: ResolvedInputs) {
    let change = changes[index]
    self.change = change
    fate = ChangeEffect.fate(changes, at: index, node)
    guard case .utc(let at) = change.at else {
      (pendingBefore, pendingAfter, rateBefore, rateAfter) = (nil, nil, nil, nil)
      (poolPendingAfter, readBefore, readAfter) = (nil, nil, nil)
      return
    }
    let end = Instant(milliseconds: at.milliseconds &+ ChangeEffect.watch.milliseconds)
    let start = Instant(milliseconds: at.milliseconds &- ChangeEffect.watch.milliseconds)
    pendingBefore = inputs.pending?.value(at: at)
    pendingAfter = inputs.pending?.value(near: end, notBefore: at)
    rateBefore = ChangeEffect.rate(inputs.progress, start...at)
    rateAfter = ChangeEffect.rate(inputs.progress, at...end)
    let pool = node.samples[.poolPending, Labels([("pool", "CompactionExecutor")])]
    poolPendingAfter = pool?.points(in: at...end).map(\.value).max()
    readBefore = inputs.readLatency?.value(at: at)
    readAfter = inputs.readLatency?.points.filter { $0.at > at && $0.at <= end }.map(\.value).max()
  }

  private static func rate(_ progress: RuleSeries?, _ span: ClosedRange<Instant>) -> Double? {
    let inside = (progress?.points ?? []).filter { span.contains($0.at) }
    guard let first = inside.first, let last = inside.last, last.at > first.at else { return nil }
    return (last.value - first.value) * 1000 / Double(last.at.milliseconds - first.at.milliseconds)
  }

  private static func fate(_ changes: [SettingChange], at index: Int, _ node: NodeFindings) -> Fate {
    let change = changes[index]
    if change.basis == .restart { return .ofStart }
    let restart = node.processes.first { $0.start.sortKey > change.at.sortKey }?.start
    let next = changes[(index + 1)...].first { $0.setting == change.setting }
    if let restart, restart.sortKey <= next?.at.sortKey ?? .max { return .lostAtRestart(restart) }
    guard let next else {
      let first = changes[..<index].first { $0.setting == change.setting }?.before
      return first.map { NodeFindings.isEqual($0, change.after) } ?? false ? .restores : .kept
    }
    let isBack = change.before.map { NodeFindings.isEqual($0, next.after) } ?? false
    return isBack ? .restored(next.at) : .changedAgain(next.at)
  }
}

extension RuleSeries {
  /// The last value at `instant` or before it that is not too old.
  fileprivate func value(at instant: Instant) -> Double? {
    let index = lowerBound(points, Instant(milliseconds: instant.milliseconds &+ 1))
    guard index > 0, instant.milliseconds - points[index - 1].at.milliseconds <= maximumGap.milliseconds
    else {
      return nil
    }
    return points[index - 1].value
  }

  /// The value nearest to `instant` after `start`, not further away than a gap.
  fileprivate func value(near instant: Instant, notBefore start: Instant) -> Double? {
    let near = points.filter { $0.at > start }.min {
      abs($0.at.milliseconds - instant.milliseconds) < abs($1.at.milliseconds - instant.milliseconds)
    }
    guard let near, abs(near.at.milliseconds - instant.milliseconds) <= maximumGap.milliseconds else {
      return nil
    }
    return near.value
  }
}
