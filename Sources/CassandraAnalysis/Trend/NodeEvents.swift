// Events of a node between samples: a gap, a restart, a step of its clock, a snapshot. All are concluded from
// samples, so their times are as exact as the samples are close.

public import CassandraModel

/// An event between two samples.
public struct TrendEvent: Sendable, Equatable {
  /// The kind of event.
  public enum Kind: Sendable, Equatable {
    /// No sample for longer than three times the usual distance.
    case gap(usual: TimeSpan)
    /// The process started again at `at`, by its uptime, or between `at` and `to`, by counters.
    case restart(byUptime: Bool)
    /// The clock was set forward by this span, or back if it is negative.
    case clockStep(TimeSpan)
    /// Snapshots took `bytes` more; `cleared` is when a later sample has them no more.
    case snapshot(bytes: Double, cleared: Instant?)
  }

  /// The kind of event.
  public let kind: Kind
  /// The earliest possible instant, or the last sample before it.
  public let at: Instant
  /// The first sample after it.
  public let to: Instant
  /// Place of the sample that shows it.
  public let source: SourceLocation
}

extension TrendEvent {
  /// All events in `store`, in the order of time.
  static func all(in store: SampleStore) -> [TrendEvent] {
    (gaps(store) + restarts(store) + snapshots(store)).sorted { a, b in
      a.at != b.at ? a.at < b.at : a.source < b.source
    }
  }

  private static let regular: [MetricName] = [
    .nodeLoadBytes, .nodeUptimeSeconds, .compactionPendingTasks, .diskUsedBytes, .heapUsedBytes,
    .tableLiveBytes, .poolActive, .requestLatencySeconds,
  ]

  private static func gaps(_ store: SampleStore) -> [TrendEvent] {
    let all = regular.compactMap { metric in
      store.all(of: metric).max { $0.points.count < $1.points.count }
    }
    guard let densest = all.max(by: { $0.points.count < $1.points.count }),
      let usual = densest.medianInterval
    else { return [] }
    let limit = densest.maximumGap.milliseconds
    let points = all.flatMap(\.points).sorted { $0.at < $1.at }
    return zip(points, points.dropFirst()).compactMap { before, after in
      guard after.at.milliseconds &- before.at.milliseconds > limit else { return nil }
      return TrendEvent(
        kind: .gap(usual: usual), at: before.at, to: after.at, source: store.source(of: after))
    }
  }

  // MARK: Restarts

  /// Seconds. Two samples agree on the start of the process if they differ by less: captures take time.
  private static let slack = 300.0

  private static func restarts(_ store: SampleStore) -> [TrendEvent] {
    guard let uptime = store[.nodeUptimeSeconds], uptime.points.count > 1 else {
      return restartsByCounters(store)
    }
    return zip(uptime.points, uptime.points.dropFirst()).compactMap { before, after in
      let elapsed = (after.at.days - before.at.days) * 86_400
      guard after.value >= 0, after.value.isFinite, before.value.isFinite else { return nil }
      let moved = before.value + elapsed - after.value
      if after.value < before.value || (after.value <= elapsed && moved > slack) {
        let began = Instant(days: after.at.days - after.value / 86_400) ?? after.at
        return TrendEvent(
          kind: .restart(byUptime: true), at: max(before.at, began), to: after.at,
          source: store.source(of: after))
      }
      // The process ran all the time, and its uptime differs from the clock: the clock was set.
      guard moved.magnitude > slack, moved.magnitude < 1e12 else { return nil }
      return TrendEvent(
        kind: .clockStep(TimeSpan(milliseconds: Int64(moved * 1000))), at: before.at, to: after.at,
        source: store.source(of: after))
    }
  }

  private static func restartsByCounters(_ store: SampleStore) -> [TrendEvent] {
    var restarts: [TrendEvent] = []
    for metric in [MetricName.poolCompletedTotal, .keyspaceReadsTotal, .keyspaceWritesTotal] {
      for series in store.all(of: metric) {
        for (before, after) in zip(series.points, series.points.dropFirst()) where after.value < before.value
        {
          // Several counters fall at one restart.
          if restarts.contains(where: { $0.at <= after.at && before.at <= $0.to }) { continue }
          restarts.append(
            TrendEvent(
              kind: .restart(byUptime: false), at: before.at, to: after.at, source: store.source(of: after)))
        }
      }
    }
    return restarts
  }

  // MARK: Snapshots

  private static func snapshots(_ store: SampleStore) -> [TrendEvent] {
    var merge = PointMerge()
    for series in store.all(of: .tableSnapshotBytes) { merge.add(series.points, +) }
    let points = merge.points
    return points.indices.dropFirst().compactMap { index in
      let (before, after) = (points[index - 1], points[index])
      let growth = after.value - before.value
      // Data that only a snapshot holds grows slowly as compaction replaces SSTables; taking a snapshot is
      // sudden.
      guard growth > max(1_048_576, before.value / 4) else { return nil }
      let cleared = points[index...].first { $0.value <= before.value + growth / 2 }?.at
      return TrendEvent(
        kind: .snapshot(bytes: growth, cleared: cleared), at: before.at, to: after.at,
        source: store.source(of: after))
    }
  }
}
