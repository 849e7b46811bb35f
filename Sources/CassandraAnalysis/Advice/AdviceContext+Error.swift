// The context of advice about one error, from what is known of its node.

package import CassandraModel

extension AdviceContext {
  /// The context for advice on `fault` of `node`.
  package init(_ fault: Fault, on node: NodeFindings) {
    self.init(kind: fault.category.id)
    version = node.version
    // A command needs the keyspace, too.
    table = fault.tables.count == 1 ? fault.tables.first { !$0.keyspace.isEmpty } : nil
    sstables = fault.sstables.map(\.base)
    let named = fault.dataDirectories
    // If the error names no directory, it is the only one that other errors of the node name.
    let directories = named.isEmpty ? node.faultDirectories : Set(named)
    directory = fault.inferredDirectory ?? (directories.count == 1 ? directories.first : nil)
    let keyspaces = Set(fault.tables.map(\.keyspace).filter { !$0.isEmpty })
    let keyspace = keyspaces.count == 1 ? keyspaces.first : nil
    replicas = Replicas(
      keyspace: keyspace, ringSize: node.ring.isEmpty ? nil : node.ring.count,
      replication: keyspace.flatMap { node.replications[$0] } ?? .none)
    isOver = fault.outcome.end != nil
    knownIssues = node.knownIssues(of: fault)
    hasLoss = fault.outcome.loss != nil
    if let directory, fault.category.family == .disk {
      diskUse = node.diskUse(of: directory, after: fault.last)
    }
  }
}

extension AdviceContext {
  /// Takes the cause from `incident`, and the state in which it left `node`.
  package mutating func learn(from incident: Incident, on node: NodeFindings) {
    cause = incident.causes.first { $0.confidence >= .likely }?.id
    for one in incident.outages where one.node == node.node && one.outage.end == nil {
      let isDown = one.outage.stopped != nil || !one.outage.cause.leavesProcess
      if isDown { isProcessGone = true } else { isOutOfRing = true }
    }
    hasBacklog = incident.kind == .backlog && incident.status.isOpen
    learn(others: incident.faults.filter { $0.node == node.node }.map { node.faults[$0.index] })
    learn(attempts: node, incident)
    let setting: SettingChange.Setting? =
      switch cause {
      case "backlog.throttle": .compactionThroughput
      case "memory.heap_too_small": .maxHeap
      default: nil
      }
    // The value before the last time that it was lowered.
    let lowered = node.changes.last { $0.setting == setting && $0.isLowering }
    valueBefore = lowered?.before.map(SettingChange.plain)
    if let lowered, setting == .maxHeap { valueBefore = node.heapOption(before: lowered.at) ?? valueBefore }
  }

  /// Records the incident's other damage that is not repaired, or was repaired with loss.
  private mutating func learn(others: [Fault]) {
    guard others.contains(where: { $0.category.id == kind && $0.category.family == .corruption }) else {
      return
    }
    let damaged = others.filter { fault in
      fault.category.family == .corruption && (fault.outcome.end == nil || fault.outcome.loss != nil)
    }
    var (names, bases) = (Set(alsoDamaged), Set(sstables))
    for fault in damaged {
      for name in fault.tables where name != table && !name.keyspace.isEmpty {
        if names.insert(name).inserted { alsoDamaged.append(name) }
      }
      guard fault.outcome.end == nil else { continue }
      for one in fault.sstables where bases.insert(one.base).inserted { sstables.append(one.base) }
    }
  }

  /// Records attempts that failed, or that could not have helped.
  private mutating func learn(attempts node: NodeFindings, _ incident: Incident) {
    let names = Set([table].compactMap(\.self) + alsoDamaged)
    let isScrubbed = node.operations.contains { one in
      one.kind == "Scrub" && one.table.map(names.contains) ?? false
        && node.zone.moment(one.from).sortKey >= incident.first.sortKey
    }
    if isScrubbed { attempts.insert(.scrub) }
  }
}

extension NodeOutage.Cause {
  /// True where the process keeps running, but serves no clients.
  fileprivate var leavesProcess: Bool { if case .policy = self { true } else { false } }
}

extension SettingChange {
  /// True for a change to a lower limit.
  fileprivate var isLowering: Bool {
    switch (before, after) {
    case (.rate(let old)?, .rate(let new)): new > 0 && (old == 0 || new < old)
    case (.bytes(let old)?, .bytes(let new)): new < old
    case (.count(let old)?, .count(let new)): new < old
    default: false
    }
  }

  /// The value with its unit; a rate in whole MiB/s, the unit that nodetool accepts.
  fileprivate static func plain(_ value: Value) -> String {
    switch value {
    case .rate(let rate): String(Int64(clamping: rate / 1_048_576)) + " MiB/s"
    case .bytes(let bytes): String(bytes / 1_048_576) + " MiB"
    case .count(let count): String(count)
    case .word(let word): word
    }
  }
}

extension NodeFindings {
  /// Use of the volume of `directory` in the last sample, if that was after `moment`.
  fileprivate func diskUse(of directory: String, after moment: Moment) -> String? {
    guard moment.isUTC else { return nil }
    guard let used = samples.usedSpace(of: directory), let last = used.points.last,
      last.at.milliseconds > moment.sortKey,
      let free = samples[.diskFreeBytes, used.key.labels]?.latest(at: last.at, within: .seconds(1)),
      last.value + free.value > 0
    else { return nil }
    let share = Int64(clamping: 100 * last.value / (last.value + free.value))
    let time = Moment.utc(last.at).text.dropFirst(11).prefix(5)
    return "\(share)% used at \(time)"
  }

  /// The `-Xmx` of the process before `moment`, as it was written; nil where the log does not have it.
  fileprivate func heapOption(before moment: Moment) -> String? {
    let arguments = (attributes[AttributeName("arguments")] ?? []).last {
      ($0.at?.sortKey ?? .max) < moment.sortKey
    }
    let words = arguments?.value.split(separator: ",") ?? []
    guard let option = words.last(where: { $0.drop { $0 == " " }.hasPrefix("-Xmx") }) else { return nil }
    let plain = option.drop { $0 == " " }
    return plain.dropFirst().allSatisfy { $0.isLetter || $0.isNumber } ? String(plain) : nil
  }

  /// The release that the node ran last; nil when it is not in the capture.
  package var version: CassandraVersion? {
    attributes[.version]?.last.flatMap { CassandraVersion($0.value) }
  }
}
