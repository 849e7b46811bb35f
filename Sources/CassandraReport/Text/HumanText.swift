// Values for people: grouped digits, binary units, minutes and hours. Integer arithmetic and fixed English
// forms keep locales out of reports.

import CassandraModel

/// Values in words and rounded figures.
package enum HumanText {
  /// The text of an unknown value.
  static let missing = "–"
  /// The text of a list that is known to be empty.
  static let none = "none"

  /// A value without markup; `clock` formats the times.
  static func cell(_ cell: Cell, _ clock: PageClock = .full) -> String {
    switch cell {
    case .text(let text), .code(let text), .link(let text), .reference(let text): text
    case .prose(let prose): prose.text(clock)
    case .count(let value): count(value)
    case .decimal(let value, let digits): decimal(value, digits: digits)
    case .bytes(let value): bytes(value)
    case .bytesPerSecond(let value): bytesPerSecond(value)
    case .duration(let span): duration(span)
    case .percent(let ratio): percent(ratio: ratio)
    case .moment(let value): clock.text(value)
    case .severity(let severity): severity.rawValue
    case .source(let source): source.description
    case .list(let items):
      items.isEmpty
        ? none : items.map { Self.cell($0, clock) }.joined(separator: ", ")
    case .missing(let reason): reason.map { missing + " (" + $0 + ")" } ?? missing
    }
  }

  /// `1,234`.
  package static func count(_ value: Int64) -> String {
    (value < 0 ? "-" : "") + grouped(value.magnitude)
  }

  /// `1,234.50`, rounded to `digits` (at most 9) after the point. Infinite values and NaN are missing.
  static func decimal(_ value: Double, digits: Int) -> String {
    guard value.isFinite else { return missing }
    let digits = min(max(digits, 0), 9)
    let scale = (0..<digits).reduce(1) { power, _ in power * 10 }
    let scaled = value.magnitude * Double(scale)
    // Above 2^63 a double has no decimals to round.
    guard scaled < 0x1p63 else { return PlainText.decimal(value) }
    let below = UInt64(scaled)
    let units = scaled - Double(below) < 0.5 ? below : below + 1
    let (whole, fraction) = units.quotientAndRemainder(dividingBy: UInt64(scale))
    let sign = value < 0 && units > 0 ? "-" : ""
    guard digits > 0 else { return sign + grouped(whole) }
    return sign + grouped(whole) + "." + PlainText.padded(fraction, to: digits)
  }

  /// `512 B`, `12.4 MiB`: powers of 1024, as nodetool prints them.
  package static func bytes(_ value: Int64) -> String {
    (value < 0 ? "-" : "") + scaled(Double(value.magnitude), units: ["B", "KiB", "MiB", "GiB", "TiB", "PiB"])
  }

  /// `16.3 MiB/s`. Infinite values and NaN are missing.
  package static func bytesPerSecond(_ value: Double) -> String {
    guard value.isFinite else { return missing }
    let units = ["B/s", "KiB/s", "MiB/s", "GiB/s", "TiB/s", "PiB/s"]
    return (value < 0 ? "-" : "") + scaled(value.magnitude, units: units)
  }

  /// `405 ms`, `1.3 s`, `13 s`, `2 min 13 s`, `3 h 5 min`, `2 d 4 h`: the two largest units that matter.
  static func duration(_ span: TimeSpan) -> String {
    let sign = span.milliseconds < 0 ? "-" : ""
    let milliseconds = span.milliseconds.magnitude
    if milliseconds < 1000 { return sign + String(milliseconds) + " ms" }
    // The unit is chosen after rounding, or 59.6 s would become "60 s".
    let tenths = (milliseconds + 50) / 100
    if tenths < 100 { return sign + String(tenths / 10) + "." + String(tenths % 10) + " s" }
    let seconds = (milliseconds + 500) / 1000
    if seconds < 60 { return sign + String(seconds) + " s" }
    if seconds < 3600 { return sign + pair(seconds, "min", 60, "s") }
    let minutes = (milliseconds + 30_000) / 60_000
    if minutes < 1440 { return sign + pair(minutes, "h", 60, "min") }
    let hours = (milliseconds + 1_800_000) / 3_600_000
    return sign + pair(hours, "d", 24, "h")
  }

  /// `87.3%`. A value just above 0 or just below 1 is never rounded to it: `<0.1%`, `>99.9%`.
  static func percent(ratio: Double) -> String {
    guard ratio.isFinite else { return missing }
    if ratio > 0, ratio < 0.0005 { return "<0.1%" }
    if ratio < 1, ratio >= 0.9995 { return ">99.9%" }
    return decimal(ratio * 100, digits: 1) + "%"
  }

  private static func grouped(_ value: UInt64) -> String {
    let digits = String(value)
    var text = ""
    for (i, digit) in digits.enumerated() {
      if i > 0, (digits.count - i) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return text
  }

  private static func scaled(_ magnitude: Double, units: [String]) -> String {
    var value = magnitude
    var unit = 0
    // 1023.95 would be rounded to "1024.0", which is the next unit.
    while value >= (unit == 0 ? 1023.5 : 1023.95), unit + 1 < units.count {
      value /= 1024
      unit += 1
    }
    return decimal(value, digits: unit == 0 ? 0 : 1) + " " + units[unit]
  }

  private static func pair(_ value: UInt64, _ large: String, _ size: UInt64, _ small: String) -> String {
    let (whole, rest) = value.quotientAndRemainder(dividingBy: size)
    let start = grouped(whole) + " " + large
    return rest == 0 ? start : start + " " + String(rest) + " " + small
  }
}
