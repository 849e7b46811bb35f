// The time in a record's head, in the forms of all layouts:
//
//   2021-06-14 11:20:01,117   2021-06-14T11:20:01.117Z   2021/06/14 11:20:01   20210614 11:20:01.117   11:20:01,117
//   14 Jun 2021 11:20:01,117  Jun 14, 2021 11:20:01      14/06/2021 11:20:01   21/06/14 11:20:01       1623669601117
//
// Sources: logback DateConverter (`ISO8601`, `STRICT`, `SimpleDateFormat` patterns), log4j 1.2
// `ISO8601DateFormat`, `AbsoluteTimeDateFormat` and `DateTimeDateFormat`. Days that do not exist are
// rejected.

import CassandraModel

/// A time of day, and the written part of its date.
struct HeadTime {
  /// The written part of the date.
  enum Day: Hashable {
    /// Milliseconds from 1970-01-01 to the start of the day.
    case full(Int64)
    /// A day without its year.
    case ofYear(month: Int, day: Int)
    case none
  }

  var day: Day
  /// Milliseconds since midnight.
  var milliseconds: Int64
  /// The offset from UTC, if it is written.
  var offset: UTCOffset?
  /// The index after its last byte.
  var end: Int

  /// The time that begins at `start`; nil if there is none.
  init?(_ bytes: Span<UInt8>, at start: Int, before limit: Int) {
    guard start < limit else { return nil }
    self.init(day: .none, milliseconds: 0, offset: nil, end: start)
    let first = bytes[start]
    if digit(first) != nil {
      if takeEpoch(bytes, start, limit) { return }
      if let (day, end) = HeadTime.numericDay(bytes, start, limit) ?? HeadTime.day(bytes, start, limit) {
        guard takeClock(bytes, HeadTime.behindDay(bytes, end, limit), limit) else { return nil }
        self.day = day
        return
      }
      guard takeClock(bytes, start, limit) else { return nil }
    } else {
      guard let (day, end) = HeadTime.namedDay(bytes, start, limit),
        takeClock(bytes, HeadTime.behindDay(bytes, end, limit), limit)
      else { return nil }
      self.day = day
    }
  }

  private init(day: Day, milliseconds: Int64, offset: UTCOffset?, end: Int) {
    self.day = day
    self.milliseconds = milliseconds
    self.offset = offset
    self.end = end
  }

  // MARK: Time of day

  /// `11:20:01`, `11:20:01,117`, `9:20:01.117`, optionally followed by an offset from UTC.
  private mutating func takeClock(_ bytes: Span<UInt8>, _ start: Int, _ limit: Int) -> Bool {
    guard let (hour, afterHour) = HeadTime.number(bytes, start, limit, 1...2), hour < 24,
      bytes.matches(":", at: afterHour, before: limit),
      let (minute, afterMinute) = HeadTime.number(bytes, afterHour + 1, limit, 2...2), minute < 60,
      bytes.matches(":", at: afterMinute, before: limit),
      let (second, afterSecond) = HeadTime.number(bytes, afterMinute + 1, limit, 2...2), second <= 60
    else { return false }
    milliseconds = ((hour * 60 + minute) * 60 + second) * 1000
    end = afterSecond
    if end + 1 < limit, HeadTime.isPoint(bytes[end]), digit(bytes[end + 1]) != nil {
      var unit: Int64 = 100
      end += 1
      while end < limit, let value = digit(bytes[end]) {
        milliseconds += Int64(value) * unit
        unit /= 10
        end += 1
      }
    }
    takeZone(bytes, limit)
    // Digits or letters directly after it make it something else.
    return end >= limit || !isWordByte(bytes[end])
  }

