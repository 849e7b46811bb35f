// Actions of the failure policies on a node, in the words of their documentation.

import CassandraAnalysis
import CassandraModel

/// An effect of the disk-failure policy, in order of importance.
enum PolicyEffect: CaseIterable {
  case endedProcess
  case refusedStart
  case stoppedGossip
  case stoppedTransports
  case gaveUpDirectory
  case other

  /// The effect in a log record of the policy. Source of the wordings: StorageService, DefaultFSErrorHandler,
  /// DisallowedDirectories and JVMStabilityInspector, 2.1 to 6.0.
  init(_ record: String) {
    if record.hasPrefix("JVM state determined") {
      self = .endedProcess
    } else if record.hasPrefix("Exiting forcefully") {
      self = .refusedStart
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

  /// The policy that acted on `faults`, and its actions.
  static func words(for faults: [Fault]) -> (who: Prose, what: Prose) {
    let effects = Set(faults.flatMap(\.reactions).map { PolicyEffect($0.text) })
    // Too many open files or an unstable JVM end a process under any policy.
    if effects == [.endedProcess] { return ("Cassandra", "ended its own process") }
    let who: Prose =
      "\(code: faults.allSatisfy(\.isOfCommitLog) ? "commit_failure_policy" : "disk_failure_policy")"
    return (who, words(for: effects, distinct(faults.flatMap(\.directoriesGivenUp))))
  }

  /// All of `effects`, for the words after the name of the policy.
  private static func words(for effects: Set<PolicyEffect>, _ directories: [String]) -> Prose {
    var parts: [Prose] = []
    let stopped = [PolicyEffect.stoppedGossip: "gossip" as Prose, .stoppedTransports: "client transports"]
    let names = allCases.filter(effects.contains).compactMap { stopped[$0] }
    if !names.isEmpty { parts.append("stopped \(names.listed)") }
    if effects.contains(.gaveUpDirectory) {
      let names = directories.map { Prose.code($0) }
      parts.append(names.isEmpty ? "disallowed a data directory" : "disallowed \(names.listed(atMost: 3))")
    }
    if effects.contains(.refusedStart) { parts.append("startup failed") }
    if effects.contains(.endedProcess) { parts.append("ended the process") }
    return parts.isEmpty ? "acted" : parts.listed
  }
}
