// Samples by day: one median for each day in UTC, so that a day of many samples weighs no more than one of
// few, and a single outlier does not move its day.

public import CassandraModel

/// The median of one day's samples.
public struct DailyMedian: Sendable, Equatable {
  /// Days since 1970-01-01 in UTC.
  public let day: Int64
  /// The median of the samples' instants, in days since 1970-01-01.
  public let time: Double
  /// The median of the samples; the mean of the two middle ones of an even number.
  public let value: Double
  /// Number of samples of the day.
  public let samples: Int
}

extension DailyMedian {
  /// Beyond this, differences and their squares would overflow.
  static let valueLimit = 1e100

  /// The medians of `values` by day, in order. The order of `values` does not matter, and copies of a value
  /// only add weight; NaN, and numbers larger than any measurement, are left out.
  public static func all(of values: [(at: Instant, value: Double)]) -> [DailyMedian] {
    var sound = values.filter { $0.value.magnitude < valueLimit }
    // Stores have them in order; the order within a day does not matter.
    if !zip(sound, sound.dropFirst()).allSatisfy({ $0.at <= $1.at }) { sound.sort { $0.at < $1.at } }
    var medians: [DailyMedian] = []
    var start = 0
    while start < sound.count {
      let day = sound[start].at.day
      var end = start
      while end < sound.count, sound[end].at.day == day { end += 1 }
      let own = sound[start..<end]
      if let time = own.map(\.at.days).middle, let value = own.map(\.value).middle {
        medians.append(DailyMedian(day: day, time: time, value: value, samples: own.count))
      }
      start = end
    }
    return medians
  }
}

extension Instant {
  /// Whole days since 1970-01-01 in UTC.
  package var day: Int64 { milliseconds.quotientAndRemainder(flooringBy: 86_400_000).quotient }

  /// Days since 1970-01-01 in UTC, with their fraction.
  package var days: Double { Double(milliseconds) / 86_400_000 }

  /// The instant `days` after 1970-01-01; nil outside the range of the calendar.
  package init?(days: Double) {
    // The year 9999 ends before this day.
    guard days.isFinite, days.magnitude < 2_932_896 else { return nil }
    self.init(milliseconds: Int64((days * 86_400_000).rounded()))
  }
}

extension [Double] {
  /// The median; of two middle values their mean, so that it is symmetric in sign. nil for none.
  package var middle: Double? {
    guard !isEmpty else { return nil }
    var copy = self
    let upper = copy.select(count / 2)
    guard count % 2 == 0 else { return upper }
    let lower = copy[..<(count / 2)].max() ?? upper
    return lower + (upper - lower) / 2
  }

  /// The median distance from the median, as the standard deviation of a normal distribution with it; nil for
  /// no values.
  package var deviation: Double? {
    middle.flatMap { middle in map { ($0 - middle).magnitude }.middle.map { $0 * 1.4826 } }
  }
}
