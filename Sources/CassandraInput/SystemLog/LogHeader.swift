// The first line of a log record:
//
//   INFO  [CompactionExecutor:12] 2024-05-12 03:12:51,702 CompactionTask.java:164 - Compacting (…
//   level  thread                 date on the node's clock  file and line            message
//
// logback's pattern `%-5level [%thread] %date{ISO8601} %F:%L - %msg%n`, the same from Cassandra 2.1 to 6.0;
// log4j of 2.0 and before prints `%5p [%t] %d %F (line %L) %m`. Custom patterns put a `T` into the date, a
// dot before its fraction, or an offset after it; DSE puts a service name before the file.

package import CassandraModel

/// The parts of a record's first line, as ranges of its bytes.
package struct LogHeader {
  package var level: LogLevel
  package var thread: Range<Int>
  package var at: LocalTime
  /// The offset in the line itself (a custom pattern); nil in every shipped one.
  package var offset: UTCOffset?
  /// `CompactionTask.java`, without the line number.
  package var logger: Range<Int>
  /// The text after ` - ` to the end of the line; may be empty.
  package var message: Range<Int>
}

package enum LogLine {
  /// The first line of a record.
  case head(LogHeader)
  /// A record's first line, except that its date or time does not exist.
  case impossibleDate
  /// Not the first line of a record.
  case other
}

