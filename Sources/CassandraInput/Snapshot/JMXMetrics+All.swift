// The rows of the table of MBeans.

import CassandraModel

extension JMXMetric {
  /// Every attribute that is kept.
  static let all: [JMXMetric] = compaction + pools + tables + requests + node

  private static let jmx: [(label: String, value: LabelValue)] = [("source", .constant("jmx"))]

  private static let compaction: [JMXMetric] = [
    JMXMetric("Compaction", "PendingTasks", "Value", .compactionPendingTasks),
    JMXMetric("Compaction", "CompletedTasks", "Value", .compactionTasksCompletedTotal),
    JMXMetric("Compaction", "BytesCompacted", "Count", .compactionBytesCompactedTotal, jmx),
    JMXMetric("Compaction", "TotalCompactionsCompleted", "Count", .compactionsCompletedTotal, jmx),
    JMXMetric(
      "Compaction", "TotalCompactionsCompleted", "FifteenMinuteRate", .compactionsPerSecond,
      [("window", .constant("15m"))]),
    JMXMetric(
      "Compaction", "TotalCompactionsCompleted", "MeanRate", .compactionsPerSecond,
      [("window", .constant("start"))]),
    JMXMetric("Compaction", "CompactionsAborted", "Count", .compactionsAbortedTotal),
    JMXMetric("Compaction", "CompactionsReduced", "Count", .compactionsReducedTotal),
    JMXMetric("Compaction", "SSTablesDroppedFromCompaction", "Count", .compactionSSTablesDroppedTotal),
    JMXMetric(
      "StorageService", "", "CompactionThroughputMbPerSec", .compactionThroughputLimit, scale: 1_048_576),
    JMXMetric("StorageService", "", "ConcurrentCompactors", .concurrentCompactors),
  ]

  private static let pool: [(label: String, value: LabelValue)] = [("pool", .property("scope"))]

  private static let pools: [JMXMetric] = [
    JMXMetric("ThreadPools", "ActiveTasks", "Value", .poolActive, pool),
    JMXMetric("ThreadPools", "PendingTasks", "Value", .poolPending, pool),
    JMXMetric("ThreadPools", "CompletedTasks", "Value", .poolCompletedTotal, pool),
    JMXMetric("ThreadPools", "CurrentlyBlockedTasks", "Count", .poolBlocked, pool),
    JMXMetric("ThreadPools", "TotalBlockedTasks", "Count", .poolBlockedTotal, pool),
    JMXMetric("ThreadPools", "MaxPoolSize", "Value", .poolMaxSize, pool),
    JMXMetric("DroppedMessage", "Dropped", "Count", .droppedMessagesTotal, [("type", .property("scope"))]),
    // The executor's own bean, in the names of java.util.concurrent.
    JMXMetric("CompactionExecutor", "", "ActiveCount", .poolActive, compactionPool),
    JMXMetric("CompactionExecutor", "", "CompletedTaskCount", .poolCompletedTotal, compactionPool),
    JMXMetric("CompactionExecutor", "", "CompletedTasks", .poolCompletedTotal, compactionPool),
    JMXMetric("CompactionExecutor", "", "PendingTasks", .poolPending, compactionPool),
    JMXMetric("CompactionExecutor", "", "TaskCount", .poolTasksTotal, compactionPool),
  ]

  private static let compactionPool: [(label: String, value: LabelValue)] = [
    ("pool", .constant("CompactionExecutor"))
  ]

  private static let table: [(label: String, value: LabelValue)] = [
    ("keyspace", .property("keyspace")), ("table", .property("scope")),
  ]

  private static let tables: [JMXMetric] = [
    JMXMetric("Table", "PendingCompactions", "Value", .compactionPendingTasks, table),
    JMXMetric("Table", "LiveDiskSpaceUsed", "Count", .tableLiveBytes, table),
    JMXMetric("Table", "TotalDiskSpaceUsed", "Count", .tableTotalBytes, table),
    JMXMetric("Table", "SnapshotsSize", "Value", .tableSnapshotBytes, table),
    JMXMetric("Table", "LiveSSTableCount", "Value", .tableSSTables, table),
    JMXMetric("Table", "EstimatedPartitionCount", "Value", .tablePartitions, table),
    JMXMetric("Table", "TombstoneScannedHistogram", "Max", .tableTombstonesPerSliceMax, table),
    JMXMetric("Table", "TombstoneScannedHistogram", "Mean", .tableTombstonesPerSliceMean, table),
    JMXMetric("Table", "ReadLatency", "Count", .tableReadsTotal, table),
    JMXMetric("Table", "WriteLatency", "Count", .tableWritesTotal, table),
  ]

  private static let requests: [JMXMetric] = [
    ("50thPercentile", "0.5"), ("75thPercentile", "0.75"), ("95thPercentile", "0.95"),
    ("98thPercentile", "0.98"), ("99thPercentile", "0.99"), ("999thPercentile", "0.999"), ("Min", "0"),
    ("Max", "1"),
  ].map { attribute, quantile in
    JMXMetric(
      "ClientRequest", "Latency", attribute, .requestLatencySeconds, scale: 1e-6,
      [("request", .snakeCase("scope")), ("quantile", .constant(quantile))])
  }

  private static let node: [JMXMetric] = [
    JMXMetric("Storage", "Load", "Count", .nodeLoadBytes),
    JMXMetric("Storage", "Exceptions", "Count", .nodeExceptionsTotal),
    JMXMetric("Repair", "ActiveSessions", "Value", .repairSessionsActive),
    JMXMetric("Memory", "", "HeapMemoryUsage.used", .heapUsedBytes),
    JMXMetric("Memory", "", "HeapMemoryUsage.max", .heapMaxBytes),
    JMXMetric("Runtime", "", "Uptime", .nodeUptimeSeconds, scale: 0.001),
  ]
}
