// What a capture cannot tell. A report that says "nothing failed" is worth as much as its account of what it
// could not see, so every gap is a value that is derived from what was read, never a sentence someone forgot.

public import CassandraModel

/// Something that could not be judged.
public struct Gap: Hashable, Sendable {
  /// On which node; nil when it concerns all.
  public let node: NodeID?
  /// What, and why.
  public let kind: Kind

  /// A command and how many of its runs failed.
  public struct FailedCommand: Hashable, Sendable {
    /// The nodetool command.
    public let command: String
    /// Runs that failed.
    public let failed: Int
    /// All runs.
    public let runs: Int
  }

  /// What could not be judged, and why.
  public enum Kind: Hashable, Sendable {
    /// Nothing that was read speaks of any node.
    case everything
    /// Failures, restarts, strain: there is no log, or no record of it counts in the time window.
    case failures(hasLog: Bool)
    /// What a release says whose messages and commands are not known; where it says which release it is.
    case otherVersion(CassandraVersion, SourceLocation)
    /// What was before the log's first record: it begins in the middle of a run of the process.
    case before(Moment, SourceLocation)
    /// How long compactions took and how many failed: only compactionhistory tells of them.
    case compactionDurations
    /// What compactions did: nothing tells.
    case compactions
    /// How much compaction was pending.
    case backlog
    /// Whether thread pools were busy or blocked.
    case pools
    /// How full the disks were.
    case diskUse
    /// How the node's clock stood to UTC: of its log, or of captures whose times do not say it.
    case zone(hasLog: Bool)
    /// What commands that failed would have said: how many runs of each failed, and the first failure.
    case failedCommands([FailedCommand], first: Poll?)
    /// Why the process ended without a shutdown; how often, and when last.
    case abruptEnds(count: Int, last: Moment, source: SourceLocation)
    /// What damaged or unreadable files held: how many errors there were in reading.
    case damagedInput(errors: Int)
    /// Lines that nothing could be made of, in files that were recognised.
    case unparsedLines(Int, files: Int)
    /// Nodes that status lists and of which the capture has no files.
    case peers([String])
    /// Damage that Cassandra does not notice: tables without compression have no checksums for blocks.
    case silentDamage
  }
}

extension Findings {
  /// What could not be judged: first what makes a verdict worth less, node by node in order of name.
  public var gaps: [Gap] {
    guard !nodes.isEmpty else { return [Gap(node: nil, kind: .everything)] + inputGaps }
    var gaps: [Gap] = []
    for node in nodes {
      gaps += node.otherVersions.map { Gap(node: node.node, kind: .otherVersion($0.version, $0.source)) }
    }
    for kinds in [logGaps, captureGaps] {
      for node in nodes { gaps += kinds(node).map { Gap(node: node.node, kind: $0) } }
    }
    let missing = missingPeers
    if !missing.isEmpty { gaps.append(Gap(node: nil, kind: .peers(missing))) }
    gaps += inputGaps
    if !nodesWithLog.isEmpty { gaps.append(Gap(node: nil, kind: .silentDamage)) }
    return gaps
  }

  private var inputGaps: [Gap] {
    var gaps: [Gap] = []
    let errors = diagnostics.count(.error)
    if errors > 0 { gaps.append(Gap(node: nil, kind: .damagedInput(errors: errors))) }
    let unparsed = coverage.filter { $0.format != nil && $0.lines.unparsed > 0 }
    if !unparsed.isEmpty {
      let lines = unparsed.reduce(0) { $0 + $1.lines.unparsed }
      gaps.append(Gap(node: nil, kind: .unparsedLines(lines, files: unparsed.count)))
    }
    return gaps
  }

  /// Addresses of the ring that are not of a node in the capture.
  private var missingPeers: [String] {
    var known: Set<String> = []
    for node in nodes {
      known.insert(node.node.name)
      for name in [AttributeName.address, .hostName, .hostID] {
        known.formUnion(node.attributes[name]?.map { NodeNames.plain($0.value) } ?? [])
      }
    }
    let entries = nodes.flatMap(\.ring).filter { entry in
      !known.contains(entry.address) && !(entry.hostID.map(known.contains) ?? false)
    }
    // One node's ring is about itself: without its own address it cannot be told which entry it is.
    let identified = nodes.count { $0.attributes[.address] != nil || $0.attributes[.hostID] != nil }
    return identified == nodes.count ? Set(entries.map(\.address)).sorted() : []
  }
}

