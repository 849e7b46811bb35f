// A line through daily medians that neither steps nor outliers bend: Theil and Sen's slope over pairs of days that no
// step lies between, with Sen's band from Kendall's variance.

public import CassandraModel

/// A lasting change of level from one day to the next.
public struct LevelShift: Sendable, Equatable {
  /// The first day after it: the time of day is not known.
  public let at: Instant
  /// The change of level, in the unit of the values.
  public let size: Double
}

/// A fitted trend.
public struct TrendFit: Sendable, Equatable {
  /// Growth a day, in the unit of the series.
  public let perDay: Double
  /// The 99 % interval of the growth a day.
  public let band: ClosedRange<Double>
  /// Steps, in order.
  public let shifts: [LevelShift]
  /// Standard deviation of a day from the line.
  public let noise: Double
  /// The offset of each weekday, Monday first; nil where a weekly pattern could be noise.
  public let weekly: [Double]?
  /// Days with samples.
  public let days: Int
  /// The first and the last median, in days since 1970-01-01.
  public let span: ClosedRange<Double>
  /// The line between two steps: its start, and its value at time 0 of `pivot`.
  let levels: [(from: Double, level: Double)]
  /// The middle of the last stretch without step: the pivot of the line when the slope changes.
  let pivot: Double
  /// Number of days in the last stretch.
  let lastDays: Int
  /// The distance of the last days from the line, where all of them lie on one side of it by more than noise:
  /// the series has left the line, and continues from its own level. 0 elsewhere.
  let drift: Double

  /// Equal in all stored public properties.
  public static func == (a: TrendFit, b: TrendFit) -> Bool {
    a.perDay == b.perDay && a.band == b.band && a.shifts == b.shifts && a.noise == b.noise
      && a.weekly == b.weekly && a.days == b.days && a.span == b.span
  }

  /// The line at `time`, in days since 1970-01-01; it continues beyond the last step.
  public func value(at time: Double) -> Double {
    let level = levels.last { $0.from <= time } ?? levels.first
    return (level?.level ?? 0) + perDay * (time - pivot)
  }

  /// The offset of the weekday at `time`.
  func season(at time: Double) -> Double {
    guard let weekly else { return 0 }
    return weekly[Weekday.of(Int64(time.rounded(.down)))]
  }

  /// The level at the end: of the line, or of the last days where they have left it.
  public var now: Double { value(at: span.upperBound) + drift }

  /// The distance of a day from the continued line, in 99 of 100 cases: its own noise and that of the level.
  public var levelError: Double {
    TrendEstimate.bandWidth * noise * (1 + 1.57 / Double(max(1, lastDays))).squareRoot()
  }
}

/// A trend, or the reason for its absence.
public enum TrendResult: Sendable, Equatable {
  /// The fit.
  case fit(TrendFit)
  /// Too few samples: days with samples, days from the first to the last, and the number of days still
  /// needed.
  case tooLittle(days: Int, span: Double, needed: Int)

  /// The trend; nil without one.
  public var fit: TrendFit? { if case .fit(let fit) = self { fit } else { nil } }

  /// Days with samples that a trend needs.
  public static let leastDays = 5
  /// Days from first to last that a trend needs.
  public static let leastSpan = 6.0
}

/// Days of the week.
enum Weekday {
  /// The weekday of a day since 1970-01-01, a Thursday; Monday is 0.
  static func of(_ day: Int64) -> Int { Int((day + 3).quotientAndRemainder(flooringBy: 7).remainder) }
}

extension TrendResult {
  /// The trend of daily medians, which are in the order of time.
  public init(_ medians: [DailyMedian]) {
    let span = (medians.last?.time ?? 0) - (medians.first?.time ?? 0)
    guard medians.count >= TrendResult.leastDays, span >= TrendResult.leastSpan else {
      let missing = max(
        Double(TrendResult.leastDays - medians.count), (TrendResult.leastSpan - span).rounded(.up))
      self = .tooLittle(days: medians.count, span: span, needed: max(1, Int(min(missing, 100))))
      return
    }
    self = .fit(TrendEstimate(medians).fit)
  }
}
