// Rows of nodetool's tables that are neither a number over time nor a fact about the node that printed them.

/// One completed compaction, from compactionhistory.
public struct CompactionRow: Hashable, Sendable {
  /// Key of the history. From 4.1 on it is also the task's id in compactionstats and in the log; before 4.1
  /// it is a different id.
  public let id: TimeUUID
  /// The compacted table.
  public let table: TableName
  /// End of the compaction, on the clock of the machine that ran nodetool; the zone is not known.
  public let compactedAt: LocalTime
  /// Bytes read from disk, in compressed form. Rounded when the capture is human-readable.
  public let bytesIn: Int64
  /// Bytes written to disk. May exceed `bytesIn`.
  public let bytesOut: Int64
  /// Rows merged, by the number of SSTables that they came from, as printed: `{1:81234, 2:4100}`.
  public let rowsMerged: String
  /// Kind of operation, for example `Major compaction`; nil before 5.0.
  public let kind: String?
  /// Compaction strategy, for example `LeveledCompactionStrategy`; nil before 6.0.
  public let strategy: String?
  /// The line of the row.
  public package(set) var source: SourceLocation

  /// One row of the history.
  public init(
    id: TimeUUID, table: TableName, compactedAt: LocalTime, bytesIn: Int64, bytesOut: Int64,
    rowsMerged: String, kind: String?, strategy: String?, source: SourceLocation
  ) {
    self.id = id
    self.table = table
    self.compactedAt = compactedAt
    self.bytesIn = bytesIn
    self.bytesOut = bytesOut
    self.rowsMerged = rowsMerged
    self.kind = kind
    self.strategy = strategy
    self.source = source
  }
}

/// One node of the ring from status or ring, as another node sees it. It holds no data about the queried
/// node.
public struct RingEntry: Hashable, Sendable {
  /// Address, or the name it resolves to.
  public let address: String
  /// Two letters: `U`, `D` or `?` for up, down, unknown; `N`, `L`, `J` or `M` for normal, leaving, joining,
  /// moving.
  public let state: String
  /// Bytes of data in gossip's last report; nil when there was none.
  public let loadBytes: Int64?
  /// Share of the ring it owns, 0 to 1; nil when not known.
  public let ownsRatio: Double?
  /// Its host id; nil when not known.
  public let hostID: String?
  /// Its rack.
  public let rack: String
  /// Its data center.
  public let dataCenter: String
  /// Time of the observation; nil when the capture does not give it.
  public let at: Instant?
  /// The source of the instant; nil when there is no instant.
  public let atKind: InstantKind?
  /// The line of the row.
  public package(set) var source: SourceLocation

  /// One row of status.
  public init(
    address: String, state: String, loadBytes: Int64?, ownsRatio: Double?, hostID: String?, rack: String,
    dataCenter: String, at: Instant?, atKind: InstantKind?, source: SourceLocation
  ) {
    self.address = address
    self.state = state
    self.loadBytes = loadBytes
    self.ownsRatio = ownsRatio
    self.hostID = hostID
    self.rack = rack
    self.dataCenter = dataCenter
    self.at = at
    self.atKind = atKind
    self.source = source
  }
}

extension RingEntry {
  /// This entry, with the host id of `other` if it has none: ring prints no host id, status does.
  package func keepingHostID(of other: RingEntry?) -> RingEntry {
    guard hostID == nil, let known = other?.hostID else { return self }
    return RingEntry(
      address: address, state: state, loadBytes: loadBytes, ownsRatio: ownsRatio, hostID: known, rack: rack,
      dataCenter: dataCenter, at: at, atKind: atKind, source: source)
  }
}
