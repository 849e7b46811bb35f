// A ledger's entry as bytes.
//
//   flags               2 bytes: the values below that are present, and the result
//   id                  8 bytes: its first half; and the number of its second half, which a process keeps
//   start               from the instant in its id, or from 1970 without one
//   end                 from the start, or from 1970 without one
//   table, file, line   text by its number among those seen
//   kind
//   counts              in the order of the flags
//   key in the history  16 bytes
//
// Numbers are written seven bits a byte, so that small ones, which nearly all are, take few.

import CassandraModel

/// Texts, files and id halves that entries share, by number.
struct PackedWords: Sendable {
  var texts = Numbered<String>()
  var files = Numbered<String>()
  var makers = Numbered<UInt64>()
}

/// An unpacked entry.
struct PackedEntry {
  let id: TimeUUID
  let entry: LedgerEntry
  /// The number of its table among the texts.
  let table: Int
}

/// Values numbered in the order in which they were first seen.
struct Numbered<Value: Hashable & Sendable>: Sendable {
  private(set) var values: [Value] = []
  private var numbers: [Value: Int] = [:]

  subscript(number: Int) -> Value { values[number] }

  mutating func number(of value: Value) -> Int {
    if let known = numbers[value] { return known }
    numbers[value] = values.count
    values.append(value)
    return values.count - 1
  }
}

private struct Flags: OptionSet {
  let rawValue: UInt16

  static let kind = Flags(rawValue: 1)
  static let start = Flags(rawValue: 1 << 1)
  static let end = Flags(rawValue: 1 << 2)
  static let inputs = Flags(rawValue: 1 << 3)
  static let outputs = Flags(rawValue: 1 << 4)
  static let bytesIn = Flags(rawValue: 1 << 5)
  static let bytesOut = Flags(rawValue: 1 << 6)
  static let partitionsIn = Flags(rawValue: 1 << 7)
  static let partitionsOut = Flags(rawValue: 1 << 8)
  static let milliseconds = Flags(rawValue: 1 << 9)
  static let historyID = Flags(rawValue: 1 << 10)
  static let removed = Flags(rawValue: 1 << 11)

  /// The result is in the bits above.
  static let resultShift: UInt16 = 12
  static let results = CompactionResult.allCases
}

extension TimeUUID {
  /// The instant that the times of an entry are counted from.
  fileprivate var origin: Int64 { instant?.milliseconds ?? 0 }
}

/// Writes entries.
enum PackedWriter {
  /// Longer than any row: sixteen numbers of at most ten bytes, an id and a half, the flags.
  static let limit = 256

  static func write(
    _ id: TimeUUID, _ entry: LedgerEntry, _ words: inout PackedWords, to bytes: inout [UInt8]
  ) {
    var flags: Flags = []
    if entry.kind != nil { flags.insert(.kind) }
    if entry.start != nil { flags.insert(.start) }
    if entry.end != nil { flags.insert(.end) }
    if entry.inputs != nil { flags.insert(.inputs) }
    if entry.outputs != nil { flags.insert(.outputs) }
    if entry.bytesIn != nil { flags.insert(.bytesIn) }
    if entry.bytesOut != nil { flags.insert(.bytesOut) }
    if entry.partitionsIn != nil { flags.insert(.partitionsIn) }
    if entry.partitionsOut != nil { flags.insert(.partitionsOut) }
    if entry.milliseconds != nil { flags.insert(.milliseconds) }
    if entry.historyID != nil { flags.insert(.historyID) }
    let result = UInt16(truncatingIfNeeded: Flags.results.firstIndex(of: entry.result) ?? 0)
    fixed(flags.rawValue | result << Flags.resultShift, to: &bytes)
    fixed(id.high, to: &bytes)
    number(words.makers.number(of: id.low), to: &bytes)
    if let start = entry.start { signed(start.milliseconds &- id.origin, to: &bytes) }
    if let end = entry.end { signed(end.milliseconds &- (entry.start?.milliseconds ?? 0), to: &bytes) }
    number(words.texts.number(of: entry.table), to: &bytes)
    number(words.files.number(of: entry.source.file), to: &bytes)
    number(entry.source.line, to: &bytes)
    if let kind = entry.kind { number(words.texts.number(of: kind), to: &bytes) }
    if let count = entry.inputs { signed(count, to: &bytes) }
    if let count = entry.outputs { signed(count, to: &bytes) }
    if let count = entry.bytesIn { signed(count, to: &bytes) }
    if let count = entry.bytesOut { signed(count, to: &bytes) }
    if let count = entry.partitionsIn { signed(count, to: &bytes) }
    if let count = entry.partitionsOut { signed(count, to: &bytes) }
    if let count = entry.milliseconds { signed(count, to: &bytes) }
    if let other = entry.historyID {
      fixed(other.high, to: &bytes)
      fixed(other.low, to: &bytes)
    }
  }

