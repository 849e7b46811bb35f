// The result of analyzing a capture: the values that every report, check and comparison is made from.
// Judgement is here, words are not.

public import CassandraModel

/// The result of an analysis.
public struct Findings: Sendable {
  /// The nodes, in order of their names.
  public internal(set) var nodes: [NodeFindings]
  /// Coverage of every file, in order of name.
  public internal(set) var coverage: [Coverage]
  /// Problems in reading the input.
  public internal(set) var diagnostics: DiagnosticLog
  /// The node of each file; files that belong to no node are missing.
  public internal(set) var nodeOf: [String: NodeID]
  /// Earlier records are not counted; nil for no limit.
  public let since: Instant?
  /// Records at this instant or later are not counted; nil for no limit.
  public let until: Instant?
  /// The alerts of the rules, and the rules that could not be evaluated.
  public private(set) var evaluation = Evaluation.none
  /// Related errors and warnings across nodes, grouped: the worst first, then the earliest.
  public private(set) var incidents: [Incident] = []
  /// Rules and replays that the user configured.
  public private(set) var settings = RuleSettings.none
  /// The selected part of the capture; nil for all of it.
  public internal(set) var selected: Selected?

  /// The numbers of errors and incidents, for findings that are a page of a whole; nil for the whole.
  package internal(set) var numbers: Numbers?

  /// The result from its parts, with the alerts and replays of `engine`; without one no rule is evaluated.
  public init(
    nodes: [NodeFindings], coverage: [Coverage], diagnostics: DiagnosticLog, nodeOf: [String: NodeID] = [:],
    since: Instant? = nil, until: Instant? = nil, engine: RuleEngine? = nil
  ) {
    self.nodes = Findings.seenByPeers(nodes.sorted { $0.node < $1.node })
    self.coverage = coverage
    self.diagnostics = diagnostics
    self.nodeOf = nodeOf
    self.since = since
    self.until = until
    findIncidents(with: engine)
  }

  /// The same findings with the alerts and replays of `engine`.
  public func evaluated(by engine: RuleEngine) -> Findings {
    var findings = self
    findings.findIncidents(with: engine)
    return findings
  }

  private mutating func findIncidents(with engine: RuleEngine?) {
    if let engine { (evaluation, settings) = (engine.evaluate(self), engine.settings) }
    var builder = IncidentBuilder(self)
    incidents = builder.incidents()
  }

  /// Takes the results of the findings that these are a part of.
  mutating func keep(_ evaluation: Evaluation, _ settings: RuleSettings) {
    self.evaluation = evaluation
    self.settings = settings
    var builder = IncidentBuilder(self)
    incidents = builder.incidents()
  }

  /// The findings of the nodes with `names`, with `incidents` of the whole and their numbers.
  func part(of names: Set<NodeID>, incidents: [Incident], _ numbers: Numbers) -> Findings {
    var part = self
    part.coverage = coverage.filter { nodeOf[$0.file].map(names.contains) ?? false }
    part.nodeOf = nodeOf.filter { names.contains($0.value) }
    // A problem of a file without a node may be of any node.
    part.diagnostics = diagnostics.of(files: { file in nodeOf[file].map(names.contains) ?? true })
    part.nodes = nodes.filter { names.contains($0.node) }
    part.evaluation = Evaluation(
      nodes: evaluation.nodes.filter { names.contains($0.node) }, rules: evaluation.rules)
    part.incidents = incidents
    part.numbers = numbers
    return part
  }

  /// All errors with their nodes: the worst first, then the earliest.
  public var faults: [(node: NodeID, fault: Fault)] {
    faultOrder.map { (node: nodes[$0.node].node, fault: nodes[$0.node].faults[$0.index]) }
  }

