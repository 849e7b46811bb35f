// gc.log of the JVM, in its two families. Two things are kept: the times for which the application stopped
// (pauses and stopped threads), and the offset from UTC in every line, which gives the zone of the node's
// other logs. Source: HotSpot's unified logging (JEP 158, JDK 9 and later) and PrintGCDetails (JDK 8);
// Cassandra's conf/jvm*.options, 3.11 to 6.0.
//
//     [2026-11-21T05:10:09.123+0000][12.345s][info][gc] GC(7) Pause Young (Normal) (G1 …) 500M->120M(1024M) 12.345ms
//     2026-11-21T05:10:09.123+0000: 12.345: [GC (Allocation Failure) … 500M->120M(1024M), 0.0123450 secs] [Times: …
//     2026-11-21T05:10:09.135+0000: 12.357: Total time for which application threads were stopped: 0.0125 seconds, …

import CassandraModel

struct GCLogReader: CaptureLineReader {
  let formatName = "gc.log"
  private(set) var lines = LineCounts()
  var lineNumber = 0
  var period: (first: Moment?, last: Moment?) { (first.map { .utc($0) }, last.map { .utc($0) }) }

  private let file: String
  private var first: Instant?
  private var last: Instant?
  private var offset: UTCOffset?
  /// With details in between, JDK 8 ends a pause some lines after its beginning.
  private var open: (kind: String, at: Instant?)?
  private var labels: [String: Labels] = [:]

  init(file: String) { self.file = file }

  mutating func consume(_ line: Span<UInt8>, number: Int, into sink: inout some FactSink) {
    let content = line.trimmedLine
    if content.isEmpty {
      lines.count(.blank)
      return
    }
    let head = GCLogHead(line, content)
    if let time = head.time { note(time, number, into: &sink) }
    let message = head.message
    let at = head.time?.instant
    if let pause = line.unifiedPause(in: message) ?? endOfPause(line, message, isHead: head.isHead, at) {
      add(.gcPauseSeconds, pause.kind, pause.seconds, pause.at ?? at, number, into: &sink)
      lines.count(.known)
    } else if let seconds = line.stoppedSeconds(in: message) {
      add(.applicationStoppedSeconds, nil, seconds, at, number, into: &sink)
      lines.count(.known)
    } else {
      lines.count(head.isHead ? .unknown : .continuation)
    }
  }

  mutating func finish(into sink: inout some FactSink) {}

  /// The end of a JDK 8 pause that began on this line or on an earlier one.
  private mutating func endOfPause(
    _ line: Span<UInt8>, _ message: Range<Int>, isHead: Bool, _ at: Instant?
  ) -> (kind: String, seconds: Double, at: Instant?)? {
    if isHead, let kind = line.pauseKind(in: message) { open = (kind, at) }
    guard let began = open, let seconds = line.pauseSeconds(in: message) else { return nil }
    open = nil
    return (began.kind, seconds, began.at)
  }

  private mutating func note(_ time: OffsetTime, _ number: Int, into sink: inout some FactSink) {
    first = min(first ?? time.instant, time.instant)
    last = max(last ?? time.instant, time.instant)
    guard offset != time.offset else { return }
    offset = time.offset
    sink.receive(
      .attribute(
        Attribute(
          at: .utc(time.instant), name: .utcOffset, value: time.offset.text,
          source: SourceLocation(file: file, line: number))))
  }

  private mutating func add(
    _ metric: MetricName, _ kind: String?, _ seconds: Double, _ at: Instant?, _ number: Int,
    into sink: inout some FactSink
  ) {
    var own = Labels.none
    if let kind {
      own = labels[kind] ?? Labels([("kind", kind)])
      labels[kind] = own
    }
    sink.receive(
      .sample(
        Sample(
          at: at, atKind: at == nil ? nil : .content, metric: metric, labels: own, value: seconds,
          source: SourceLocation(file: file, line: number))))
  }
}

extension CaptureFormat {
  static let gcLog = CaptureFormat(
    name: "gc.log", recognises: { head, file in isGCLog(head) },
    makeReader: { file, time in GCLogReader(file: file) })
}

/// True if one of the first lines is about a collection: it has one of the two heads, and a word that only
/// collections have.
private func isGCLog(_ head: Span<UInt8>) -> Bool {
  var start = 0
  var looked = 0
  while start < head.count, looked < 60 {
    let end = head.firstIndex(of: UInt8(ascii: "\n"), in: start..<head.count) ?? head.count
    let line = GCLogHead(head, start..<end)
    if line.isHead {
      let message = line.message
      if head.hasPrefix("GC(", in: message) || head.hasPrefix("Using ", in: message)
        || head.pauseKind(in: message) != nil || head.stoppedSeconds(in: message) != nil
        || head.hasPrefix("Safepoint \"", in: message) || head.hasPrefix("CardTable entry size", in: message)
      {
        return true
      }
    }
    start = end + 1
    looked += 1
  }
  return false
}

