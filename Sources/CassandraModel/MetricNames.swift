// The metrics of captured commands. Readers produce them, and analysis looks them up by these names. Units
// are in the names; `_total` marks a counter since the start of the process.

extension MetricName {
  // MARK: Compaction

  /// Cassandra's estimate of pending compaction tasks; labels keyspace and table, or none for the node.
  public static let compactionPendingTasks = MetricName("compaction_pending_tasks")
  /// Running operations: rows of compactionstats.
  public static let compactionActive = MetricName("compaction_active")
  /// Uncompressed bytes completed by one operation; labels id, kind, keyspace, table, unit.
  public static let compactionTaskCompletedBytes = MetricName("compaction_task_completed_bytes")
  /// Uncompressed bytes of one operation in total.
  public static let compactionTaskTotalBytes = MetricName("compaction_task_total_bytes")
  /// The same for an operation that counts keys, ranges or parts; the label unit names the unit.
  public static let compactionTaskCompletedUnits = MetricName("compaction_task_completed_units")
  /// Total of keys, ranges or parts of such an operation.
  public static let compactionTaskTotalUnits = MetricName("compaction_task_total_units")
  /// Bytes on disk that one operation reads: `bytes_in` of the history.
  public static let compactionTaskCompressedBytes = MetricName("compaction_task_compressed_bytes")
  /// SSTables that one operation reads.
  public static let compactionTaskSSTables = MetricName("compaction_task_sstables")
  /// 1 for each complete output of compactionstats. Its labels describe the form of the text, because scripts
  /// that parse text depend on it: form (colons, or columns from 5.0 on), rows (plain, rounded with -H, view
  /// with -V) and, in locales that print it, decimals (comma).
  public static let compactionStatsForm = MetricName("compactionstats_form_info")
  /// Cassandra's estimate of the time until the running operations end.
  public static let compactionRemainingSeconds = MetricName("compaction_remaining_seconds")
  /// Bytes compacted since start; label source.
  public static let compactionBytesCompactedTotal = MetricName("compaction_bytes_compacted_total")
  /// The same as compressed bytes on disk; label source.
  public static let compactionCompressedBytesCompactedTotal = MetricName(
    "compaction_compressed_bytes_compacted_total")
  /// Tasks completed by the compaction executors since start, including validations and similar operations.
  public static let compactionTasksCompletedTotal = MetricName("compaction_tasks_completed_total")
  /// Compactions completed since start; label source.
  public static let compactionsCompletedTotal = MetricName("compactions_completed_total")
  /// Compactions aborted since start.
  public static let compactionsAbortedTotal = MetricName("compactions_aborted_total")
  /// Compactions that took fewer SSTables because of low disk space, since start.
  public static let compactionsReducedTotal = MetricName("compactions_reduced_total")
  /// SSTables left out of compactions because of low disk space, since start.
  public static let compactionSSTablesDroppedTotal = MetricName("compaction_sstables_dropped_total")
  /// Compactions completed a second; label window (`15m`, or `start` for the mean since start).
  public static let compactionsPerSecond = MetricName("compactions_per_second")
  /// The limit of compaction throughput; 0 means unlimited.
  public static let compactionThroughputLimit = MetricName("compaction_throughput_limit_bytes_per_second")
  /// Measured compaction throughput; label window (`1m`, `5m`, `15m`).
  public static let compactionThroughput = MetricName("compaction_throughput_bytes_per_second")
  /// The setting `concurrent_compactors`.
  public static let concurrentCompactors = MetricName("concurrent_compactors")

  // MARK: Streaming

  /// The limit of outgoing stream throughput; 0 means unlimited.
  public static let streamThroughputLimit = MetricName("stream_throughput_limit_bytes_per_second")
  /// Total bytes of a session in one direction; labels session, peer, direction, operation.
  public static let streamTotalBytes = MetricName("stream_total_bytes")
  /// Bytes of the session that were transferred.
  public static let streamDoneBytes = MetricName("stream_done_bytes")

  // MARK: Thread pools and messages

