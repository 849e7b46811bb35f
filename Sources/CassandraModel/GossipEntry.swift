// Gossip's state of each node of the cluster.

/// One node from gossipinfo, as gossip describes it to the queried node. gossipinfo does not mark which entry
/// is the queried node.
public struct GossipEntry: Hashable, Sendable {
  /// Address, or the name it resolves to.
  public let address: String
  /// Start of the node's process, in seconds since 1970; nil when gossip has none.
  public let generation: Int64?
  /// `NORMAL`, `LEFT`, `shutdown`, … without tokens; nil when gossip has none.
  public let status: String?
  /// Bytes of data; nil when gossip has not reported it yet.
  public let loadBytes: Int64?
  /// Version of the schema; nil when gossip has none, as the next five.
  public let schema: String?
  /// Data center.
  public let dataCenter: String?
  /// Rack.
  public let rack: String?
  /// Release of Cassandra.
  public let version: String?
  /// Host id.
  public let hostID: String?
  /// Address for clients.
  public let clientAddress: String?
  /// Time of the observation; nil when the capture does not give it.
  public let at: Instant?
  /// The source of the instant; nil when there is no instant.
  public let atKind: InstantKind?
  /// The first line of the node's entry.
  public package(set) var source: SourceLocation

  /// One node of gossipinfo.
  public init(
    address: String, generation: Int64?, status: String?, loadBytes: Int64?, schema: String?,
    dataCenter: String?, rack: String?, version: String?, hostID: String?, clientAddress: String?,
    at: Instant?, atKind: InstantKind?, source: SourceLocation
  ) {
    self.address = address
    self.generation = generation
    self.status = status
    self.loadBytes = loadBytes
    self.schema = schema
    self.dataCenter = dataCenter
    self.rack = rack
    self.version = version
    self.hostID = hostID
    self.clientAddress = clientAddress
    self.at = at
    self.atKind = atKind
    self.source = source
  }
}
