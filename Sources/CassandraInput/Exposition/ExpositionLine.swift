// One line of a metrics endpoint's response: Prometheus' text format 0.0.4 and OpenMetrics 1.0.
//
//     cassandra_table_pendingcompactions_value{keyspace="shop",table="orders"} 729.0 1795237804000 # {id="1"} 1
//     name                                    labels                           value time          exemplar

import CassandraModel

/// The ranges of a series line's parts, and its numbers.
struct ExpositionLine {
  let name: Range<Int>
  /// Between the braces; empty without braces.
  let labels: Range<Int>
  /// nil for `NaN` and the infinities: the endpoint had no measurement.
  let value: Double?
  /// nil without a time stamp.
  let at: Instant?

  /// The series in `line` (without white space around it); nil if the line is not a series.
  init?(_ text: Span<UInt8>, in line: Range<Int>) {
    var i = line.lowerBound
    while i < line.upperBound, isNameByte(text[i], isFirst: i == line.lowerBound) { i += 1 }
    guard i > line.lowerBound else { return nil }
    name = line.lowerBound..<i
    i = text.trimmed(i..<line.upperBound).lowerBound
    if i < line.upperBound, text[i] == UInt8(ascii: "{") {
      guard let close = Self.closingBrace(text, i + 1, before: line.upperBound) else { return nil }
      labels = (i + 1)..<close
      i = close + 1
    } else {
      // Without labels only a space or TAB ends the name.
      guard i > name.upperBound else { return nil }
      labels = i..<i
    }
    guard let number = text.firstWord(in: i..<line.upperBound),
      let value = Self.value(text, number)
    else { return nil }
    self.value = value.isFinite ? value : nil
    guard let next = text.firstWord(in: number.upperBound..<line.upperBound) else {
      at = nil
      return
    }
    if text[next.lowerBound] == UInt8(ascii: "#") {
      at = nil
      return
    }
    guard let at = Self.time(text, next) else { return nil }
    if let rest = text.firstWord(in: next.upperBound..<line.upperBound),
      text[rest.lowerBound] != UInt8(ascii: "#")
    {
      return nil
    }
    self.at = at
  }

  /// The brace that closes the labels; quoted values may contain braces.
  private static func closingBrace(_ text: Span<UInt8>, _ start: Int, before end: Int) -> Int? {
    var isQuoted = false
    var i = start
    while i < end {
      switch text[i] {
      case UInt8(ascii: "\\") where isQuoted: i += 1
      case UInt8(ascii: "\""): isQuoted.toggle()
      case UInt8(ascii: "}") where !isQuoted: return i
      default: break
      }
      i += 1
    }
    return nil
  }

  /// A number as Go and Java print it: `1.171192457E9`, `1.5e+09`, `NaN`, `+Inf`; nil for any other text.
  static func value(_ text: Span<UInt8>, _ range: Range<Int>) -> Double? {
    for word: StaticString in ["NaN", "+Inf", "-Inf", "Inf"] where text.equals(word, in: range) {
      return .nan
    }
    var isPlain = true
    for i in range {
      switch text[i] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "e"),
        UInt8(ascii: "E"):
        break
      case UInt8(ascii: "+"): isPlain = false
      default: return nil
      }
    }
    if isPlain { return text.decimal(in: range) }
    guard range.count < 64 else { return nil }
    return Double(text.text(in: range))
  }

  /// A time stamp: the older format writes whole milliseconds, OpenMetrics seconds with a fraction. Their
  /// magnitudes distinguish them for all times from 2001 to 2099; other values are not times of a capture.
  static func time(_ text: Span<UInt8>, _ range: Range<Int>) -> Instant? {
    guard let value = self.value(text, range), value.isFinite else { return nil }
    if (1e9..<4_102_444_800).contains(value) {
      return Instant(milliseconds: Int64((value * 1000).rounded()))
    }
    if (1e12..<4_102_444_800_000).contains(value) { return Instant(milliseconds: Int64(value.rounded())) }
    return nil
  }
}

private func isNameByte(_ byte: UInt8, isFirst: Bool) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
    UInt8(ascii: ":"):
    true
  case UInt8(ascii: "0")...UInt8(ascii: "9"): !isFirst
  default: false
  }
}

/// The labels of one series, as written.
struct SeriesLabels {
  private(set) var pairs: [(name: String, value: String)] = []

  init() {}

  /// The labels in `range`, the text between the braces; nil if they are malformed.
  init?(_ text: Span<UInt8>, in range: Range<Int>) {
    var i = range.lowerBound
    while true {
      while i < range.upperBound, isBlank(text[i]) || text[i] == UInt8(ascii: ",") { i += 1 }
      guard i < range.upperBound else { return }
      guard let equals = text.firstIndex(of: UInt8(ascii: "="), in: i..<range.upperBound) else { return nil }
      let name = text.trimmed(i..<equals)
      i = text.trimmed((equals + 1)..<range.upperBound).lowerBound
      guard !name.isEmpty, i < range.upperBound, text[i] == UInt8(ascii: "\"") else { return nil }
      let start = i + 1
      var hasEscapes = false
      i = start
      while i < range.upperBound, text[i] != UInt8(ascii: "\"") {
        if text[i] == UInt8(ascii: "\\") {
          hasEscapes = true
          i += 1
        }
        i += 1
      }
      guard i < range.upperBound else { return nil }
      // The escapes are a subset of JSON's.
      let value = JSONText(range: start..<i, hasEscapes: hasEscapes).string(text)
      pairs.append((text.text(in: name), value))
      i += 1
    }
  }

  subscript(name: String) -> String? { pairs.first { $0.name == name }?.value }

  /// The value of the first label among `names`; nil if it is missing or empty.
  func first(of names: [String]) -> String? {
    for name in names {
      if let value = self[name] { return value.isEmpty ? nil : value }
    }
    return nil
  }

  mutating func add(_ name: String, _ value: String) { pairs.append((name, value)) }
}
