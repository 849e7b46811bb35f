// Dates, time UUIDs and random numbers: the inputs of a generated log.

/// Writes the date of a record. Most records have the same minute as the one before.
struct LogClock {
  private var minute: Int64 = -1
  private var text: [UInt8] = []

  static let firstOfMarch2026: Int64 = 1_772_323_200_000
  /// Ticks of 100 ns from the beginning of time UUIDs, 1582-10-15, to 1970.
  static let ticksBefore1970: UInt64 = 0x01B2_1DD2_1381_4000

  /// Appends `yyyy-MM-dd HH:mm:ss,SSS`.
  ///
  /// - Parameter time: Milliseconds since 1970; not negative.
  mutating func append(_ time: Int64, to buffer: inout [UInt8]) {
    if time / 60_000 != minute {
      minute = time / 60_000
      text = LogClock.minuteText(minute)
    }
    let rest = UInt64(time % 60_000)
    buffer.append(contentsOf: text)
    buffer.append(digits: rest / 1000, atLeast: 2)
    buffer.append(UInt8(ascii: ","))
    buffer.append(digits: rest % 1000, atLeast: 3)
  }

  /// `yyyy-MM-dd HH:mm:` of a minute since 1970.
  private static func minuteText(_ minute: Int64) -> [UInt8] {
    // Years that begin in March, so that the leap day is their last (the usual civil-from-days arithmetic).
    let days = minute / 1440 + 719_468
    let era = days / 146_097
    let dayOfEra = days % 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    var text: [UInt8] = []
    text.append(digits: UInt64(yearOfEra + era * 400 + (month <= 2 ? 1 : 0)), atLeast: 4)
    text.append(UInt8(ascii: "-"))
    text.append(digits: UInt64(month), atLeast: 2)
    text.append(UInt8(ascii: "-"))
    text.append(digits: UInt64(dayOfYear - (153 * shifted + 2) / 5 + 1), atLeast: 2)
    text.append(UInt8(ascii: " "))
    text.append(digits: UInt64(minute % 1440 / 60), atLeast: 2)
    text.append(UInt8(ascii: ":"))
    text.append(digits: UInt64(minute % 60), atLeast: 2)
    text.append(UInt8(ascii: ":"))
    return text
  }

  /// Appends a version 1 UUID.
  ///
  /// - Parameter first: Its first eight bytes; the others are constant, as for one node.
  static func append(timeUUID first: UInt64, to buffer: inout [UInt8]) {
    buffer.append(hexadecimal: first >> 32, 8)
    buffer.append(UInt8(ascii: "-"))
    buffer.append(hexadecimal: first >> 16, 4)
    buffer.append(UInt8(ascii: "-"))
    buffer.append(hexadecimal: first, 4)
    buffer.append(contentsOf: "-9a06-f311162f610f".utf8)
  }
}

/// SplitMix64: small, fast, and the same on every machine.
struct SeededRandom {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
    return value ^ value >> 31
  }

  mutating func next(below limit: Int) -> Int { Int(next() % UInt64(limit)) }

  mutating func next(in range: ClosedRange<UInt64>) -> UInt64 {
    range.lowerBound + next() % (range.upperBound - range.lowerBound + 1)
  }
}
