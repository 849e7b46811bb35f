// Times on the command line: ISO 8601 with the date first, in any precision.

import CassandraModel

/// Reads `--since` and `--until`.
enum TimeArgument {
  /// `2026-11-21`, `2026-11-21 05:03`, `2026-11-21T05:03:00.130Z`, `2026-11-21T06:03+01:00`; nil for anything
  /// else. Without a zone it is UTC. The fraction may follow a comma, as in logs, and is truncated to
  /// milliseconds.
  static func instant(_ text: String) -> Instant? {
    var scanner = DigitScanner(text)
    guard let year = scanner.digits(4), scanner.take("-"), let month = scanner.digits(2), scanner.take("-"),
      let day = scanner.digits(2)
    else { return nil }
    guard !scanner.isAtEnd else {
      return CivilTime(year: year, month: month, day: day).map { Instant(milliseconds: $0.milliseconds) }
    }
    guard scanner.take("T") || scanner.take(" "), let hour = scanner.digits(2), scanner.take(":"),
      let minute = scanner.digits(2)
    else { return nil }
    var second = 0
    var millisecond = 0
    if scanner.take(":") {
      guard let digits = scanner.digits(2) else { return nil }
      second = digits
      if scanner.take(".") || scanner.take(",") {
        guard let fraction = scanner.milliseconds() else { return nil }
        millisecond = fraction
      }
    }
    guard
      let time = CivilTime(
        year: year, month: month, day: day, hour: hour, minute: minute, second: second,
        millisecond: millisecond),
      let offset = scanner.isAtEnd ? UTCOffset(seconds: 0) : ZoneArgument.offset(scanner.rest)
    else { return nil }
    return LocalTime(milliseconds: time.milliseconds).instant(at: offset)
  }
}

/// Scans ASCII text from left to right.
struct DigitScanner {
  private var remaining: Substring.UTF8View

  init(_ text: String) { remaining = Substring(text).utf8 }

  var isAtEnd: Bool { remaining.isEmpty }
  var rest: String { String(Substring(remaining)) }

  /// Consumes `character` if it is next.
  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard let first = remaining.first, UInt32(first) == character.value else { return false }
    remaining.removeFirst()
    return true
  }

  /// Consumes exactly `count` digits and returns their number; nil, and nothing consumed, if they are not
  /// there.
  mutating func digits(_ count: Int) -> Int? {
    let digits = remaining.prefix(count)
    guard digits.count == count, digits.allSatisfy(isDigit) else { return nil }
    remaining.removeFirst(count)
    return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
  }

  /// Consumes one to nine digits of a fraction and returns their milliseconds.
  mutating func milliseconds() -> Int? {
    let digits = remaining.prefix(while: isDigit)
    guard (1...9).contains(digits.count) else { return nil }
    remaining.removeFirst(digits.count)
    let three = Array(digits.prefix(3)) + Array(repeating: UInt8(ascii: "0"), count: max(0, 3 - digits.count))
    return three.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
  }

  private func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
