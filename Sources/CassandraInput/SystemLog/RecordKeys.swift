// Maps the named values of an exported record to the parts of a log record. Every system that stores logs has
// its own names, so the message is found by its content: the head of a record, or text next to a level and a
// time.
//
//   {"ts":"2021-06-14T11:20:03.501Z","msg":"ERROR [CompactionExecutor:4] 2021-06-14 11:20:03,501 …"}   a whole record
//   {"severity":"ERROR","timestamp":"…","jsonPayload":{"message":"Exception in thread …"}}              its parts

import CassandraModel

/// A named value of a record; names of nested values are joined with dots.
struct RecordField: Equatable {
  let name: String
  let value: String
}

/// The names of the values that make up a record.
struct RecordKeys: Hashable, Sendable {
  private(set) var message: String
  /// True if messages begin with the heads of records.
  private(set) var isWhole: Bool
  private var level: String?
  private var time: String?
  private var thread: String?
  private var logger: String?
  private var trace: String?

  /// The names that the records in `sample` use; nil if they are not a log.
  init?(_ sample: [[RecordField]]) {
    var votes: [String: Int] = [:]
    var order: [String] = []
    for record in sample {
      for field in record where RecordKeys.beginsWithHead(field.value) {
        if votes[field.name] == nil { order.append(field.name) }
        votes[field.name, default: 0] += 1
      }
    }
    if let most = votes.values.max(), let name = order.first(where: { votes[$0] == most }) {
      message = name
      isWhole = true
      return
    }
    let names = sample.flatMap { $0 }
    guard let message = RecordKeys.first(RecordKeys.messages, in: names, where: { !$0.isEmpty }),
      let level = RecordKeys.first(RecordKeys.levels, in: names, where: { EncodedRecord.level($0) != nil }),
      let time = RecordKeys.first(RecordKeys.times, in: names, where: { RecordTime.text($0) != nil })
    else { return nil }
    self.message = message
    isWhole = false
    self.level = level
    self.time = time
    thread = RecordKeys.first(RecordKeys.threads, in: names) { _ in true }
    logger = RecordKeys.first(RecordKeys.loggers, in: names) { _ in true }
    trace = RecordKeys.first(RecordKeys.traces, in: names) { _ in true }
  }

  /// The text of `record`, in lines; nil if it has no message.
  func text(of record: [RecordField]) -> [UInt8]? {
    guard let message = value(self.message, record) else { return nil }
    if isWhole { return RecordKeys.lines(message) }
    guard let level = value(level, record).flatMap(EncodedRecord.level),
      let time = value(time, record).flatMap(RecordTime.text)
    else { return RecordKeys.lines(message) }
    let stated = logger == nil ? RecordKeys.stated(in: message) : nil
    let source = (value(logger, record) ?? stated?.logger).map(EncodedRecord.file) ?? "?.java"
    // A line end in a name would begin another record.
    let head = "\(level)[\(value(thread, record) ?? "")] \(time) \(source):0 - ".filter { !$0.isNewline }
    var text = Array(head.utf8) + RecordKeys.lines(stated?.message ?? message)
    if let trace = value(trace, record), !trace.isEmpty {
      text.append(UInt8(ascii: "\n"))
      text += RecordKeys.lines(trace)
    }
    return text
  }

  /// The logger at the beginning of a message, behind the milliseconds since the start of the JVM:
  /// `404055900 o.a.c.db.Keyspace - text`. Source: the encoder of Stackdriver with `%r %logger - %msg`.
  private static func stated(in message: String) -> (logger: String, message: String)? {
    let words = message.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
    guard words.count == 4, !words[0].isEmpty, words[0].allSatisfy({ $0.isASCII && $0.isNumber }),
      words[1].contains("."), words[2] == "-",
      words[1].utf8.allSatisfy({ TraceSegments.isClassByte($0) })
    else { return nil }
    return (String(words[1]), String(words[3]))
  }

  /// The time of `record`, as text that sorts the records of one export; nil if it is not known.
  func order(of record: [RecordField]) -> String? {
    if !isWhole { return value(time, record).flatMap(RecordTime.text) }
    guard let message = value(message, record), let header = RecordKeys.head(message) else { return nil }
    return header.at.text
  }

  private func value(_ name: String?, _ record: [RecordField]) -> String? {
    guard let name else { return nil }
    return record.first { $0.name == name }?.value
  }

