// Metrics with every sample kept. All other series keep their ends and extremes (`SeriesBook`).

import CassandraModel

extension NodeHistory {
  /// The metrics that rules, replays and trends read over time.
  static let judgedMetrics: Set<MetricName> = [
    .compactionPendingTasks, .compactionActive, .compactionTaskCompletedBytes, .compactionTaskTotalBytes,
    .compactionTaskCompletedUnits, .compactionTaskTotalUnits, .compactionStatsForm,
    .compactionBytesCompactedTotal,
    .compactionsCompletedTotal, .compactionThroughputLimit, .concurrentCompactors, .streamThroughputLimit,
    .streamTotalBytes, .streamDoneBytes, .poolActive, .poolPending, .poolBlocked, .poolCompletedTotal,
    .poolBlockedTotal, .droppedMessagesTotal, .tableLiveBytes, .tableTotalBytes, .tableSnapshotBytes,
    .tableSSTables, .tablePartitions, .tableDroppableTombstoneRatio, .tableTombstonesPerSliceMax,
    .tableReadsTotal, .tableWritesTotal, .keyspaceReadsTotal, .keyspaceWritesTotal, .requestLatencySeconds,
    .nodeLoadBytes, .nodeUptimeSeconds, .nodeExceptionsTotal, .heapUsedBytes, .heapMaxBytes, .diskSizeBytes,
    .diskUsedBytes, .diskFreeBytes, .diskReadBytesTotal, .diskWrittenBytesTotal, .repairSessionsActive,
    .messagesPending, .clusterSchemaVersions,
    .readRepairsTotal, .tableSpeculativeRetriesTotal, .requestTimeoutsTotal,
    .requestUnavailablesTotal, .tableLevelSSTables, .diskReadsTotal, .diskWritesTotal, .diskReadSecondsTotal,
    .diskWriteSecondsTotal, .diskBusySecondsTotal, .diskQueueSecondsTotal, .diskBusyRatio, .diskQueue,
    .diskReadWaitSeconds, .diskWriteWaitSeconds, .diskReadBytesPerSecond, .diskWrittenBytesPerSecond,
  ]

  /// True for series that the tables of backlog samples show: of the node as a whole, and of the pools only
  /// compaction's own.
  static func isBacklog(_ key: SeriesBook.Key) -> Bool {
    guard backlogMetrics.contains(key.metric) else { return false }
    if let pool = key.labels["pool"], pool != "CompactionExecutor" { return false }
    return key.metric != .compactionPendingTasks || key.labels.pairs.isEmpty
  }

  private static let backlogMetrics: Set<MetricName> = [
    .compactionPendingTasks, .compactionActive, .compactionThroughputLimit, .concurrentCompactors,
    .compactionBytesCompactedTotal, .poolActive, .poolPending, .poolBlocked, .poolBlockedTotal,
    .heapUsedBytes, .nodeLoadBytes, .diskFreeBytes, .diskUsedBytes,
  ]
}
