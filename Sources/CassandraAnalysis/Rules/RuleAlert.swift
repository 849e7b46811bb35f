// The result of a rule: one alert for each time that its condition held.

public import CassandraModel

/// A time in which the condition of a rule held.
public struct RuleAlert: Sendable {
  /// The rule's id.
  public let rule: RuleID
  /// The severity.
  public let severity: Severity
  /// The notification route.
  public let route: String
  /// The node.
  public let node: NodeID
  /// The node, table or other subject of the alert.
  public let subject: Subject
  /// The first sample at which the condition held.
  public let pendingSince: Instant
  /// The sample at which the rule fired; nil when the condition did not hold for long enough.
  public let firingSince: Instant?
  /// The last sample at which the condition held.
  public let lastSeen: Instant
  /// How it ended.
  public let end: End
  /// True when the samples lie further apart than the rule's `for`: nothing shows that it held in between.
  public let isPossibleOnly: Bool
  /// The worst sample.
  public let peak: Peak
  /// The threshold at the peak; nil where there is no single number.
  public let threshold: Double?
  /// The unit of peak and threshold, by the metric's name; empty for counts and ratios.
  public let unit: String
  /// Samples at which the condition held.
  public let samples: Int
  /// Context that changes how to read the alert.
  public internal(set) var marks: [RuleMark]
  /// Place of its first sample.
  public let first: SourceLocation
  /// Place of its last sample.
  public let last: SourceLocation
  /// The source of BytesCompacted; nil for a rule that does not use it.
  public let counterSource: String?

  /// True when the rule fired.
  public var hasFired: Bool { firingSince != nil }
  /// True if it counts against the node: it fired, or may have.
  public var counts: Bool { hasFired || isPossibleOnly }

  /// Its end: the first sample at which it did not hold, else the last at which it did.
  public var over: Instant {
    switch end {
    case .resolved(let at): at
    case .open, .unknown: lastSeen
    }
  }

  /// The subject of an alert.
  public enum Subject: Sendable, Hashable {
    /// All nodes.
    case cluster
    /// The node as a whole.
    case node
    /// One table.
    case table(TableName)
    /// One running compaction.
    case compaction(TimeUUID)
    /// One thread pool.
    case pool(String)

    /// Its name; empty for the node as a whole.
    public var name: String {
      switch self {
      case .cluster, .node: ""
      case .table(let table): table.description
      case .compaction(let id): id.description
      case .pool(let pool): pool
      }
    }
  }

  /// How an alert ended.
  public enum End: Sendable, Hashable {
    /// The condition no longer held at this sample.
    case resolved(Instant)
    /// The data end while it holds.
    case open
    /// No sample for too long after this one: the end was not seen.
    case unknown(Instant)
  }

  /// The worst sample of an alert.
  public struct Peak: Sendable, Equatable {
    /// Its value.
    public let value: Double
    /// When.
    public let at: Instant
    /// Place of the record or sample.
    public let source: SourceLocation
  }
}

/// Context that changes how to read an alert.
public enum RuleMark: Sendable, Hashable {
  /// Artefact: the counter stood still because a compaction was running; its own progress, in bytes a second.
  case longCompaction(bytesPerSecond: Double)
  /// Artefact: no work was waiting.
  case idle
  /// Expected: these tables' time windows rolled over.
  case windowRollover([TableName])
  /// Whether a time window rolled over is unknown: the capture lacks the strategy of these tables.
  case strategyUnknown([TableName])
  /// Validation, repair, streams or index builds during the alert, with the number of samples or records of
  /// each.
  case concurrentWork([RuleWork])
  /// Likely causes, the likeliest first.
  case causes([LikelyCause])
  /// Detail that the predicate names: the operation that ran, the setting that was not restored.
  case detail(String)
}

/// A likely cause of an alert.
public struct LikelyCause: Sendable, Hashable {
  /// The kind of cause.
  public enum Kind: Sendable, Hashable {
    /// More local writes than the median.
    case writes
    /// Repair during the alert.
    case repair
    /// The compaction strategies of the tables with pending compactions.
    case strategies
    /// A disk that was busy most of the time.
    case disk
  }

  /// The kind of cause.
  public let kind: Kind
  /// The same in words, with figures.
  public let words: String
}

/// An operation that ran during a backlog.
public struct RuleWork: Sendable, Hashable {
  /// `Validation`, `Anticompaction after repair`, `Secondary index build`, `stream (Repair)`, `repair session`.
  public let kind: String
  /// The table concerned; nil when not known.
  public let table: TableName?
  /// First seen.
  public let from: Instant
  /// Last seen.
  public let to: Instant
  /// Where it is first seen.
  public let source: SourceLocation
}