/// The decorations before the message of a line.
private struct GCLogHead {
  let time: OffsetTime?
  let message: Range<Int>
  /// False for a continuation line.
  let isHead: Bool

  init(_ text: Span<UInt8>, _ line: Range<Int>) {
    var time: OffsetTime?
    var rest = line
    if text.hasPrefix("[", in: line) {
      // Decorations of the unified log: time, uptime, pid, level, tags, in any order.
      var count = 0
      while text.hasPrefix("[", in: rest), let close = text.firstIndex(of: UInt8(ascii: "]"), in: rest) {
        time = time ?? OffsetTime(text, text.trimmed((rest.lowerBound + 1)..<close))
        rest = (close + 1)..<rest.upperBound
        count += 1
      }
      isHead = count > 1
    } else {
      // `<time>: ` and `<uptime>: `, or one of them.
      var count = 0
      while let colon = text.firstRange(of: ": ", in: rest.prefix(40)) {
        let part = rest.lowerBound..<colon.lowerBound
        if let parsed = OffsetTime(text, part) {
          time = parsed
        } else if text.decimal(in: part) == nil {
          break
        }
        rest = colon.upperBound..<rest.upperBound
        count += 1
      }
      isHead = count > 0
    }
    self.time = time
    message = text.trimmed(rest)
  }
}

extension Span<UInt8> {
  /// The line without white space at its ends.
  fileprivate var trimmedLine: Range<Int> {
    var line = trimmed(all)
    while let last = line.last, self[last] == UInt8(ascii: "\r") { line = trimmed(line.dropLast()) }
    return line
  }

  /// `GC(7) Pause Young (Normal) (G1 Evacuation Pause) 500M->120M(1024M) 12.345ms`; nil for a concurrent
  /// phase and for the line that only announces a pause.
  fileprivate func unifiedPause(in message: Range<Int>) -> (kind: String, seconds: Double, at: Instant?)? {
    guard hasPrefix("GC(", in: message), hasSuffix("ms", in: message),
      let pause = firstRange(of: ") Pause ", in: message.prefix(24)),
      let blank = lastIndex(of: UInt8(ascii: " "), in: message), blank >= pause.upperBound,
      let milliseconds = decimal(in: (blank + 1)..<(message.upperBound - 2))
    else { return nil }
    // The kind ends before the parentheses, the sizes, or the duration.
    var end = pause.upperBound
    for word in words(in: pause.upperBound..<blank) {
      if self[word.lowerBound] == UInt8(ascii: "(") || digit(self[word.lowerBound]) != nil { break }
      end = word.upperBound
    }
    return (text(in: pause.upperBound..<end), milliseconds / 1000, nil)
  }

  /// The kind of a pause that begins here in the log of JDK 8.
  fileprivate func pauseKind(in message: Range<Int>) -> String? {
    if hasPrefix("[Full GC", in: message) { return "Full" }
    if hasPrefix("[GC (CMS Initial Mark)", in: message) { return "Initial Mark" }
    if hasPrefix("[GC (CMS Final Remark)", in: message) || hasPrefix("[GC remark", in: message) {
      return "Remark"
    }
    if hasPrefix("[GC cleanup", in: message) { return "Cleanup" }
    if hasPrefix("[GC concurrent", in: message) { return nil }
    return hasPrefix("[GC", in: message) ? "Young" : nil
  }

  /// The total of the pause: the last `, 0.0234567 secs]` at the end of the line or before `[Times:`.
  fileprivate func pauseSeconds(in message: Range<Int>) -> Double? {
    let times = firstRange(of: "[Times:", in: message)
    let part = trimmed(message.lowerBound..<(times?.lowerBound ?? message.upperBound))
    guard hasSuffix(" secs]", in: part) else { return nil }
    let number = part.lowerBound..<(part.upperBound - " secs]".utf8.count)
    guard let blank = lastIndex(of: UInt8(ascii: " "), in: number) else { return nil }
    return decimal(in: (blank + 1)..<number.upperBound)
  }

  /// `Total time for which application threads were stopped: 0.0125 seconds, …` (to JDK 12), `Safepoint "…", …,
  /// Total: 579000 ns` (from 13 on).
  fileprivate func stoppedSeconds(in message: Range<Int>) -> Double? {
    if let label = firstRange(of: "application threads were stopped: ", in: message) {
      return firstWord(in: label.upperBound..<message.upperBound).flatMap { decimal(in: $0) }
    }
    guard hasPrefix("Safepoint \"", in: message), let label = firstRange(of: ", Total: ", in: message),
      let number = firstWord(in: label.upperBound..<message.upperBound)
    else { return nil }
    return decimal(in: number).map { $0 / 1_000_000_000 }
  }
}
