// What the disk-failure policy did to a node, in plain words instead of the log's.

/// An effect of the disk-failure policy, in the order in which it matters.
enum PolicyEffect: CaseIterable {
  case endedProcess
  case stoppedGossip
  case stoppedTransports
  case gaveUpDirectory
  case other

  /// The effect that a record of the policy tells of. The wordings are Cassandra's: StorageService,
  /// DefaultFSErrorHandler, DisallowedDirectories and JVMStabilityInspector, 2.1 to 6.0.
  init(_ record: String) {
    if record.hasPrefix("JVM state determined") || record.hasPrefix("Exiting forcefully") {
      self = .endedProcess
    } else if record.hasPrefix("Stopping gossip") || record.hasPrefix("Announcing shutdown") {
      self = .stoppedGossip
    } else if record.hasPrefix("Stopping ") {
      self = .stoppedTransports
    } else if record.hasPrefix("Disallowing ") || record.hasPrefix("Blacklisting ") {
      self = .gaveUpDirectory
    } else {
      self = .other
    }
  }

  /// To follow "the disk-failure policy".
  var words: String {
    switch self {
    case .endedProcess: "ended the process"
    case .stoppedGossip: "stopped gossip"
    case .stoppedTransports: "stopped client transports"
    case .gaveUpDirectory: "gave up a data directory"
    case .other: "acted"
    }
  }
}
