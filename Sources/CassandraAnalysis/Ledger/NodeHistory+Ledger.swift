// Joins what log, compactionhistory and compactionstats say of each compaction, by its id.

import CassandraModel

extension NodeHistory {
  /// Every compaction once, in the order in which they began.
  func ledger(in zone: LogZone) -> [LedgerRow] {
    let isTask = historyNamesTasks(in: zone)
    // What other sources say of a compaction, under the id that the log has for it.
    var others: [TimeUUID: LedgerDraft] = [:]
    if !compactions.isEmpty {
      var taskOf: [TimeUUID: TimeUUID] = [:]
      for (id, entry) in log.ledger.entries { if let key = entry.historyID { taskOf[key] = id } }
      for row in compactions.values {
        others[taskOf[row.id] ?? row.id, default: LedgerDraft()].add(row, zone: zone)
      }
    }
    for metric in [MetricName.compactionTaskCompletedBytes, .compactionTaskCompletedUnits] {
      for series in samples.all(of: metric) {
        guard let id = series.key.labels["id"].flatMap({ TimeUUID($0) }) else { continue }
        others[id, default: LedgerDraft()].add(series, of: samples)
      }
    }
    var rows: [LedgerRow] = []
    rows.reserveCapacity(log.ledger.entries.count + others.count)
    for (id, entry) in log.ledger.entries {
      var draft = others.removeValue(forKey: id) ?? LedgerDraft()
      draft.add(entry, zone: zone)
      if let row = draft.row(id: id, isTask: isTask) { rows.append(row) }
    }
    for (id, draft) in others { if let row = draft.row(id: id, isTask: isTask) { rows.append(row) } }
    rows.sort(by: LedgerRow.isBefore)
    return rows
  }

  /// True when the ids of compactionhistory are those of tasks, made when they began: from 4.1 on. Before, a row may
  /// have an id of its own, made when the row was.
  private func historyNamesTasks(in zone: LogZone) -> Bool {
    let versions = (attributes(in: zone)[.version] ?? []).map { CassandraVersion($0.value) }
    return !versions.isEmpty
      && versions.allSatisfy { version in
        version.map { !$0.numbers.lexicographicallyPrecedes([4, 1]) } ?? false
      }
  }
}

/// A row that is not complete yet.
private struct LedgerDraft {
  private var entry: LedgerBook.Entry?
  private var zone: LogZone?
  private var history: CompactionRow?
  private var progress: LedgerRow.Progress?
  private var kind: String?
  private var table: TableName?

  init() {}

  mutating func add(_ entry: LedgerBook.Entry, zone: LogZone) {
    self.entry = entry
    self.zone = zone
    kind = kind ?? entry.kind
    table = TableName(dotted: entry.table) ?? table
  }

  mutating func add(_ row: CompactionRow, zone: LogZone) {
    history = row
    self.zone = zone
    kind = row.kind ?? kind
    table = table ?? row.table
  }

  mutating func add(_ series: SampleSeries, of store: SampleStore) {
    guard let first = series.points.first, let last = series.points.last else { return }
    let labels = series.key.labels
    kind = kind ?? labels["kind"]
    if table == nil, let keyspace = labels["keyspace"], let name = labels["table"] {
      table = TableName(keyspace: keyspace, table: name)
    }
    let isBytes = series.key.metric == .compactionTaskCompletedBytes
    let total = store[isBytes ? .compactionTaskTotalBytes : .compactionTaskTotalUnits, labels]
    // One operation may be listed under two kinds when its name changes as it goes on: the longer sight holds.
    if let progress, progress.samples >= series.points.count { return }
    progress = LedgerRow.Progress(
      first: first.at, last: last.at, firstCompleted: first.value, completed: last.value,
      total: total?.points.last?.value, unit: labels["unit"] ?? "bytes", samples: series.points.count,
      source: store.source(of: last))
  }

  func row(id: TimeUUID, isTask: Bool) -> LedgerRow? {
    guard let source = entry?.source ?? history?.source ?? progress?.source else { return nil }
    var sources: [LedgerSource] = []
    if entry != nil { sources.append(.log) }
    if history != nil { sources.append(.history) }
    if progress != nil { sources.append(.stats) }
    let zone = zone ?? .unknown
    // A task's id is made when it begins.
    let isOfTask = isTask || entry != nil || progress != nil
    let start = entry?.start.map(zone.moment) ?? (isOfTask ? id.instant.map { .utc($0) } : nil)
    let end = (entry?.end ?? history?.compactedAt).map(zone.moment)
    // The history has only what ended well.
    let result = entry.map { $0.result == .unknown && history != nil ? .done : $0.result }
    return LedgerRow(
      id: id, table: table, kind: kind, start: start, end: end,
      result: result ?? (history == nil ? .unknown : .done), inputs: entry?.inputs, outputs: entry?.outputs,
      bytesIn: entry?.bytesIn ?? history?.bytesIn, bytesOut: entry?.bytesOut ?? history?.bytesOut,
      partitionsIn: entry?.partitionsIn, partitionsOut: entry?.partitionsOut, duration: duration(start, end),
      progress: progress, sources: sources, source: source)
  }

  /// As the log says it; else from start to end, where both are of one clock.
  private func duration(_ start: Moment?, _ end: Moment?) -> TimeSpan? {
    if let milliseconds = entry?.milliseconds { return TimeSpan(milliseconds: milliseconds) }
    switch (start, end) {
    case (.utc(let start)?, .utc(let end)?) where end >= start:
      return TimeSpan(milliseconds: end.milliseconds - start.milliseconds)
    case (.local(let start)?, .local(let end)?) where end >= start:
      return TimeSpan(milliseconds: end.milliseconds - start.milliseconds)
    default: return nil
    }
  }
}

extension LedgerRow {
  static func isBefore(_ a: LedgerRow, _ b: LedgerRow) -> Bool {
    let left = (a.start ?? a.end)?.sortKey ?? .max
    let right = (b.start ?? b.end)?.sortKey ?? .max
    return left != right ? left < right : a.id.description < b.id.description
  }
}
