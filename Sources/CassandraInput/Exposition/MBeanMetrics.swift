// Maps attributes of Cassandra's MBeans to metrics and units. Exporters spell the same MBean in many ways;
// each spelling reduces to its type, its name and the attribute. Source: the documentation of Cassandra's
// metrics, 3.11 to 5.0; latencies are exported over JMX in microseconds.

import CassandraModel

/// An attribute of an MBean, with its metric.
struct MBeanMetric: Sendable {
  /// The selected attribute of the MBean.
  enum Attribute: Hashable, Sendable {
    /// The only number that it has: `Value` of a gauge, `Count` of a counter or meter.
    case number
    /// The count, for an MBean with further attributes.
    case count
    case named(String)
  }

  /// The subject of the number; it decides the labels of the sample.
  enum Subject: Hashable, Sendable {
    case node
    /// The node, for a counter that several sources count differently.
    case source
    case table, pool, message, collector
    /// Compaction's own pool, from its executor's MBean.
    case compactionPool
    /// The node, over a time window: `15m`, or `start` for the time since the start.
    case window(String)
    case request(quantile: String)
    /// The count of client requests of one kind.
    case requestCount
  }

  /// In Cassandra's spelling: `Compaction`.
  let type: String
  /// In Cassandra's spelling: `PendingTasks`.
  let name: String
  let attribute: Attribute
  let metric: MetricName
  let subject: Subject
  /// The factor from the MBean's unit to the metric's unit.
  let scale: Double
  /// True if 0 means that nothing was measured: a request that was never made has no latency.
  let zeroIsMissing: Bool

  init(
    _ type: String, _ name: String, attribute: Attribute = .number, _ metric: MetricName,
    _ subject: Subject = .node, scale: Double = 1, zeroIsMissing: Bool = false
  ) {
    self.type = type
    self.name = name
    self.attribute = attribute
    self.metric = metric
    self.subject = subject
    self.scale = scale
    self.zeroIsMissing = zeroIsMissing
  }

  /// The value in the metric's unit; nil where Cassandra writes a number for an unknown value: no metric is
  /// negative.
  func value(_ raw: Double) -> Double? {
    guard raw >= 0, raw > 0 || !zeroIsMissing else { return nil }
    return raw * scale
  }

  static let all: [MBeanMetric] =
    compaction + pools + tables + requests + [
      MBeanMetric("DroppedMessage", "Dropped", .droppedMessagesTotal, .message),
      MBeanMetric("ClientRequest", "Timeouts", .requestTimeoutsTotal, .requestCount),
      MBeanMetric("ClientRequest", "Unavailables", .requestUnavailablesTotal, .requestCount),
      MBeanMetric("Storage", "Load", .nodeLoadBytes),
      MBeanMetric("Storage", "UncompressedLoad", .nodeUncompressedLoadBytes),
      MBeanMetric("Storage", "Exceptions", .nodeExceptionsTotal),
      MBeanMetric("Storage", "TotalHints", .hintsTotal),
      MBeanMetric(
        "StorageService", "CompactionThroughputMbPerSec", .compactionThroughputLimit, scale: 1_048_576),
      MBeanMetric("StorageService", "ConcurrentCompactors", .concurrentCompactors),
      MBeanMetric("Repair", "ActiveSessions", .repairSessionsActive),
      // The JVM's own.
      MBeanMetric("Memory", "HeapMemoryUsage", attribute: .named("used"), .heapUsedBytes),
      MBeanMetric("Memory", "HeapMemoryUsage", attribute: .named("max"), .heapMaxBytes),
      MBeanMetric("Runtime", "Uptime", .nodeUptimeSeconds, scale: 0.001),
      MBeanMetric("OperatingSystem", "OpenFileDescriptorCount", .processOpenFiles),
      MBeanMetric("OperatingSystem", "MaxFileDescriptorCount", .processMaxOpenFiles),
      MBeanMetric("GarbageCollector", "CollectionCount", .gcCollectionsTotal, .collector),
      MBeanMetric("GarbageCollector", "CollectionTime", .gcCollectionSecondsTotal, .collector, scale: 0.001),
    ]

  private static let compaction: [MBeanMetric] = [
    MBeanMetric("Compaction", "PendingTasks", .compactionPendingTasks),
    MBeanMetric("Compaction", "CompletedTasks", .compactionTasksCompletedTotal),
    MBeanMetric("Compaction", "BytesCompacted", .compactionBytesCompactedTotal, .source),
    MBeanMetric("Compaction", "TotalCompactionsCompleted", .compactionsCompletedTotal, .source),
    MBeanMetric(
      "Compaction", "TotalCompactionsCompleted", attribute: .named("FifteenMinuteRate"),
      .compactionsPerSecond,
      .window("15m")),
    MBeanMetric(
      "Compaction", "TotalCompactionsCompleted", attribute: .named("MeanRate"), .compactionsPerSecond,
      .window("start")),
    MBeanMetric("Compaction", "CompactionsReduced", .compactionsReducedTotal),
    MBeanMetric("Compaction", "CompactionsAborted", .compactionsAbortedTotal),
    MBeanMetric("Compaction", "SSTablesDroppedFromCompaction", .compactionSSTablesDroppedTotal),
  ]

