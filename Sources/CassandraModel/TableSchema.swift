// The parts of a table's schema that affect compaction.

/// One table or materialized view, from `DESCRIBE` output.
public struct TableSchema: Hashable, Sendable {
  /// Keyspace and table.
  public let table: TableName
  /// True for a materialized view.
  public let isView: Bool
  /// Options of `compaction`, including `class` without its package; empty when the statement has none.
  public let compaction: Labels
  /// `gc_grace_seconds`: seconds for which a tombstone is kept; nil when the statement does not have it.
  public let gcGraceSeconds: Int64?
  /// `default_time_to_live` in seconds; 0 means that data does not expire, nil that the statement does not
  /// have it.
  public let defaultTTLSeconds: Int64?
  /// Options of the keyspace's `replication`; empty when the text does not have the keyspace.
  public let replication: Labels
  /// The first line of the statement.
  public package(set) var source: SourceLocation

  /// One table of a schema.
  public init(
    table: TableName, isView: Bool, compaction: Labels, gcGraceSeconds: Int64?, defaultTTLSeconds: Int64?,
    replication: Labels, source: SourceLocation
  ) {
    self.table = table
    self.isView = isView
    self.compaction = compaction
    self.gcGraceSeconds = gcGraceSeconds
    self.defaultTTLSeconds = defaultTTLSeconds
    self.replication = replication
    self.source = source
  }
}
