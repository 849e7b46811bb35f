// A record written by a JSON encoder, converted to the text of the default layout. Cassandra ships no
// encoder; the names of keys are those of logstash-logback-encoder, logback's JsonLayout, ECS, and
// cass-operator's example for Vector:
//
//   {"@timestamp":"…Z","level":"ERROR","thread_name":"main","logger_name":"org.x.Y","message":"…","stack_trace":"…"}

import CassandraModel

struct EncodedRecord {
  /// Its head, its message, and its trace, in lines.
  private(set) var text: [UInt8] = []

  private enum Part { case time, level, thread, logger, message, trace }

  private static func part(_ line: Span<UInt8>, _ key: Range<Int>) -> Part? {
    for (names, part) in keys {
      for name in names where line.equals(name, in: key) { return part }
    }
    return nil
  }

  private static let keys: [([StaticString], Part)] = [
    (["@timestamp", "timestamp", "time"], .time), (["level", "loglevel", "log.level"], .level),
    (["thread_name", "thread", "process.thread.name"], .thread),
    (["logger_name", "logger", "log.logger", "class"], .logger), (["message"], .message),
    (["stack_trace", "exception", "error.stack_trace"], .trace),
  ]

  /// Reads the object in `line`; nil unless it has a time, a level, a logger and a message.
  init?(_ line: Span<UInt8>) {
    guard line.count > 1, line[0] == UInt8(ascii: "{") else { return nil }
    var parts: [Part: String] = [:]
    WrappedLine.forEachText(line) { key, value in
      if let part = EncodedRecord.part(line, key), parts[part] == nil { parts[part] = value.string(line) }
    }
    guard let time = parts[.time].flatMap(EncodedRecord.time),
      let level = parts[.level].flatMap(EncodedRecord.level),
      let logger = parts[.logger].map(EncodedRecord.file), let message = parts[.message]
    else { return nil }
    // A line end in a name would begin another record.
    let names = "[\(parts[.thread] ?? "")] \(time) \(logger):0 - ".filter { !$0.isNewline }
    text = Array((level + names + message).utf8)
    if let trace = parts[.trace], !trace.isEmpty { text += Array(("\n" + trace).utf8) }
    while text.last == UInt8(ascii: "\n") { text.removeLast() }
  }

  /// The time in the form of a head, with its offset if it has one.
  private static func time(_ text: String) -> String? {
    let bytes = Array(text.utf8)
    switch TimeMarker(bytes.span, in: 0..<bytes.count) {
    case .utc(let instant): return instant.iso8601
    case .unknownOffset(let local): return local.text
    case nil: return nil
    }
  }

  static func level(_ text: String) -> String? {
    switch text.uppercased() {
    case "TRACE": "TRACE "
    case "DEBUG": "DEBUG "
    case "INFO": "INFO  "
    case "WARN", "WARNING": "WARN  "
    case "ERROR", "FATAL", "CRITICAL": "ERROR "
    default: nil
    }
  }

  /// The file of a class: `CompactionTask.java` for `org.apache.cassandra.db.compaction.CompactionTask`.
  static func file(_ logger: String) -> String {
    let name = logger.hasSuffix(".java") ? String(logger.dropLast(5)) : logger
    let simple = name.split(separator: ".").last.map(String.init) ?? name
    return simple.prefix { $0 != "$" && $0 != " " && $0 != ":" } + ".java"
  }
}
