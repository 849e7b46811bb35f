// What the offline tools say of single SSTables: names of their facts.

extension EventName {
  /// What sstablemetadata says of one SSTable; fields path, the times and level below, rows and cells.
  public static let sstableMetadata = EventName("sstable.metadata")
  /// An SSTable that keeps expired ones from being dropped, as sstableexpiredblockers says; fields path, blocked and
  /// paths.
  public static let sstableBlocker = EventName("sstable.blocker")
}

extension FieldName {
  /// The oldest write in microseconds since 1970.
  public static let minimumTimestamp = FieldName("min_timestamp_us")
  /// The newest write in microseconds since 1970.
  public static let maximumTimestamp = FieldName("max_timestamp_us")
  /// When the last of its tombstones and expiring cells goes, in seconds since 1970; the largest number for never.
  public static let maximumDeletionTime = FieldName("max_local_deletion_s")
  /// Its level.
  public static let sstableLevel = FieldName("sstable_level")
  /// When it was repaired, in milliseconds since 1970; 0 for never.
  public static let repairedAt = FieldName("repaired_at_ms")
  /// Estimated share of droppable tombstones.
  public static let droppableRatio = FieldName("droppable_ratio")
  /// How many expired SSTables it keeps.
  public static let blockedCount = FieldName("blocked")
}
