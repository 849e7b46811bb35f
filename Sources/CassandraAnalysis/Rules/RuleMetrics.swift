// Metrics that no capture prints: rules derive them from captured metrics (`ResolvedInputs`). Conditions name
// them like any other metric.

public import CassandraModel

extension MetricName {
  /// Share of the data volume that is in use, as `df` has it: used ÷ (used + free).
  public static let dataVolumeUseRatio = MetricName("data_volume_use_ratio")
  /// 99th percentile of client reads at this coordinator.
  public static let readLatencyP99 = MetricName("read_latency_p99_seconds")
  /// The latency of a healthy node: configured, or the median of samples outside every alert.
  public static let readLatencyBaseline = MetricName("read_latency_p99_baseline_seconds")
  /// Bytes that running compactions have left: Σ (total − completed) of rows in bytes.
  public static let compactionRemainingBytes = MetricName("compaction_remaining_bytes")
  /// Bytes compacted a second between two samples of the counter.
  public static let compactionRate = MetricName("compaction_rate_bytes_per_second")
  /// This rate ÷ its mean over the last hour.
  public static let compactionRateDecay = MetricName("compaction_rate_decay_ratio")
  /// Pending compactions × mean size of an SSTable ÷ free bytes of the data volume.
  public static let backlogRatio = MetricName("backlog_ratio")
  /// Running repair sessions.
  public static let repairSessions = MetricName("repair_sessions")
}
