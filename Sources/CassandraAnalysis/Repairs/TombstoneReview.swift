// Review of tombstones (004): for each table with many, the effect of compaction and repair on them, whether
// the last repair was within gc_grace_seconds, and how many warnings no poll could have seen.

public import CassandraModel

/// Tombstones of one table on one node.
public struct TombstoneReview: Sendable {
  /// The node.
  public let node: NodeID
  /// The table.
  public let table: TableName
  /// The most tombstones in one slice, by samples; nil without tablestats.
  public let most: Double?
  /// Reads that passed the warning threshold, by the log; nil without one.
  public let warnings: Int?
  /// Reads that were aborted, by the log.
  public let aborts: Int?
  /// The node's own `tombstone_warn_threshold`; nil when not in the capture.
  public let warnThreshold: Int64?
  /// The node's own `tombstone_failure_threshold`.
  public let failureThreshold: Int64?
  /// `gc_grace_seconds` of the table; nil without a schema.
  public let grace: TimeSpan?
  /// Share of the data that is repaired.
  public let repaired: Double?
  /// The last repair of its keyspace that ended well; nil when the capture has none.
  public let lastRepair: Moment?
  /// True if that repair ended more than `gc_grace_seconds` before the end of the capture; nil when one of
  /// them is not known.
  public let isRepairLate: Bool?
  /// The last compaction of the table that ended well, with the most tombstones in the samples before it and
  /// after it.
  public let compaction: (end: Moment, before: Double?, after: Double?)?
  /// Warnings in the log that no sample could have shown: the figure covers five minutes, and there is no
  /// sample in the five minutes after them; nil when either is not in the capture.
  public let unseen: Int?
}

extension Findings {
  /// Tables with reads over many tombstones, in descending order of tombstones.
  public var tombstoneReviews: [TombstoneReview] {
    let repairs = repairReviews.filter { $0.kind == "repair" && $0.result == .finished }
    return nodes.flatMap { node in node.tombstoneReviews(repairs) }.sorted { a, b in
      let (left, right) = (a.most ?? 0, b.most ?? 0)
      if left != right { return left > right }
      if a.warnings ?? 0 != b.warnings ?? 0 { return a.warnings ?? 0 > b.warnings ?? 0 }
      return a.table != b.table ? a.table < b.table : a.node < b.node
    }
  }
}

extension NodeFindings {
  /// Cassandra's own default of `tombstone_warn_threshold`.
  private static let usualThreshold = 1000.0
  /// Milliseconds that tablestats covers: a sample shows a read for this long.
  private static let window: Int64 = 300_000

  private func threshold(_ name: String) -> Int64? {
    attributes[AttributeName("config_" + name)]?.compactMap { Int64($0.value) }.last
  }

  fileprivate func tombstoneReviews(_ repairs: [RepairReview]) -> [TombstoneReview] {
    let warn = threshold("tombstone_warn_threshold")
    let limit = warn.map(Double.init) ?? Self.usualThreshold
    var tables: Set<TableName> = Set(tombstones.compactMap(\.table))
    for series in samples.all(of: .tableTombstonesPerSliceMax) {
      guard let table = series.key.labels.table else { continue }
      if series.points.contains(where: { $0.value >= limit }) { tables.insert(table) }
    }
    let readsOfTables = Dictionary(
      tombstones.compactMap { one in one.table.map { ($0, one.reads) } },
      uniquingKeysWith: { first, _ in first })
    let compactions = tables.isEmpty ? [:] : lastCompactions(of: tables)
    return tables.filter { !$0.isSystem }.sorted().map { table in
      let series = samples[
        .tableTombstonesPerSliceMax, Labels([("keyspace", table.keyspace), ("table", table.table)])]
      let reads = readsOfTables[table]
      let own = repairs.filter { repair in
        repair.subject == nil || repair.subject == table.keyspace || repair.subject == table.description
      }
      let last = own.max { $0.to.sortKey < $1.to.sortKey }?.to
      let grace = schemas[table]?.gcGraceSeconds.map { TimeSpan.seconds($0) }
      let end = covered?.last
      let isLate = grace.flatMap { grace in
        end.flatMap { end in last.map { end.sortKey - $0.sortKey > grace.milliseconds } }
      }
      return TombstoneReview(
        node: node, table: table, most: series?.points.map(\.value).max(),
        warnings: processes.isEmpty ? nil : reads?.warnings ?? 0,
        aborts: processes.isEmpty ? nil : reads?.aborts ?? 0, warnThreshold: warn,
        failureThreshold: threshold("tombstone_failure_threshold"), grace: grace,
        repaired: self.series[
          .tableRepairedRatio, Labels([("keyspace", table.keyspace), ("table", table.table)])]?.last?.value,
        lastRepair: last,
        isRepairLate: isLate, compaction: compactions[table].flatMap { lastCompaction($0, series) },
        unseen: unseen(reads?.runs ?? [], series))
    }
  }

  /// The last compaction of each of `tables` that ended well.
  private func lastCompactions(of tables: Set<TableName>) -> [TableName: LedgerRow] {
    var last: [TableName: LedgerRow] = [:]
    for index in ledger.indices.reversed() where last.count < tables.count {
      let row = ledger[index]
      guard let table = row.table, row.result == .done, row.end != nil, tables.contains(table) else {
        continue
      }
      if last[table] == nil { last[table] = row }
    }
    return last
  }

  private func lastCompaction(
    _ row: LedgerRow, _ series: SampleSeries?
  ) -> (end: Moment, before: Double?, after: Double?)? {
    guard let end = row.end else { return nil }
    guard case .utc(let at) = end, let points = series?.points else { return (end, nil, nil) }
    let start: Instant? = if case .utc(let instant)? = row.start { instant } else { nil }
    let before = points.last { $0.at <= start ?? at }?.value
    // The figure covers five minutes: an earlier sample still shows reads from before.
    let after = points.first { $0.at.milliseconds >= at.milliseconds + Self.window }?.value
    return (end, before, after)
  }

  /// Warnings of runs that end more than five minutes before the next sample.
  private func unseen(_ runs: [TombstoneRun], _ series: SampleSeries?) -> Int? {
    guard let points = series?.points, !points.isEmpty, let rule = zone.rule, !runs.isEmpty else {
      return nil
    }
    return runs.reduce(0) { count, run in
      let (first, last) = (rule.instant(run.first), rule.instant(run.last))
      let isSeen = points.contains { point in
        point.at >= first && point.at.milliseconds <= last.milliseconds + Self.window
      }
      return isSeen ? count : count + run.reads
    }
  }
}
