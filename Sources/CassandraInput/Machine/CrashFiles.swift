// Files whose existence is the fact: the report of a JVM crash (hs_err_pid….log) and a heap dump (….hprof).
// Only the beginning of a heap dump is read. Source: HotSpot, vmError.cpp and heapDumper.cpp.

import CassandraModel

extension CaptureFormat {
  static let crashReport = CaptureFormat(
    name: "crash report of the JVM",
    recognises: { head, file in
      head.firstRange(
        of: "A fatal error has been detected by the Java Runtime Environment", in: head.all.prefix(4096))
        != nil
        || head.firstRange(
          of: "There is insufficient memory for the Java Runtime Environment to continue",
          in: head.all.prefix(4096))
          != nil
    },
    scan: nil,
    makeReader: { file, time in CrashReportReader(file: file) })

  static let heapDump = CaptureFormat(
    name: "heap dump", recognises: { head, file in head.hasPrefix("JAVA PROFILE 1.0", in: head.all) },
    scan: nil,
    makeReader: { file, time in HeapDumpReader(file: file) })
}

/// Reads the first lines of a crash report: the signal or error, and the process.
///
///     # A fatal error has been detected by the Java Runtime Environment:
///     #
///     #  SIGBUS (0x7) at pc=0x00007f2b5c0d8a2e, pid=4242, tid=4250
struct CrashReportReader: CaptureLineReader {
  let formatName = "crash report of the JVM"
  private(set) var lines = LineCounts()
  let period: (first: Moment?, last: Moment?) = (nil, nil)
  var lineNumber = 0

  private let file: String
  private var sawTitle = false
  private var isDone = false

  init(file: String) { self.file = file }

  mutating func consume(_ line: Span<UInt8>, number: Int, into sink: inout some FactSink) {
    let content = line.trimmed(line.all)
    if content.isEmpty {
      lines.count(.blank)
      return
    }
    var message = content
    while let first = message.first, line[first] == UInt8(ascii: "#") {
      message = line.trimmed(message.dropFirst())
    }
    if isDone || message.isEmpty {
      lines.count(isDone ? .continuation : .decoration)
    } else if line.hasPrefix("There is insufficient memory", in: message) {
      add(line, message, number, into: &sink)
    } else if line.hasPrefix("A fatal error has been detected", in: message) {
      sawTitle = true
      lines.count(.known)
    } else if sawTitle {
      add(line, message, number, into: &sink)
    } else {
      lines.count(.unparsed)
    }
  }

  mutating func finish(into sink: inout some FactSink) {}

  private mutating func add(
    _ line: Span<UInt8>, _ message: Range<Int>, _ number: Int, into sink: inout some FactSink
  ) {
    isDone = true
    lines.count(.known)
    let reason = line.text(in: message.prefix(Event.messageLimit))
    var fields: [(FieldName, FieldValue)] = [(.reason, .text(reason))]
    if let label = line.firstRange(of: "pid=", in: message) {
      var end = label.upperBound
      while end < message.upperBound, digit(line[end]) != nil { end += 1 }
      if let pid = line.integer(in: label.upperBound..<end) { fields.append((.pid, .integer(pid))) }
    }
    sink.receive(
      .occurrence(
        Occurrence(
          name: .jvmCrash, severity: .critical, at: nil,
          fields: EventFields(names: fields.map(\.0), values: fields.map(\.1)), message: reason,
          source: SourceLocation(file: file, line: number))))
  }
}

/// Reads the head of a heap dump, which has the time of writing: a text that ends with 0, the size of an id
/// in four bytes, milliseconds since 1970 in eight, big-endian.
struct HeapDumpReader: CaptureTextReader {
  let formatName = "heap dump"
  /// A heap dump has no lines.
  let lines = LineCounts()
  private(set) var period: (first: Moment?, last: Moment?) = (nil, nil)
  private(set) var needsMore = true

  private let file: String

  init(file: String) { self.file = file }

  mutating func consume(_ block: Span<UInt8>, continuesLine: Bool, into sink: inout some FactSink) {
    guard needsMore else { return }
    needsMore = false
    var at: Moment?
    if let end = block.firstIndex(of: 0, in: block.all.prefix(64)), end + 13 <= block.count {
      var milliseconds: UInt64 = 0
      for i in (end + 5)..<(end + 13) { milliseconds = milliseconds << 8 | UInt64(block[i]) }
      // Any other value than a time of this century is invalid.
      if (946_684_800_000..<4_102_444_800_000).contains(milliseconds) {
        at = .utc(Instant(milliseconds: Int64(milliseconds)))
      }
    }
    period = (at, at)
    sink.receive(
      .occurrence(
        Occurrence(
          name: .jvmHeapDump, severity: .critical, at: at, fields: .none,
          source: SourceLocation(file: file, line: 0))))
  }

  mutating func finish(into sink: inout some FactSink) {}
}
