// The context of advice about one error, from what is known of its node.

package import CassandraModel

extension AdviceContext {
  /// What is known where `fault` of `node` is advised about.
  package init(_ fault: Fault, on node: NodeFindings) {
    self.init(kind: fault.category.id)
    version = node.version
    // A command needs the keyspace, too.
    table = fault.tables.count == 1 ? fault.tables.first { !$0.keyspace.isEmpty } : nil
    sstables = fault.sstables.map(\.base)
    let named = fault.dataDirectories
    // A node with one data directory has it wherever another error names it.
    let directories = named.isEmpty ? Set(node.faults.flatMap(\.dataDirectories)) : Set(named)
    directory = fault.inferredDirectory ?? (directories.count == 1 ? directories.first : nil)
    let keyspaces = Set(fault.tables.map(\.keyspace).filter { !$0.isEmpty })
    let keyspace = keyspaces.count == 1 ? keyspaces.first : nil
    replicas = Replicas(
      keyspace: keyspace, ringSize: node.ring.isEmpty ? nil : node.ring.count,
      replication: node.schemas.first { $0.key.keyspace == keyspace }?.value.replication ?? .none)
  }
}

extension AdviceContext {
  /// What `incident` tells of the cause and of the state in which it left `node`.
  package mutating func learn(from incident: Incident, on node: NodeFindings) {
    cause = incident.causes.first { $0.confidence >= .likely }?.id
    for one in incident.outages where one.node == node.node && one.outage.end == nil {
      let isDown = one.outage.stopped != nil || !one.outage.cause.leavesProcess
      if isDown { isProcessGone = true } else { isOutOfRing = true }
    }
    hasBacklog = incident.kind.hasPrefix("backlog") && incident.status.isOpen
    let setting: SettingChange.Setting? =
      switch cause {
      case "backlog.throttle": .compactionThroughput
      case "memory.heap_too_small": .maxHeap
      default: nil
      }
    // The value before the last time that it was lowered.
    let lowered = node.changes.last { $0.setting == setting && $0.isLowering }
    valueBefore = lowered?.before.map(SettingChange.plain)
  }
}

extension NodeOutage.Cause {
  /// True where the process runs on, but serves nobody.
  fileprivate var leavesProcess: Bool { if case .policy = self { true } else { false } }
}

extension SettingChange {
  /// True where less is allowed than before.
  fileprivate var isLowering: Bool {
    switch (before, after) {
    case (.rate(let old)?, .rate(let new)): new > 0 && (old == 0 || new < old)
    case (.bytes(let old)?, .bytes(let new)): new < old
    case (.count(let old)?, .count(let new)): new < old
    default: false
    }
  }

  /// The value with its unit; of a rate in whole MiB/s, as nodetool takes it.
  fileprivate static func plain(_ value: Value) -> String {
    switch value {
    case .rate(let rate): String(Int64((rate / 1_048_576).rounded())) + " MiB/s"
    case .bytes(let bytes): String(bytes / 1_048_576) + " MiB"
    case .count(let count): String(count)
    case .word(let word): word
    }
  }
}

extension NodeFindings {
  /// The release that the node ran last; nil when no capture tells.
  package var version: CassandraVersion? {
    attributes[.version]?.last.flatMap { CassandraVersion($0.value) }
  }
}