/// Recognises record heads. Caches the date of the last one, since the next is nearly always of the same day.
package struct LogHeaderParser {
  private var lastDate: (bytes: UInt64, tail: UInt16, milliseconds: Int64)?

  package init() {}

  /// The kind of `line` (without its line end) of `bytes`.
  package mutating func parse(_ bytes: Span<UInt8>, _ line: Range<Int>) -> LogLine {
    guard let (level, open) = LogHeaderParser.levelAndBracket(bytes, line) else { return .other }
    var search = open + 1
    // A thread name may contain brackets (IPv6 peers), so only a bracket before a date closes it.
    while let close = bytes.firstIndex(of: UInt8(ascii: "]"), in: search..<line.upperBound) {
      if close + 25 <= line.upperBound, bytes[close + 1] == blank, isDigit(bytes[close + 2]),
        bytes[close + 6] == UInt8(ascii: "-")
      {
        guard let (at, offset, end) = timestamp(bytes, (close + 2)..<line.upperBound) else {
          return .impossibleDate
        }
        guard let (logger, message) = origin(bytes, end..<line.upperBound) else { return .other }
        return .head(
          LogHeader(
            level: level, thread: (open + 1)..<close, at: at, offset: offset, logger: logger,
            message: message))
      }
      search = close + 1
    }
    return .other
  }

  /// True when a line that starts at `start` looks like a head: a level and a bracket. Cheap enough to test
  /// every line when a block is cut.
  package static func mayStartRecord(_ bytes: Span<UInt8>, at start: Int) -> Bool {
    levelAndBracket(bytes, start..<min(bytes.count, start + 12)) != nil
  }

  /// The level, and the index of the bracket that opens the thread name.
  private static func levelAndBracket(_ bytes: Span<UInt8>, _ line: Range<Int>) -> (LogLevel, Int)? {
    var index = line.lowerBound
    // log4j right-justifies the level.
    while index < line.upperBound, index < line.lowerBound + 2, bytes[index] == blank { index += 1 }
    guard index + 6 < line.upperBound else { return nil }
    let level: LogLevel
    switch bytes[index] {
    case UInt8(ascii: "I")
    where bytes[index + 1] == UInt8(ascii: "N") && bytes[index + 2] == UInt8(ascii: "F"):
      level = .info
    case UInt8(ascii: "D")
    where bytes[index + 1] == UInt8(ascii: "E") && bytes[index + 2] == UInt8(ascii: "B"):
      level = .debug
    case UInt8(ascii: "W")
    where bytes[index + 1] == UInt8(ascii: "A") && bytes[index + 2] == UInt8(ascii: "R"):
      level = .warn
    case UInt8(ascii: "E")
    where bytes[index + 1] == UInt8(ascii: "R") && bytes[index + 2] == UInt8(ascii: "R"):
      level = .error
    case UInt8(ascii: "T")
    where bytes[index + 1] == UInt8(ascii: "R") && bytes[index + 2] == UInt8(ascii: "A"):
      level = .trace
    default:
      return nil
    }
    let isIndented = index > line.lowerBound
    index += level == .info || level == .warn ? 4 : 5
    // The default layout has no space before the level; only log4j right-justifies it.
    if isIndented {
      guard level == .info || level == .warn, index == line.lowerBound + 5, index + 1 < line.upperBound,
        bytes[index + 1] == UInt8(ascii: "[")
      else { return nil }
    }
    // A bracket that some console patterns put after the level.
    if index < line.upperBound, bytes[index] == UInt8(ascii: "]") { index += 1 }
    guard index < line.upperBound, bytes[index] == blank else { return nil }
    while index < line.upperBound, bytes[index] == blank { index += 1 }
    guard index < line.upperBound, bytes[index] == UInt8(ascii: "[") else { return nil }
    return (level, index)
  }

  /// `yyyy-MM-dd[ T]HH:mm:ss[,.]SSS`, 3 to 9 digits of fraction, an optional `Z` or offset.
  private mutating func timestamp(
    _ bytes: Span<UInt8>, _ range: Range<Int>
  ) -> (LocalTime, UTCOffset?, end: Int)? {
    let start = range.lowerBound
    guard range.count >= 23, let date = day(bytes, start),
      bytes[start + 10] == blank || bytes[start + 10] == UInt8(ascii: "T"),
      let hour = twoDigits(bytes, start + 11), bytes[start + 13] == colon,
      let minute = twoDigits(bytes, start + 14), bytes[start + 16] == colon,
      let second = twoDigits(bytes, start + 17),
      bytes[start + 19] == UInt8(ascii: ",") || bytes[start + 19] == UInt8(ascii: "."),
      hour < 24, minute < 60, second <= 60
    else { return nil }
    var index = start + 20
    var millisecond: Int64 = 0
    var digits = 0
    while index < range.upperBound, digits < 9, isDigit(bytes[index]) {
      if digits < 3 { millisecond = millisecond * 10 + Int64(bytes[index] - UInt8(ascii: "0")) }
      digits += 1
      index += 1
    }
    guard digits >= 3 else { return nil }
    let time = date + ((hour * 60 + minute) * 60 + second) * 1000 + millisecond
    let offset = self.offset(bytes, &index, range.upperBound)
    return (LocalTime(milliseconds: time), offset, index)
  }

  /// Milliseconds of the date at `start`, or nil if there is no such day.
  private mutating func day(_ bytes: Span<UInt8>, _ start: Int) -> Int64? {
    var head: UInt64 = 0
    for i in 0..<8 { head = head << 8 | UInt64(bytes[start + i]) }
    let tail = UInt16(bytes[start + 8]) << 8 | UInt16(bytes[start + 9])
    if let last = lastDate, last.bytes == head, last.tail == tail { return last.milliseconds }
    guard let century = twoDigits(bytes, start), let year = twoDigits(bytes, start + 2),
      bytes[start + 4] == UInt8(ascii: "-"), let month = twoDigits(bytes, start + 5),
      bytes[start + 7] == UInt8(ascii: "-"), let day = twoDigits(bytes, start + 8),
      let civil = CivilTime(year: Int(century * 100 + year), month: Int(month), day: Int(day))
    else { return nil }
    lastDate = (head, tail, civil.milliseconds)
    return civil.milliseconds
  }

  private func offset(_ bytes: Span<UInt8>, _ index: inout Int, _ end: Int) -> UTCOffset? {
    guard index < end else { return nil }
    if bytes[index] == UInt8(ascii: "Z") {
      index += 1
      return UTCOffset(seconds: 0)
    }
    let sign: Int64
    switch bytes[index] {
    case UInt8(ascii: "+"): sign = 1
    case UInt8(ascii: "-"): sign = -1
    default: return nil
    }
    guard index + 5 <= end, let hours = twoDigits(bytes, index + 1) else { return nil }
    let minutesAt = bytes[index + 3] == colon ? index + 4 : index + 3
    guard minutesAt + 2 <= end, let minutes = twoDigits(bytes, minutesAt) else { return nil }
    index = minutesAt + 2
    return UTCOffset(seconds: sign * (hours * 3600 + minutes * 60))
  }

  /// `CompactionTask.java:164 - message`, or log4j's `CompactionTask.java (line 164) message`.
  private func origin(
    _ bytes: Span<UInt8>, _ range: Range<Int>
  ) -> (logger: Range<Int>, message: Range<Int>)? {
    var index = range.lowerBound
    while index < range.upperBound, bytes[index] == blank { index += 1 }
    let start = index
    // With a service name before the file (DSE) the file is one token later: it is the token with a colon.
    var loggerStart = start
    while index < range.upperBound {
      let byte = bytes[index]
      if byte == colon {
        var end = index + 1
        while end < range.upperBound, isDigit(bytes[end]) || bytes[end] == UInt8(ascii: "?") { end += 1 }
        guard end < range.upperBound else { return (loggerStart..<index, end..<end) }
        guard bytes[end] == blank else { return nil }
        guard end + 1 < range.upperBound, bytes[end + 1] == UInt8(ascii: "-") else { return nil }
        let message = min(end + 3, range.upperBound)
        return (loggerStart..<index, message..<range.upperBound)
      }
      if byte == blank {
        if bytes.matches(log4jLine, at: index) {
          guard let close = bytes.firstIndex(of: UInt8(ascii: ")"), in: index..<range.upperBound) else {
            return nil
          }
          return (loggerStart..<index, min(close + 2, range.upperBound)..<range.upperBound)
        }
        guard loggerStart == start else { return nil }
        loggerStart = index + 1
      }
      index += 1
    }
    return nil
  }
}

private let blank = UInt8(ascii: " ")
private let colon = UInt8(ascii: ":")
private let log4jLine = Array(" (line ".utf8)

private func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

private func twoDigits(_ bytes: Span<UInt8>, _ index: Int) -> Int64? {
  let tens = bytes[index] &- UInt8(ascii: "0")
  let ones = bytes[index + 1] &- UInt8(ascii: "0")
  return tens < 10 && ones < 10 ? Int64(tens) * 10 + Int64(ones) : nil
}
