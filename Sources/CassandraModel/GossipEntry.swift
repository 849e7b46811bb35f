// What gossip knows of each node of the cluster.

/// One node as gossip describes it to the node that was asked, from gossipinfo. Which of them is the node that was
/// asked, gossipinfo does not say.
public struct GossipEntry: Hashable, Sendable {
  /// Address, or the name it resolves to.
  public let address: String
  /// Second, since 1970, of the start of the node's process; nil when gossip has none.
  public let generation: Int64?
  /// `NORMAL`, `LEFT`, `shutdown`, … without tokens; nil when gossip has none.
  public let status: String?
  /// Bytes of data; nil when gossip has not said yet.
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
  /// When it was so; nil when nothing in the capture says so.
  public let at: Instant?
  /// How the instant is known; nil when it is not.
  public let atKind: InstantKind?
  /// Where the node's entry begins.
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
