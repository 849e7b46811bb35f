// Figures of compaction: hours with pending compactions, bytes compacted a day, and the share of the rate's
// limit and of the disk. A figure that cannot be computed carries its reason.

import CassandraModel

/// A value, or the reason for its absence.
public enum TrendFigure: Sendable, Equatable {
  /// The value.
  case known(Double)
  /// The reason for a missing value, to follow "because".
  case unknown(String)

  /// The value; nil when it is not known.
  public var value: Double? { if case .known(let value) = self { value } else { nil } }
  /// The reason for a missing value; nil with a value.
  public var reason: String? { if case .unknown(let reason) = self { reason } else { nil } }

  init(_ value: Double?, or reason: String) {
    self = value.map { $0.isFinite ? .known($0) : .unknown(reason) } ?? .unknown(reason)
  }
}

/// Pending compactions over time.
public struct PendingFigures: Sendable, Equatable {
  /// Compactions pending above which hours are counted.
  public static let limits: [Double] = [10, 32, 64, 200]

  /// The median of all samples.
  public let median: Double
  /// The 95th percentile of all samples.
  public let p95: Double
  /// Hours over each of `limits`; a sample holds until the next one, but not across a gap.
  public let hoursOver: [Double]
  /// Hours with samples.
  public let hours: Double

  init?(_ series: RuleSeries?) {
    guard let series, let median = series.points.map(\.value).median,
      let p95 = series.points.map(\.value).quantile(0.95)
    else { return nil }
    self.median = median
    self.p95 = p95
    var over = [Double](repeating: 0, count: Self.limits.count)
    var all = 0.0
    for (point, next) in zip(series.points, series.points.dropFirst()) {
      let elapsed = next.at.milliseconds &- point.at.milliseconds
      guard elapsed <= series.maximumGap.milliseconds else { continue }
      let hours = Double(elapsed) / 3_600_000
      all += hours
      for (index, limit) in Self.limits.enumerated() where point.value > limit { over[index] += hours }
    }
    hoursOver = over
    hours = all
  }
}

/// Work of compaction.
public struct CompactionFigures: Sendable, Equatable {
  /// Bytes that compactions read in a second, as a mean over whole days: the median of the last 30 days.
  public let rate: TrendFigure
  /// The limit of the rate in bytes a second.
  public let limit: TrendFigure
  /// Rate ÷ limit.
  public let shareOfLimit: TrendFigure
  /// Bytes that compactions read and wrote ÷ bytes that the disks moved.
  public let shareOfDisk: TrendFigure
  /// Bytes written by compactions ÷ bytes written by flushes.
  public let writeAmplification: TrendFigure
  /// Rate ÷ the limit of the disk controller.
  public let shareOfController: TrendFigure

  /// The share of the disk that compaction takes on a healthy node.
  public static let usualShareOfDisk = 0.2...0.35
  /// The share of the controller's limit at which action is due.
  public static let controllerShare = 0.8
}

extension CompactionFigures {
  init(_ inputs: ResolvedInputs, _ work: CompactionDays) {
    let noBytes = inputs.missingCounter
    let baseline = work.series?.baseline
    let rate = baseline.map { $0 / 86_400 }
    let limit = inputs.throughputLimit.flatMap { setting in
      setting.samples.last?.value ?? setting.constant
    }
    self.rate = TrendFigure(rate, or: noBytes)
    let noLimit = limit == 0 ? "compaction is not limited" : "compaction's throughput limit is not known"
    self.limit = TrendFigure(limit.flatMap { $0 > 0 ? $0 : nil }, or: noLimit)
    shareOfLimit = Self.share(self.rate, self.limit)
    shareOfDisk = Self.shareOfDisk(inputs, work, or: noBytes)
    let flushed = inputs.node.flushes.reduce(0.0) { $0 + Double($1.flushes.bytes) }
    let written = inputs.node.ledger.reduce(0.0) { sum, row in
      sum + (row.sources.contains(.log) ? Double(row.bytesOut ?? 0) : 0)
    }
    writeAmplification = TrendFigure(
      flushed > 0 && written > 0 ? written / flushed : nil,
      or: "only the log tells how much was flushed, and nothing how much was ingested; "
        + "there are no flushes and compactions of a log")
    let controller = TrendFigure(
      inputs.given.controllerLimitBytesPerSecond.flatMap { $0 > 0 ? $0 : nil },
      or: "the limit of the disk controller is not configured")
    shareOfController = Self.share(self.rate, controller)
  }

