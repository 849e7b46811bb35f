// The figures that two captures are compared by. A new one is an entry here and its values in
// `Snapshot+Figures.swift`.

/// An area of a cluster with a result of its own.
public enum ComparisonArea: String, Sendable, Hashable, CaseIterable {
  /// Errors and warnings.
  case faults
  /// Alerts, and backlog tiers.
  case alerts
  /// Versions, settings, and table options.
  case settings
  /// Rates, and shares of failures.
  case rates
  /// Pending compactions.
  case backlog
  /// Tombstones that reads met.
  case tombstones
  /// Disk use.
  case disk
  /// Sizes of tables.
  case sizes
}

/// One measured quantity.
public struct ComparisonMeasure: Sendable, Hashable {
  /// The unit of a measure.
  public enum Unit: String, Sendable, Hashable {
    case count, bytes, bytesPerSecond, seconds, ratio, perHour
    /// The place of a tier among all.
    case tier
    /// No number.
    case text
  }

  /// The direction that is worse.
  public enum Direction: String, Sendable, Hashable {
    case higherIsWorse, lowerIsWorse, neither
  }

  /// Stable name.
  public let id: String
  /// A few plain words.
  public let title: String
  /// Its area; nil for the identity of a node and for data gaps.
  public let area: ComparisonArea?
  /// The unit of the numbers.
  public let unit: Unit
  /// The direction that is worse.
  public let worse: Direction
  /// A difference up to this is ignored, however large its share is; nil where any difference counts.
  public let floor: Double?

  private init(
    _ id: String, _ title: String, _ area: ComparisonArea?, _ unit: Unit, worse: Direction = .neither,
    floor: Double? = nil
  ) {
    self.id = id
    self.title = title
    self.area = area
    self.unit = unit
    self.worse = worse
    self.floor = floor
  }

  /// The measure called `id`; nil if there is none.
  public static func named(_ id: String) -> ComparisonMeasure? { byID[id] }

  private static let byID = Dictionary(all.map { ($0.id, $0) }) { first, _ in first }

  /// All, in the order of reports.
  public static let all: [ComparisonMeasure] = [
    hostID, address, coveredFrom, coveredTo, judged,
    worstTier, notHealthy,
    version, setting, throughputLimit, compactors, streamLimit, timeout, minSSTables, maxSSTables, compaction,
    replication, gcGrace, defaultTTL,
    failuresPerHour, compactionsPerHour, compactionRate, tableCompactionRate, longestCompaction, gcShare,
    dropsPerHour, latency,
    pendingPeak, pendingMedian, pendingLast, heapPeak,
    tombstonesMax, droppable,
    diskUse,
    load, liveBytes, totalBytes, sstables,
  ]

  // Identity of a node, and its data gaps.
  static let hostID = ComparisonMeasure("host_id", "Host id", nil, .text)
  static let address = ComparisonMeasure("address", "Address", nil, .text)
  static let coveredFrom = ComparisonMeasure("covered_from", "Covered from", nil, .text)
  static let coveredTo = ComparisonMeasure("covered_to", "Covered to", nil, .text)
  /// The object is `failures`, or the id of a rule. The value is `yes` or `partly`; absent where nothing
  /// could be judged.
  static let judged = ComparisonMeasure("judged", "Judged", nil, .text)

  static let worstTier = ComparisonMeasure("worst_tier", "Worst tier", .alerts, .tier, worse: .higherIsWorse)
  static let notHealthy = ComparisonMeasure(
    "not_healthy_ratio", "Time not healthy", .alerts, .ratio, worse: .higherIsWorse, floor: 0.05)

