// Numbers and times as Python computes and prints them, exact to the last digit.

import CassandraAnalysis
import CassandraModel

/// Arithmetic of the Python scripts.
enum PythonNumber {
  /// `round(value, digits)`: the exact value of the double, rounded to `digits` decimals; an exact tie goes
  /// to the even digit. `digits` is at most 3.
  static func round(_ value: Double, _ digits: Int) -> Double {
    guard value.isFinite, value != 0, value.exponent < 52 else { return value }
    let scale: UInt64 = digits >= 3 ? 1000 : digits == 2 ? 100 : digits == 1 ? 10 : 1
    // value = significand * 2^-shift, and significand * scale has at most 63 bits.
    let shift = 52 - Int(value.exponent)
    let significand = UInt64(abs(value).significandBitPattern) | (value.isNormal ? 1 << 52 : 0)
    let scaled = significand * scale
    guard shift < 64 else { return value < 0 ? -0.0 : 0 }
    var whole = scaled >> UInt64(shift)
    let rest = scaled & ((1 << UInt64(shift)) - 1)
    let half: UInt64 = 1 << UInt64(shift - 1)
    if rest > half || (rest == half && whole & 1 == 1) { whole += 1 }
    let rounded = Double(whole) / Double(scale)
    return value < 0 ? -rounded : rounded
  }

  /// `value` with exactly two decimals, as Java's `0.00` and C's `%.2f` print it.
  static func twoDecimals(_ value: Double) -> String {
    guard value.magnitude < 1e15 else { return String(describing: value) }
    if value < 0 { return "-" + twoDecimals(-value) }
    let hundredths = UInt64((round(value, 2) * 100).rounded())
    let digits = String(hundredths % 100)
    return String(hundredths / 100) + "." + (digits.utf8.count < 2 ? "0" : "") + digits
  }

  /// `float(text)`; nil where that raises ValueError.
  static func float(_ text: String) -> Double? {
    var digits: [UInt8] = []
    var previous: UInt8 = 0
    let bytes = Array(text.utf8)
    for (i, byte) in bytes.enumerated() {
      // One underscore between digits is allowed. Python reads no other form that Swift reads beyond decimal
      // numbers.
      if byte == UInt8(ascii: "_") {
        guard isDigit(previous), i + 1 < bytes.count, isDigit(bytes[i + 1]) else { return nil }
      } else {
        digits.append(byte)
      }
      previous = byte
    }
    let plain = String(decoding: digits, as: UTF8.self)
    let word = plain.lowercased().drop { $0 == "+" || $0 == "-" }
    if word == "inf" || word == "infinity" || word == "nan" {
      return word == "nan" ? .nan : plain.hasPrefix("-") ? -.infinity : .infinity
    }
    let isDecimal = digits.allSatisfy { isDigit($0) || "+-.eE".utf8.contains($0) }
    return isDecimal ? Double(plain) : nil
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}

extension Instant {
  /// `time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())`
  var pythonSeconds: String { String(iso8601.prefix(19)) + "Z" }

  /// `datetime.utcnow().isoformat()`: microseconds, and none at all on a whole second.
  var pythonISOFormat: String {
    let text = iso8601.dropLast()
    return text.hasSuffix(".000") ? String(text.prefix(19)) : text + "000"
  }
}