  private static func share(_ part: TrendFigure, _ whole: TrendFigure) -> TrendFigure {
    guard let value = part.value else { return part }
    guard let all = whole.value else { return whole }
    return .known(value / all)
  }

  private static func shareOfDisk(
    _ inputs: ResolvedInputs, _ work: CompactionDays, or reason: String
  ) -> TrendFigure {
    guard let moved = work.movedPerDay else { return .unknown(reason) }
    if let given = inputs.given.diskThroughputBytesPerSecond, given > 0 {
      return .known(moved / 86_400 / given)
    }
    let store = inputs.node.samples
    var rates: [Double] = []
    for metric in [MetricName.diskReadBytesTotal, .diskWrittenBytesTotal] {
      var merge = PointMerge()
      for series in store.all(of: metric) {
        merge.add(ResolvedInputs.rates(of: RuleSeries(series.points)), +)
      }
      if let rate = merge.points.map(\.value).middle { rates.append(rate) }
    }
    let all = rates.reduce(0, +)
    return TrendFigure(
      rates.count == 2 && all > 0 ? moved / 86_400 / all : nil,
      or: "the disk's throughput is neither configured nor counted by diskstats")
  }
}

/// Bytes that compactions read and wrote, by day.
struct CompactionDays {
  /// Bytes read, one value for each whole day; nil when not in the capture.
  let series: TrendSeries?
  /// Bytes read and written in a day: the median. A counter gives only bytes read.
  let movedPerDay: Double?
  /// Their source: compactions that ended, or a counter.
  let source: String?

  init(_ inputs: ResolvedInputs) {
    let rows = inputs.node.ledger.compactMap { row -> (at: Instant, read: Double, written: Double)? in
      guard row.result == .done, let read = row.bytesIn else { return nil }
      // The row's own time where its zone is known; else its id, which is made in UTC.
      let end: Instant?
      if case .utc(let at)? = row.end { end = at } else { end = row.id.instant }
      return end.map { ($0, Double(read), Double(row.bytesOut ?? 0)) }
    }
    if rows.count > 1 {
      var byDay: [Int64: (read: Double, written: Double, count: Int)] = [:]
      for row in rows {
        let known = byDay[row.at.day] ?? (0, 0, 0)
        byDay[row.at.day] = (known.read + row.read, known.written + row.written, known.count + 1)
      }
      // The first and the last day are incomplete.
      let first = (rows.map(\.at.day).min() ?? 0) + 1
      let last = (rows.map(\.at.day).max() ?? 0) - 1
      let whole = byDay.filter { first <= $0.key && $0.key <= last }.sorted { $0.key < $1.key }
      let days = whole.map { day, sum in
        DailyMedian(day: day, time: Double(day) + 0.5, value: sum.read, samples: sum.count)
      }
      series = TrendSeries(.compacted, days: days)
      movedPerDay = whole.map { $0.value.read + $0.value.written }.middle
      source = "compactions that ended"
    } else if let compacted = inputs.compacted {
      let days = DailyMedian.all(of: compacted.rate.points.map { ($0.at, $0.value * 86_400) })
      series = TrendSeries(.compacted, days: days)
      // A counter has only bytes read.
      movedPerDay = series?.baseline
      source = compacted.source
    } else {
      (series, movedPerDay, source) = (nil, nil, nil)
    }
  }
}
