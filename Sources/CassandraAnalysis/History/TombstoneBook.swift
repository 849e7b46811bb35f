// Reads over tombstones, table by table. A read that is aborted logs its warning first, with the same
// figure: it is one aborted read, not a warning and an abort.

public import CassandraModel

/// Tombstone warnings and aborts of one table on one node.
public struct TombstoneReads: Sendable {
  /// Reads that passed the warning threshold and continued.
  public internal(set) var warnings = 0
  /// Reads that were aborted at the failure threshold.
  public internal(set) var aborts = 0
  /// Aborted reads that also logged a warning: two records each.
  public internal(set) var pairs = 0
  /// The most tombstones one read met.
  public internal(set) var maximum: Int64 = 0
  /// First such read.
  public internal(set) var first: Moment
  /// Last such read.
  public internal(set) var last: Moment
  /// First aborted read; nil when none was.
  public internal(set) var firstAbort: Moment?
  /// Last aborted read; nil when none was.
  public internal(set) var lastAbort: Moment?
  /// The first reads of each kind with their query, aborted reads before the others.
  public internal(set) var evidence: [Fault.Evidence]
  /// All such reads, grouped where they follow each other closely; the earliest, if there are very many.
  public internal(set) var runs: [TombstoneRun]
  /// The same of aborted reads alone.
  public internal(set) var abortRuns: [TombstoneRun]
}

/// Reads over tombstones that follow each other closely.
public struct TombstoneRun: Sendable, Hashable {
  /// The first.
  public let first: LocalTime
  /// The last.
  public internal(set) var last: LocalTime
  /// Number of reads.
  public internal(set) var reads: Int
  /// The most tombstones of one read.
  public internal(set) var peak: Int64
  /// Place of the first.
  public let source: SourceLocation
}

extension FieldName {
  fileprivate static let query = FieldName("query")
  fileprivate static let tombstones = FieldName("tombstones")
}

/// Collects reads over tombstones of one node.
struct TombstoneBook: Sendable {
  private struct Reads {
    var warnings = 0
    var aborts = 0
    /// Aborts that logged a warning first.
    var pairs = 0
    var maximum: Int64 = 0
    var first: LocalTime
    var last: LocalTime
    /// The time from the first to the last aborted read.
    var aborted: Stretch?
    var evidence: [Read] = []
    var runs: [TombstoneRun] = []
    var abortRuns: [TombstoneRun] = []

    init(_ at: LocalTime) {
      first = at
      last = at
    }

    mutating func note(_ event: some LogRecord, _ count: Int64, _ add: (inout Reads) -> Void) {
      add(&self)
      maximum = max(maximum, count)
      first = min(first, event.at)
      last = max(last, event.at)
      let isAbort = event.role == .tombstoneAbort
      TombstoneBook.add(event, count, to: &runs)
      if isAbort {
        TombstoneBook.add(event, count, to: &abortRuns)
        aborted = Stretch(
          first: aborted?.first ?? event.at, last: max(aborted?.last ?? event.at, event.at))
      }
      if evidence.count(where: { $0.isAbort == isAbort }) < TombstoneBook.evidenceLimit {
        evidence.append(
          Read(at: event.at, text: event.text(.query) ?? "", source: event.source, isAbort: isAbort))
      }
    }
  }

  private struct Stretch {
    var first: LocalTime
    var last: LocalTime
  }

  private struct Read {
    let at: LocalTime
    let text: String
    let source: SourceLocation
    let isAbort: Bool
  }

  private struct Warning {
    let table: TableName?
    let count: Int64
    let at: LocalTime
  }

  private var tables: [TableName?: Reads] = [:]
  /// The last warning of each thread, which may belong to a later abort.
  private var open: [String: Warning] = [:]
  /// Time of the last aborted read of each thread.
  private var lastAborts: [String: LocalTime] = [:]

  /// A warning and its abort are 1 to 5 ms apart; a busy node may need longer.
  private static let window: Int64 = 1000
  /// For warnings and for aborts.
  private static let evidenceLimit = 3
  /// Reads closer together than this are one run.
  private static let runGap: Int64 = 60_000
  private static let runLimit = 1000