  /// Indices of all errors in that order. Indices are sorted, not errors: those are large.
  package var faultOrder: [(node: Int, index: Int)] {
    let places = nodes.indices.flatMap { node in
      nodes[node].faults.indices.map { index in
        let fault = nodes[node].faults[index]
        return (node: node, index: index, severity: fault.severity, first: fault.first.sortKey)
      }
    }
    return places.sorted { a, b in
      if a.severity != b.severity { return a.severity > b.severity }
      if a.first != b.first { return a.first < b.first }
      if a.node != b.node, nodes[a.node].node != nodes[b.node].node {
        return nodes[a.node].node < nodes[b.node].node
      }
      return Fault.isBefore(nodes[a.node].faults[a.index], nodes[b.node].faults[b.index])
    }.map { (node: $0.node, index: $0.index) }
  }

  /// The findings of `node`; nil for a node that the capture does not have.
  package func findings(of node: NodeID) -> NodeFindings? {
    let index = nodes.partition { $0.node >= node }
    return index < nodes.count && nodes[index].node == node ? nodes[index] : nil
  }

  /// The error with that key; nil when there is none.
  package func fault(_ key: Incident.FaultKey) -> Fault? {
    guard let faults = findings(of: key.node)?.faults, faults.indices.contains(key.index) else { return nil }
    return faults[key.index]
  }

  /// The worst severity of any finding; nil without findings. An intended stop does not count.
  public var worst: Severity? {
    let faults = nodes.flatMap { $0.faults.filter(\.category.isError).map(\.severity) }
    let alerts = evaluation.alerts.filter(\.hasFired).map(\.severity)
    return (faults + alerts + nodes.flatMap { $0.strains.map(\.severity) }).max()
  }
}

