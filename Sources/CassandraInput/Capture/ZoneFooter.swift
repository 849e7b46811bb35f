// The rule at the end of a TZif file: POSIX.1-2024, 8.3 "TZ", with the longer times of RFC 9636, 3.3.1. For
// example `CET-1CEST,M3.5.0,M10.5.0/3`: note that offsets there count west.

import CassandraModel

/// The yearly changes of a region's clocks.
struct ZoneFooter {
  /// A day of the year and a time on it.
  private struct Date {
    enum Day {
      /// Day 1 to 365; 29 February is never counted.
      case julian(Int)
      /// Day 0 to 365; 29 February is counted.
      case ordinal(Int)
      /// Week 1 to 5 (5 is the last), day 0 (Sunday) to 6 of a month.
      case weekday(Int, week: Int, month: Int)
    }
    let day: Day
    /// Seconds after midnight; negative and more than a day are possible.
    let seconds: Int64
  }

  private let standard: UTCOffset
  private let summer: (offset: UTCOffset, start: Date, end: Date)?

  /// Reads the text of a rule; nil if it is not one.
  init?(_ text: some Sequence<UInt8>) {
    var scanner = Scanner(bytes: Array(text))
    guard scanner.name(), let west = scanner.time(hours: 24) else { return nil }
    standard = UTCOffset(seconds: -west)
    guard !scanner.isAtEnd else {
      summer = nil
      return
    }
    guard scanner.name() else { return nil }
    var offset = UTCOffset(seconds: standard.seconds + 3600)
    if scanner.peek != UInt8(ascii: ",") {
      guard let west = scanner.time(hours: 24) else { return nil }
      offset = UTCOffset(seconds: -west)
    }
    guard let start = scanner.date(), let end = scanner.date(), scanner.isAtEnd else { return nil }
    summer = (offset, start, end)
  }

  /// The changes of `year`, in ascending order; of two at one instant the start of summer time is the last.
  func transitions(in year: Int) -> [ZoneFile.Transition] {
    guard let summer else { return [] }
    let start = ZoneFile.Transition(
      at: ZoneFooter.local(summer.start, in: year).instant(at: standard), offset: summer.offset)
    let end = ZoneFile.Transition(
      at: ZoneFooter.local(summer.end, in: year).instant(at: summer.offset), offset: standard)
    return start.at < end.at ? [start, end] : [end, start]
  }

  private static func local(_ date: Date, in year: Int) -> LocalTime {
    let january = CivilTime.daysSinceEpoch(year: year, month: 1, day: 1)
    let day: Int64
    switch date.day {
    case .ordinal(let ordinal): day = january + Int64(ordinal)
    case .julian(let julian):
      let isPastLeapDay = julian >= 60 && CivilTime.days(inMonth: 2, of: year) == 29
      day = january + Int64(julian - 1) + (isPastLeapDay ? 1 : 0)
    case .weekday(let weekday, let week, let month):
      let first = CivilTime.daysSinceEpoch(year: year, month: month, day: 1)
      // 1970-01-01 was a Thursday, day 4.
      let firstWeekday = Int((first % 7 + 7 + 4) % 7)
      var dayOfMonth = (weekday - firstWeekday + 7) % 7 + 7 * (week - 1)
      if dayOfMonth >= CivilTime.days(inMonth: month, of: year) { dayOfMonth -= 7 }
      day = first + Int64(dayOfMonth)
    }
    return LocalTime(milliseconds: (day * 86_400 + date.seconds) * 1000)
  }

  /// Reads the parts of a rule one after the other; every method returns nil or false on bad text.
  private struct Scanner {
    let bytes: [UInt8]
    private var next = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { next == bytes.count }
    var peek: UInt8? { next < bytes.count ? bytes[next] : nil }

    mutating func take(_ byte: UInt8) -> Bool {
      guard peek == byte else { return false }
      next += 1
      return true
    }

    /// `CET`, or any text in angle brackets: `<+03>`.
    mutating func name() -> Bool {
      if take(UInt8(ascii: "<")) {
        guard let end = bytes[next...].firstIndex(of: UInt8(ascii: ">")) else { return false }
        next = end + 1
        return true
      }
      let start = next
      while let byte = peek, (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte & ~0x20) { next += 1 }
      return next - start >= 3
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int? {
      var value: Int?
      while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
        let digits = (value ?? 0) * 10 + Int(byte - UInt8(ascii: "0"))
        guard digits <= range.upperBound else { return nil }
        value = digits
        next += 1
      }
      guard let value, range.contains(value) else { return nil }
      return value
    }

    /// `[+-]hh[:mm[:ss]]` in seconds.
    mutating func time(hours: Int) -> Int64? {
      let isNegative = take(UInt8(ascii: "-"))
      if !isNegative { _ = take(UInt8(ascii: "+")) }
      guard let hour = number(0...hours) else { return nil }
      var seconds = hour * 3600
      for unit in [60, 1] where take(UInt8(ascii: ":")) {
        guard let part = number(0...59) else { return nil }
        seconds += part * unit
      }
      return Int64(isNegative ? -seconds : seconds)
    }

    /// `,M3.5.0/2`, `,J60`, `,59/-1:30`.
    mutating func date() -> Date? {
      guard take(UInt8(ascii: ",")) else { return nil }
      let day: Date.Day
      if take(UInt8(ascii: "M")) {
        guard let month = number(1...12), take(UInt8(ascii: ".")), let week = number(1...5),
          take(UInt8(ascii: ".")), let weekday = number(0...6)
        else { return nil }
        day = .weekday(weekday, week: week, month: month)
      } else if take(UInt8(ascii: "J")) {
        guard let julian = number(1...365) else { return nil }
        day = .julian(julian)
      } else {
        guard let ordinal = number(0...365) else { return nil }
        day = .ordinal(ordinal)
      }
      guard take(UInt8(ascii: "/")) else { return Date(day: day, seconds: 7200) }
      guard let seconds = time(hours: 167) else { return nil }
      return Date(day: day, seconds: seconds)
    }
  }
}
