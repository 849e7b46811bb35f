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

  /// All of `effects`, to follow "the disk-failure policy".
  static func words(for effects: Set<PolicyEffect>) -> Prose {
    var parts: [Prose] = []
    if effects.contains(.endedProcess) { parts.append("ended the process") }
    let stopped = [PolicyEffect.stoppedGossip: "gossip" as Prose, .stoppedTransports: "client transports"]
    let names = allCases.filter(effects.contains).compactMap { stopped[$0] }
    if !names.isEmpty { parts.append("stopped \(names.listed)") }
    if effects.contains(.gaveUpDirectory) { parts.append("gave up a data directory") }
    return parts.isEmpty ? "acted" : parts.listed
  }
}
