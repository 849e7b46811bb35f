// Metrics of what is set rather than measured, and of what few captures have.

extension MetricName {
  // MARK: Settings

  /// Threads that a stage keeps; label pool.
  public static let poolCoreSize = MetricName("pool_core_size")
  /// Threads that a stage may have; label pool.
  public static let poolMaxSize = MetricName("pool_max_size")
  /// How long a request may take; label type (`read`, `write`, …).
  public static let timeoutSeconds = MetricName("timeout_seconds")
  /// How long hints are collected for a node that is down.
  public static let maxHintWindowSeconds = MetricName("max_hint_window_seconds")
  /// The limit on the rate of streams to other data centers; 0 means unlimited.
  public static let interDCStreamThroughputLimit = MetricName(
    "inter_dc_stream_throughput_limit_bytes_per_second")
  /// The limit on the rate of streams of whole SSTables; 0 means unlimited.
  public static let entireSSTableStreamThroughputLimit = MetricName(
    "entire_sstable_stream_throughput_limit_bytes_per_second")
  /// SSTables from which on a compaction is worth it; labels keyspace and table.
  public static let tableCompactionMinSSTables = MetricName("table_compaction_min_sstables")
  /// SSTables that one compaction takes at most; labels keyspace and table.
  public static let tableCompactionMaxSSTables = MetricName("table_compaction_max_sstables")

  // MARK: Histograms of a table

  /// Latency of local requests; labels keyspace, table, request (`read`, `write`) and quantile (0 and 1 are the
  /// extremes), as all of this group except request.
  public static let tableLatencySeconds = MetricName("table_latency_seconds")
  /// SSTables that a read looked into.
  public static let tableSSTablesPerRead = MetricName("table_sstables_per_read")
  /// Size of partitions: the upper bound of a histogram bucket.
  public static let tablePartitionBytes = MetricName("table_partition_bytes")
  /// Cells of partitions: the upper bound of a histogram bucket.
  public static let tablePartitionCells = MetricName("table_partition_cells")

  // MARK: Snapshots, repair, failure detection

  /// Bytes of a snapshot that nothing else holds; labels snapshot, keyspace, table.
  public static let snapshotTrueBytes = MetricName("snapshot_true_bytes")
  /// Bytes of all files of a snapshot; labels snapshot, keyspace, table.
  public static let snapshotDiskBytes = MetricName("snapshot_disk_bytes")
  /// Bytes that all snapshots together hold and nothing else does.
  public static let snapshotsTrueBytes = MetricName("snapshots_true_bytes")
  /// Sessions of incremental repair that are neither done nor failed.
  public static let repairSessionsActive = MetricName("repair_sessions_active")
  /// How long a session of incremental repair has done nothing; labels session, state, coordinator.
  public static let repairSessionIdleSeconds = MetricName("repair_session_idle_seconds")
  /// Suspicion that a node is down; label peer. Above 8 it is taken for down by default.
  public static let failureDetectorPhi = MetricName("failure_detector_phi")
}
