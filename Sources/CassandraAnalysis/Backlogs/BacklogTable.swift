// Compacted and flushed bytes of each table in a stretch of time: the figures that attribute a backlog to
// write amplification, to a strategy, or to one large compaction.

public import CassandraModel

/// One table in one stretch of time.
public struct BacklogTable: Sendable {
  /// The table.
  public let table: TableName
  /// Its compaction strategy; nil when it is not known.
  public let strategy: TableStrategy?
  /// Bytes written by flushes; nil when the log has no ended flushes at all.
  public internal(set) var flushedBytes: Int64?
  /// Number of ended flushes.
  public internal(set) var flushes: Int?
  /// Compactions that ran in it, wholly or partly.
  public internal(set) var compactions = 0
  /// Bytes that they read, the share of those that ran only partly in the period; nil when no source has
  /// them.
  public internal(set) var readBytes: Int64?
  /// Bytes that they wrote.
  public internal(set) var writtenBytes: Int64?
  /// The largest of them, by bytes read.
  public internal(set) var largest: Largest?
  /// The most SSTables in level 0; nil for any strategy but LeveledCompactionStrategy.
  public internal(set) var levelZero: Peak?
  /// The highest level with SSTables.
  public internal(set) var highestLevel: Int?
  /// The most pending compactions that compactionstats listed for it.
  public internal(set) var pending: Peak?

  /// A largest value.
  public struct Peak: Sendable, Hashable {
    /// The value.
    public let value: Double
    /// Time of the end.
    public let at: Instant
    /// File and line.
    public let source: SourceLocation
  }

  /// A compaction.
  public struct Largest: Sendable {
    /// Its id.
    public let id: TimeUUID
    /// Total bytes read.
    public let readBytes: Int64
    /// The part of the stretch in which it ran.
    public let span: TimeSpan
    /// File and line.
    public let source: SourceLocation
  }

  /// Bytes written to disk for each flushed byte; nil where either is unknown or no bytes were flushed.
  public var amplification: Double? {
    guard let flushedBytes, flushedBytes > 0, let writtenBytes else { return nil }
    return Double(flushedBytes.addingClamped(writtenBytes)) / Double(flushedBytes)
  }
}

extension NodeFindings {
  /// Flushed and compacted bytes of each table in `period`: the most compacted first, then by name.
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
      // A compaction that ran only partly in the period counts by its share of time.
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
  /// The last time at which the capture shows it; nil without a time.
  fileprivate var lastSeen: Instant? {
    if case .utc(let end)? = end { return end }
    return progress?.last
  }
}
