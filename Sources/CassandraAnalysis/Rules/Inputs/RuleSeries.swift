// A series as input of rules: its points, the maximum age of a sample, and cursors that only move forward, so
// that a rule costs a few steps a sample.

public import CassandraModel

/// A series for rules, captured or derived.
public struct RuleSeries: Sendable {
  /// In ascending order of time.
  public let points: [SamplePoint]
  /// A sample older than this proves nothing; a longer gap ends the state before it.
  public let maximumGap: TimeSpan
  /// The median interval between neighbours; nil for fewer than two points.
  public let medianInterval: TimeSpan?

  /// A series of `points`, with the maximum gap for their median interval.
  init(_ points: [SamplePoint]) {
    self.points = points
    medianInterval = SampleSeries.medianInterval(of: points)
    maximumGap = SampleSeries.maximumGap(for: medianInterval)
  }

  /// Points derived from samples of `other`, with its interval: a missing point is a gap, and the interval
  /// stays.
  init(_ points: [SamplePoint], like other: RuleSeries) {
    self.points = points
    medianInterval = other.medianInterval
    maximumGap = other.maximumGap
  }

  /// Points that hold until the next one: a setting, or a state that the log records completely.
  init(steps points: [SamplePoint]) {
    self.points = points
    medianInterval = nil
    maximumGap = TimeSpan(milliseconds: .max)
  }

  package init?(_ series: SampleSeries?) {
    guard let series, !series.points.isEmpty else { return nil }
    self.init(series.points)
  }
}

/// A cursor on a series, forward only.
struct RuleCursor {
  private let points: [SamplePoint]
  private let age: Int64
  private var next = 0

  init(_ series: RuleSeries) {
    points = series.points
    age = series.maximumGap.milliseconds
  }

  /// The last point at `instant` or before it that is not too old; nil without one. Instants never fall.
  @inline(__always)
  mutating func point(at instant: Instant) -> SamplePoint? {
    while next < points.count, points[next].at <= instant { next += 1 }
    guard next > 0 else { return nil }
    let point = points[next - 1]
    return instant.milliseconds &- point.at.milliseconds <= age ? point : nil
  }
}

/// Spans of time that do not overlap, in order; a cursor on them moves forward only.
struct RuleSpans {
  private(set) var spans: [ClosedRange<Instant>]
  private var next = 0

  /// `spans` in any order; overlapping and adjacent ones are merged.
  init(_ spans: [ClosedRange<Instant>]) {
    var merged: [ClosedRange<Instant>] = []
    for span in spans.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = merged.last, span.lowerBound <= last.upperBound {
        merged[merged.count - 1] = last.lowerBound...max(last.upperBound, span.upperBound)
      } else {
        merged.append(span)
      }
    }
    self.spans = merged
  }

  /// True when `instant` lies in one of them. Instants never fall.
  mutating func contains(_ instant: Instant) -> Bool {
    while next < spans.count, spans[next].upperBound < instant { next += 1 }
    return next < spans.count && spans[next].lowerBound <= instant
  }
}

extension SampleSeries {
  static func medianInterval(of points: [SamplePoint]) -> TimeSpan? {
    guard points.count > 1 else { return nil }
    var intervals = [Int64]()
    intervals.reserveCapacity(points.count - 1)
    for index in 1..<points.count {
      intervals.append(points[index].at.milliseconds &- points[index - 1].at.milliseconds)
    }
    return TimeSpan(milliseconds: intervals.select((intervals.count - 1) / 2))
  }

  static func maximumGap(for median: TimeSpan?) -> TimeSpan {
    let (threefold, overflow) = (median?.milliseconds ?? 0).multipliedReportingOverflow(by: 3)
    return max(.seconds(300), TimeSpan(milliseconds: overflow ? .max : threefold))
  }
}

extension [Double] {
  /// The smallest value that at least `quantile` of them do not exceed; nil for none.
  func quantile(_ quantile: Double) -> Double? {
    guard !isEmpty else { return nil }
    var copy = self
    let rank = (Double(count) * quantile).rounded(.up) - 1
    return copy.select(Int(Swift.max(0, Swift.min(Double(count - 1), rank))))
  }

  /// The middle value, of two the lower; nil for none.
  var median: Double? {
    guard !isEmpty else { return nil }
    var copy = self
    return copy.select((count - 1) / 2)
  }
}

extension Array where Element: Comparable {
  /// The element at `rank` in sorted order; it reorders the array. Linear: pivots are spread over the array,
  /// so that no order of input is quadratic.
  mutating func select(_ rank: Int) -> Element {
    var (low, high) = (0, count - 1)
    var seed: UInt64 = 0x9E37_79B9_7F4A_7C15
    while low < high {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let pivot = self[low + Int((seed >> 33) % UInt64(high - low + 1))]
      var (left, right) = (low, high)
      while left <= right {
        while self[left] < pivot { left += 1 }
        while pivot < self[right] { right -= 1 }
        if left <= right {
          swapAt(left, right)
          left += 1
          right -= 1
        }
      }
      if rank <= right { high = right } else if rank >= left { low = left } else { return self[rank] }
    }
    return self[rank]
  }
}
