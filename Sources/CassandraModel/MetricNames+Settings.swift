// Metrics of settings, and metrics that few captures have.

extension MetricName {
  // MARK: Settings

  /// Core threads of a stage; label pool.
  public static let poolCoreSize = MetricName("pool_core_size")
  /// Maximum threads of a stage; label pool.
  public static let poolMaxSize = MetricName("pool_max_size")
  /// Timeout of a request; label type (`read`, `write`, …).
  public static let timeoutSeconds = MetricName("timeout_seconds")
  /// Time for which hints are stored for a node that is down.
  public static let maxHintWindowSeconds = MetricName("max_hint_window_seconds")
  /// The limit on the rate of streams to other data centers; 0 means unlimited.
  public static let interDCStreamThroughputLimit = MetricName(
    "inter_dc_stream_throughput_limit_bytes_per_second")
  /// The limit on the rate of streams of whole SSTables; 0 means unlimited.
  public static let entireSSTableStreamThroughputLimit = MetricName(
    "entire_sstable_stream_throughput_limit_bytes_per_second")
  /// Fewest SSTables of a compaction (`min_threshold`); labels keyspace and table.
  public static let tableCompactionMinSSTables = MetricName("table_compaction_min_sstables")
  /// Most SSTables of a compaction (`max_threshold`); labels keyspace and table.
  public static let tableCompactionMaxSSTables = MetricName("table_compaction_max_sstables")

  // MARK: Histograms of a table

  /// Latency of local requests; labels keyspace, table, request (`read`, `write`) and quantile (0 and 1 are the
  /// extremes), as all of this group except request.
  public static let tableLatencySeconds = MetricName("table_latency_seconds")
  /// SSTables accessed by a read.
  public static let tableSSTablesPerRead = MetricName("table_sstables_per_read")
  /// Size of partitions: the upper bound of a histogram bucket.
  public static let tablePartitionBytes = MetricName("table_partition_bytes")
  /// Cells of partitions: the upper bound of a histogram bucket.
  public static let tablePartitionCells = MetricName("table_partition_cells")

  // MARK: Snapshots, repair, failure detection

  /// Bytes of a snapshot that no live SSTable shares; labels snapshot, keyspace, table.
  public static let snapshotTrueBytes = MetricName("snapshot_true_bytes")
  /// Bytes of all files of a snapshot; labels snapshot, keyspace, table.
  public static let snapshotDiskBytes = MetricName("snapshot_disk_bytes")
  /// Bytes of all snapshots together that no live SSTable shares.
  public static let snapshotsTrueBytes = MetricName("snapshots_true_bytes")
  /// Sessions of incremental repair that neither completed nor failed.
  public static let repairSessionsActive = MetricName("repair_sessions_active")
  /// Idle time of a session of incremental repair; labels session, state, coordinator.
  public static let repairSessionIdleSeconds = MetricName("repair_session_idle_seconds")
  /// Phi of the failure detector; label peer. A peer above 8 counts as down by default.
  public static let failureDetectorPhi = MetricName("failure_detector_phi")
}
