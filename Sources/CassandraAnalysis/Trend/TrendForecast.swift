// When a line passes a value: likely, earliest and latest.

public import CassandraModel

/// The date at which a series passes a limit.
public enum TrendDate: Sendable, Equatable {
  /// Passed at this instant.
  case passed(Instant)
  /// Expected; `latest` is nil when it may not be within ten years.
  case expected(Instant, earliest: Instant, latest: Instant?)
  /// Not within ten years at this growth; `earliest` when it may be within them.
  case notInSight(earliest: Instant?)

  /// The forecast horizon in days.
  static let horizon = 3653.0

  /// The instant by which dates are ordered; nil for a date that is not in sight.
  public var order: Instant? {
    switch self {
    case .passed(let at), .expected(let at, _, _): at
    case .notInSight: nil
    }
  }
}

/// A line into the future, under an assumption.
public struct TrendLine: Sendable, Equatable {
  /// The start, in days since 1970-01-01.
  public let start: Double
  /// The value at the start.
  public let level: Double
  /// The distance that a day may have from the line, in the unit of the series.
  public let levelError: Double
  /// Growth a day, in the unit of the series.
  public let perDay: Double
  /// The 99 % interval of the growth a day.
  public let band: ClosedRange<Double>

  /// The line of `fit` from its end on.
  public init(_ fit: TrendFit) {
    start = fit.span.upperBound
    level = fit.now
    // The level at the end turns with the slope around the middle of the last stretch; both errors are one
    // here. A series that has left the line may return to it.
    levelError = max(fit.levelError, fit.drift.magnitude)
    perDay = fit.perDay
    band = fit.band
  }

  /// A line from its parts.
  public init(
    start: Double, level: Double, levelError: Double, perDay: Double, band: ClosedRange<Double>
  ) {
    self.start = start
    self.level = level
    self.levelError = levelError
    self.perDay = perDay
    self.band = band
  }

  /// The same line, with `factor` times its level, `growth` times its growth, and `offset` added to the
  /// level.
  public func scaled(level factor: Double, growth: Double, offset: Double = 0) -> TrendLine {
    let ends = [band.lowerBound * growth, band.upperBound * growth]
    return TrendLine(
      start: start, level: level * factor + offset, levelError: levelError * factor.magnitude,
      perDay: perDay * growth, band: (ends.min() ?? 0)...(ends.max() ?? 0))
  }

  /// The sum of two lines that begin at the same time; their errors add up.
  public func plus(_ other: TrendLine) -> TrendLine {
    TrendLine(
      start: start, level: level + other.level + other.perDay * (start - other.start),
      levelError: levelError + other.levelError, perDay: perDay + other.perDay,
      band: (band.lowerBound + other.band.lowerBound)...(band.upperBound + other.band.upperBound))
  }

  /// When it passes `limit` upwards. `fit` gives the date of a limit that was passed; nil outside the range
  /// of the calendar.
  public func date(of limit: Double, fit: TrendFit? = nil) -> TrendDate {
    if level >= limit { return .passed(passed(limit, fit)) }
    let days = { (distance: Double, slope: Double) -> Double? in
      slope > 0 && distance / slope <= TrendDate.horizon ? max(0, distance / slope) : nil
    }
    let at = { (days: Double?) -> Instant? in days.flatMap { Instant(days: start + $0) } }
    let earliest = at(days(limit - level - levelError, band.upperBound))
    guard let likely = at(days(limit - level, perDay)) else { return .notInSight(earliest: earliest) }
    return .expected(
      likely, earliest: earliest ?? likely, latest: at(days(limit - level + levelError, band.lowerBound)))
  }

  private func passed(_ limit: Double, _ fit: TrendFit?) -> Instant {
    let end = Instant(days: start) ?? Instant(milliseconds: 0)
    guard let fit else { return end }
    // Backwards over the stretches: it was passed in the first stretch after which it stayed above.
    var until = fit.span.upperBound
    for level in fit.levels.reversed() {
      let begin = max(level.from, fit.span.lowerBound)
      let (low, high) = (fit.value(at: begin), level.level + fit.perDay * (until - fit.pivot))
      if high < limit { return Instant(days: until) ?? end }
      if low < limit, fit.perDay > 0 { return Instant(days: begin + (limit - low) / fit.perDay) ?? end }
      until = begin
    }
    return Instant(days: until) ?? end
  }
}