  static let version = ComparisonMeasure("version", "Version", .settings, .text)
  static let setting = ComparisonMeasure("setting", "Setting", .settings, .text)
  static let throughputLimit = ComparisonMeasure(
    "compaction_throughput_limit_bytes_per_second", "Throughput limit, 0 for none", .settings, .bytesPerSecond
  )
  static let compactors = ComparisonMeasure(
    "concurrent_compactors", "Concurrent compactors", .settings, .count)
  static let streamLimit = ComparisonMeasure(
    "stream_throughput_limit_bytes_per_second", "Stream limit, 0 for none", .settings, .bytesPerSecond)
  static let timeout = ComparisonMeasure("timeout_seconds", "Timeout", .settings, .seconds)
  static let minSSTables = ComparisonMeasure(
    "table_compaction_min_sstables", "Least SSTables of a compaction", .settings, .count)
  static let maxSSTables = ComparisonMeasure(
    "table_compaction_max_sstables", "Most SSTables of a compaction", .settings, .count)
  static let compaction = ComparisonMeasure("table_compaction", "Compaction of the table", .settings, .text)
  static let replication = ComparisonMeasure("replication", "Replication", .settings, .text)
  static let gcGrace = ComparisonMeasure("table_gc_grace_seconds", "gc_grace_seconds", .settings, .seconds)
  static let defaultTTL = ComparisonMeasure(
    "table_default_ttl_seconds", "default_time_to_live", .settings, .seconds)

  static let failuresPerHour = ComparisonMeasure(
    "failures_per_hour", "Failures an hour", .rates, .perHour, worse: .higherIsWorse, floor: 1)
  static let compactionsPerHour = ComparisonMeasure(
    "compactions_per_hour", "Compactions that ended well, an hour", .rates, .perHour, floor: 10)
  static let compactionRate = ComparisonMeasure(
    "compaction_rate_bytes_per_second", "Rate while compacting", .rates, .bytesPerSecond,
    worse: .lowerIsWorse, floor: 1_048_576)
  static let tableCompactionRate = ComparisonMeasure(
    "table_compaction_rate_bytes_per_second", "Rate while compacting the table", .rates, .bytesPerSecond,
    worse: .lowerIsWorse, floor: 1_048_576)
  static let longestCompaction = ComparisonMeasure(
    "longest_compaction_seconds", "Longest compaction", .rates, .seconds, worse: .higherIsWorse, floor: 60)
  static let gcShare = ComparisonMeasure(
    "gc_pause_ratio", "Share of time in logged pauses", .rates, .ratio, worse: .higherIsWorse, floor: 0.02)
  static let dropsPerHour = ComparisonMeasure(
    "dropped_per_hour", "Dropped messages an hour", .rates, .perHour, worse: .higherIsWorse, floor: 10)
  static let latency = ComparisonMeasure(
    "request_latency_p99_seconds", "Request latency, p99", .rates, .seconds, worse: .higherIsWorse,
    floor: 0.005)

  static let pendingPeak = ComparisonMeasure(
    "pending_peak", "Pending, most", .backlog, .count, worse: .higherIsWorse, floor: 5)
  static let pendingMedian = ComparisonMeasure(
    "pending_median", "Pending, median", .backlog, .count, worse: .higherIsWorse, floor: 5)
  static let pendingLast = ComparisonMeasure(
    "pending_last", "Pending, at the end", .backlog, .count, worse: .higherIsWorse, floor: 5)
  static let heapPeak = ComparisonMeasure(
    "heap_peak_ratio", "Heap in use, most", .rates, .ratio, worse: .higherIsWorse, floor: 0.1)

  static let tombstonesMax = ComparisonMeasure(
    "tombstones_max", "Most tombstones in one read", .tombstones, .count, worse: .higherIsWorse, floor: 500)
  static let droppable = ComparisonMeasure(
    "droppable_tombstone_ratio", "Droppable tombstones", .tombstones, .ratio, worse: .higherIsWorse,
    floor: 0.05)

  static let diskUse = ComparisonMeasure(
    "disk_used_ratio", "Disk use", .disk, .ratio, worse: .higherIsWorse, floor: 0.02)

  static let load = ComparisonMeasure("node_load_bytes", "Load", .sizes, .bytes, floor: 16_777_216)
  static let liveBytes = ComparisonMeasure(
    "table_live_bytes", "Live space", .sizes, .bytes, floor: 16_777_216)
  static let totalBytes = ComparisonMeasure(
    "table_total_bytes", "Space on disk", .sizes, .bytes, floor: 16_777_216)
  static let sstables = ComparisonMeasure("table_sstables", "SSTables", .sizes, .count, floor: 4)
}
