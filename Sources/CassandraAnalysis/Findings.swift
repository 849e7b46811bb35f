// What the capture comes to: the values that every report, check and comparison is made from. Judgement is
// here, words are not.

public import CassandraModel

/// The result of an analysis.
public struct Findings: Sendable {
  /// The nodes, in order of their names.
  public internal(set) var nodes: [NodeFindings]
  /// The account of every file, in order of name.
  public internal(set) var coverage: [Coverage]
  /// Everything that was wrong with the input.
  public let diagnostics: DiagnosticLog
  /// The node that each file is of; files of no node are not in it.
  public internal(set) var nodeOf: [String: NodeID]
  /// Only what was at this instant or later is counted; nil for no limit.
  public let since: Instant?
  /// Only what was before this instant is counted; nil for no limit.
  public let until: Instant?
  /// What the rules came to.
  public private(set) var evaluation = Evaluation.none
  /// What belongs together, across nodes: the worst first, then the earliest.
  public private(set) var incidents: [Incident] = []
  /// What a team set of rules and replays.
  public private(set) var settings = RuleSettings.none
  /// What part of the capture this is; nil for all of it.
  public internal(set) var selected: Selected?

  /// The result from its parts, with what `engine` makes of them; without one no rule is evaluated.
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
    conclude(engine)
  }

  /// The same findings with what `engine` makes of them.
  public func evaluated(by engine: RuleEngine) -> Findings {
    var findings = self
    findings.conclude(engine)
    return findings
  }

  private mutating func conclude(_ engine: RuleEngine?) {
    if let engine { (evaluation, settings) = (engine.evaluate(self), engine.settings) }
    var builder = IncidentBuilder(self)
    incidents = builder.incidents()
  }

  /// Takes over what was made of findings that these are a part of.
  mutating func keep(_ evaluation: Evaluation, _ settings: RuleSettings) {
    self.evaluation = evaluation
    self.settings = settings
    var builder = IncidentBuilder(self)
    incidents = builder.incidents()
  }

  /// All faults with their nodes: the worst first, then the earliest.
  public var faults: [(node: NodeID, fault: Fault)] {
    faultOrder.map { (node: nodes[$0.node].node, fault: nodes[$0.node].faults[$0.index]) }
  }

  /// The places of all faults in that order. Places are sorted, not faults: those are large.
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

  /// What was found of `node`; nil for a node that the capture does not have.
  package func findings(of node: NodeID) -> NodeFindings? {
    let index = nodes.partition { $0.node >= node }
    return index < nodes.count && nodes[index].node == node ? nodes[index] : nil
  }

  /// The fault of that place; nil when there is none.
  package func fault(_ key: Incident.FaultKey) -> Fault? {
    guard let faults = findings(of: key.node)?.faults, faults.indices.contains(key.index) else { return nil }
    return faults[key.index]
  }

  /// The worst severity of any finding; nil when nothing was found. What was stopped on purpose is none.
  public var worst: Severity? {
    let faults = nodes.flatMap { $0.faults.filter(\.category.isError).map(\.severity) }
    let alerts = evaluation.alerts.filter(\.hasFired).map(\.severity)
    return (faults + alerts + nodes.flatMap { $0.strains.map(\.severity) }).max()
  }
}