  /// Active tasks; label pool.
  public static let poolActive = MetricName("pool_active")
  /// Pending tasks in the pool's queue; label pool.
  public static let poolPending = MetricName("pool_pending")
  /// Blocked tasks: waiting to enter the queue; label pool.
  public static let poolBlocked = MetricName("pool_blocked")
  /// Tasks completed since start; label pool.
  public static let poolCompletedTotal = MetricName("pool_completed_total")
  /// Tasks that were ever blocked, since start; label pool.
  public static let poolBlockedTotal = MetricName("pool_blocked_total")
  /// Tasks that wait because their core is overloaded, DSE 6.8; label pool, as the next three.
  public static let poolBackpressured = MetricName("pool_backpressured")
  /// Tasks delayed until another task is done, DSE 6.
  public static let poolDelayed = MetricName("pool_delayed")
  /// Tasks that a core gave to others since start, DSE 6.8.
  public static let poolSharedTotal = MetricName("pool_shared_total")
  /// Tasks that a core took from others since start, DSE 6.8.
  public static let poolStolenTotal = MetricName("pool_stolen_total")
  /// Messages dropped after their time-out, since start; label type.
  public static let droppedMessagesTotal = MetricName("dropped_messages_total")
  /// Pending messages between nodes; label channel.
  public static let messagesPending = MetricName("messages_pending")
  /// Messages between nodes sent since start; label channel.
  public static let messagesCompletedTotal = MetricName("messages_completed_total")
  /// Messages between nodes dropped since start; label channel.
  public static let messagesDroppedTotal = MetricName("messages_dropped_total")
  /// Read repairs since start; label result (`attempted`, `mismatch_blocking`, `mismatch_background`).
  public static let readRepairsTotal = MetricName("read_repairs_total")

  // MARK: Tables

  /// Live SSTables; labels keyspace and table, as all of this group.
  public static let tableSSTables = MetricName("table_sstables")
  /// SSTables in an older format.
  public static let tableOldSSTables = MetricName("table_old_sstables")
  /// Size of the largest SSTable.
  public static let tableSSTableMaxBytes = MetricName("table_sstable_max_bytes")
  /// Bytes of live SSTables on disk.
  public static let tableLiveBytes = MetricName("table_live_bytes")
  /// Bytes of live SSTables and of obsolete ones that are not yet deleted.
  public static let tableTotalBytes = MetricName("table_total_bytes")
  /// Bytes held only by snapshots.
  public static let tableSnapshotBytes = MetricName("table_snapshot_bytes")
  /// Compressed size over uncompressed size; no sample when nothing was compressed yet.
  public static let tableCompressionRatio = MetricName("table_compression_ratio")
  /// Estimated partitions.
  public static let tablePartitions = MetricName("table_partitions")
  /// Bytes of data in the memtable.
  public static let tableMemtableBytes = MetricName("table_memtable_bytes")
  /// Pending flushes.
  public static let tablePendingFlushes = MetricName("table_pending_flushes")
  /// Local reads since start.
  public static let tableReadsTotal = MetricName("table_reads_total")
  /// Local writes since start.
  public static let tableWritesTotal = MetricName("table_writes_total")
  /// Mean latency of recent local reads.
  public static let tableReadLatencySeconds = MetricName("table_read_latency_seconds")
  /// Mean latency of recent local writes.
  public static let tableWriteLatencySeconds = MetricName("table_write_latency_seconds")
  /// Share of the data that is repaired.
  public static let tableRepairedRatio = MetricName("table_repaired_ratio")
  /// Bytes of repaired SSTables.
  public static let tableRepairedBytes = MetricName("table_repaired_bytes")
  /// Bytes of unrepaired SSTables.
  public static let tableUnrepairedBytes = MetricName("table_unrepaired_bytes")
  /// Bytes of SSTables in a pending repair session.
  public static let tablePendingRepairBytes = MetricName("table_pending_repair_bytes")
  /// Largest partition seen by a compaction.
  public static let tablePartitionMaxBytes = MetricName("table_partition_max_bytes")
  /// Mean partition size seen by compactions.
  public static let tablePartitionMeanBytes = MetricName("table_partition_mean_bytes")
  /// Most tombstones that one slice read in the last five minutes: the upper bound of a histogram bucket.
  public static let tableTombstonesPerSliceMax = MetricName("table_tombstones_per_slice_max")
  /// Mean of tombstones per slice in the last five minutes.
  public static let tableTombstonesPerSliceMean = MetricName("table_tombstones_per_slice_mean")
  /// Most live cells that one slice read in the last five minutes.
  public static let tableLiveCellsPerSliceMax = MetricName("table_live_cells_per_slice_max")
  /// Mutations of this table dropped since start.
  public static let tableDroppedMutationsTotal = MetricName("table_dropped_mutations_total")
  /// Estimated share of tombstones that a compaction may drop.
  public static let tableDroppableTombstoneRatio = MetricName("table_droppable_tombstone_ratio")
  /// Speculative retries: reads sent to another replica because the first was slow, since start.
  public static let tableSpeculativeRetriesTotal = MetricName("table_speculative_retries_total")
  /// SSTables of one level; labels keyspace, table, level.
  public static let tableLevelSSTables = MetricName("table_level_sstables")
  /// Reads of a keyspace since start; label keyspace, as the next three.
  public static let keyspaceReadsTotal = MetricName("keyspace_reads_total")
  /// Writes of a keyspace since start.
  public static let keyspaceWritesTotal = MetricName("keyspace_writes_total")
  /// Mean latency of a keyspace's reads.
  public static let keyspaceReadLatencySeconds = MetricName("keyspace_read_latency_seconds")
  /// Mean latency of a keyspace's writes.
  public static let keyspaceWriteLatencySeconds = MetricName("keyspace_write_latency_seconds")
  /// Pending flushes of a keyspace.
  public static let keyspacePendingFlushes = MetricName("keyspace_pending_flushes")

