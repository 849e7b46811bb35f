// Numbers in Cassandra's messages: grouped in the JVM's locale, sizes with a unit directly after the number
// or after a space. Sources: FBUtilities.prettyPrintMemory, FileUtils.stringifyFileSize, String.format.

/// Reads numbers from the start of a range; nil when there is none.
enum LogNumber {
  /// An integer with or without grouping. `1,234`, `1.234` and `1 234` (U+202F, U+00A0) are 1234: in these
  /// positions Cassandra prints whole numbers only, so a mark followed by three digits groups.
  static func integer(_ bytes: Span<UInt8>, _ range: Range<Int>) -> (Int64, end: Int)? {
    var index = range.lowerBound
    var negative = false
    if index < range.upperBound, bytes[index] == UInt8(ascii: "-") {
      negative = true
      index += 1
    }
    let start = index
    var value: Int64 = 0
    while index < range.upperBound {
      if let digit = digit(bytes[index]) {
        let (product, overflow) = value.multipliedReportingOverflow(by: 10)
        let (sum, carry) = product.addingReportingOverflow(digit)
        guard !overflow, !carry else { return nil }
        value = sum
        index += 1
      } else if index > start, let mark = groupMark(bytes, index, range.upperBound) {
        index += mark
      } else {
        break
      }
    }
    guard index > start else { return nil }
    return (negative ? -value : value, index)
  }

  /// Plain digits and nothing else.
  static func digits(_ bytes: Span<UInt8>, _ range: Range<Int>) -> (Int64, end: Int)? {
    var end = range.lowerBound
    while end < range.upperBound, digit(bytes[end]) != nil { end += 1 }
    return integer(bytes, range.lowerBound..<end)
  }

  /// A number with an optional fraction and exponent: `2.0833`, `2,0833`, `1.1773757E7`.
  static func decimal(_ bytes: Span<UInt8>, _ range: Range<Int>) -> (Double, end: Int)? {
    var index = range.lowerBound
    let isNegative = index < range.upperBound && bytes[index] == UInt8(ascii: "-")
    if isNegative { index += 1 }
    let start = index
    var mantissa: UInt64 = 0
    var scale = 0
    var hasFraction = false
    while index < range.upperBound {
      let byte = bytes[index]
      if let digit = digit(byte) {
        // Digits beyond 18 exceed a double's precision.
        if mantissa < 100_000_000_000_000_000 {
          mantissa = mantissa * 10 + UInt64(digit)
          if hasFraction { scale -= 1 }
        } else if !hasFraction {
          scale += 1
        }
      } else if byte == UInt8(ascii: ".") || byte == UInt8(ascii: ","), !hasFraction, index > start,
        index + 1 < range.upperBound, digit(bytes[index + 1]) != nil
      {
        hasFraction = true
      } else {
        break
      }
      index += 1
    }
    guard index > start else { return nil }
    if index + 1 < range.upperBound, bytes[index] == UInt8(ascii: "E") {
      let (exponent, end) = integer(bytes, (index + 1)..<min(range.upperBound, index + 5)) ?? (0, index)
      scale += Int(exponent)
      index = end
    }
    let value = scaled(Double(mantissa), by: scale)
    return (isNegative ? -value : value, index)
  }

  /// Powers of ten that a double holds exactly, so that one division or product rounds once.
  private static let powers: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19, 1e20, 1e21, 1e22,
  ]

  private static func scaled(_ value: Double, by scale: Int) -> Double {
    var value = value
    var rest = min(max(scale, -400), 400)
    while rest > 0 {
      value *= powers[min(rest, 22)]
      rest -= min(rest, 22)
    }
    while rest < 0 {
      value /= powers[min(-rest, 22)]
      rest += min(-rest, 22)
    }
    return value
  }

  /// Bytes from a number and its unit. `MB` in Cassandra's messages means MiB. A bare number is bytes.
  static func size(_ bytes: Span<UInt8>, _ range: Range<Int>) -> (Int64, end: Int)? {
    guard let (whole, wholeEnd) = integer(bytes, range) else { return nil }
    if let unit = unit(bytes, wholeEnd, range.upperBound), unit.factor == 1 {
      return (whole, unit.end)
    }
    guard let (value, end) = decimal(bytes, range) else { return nil }
    guard let unit = unit(bytes, end, range.upperBound) else { return (whole, wholeEnd) }
    let product = (value * Double(unit.factor)).rounded()
    guard product.isFinite, abs(product) < 9.2e18 else { return nil }
    return (Int64(product), unit.end)
  }

  /// The unit at `start`, after at most one space: `bytes`, or a prefix and `B` or `iB`.
  private static func unit(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> (factor: Int64, end: Int)? {
    var index = start < end && bytes[start] == UInt8(ascii: " ") ? start + 1 : start
    guard index < end else { return nil }
    let factor: Int64
    switch bytes[index] {
    case UInt8(ascii: "b"):
      return index + bytesWord.count <= end && bytes.matches(bytesWord, at: index)
        ? (1, index + bytesWord.count) : nil
    case UInt8(ascii: "B"): return (1, index + 1)
    case UInt8(ascii: "K"): factor = 1 << 10
    case UInt8(ascii: "M"): factor = 1 << 20
    case UInt8(ascii: "G"): factor = 1 << 30
    case UInt8(ascii: "T"): factor = 1 << 40
    case UInt8(ascii: "P"): factor = 1 << 50
    case UInt8(ascii: "E"): factor = 1 << 60
    default: return nil
    }
    index += 1
    if index < end, bytes[index] == UInt8(ascii: "i") { index += 1 }
    return index < end && bytes[index] == UInt8(ascii: "B") ? (factor, index + 1) : nil
  }

  private static let bytesWord = Array("bytes".utf8)

  /// The length of a grouping mark at `index` that is followed by exactly three digits and no more; nil otherwise.
  private static func groupMark(_ bytes: Span<UInt8>, _ index: Int, _ end: Int) -> Int? {
    let length: Int
    switch bytes[index] {
    case UInt8(ascii: ","), UInt8(ascii: "."): length = 1
    case 0xE2 where index + 2 < end && bytes[index + 1] == 0x80 && bytes[index + 2] == 0xAF: length = 3
    case 0xC2 where index + 1 < end && bytes[index + 1] == 0xA0: length = 2
    default: return nil
    }
    let digits = index + length
    guard digits + 3 <= end else { return nil }
    for i in digits..<(digits + 3) where digit(bytes[i]) == nil { return nil }
    if digits + 3 < end, digit(bytes[digits + 3]) != nil { return nil }
    return length
  }

  private static func digit(_ byte: UInt8) -> Int64? {
    let value = byte &- UInt8(ascii: "0")
    return value < 10 ? Int64(value) : nil
  }
}
