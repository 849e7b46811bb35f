// An incomplete row of the ledger: values of a compaction from sources other than the log.

import CassandraModel

struct LedgerDraft: Sendable {
  /// The row of compactionhistory.
  var history: CompactionRow?
  private var progress: LedgerRow.Progress?
  private var kind: String?
  private var table: TableName?

  /// Adds the samples of compactionstats.
  mutating func add(_ series: SampleSeries, of store: SampleStore) {
    guard let first = series.points.first, let last = series.points.last else { return }
    let labels = series.key.labels
    kind = kind ?? labels["kind"]
    if table == nil, let keyspace = labels["keyspace"], let name = labels["table"] {
      table = TableName(keyspace: keyspace, table: name)
    }
    let isBytes = series.key.metric == .compactionTaskCompletedBytes
    let total = store[isBytes ? .compactionTaskTotalBytes : .compactionTaskTotalUnits, labels]
    // One operation may be listed under two kinds when its name changes while it runs: the longer series is
    // kept.
    if let progress, progress.samples >= series.points.count { return }
    progress = LedgerRow.Progress(
      first: first.at, last: last.at, firstCompleted: first.value, completed: last.value,
      total: total?.points.last?.value, unit: labels["unit"] ?? "bytes", samples: series.points.count,
      source: store.source(of: last))
  }

  /// The source with most of the values; nil before any was added.
  var source: SourceLocation? { history?.source ?? progress?.source }

  /// The row of a compaction that is not in the log.
  func row(id: TimeUUID, source: SourceLocation, _ zone: ZoneRule?, isTask: Bool) -> LedgerRow {
    row(id: id, nil, table: nil, source: source, zone, isTask: isTask)
  }

  /// The row of a compaction with the log's `entry`, in `table`.
  func row(_ id: TimeUUID, _ entry: LedgerEntry, table: TableName?, _ zone: ZoneRule?) -> LedgerRow {
    row(id: id, entry, table: table, source: entry.source, zone, isTask: true)
  }

  /// - Parameters:
  ///   - zone: the zone of the log; nil when it is not known.
  ///   - isTask: whether the id was made when the task began.
  private func row(
    id: TimeUUID, _ entry: LedgerEntry?, table: TableName?, source: SourceLocation, _ zone: ZoneRule?,
    isTask: Bool
  ) -> LedgerRow {
    // Packed times have lost the mark of a repeated hour; the id places them.
    let made = id.instant
    let moment = { (time: LocalTime) in
      zone.map { Moment.utc($0.instant(time, madeAt: made)) } ?? .local(time)
    }
    let start = entry?.start.map(moment) ?? (isTask || progress != nil ? id.instant.map { .utc($0) } : nil)
    let end = (entry?.end ?? history?.compactedAt).map(moment)
    // The history has only successful compactions.
    let result = entry.map { $0.result == .unknown && history != nil ? .done : $0.result }
    return LedgerRow(
      id: id, table: table ?? history?.table ?? self.table, kind: history?.kind ?? kind ?? entry?.kind,
      start: start, end: end, result: result ?? (history == nil ? .unknown : .done), inputs: entry?.inputs,
      outputs: entry?.outputs, bytesIn: entry?.bytesIn ?? history?.bytesIn,
      bytesOut: entry?.bytesOut ?? history?.bytesOut, partitionsIn: entry?.partitionsIn,
      partitionsOut: entry?.partitionsOut, duration: LedgerDraft.duration(entry?.milliseconds, start, end),
      progress: progress,
      sources: sources(hasEntry: entry != nil), source: source)
  }

  private func sources(hasEntry: Bool) -> [LedgerSource] {
    // Nearly all rows have this one list: they share it.
    if hasEntry, history == nil, progress == nil { return LedgerDraft.logAlone }
    var sources: [LedgerSource] = hasEntry ? [.log] : []
    if history != nil { sources.append(.history) }
    if progress != nil { sources.append(.stats) }
    return sources
  }

  private static let logAlone: [LedgerSource] = [.log]

  /// As in the log; else from start to end, where both are of one clock.
  static func duration(_ milliseconds: Int64?, _ start: Moment?, _ end: Moment?) -> TimeSpan? {
    if let milliseconds { return TimeSpan(milliseconds: milliseconds) }
    switch (start, end) {
    case (.utc(let start)?, .utc(let end)?): return span(from: start.milliseconds, to: end.milliseconds)
    case (.local(let start)?, .local(let end)?): return span(from: start.milliseconds, to: end.milliseconds)
    default: return nil
    }
  }

  /// Nil when it is negative, or overflows.
  private static func span(from start: Int64, to end: Int64) -> TimeSpan? {
    let (length, isTooLong) = end.subtractingReportingOverflow(start)
    return isTooLong || length < 0 ? nil : TimeSpan(milliseconds: length)
  }
}