  // MARK: Node

  /// Bytes of live data on disk.
  public static let nodeLoadBytes = MetricName("node_load_bytes")
  /// The same before compression.
  public static let nodeUncompressedLoadBytes = MetricName("node_uncompressed_load_bytes")
  /// Time since the process started.
  public static let nodeUptimeSeconds = MetricName("node_uptime_seconds")
  /// Uncaught exceptions since start.
  public static let nodeExceptionsTotal = MetricName("node_exceptions_total")
  /// Hints written since start.
  public static let hintsTotal = MetricName("hints_total")
  /// Share of the node's data that is repaired.
  public static let nodeRepairedRatio = MetricName("node_repaired_ratio")
  /// Java heap in use.
  public static let heapUsedBytes = MetricName("heap_used_bytes")
  /// Maximum Java heap.
  public static let heapMaxBytes = MetricName("heap_max_bytes")
  /// Off-heap memory of tables.
  public static let offHeapUsedBytes = MetricName("off_heap_used_bytes")
  /// Bytes in a cache; label cache, as the next four.
  public static let cacheSizeBytes = MetricName("cache_size_bytes")
  /// Capacity of a cache in bytes.
  public static let cacheCapacityBytes = MetricName("cache_capacity_bytes")
  /// Entries of a cache.
  public static let cacheEntries = MetricName("cache_entries")
  /// Hits since start.
  public static let cacheHitsTotal = MetricName("cache_hits_total")
  /// Requests since start.
  public static let cacheRequestsTotal = MetricName("cache_requests_total")

  // MARK: Requests and garbage collection

  /// Latency of client requests at the coordinator; labels request and quantile (0 and 1 are the extremes).
  public static let requestLatencySeconds = MetricName("request_latency_seconds")
  /// Client requests that timed out at the coordinator, since start; label request.
  public static let requestTimeoutsTotal = MetricName("request_timeouts_total")
  /// Client requests rejected as unavailable because too few replicas were up, since start; label request.
  public static let requestUnavailablesTotal = MetricName("request_unavailables_total")
  /// Time since the previous run of gcstats: the interval of the other figures of this group.
  public static let gcIntervalSeconds = MetricName("gc_interval_seconds")
  /// Longest collection in that interval.
  public static let gcElapsedMaxSeconds = MetricName("gc_elapsed_max_seconds")
  /// Sum of all collections in that interval.
  public static let gcElapsedSumSeconds = MetricName("gc_elapsed_sum_seconds")
  /// Bytes freed in that interval.
  public static let gcReclaimedBytes = MetricName("gc_reclaimed_bytes")
  /// Number of collections in that interval.
  public static let gcCollections = MetricName("gc_collections")

  // MARK: Cluster

  /// Schema versions among the reachable nodes; more than one is a disagreement.
  public static let clusterSchemaVersions = MetricName("cluster_schema_versions")
  /// Nodes by their state as this node sees them; label state.
  public static let clusterNodes = MetricName("cluster_nodes")

  // MARK: Disks

  /// Size of a file system; labels device and mount, as the next two.
  public static let diskSizeBytes = MetricName("disk_size_bytes")
  /// Bytes in use.
  public static let diskUsedBytes = MetricName("disk_used_bytes")
  /// Bytes available to an unprivileged user.
  public static let diskFreeBytes = MetricName("disk_free_bytes")
}