  /// Marks the row at `place` as removed.
  static func markRemoved(_ bytes: inout [UInt8], at place: Int) {
    bytes[place + 1] |= UInt8(truncatingIfNeeded: Flags.removed.rawValue >> 8)
  }

  private static func fixed(_ value: some FixedWidthInteger, to bytes: inout [UInt8]) {
    for byte in 0..<(value.bitWidth / 8) { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * byte))) }
  }

  private static func number(_ value: Int, to bytes: inout [UInt8]) {
    var rest = UInt(bitPattern: value)
    while rest >= 128 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 128)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  /// The sign in the lowest bit, so that small negative numbers are short, too.
  private static func signed(_ value: Int64, to bytes: inout [UInt8]) {
    number(Int(value << 1 ^ value >> 63), to: &bytes)
  }
}

/// Reads one entry.
struct PackedReader {
  private let bytes: [UInt8]
  private var index: Int

  init(_ bytes: [UInt8], at index: Int) {
    self.bytes = bytes
    self.index = index
  }

  /// Its flags and its id, which come first.
  mutating func head(_ words: PackedWords) -> (flags: UInt16, id: TimeUUID) {
    let flags = UInt16(truncatingIfNeeded: fixed(2))
    let high = fixed(8)
    return (flags, TimeUUID(high: high, low: words.makers[number()]))
  }

  /// Its id with its start and end; nil for a removed row.
  mutating func times(_ words: PackedWords) -> (id: TimeUUID, start: LocalTime?, end: LocalTime?)? {
    let (bits, id) = head(words)
    let flags = Flags(rawValue: bits)
    if flags.contains(.removed) { return nil }
    let (start, end) = times(flags, id)
    return (id, start, end)
  }

  private mutating func times(_ flags: Flags, _ id: TimeUUID) -> (LocalTime?, LocalTime?) {
    let start = flags.contains(.start) ? LocalTime(milliseconds: id.origin &+ signed()) : nil
    let end = flags.contains(.end) ? LocalTime(milliseconds: (start?.milliseconds ?? 0) &+ signed()) : nil
    return (start, end)
  }

  /// The whole entry.
  mutating func entry(_ words: PackedWords) -> PackedEntry {
    let (bits, id) = head(words)
    let flags = Flags(rawValue: bits)
    let (start, end) = times(flags, id)
    let table = number()
    let file = words.files[number()]
    var entry = LedgerEntry(source: SourceLocation(file: file, line: number()))
    entry.result = Flags.results[Int(bits >> Flags.resultShift)]
    entry.start = start
    entry.end = end
    entry.table = words.texts[table]
    if flags.contains(.kind) { entry.kind = words.texts[number()] }
    if flags.contains(.inputs) { entry.inputs = signed() }
    if flags.contains(.outputs) { entry.outputs = signed() }
    if flags.contains(.bytesIn) { entry.bytesIn = signed() }
    if flags.contains(.bytesOut) { entry.bytesOut = signed() }
    if flags.contains(.partitionsIn) { entry.partitionsIn = signed() }
    if flags.contains(.partitionsOut) { entry.partitionsOut = signed() }
    if flags.contains(.milliseconds) { entry.milliseconds = signed() }
    if flags.contains(.historyID) { entry.historyID = TimeUUID(high: fixed(8), low: fixed(8)) }
    return PackedEntry(id: id, entry: entry, table: table)
  }

  /// The values of a row that reports need of every row.
  mutating func figures(_ words: PackedWords, _ zone: ZoneRule?) -> LedgerFigures {
    let (bits, id) = head(words)
    let flags = Flags(rawValue: bits)
    let (start, end) = times(flags, id)
    // Table, file, line.
    skip(3)
    skip(flags.intersection([.kind, .inputs, .outputs]).rawValue.nonzeroBitCount)
    let bytesIn = flags.contains(.bytesIn) ? signed() : nil
    skip(flags.intersection([.bytesOut, .partitionsIn, .partitionsOut]).rawValue.nonzeroBitCount)
    let milliseconds = flags.contains(.milliseconds) ? signed() : nil
    return LedgerFigures(
      id, start: start, end: end, result: Flags.results[Int(bits >> Flags.resultShift)], bytesIn: bytesIn,
      milliseconds: milliseconds, zone)
  }

  private mutating func skip(_ count: Int) {
    for _ in 0..<count { _ = number() }
  }

  private mutating func fixed(_ count: Int) -> UInt64 {
    var value: UInt64 = 0
    for byte in 0..<count { value |= UInt64(bytes[index + byte]) << (8 * UInt64(byte)) }
    index += count
    return value
  }

  private mutating func number() -> Int {
    var value: UInt = 0
    var shift: UInt = 0
    while true {
      let byte = bytes[index]
      index += 1
      value |= UInt(byte & 127) << shift
      if byte < 128 { return Int(bitPattern: value) }
      shift += 7
    }
  }

  private mutating func signed() -> Int64 {
    let value = number()
    return Int64(bitPattern: UInt64(UInt(bitPattern: value) >> 1)) ^ -Int64(value & 1)
  }
}
