// A line through daily medians that neither steps nor outliers bend: Theil and Sen's slope over pairs of days that no
// step lies between, with Sen's band from Kendall's variance.

public import CassandraModel

/// A change of level from one day to the next that stayed.
public struct LevelShift: Sendable, Equatable {
  /// The first instant after it: noon is not known better than the day.
  public let at: Instant
  /// How much higher the level is afterwards, in the unit of the values.
  public let size: Double
}

/// Where a series goes.
public struct TrendFit: Sendable, Equatable {
  /// What it grows a day.
  public let perDay: Double
  /// Least and most that it grows a day, in 99 of 100 cases.
  public let band: ClosedRange<Double>
  /// Steps, in order.
  public let shifts: [LevelShift]
  /// What a day differs from the line, as a standard deviation.
  public let noise: Double
  /// What each weekday adds, Monday first; nil where no weekly pattern was told from noise.
  public let weekly: [Double]?
  /// Days with samples.
  public let days: Int
  /// The first and the last median, in days since 1970-01-01.
  public let span: ClosedRange<Double>
  /// The line between two steps: from which time on, and its value at time 0 of `pivot`.
  let levels: [(from: Double, level: Double)]
  /// The middle of the last stretch without step: what the line turns around when the slope does.
  let pivot: Double
  /// The last stretch's number of days.
  let lastDays: Int
  /// How far the last days lie off the line, where all of them lie on one side of it by more than noise: the series has
  /// left the line, and goes on from where it is. 0 elsewhere.
  let drift: Double

  /// Equal in all that is told of them.
  public static func == (a: TrendFit, b: TrendFit) -> Bool {
    a.perDay == b.perDay && a.band == b.band && a.shifts == b.shifts && a.noise == b.noise
      && a.weekly == b.weekly && a.days == b.days && a.span == b.span
  }

  /// The line at `time`, in days since 1970-01-01; beyond the last step it goes on.
  public func value(at time: Double) -> Double {
    let level = levels.last { $0.from <= time } ?? levels.first
    return (level?.level ?? 0) + perDay * (time - pivot)
  }

  /// What its weekday adds at `time`.
  func season(at time: Double) -> Double {
    guard let weekly else { return 0 }
    return weekly[Weekday.of(Int64(time.rounded(.down)))]
  }

  /// Its level at the end: that of the line, or of the last days where they have left it.
  public var now: Double { value(at: span.upperBound) + drift }

  /// How far a day may be off the line that goes on, in 99 of 100 cases: its own noise and that of the level.
  public var levelError: Double {
    TrendEstimate.bandWidth * noise * (1 + 1.57 / Double(max(1, lastDays))).squareRoot()
  }
}

/// A trend, or why there is none.
public enum TrendResult: Sendable, Equatable {
  /// Enough was seen.
  case fit(TrendFit)
  /// Too little was seen: days with samples, days from the first to the last, and how many more are needed.
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
