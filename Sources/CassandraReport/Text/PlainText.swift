// Values for programs, in CSV: no grouping, no exponent, no digits beyond the precision of a measurement.

import CassandraModel

enum PlainText {
  /// Further digits come from the binary fraction, not from the measurement.
  private static let significantDigits = 15

  /// The shortest decimal that reads back as `value`, with at most 15 significant digits and no exponent;
  /// empty for infinite values and NaN.
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
    let zeros = (whole + fraction).prefix { $0 == "0" }.count
    // The point moves by the exponent; zeros fill the places it crosses.
    var point = whole.count + exponent - zeros
    var digits = String((whole + fraction).dropFirst(zeros))
    if digits.count > significantDigits, let rounded = rounded(digits) {
      point += rounded.count - significantDigits
      digits = rounded
    }
    while digits.count > 1, digits.count > point, digits.last == "0" { digits.removeLast() }
    if point <= 0 { return sign + "0." + String(repeating: "0", count: -point) + digits }
    if point >= digits.count { return sign + digits + String(repeating: "0", count: point - digits.count) }
    return sign + digits.prefix(point) + "." + digits.dropFirst(point)
  }

  /// `digits` rounded to the significant ones; one more digit if all were nines.
  private static func rounded(_ digits: String) -> String? {
    guard let kept = UInt64(digits.prefix(significantDigits)) else { return nil }
    let isUp = digits.dropFirst(significantDigits).first.map { $0 >= "5" } ?? false
    return String(isUp ? kept + 1 : kept)
  }

  /// Seconds with milliseconds if there are any: `133.130`.
  static func seconds(_ span: TimeSpan) -> String {
    let (whole, rest) = span.milliseconds.magnitude.quotientAndRemainder(dividingBy: 1000)
    return (span.milliseconds < 0 ? "-" : "") + String(whole) + "." + padded(rest, to: 3)
  }

  /// `value` with leading zeros, up to `width` digits.
  static func padded(_ value: UInt64, to width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
