// Attributes of a node that nodetool prints: neither its identity nor a number over time.

extension AttributeName {
  /// Gossip's generation: the start of the process, in seconds since 1970.
  public static let generation = AttributeName("generation")
  /// `true` while gossip runs.
  public static let gossipActive = AttributeName("gossip_active")
  /// `true` while the node listens for clients of the native protocol.
  public static let nativeTransportActive = AttributeName("native_transport_active")
  /// `true` while the node listens for Thrift clients (3.11).
  public static let thriftActive = AttributeName("thrift_active")
  /// `COMPLETED`, `IN_PROGRESS`, … (5.0 and later).
  public static let bootstrapState = AttributeName("bootstrap_state")
  /// `true` after a bootstrap that failed (5.0 and later).
  public static let bootstrapFailed = AttributeName("bootstrap_failed")
  /// `true` while the node leaves (5.0 and later).
  public static let decommissioning = AttributeName("decommissioning")
  /// `true` after a decommission that failed (5.0 and later).
  public static let decommissionFailed = AttributeName("decommission_failed")
  /// `NORMAL`, `LEAVING`, `JOINING`, ….
  public static let operationMode = AttributeName("operation_mode")
  /// Class of the snitch.
  public static let snitch = AttributeName("snitch")
  /// Class of the partitioner.
  public static let partitioner = AttributeName("partitioner")
  /// A data directory: it holds the folders of the keyspaces. One attribute for each directory.
  public static let dataDirectory = AttributeName("data_directory")
  /// `true` while hints are stored for nodes that are down.
  public static let hintedHandoffActive = AttributeName("hinted_handoff_active")
  /// `true` while SSTables are linked into backups.
  public static let backupActive = AttributeName("backup_active")
  /// A logger and its level, `org.apache.cassandra=DEBUG`; one attribute for each.
  public static let loggingLevel = AttributeName("logging_level")
}
