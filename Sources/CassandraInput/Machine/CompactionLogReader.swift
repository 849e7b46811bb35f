// compaction.log: a line of JSON for each flush, compaction and change of pending tasks, for tables with the
// compaction option `log_all` (3.6 and later). Sizes are exact, and times are milliseconds since 1970.
// Source: CompactionLogger.java, 3.11 to 6.0.
//
//     {"type":"compaction","keyspace":"shop","table":"orders","time":1715483655940,"start":"1715483571700",
//      "end":"1715483655931","input":[{"strategyId":"1","table":{"generation":"4407","version":"nb","size":268}}],…}
//     {"type":"pending","keyspace":"shop","table":"orders","time":1715483656001,"strategyId":"1","pending":37}

import CassandraModel

struct CompactionLogReader: CaptureLineReader {
  let formatName = "compaction.log"
  private(set) var lines = LineCounts()
  var lineNumber = 0
  var period: (first: Moment?, last: Moment?) { (first.map { .utc($0) }, last.map { .utc($0) }) }

  private let file: String
  private var first: Instant?
  private var last: Instant?

  init(file: String) { self.file = file }

  mutating func consume(_ line: Span<UInt8>, number: Int, into sink: inout some FactSink) {
    if line.trimmed(line.all).isEmpty {
      lines.count(.blank)
      return
    }
    let source = SourceLocation(file: file, line: number)
    guard let record = CompactionLogRecord(line), let fact = record.fact(source) else {
      lines.count(.unparsed)
      sink.receive(.diagnostic(Diagnostic(.compactionLogLine, at: source)))
      return
    }
    if let time = record.time {
      first = min(first ?? time, time)
      last = max(last ?? time, time)
    }
    lines.count(.known)
    if let fact = fact.fact { sink.receive(fact) }
  }

  mutating func finish(into sink: inout some FactSink) {}
}

extension CaptureFormat {
  static let compactionLog = CaptureFormat(
    name: "compaction.log",
    recognises: { head, file in
      let end = head.firstIndex(of: UInt8(ascii: "\n"), in: head.all) ?? head.count
      let line = head.trimmed(0..<end)
      for type: StaticString in ["enable", "disable", "flush", "compaction", "pending"] {
        guard let label = head.firstRange(of: "\"type\":\"", in: line.prefix(24)) else { return false }
        if head.hasPrefix(type, in: label.upperBound..<line.upperBound) {
          return head.contains("\"keyspace\":\"", in: line)
        }
      }
      return false
    },
    makeReader: { file, time in CompactionLogReader(file: file) })
}

extension DiagnosticCode {
  /// A line that is not a record of compaction.log.
  static let compactionLogLine = DiagnosticCode(
    "compaction-log.line", .warning, "This line is no record of compaction.log and was left out.")
}

private struct CompactionLogRecord {
  /// A known line may give no fact.
  struct Outcome {
    let fact: Fact?
  }
  private var values: [String: String] = [:]
  private var bytes: [String: Int64] = [:]
  private var tables: [String: Int64] = [:]

  var time: Instant? { milliseconds("time").map { Instant(milliseconds: $0) } }

  /// nil for a line that is not JSON, or whose sums overflow.
  init?(_ line: Span<UInt8>) {
    var record = CommandOutput()
    record.text.append(line)
    record.lines = [CommandOutput.Line(bytes: 0..<line.count, number: 1)]
    let text = record.text.span
    var isCountable = true
    do throws(DocumentError) {
      try record.visitJSON { leaf in
        if leaf.path.count == 1 {
          values[leaf.name] = leaf.value.string(text)
        } else if leaf.path.count == 4, leaf.key(2) == "table", leaf.name == "size", let key = leaf.key(0) {
          // input / 0 / table / size
          let (sum, overflow) = bytes[key, default: 0].addingReportingOverflow(
            text.integer(in: leaf.value.range) ?? .max)
          bytes[key] = sum
          tables[key, default: 0] += 1
          isCountable = isCountable && !overflow
        }
        return isCountable
      }
    } catch {
      return nil
    }
    if !isCountable { return nil }
  }

  private func milliseconds(_ key: String) -> Int64? { values[key].flatMap { Int64($0) } }

  /// The fact of the line; nil if it is not a record.
  func fact(_ source: SourceLocation) -> Outcome? {
    guard let type = values["type"], let keyspace = values["keyspace"], let table = values["table"], let time
    else {
      return nil
    }
    switch type {
    case "pending":
      guard let pending = milliseconds("pending") else { return Outcome(fact: nil) }
      let labels = Labels([
        ("keyspace", keyspace), ("table", table), ("strategy", values["strategyId"] ?? ""),
      ])
      return Outcome(
        fact: .sample(
          Sample(
            at: time, atKind: .content, metric: .compactionPendingTasks, labels: labels,
            value: Double(pending),
            source: source)))
    case "compaction":
      guard let start = milliseconds("start"), let end = milliseconds("end") else { return nil }
      let (duration, overflow) = end.subtractingReportingOverflow(start)
      if overflow { return nil }
      let fields: [(FieldName, FieldValue)] = [
        (.table, .text(keyspace + "." + table)), (FieldName("bytes_in"), .integer(bytes["input"] ?? 0)),
        (FieldName("bytes_out"), .integer(bytes["output"] ?? 0)),
        (FieldName("inputs"), .integer(tables["input"] ?? 0)),
        (FieldName("outputs"), .integer(tables["output"] ?? 0)),
        (FieldName("duration_ms"), .integer(duration)),
      ]
      return Outcome(
        fact: .occurrence(
          Occurrence(
            name: .compactionLogged, severity: .info, at: .utc(Instant(milliseconds: end)),
            fields: EventFields(names: fields.map(\.0), values: fields.map(\.1)), source: source)))
    case "enable", "disable", "flush": return Outcome(fact: nil)
    default: return nil
    }
  }
}
