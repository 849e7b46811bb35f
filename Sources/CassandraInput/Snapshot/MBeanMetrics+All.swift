// The rows of the table of MBeans.

import CassandraModel

extension MBeanMetric {
  /// Every attribute that is kept.
  static let all: [MBeanMetric] = compaction + pools + tables + requests + node

  private static let jmx: [(label: String, value: LabelValue)] = [("source", .constant("jmx"))]

  private static let compaction: [MBeanMetric] = [
    MBeanMetric("Compaction", "PendingTasks", "Value", .compactionPendingTasks),
    MBeanMetric("Compaction", "CompletedTasks", "Value", .compactionTasksCompletedTotal),
    MBeanMetric("Compaction", "BytesCompacted", "Count", .compactionBytesCompactedTotal, jmx),
    MBeanMetric("Compaction", "TotalCompactionsCompleted", "Count", .compactionsCompletedTotal, jmx),
    MBeanMetric(
      "Compaction", "TotalCompactionsCompleted", "FifteenMinuteRate", .compactionsPerSecond,
      [("window", .constant("15m"))]),
    MBeanMetric(
      "Compaction", "TotalCompactionsCompleted", "MeanRate", .compactionsPerSecond,
      [("window", .constant("start"))]),
    MBeanMetric("Compaction", "CompactionsAborted", "Count", .compactionsAbortedTotal),
    MBeanMetric("Compaction", "CompactionsReduced", "Count", .compactionsReducedTotal),
    MBeanMetric("Compaction", "SSTablesDroppedFromCompaction", "Count", .compactionSSTablesDroppedTotal),
    MBeanMetric(
      "StorageService", "", "CompactionThroughputMbPerSec", .compactionThroughputLimit, scale: 1_048_576),
    MBeanMetric("StorageService", "", "ConcurrentCompactors", .concurrentCompactors),
  ]

  private static let pool: [(label: String, value: LabelValue)] = [("pool", .property("scope"))]

  private static let pools: [MBeanMetric] = [
    MBeanMetric("ThreadPools", "ActiveTasks", "Value", .poolActive, pool),
    MBeanMetric("ThreadPools", "PendingTasks", "Value", .poolPending, pool),
    MBeanMetric("ThreadPools", "CompletedTasks", "Value", .poolCompletedTotal, pool),
    MBeanMetric("ThreadPools", "CurrentlyBlockedTasks", "Count", .poolBlocked, pool),
    MBeanMetric("ThreadPools", "TotalBlockedTasks", "Count", .poolBlockedTotal, pool),
    MBeanMetric("ThreadPools", "MaxPoolSize", "Value", .poolMaxSize, pool),
    MBeanMetric("DroppedMessage", "Dropped", "Count", .droppedMessagesTotal, [("type", .property("scope"))]),
    // The executor's own bean, in the names of java.util.concurrent.
    MBeanMetric("CompactionExecutor", "", "ActiveCount", .poolActive, compactionPool),
    MBeanMetric("CompactionExecutor", "", "CompletedTaskCount", .poolCompletedTotal, compactionPool),
    MBeanMetric("CompactionExecutor", "", "CompletedTasks", .poolCompletedTotal, compactionPool),
    MBeanMetric("CompactionExecutor", "", "PendingTasks", .poolPending, compactionPool),
    MBeanMetric("CompactionExecutor", "", "TaskCount", .poolTasksTotal, compactionPool),
  ]

  private static let compactionPool: [(label: String, value: LabelValue)] = [
    ("pool", .constant("CompactionExecutor"))
  ]

  private static let table: [(label: String, value: LabelValue)] = [
    ("keyspace", .property("keyspace")), ("table", .property("scope")),
  ]

  private static let tables: [MBeanMetric] = [
    MBeanMetric("Table", "PendingCompactions", "Value", .compactionPendingTasks, table),
    MBeanMetric("Table", "LiveDiskSpaceUsed", "Count", .tableLiveBytes, table),
    MBeanMetric("Table", "TotalDiskSpaceUsed", "Count", .tableTotalBytes, table),
    MBeanMetric("Table", "SnapshotsSize", "Value", .tableSnapshotBytes, table),
    MBeanMetric("Table", "LiveSSTableCount", "Value", .tableSSTables, table),
    MBeanMetric("Table", "EstimatedPartitionCount", "Value", .tablePartitions, table),
    MBeanMetric("Table", "TombstoneScannedHistogram", "Max", .tableTombstonesPerSliceMax, table),
    MBeanMetric("Table", "TombstoneScannedHistogram", "Mean", .tableTombstonesPerSliceMean, table),
    MBeanMetric("Table", "ReadLatency", "Count", .tableReadsTotal, table),
    MBeanMetric("Table", "WriteLatency", "Count", .tableWritesTotal, table),
  ]

  private static let requests: [MBeanMetric] = [
    ("50thPercentile", "0.5"), ("75thPercentile", "0.75"), ("95thPercentile", "0.95"),
    ("98thPercentile", "0.98"), ("99thPercentile", "0.99"), ("999thPercentile", "0.999"), ("Min", "0"),
    ("Max", "1"),
  ].map { attribute, quantile in
    MBeanMetric(
      "ClientRequest", "Latency", attribute, .requestLatencySeconds, scale: 1e-6,
      [("request", .snakeCase("scope")), ("quantile", .constant(quantile))])
  }

  private static let node: [MBeanMetric] = [
    MBeanMetric("Storage", "Load", "Count", .nodeLoadBytes),
    MBeanMetric("Storage", "Exceptions", "Count", .nodeExceptionsTotal),
    MBeanMetric("Repair", "ActiveSessions", "Value", .repairSessionsActive),
    MBeanMetric("Memory", "", "HeapMemoryUsage.used", .heapUsedBytes),
    MBeanMetric("Memory", "", "HeapMemoryUsage.max", .heapMaxBytes),
    MBeanMetric("Runtime", "", "Uptime", .nodeUptimeSeconds, scale: 0.001),
  ]
}
