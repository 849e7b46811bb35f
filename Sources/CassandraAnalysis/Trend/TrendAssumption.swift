// Scenarios: a second set of dates next to the first, under assumptions.

public import CassandraModel

/// Assumptions; nil and empty leave the trend unchanged.
public struct TrendAssumption: Sendable, Equatable {
  /// The limit of compaction's rate, in bytes a second.
  public var throughput: Double?
  /// The size of each data volume, in bytes.
  public var diskBytes: Double?
  /// Factor on all growth.
  public var growth: Double?
  /// Tables in which from now on the same amount expires as is written: they keep their size.
  public var expiring: [TableName]
  /// Tables that are dropped now: their size and their growth are gone.
  public var dropped: [TableName]
  /// Nodes that are added now: data and growth are spread evenly over all.
  public var addedNodes: Int?

  /// Assumptions.
  public init(
    throughput: Double? = nil, diskBytes: Double? = nil, growth: Double? = nil, expiring: [TableName] = [],
    dropped: [TableName] = [], addedNodes: Int? = nil
  ) {
    self.throughput = throughput
    self.diskBytes = diskBytes
    self.growth = growth
    self.expiring = expiring
    self.dropped = dropped
    self.addedNodes = addedNodes
  }

  /// No assumption.
  public static let none = TrendAssumption()

  /// Named tables that `nodes` do not have, in order.
  public func unknownTables(in nodes: [NodeFindings]) -> [TableName] {
    let known = Set(nodes.flatMap { TrendTables.names(in: $0.samples) })
    return (expiring + dropped).filter { !known.contains($0) }.sorted()
  }

  /// The `line` of a node's disk with `tables` on it, in a cluster of `nodes`.
  func applied(to line: TrendLine, tables: [TableName: TrendLine], nodes: Int) -> TrendLine {
    var line = line
    for table in dropped {
      if let own = tables[table] {
        let held = own.level + own.perDay * (line.start - own.start)
        line = line.without(growth: own, level: held)
      }
    }
    for table in expiring where !dropped.contains(table) {
      if let own = tables[table] { line = line.without(growth: own, level: 0) }
    }
    let share = addedNodes.map { Double(nodes) / Double(max(1, nodes + $0)) } ?? 1
    return line.scaled(level: share, growth: share * (growth ?? 1))
  }
}

extension TrendLine {
  fileprivate func without(growth other: TrendLine, level held: Double) -> TrendLine {
    let ends = [band.lowerBound - other.perDay, band.upperBound - other.perDay]
    return TrendLine(
      start: start, level: max(0, level - held), levelError: levelError, perDay: perDay - other.perDay,
      band: ends[0]...ends[1])
  }
}

/// The tables of a node.
enum TrendTables {
  /// Tables with a size, in order.
  static func names(in store: SampleStore) -> [TableName] {
    let sizes = store.all(of: .tableLiveBytes) + store.all(of: .tableTotalBytes)
    return Set(sizes.compactMap { $0.key.labels.table }).sorted()
  }
}

extension Labels {
  /// The table that the labels name; nil when they name none.
  var table: TableName? {
    guard let keyspace = self["keyspace"], let table = self["table"] else { return nil }
    return TableName(keyspace: keyspace, table: table)
  }
}