  private static let pools: [MBeanMetric] = [
    MBeanMetric("ThreadPools", "ActiveTasks", .poolActive, .pool),
    MBeanMetric("ThreadPools", "PendingTasks", .poolPending, .pool),
    MBeanMetric("ThreadPools", "CurrentlyBlockedTasks", .poolBlocked, .pool),
    MBeanMetric("ThreadPools", "TotalBlockedTasks", .poolBlockedTotal, .pool),
    MBeanMetric("ThreadPools", "CompletedTasks", .poolCompletedTotal, .pool),
    MBeanMetric("ThreadPools", "MaxPoolSize", .poolMaxSize, .pool),
    // The executor's own MBean, with the names of java.util.concurrent.
    MBeanMetric("CompactionExecutor", "ActiveCount", .poolActive, .compactionPool),
    MBeanMetric("CompactionExecutor", "CompletedTaskCount", .poolCompletedTotal, .compactionPool),
    MBeanMetric("CompactionExecutor", "CompletedTasks", .poolCompletedTotal, .compactionPool),
    MBeanMetric("CompactionExecutor", "PendingTasks", .poolPending, .compactionPool),
    MBeanMetric("CompactionExecutor", "TaskCount", .poolTasksTotal, .compactionPool),
  ]

  /// The type is `Table`; `ColumnFamily` is its older name, and newer nodes export every metric under both.
  private static let tables: [MBeanMetric] = ["Table", "ColumnFamily"].flatMap { type in
    [
      MBeanMetric(type, "PendingCompactions", .compactionPendingTasks, .table),
      MBeanMetric(type, "LiveDiskSpaceUsed", .tableLiveBytes, .table),
      MBeanMetric(type, "TotalDiskSpaceUsed", .tableTotalBytes, .table),
      MBeanMetric(type, "SnapshotsSize", .tableSnapshotBytes, .table),
      MBeanMetric(type, "LiveSSTableCount", .tableSSTables, .table),
      MBeanMetric(type, "OldVersionSSTableCount", .tableOldSSTables, .table),
      MBeanMetric(
        type, "TombstoneScannedHistogram", attribute: .named("Max"), .tableTombstonesPerSliceMax, .table),
      MBeanMetric(
        type, "TombstoneScannedHistogram", attribute: .named("Mean"), .tableTombstonesPerSliceMean, .table),
      MBeanMetric(type, "LiveScannedHistogram", attribute: .named("Max"), .tableLiveCellsPerSliceMax, .table),
      MBeanMetric(type, "ReadLatency", attribute: .count, .tableReadsTotal, .table),
      MBeanMetric(type, "WriteLatency", attribute: .count, .tableWritesTotal, .table),
      MBeanMetric(type, "EstimatedPartitionCount", .tablePartitions, .table),
      MBeanMetric(type, "MaxPartitionSize", .tablePartitionMaxBytes, .table, zeroIsMissing: true),
      MBeanMetric(type, "MeanPartitionSize", .tablePartitionMeanBytes, .table, zeroIsMissing: true),
      MBeanMetric(type, "CompressionRatio", .tableCompressionRatio, .table, zeroIsMissing: true),
      MBeanMetric(type, "PendingFlushes", .tablePendingFlushes, .table),
      MBeanMetric(type, "SpeculativeRetries", .tableSpeculativeRetriesTotal, .table),
      MBeanMetric(type, "DroppedMutations", .tableDroppedMutationsTotal, .table),
      MBeanMetric(type, "BytesRepaired", .tableRepairedBytes, .table),
      MBeanMetric(type, "BytesUnrepaired", .tableUnrepairedBytes, .table),
      MBeanMetric(type, "BytesPendingRepair", .tablePendingRepairBytes, .table),
      MBeanMetric(type, "PercentRepaired", .tableRepairedRatio, .table, scale: 0.01),
      // An attribute of the table's own MBean.
      MBeanMetric(
        type == "Table" ? "Tables" : "ColumnFamilies", "DroppableTombstoneRatio",
        .tableDroppableTombstoneRatio, .table),
    ]
  }

  private static let requests: [MBeanMetric] = [
    ("50thPercentile", "0.5"), ("75thPercentile", "0.75"), ("95thPercentile", "0.95"),
    ("98thPercentile", "0.98"), ("99thPercentile", "0.99"), ("999thPercentile", "0.999"), ("Min", "0"),
    ("Max", "1"),
  ].map { attribute, quantile in
    MBeanMetric(
      "ClientRequest", "Latency", attribute: .named(attribute), .requestLatencySeconds,
      .request(quantile: quantile),
      scale: 0.000_001, zeroIsMissing: true)
  }
}
