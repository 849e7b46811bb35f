// How much space a compaction will need at once. Cassandra writes the result beside its inputs, so a compaction needs up
// to what it reads. How much that is depends on the strategy:
//
//     SizeTiered        the largest set that was seen, or the whole table once all of it was compacted at once
//     Leveled           ten SSTables of a level and one of the level above, each as large as they may be
//     others, unknown   the largest compaction that was seen
//
// What was seen grows with its table.

public import CassandraModel

/// The largest compaction of one table.
public struct CompactionNeed: Sendable, Equatable {
  /// How it was concluded.
  public enum Basis: Sendable, Equatable {
    /// A compaction of so many bytes was seen to end at this instant.
    case seen(bytes: Double, at: Instant)
    /// The table as a whole: a compaction of all of it was seen, or none at all.
    case wholeTable
    /// Eleven SSTables of so many bytes.
    case levels(sstableBytes: Double)
  }

  /// Its table.
  public let table: TableName
  /// How it was concluded.
  public let basis: Basis
  /// The table's strategy without its package; nil when no schema tells.
  public let strategy: String?
  /// What it needs, from now on.
  public let line: TrendLine
  /// Where the largest compaction stands; nil without one.
  public let source: SourceLocation?
}

extension CompactionNeed {
  /// SSTables of a level that are compacted together with one of the level above.
  private static let levelFan = 11.0
  /// `sstable_size_in_mb` where the schema does not say (LeveledCompactionStrategy).
  private static let defaultSSTable = 160.0 * 1_048_576

  /// The needs of all tables, in order.
  static func all(_ node: NodeFindings, tables: [TableName: TrendSeries]) -> [CompactionNeed] {
    var largest: [TableName: LedgerRow] = [:]
    for row in node.ledger {
      guard let table = row.table, let bytes = row.bytesIn else { continue }
      if bytes > largest[table]?.bytesIn ?? -1 { largest[table] = row }
    }
    return tables.sorted { $0.key < $1.key }.compactMap { table, series in
      need(table, series, node.schemas[table], largest[table])
    }
  }

  private static func need(
    _ table: TableName, _ series: TrendSeries, _ schema: TableSchema?, _ row: LedgerRow?
  ) -> CompactionNeed? {
    let strategy = schema?.compaction["class"]
    let size = series.line
    let seen = row.flatMap { seenLine($0, series) }
    if strategy == "LeveledCompactionStrategy" {
      let given = schema?.compaction["sstable_size_in_mb"].flatMap(Double.init)
      let sstable = given.flatMap { $0.isFinite && $0 > 0 ? $0 * 1_048_576 : nil } ?? defaultSSTable
      // A table smaller than that is compacted as a whole.
      if sstable * levelFan < size.level {
        return CompactionNeed(
          table: table, basis: .levels(sstableBytes: sstable), strategy: strategy,
          line: TrendLine(
            start: size.start, level: sstable * levelFan, levelError: 0, perDay: 0, band: 0...0),
          source: schema?.source)
      }
    }
    let isMajor = row?.kind == "Major compaction"
    if strategy == "SizeTieredCompactionStrategy", isMajor || seen == nil {
      return CompactionNeed(
        table: table, basis: .wholeTable, strategy: strategy, line: size, source: row?.source)
    }
    guard let seen, let row else { return nil }
    return CompactionNeed(
      table: table, basis: .seen(bytes: seen.bytes, at: seen.at), strategy: strategy, line: seen.line,
      source: row.source)
  }

  /// The largest compaction, grown with its table since.
  private static func seenLine(
    _ row: LedgerRow, _ series: TrendSeries
  ) -> (bytes: Double, at: Instant, line: TrendLine)? {
    guard let read = row.bytesIn, read > 0 else { return nil }
    let at: Instant?
    if case .utc(let end)? = row.end { at = end } else { at = row.id.instant }
    guard let at else { return nil }
    let line = series.line
    let bytes = Double(read)
    // The size then, where the trend tells it; a trend may not be followed far back to nothing.
    let then = series.result.fit.map { $0.value(at: max(at.days, $0.span.lowerBound)) } ?? line.level
    let factor = then > 0 ? bytes / then : 0
    guard factor > 0, factor <= 2 else {
      return (
        bytes, at, TrendLine(start: line.start, level: bytes, levelError: 0, perDay: 0, band: 0...0)
      )
    }
    return (bytes, at, line.scaled(level: factor, growth: factor))
  }
}