  private static func isPoint(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: ":")
  }

  /// `Z`, `+02:00`, `+0200`, ` +0200`, ` UTC`. An abbreviation that several zones share is ignored.
  private mutating func takeZone(_ bytes: Span<UInt8>, _ limit: Int) {
    guard end < limit else { return }
    var at = end
    if bytes[at] == UInt8(ascii: " ") { at += 1 }
    guard at < limit else { return }
    if bytes[at] == UInt8(ascii: "+") || bytes[at] == UInt8(ascii: "-") {
      guard let (hours, afterHours) = HeadTime.number(bytes, at + 1, min(limit, at + 3), 2...2) else {
        return
      }
      let minutesAt = bytes.matches(":", at: afterHours, before: limit) ? afterHours + 1 : afterHours
      var seconds = hours * 3600
      var behind = afterHours
      if let (minutes, after) = HeadTime.number(bytes, minutesAt, limit, 2...2) {
        seconds += minutes * 60
        behind = after
      } else if at > end {
        return
      }
      guard hours <= 14, behind >= limit || !isWordByte(bytes[behind]) else { return }
      offset = UTCOffset(seconds: bytes[at] == UInt8(ascii: "-") ? -seconds : seconds)
      end = behind
      return
    }
    for (name, isUTC) in HeadTime.zones where bytes.matches(name, at: at, before: limit) {
      let behind = at + name.utf8CodeUnitCount
      guard behind >= limit || !isWordByte(bytes[behind]) else { continue }
      if isUTC { offset = UTCOffset(seconds: 0) }
      end = behind
      return
    }
  }

  private static let zones: [(name: StaticString, isUTC: Bool)] = [
    ("UTC", true), ("GMT", true), ("Z", true), ("CET", false), ("CEST", false), ("EST", false),
    ("EDT", false),
    ("CST", false), ("CDT", false), ("MST", false), ("MDT", false), ("PST", false), ("PDT", false),
    ("BST", false), ("IST", false), ("JST", false),
  ]

  /// Milliseconds since 1970, which is in UTC.
  private mutating func takeEpoch(_ bytes: Span<UInt8>, _ start: Int, _ limit: Int) -> Bool {
    guard let (value, after) = HeadTime.number(bytes, start, limit, 13...13),
      after >= limit || !isWordByte(bytes[after]), (1_000_000_000_000..<4_102_444_800_000).contains(value)
    else { return false }
    let (days, rest) = value.quotientAndRemainder(dividingBy: 86_400_000)
    day = .full(days * 86_400_000)
    milliseconds = rest
    offset = UTCOffset(seconds: 0)
    end = after
    return true
  }

  // MARK: Date

  /// `2021-06-14`, `2021/06/14`, `2021.06.14`, `20210614`, `14/06/2021`, `21/06/14`, `06-14`.
  private static func numericDay(_ bytes: Span<UInt8>, _ start: Int, _ limit: Int) -> (Day, Int)? {
    guard let (first, afterFirst) = number(bytes, start, limit, 1...8) else { return nil }
    let width = afterFirst - start
    if width == 8 {
      return full(first / 10_000, first / 100 % 100, first % 100).map { ($0, afterFirst) }
    }
    guard width == 4 || width <= 2, afterFirst < limit else { return nil }
    let separator = bytes[afterFirst]
    guard separator == UInt8(ascii: "-") || separator == UInt8(ascii: "/") || separator == UInt8(ascii: "."),
      let (second, afterSecond) = number(bytes, afterFirst + 1, limit, 1...2)
    else { return nil }
    guard afterSecond < limit, bytes[afterSecond] == separator,
      let (third, afterThird) = number(bytes, afterSecond + 1, limit, 1...4)
    else {
      guard width == 2, afterSecond - afterFirst == 3, separator != UInt8(ascii: "."),
        (1...12).contains(first), (1...31).contains(second)
      else { return nil }
      return (.ofYear(month: Int(first), day: Int(second)), afterSecond)
    }
    if width == 4 { return full(first, second, third).map { ($0, afterThird) } }
    if afterThird - afterSecond == 3 { return full(2000 + first, second, third).map { ($0, afterThird) } }
    guard afterThird - afterSecond == 5 else { return nil }
    // For 14/06/2021 only one order is a valid date; where both are, a slash means month first.
    let monthFirst = second > 12 || (first <= 12 && separator == UInt8(ascii: "/"))
    return full(third, monthFirst ? first : second, monthFirst ? second : first).map { ($0, afterThird) }
  }

  /// `14 Jun 2021`, `14-Jun-2021`, `14/Jun/2021`.
  private static func day(_ bytes: Span<UInt8>, _ start: Int, _ limit: Int) -> (Day, Int)? {
    guard let (day, afterDay) = number(bytes, start, limit, 1...2), afterDay < limit,
      isDaySeparator(bytes[afterDay]), let (month, afterMonth) = month(bytes, afterDay + 1, limit),
      afterMonth < limit, isDaySeparator(bytes[afterMonth])
    else { return nil }
    if let (year, afterYear) = number(bytes, afterMonth + 1, limit, 4...4) {
      return full(year, Int64(month), day).map { ($0, afterYear) }
    }
    return (1...31).contains(day) ? (.ofYear(month: month, day: Int(day)), afterMonth) : nil
  }

  /// `Jun 14`, `Jun 14 2021`, `Jun 14, 2021`, `Mon Jun 14`, `Mon, 14 Jun 2021`.
  private static func namedDay(_ bytes: Span<UInt8>, _ start: Int, _ limit: Int) -> (Day, Int)? {
    var at = start
    for name in dayNames where bytes.matches(name, at: at, before: limit) {
      at += 3
      if bytes.matches(",", at: at, before: limit) { at += 1 }
      guard bytes.matches(" ", at: at, before: limit) else { return nil }
      at += 1
      if at < limit, digit(bytes[at]) != nil {
        return numericDay(bytes, at, limit) ?? day(bytes, at, limit)
      }
      break
    }
    guard let (month, afterMonth) = month(bytes, at, limit), bytes.matches(" ", at: afterMonth, before: limit)
    else { return nil }
    at = afterMonth + 1
    // syslog pads the day.
    if bytes.matches(" ", at: at, before: limit) { at += 1 }
    guard let (day, afterDay) = number(bytes, at, limit, 1...2), (1...31).contains(day) else { return nil }
    at = bytes.matches(",", at: afterDay, before: limit) ? afterDay + 1 : afterDay
    if bytes.matches(" ", at: at, before: limit), let (year, afterYear) = number(bytes, at + 1, limit, 4...4),
      !bytes.matches(":", at: afterYear, before: limit)
    {
      return full(year, Int64(month), day).map { ($0, afterYear) }
    }
    return (.ofYear(month: month, day: Int(day)), afterDay)
  }

  private static func month(_ bytes: Span<UInt8>, _ start: Int, _ limit: Int) -> (Int, Int)? {
    for (index, name) in monthNames.enumerated() where bytes.matches(name, at: start, before: limit) {
      let end = start + 3
      return end < limit && isLetter(bytes[end]) ? nil : (index + 1, end)
    }
    return nil
  }

  private static let dayNames: [StaticString] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
  private static let monthNames: [StaticString] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  private static func isDaySeparator(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "/")
  }

  private static func full(_ year: Int64, _ month: Int64, _ day: Int64) -> Day? {
    CivilTime(year: Int(year), month: Int(month), day: Int(day)).map { .full($0.milliseconds) }
  }

  /// The index after the separator of a date and its time of day.
  private static func behindDay(_ bytes: Span<UInt8>, _ start: Int, _ limit: Int) -> Int {
    guard start < limit else { return start }
    switch bytes[start] {
    case UInt8(ascii: "T"), UInt8(ascii: "_"), UInt8(ascii: ":"): return start + 1
    default:
      var at = bytes[start] == UInt8(ascii: ",") ? start + 1 : start
      while at < limit, at < start + 3, bytes[at] == UInt8(ascii: " ") { at += 1 }
      return at > start ? at : limit
    }
  }

  /// The number with the given digits at `start`, and its end.
  private static func number(
    _ bytes: Span<UInt8>, _ start: Int, _ limit: Int, _ widths: ClosedRange<Int>
  ) -> (Int64, Int)? {
    var end = start
    var value: Int64 = 0
    while end < limit, end - start < widths.upperBound, let next = digit(bytes[end]) {
      value = value * 10 + Int64(next)
      end += 1
    }
    return end - start >= widths.lowerBound ? (value, end) : nil
  }
}

/// True for bytes of names.
func isWordByte(_ byte: UInt8) -> Bool {
  isLetter(byte) || digit(byte) != nil || byte == UInt8(ascii: "_")
}

func isLetter(_ byte: UInt8) -> Bool {
  let lower = byte | 0x20
  return lower >= UInt8(ascii: "a") && lower <= UInt8(ascii: "z")
}
