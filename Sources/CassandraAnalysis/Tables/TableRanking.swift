// Tables worth a look: the unusual figures of each, by the last figures in the capture, and the strategy that
// decides which figures count. A figure that the capture lacks is not a remark.

public import CassandraModel

/// One table on one node, with its unusual figures.
public struct TableFigures: Sendable {
  /// The node.
  public let node: NodeID
  /// The table.
  public let table: TableName
  /// Its strategy; nil when not in the capture.
  public let strategy: TableStrategy?
  /// Live SSTables.
  public internal(set) var sstables: Double?
  /// SSTables on level 0, at most.
  public internal(set) var levelZero: Double?
  /// SSTables per read, 99th percentile.
  public internal(set) var sstablesPerRead: Double?
  /// Bytes of the largest partition.
  public internal(set) var largestPartition: Double?
  /// Share of droppable tombstones.
  public internal(set) var droppable: Double?
  /// The most tombstones in one slice.
  public internal(set) var tombstones: Double?
  /// Share of reads in reads and writes; nil without any.
  public internal(set) var readShare: Double?
  /// Local reads and writes since the start of the process.
  public internal(set) var operations: Double?
  /// Mean latency of local reads in seconds.
  public internal(set) var readLatency: Double?
  /// Mean latency of local writes in seconds.
  public internal(set) var writeLatency: Double?
  /// The most live cells in one slice.
  public internal(set) var liveCells: Double?
  /// Mean bytes of a partition.
  public internal(set) var meanPartition: Double?
  /// Share of the node's local reads; nil without any.
  public internal(set) var shareOfReads: Double?
  /// Share of the node's local writes; nil without any.
  public internal(set) var shareOfWrites: Double?
  /// Bytes on disk.
  public internal(set) var liveBytes: Double?
  /// Bytes that only snapshots hold.
  public internal(set) var snapshotBytes: Double?
  /// Size on disk over size of the data.
  public internal(set) var compression: Double?
  /// Share of the data that is repaired.
  public internal(set) var repaired: Double?
  /// Unusual figures, the worst first.
  public internal(set) var remarks: [Remark] = []

  /// An unusual figure of a table.
  public struct Remark: Sendable, Hashable {
    /// Stable id.
    public let id: String
    /// The remark.
    public let text: Statement
    /// Weight: 1 worth a look, 2 worth a change.
    public let weight: Int
  }
}

extension Findings {
  /// Tables of all nodes, those with the worst remarks first; Cassandra's own come last, without remarks.
  public var tableRanking: [TableFigures] {
    let all = nodes.flatMap { node -> [TableFigures] in
      let tables = node.tableFigures
      let own = tables.filter { !$0.table.isSystem }
      let usual = own.compactMap(\.readLatency).filter { $0 > 0 }.median
      return own.map { $0.remarked(usualReadLatency: usual, own.count) } + tables.filter(\.table.isSystem)
    }
    return all.sorted { a, b in
      if a.table.isSystem != b.table.isSystem { return b.table.isSystem }
      let (left, right) = (a.weight, b.weight)
      if left != right { return left > right }
      if (a.liveBytes ?? 0) != (b.liveBytes ?? 0) { return (a.liveBytes ?? 0) > (b.liveBytes ?? 0) }
      return a.table != b.table ? a.table < b.table : a.node < b.node
    }
  }
}

extension TableFigures {
  fileprivate var weight: Int { remarks.reduce(0) { $0 + $1.weight } }

  /// Limits: from Cassandra's own (level 0 over 32, `compaction_large_partition_warning_threshold` of 100
  /// MiB, `tombstone_warn_threshold` of 1000, `tombstone_threshold` of 0.2), else from operators' rules of
  /// thumb.
  private static let levelZeroLimit = 32.0
  private static let partitionLimit = 104_857_600.0
  private static let tombstoneLimit = 1000.0
  private static let droppableLimit = 0.2
  private static let perReadLimit = 10.0
  private static let sstableLimit = 100.0
  private static let latencyFactor = 5.0
  private static let slowest = 0.01
  private static let compressionLimit = 0.9

