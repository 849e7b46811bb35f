// The quantity of a printed value: the conversion of its text to a number in the unit of a metric.

/// The quantity of a value, and the unit that nodetool prints.
enum Quantity: Sendable {
  /// A plain number. With `-H` ≤ 4.1 prints some counts as if they were bytes (`Dropped Mutations: 8.91
  /// KiB`).
  case count
  /// Bytes, plain or with a unit.
  case bytes
  /// A plain number; a negative value means “none yet” (`SSTable Compression Ratio: -1.0`).
  case ratio
  /// `42.19` or `42.19%`; the number is a share from 0 to 1.
  case percent
  /// `0.412 ms`; the number is in seconds.
  case milliseconds
  /// Plain seconds.
  case seconds
  /// A plain number of MiB; the number is in bytes. Cassandra writes MB for MiB in most labels.
  case mebibytes
  /// `3.41/minute`; the number is per second.
  case rate
  /// `64 MB/s`, `58.113 MiB/s`, `200 Mb/s`; the number is in bytes a second.
  case throughput

  /// The content of a cell.
  enum Value: Equatable {
    case number(Double)
    /// `n/a`, `N/A`, `NaN`, `?`, `null`, or blank: there is no value. Missing is not zero.
    case missing
    /// Not in the form of this quantity.
    case malformed

    var number: Double? { if case .number(let number) = self { number } else { nil } }
  }

  /// The value in `range`, which must be trimmed.
  func value(_ text: Span<UInt8>, in range: Range<Int>) -> Value {
    if let number = number(text, in: range) { return .number(number) }
    if self == .ratio, text.decimal(in: range) != nil { return .missing }
    return Self.isMissing(text, in: range) ? .missing : .malformed
  }

  /// The value in `range` of a document, where the key has the unit and values have none.
  func bareValue(_ text: Span<UInt8>, in range: Range<Int>) -> Value {
    guard self == .milliseconds else { return value(text, in: range) }
    if let number = text.decimal(in: range) { return .number(number / 1000) }
    return Self.isMissing(text, in: range) ? .missing : .malformed
  }

  private func number(_ text: Span<UInt8>, in range: Range<Int>) -> Double? {
    switch self {
    case .count, .bytes: return text.bytes(in: range)
    case .ratio: return text.decimal(in: range).flatMap { $0 >= 0 ? $0 : nil }
    case .percent:
      let end = text.hasSuffix("%", in: range) ? range.upperBound - 1 : range.upperBound
      return text.decimal(in: range.lowerBound..<end).map { $0 / 100 }
    case .milliseconds:
      guard let word = text.firstWord(in: range),
        text.hasPrefix(" ms", in: word.upperBound..<range.upperBound)
      else { return nil }
      return text.decimal(in: word).map { $0 / 1000 }
    case .seconds: return text.decimal(in: range)
    case .mebibytes: return text.decimal(in: range).map { $0 * 1_048_576 }
    case .rate: return rate(text, in: range)
    case .throughput: return Self.throughput(text, in: range)
    }
  }

  private func rate(_ text: Span<UInt8>, in range: Range<Int>) -> Double? {
    guard let slash = text.firstIndex(of: UInt8(ascii: "/"), in: range),
      let number = text.decimal(in: range.lowerBound..<slash)
    else { return nil }
    let unit = slash..<range.upperBound
    if text.equals("/second", in: unit) { return number }
    if text.equals("/minute", in: unit) { return number / 60 }
    return text.equals("/hour", in: unit) ? number / 3600 : nil
  }

  /// `MB/s` is MiB here, in every version: the setting has always been in MiB, 4.1 prints the same setting as
  /// `64 MB/s` and, with `-d`, as `64.0 MiB/s` (GetCompactionThroughput.java,
  /// SetGetCompactionThroughputTest.java), and log lines do the same. Reading it as 10^6 would make one
  /// setting two. `Mb/s` is 10^6 bits.
  private static func throughput(_ text: Span<UInt8>, in range: Range<Int>) -> Double? {
    if text.equals("unlimited", in: range) || text.equals("throttling disabled (0)", in: range) { return 0 }
    guard let word = text.firstWord(in: range), let number = text.decimal(in: word) else { return nil }
    let unit = text.trimmed(word.upperBound..<range.upperBound)
    if text.equals("MiB/s", in: unit) || text.equals("MB/s", in: unit) { return number * 1_048_576 }
    if text.equals("Mb/s", in: unit) || text.equals("megabits per second", in: unit) {
      return number * 125_000
    }
    return nil
  }

  static func isMissing(_ text: Span<UInt8>, in range: Range<Int>) -> Bool {
    guard let word = text.firstWord(in: range) else { return true }
    for sign: StaticString in [
      "n/a", "N/A", "NaN", "NaN%", ".NaN", "?", "null", "-", "Infinity", "-Infinity", "\u{221E}", "\u{FFFD}",
      "\u{FFFD}%",
    ] where text.equals(sign, in: word) {
      return true
    }
    return false
  }
}
