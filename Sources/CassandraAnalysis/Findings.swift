// What the capture comes to: the values that every report, check and comparison is made from. Judgement is
// here, words are not.

public import CassandraModel

/// The result of an analysis.
public struct Findings: Sendable {
  /// The nodes, in order of their names.
  public let nodes: [NodeFindings]
  /// The account of every file, in order of name.
  public let coverage: [Coverage]
  /// Everything that was wrong with the input.
  public let diagnostics: DiagnosticLog
  /// The node that each file is of; files of no node are not in it.
  public let nodeOf: [String: NodeID]
  /// Only what was at this instant or later is counted; nil for no limit.
  public let since: Instant?
  /// Only what was before this instant is counted; nil for no limit.
  public let until: Instant?
  /// What the rules came to.
  public private(set) var evaluation = Evaluation.none
  /// What a team set of rules and replays.
  public private(set) var settings = RuleSettings.none

  /// The result from its parts.
  public init(
    nodes: [NodeFindings], coverage: [Coverage], diagnostics: DiagnosticLog, nodeOf: [String: NodeID] = [:],
    since: Instant? = nil, until: Instant? = nil
  ) {
    self.nodes = nodes.sorted { $0.node < $1.node }
    self.coverage = coverage
    self.diagnostics = diagnostics
    self.nodeOf = nodeOf
    self.since = since
    self.until = until
  }

  /// The same findings with what `engine` makes of them.
  public func evaluated(by engine: RuleEngine) -> Findings {
    var findings = self
    findings.evaluation = engine.evaluate(self)
    findings.settings = engine.settings
    return findings
  }

  /// Takes over what was made of findings that these are a part of.
  mutating func keep(_ evaluation: Evaluation, _ settings: RuleSettings) {
    self.evaluation = evaluation
    self.settings = settings
  }

  /// All incidents with their nodes: the worst first, then the earliest.
  public var incidents: [(node: NodeID, incident: Incident)] {
    nodes.flatMap { node in node.incidents.map { (node: node.node, incident: $0) } }.sorted { a, b in
      if a.incident.severity != b.incident.severity { return a.incident.severity > b.incident.severity }
      if a.incident.first.sortKey != b.incident.first.sortKey {
        return a.incident.first.sortKey < b.incident.first.sortKey
      }
      if a.node != b.node { return a.node < b.node }
      return Incident.isBefore(a.incident, b.incident)
    }
  }

  /// The worst severity of any finding; nil when nothing was found. What was stopped on purpose is none.
  public var worst: Severity? {
    let faults = nodes.flatMap { $0.incidents.filter(\.category.isError).map(\.severity) }
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
  public let incidents: [Incident]
  /// Signs of strain that are no faults.
  public let strains: [Strain]
  /// What happened, in order.
  public let timeline: [TimelineEntry]
  /// Runs of the process, in order.
  public let processes: [ProcessRun]
  /// What compactions did, by table.
  public let activity: [(table: TableName, activity: TableActivity)]
  /// Where the activity comes from.
  public let activitySource: ActivitySource
  /// Failures over time, by category.
  public let failureSteps: [FailureCounts.Step]
  /// Every compaction once, in the order in which they began.
  public let ledger: Ledger
  /// Rows of compactionhistory by id.
  public let compactionRows: [TimeUUID: CompactionRow]
  /// Bytes of compactions that its log saw end, in steps of time.
  public let compactedBytes: [CompactedStep]
  /// Work that takes time and that its log tells of.
  public let operations: [LoggedOperation]
  /// Tables as its schema describes them.
  public let schemas: [TableName: TableSchema]
  /// Flushes by table.
  public let flushes: [(table: TableName, flushes: FlushCounts)]
  /// Garbage-collection pauses by collector.
  public let pauses: [(collector: String, pauses: PauseCounts)]
  /// Dropped messages by verb.
  public let drops: [(verb: String, drops: DropCounts)]
  /// Tombstone reads by table; a nil table could not be told from the message.
  public let tombstones: [(table: TableName?, reads: TombstoneReads)]
  /// Series of its captures.
  public let series: SeriesBook
  /// Series that its log prints under pressure.
  public let logSeries: SeriesBook
  /// The samples that are judged over time.
  public let samples: SampleStore
  /// Polls by command.
  public let polls: [PollSummary]
  /// The ring as it last saw it, by address.
  public let ring: [RingEntry]
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
}
