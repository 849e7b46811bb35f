// One fact as a record of keys and values. `FactShapes.swift` defines the keys of each fact and their order;
// the implementation of the record defines the output: a line of JSON, a row of a table.

package import CassandraModel

/// Receives the values of one fact one after another, each with its key. Every fact of a kind has the same
/// keys in the same order; nil means that the value is not known.
package protocol FactRecord {
  /// A fact of `kind` begins.
  mutating func begin(_ kind: FactKind)
  /// The fact is complete.
  mutating func end()
  mutating func text(_ key: FactKey, _ value: String?)
  mutating func integer(_ key: FactKey, _ value: Int64?)
  mutating func decimal(_ key: FactKey, _ value: Double?)
  mutating func truth(_ key: FactKey, _ value: Bool)
  mutating func labels(_ key: FactKey, _ value: Labels)
  mutating func fields(_ key: FactKey, _ value: EventFields)
  mutating func throwable(_ key: FactKey, _ value: Throwable?)
}

/// The node of the facts, as far as a record needs it.
package struct FactNode: Sendable {
  /// Its name in reports.
  package let id: String
  /// The instant of a time on its clock; nil when the zone of its clock is not known.
  package let instant: @Sendable (LocalTime) -> Instant?

  package init(id: String, instant: @escaping @Sendable (LocalTime) -> Instant?) {
    self.id = id
    self.instant = instant
  }
}

extension FactRecord {
  mutating func instant(_ at: Instant?, _ kind: InstantKind?) {
    text(.at, at.map { FactTime.text(.utc($0)) })
    text(.atKind, kind?.rawValue)
  }

  mutating func source(_ source: SourceLocation) { text(.source, FactPlace.text(source)) }

  /// A time that may be known only on the node's clock, in UTC where the clock's zone is known. The original
  /// time is kept under `local` (see `local`), so that the zone can be determined again from the same
  /// evidence.
  mutating func moment(_ moment: Moment?, of node: FactNode) {
    switch moment {
    case .utc(let at)?: instant(at, nil)
    case .local(let time)?:
      let at = node.instant(time)
      instant(at, at.map { _ in .content })
    case nil: instant(nil, nil)
    }
  }

  /// The time on the node's clock; nil for a time known in UTC.
  mutating func local(_ moment: Moment?) {
    if case .local(let time)? = moment {
      text(.local, FactTime.text(.local(time)))
    } else {
      text(.local, nil)
    }
  }
}

/// Times as text: ISO 8601, with `Z` if known in UTC, without a zone otherwise.
enum FactTime {
  /// The years that have four digits.
  private static let plain: Range<Int64> = -62_135_596_800_000..<253_402_300_800_000
  /// The range of accepted times: arithmetic in milliseconds cannot overflow from here.
  static let readable: ClosedRange<Int64> = -(1 << 53)...(1 << 53)

  static func text(_ moment: Moment) -> String {
    let milliseconds = moment.sortKey
    if plain.contains(milliseconds) { return moment.text }
    // Outside the calendar: a damaged clock, or a number that is not a time.
    if case .utc = moment { return "@" + String(milliseconds) + "Z" }
    return "@" + String(milliseconds)
  }

  /// The time in `range`; nil for any text that `text` does not write.
  static func moment(_ text: Span<UInt8>, _ range: Range<Int>) -> Moment? {
    guard let last = range.last else { return nil }
    let isUTC = text[last] == UInt8(ascii: "Z")
    let digits = isUTC ? range.lowerBound..<last : range
    guard let milliseconds = milliseconds(text, digits), readable.contains(milliseconds) else { return nil }
    return isUTC
      ? .utc(Instant(milliseconds: milliseconds)) : .local(LocalTime(milliseconds: milliseconds))
  }

  private static func milliseconds(_ text: Span<UInt8>, _ range: Range<Int>) -> Int64? {
    let start = range.lowerBound
    if text.hasPrefix("@", in: range) { return text.integer(in: (start + 1)..<range.upperBound) }
    // 2026-11-21T05:03:13.130
    guard range.count == 23, let year = number(text, start, 4), let month = number(text, start + 5, 2),
      let day = number(text, start + 8, 2), let hour = number(text, start + 11, 2),
      let minute = number(text, start + 14, 2), let second = number(text, start + 17, 2),
      let millisecond = number(text, start + 20, 3),
      let time = CivilTime(
        year: year, month: month, day: day, hour: hour, minute: minute, second: second,
        millisecond: millisecond)
    else { return nil }
    return time.milliseconds
  }

  private static func number(_ text: Span<UInt8>, _ start: Int, _ count: Int) -> Int? {
    var value = 0
    for i in start..<(start + count) {
      guard let digit = digit(text[i]) else { return nil }
      value = value * 10 + Int(digit)
    }
    return value
  }
}

/// Places as text: `file:line`, or the file alone.
enum FactPlace {
  static func text(_ source: SourceLocation) -> String {
    // A file may be called `a:5`.
    source.line == 0 && line(of: source.file[...]) != nil ? source.file + ":0" : source.description
  }

  static func source(_ text: String) -> SourceLocation {
    guard let (file, line) = line(of: text[...]) else { return SourceLocation(file: text, line: 0) }
    return SourceLocation(file: String(file), line: line)
  }

  private static func line(of text: Substring) -> (file: Substring, line: Int)? {
    let bytes = text.utf8
    guard let colon = bytes.lastIndex(of: UInt8(ascii: ":")) else { return nil }
    let digits = bytes[bytes.index(after: colon)...]
    guard (1...15).contains(digits.count), digits.allSatisfy({ digit($0) != nil }),
      let line = Int(text[bytes.index(after: colon)...])
    else { return nil }
    return (text[..<colon], line)
  }
}
