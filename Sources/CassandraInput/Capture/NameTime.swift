// Times in the names of files and folders: `1795237804`, `20260901T000317Z`, `2026-11-21T05:10:09+01:00`,
// `20261121_0510`, and between other words: `metrics-1795237804.prom`, `host_artifacts_2026_11_21_0510_1795237804`.

import CassandraModel

struct NameTime: Hashable {
  /// Its value, if it has a time of day.
  enum Reading: Hashable {
    /// A moment in UTC.
    case utc(Instant)
    /// A time on a clock whose offset from UTC is not in the name.
    case unknownOffset(LocalTime)
    /// A day only.
    case day
  }

  let reading: Reading
  /// Its range in the bytes of the name.
  let range: Range<Int>

  /// The times in `name`, in order.
  static func all(in name: String) -> [NameTime] {
    var scanner = NameTimeScanner(Array(name.utf8))
    return scanner.all()
  }

  /// The strongest time of `times`: one in UTC before one of an unknown clock, the last of equals.
  static func strongest(_ times: [NameTime]) -> Reading? {
    times.last { if case .utc = $0.reading { true } else { false } }?.reading
      ?? times.last { if case .unknownOffset = $0.reading { true } else { false } }?.reading
  }
}

private struct NameTimeScanner {
  private let bytes: [UInt8]
  private var at = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func all() -> [NameTime] {
    var times: [NameTime] = []
    while at < bytes.count {
      let start = at
      let isWordStart = start == 0 || !isAlphanumeric(bytes[start - 1])
      if isWordStart, isDigit(start), let reading = epoch() ?? date(from: start) {
        times.append(NameTime(reading: reading, range: start..<at))
      } else {
        at = start + 1
      }
    }
    return times
  }

  /// Seconds or milliseconds since 1970, between 2001 and 2099. Ten digits that read as a date and an hour of
  /// this century are taken as such: as seconds they would be after 2033.
  private mutating func epoch() -> NameTime.Reading? {
    let start = at
    let length = digitsAhead
    guard length == 10 || length == 13, isWordEnd(start + length), let value = number(start, length) else {
      return nil
    }
    let seconds = length == 13 ? value / 1000 : value
    guard (1_000_000_000..<4_102_444_800).contains(seconds) else { return nil }
    if length == 10, let year = number(start, 4), let month = number(start + 4, 2),
      let day = number(start + 6, 2), let hour = number(start + 8, 2),
      CivilTime(year: Int(year), month: Int(month), day: Int(day), hour: Int(hour)) != nil
    {
      return nil
    }
    at = start + length
    return .utc(Instant(milliseconds: length == 13 ? value : value * 1000))
  }

  private mutating func date(from start: Int) -> NameTime.Reading? {
    at = start
    guard let year = take(4), (2000...2099).contains(year) else { return nil }
    let separator = takeSeparator()
    guard let month = take(2), takeSeparator() == separator, let day = take(2),
      CivilTime(year: year, month: month, day: day) != nil
    else { return nil }
    let endOfDay = at
    if let reading = time(year, month, day) { return reading }
    at = endOfDay
    return isWordEnd(at) ? .day : nil
  }

  private mutating func time(_ year: Int, _ month: Int, _ day: Int) -> NameTime.Reading? {
    if at < bytes.count,
      [UInt8(ascii: "T"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: " ")].contains(bytes[at])
    {
      at += 1
    }
    guard let hour = take(2) else { return nil }
    var minute = 0
    var second = 0
    let beforeMinute = at
    let separator = takeSeparator(also: UInt8(ascii: ":"))
    if let value = take(2) {
      minute = value
      let beforeSecond = at
      if takeSeparator(also: UInt8(ascii: ":")) == separator, let value = take(2) {
        second = value
      } else {
        at = beforeSecond
      }
    } else if separator == nil {
      at = beforeMinute
    } else {
      return nil
    }
    guard
      let civil = CivilTime(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
    else { return nil }
    let local = LocalTime(milliseconds: civil.milliseconds)
    let offset = zone()
    guard isWordEnd(at) else { return nil }
    return offset.map { .utc(local.instant(at: $0)) } ?? .unknownOffset(local)
  }

  /// `Z`, `UTC`, `+01:00`, `-0330`. A minus and four digits are ambiguous, except directly after a time of
  /// day with seconds.
  private mutating func zone() -> UTCOffset? {
    let start = at
    for name in ["Z", "UTC", "_UTC", "-UTC"]
    where bytes[at...].starts(with: name.utf8) && isWordEnd(at + name.utf8.count) {
      at += name.utf8.count
      return UTCOffset(seconds: 0)
    }
    guard at < bytes.count, bytes[at] == UInt8(ascii: "+") || bytes[at] == UInt8(ascii: "-") else {
      return nil
    }
    let isWest = bytes[at] == UInt8(ascii: "-")
    at += 1
    if let hours = take(2), hours <= 14 {
      if at < bytes.count, bytes[at] == UInt8(ascii: ":") { at += 1 }
      if let minutes = take(2), minutes < 60, isWordEnd(at) {
        let seconds = Int64(hours * 3600 + minutes * 60)
        return UTCOffset(seconds: isWest ? -seconds : seconds)
      }
    }
    at = start
    return nil
  }

  // MARK: Bytes

  private func isDigit(_ index: Int) -> Bool { index < bytes.count && digit(bytes[index]) != nil }

  private func isWordEnd(_ index: Int) -> Bool { index >= bytes.count || !isAlphanumeric(bytes[index]) }

  private var digitsAhead: Int {
    var end = at
    while isDigit(end) { end += 1 }
    return end - at
  }

  private func number(_ start: Int, _ length: Int) -> Int64? {
    var value: Int64 = 0
    for i in start..<(start + length) {
      guard i < bytes.count, let digit = digit(bytes[i]) else { return nil }
      value = value * 10 + Int64(digit)
    }
    return value
  }

  private mutating func take(_ length: Int) -> Int? {
    guard let value = number(at, length) else { return nil }
    at += length
    return Int(value)
  }

  private mutating func takeSeparator(also other: UInt8? = nil) -> UInt8? {
    guard at < bytes.count else { return nil }
    let byte = bytes[at]
    guard byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".") || byte == other
    else { return nil }
    at += 1
    return byte
  }
}

private func isAlphanumeric(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
    UInt8(ascii: "A")...UInt8(ascii: "Z"):
    true
  default: false
  }
}
