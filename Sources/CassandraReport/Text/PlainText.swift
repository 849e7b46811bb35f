// Values as programs read them in CSV: nothing grouped, never an exponent, no digit that a measurement cannot have.

import CassandraModel

/// Values as plain numbers.
enum PlainText {
  /// More digits are those of binary fractions, not of what was measured.
  private static let significantDigits = 15

  /// The shortest decimal that reads back as `value`, of at most 15 significant digits, without exponent; empty for
  /// infinite values and NaN.
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

  /// `digits` rounded to as many as are significant; one more where all were nines.
  private static func rounded(_ digits: String) -> String? {
    guard let kept = UInt64(digits.prefix(significantDigits)) else { return nil }
    let isUp = digits.dropFirst(significantDigits).first.map { $0 >= "5" } ?? false
    return String(isUp ? kept + 1 : kept)
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
