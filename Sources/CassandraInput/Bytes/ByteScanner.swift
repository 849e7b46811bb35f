// Scanning of text as bytes. A span can be passed down but not returned, so every function here takes a range
// of the span and returns plain values: positions, ranges, numbers. No function traps on any input as long as
// the range is within the span; arithmetic on the input's digits is checked.

extension Span<UInt8> {
  /// The whole span, as a range.
  var all: Range<Int> { 0..<count }

  @inline(__always)
  func matches(_ literal: StaticString, at start: Int, before end: Int) -> Bool {
    let length = literal.utf8CodeUnitCount
    guard start >= 0, length <= end - start else { return false }
    // Safe: a literal lives as long as the program and `i` stays below its length.
    let bytes = unsafe literal.utf8Start
    for i in 0..<length where unsafe self[start + i] != bytes[i] { return false }
    return true
  }

  @inline(__always)
  func hasPrefix(_ literal: StaticString, in range: Range<Int>) -> Bool {
    matches(literal, at: range.lowerBound, before: range.upperBound)
  }

  func hasSuffix(_ literal: StaticString, in range: Range<Int>) -> Bool {
    let start = range.upperBound - literal.utf8CodeUnitCount
    return start >= range.lowerBound && matches(literal, at: start, before: range.upperBound)
  }

  @inline(__always)
  func equals(_ literal: StaticString, in range: Range<Int>) -> Bool {
    range.count == literal.utf8CodeUnitCount && hasPrefix(literal, in: range)
  }

  func firstRange(of literal: StaticString, in range: Range<Int>) -> Range<Int>? {
    let length = literal.utf8CodeUnitCount
    guard let first = literal.firstByte, range.count >= length else { return nil }
    let end = range.upperBound - length + 1
    var rest = range.lowerBound..<end
    while let start = firstIndex(of: first, in: rest) {
      if matches(literal, at: start, before: range.upperBound) { return start..<(start + length) }
      rest = (start + 1)..<end
    }
    return nil
  }

  func contains(_ literal: StaticString, in range: Range<Int>) -> Bool {
    firstRange(of: literal, in: range) != nil
  }

  /// `range` without spaces and TABs at both ends; an empty range at its end if it contains nothing else.
  @inline(__always)
  func trimmed(_ range: Range<Int>) -> Range<Int> {
    var start = range.lowerBound
    var end = range.upperBound
    while start < end, isBlank(self[start]) { start += 1 }
    while end > start, isBlank(self[end - 1]) { end -= 1 }
    return start..<end
  }

  /// True if `range` begins with exactly `blanks` spaces, followed by another byte.
  func isIndented(by blanks: Int, in range: Range<Int>) -> Bool {
    let content = trimmed(range)
    return !content.isEmpty && content.lowerBound - range.lowerBound == blanks
  }

  /// The first run of bytes other than spaces and TABs in `range`; nil if there is none.
  @inline(__always)
  func firstWord(in range: Range<Int>) -> Range<Int>? {
    var start = range.lowerBound
    while start < range.upperBound, isBlank(self[start]) { start += 1 }
    guard start < range.upperBound else { return nil }
    var end = start + 1
    while end < range.upperBound, !isBlank(self[end]) { end += 1 }
    return start..<end
  }

  /// The runs between spaces and TABs in `range`.
  func words(in range: Range<Int>) -> [Range<Int>] {
    var words: [Range<Int>] = []
    var rest = range
    while let word = firstWord(in: rest) {
      words.append(word)
      rest = word.upperBound..<rest.upperBound
    }
    return words
  }

  /// The integer that fills `range`, with or without a minus sign; nil for any other text and beyond Int64.
  @inline(__always)
  func integer(in range: Range<Int>) -> Int64? {
    var i = range.lowerBound
    let negative = i < range.upperBound && self[i] == UInt8(ascii: "-")
    if negative { i += 1 }
    guard i < range.upperBound else { return nil }
    var value: Int64 = 0
    while i < range.upperBound {
      guard let digit = digit(self[i]) else { return nil }
      let (shifted, overflow) = value.multipliedReportingOverflow(by: 10)
      let (next, carry) =
        negative
        ? shifted.subtractingReportingOverflow(Int64(digit)) : shifted.addingReportingOverflow(Int64(digit))
      if overflow || carry { return nil }
      value = next
      i += 1
    }
    return value
  }

  /// The number that fills `range` in the form that Java prints: with a point or a decimal comma (the
  /// client's locale decides), and optionally an exponent; nil for `NaN`, `n/a`, `?` and any other text that
  /// is not a finite number.
  func decimal(in range: Range<Int>) -> Double? {
    var i = range.lowerBound
    let negative = i < range.upperBound && self[i] == UInt8(ascii: "-")
    if negative { i += 1 }
    var mantissa: UInt64 = 0
    var digits = 0
    var scale = 0
    var pointSeen = false
    while i < range.upperBound {
      if let digit = digit(self[i]) {
        guard digits < 19 else { return slowDecimal(in: range) }
        mantissa = mantissa &* 10 &+ UInt64(digit)  // 19 digits fit into 64 bits
        digits += 1
        if pointSeen { scale -= 1 }
      } else if !pointSeen, self[i] == UInt8(ascii: ".") || self[i] == UInt8(ascii: ",") {
        pointSeen = true
      } else {
        break
      }
      i += 1
    }
    guard digits > 0 else { return nil }
    if i < range.upperBound {
      guard self[i] == UInt8(ascii: "E") || self[i] == UInt8(ascii: "e"),
        let exponent = integer(in: (i + 1)..<range.upperBound), exponent.magnitude < 400
      else { return nil }
      scale += Int(exponent)
    }
    // Exact: a Double holds both factors without rounding, so the result is rounded once.
    guard mantissa <= 1 << 53, abs(scale) < powersOfTen.count else { return slowDecimal(in: range) }
    let magnitude =
      scale < 0 ? Double(mantissa) / powersOfTen[-scale] : Double(mantissa) * powersOfTen[scale]
    return negative ? -magnitude : magnitude
  }

