// What a schema says of one table, as far as compaction depends on it.

/// One table or materialized view, from `DESCRIBE` output.
public struct TableSchema: Hashable, Sendable {
  /// Which table.
  public let table: TableName
  /// True for a materialized view.
  public let isView: Bool
  /// Options of `compaction`, `class` among them without its package; empty when the statement has none.
  public let compaction: Labels
  /// Seconds for which a tombstone is kept; nil when the statement does not say.
  public let gcGraceSeconds: Int64?
  /// Seconds for which data lives unless a write says otherwise; 0 means for ever, nil that the statement does not
  /// say.
  public let defaultTTLSeconds: Int64?
  /// Options of the keyspace's `replication`; empty when the text does not have the keyspace.
  public let replication: Labels
  /// Where its statement begins.
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