/// What the capture comes to for one node.
public struct NodeFindings: Sendable {
  /// The node.
  public let node: NodeID
  /// Identity and settings: the values each had, first place first.
  public let attributes: [AttributeName: [Attribute]]
  /// The time zone of its log, with the evidence.
  public let zone: LogZone
  /// First and last moment that any of its captures or logs speaks of.
  public let covered: (first: Moment, last: Moment)?
  /// Records of its log that meant something to the analysis and were counted.
  public let logRecords: Int
  /// Faults, grouped by what they are about; in the order in which they began.
  public internal(set) var faults: [Fault]
  /// Signs of strain that are no faults.
  public internal(set) var strains: [Strain]
  /// What happened, in order.
  public internal(set) var timeline: [TimelineEntry]
  /// Runs of the process, in order.
  public let processes: [ProcessRun]
  /// When it was out of service, in the order of time.
  public internal(set) var outages: [NodeOutage]
  /// What compactions did, by table.
  public internal(set) var activity: [(table: TableName, activity: TableActivity)]
  /// Where the activity comes from.
  public let activitySource: ActivitySource
  /// Failures over time, by category.
  public internal(set) var failureSteps: [FailureCounts.Step]
  /// Every compaction once, in the order in which they began.
  public internal(set) var ledger: Ledger
  /// Rows of compactionhistory by id.
  public internal(set) var compactionRows: [TimeUUID: CompactionRow]
  /// Bytes of compactions that its log saw end, in steps of time.
  public let compactedBytes: [CompactedStep]
  /// Work that takes time and that its log tells of.
  public internal(set) var operations: [LoggedOperation]
  /// What its log tells of peers, streams, repairs, long pauses and settings, in the order of the log.
  public let milestones: [Milestone]
  /// What the kernel and the JVM left beside its log, in order of time; undated ones last.
  public let machineEvents: [Occurrence]
  /// Tables as its schema describes them.
  public internal(set) var schemas: [TableName: TableSchema]
  /// Flushes by table.
  public internal(set) var flushes: [(table: TableName, flushes: FlushCounts)]
  /// What flushes wrote of each table, in steps of time.
  public let flushed: [FlushedStep]
  /// Garbage-collection pauses by collector.
  public let pauses: [(collector: String, pauses: PauseCounts)]
  /// The same by run of the process and with all lengths, from the log and from gc.log.
  public let pauseSummaries: [PauseSummary]
  /// Statements that were slow, timed out or met tombstones, by shape and day.
  public internal(set) var statements: [StatementCount]
  /// Dropped messages by verb.
  public let drops: [(verb: String, drops: DropCounts)]
  /// Tombstone reads by table; a nil table could not be told from the message.
  public internal(set) var tombstones: [(table: TableName?, reads: TombstoneReads)]
  /// Series of its captures.
  public internal(set) var series: SeriesBook
  /// Series that its log prints under pressure.
  public let logSeries: SeriesBook
  /// The samples that are judged over time.
  public internal(set) var samples: SampleStore
  /// What they came to over weeks, if they were let go of since; then `samples` has but the ends of each series.
  let trend: NodeTrend?
  /// Polls by command.
  public let polls: [PollSummary]
  /// The ring as it last saw it, by address.
  public let ring: [RingEntry]
  /// When it saw others up or down.
  let sightings: RingSightings
  /// The cluster as gossip described it to the node, in order of addresses.
  public let gossip: [GossipEntry]
  /// Repairs as `nodetool repair` told them, in the order of time.
  let repairOccurrences: [Occurrence]
  /// What the offline tools say of single SSTables, in order of place.
  public let sstableFacts: [Occurrence]
  /// What was wrong with what its captures say.
  public let diagnostics: DiagnosticLog
  /// What monitors wrote of themselves; times of their logs are on their own clocks where nothing told the zone.
  public let monitors: MonitorBook
  /// What ids in its log say of its clock and others'.
  let clockIDs: ClockIDs

  /// Samples of backlog and pools, in the order of time; undated ones last.
  public var backlogSamples: [Sample] { samples.samples(where: NodeHistory.isBacklog) }

  /// Where compaction activity was read from.
  public enum ActivitySource: Sendable, Hashable {
    /// Lines of the log.
    case log
    /// Rows of compactionhistory: the log has no such lines (3.11 writes them to debug.log only).
    case history
    /// Nothing in the capture tells.
    case none
  }
}

/// How polling one command went.
public struct PollSummary: Sendable {
  /// The nodetool command, or the monitor.
  public let command: String
  /// Polls that gave output.
  public let succeeded: Int
  /// Polls that failed.
  public let failed: Int
  /// The first dated poll; nil when none is dated.
  public let first: Instant?
  /// The last dated poll; nil when none is dated.
  public let last: Instant?
  /// The first failures, with their words.
  public let failures: [Poll]
  /// When it was asked.
  public let times: PollTimes
}

/// A sign of strain: worth a look, no failure by itself.
public struct Strain: Sendable, Hashable {
  /// Stable id, for example `strain.gc_pauses`.
  public let id: String
  /// A few plain words.
  public let title: String
  /// How bad.
  public let severity: Severity
  /// What it is about: table, collector, verb; empty for the node.
  public let subject: String
  /// What was counted, in a sentence of numbers.
  public let detail: String
  /// Where the worst stands.
  public let source: SourceLocation
  /// What to do about it; empty when nothing is known.
  public internal(set) var advice = ""
}