  fileprivate func remarked(usualReadLatency usual: Double?, _ tables: Int) -> TableFigures {
    var one = self
    func remark(_ id: String, _ weight: Int, _ text: Statement) {
      one.remarks.append(Remark(id: id, text: text, weight: weight))
    }
    let whole = { (value: Double) in Int(clamping: Int64(clamping: value)) }
    let bytes = { (value: Double) in Statement.Part.bytes(Int64(clamping: value)) }
    if let levelZero, levelZero > Self.levelZeroLimit {
      remark("level_zero", 2, "level 0 held \(whole(levelZero)) SSTables")
    }
    if let largestPartition, largestPartition >= Self.partitionLimit {
      remark("large_partition", 2, "largest partition \(bytes(largestPartition))")
    }
    if let tombstones, tombstones >= Self.tombstoneLimit {
      remark("tombstones", 2, "\(whole(tombstones)) tombstones in one slice")
    }
    if let sstablesPerRead, sstablesPerRead >= Self.perReadLimit {
      remark("sstables_per_read", 2, "p99 of reads looks into \(whole(sstablesPerRead)) SSTables")
    }
    if let droppable, droppable >= Self.droppableLimit {
      remark("droppable_tombstones", 1, "droppable tombstones \(.share(droppable))")
    }
    let manyAreUsual = strategy?.kind == .leveled || strategy?.kind == .unified
    if let sstables, sstables >= Self.sstableLimit, !manyAreUsual {
      remark("sstables", 1, "\(whole(sstables)) SSTables")
    }
    if let readLatency, let usual, tables > 2, readLatency >= Self.latencyFactor * usual,
      readLatency >= Self.slowest
    {
      remark(
        "read_latency", 1,
        "local reads take \(.span(TimeSpan(milliseconds: Int64(clamping: readLatency * 1000))))")
    }
    if let snapshotBytes, snapshotBytes > liveBytes ?? 0, snapshotBytes > 0 {
      remark("snapshots", 1, "snapshots hold \(bytes(snapshotBytes)) beside \(bytes(liveBytes ?? 0)) of data")
    }
    if let compression, compression >= Self.compressionLimit, (liveBytes ?? 0) >= Self.partitionLimit {
      remark("compression", 1, "compresses to \(.share(compression)) only")
    }
    return one
  }
}

extension NodeFindings {
  /// The figures of its tables, in order of name.
  fileprivate var tableFigures: [TableFigures] {
    let strategies = strategies
    var tables: [TableName: TableFigures] = [:]
    var reads: [TableName: Double] = [:]
    var writes: [TableName: Double] = [:]
    for (key, summary) in series.all {
      guard let table = key.labels.table, let last = summary.last?.value else { continue }
      let most = summary.maximum?.value ?? last
      func update(_ change: (inout TableFigures) -> Void) {
        change(
          &tables[
            table, default: TableFigures(node: node, table: table, strategy: strategies[table])])
      }
      switch key.metric {
      case .tableSSTables: update { $0.sstables = last }
      case .tableLevelSSTables where key.labels["level"] == "0": update { $0.levelZero = most }
      case .tableSSTablesPerRead where key.labels["quantile"] == "0.99": update { $0.sstablesPerRead = most }
      case .tablePartitionMaxBytes: update { $0.largestPartition = max($0.largestPartition ?? 0, most) }
      case .tablePartitionBytes where key.labels["quantile"] == "1":
        update { $0.largestPartition = max($0.largestPartition ?? 0, most) }
      case .tableDroppableTombstoneRatio: update { $0.droppable = last }
      case .tableTombstonesPerSliceMax: update { $0.tombstones = most }
      case .tableReadLatencySeconds: update { $0.readLatency = last }
      case .tableWriteLatencySeconds: update { $0.writeLatency = last }
      case .tableLiveCellsPerSliceMax: update { $0.liveCells = most }
      case .tablePartitionMeanBytes: update { $0.meanPartition = last }
      case .tableLiveBytes: update { $0.liveBytes = last }
      case .tableSnapshotBytes: update { $0.snapshotBytes = last }
      case .tableCompressionRatio: update { $0.compression = last }
      case .tableRepairedRatio: update { $0.repaired = last }
      case .tableReadsTotal:
        update { _ in }
        reads[table] = last
      case .tableWritesTotal:
        update { _ in }
        writes[table] = last
      default: break
      }
    }
    let (allReads, allWrites) = (reads.values.reduce(0, +), writes.values.reduce(0, +))
    return tables.values.map { figures in
      var one = figures
      let (read, written) = (reads[one.table], writes[one.table])
      if read != nil || written != nil { one.operations = (read ?? 0) + (written ?? 0) }
      if let read, let all = one.operations, all > 0 { one.readShare = read / all }
      if let read, allReads > 0 { one.shareOfReads = read / allReads }
      if let written, allWrites > 0 { one.shareOfWrites = written / allWrites }
      return one
    }
    .sorted { $0.table < $1.table }
  }
}
