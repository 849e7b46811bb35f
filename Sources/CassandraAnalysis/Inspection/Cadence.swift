// The interval between samples, and gaps in the samples.

public import CassandraModel

/// A stretch of time without a sample.
public struct SamplingGap: Hashable, Sendable {
  /// The last sample before it.
  public let from: Instant
  /// The first sample after it.
  public let to: Instant
  /// Runs in it that failed.
  public let failed: Int

  /// Length of the gap.
  public var length: TimeSpan {
    TimeSpan(milliseconds: to.milliseconds.subtractingReportingOverflow(from.milliseconds).partialValue)
  }
}

/// The intervals between samples.
public struct Cadence: Sendable, Equatable {
  /// The first sample; nil without a sample that has a time.
  public let first: Instant?
  /// The last sample; nil without a sample that has a time.
  public let last: Instant?
  /// The median of the intervals between samples at different instants (the lower of two middle ones); nil
  /// with fewer than two instants.
  public let median: TimeSpan?
  /// The longest gaps, in the order of time.
  public let gaps: [SamplingGap]
  /// Number of gaps, including those that are not listed.
  public let gapCount: Int

  /// The shortest gap, however short the interval is: five minutes.
  public static let shortestGap = TimeSpan.seconds(300)
  /// A gap is longer than this many median intervals: for a command that runs once a day, an hour without a
  /// sample is normal.
  public static let mediansToAGap: Int64 = 3
  /// Limit on the gaps that are listed.
  public static let gapLimit = 100

  /// The intervals between the samples with output.
  public init(_ times: PollTimes) {
    let instants = times.answered.sorted()
    first = instants.first.map { Instant(milliseconds: $0) }
    last = instants.last.map { Instant(milliseconds: $0) }
    let intervals = zip(instants, instants.dropFirst()).map {
      $1.subtractingReportingOverflow($0).partialValue
    }
    let positive = intervals.filter { $0 > 0 }.sorted()
    let middle = positive.isEmpty ? nil : positive[(positive.count - 1) / 2]
    median = middle.map { TimeSpan(milliseconds: $0) }
    let limit = max(
      Cadence.shortestGap.milliseconds,
      (middle ?? 0).multipliedReportingOverflow(by: Cadence.mediansToAGap).partialValue)
    let failures = times.failed.sorted()
    var found: [SamplingGap] = []
    for (i, interval) in intervals.enumerated() where interval > limit {
      let failed = Cadence.count(of: failures, after: instants[i], before: instants[i + 1])
      found.append(
        SamplingGap(
          from: Instant(milliseconds: instants[i]), to: Instant(milliseconds: instants[i + 1]),
          failed: failed))
    }
    gapCount = found.count
    gaps = found.sorted { $0.length != $1.length ? $0.length > $1.length : $0.from < $1.from }
      .prefix(Cadence.gapLimit).sorted { $0.from < $1.from }
  }

  /// The number of values in `ordered` between the two.
  private static func count(of ordered: [Int64], after low: Int64, before high: Int64) -> Int {
    place(in: ordered) { $0 < high } - place(in: ordered) { $0 <= low }
  }

  /// The first place in `ordered` whose element is not before.
  private static func place(in ordered: [Int64], _ isBefore: (Int64) -> Bool) -> Int {
    var (low, high) = (0, ordered.count)
    while low < high {
      let middle = low + (high - low) / 2
      if isBefore(ordered[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
