// What compaction did for each table in a stretch of time, beside what was flushed: the figures by which a backlog is
// told to come from write amplification, from a strategy, or from one large compaction.

public import CassandraModel

/// One table in one stretch of time.
public struct BacklogTable: Sendable {
  /// The table.
  public let table: TableName
  /// Its strategy; nil when nothing tells it.
  public let strategy: TableStrategy?
  /// Bytes that flushes wrote; nil when the log has no ended flushes at all.
  public internal(set) var flushedBytes: Int64?
  /// Flushes that ended.
  public internal(set) var flushes: Int?
  /// Compactions that ran in it, in whole or in part.
  public internal(set) var compactions = 0
  /// Bytes that they read, the share of those that only ran in part; nil when no source tells.
  public internal(set) var readBytes: Int64?
  /// Bytes that they wrote.
  public internal(set) var writtenBytes: Int64?
  /// The largest of them, by bytes read.
  public internal(set) var largest: Largest?
  /// The most SSTables on level 0; nil for another strategy than LeveledCompactionStrategy.
  public internal(set) var levelZero: Peak?
  /// The highest level that holds SSTables.
  public internal(set) var highestLevel: Int?
  /// The most pending compactions that compactionstats listed for it.
  public internal(set) var pending: Peak?

  /// A largest value.
  public struct Peak: Sendable, Hashable {
    /// The value.
    public let value: Double
    /// When.
    public let at: Instant
    /// Where it stands.
    public let source: SourceLocation
  }

  /// A compaction.
  public struct Largest: Sendable {
    /// Its id.
    public let id: TimeUUID
    /// Bytes read by all of it.
    public let readBytes: Int64
    /// For how much of the stretch it ran.
    public let span: TimeSpan
    /// Where it stands.
    public let source: SourceLocation
  }

  /// Bytes written to disk for each byte that was flushed; nil where one of them is not known or nothing was flushed.
  public var amplification: Double? {
    guard let flushedBytes, flushedBytes > 0, let writtenBytes else { return nil }
    return Double(flushedBytes.addingClamped(writtenBytes)) / Double(flushedBytes)
  }
}

extension NodeFindings {
  /// What was flushed and compacted of each table in `period`: those of which most was compacted first, then by name.
  /// Cassandra's own tables are left out.
  func backlogTables(in period: ClosedRange<Instant>) -> [BacklogTable] {
    let strategies = strategies
    var tables: [TableName: BacklogTable] = [:]
    func update(_ table: TableName, _ change: (inout BacklogTable) -> Void) {
      guard !table.isSystem else { return }
      change(&tables[table, default: BacklogTable(table: table, strategy: strategies[table])])
    }
    let length = max(1, period.upperBound.milliseconds - period.lowerBound.milliseconds)
    for index in ledger.indices {
      let figures = ledger.figures(index)
      guard case .utc(let from)? = figures.start, from <= period.upperBound else { continue }
      if case .utc(let end)? = figures.end, end < period.lowerBound { continue }
      let row = ledger[index]
      guard let to = row.lastSeen, to >= period.lowerBound, let table = row.table else { continue }
      let (begin, end) = (max(from, period.lowerBound), min(to, period.upperBound))
      let inside = end.milliseconds - begin.milliseconds
      let all = to.milliseconds - from.milliseconds
      // Of one that only ran in part in it, as much as of its time.
      let share = all > 0 ? Double(inside) / Double(all) : 1
      update(table) { one in
        one.compactions += 1
        if let bytes = row.bytesIn {
          one.readBytes = (one.readBytes ?? 0).addingClamped(Int64(clamping: Double(bytes) * share))
          if bytes > one.largest?.readBytes ?? -1 {
            one.largest = BacklogTable.Largest(
              id: row.id, readBytes: bytes, span: TimeSpan(milliseconds: min(inside, length)),
              source: row.source)
          }
        }
        if let bytes = row.bytesOut {
          one.writtenBytes = (one.writtenBytes ?? 0).addingClamped(Int64(clamping: Double(bytes) * share))
        }
      }
    }
    addFlushes(in: period, update)
    addLevels(in: period, update)
    addPending(in: period, update)
    return tables.values.sorted { a, b in
      let (left, right) = (a.readBytes ?? -1, b.readBytes ?? -1)
      return left != right ? left > right : a.table < b.table
    }
  }

  private func addFlushes(
    in period: ClosedRange<Instant>, _ update: (TableName, (inout BacklogTable) -> Void) -> Void
  ) {
    guard let rule = zone.rule, !flushed.isEmpty else { return }
    for step in flushed {
      guard period.contains(rule.instant(step.at)), let table = TableName(dotted: step.table) else {
        continue
      }
      update(table) { one in
        one.flushedBytes = (one.flushedBytes ?? 0).addingClamped(step.bytes)
        one.flushes = (one.flushes ?? 0) + step.flushes
      }
    }
  }

  private func addLevels(
    in period: ClosedRange<Instant>, _ update: (TableName, (inout BacklogTable) -> Void) -> Void
  ) {
    for series in samples.all(of: .tableLevelSSTables) {
      guard let table = series.key.labels.table, let level = series.key.labels["level"].flatMap({ Int($0) })
      else { continue }
      let points = series.points(in: period)
      guard let most = points.max(by: { $0.value < $1.value }) else { continue }
      update(table) { one in
        if level == 0 {
          one.levelZero = BacklogTable.Peak(
            value: most.value, at: most.at, source: samples.source(of: most))
        }
        if most.value > 0 { one.highestLevel = max(one.highestLevel ?? 0, level) }
      }
    }
  }

  private func addPending(
    in period: ClosedRange<Instant>, _ update: (TableName, (inout BacklogTable) -> Void) -> Void
  ) {
    for series in samples.all(of: .compactionPendingTasks) {
      guard let table = series.key.labels.table,
        let most = series.points(in: period).max(by: { $0.value < $1.value }), most.value > 0
      else { continue }
      update(table) { one in
        one.pending = BacklogTable.Peak(value: most.value, at: most.at, source: samples.source(of: most))
      }
    }
  }
}

extension SampleSeries {
  /// The points in `period`.
  func points(in period: ClosedRange<Instant>) -> ArraySlice<SamplePoint> {
    let from = lowerBound(points, period.lowerBound)
    var to = from
    while to < points.count, points[to].at <= period.upperBound { to += 1 }
    return points[from..<to]
  }
}

extension LedgerRow {
  /// The last moment at which anything shows it; nil when nothing dates that.
  fileprivate var lastSeen: Instant? {
    if case .utc(let end)? = end { return end }
    return progress?.last
  }
}
