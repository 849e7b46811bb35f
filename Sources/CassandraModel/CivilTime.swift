// Dates in the Gregorian calendar, from and to milliseconds. Plain integer arithmetic keeps formatters,
// locales and zones out of reports. (Days-from-civil arithmetic on 400-year eras.)

/// A date and time of day on an unspecified clock, without a zone.
public struct CivilTime: Hashable, Sendable {
  /// Year, for example 2026.
  public var year: Int
  /// Month, 1 to 12.
  public var month: Int
  /// Day of the month, from 1.
  public var day: Int
  /// Hour, 0 to 23.
  public var hour: Int
  /// Minute, 0 to 59.
  public var minute: Int
  /// Second, 0 to 59 (60 in a leap second).
  public var second: Int
  /// Millisecond, 0 to 999.
  public var millisecond: Int

  /// A time from its fields; nil if there is no such date or time of day (30 February, 24:00).
  public init?(
    year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0, millisecond: Int = 0
  ) {
    guard (1...9999).contains(year), (1...12).contains(month),
      day >= 1, day <= CivilTime.days(inMonth: month, of: year),
      (0...23).contains(hour), (0...59).contains(minute), (0...60).contains(second),
      (0...999).contains(millisecond)
    else { return nil }
    self.year = year
    self.month = month
    self.day = day
    self.hour = hour
    self.minute = minute
    self.second = second
    self.millisecond = millisecond
  }

  /// The date and time of day at `milliseconds` since 1970-01-01.
  public init(milliseconds: Int64) {
    let (days, rest) = milliseconds.quotientAndRemainder(flooringBy: 86_400_000)
    let shifted = days + 719_468
    let (era, dayOfEra) = shifted.quotientAndRemainder(flooringBy: 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = Int(shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9)
    self.year = Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0)
    self.month = month
    self.day = Int(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    self.hour = Int(rest / 3_600_000)
    self.minute = Int(rest / 60_000 % 60)
    self.second = Int(rest / 1000 % 60)
    self.millisecond = Int(rest % 1000)
  }

  /// Milliseconds since 1970-01-01 00:00 on the same clock.
  public var milliseconds: Int64 {
    let days = CivilTime.daysSinceEpoch(year: year, month: month, day: day)
    let seconds = days * 86_400 + Int64(hour) * 3600 + Int64(minute) * 60 + Int64(second)
    return seconds * 1000 + Int64(millisecond)
  }

  /// Days from 1970-01-01 to the given date. The date must exist.
  public static func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int64 {
    let shiftedYear = Int64(month <= 2 ? year - 1 : year)
    let (era, yearOfEra) = shiftedYear.quotientAndRemainder(flooringBy: 400)
    let shiftedMonth = Int64(month > 2 ? month - 3 : month + 9)
    let dayOfYear = (153 * shiftedMonth + 2) / 5 + Int64(day) - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// The number of days in a month.
  public static func days(inMonth month: Int, of year: Int) -> Int {
    switch month {
    case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  func text(separator: String) -> String {
    fourDigits(year) + "-" + twoDigits(Int64(month)) + "-" + twoDigits(Int64(day)) + separator
      + twoDigits(Int64(hour)) + ":" + twoDigits(Int64(minute)) + ":" + twoDigits(Int64(second))
      + "." + threeDigits(millisecond)
  }
}

extension Int64 {
  package func quotientAndRemainder(flooringBy divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}

func twoDigits(_ value: Int64) -> String { (value < 10 ? "0" : "") + String(value) }

private func threeDigits(_ value: Int) -> String {
  (value < 100 ? "0" : "") + (value < 10 ? "0" : "") + String(value)
}

private func fourDigits(_ value: Int) -> String {
  String(repeating: "0", count: max(0, 4 - String(value).count)) + String(value)
}
