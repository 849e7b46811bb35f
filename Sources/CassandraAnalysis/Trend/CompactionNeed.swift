// How much space a compaction will need at once. Cassandra writes the result beside its inputs, so a
// compaction needs up to the size of its inputs. The estimate depends on the strategy:
//
//     SizeTiered        the largest set that was seen, or the whole table once all of it was compacted at once
//     Leveled           ten SSTables of a level and one of the level above, each as large as they may be
//     others, unknown   the largest compaction that was seen
//
// The need grows with the table.

public import CassandraModel

/// The largest compaction of one table.
public struct CompactionNeed: Sendable, Equatable {
  /// The source of the estimate.
  public enum Basis: Sendable, Equatable {
    /// A compaction of `bytes` ended at this instant.
    case seen(bytes: Double, at: Instant)
    /// The table as a whole: a compaction of all of it was seen, or none at all.
    case wholeTable
    /// Eleven SSTables of `sstableBytes`.
    case levels(sstableBytes: Double)
  }

  /// Its table.
  public let table: TableName
  /// The source of the estimate.
  public let basis: Basis
  /// The table's strategy without its package; nil without a schema.
  public let strategy: String?
  /// The need in bytes, from now on.
  public let line: TrendLine
  /// Place of the largest compaction; nil without one.
  public let source: SourceLocation?
}

extension CompactionNeed {
  /// SSTables in one compaction of a level: ten of it and one of the level above.
  private static let levelFan = 11.0
  /// `sstable_size_in_mb` where the schema has none (LeveledCompactionStrategy).
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
      // A smaller table is compacted as a whole.
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

  /// The largest compaction, scaled by the growth of its table since.
  private static func seenLine(
    _ row: LedgerRow, _ series: TrendSeries
  ) -> (bytes: Double, at: Instant, line: TrendLine)? {
    guard let read = row.bytesIn, read > 0 else { return nil }
    let at: Instant?
    if case .utc(let end)? = row.end { at = end } else { at = row.id.instant }
    guard let at else { return nil }
    let line = series.line
    let bytes = Double(read)
    // The table's size at that time, by its trend; before the first sample the trend is not extrapolated.
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
