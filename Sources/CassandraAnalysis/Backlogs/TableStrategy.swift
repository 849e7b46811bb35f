// The compaction strategy of a table: from the schema, else from compactionhistory (6.0), else from output
// that only one strategy prints.

public import CassandraModel

/// The strategy of one table, with its source.
public struct TableStrategy: Sendable, Hashable {
  /// The source of the strategy.
  public enum Basis: String, Sendable, Hashable {
    /// The schema names it.
    case schema
    /// The last row of compactionhistory names it.
    case history
    /// Only LeveledCompactionStrategy prints `SSTables in each level`.
    case levels
  }

  /// Without its package: `LeveledCompactionStrategy`.
  public let name: String
  /// Its options; empty where only its name is known.
  public let options: Labels
  /// The source of the strategy.
  public let basis: Basis
  /// File and line; nil when it follows from several.
  public let source: SourceLocation?

  /// The kinds that advice is given for.
  public enum Kind: Sendable, Hashable {
    /// SizeTieredCompactionStrategy.
    case sizeTiered
    /// LeveledCompactionStrategy.
    case leveled
    /// TimeWindowCompactionStrategy, and the older DateTieredCompactionStrategy.
    case timeWindow
    /// UnifiedCompactionStrategy.
    case unified
    /// Another.
    case other
  }

  /// The kind of the strategy.
  public var kind: Kind {
    switch name {
    case "SizeTieredCompactionStrategy": .sizeTiered
    case "LeveledCompactionStrategy": .leveled
    case "TimeWindowCompactionStrategy", "DateTieredCompactionStrategy": .timeWindow
    case "UnifiedCompactionStrategy": .unified
    default: .other
    }
  }

  /// The common abbreviation, such as `LCS`.
  public var short: String {
    switch name {
    case "SizeTieredCompactionStrategy": "STCS"
    case "LeveledCompactionStrategy": "LCS"
    case "TimeWindowCompactionStrategy": "TWCS"
    case "DateTieredCompactionStrategy": "DTCS"
    case "UnifiedCompactionStrategy": "UCS"
    default: name
    }
  }

  private static let windowUnits: [String: Int64] = ["MINUTES": 60, "HOURS": 3600, "DAYS": 86_400]

  /// The length of a time window; nil for another strategy, or where its options are not known.
  public var window: TimeSpan? {
    guard kind == .timeWindow, basis == .schema,
      let unit = TableStrategy.windowUnits[options["compaction_window_unit"]?.uppercased() ?? "DAYS"],
      let size = Int64(options["compaction_window_size"] ?? "1"), size > 0, size < 1 << 32
    else { return nil }
    return .seconds(unit * size)
  }
}

extension NodeFindings {
  /// The strategies of its tables, as far as the capture has them.
  var strategies: [TableName: TableStrategy] {
    var known: [TableName: TableStrategy] = [:]
    for (key, _) in series.all where key.metric == .tableLevelSSTables {
      guard let table = key.labels.table, known[table] == nil else { continue }
      let source = series[key.metric, key.labels]?.first?.source
      known[table] = TableStrategy(
        name: "LeveledCompactionStrategy", options: .none, basis: .levels, source: source)
    }
    var last: [TableName: CompactionRow] = [:]
    for row in compactionRows.values where row.strategy != nil {
      guard let before = last[row.table] else {
        last[row.table] = row
        continue
      }
      let isLater =
        row.compactedAt != before.compactedAt
        ? row.compactedAt > before.compactedAt : row.source < before.source
      if isLater { last[row.table] = row }
    }
    for (table, row) in last {
      known[table] = TableStrategy(
        name: TableStrategy.plain(row.strategy ?? ""), options: .none, basis: .history, source: row.source)
    }
    for (table, schema) in schemas {
      guard let name = schema.compaction["class"] else { continue }
      known[table] = TableStrategy(
        name: TableStrategy.plain(name), options: schema.compaction, basis: .schema, source: schema.source)
    }
    return known
  }
}

extension TableStrategy {
  /// A class without its package.
  fileprivate static func plain(_ name: String) -> String {
    name.split(separator: ".").last.map(String.init) ?? name
  }
}
