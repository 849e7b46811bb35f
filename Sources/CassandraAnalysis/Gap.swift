// Data gaps. A report that says "no errors" is worth as much as its list of gaps, so every gap is a value
// derived from what was read, never a sentence that a report could forget.

public import CassandraModel

/// A data gap.
public struct Gap: Hashable, Sendable {
  /// The node; nil when the gap concerns all nodes.
  public let node: NodeID?
  /// The missing data and the reason.
  public let kind: Kind

  /// A command with the number of its failed runs.
  public struct FailedCommand: Hashable, Sendable {
    /// The nodetool command.
    public let command: String
    /// Runs that failed.
    public let failed: Int
    /// All runs.
    public let runs: Int
  }

  /// The missing data and the reason.
  public enum Kind: Hashable, Sendable {
    /// The capture has no data about any node.
    case everything
    /// Errors, restarts, warnings: there is no log, or it has no record in the time window.
    case failures(hasLog: Bool)
    /// The release prints messages and commands that are not known here; with the line that names the
    /// release.
    case otherVersion(CassandraVersion, SourceLocation)
    /// The time before the log's first record: the log begins in the middle of a run of the process.
    case before(Moment, SourceLocation)
    /// Duration and failures of compactions: only compactionhistory has them.
    case compactionDurations
    /// Compactions: no source has them.
    case compactions
    /// Pending compactions.
    case backlog
    /// Busy and blocked threads of thread pools.
    case pools
    /// Disk use.
    case diskUse
    /// The offset of the node's clock from UTC: that of its log, or of captures whose times do not state it.
    case zone(hasLog: Bool)
    /// The instants of times at which the clock was changed: they may be an hour early or late.
    case clockChange(UncertainTimes)
    /// The output of failed commands: how many runs of each failed, and the first failure.
    case failedCommands([FailedCommand], first: Poll?)
    /// The cause of unclean shutdowns; with their number and the last one.
    case abruptEnds(count: Int, last: Moment, source: SourceLocation)
    /// The content of damaged or unreadable files; with the number of read errors.
    case damagedInput(errors: Int)
    /// Lines that could not be parsed, in files of known format.
    case unparsedLines(Int, files: Int)
    /// Nodes that status lists and that have no files in the capture.
    case peers([String])
    /// Damage that Cassandra does not notice: tables without compression have no checksums for blocks.
    case silentDamage
  }
}

extension Findings {
  /// The data gaps: first those that make a conclusion less certain, node by node in order of name.
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

  /// Addresses in the ring without a node in the capture.
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
    // The ring of one node includes the node itself: without its own address its entry cannot be recognised.
    let identified = nodes.count { $0.attributes[.address] != nil || $0.attributes[.hostID] != nil }
    return identified == nodes.count ? Set(entries.map(\.address)).sorted() : []
  }
}

extension Findings {
  /// True if a log of `node` was read, even if none of its records lies in the window.
  public func hasLog(of node: NodeFindings) -> Bool {
    !node.processes.isEmpty || coverage.contains { $0.format == Coverage.log && nodeOf[$0.file] == node.node }
  }

  /// The data that the log of `node` lacks.
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

  /// The data that neither the captured commands nor the log in their place hold.
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
      // Without a log the zone is the reason for the other gaps.
      if hasLog || hasTimes { gaps.insert(.zone(hasLog: hasLog), at: hasLog ? gaps.count : 0) }
    }
    gaps += node.uncertainTimes.map { .clockChange($0) }
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
  /// The node's releases whose messages are not known, each with the place that first names it.
  public var otherVersions: [(version: CassandraVersion, source: SourceLocation)] {
    let named = (attributes[.version] ?? []).compactMap { value in
      CassandraVersion(value.value).map { ($0, value.source) }
    }
    let first = Dictionary(named, uniquingKeysWith: min).filter { !$0.key.isKnown }
    return first.sorted { $0.key < $1.key }.map { (version: $0.key, source: $0.value) }
  }
}

extension NodeFindings {
  /// The first kernel or JVM event of these kinds within `span`. A crash report has no time: it is assigned
  /// to the one unexplained end of a process, if there is exactly one.
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
