// Samples by day: one median for each day in UTC, so that a day of many samples weighs no more than one of few, and one
// sample that is off does not move its day.

public import CassandraModel

/// The middle of one day's samples.
public struct DailyMedian: Sendable, Equatable {
  /// Days since 1970-01-01 in UTC.
  public let day: Int64
  /// When, in days since 1970-01-01: the median of the samples' instants.
  public let time: Double
  /// The median of the samples, of two in the middle their mean.
  public let value: Double
  /// How many samples the day has.
  public let samples: Int
}

extension DailyMedian {
  /// Beyond this, differences and their squares would not be numbers any more.
  static let valueLimit = 1e100

  /// The medians of `values` by day, in order. The order of `values` and copies of one of them change nothing but its
  /// weight; what is no number, or larger than anything that is measured, is left out.
  public static func all(of values: [(at: Instant, value: Double)]) -> [DailyMedian] {
    var sound = values.filter { $0.value.magnitude < valueLimit }
    // Stores have them in order; within a day no order matters.
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
  /// Days since 1970-01-01 in UTC, whole ones.
  package var day: Int64 { milliseconds.quotientAndRemainder(flooringBy: 86_400_000).quotient }

  /// Days since 1970-01-01 in UTC, with their fraction.
  package var days: Double { Double(milliseconds) / 86_400_000 }

  /// The instant `days` after 1970-01-01; nil for what no calendar here reaches.
  package init?(days: Double) {
    // The year 9999 ends before this day.
    guard days.isFinite, days.magnitude < 2_932_896 else { return nil }
    self.init(milliseconds: Int64((days * 86_400_000).rounded()))
  }
}

extension [Double] {
  /// The middle value; of two the mean of both, so that turning the signs turns the result. nil for none.
  package var middle: Double? {
    guard !isEmpty else { return nil }
    var copy = self
    let upper = copy.select(count / 2)
    guard count % 2 == 0 else { return upper }
    let lower = copy[..<(count / 2)].max() ?? upper
    return lower + (upper - lower) / 2
  }

  /// The median distance from the median, as the standard deviation of a normal distribution that has it; nil for none.
  package var deviation: Double? {
    middle.flatMap { middle in map { ($0 - middle).magnitude }.middle.map { $0 * 1.4826 } }
  }
}
