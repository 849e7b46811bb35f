// When a line passes a value: likely, earliest and latest.

public import CassandraModel

/// When something passes a limit.
public enum TrendDate: Sendable, Equatable {
  /// It did, at this instant.
  case passed(Instant)
  /// It will; `latest` is nil when it may not within ten years.
  case expected(Instant, earliest: Instant, latest: Instant?)
  /// Not within ten years as it goes on; `earliest` when it may all the same.
  case notInSight(earliest: Instant?)

  /// Days that are looked ahead.
  static let horizon = 3653.0

  /// The instant by which dates are ordered; nil for what is not in sight.
  public var order: Instant? {
    switch self {
    case .passed(let at), .expected(let at, _, _): at
    case .notInSight: nil
    }
  }
}

/// A line into the future, with what is assumed of it.
public struct TrendLine: Sendable, Equatable {
  /// When it begins, in days since 1970-01-01.
  public let start: Double
  /// Its value there.
  public let level: Double
  /// How far a day may be off it.
  public let levelError: Double
  /// What it grows a day.
  public let perDay: Double
  /// Least and most that it grows a day.
  public let band: ClosedRange<Double>

  /// The line of `fit` from its end on.
  public init(_ fit: TrendFit) {
    start = fit.span.upperBound
    level = fit.now
    // The level at the end turns with the slope around the middle of the last stretch; both errors are one here.
    // What has left the line once may come back to it.
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

  /// The same line, with `factor` times what is there and what it grows, and `offset` more there.
  public func scaled(level factor: Double, growth: Double, offset: Double = 0) -> TrendLine {
    let ends = [band.lowerBound * growth, band.upperBound * growth]
    return TrendLine(
      start: start, level: level * factor + offset, levelError: levelError * factor.magnitude,
      perDay: perDay * growth, band: (ends.min() ?? 0)...(ends.max() ?? 0))
  }

  /// The sum of two lines that begin at the same time, each as far off as it may be.
  public func plus(_ other: TrendLine) -> TrendLine {
    TrendLine(
      start: start, level: level + other.level + other.perDay * (start - other.start),
      levelError: levelError + other.levelError, perDay: perDay + other.perDay,
      band: (band.lowerBound + other.band.lowerBound)...(band.upperBound + other.band.upperBound))
  }

  /// When it passes `limit` upwards. `fit` tells when it did, where it has; nil where no calendar reaches.
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
    // Backwards over the stretches: it was passed in the first from whose end on it stayed above.
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
