// Values as programs read them in CSV: nothing grouped, nothing rounded, never an exponent.

import CassandraModel

/// Values as plain numbers.
enum PlainText {
  /// The shortest decimal that reads back as `value`, without exponent; empty for infinite values and NaN.
  static func decimal(_ value: Double) -> String {
    guard value.isFinite else { return "" }
    guard value != 0 else { return "0" }
    let sign = value < 0 ? "-" : ""
    let parts = String(value.magnitude).split(separator: "e")
    guard let mantissa = parts.first else { return "" }
    let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    let halves = mantissa.split(separator: ".", omittingEmptySubsequences: false)
    let whole = halves.first ?? ""
    let fraction = halves.count > 1 && halves[1] != "0" ? halves[1] : ""
    // The point moves by the exponent; zeros fill the places it crosses.
    let digits = whole + fraction
    let point = whole.count + exponent
    if point <= 0 { return sign + "0." + String(repeating: "0", count: -point) + digits }
    if point >= digits.count { return sign + digits + String(repeating: "0", count: point - digits.count) }
    return sign + digits.prefix(point) + "." + digits.dropFirst(point)
  }

  /// Seconds with the milliseconds that the value has: `133.130`.
  static func seconds(_ span: TimeSpan) -> String {
    let (whole, rest) = span.milliseconds.magnitude.quotientAndRemainder(dividingBy: 1000)
    return (span.milliseconds < 0 ? "-" : "") + String(whole) + "." + padded(rest, to: 3)
  }

  /// `value` with zeros in front, up to `width` digits.
  static func padded(_ value: UInt64, to width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