  mutating func warning(_ event: some LogRecord) {
    let (table, count) = TombstoneBook.read(event)
    note(event, table, count) { $0.warnings += 1 }
    open[event.thread] = Warning(table: table, count: count, at: event.at)
  }

  mutating func abort(_ event: some LogRecord) {
    let (table, count) = TombstoneBook.read(event)
    if let warning = open.removeValue(forKey: event.thread), warning.count == count,
      event.at.milliseconds - warning.at.milliseconds <= TombstoneBook.window
    {
      tables[warning.table]?.warnings -= 1
      tables[warning.table]?.pairs += 1
      let words = event.text(.query) ?? ""
      tables[warning.table]?.evidence.removeAll { $0.at == warning.at && $0.text == words && !$0.isAbort }
    }
    note(event, table, count) { $0.aborts += 1 }
    lastAborts[event.thread] = event.at
  }

  /// True when the last read of `thread` was aborted within a second before `time`.
  func hasAborted(on thread: String, at time: LocalTime) -> Bool {
    lastAborts[thread].map { time.milliseconds - $0.milliseconds <= TombstoneBook.window } ?? false
  }

  /// In place: copying the runs for each read would cost the square of their number.
  private mutating func note(
    _ event: some LogRecord, _ table: TableName?, _ count: Int64, _ add: (inout Reads) -> Void
  ) {
    tables[table, default: Reads(event.at)].note(event, count, add)
  }

  fileprivate static func add(_ event: some LogRecord, _ count: Int64, to runs: inout [TombstoneRun]) {
    if let last = runs.last, event.at.milliseconds - last.last.milliseconds <= runGap {
      runs[runs.count - 1].last = max(last.last, event.at)
      runs[runs.count - 1].reads += 1
      runs[runs.count - 1].peak = max(last.peak, count)
    } else if runs.count < runLimit {
      runs.append(
        TombstoneRun(first: event.at, last: event.at, reads: 1, peak: count, source: event.source))
    }
  }

  /// The table and the number of tombstones. Where the message does not name the table, it is the word after
  /// ` FROM ` in the query.
  private static func read(_ event: some LogRecord) -> (TableName?, Int64) {
    let count = event.integer(.tombstones) ?? 0
    if let name = event.text(.table), let table = TableName(dotted: name) { return (table, count) }
    var table: TableName?
    event.withText(.query) { table = self.table(in: $0) }
    return (table, count)
  }

  private static let word = Array(" FROM ".utf8)

  /// The name after the first ` FROM ` of a query, without quotes.
  private static func table(in bytes: Span<UInt8>) -> TableName? {
    var index = 0
    while index + word.count < bytes.count {
      var matched = 0
      while matched < word.count, bytes[index + matched] & 0xDF == word[matched] & 0xDF { matched += 1 }
      if matched == word.count { break }
      index += 1
    }
    var name: [UInt8] = []
    index += word.count
    while index < bytes.count, bytes[index] != UInt8(ascii: " "), bytes[index] != UInt8(ascii: ";") {
      if bytes[index] != UInt8(ascii: "\"") { name.append(bytes[index]) }
      index += 1
    }
    return TableName(dotted: String(decoding: name, as: UTF8.self))
  }

  func reads(in zone: LogZone) -> [(table: TableName?, reads: TombstoneReads)] {
    tables.map { table, reads in
      (
        table,
        TombstoneReads(
          warnings: reads.warnings, aborts: reads.aborts, pairs: reads.pairs, maximum: reads.maximum,
          first: zone.moment(reads.first), last: zone.moment(reads.last),
          firstAbort: reads.aborted.map { zone.moment($0.first) },
          lastAbort: reads.aborted.map { zone.moment($0.last) },
          evidence: reads.evidence.sorted { $0.isAbort && !$1.isAbort }.map {
            Fault.Evidence(
              at: zone.moment($0.at), text: ($0.isAbort ? "aborted: " : "warned: ") + $0.text,
              source: $0.source)
          }, runs: reads.runs, abortRuns: reads.abortRuns)
      )
    }
    .sorted { ($0.table?.description ?? "~") < ($1.table?.description ?? "~") }
  }
}
