// Rewrites records of any layout into the default layout, so that one parser reads all logs:
//
//   2021-06-14 11:20:01 ERROR CompactionExecutor:4 o.a.c.db.Keyspace - text
//   ERROR [CompactionExecutor:4] 2021-06-14 11:20:01,000 Keyspace:0 - text
//
// Parts that a layout does not have stay empty: no thread, no source. A time without a date takes the day of
// the record before, and the next day where it steps back over midnight.

import CassandraModel

/// Rewrites the blocks of one log, with the prefixes and layouts learned from earlier blocks.
struct LayoutRewriter: Sendable {
  private var layouts: LogLayouts
  private var days: RecordDays

  init(_ layouts: LogLayouts, after time: LocalTime? = nil) {
    self.layouts = layouts
    days = RecordDays(after: time, firstDay: layouts.firstDay)
  }

  /// `block` with its prefixes removed and its heads in the default layout.
  mutating func rewrite(_ block: UnwrappedBlock) -> UnwrappedBlock {
    var result = block
    result.bytes = []
    result.bytes.reserveCapacity(block.bytes.count + block.bytes.count / 8)
    result.numbers = []
    result.stamps = []
    var heads = LogHeaderParser()
    let bytes = block.bytes.span
    var start = 0
    var index = 0
    while start < bytes.count {
      let end = bytes.firstIndex(of: UInt8(ascii: "\n"), in: start..<bytes.count) ?? bytes.count
      let number = index < block.numbers.count ? block.numbers[index] : block.lineCount
      var stamp = index < block.stamps.count ? block.stamps[index] : nil
      index += 1
      var line = start..<end
      start = end + 1
      if line.count > 0, bytes[line.upperBound - 1] == UInt8(ascii: "\r") {
        line = line.lowerBound..<(line.upperBound - 1)
      }
      let reading = layouts.read(bytes, line, &heads)
      if !isOwn(reading) {
        result.countedBytes -= Int64(end + 1 - line.lowerBound)
        continue
      }
      if stamp == nil, let time = reading.time, case .utc(let instant)? = TimeMarker(bytes, in: time) {
        stamp = instant
      }
      switch reading.line {
      case .head(let parts):
        let own = reading.time.flatMap { HeadTime(bytes, at: $0.lowerBound, before: $0.upperBound) }
        write(parts, bytes, own, stamp, number, &result)
      case .plainHead(let content):
        if case .head(let header) = heads.parse(bytes, content) { days.pass(header.at) }
        result.bytes.append(bytes.extracting(content))
      case .other:
        result.bytes.append(bytes.extracting(reading.content.lowerBound..<line.upperBound))
      }
      result.bytes.append(UInt8(ascii: "\n"))
      result.numbers.append(number)
      result.stamps.append(stamp)
    }
    return result
  }

  /// False for a line that another log of the file reads.
  private func isOwn(_ reading: LogLayouts.Reading) -> Bool {
    guard let own = layouts.own else { return true }
    guard let words = reading.words else { return layouts.countsStrays }
    if words == own { return true }
    return layouts.countsStrays && !layouts.siblings.contains(words)
  }

  private mutating func write(
    _ parts: HeadParts, _ bytes: Span<UInt8>, _ prefixTime: HeadTime?, _ stamp: Instant?, _ number: Int,
    _ result: inout UnwrappedBlock
  ) {
    let (at, offset) = days.place(parts.time ?? prefixTime, stamp)
    if !days.isKnown, result.undated == nil { result.undated = number }
    result.bytes += Array((parts.level ?? .info).name.utf8)
    result.bytes += Array(" [".utf8)
    if let thread = parts.thread { result.bytes.append(bytes.extracting(bytes.trimmed(thread))) }
    result.bytes += Array("] ".utf8)
    result.bytes += Array(at.text.utf8)
    if let offset { result.bytes += Array((offset.seconds == 0 ? "Z" : offset.text).utf8) }
    result.bytes.append(UInt8(ascii: " "))
    if let logger = parts.logger { appendName(bytes.extracting(logger), to: &result.bytes) }
    result.bytes.append(UInt8(ascii: ":"))
    if let line = parts.codeLine, !line.isEmpty {
      result.bytes.append(bytes.extracting(line))
    } else {
      result.bytes.append(UInt8(ascii: "0"))
    }
    result.bytes += Array(" - ".utf8)
    result.bytes.append(bytes.extracting(parts.message))
  }