  /// A text with plain line ends, and none at its end.
  private static func lines(_ text: String) -> [UInt8] {
    var bytes = Array(text.utf8)
    if bytes.contains(UInt8(ascii: "\r")) { bytes = Array(text.replacing("\r\n", with: "\n").utf8) }
    while let last = bytes.last, last == UInt8(ascii: "\n") || last == UInt8(ascii: "\r") {
      bytes.removeLast()
    }
    return bytes
  }

  private static func head(_ text: String) -> LogHeader? {
    let bytes = Array(text.utf8.prefix(4096).prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") })
    var heads = LogHeaderParser()
    if case .head(let header) = heads.parse(bytes.span, bytes.span.all) { return header }
    return nil
  }

  static func beginsWithHead(_ text: String) -> Bool { head(text) != nil }

  /// The first of `names` that matches a field, or a field's last word, with a suitable value.
  private static func first(_ names: [String], in fields: [RecordField], where fits: (String) -> Bool)
    -> String?
  {
    for name in names {
      if let field = fields.first(where: { key($0.name) == name && fits($0.value) }) { return field.name }
    }
    for name in names {
      if let field = fields.first(where: { key($0.name).hasSuffix("." + name) && fits($0.value) }) {
        return field.name
      }
    }
    return nil
  }

  private static func key(_ name: String) -> String { name.lowercased() }

  private static let messages = [
    "message", "msg", "log", "textpayload", "_raw", "raw", "body", "text", "event", "line", "full_message",
    "short_message", "@message", "content", "description", "event.original", "@m", "log message",
  ]
  private static let levels = [
    "level", "severity", "log.level", "loglevel", "log_level", "lvl", "levelname", "severitytext",
    "severity_text",
    "@l", "priority", "log level", "status",
  ]
  private static let times = [
    "@timestamp", "timestamp", "ts", "time", "_time", "datetime", "date", "asctime", "eventtime",
    "event_time", "@t",
    "receivetimestamp", "log.time", "created", "timestamp.seconds",
  ]
  private static let threads = ["thread_name", "thread", "process.thread.name", "threadname", "thread name"]
  private static let loggers = [
    "logger_name", "logger", "log.logger", "class", "loggername", "logger name", "file", "caller",
    "source_file",
  ]
  private static let traces = [
    "stack_trace", "stacktrace", "exception", "error.stack_trace", "stack", "throwable", "error.stack",
    "trace",
    "exception.stacktrace",
  ]
}

/// Times in exports.
enum RecordTime {
  /// The time in `text`, in the form of a head; nil if it is not one.
  static func text(_ text: String) -> String? {
    let bytes = Array(text.utf8)
    guard bytes.count <= 64 else { return nil }
    if let number = Double(text), number > 100_000_000, number < 1e20 { return epoch(number) }
    switch TimeMarker(bytes.span, in: bytes.span.trimmed(bytes.span.all)) {
    case .utc(let instant): return instant.iso8601
    case .unknownOffset(let local): return local.text
    case nil: return kibana(text)
    }
  }

  /// Seconds, milliseconds, microseconds or nanoseconds since 1970.
  private static func epoch(_ number: Double) -> String? {
    var milliseconds = number
    if number < 1e11 {
      milliseconds = number * 1000
    } else if number >= 1e17 {
      milliseconds = number / 1e6
    } else if number >= 1e14 {
      milliseconds = number / 1000
    }
    guard milliseconds > 0, milliseconds < 4e12 else { return nil }
    return Instant(milliseconds: Int64(milliseconds.rounded())).iso8601
  }

  /// `Jun 14, 2021 @ 11:20:00.000` and, of older versions, `June 14th 2021, 11:20:00.000`.
  private static func kibana(_ text: String) -> String? {
    let words = text.split { " ,@".contains($0) }
    guard words.count == 4, let month = months.firstIndex(of: words[0].prefix(3).lowercased()),
      let day = Int(words[1].prefix { $0.isASCII && $0.isNumber }), let year = Int(words[2]),
      CivilTime(year: year, month: month + 1, day: day) != nil
    else { return nil }
    let clock = words[3].split(separator: ".")
    let parts = clock.first.map { $0.split(separator: ":") } ?? []
    guard parts.count == 3, let hour = Int(parts[0]), let minute = Int(parts[1]), let second = Int(parts[2]),
      (0..<24).contains(hour), (0..<60).contains(minute), (0...60).contains(second)
    else { return nil }
    let fraction = clock.count > 1 ? clock[1].prefix(3) : "000"
    guard fraction.count == 3, fraction.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
    let two = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
    return "\(year)-\(two(month + 1))-\(two(day)) \(two(hour)):\(two(minute)):\(two(second)),\(fraction)"
  }

  private static let months = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]
}
