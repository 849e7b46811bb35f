// UUIDs as Cassandra uses them: compaction ids are version 1, so they carry the instant of the task in UTC.

/// A UUID, stored as two integers.
public struct TimeUUID: Hashable, Sendable, CustomStringConvertible {
  /// The first eight bytes.
  public let high: UInt64
  /// The last eight bytes.
  public let low: UInt64

  /// A UUID from its two halves.
  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// A UUID from exactly 36 ASCII bytes, `8-4-4-4-12` hex digits; nil otherwise.
  public init?(ascii bytes: Span<UInt8>) {
    guard bytes.count == 36 else { return nil }
    var halves: (UInt64, UInt64) = (0, 0)
    var digits = 0
    for i in 0..<36 {
      let byte = bytes[i]
      if i == 8 || i == 13 || i == 18 || i == 23 {
        guard byte == UInt8(ascii: "-") else { return nil }
        continue
      }
      guard let digit = hexDigit(byte) else { return nil }
      if digits < 16 { halves.0 = halves.0 << 4 | digit } else { halves.1 = halves.1 << 4 | digit }
      digits += 1
    }
    self.init(high: halves.0, low: halves.1)
  }

  /// A UUID from its text; nil unless it is 36 characters of the usual form.
  public init?(_ text: some StringProtocol) {
    let bytes = Array(text.utf8)
    self.init(ascii: bytes.span)
  }

  /// The instant a version 1 UUID was made, in UTC; nil for other versions. Milliseconds, rounded down.
  public var instant: Instant? {
    guard (high >> 12) & 0xF == 1 else { return nil }
    let ticks = (high & 0xFFF) << 48 | ((high >> 16) & 0xFFFF) << 32 | high >> 32
    // 100 ns ticks since 1582-10-15; 122,192,928,000,000,000 of them before 1970.
    let sinceEpoch = Int64(ticks) - 0x01B2_1DD2_1381_4000
    return Instant(milliseconds: sinceEpoch.quotientAndRemainder(flooringBy: 10_000).quotient)
  }

  /// The usual lower-case text.
  public var description: String {
    let digits = hex(high) + hex(low)
    var text = ""
    text.reserveCapacity(36)
    for (i, digit) in digits.enumerated() {
      if i == 8 || i == 12 || i == 16 || i == 20 { text.append("-") }
      text.append(digit)
    }
    return text
  }
}

private func hexDigit(_ byte: UInt8) -> UInt64? {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(byte - UInt8(ascii: "0"))
  case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(byte - UInt8(ascii: "a") + 10)
  case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt64(byte - UInt8(ascii: "A") + 10)
  default: nil
  }
}

private func hex(_ value: UInt64) -> String {
  let digits = String(value, radix: 16)
  return String(repeating: "0", count: 16 - digits.count) + digits
}