  /// Appends a file name unchanged, or the simple name of a class: `o.a.c.db.Keyspace$1` is `Keyspace`.
  private func appendName(_ name: Span<UInt8>, to bytes: inout [UInt8]) {
    var end = name.count
    if name.hasSuffix(".java", in: name.all) {
      bytes.append(name)
      return
    }
    let start = name.lastIndex(of: UInt8(ascii: "."), in: name.all).map { $0 + 1 } ?? 0
    if let dollar = name.firstIndex(of: UInt8(ascii: "$"), in: start..<end) { end = dollar }
    bytes.append(name.extracting(start..<max(start, end)))
  }
}

/// The day of each record in a log whose times may have no date.
struct RecordDays: Sendable {
  /// The day of the previous record, in milliseconds since 1970.
  private var day: Int64?
  /// Its time of day.
  private var last: Int64 = 0
  /// False for a record whose day is unknown: such days are counted from 1970-01-01, and days without a year
  /// are of `Moment.yearlessYear`.
  private(set) var isKnown = true
  /// True if `day` is a calendar day.
  private var isDated: Bool

  private static let length: Int64 = 86_400_000

  /// - Parameters:
  ///   - time: The time of an earlier record.
  ///   - firstDay: The day of the first record, from other evidence.
  init(after time: LocalTime?, firstDay: Int64?) {
    day = firstDay
    isDated = firstDay != nil
    if let time { pass(time) }
  }

  /// Records the day of a dated record.
  mutating func pass(_ time: LocalTime) {
    let (days, rest) = time.milliseconds.quotientAndRemainder(flooringBy: 86_400_000)
    day = days * RecordDays.length
    last = rest
    isDated = true
  }

  /// The time of a record with `time` in its head, and its offset from UTC if it is known.
  mutating func place(_ time: HeadTime?, _ stamp: Instant?) -> (LocalTime, UTCOffset?) {
    isKnown = true
    guard let time else {
      // Only the envelope has a date.
      if let stamp {
        let at = LocalTime(milliseconds: stamp.milliseconds)
        pass(at)
        return (at, UTCOffset(seconds: 0))
      }
      isKnown = isDated
      return (LocalTime(milliseconds: (day ?? 0) + last), nil)
    }
    switch time.day {
    case .full(let start):
      let at = LocalTime(milliseconds: start + time.milliseconds)
      pass(at)
      return (at, time.offset)
    case .ofYear(let month, let dayOfMonth):
      let year = year(of: month, dayOfMonth, stamp)
      isKnown = year != nil
      let civil = CivilTime(year: year ?? Moment.yearlessYear, month: month, day: dayOfMonth)
      let at = LocalTime(milliseconds: (civil?.milliseconds ?? 0) + time.milliseconds)
      if year != nil { pass(at) }
      return (at, time.offset)
    case .none:
      if let stamp {
        let at = RecordDays.nearest(time.milliseconds, to: stamp.milliseconds)
        pass(LocalTime(milliseconds: at))
        return (LocalTime(milliseconds: at), time.offset)
      }
      isKnown = isDated
      var start = day ?? 0
      let half = RecordDays.length / 2
      // Threads overtake each other at midnight, too.
      if time.milliseconds > last + half, start >= RecordDays.length, last > 0 {
        return (LocalTime(milliseconds: start - RecordDays.length + time.milliseconds), time.offset)
      }
      if time.milliseconds < last - half { start += RecordDays.length }
      day = start
      last = time.milliseconds
      return (LocalTime(milliseconds: start + time.milliseconds), time.offset)
    }
  }

  /// The year of a day that is written without one: the nearest to the known time.
  private func year(of month: Int, _ dayOfMonth: Int, _ stamp: Instant?) -> Int? {
    guard let known = stamp?.milliseconds ?? (isDated ? day : nil) else { return nil }
    let year = CivilTime(milliseconds: known).year
    return [year, year - 1, year + 1].min { a, b in
      RecordDays.distance(a, month, dayOfMonth, known) < RecordDays.distance(b, month, dayOfMonth, known)
    }
  }

  private static func distance(_ year: Int, _ month: Int, _ day: Int, _ known: Int64) -> Int64 {
    CivilTime(year: year, month: month, day: day).map { abs($0.milliseconds - known) } ?? .max
  }

  /// The time of day `clock` on the day that brings it nearest to `known`.
  static func nearest(_ clock: Int64, to known: Int64) -> Int64 {
    let days = known.quotientAndRemainder(flooringBy: 86_400_000).quotient
    return [days - 1, days, days + 1].map { $0 * length + clock }.min { abs($0 - known) < abs($1 - known) }
      ?? known
  }
}