  private func slowDecimal(in range: Range<Int>) -> Double? {
    var text = ""
    for i in range {
      let byte = self[i] == UInt8(ascii: ",") ? UInt8(ascii: ".") : self[i]
      text.unicodeScalars.append(Unicode.Scalar(byte))
    }
    guard let value = Double(text), value.isFinite else { return nil }
    return value
  }

  /// The amount of bytes that fills `range`: a plain number, or a number and a unit with or without a space:
  /// `1.21 TiB`, `812 bytes`, `2.703GiB`, `0B`. Cassandra 2.x wrote `KB` for 1024 bytes. nil for any other
  /// text.
  func bytes(in range: Range<Int>) -> Double? {
    var end = range.lowerBound
    while end < range.upperBound, isNumeric(self[end]) { end += 1 }
    let unit = trimmed(end..<range.upperBound)
    guard let factor = byteUnit(unit), let number = decimal(in: range.lowerBound..<end) else { return nil }
    return number * factor
  }

  /// An amount of bytes as df and free write it with -h: `190G`, `2.4T`, `31Gi`, `0B`, `512`, always with
  /// powers of 1024; nil for any other text.
  func shortBytes(in range: Range<Int>) -> Double? {
    var end = range.lowerBound
    while end < range.upperBound, isNumeric(self[end]) { end += 1 }
    guard let number = decimal(in: range.lowerBound..<end) else { return nil }
    var unit = end..<range.upperBound
    guard let letter = unit.first else { return number }
    if unit.count == 2, self[unit.upperBound - 1] == UInt8(ascii: "i") { unit = letter..<(letter + 1) }
    guard unit.count == 1 else { return nil }
    switch self[letter] {
    case UInt8(ascii: "B"): return number
    case UInt8(ascii: "K"), UInt8(ascii: "k"): return number * 1024
    case UInt8(ascii: "M"): return number * 1_048_576
    case UInt8(ascii: "G"): return number * 1_073_741_824
    case UInt8(ascii: "T"): return number * 1_099_511_627_776
    case UInt8(ascii: "P"): return number * 1_125_899_906_842_624
    default: return nil
    }
  }

  /// `bytes(in:)` as a whole number of bytes, rounded; exact if the text is a whole number without a unit.
  func wholeBytes(in range: Range<Int>) -> Int64? {
    if let exact = integer(in: range) { return exact }
    guard let value = bytes(in: range), value >= 0, value < 0x1p63 else { return nil }
    return Int64(value + 0.5)
  }

  /// Bytes per unit in `range` (1 for an empty unit); nil if it is not a unit of bytes.
  func byteUnit(_ range: Range<Int>) -> Double? {
    if range.isEmpty || equals("bytes", in: range) || equals("B", in: range) { return 1 }
    let isBinary = range.count == 3 && self[range.lowerBound + 1] == UInt8(ascii: "i")
    guard isBinary || range.count == 2, self[range.upperBound - 1] == UInt8(ascii: "B") else { return nil }
    switch self[range.lowerBound] {
    case UInt8(ascii: "K"), UInt8(ascii: "k"): return 1024
    case UInt8(ascii: "M"): return 1_048_576
    case UInt8(ascii: "G"): return 1_073_741_824
    case UInt8(ascii: "T"): return 1_099_511_627_776
    case UInt8(ascii: "P"): return 1_125_899_906_842_624
    case UInt8(ascii: "E"): return 1_152_921_504_606_846_976
    default: return nil
    }
  }

  private func isNumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: "-"): true
    default: false
    }
  }
}

extension [UInt8] {
  mutating func append(_ span: Span<UInt8>) {
    // Safe: the buffer is read only while it is borrowed from the span.
    unsafe span.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
  }
}

extension StaticString {
  /// The first byte; nil if the literal is empty.
  var firstByte: UInt8? {
    // Safe: read only if there is a byte.
    utf8CodeUnitCount > 0 ? unsafe utf8Start[0] : nil
  }
}

/// True for a space or a TAB.
@inline(__always)
func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

/// The value of a decimal digit; nil for any other byte.
@inline(__always)
func digit(_ byte: UInt8) -> UInt8? {
  byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") ? byte - UInt8(ascii: "0") : nil
}

private let powersOfTen: [Double] = [
  1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
  1e20, 1e21, 1e22,
]

extension String {
  /// Text from `capacity` bytes given one by one; invalid UTF-8 becomes U+FFFD.
  fileprivate init(capacity: Int, byte: (Int) -> UInt8) {
    // Safe: exactly `capacity` bytes are initialized before the buffer is read.
    self = unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: capacity) { buffer in
      for i in 0..<capacity { unsafe buffer[i] = byte(i) }
      return unsafe String(decoding: buffer, as: UTF8.self)
    }
  }
}
