// How often something was sampled, and when it was not although it should have been.

public import CassandraModel

/// A stretch of time without a sample.
public struct SamplingGap: Hashable, Sendable {
  /// The last sample before it.
  public let from: Instant
  /// The first sample after it.
  public let to: Instant
  /// Polls in it that were made and failed.
  public let failed: Int

  /// How long it was.
  public var length: TimeSpan {
    TimeSpan(milliseconds: to.milliseconds.subtractingReportingOverflow(from.milliseconds).partialValue)
  }
}

/// The rhythm of samples.
public struct Cadence: Sendable, Equatable {
  /// The first sample; nil when none is dated.
  public let first: Instant?
  /// The last sample; nil when none is dated.
  public let last: Instant?
  /// The median of the intervals between samples at different instants (of an even number the lower one); nil
  /// with fewer than two instants.
  public let median: TimeSpan?
  /// The longest gaps, in the order of time.
  public let gaps: [SamplingGap]
  /// How many gaps there are, those that are not listed included.
  public let gapCount: Int

  /// A gap is longer than this, however fast the rhythm is: five minutes.
  public static let shortestGap = TimeSpan.seconds(300)
  /// A gap is longer than this many median intervals: of a command that is asked once a day, an hour without a
  /// sample says nothing.
  public static let mediansToAGap: Int64 = 3
  /// So many gaps are listed.
  public static let gapLimit = 100

  /// The rhythm of the polls that gave output.
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

  /// How many of `ordered` lie between the two.
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
