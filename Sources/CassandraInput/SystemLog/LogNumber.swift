// Numbers as Cassandra prints them into messages: grouped in the JVM's locale, sizes with a unit glued on
// or after a blank. Sources: FBUtilities.prettyPrintMemory, FileUtils.stringifyFileSize, String.format.

/// Reads numbers from the start of a range; nil when there is none.
enum LogNumber {
  /// An integer with or without grouping. `1,234`, `1.234` and `1 234` (U+202F, U+00A0) are 1234: in these
  /// places Cassandra prints whole numbers only, so a mark followed by three digits groups.
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

  /// A number with an optional fraction and exponent: `2.0833`, `2,0833`, `1.1773757E7`, `NaN`.
  static func decimal(_ bytes: Span<UInt8>, _ range: Range<Int>) -> (Double, end: Int)? {
    var text: [UInt8] = []
    var index = range.lowerBound
    var hasFraction = false
    if index < range.upperBound, bytes[index] == UInt8(ascii: "-") {
      text.append(bytes[index])
      index += 1
    }
    let start = index
    while index < range.upperBound {
      let byte = bytes[index]
      if digit(byte) != nil {
        text.append(byte)
      } else if byte == UInt8(ascii: ".") || byte == UInt8(ascii: ","), !hasFraction,
        index + 1 < range.upperBound, digit(bytes[index + 1]) != nil
      {
        hasFraction = true
        text.append(UInt8(ascii: "."))
      } else if byte == UInt8(ascii: "E"), index > start, index + 1 < range.upperBound,
        digit(bytes[index + 1]) != nil || bytes[index + 1] == UInt8(ascii: "-")
      {
        text.append(byte)
        text.append(bytes[index + 1])
        index += 1
      } else {
        break
      }
      index += 1
    }
    guard index > start, let value = Double(String(decoding: text, as: UTF8.self)) else { return nil }
    return (value, index)
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

  private struct Unit {
    let name: [UInt8]
    let factor: Int64
    init(_ name: String, _ factor: Int64) {
      self.name = Array(name.utf8)
      self.factor = factor
    }
  }

  private static let units = [
    Unit("bytes", 1), Unit("KiB", 1 << 10), Unit("MiB", 1 << 20), Unit("GiB", 1 << 30),
    Unit("TiB", 1 << 40), Unit("PiB", 1 << 50), Unit("EiB", 1 << 60), Unit("KB", 1 << 10),
    Unit("MB", 1 << 20), Unit("GB", 1 << 30), Unit("TB", 1 << 40), Unit("B", 1),
  ]

  private static func unit(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> (factor: Int64, end: Int)? {
    let at = start < end && bytes[start] == UInt8(ascii: " ") ? start + 1 : start
    for unit in units where at + unit.name.count <= end && bytes.matches(unit.name, at: at) {
      return (unit.factor, at + unit.name.count)
    }
    return nil
  }

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