/// The findings of one node.
public struct NodeFindings: Sendable {
  /// The node.
  public let node: NodeID
  /// Identity and settings: the values each had, first place first.
  public let attributes: [AttributeName: [Attribute]]
  /// The time zone of its log, with the evidence.
  public let zone: LogZone
  /// Times on its clock that may be an hour wrong in UTC.
  public let uncertainTimes: [UncertainTimes]
  /// The first and the last time in any of its captures or logs.
  public let covered: (first: Moment, last: Moment)?
  /// Log records that the analysis uses and that lie in the window.
  public let logRecords: Int
  /// Errors, grouped by subject; in the order in which they began.
  public internal(set) var faults: [Fault]
  /// The data directories that any of its errors names.
  let faultDirectories: Set<String>
  /// Warnings that are no errors.
  public internal(set) var strains: [Strain]
  /// Events, in order.
  public internal(set) var timeline: [TimelineEntry]
  /// Runs of the process, in order.
  public let processes: [ProcessRun]
  /// Times out of service, in order.
  public internal(set) var outages: [NodeOutage]
  /// The record with which an operator stopped gossip, if it was not started again; nil otherwise.
  public internal(set) var gossipOff: Outcome.Evidence?
  /// Compactions of each table.
  public internal(set) var activity: [(table: TableName, activity: TableActivity)]
  /// The source of `activity`.
  public let activitySource: ActivitySource
  /// Failures over time, by category.
  public internal(set) var failureSteps: [FailureCounts.Step]
  /// Every compaction once, in the order in which they began.
  public internal(set) var ledger: Ledger
  /// Rows of compactionhistory by id.
  public internal(set) var compactionRows: [TimeUUID: CompactionRow]
  /// Bytes of compactions that ended in its log, in steps of time.
  public let compactedBytes: [CompactedStep]
  /// Operations that take time and that the log reports.
  public internal(set) var operations: [LoggedOperation]
  /// Log records about peers, streams, repairs, long pauses and settings, in the order of the log.
  public let milestones: [Milestone]
  /// Events from the kernel log and from JVM crash reports, in order of time; undated ones last.
  public let machineEvents: [Occurrence]
  /// Tables as its schema describes them.
  public internal(set) var schemas: [TableName: TableSchema]
  /// Options of replication by keyspace; of several that differ, those of the first table.
  let replications: [String: Labels]
  /// Flushes by table.
  public internal(set) var flushes: [(table: TableName, flushes: FlushCounts)]
  /// Bytes flushed of each table, in steps of time.
  public let flushed: [FlushedStep]
  /// Garbage-collection pauses by collector.
  public let pauses: [(collector: String, pauses: PauseCounts)]
  /// The same by run of the process and with all lengths, from the log and from gc.log.
  public let pauseSummaries: [PauseSummary]
  /// Statements that were slow, timed out or met tombstones, by shape and day.
  public internal(set) var statements: [StatementCount]
  /// Dropped messages by verb.
  public let drops: [(verb: String, drops: DropCounts)]
  /// Tombstone reads by table; the table is nil where the message does not name it.
  public internal(set) var tombstones: [(table: TableName?, reads: TombstoneReads)]
  /// Series of its captures.
  public internal(set) var series: SeriesBook
  /// Series that its log prints under pressure.
  public let logSeries: SeriesBook
  /// Percentiles of processor and device load by interval.
  public let loadFigures: [LoadFigure]
  /// StatusLogger's thread pools over time, and the number of rows beyond the limit.
  public let statusSamples: (rows: [StatusSample], leftOut: Int)
  /// Memtables in StatusLogger's records, the largest first.
  public internal(set) var statusTables: [StatusTable]
  /// The samples that are evaluated over time.
  public internal(set) var samples: SampleStore
  /// Summaries of samples over weeks, where the samples themselves were dropped; then `samples` has only the
  /// ends of each series.
  let trend: NodeTrend?
  /// Samples by command.
  public let polls: [PollSummary]
  /// The ring as the node last saw it, by address.
  public let ring: [RingEntry]
  /// Times at which it saw other nodes up or down.
  let sightings: RingSightings
  /// The cluster as gossip described it to the node, in order of addresses.
  public let gossip: [GossipEntry]
  /// Repairs from the output of `nodetool repair`, in the order of time.
  let repairOccurrences: [Occurrence]
  /// Output of the offline tools about single SSTables, in order of place.
  public let sstableFacts: [Occurrence]
  /// Problems in reading its captures.
  public internal(set) var diagnostics: DiagnosticLog
  /// Records that monitors wrote about themselves. Their times are on their own clocks where the zone is
  /// unknown.
  public let monitors: MonitorBook
  /// Evidence about the clocks of this and other nodes, from ids in its log.
  let clockIDs: ClockIDs

  /// Samples of backlog and pools, in the order of time; undated ones last.
  public var backlogSamples: [Sample] { samples.samples(where: NodeHistory.isBacklog) }

  /// The source of compaction activity.
  public enum ActivitySource: Sendable, Hashable {
    /// Lines of the log.
    case log
    /// Rows of compactionhistory: the log has no such lines (3.11 writes them to debug.log only).
    case history
    /// No source.
    case none
  }
}

/// The runs of one command.
public struct PollSummary: Sendable {
  /// The nodetool command, or the monitor.
  public let command: String
  /// Runs with output.
  public let succeeded: Int
  /// Runs that failed.
  public let failed: Int
  /// The first sample with a time; nil without one.
  public let first: Instant?
  /// The last sample with a time; nil without one.
  public let last: Instant?
  /// The first failures, with their output.
  public let failures: [Poll]
  /// Times of the runs.
  public let times: PollTimes
}

/// A warning: pressure that is no error by itself.
public struct Strain: Sendable, Hashable {
  /// Stable id, for example `strain.gc_pauses`.
  public let id: String
  /// A few plain words.
  public let title: String
  /// Severity of the warning.
  public let severity: Severity
  /// A table, collector or verb; empty for the node.
  public let subject: String
  /// The counts, as a sentence.
  public let detail: String
  /// Place of the worst record.
  public let source: SourceLocation
  /// Advice for the operator; empty when there is none.
  public internal(set) var advice = ""
}
