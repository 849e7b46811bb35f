// Events and fields from the offline tools, about single SSTables.

extension EventName {
  /// Metadata of one SSTable from sstablemetadata; fields path, the times and level below, rows and cells.
  public static let sstableMetadata = EventName("sstable.metadata")
  /// An SSTable that prevents expired ones from being dropped, from sstableexpiredblockers; fields path,
  /// blocked and paths.
  public static let sstableBlocker = EventName("sstable.blocker")
  /// One partition in a list of ic-sstable-tools: the largest, the widest, those with the most tombstones.
  public static let sstablePartition = EventName("sstable.partition")
  /// One figure of a summary or histogram of ic-sstable-tools.
  public static let sstableStatistic = EventName("sstable.statistic")
}

extension FieldName {
  /// The oldest write in microseconds since 1970.
  public static let minimumTimestamp = FieldName("min_timestamp_us")
  /// The newest write in microseconds since 1970.
  public static let maximumTimestamp = FieldName("max_timestamp_us")
  /// The time at which the last of its tombstones and expiring cells expires, in seconds since 1970; the
  /// largest number means never.
  public static let maximumDeletionTime = FieldName("max_local_deletion_s")
  /// Compaction level.
  public static let sstableLevel = FieldName("sstable_level")
  /// Time of repair, in milliseconds since 1970; 0 means never.
  public static let repairedAt = FieldName("repaired_at_ms")
  /// Estimated share of droppable tombstones.
  public static let droppableRatio = FieldName("droppable_ratio")
  /// Number of expired SSTables that it blocks.
  public static let blockedCount = FieldName("blocked")
}