extension Findings {
  /// True if a log of `node` was read, whether or not a record of it counts.
  public func hasLog(of node: NodeFindings) -> Bool {
    !node.processes.isEmpty || coverage.contains { $0.format == Coverage.log && nodeOf[$0.file] == node.node }
  }

  /// What the log of `node` does not tell.
  private func logGaps(_ node: NodeFindings) -> [Gap.Kind] {
    guard logSpan(of: node) != nil else { return [.failures(hasLog: hasLog(of: node))] }
    var gaps: [Gap.Kind] = []
    if let first = node.processes.first, first.beginsBeforeLog {
      gaps.append(.before(first.start, first.source))
    }
    let ends = node.processes.filter {
      $0.end == .abrupt && isCounted($0.last) && !node.isEndExplained(of: $0)
    }
    if let last = ends.last {
      gaps.append(.abruptEnds(count: ends.count, last: last.last, source: last.lastSource))
    }
    return gaps
  }

  /// What the captures of commands, and the log in their place, do not tell.
  private func captureGaps(_ node: NodeFindings) -> [Gap.Kind] {
    var gaps: [Gap.Kind] = []
    switch node.activitySource {
    case .log: break
    case .history: gaps.append(.compactionDurations)
    case .none: gaps.append(.compactions)
    }
    let metrics = Set((node.series.keys + node.logSeries.keys).map(\.metric))
    if !metrics.contains(.compactionPendingTasks) { gaps.append(.backlog) }
    if !metrics.contains(.poolActive) { gaps.append(.pools) }
    if metrics.isDisjoint(with: [.diskFreeBytes, .diskUsedBytes]) { gaps.append(.diskUse) }
    if case .unknown = node.zone {
      let hasLog = !node.processes.isEmpty
      let hasTimes = node.diagnostics.entries.contains { $0.diagnostic.code.name == "nodetool.zone" }
      // Without a log it is why nothing else could be judged.
      if hasLog || hasTimes { gaps.insert(.zone(hasLog: hasLog), at: hasLog ? gaps.count : 0) }
    }
    let failed = node.polls.filter { $0.failed > 0 }
    guard !failed.isEmpty else { return gaps }
    let commands = failed.map {
      Gap.FailedCommand(command: $0.command, failed: $0.failed, runs: $0.failed + $0.succeeded)
    }
    let first = failed.flatMap(\.failures).min { $0.source < $1.source }
    return gaps + [.failedCommands(commands, first: first)]
  }
}

extension NodeFindings {
  /// The releases that the node ran and whose messages are not known, each with where it is first named.
  public var otherVersions: [(version: CassandraVersion, source: SourceLocation)] {
    let named = (attributes[.version] ?? []).compactMap { value in
      CassandraVersion(value.value).map { ($0, value.source) }
    }
    let first = Dictionary(named, uniquingKeysWith: min).filter { !$0.key.isKnown }
    return first.sorted { $0.key < $1.key }.map { (version: $0.key, source: $0.value) }
  }
}

extension NodeFindings {
  /// What the kernel or the JVM left of one of these kinds within `span`. A crash report does not say its time: it is
  /// taken to be of the one end that needs an explanation, where there is only one.
  func machine(_ names: [EventName], _ span: ClosedRange<Int64>) -> Occurrence? {
    machineEvents.first { event in
      guard names.contains(event.name) else { return false }
      guard let at = event.at else { return processes.count { $0.end == .abrupt } <= 1 }
      return span.contains(at.sortKey)
    }
  }

  /// True when a kernel log or a crash report shows why the process ended.
  fileprivate func isEndExplained(of run: ProcessRun) -> Bool {
    let next = processes.first { $0.number > run.number }
    let to = max(run.last.sortKey, (next ?? run).start.sortKey).addingClamped(120_000)
    let from = run.last.sortKey.addingClamped(-120_000)
    return machine([.kernelOutOfMemory, .jvmCrash, .kernelSegmentationFault], from...max(from, to)) != nil
  }
}
