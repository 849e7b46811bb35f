// When a failure policy took the node out of service. It stops clients and gossip in a process that keeps
// running: only its log and nodetool show it.

import CassandraModel

/// Stops of clients and gossip by a failure policy, one for each run of the process: stopped services stay
/// off in it.
struct ServiceWatch: Sendable {
  /// One stop.
  struct Stop: Sendable {
    /// Run of the process, from 1.
    let process: Int
    let evidence: Outcome.LocalEvidence
    /// The setting that caused it, such as `disk_failure_policy=stop`; nil when no record names it.
    var setting: String?
  }

  private(set) var stops: [Stop] = []
  /// The record with which an operator stopped gossip, while it is stopped.
  private(set) var gossipOff: Outcome.LocalEvidence?
  private static let limit = 1000
  private static let names: Set<EventName> = [
    EventName("policy.transports_stopped"), EventName("policy.native_transport_stopped"),
    EventName("policy.gossip_stopped"),
  ]
  private static let commitLogThreads = [
    "PERIODIC-COMMIT-LOG-SYNCER", "COMMIT-LOG", "GROUP-COMMIT-LOG", "BATCH-COMMIT-LOG",
  ]

  /// An operator stops or starts gossip.
  mutating func operatorSwitched(_ event: Event) {
    switch event.name {
    case .gossipStopped: gossipOff = Outcome.LocalEvidence(event)
    case .gossipStarted: gossipOff = nil
    default: break
    }
  }

  /// A new process starts its gossip by itself.
  mutating func newProcess() { gossipOff = nil }

  mutating func receive(_ event: Event, process: Int) {
    guard ServiceWatch.names.contains(event.name) else { return }
    let isCommitLog = ServiceWatch.commitLogThreads.contains { event.thread.hasPrefix($0) }
    let policy = event.fields.text(FieldName("policy"))
    let setting =
      policy.map { "disk_failure_policy=" + $0 } ?? (isCommitLog ? "commit_failure_policy=stop" : nil)
    if let last = stops.indices.last, stops[last].process == process {
      // A stop may have several records, and the first need not name the policy.
      if stops[last].setting == nil { stops[last].setting = setting }
      return
    }
    guard stops.count < ServiceWatch.limit else { return }
    stops.append(Stop(process: process, evidence: Outcome.LocalEvidence(event), setting: setting))
  }
}

extension EventName {
  static let gossipStopped = EventName("operator.gossip_stopped")
  static let gossipStarted = EventName("operator.gossip_started")
}
