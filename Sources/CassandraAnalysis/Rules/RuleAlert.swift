// What a rule came to: one interval for each time that its condition held.

public import CassandraModel

/// One interval in which the condition of a rule held.
public struct RuleAlert: Sendable {
  /// The rule's id.
  public let rule: String
  /// How bad it is.
  public let severity: Severity
  /// Who would have been called.
  public let route: String
  /// On which node.
  public let node: NodeID
  /// What it is about.
  public let subject: Subject
  /// The first sample at which the condition held.
  public let pendingSince: Instant
  /// The sample at which the rule fired; nil when the condition did not hold for long enough.
  public let firingSince: Instant?
  /// The last sample at which the condition held.
  public let lastSeen: Instant
  /// How it ended.
  public let end: End
  /// True when the samples lie further apart than the rule's `for`: nobody saw that it held in between.
  public let isPossibleOnly: Bool
  /// The worst sample.
  public let peak: Peak
  /// What it was compared with at the peak; nil where there is no one number.
  public let threshold: Double?
  /// In which unit peak and threshold are: that of a metric's name; empty for counts and ratios.
  public let unit: String
  /// Samples at which the condition held.
  public let samples: Int
  /// What has to be known beside it.
  public internal(set) var marks: [RuleMark]
  /// Where the first and the last of its samples stand.
  public let first: SourceLocation
  /// Where the last of its samples stands.
  public let last: SourceLocation
  /// Where BytesCompacted comes from; nil for a rule that does not use it.
  public let counterSource: String?

  /// True when the rule fired.
  public var hasFired: Bool { firingSince != nil }
  /// What counts against the node: it fired, or it may have.
  public var counts: Bool { hasFired || isPossibleOnly }

  /// When it was over: the first sample at which it did not hold, else the last at which it did.
  public var over: Instant {
    switch end {
    case .resolved(let at): at
    case .open, .unknown: lastSeen
    }
  }

  /// What an interval is about.
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

  /// How an interval ended.
  public enum End: Sendable, Hashable {
    /// The condition no longer held at this sample.
    case resolved(Instant)
    /// The data end while it holds.
    case open
    /// No sample for too long after this one: nobody saw how it went on.
    case unknown(Instant)
  }

  /// The worst sample of an interval.
  public struct Peak: Sendable, Equatable {
    /// Its value.
    public let value: Double
    /// When.
    public let at: Instant
    /// Where it stands.
    public let source: SourceLocation
  }
}

/// What has to be known beside an interval.
public enum RuleMark: Sendable, Hashable {
  /// Artefact: the counter stood still because a compaction was running, which made progress of so many bytes a second.
  case longCompaction(bytesPerSecond: Double)
  /// Artefact: there was nothing to do.
  case idle
  /// Expected: these tables' time windows rolled over.
  case windowRollover([TableName])
  /// Whether a window rolled over cannot be told: nothing tells the strategy of these tables.
  case strategyUnknown([TableName])
  /// Validation, repair, streams or index builds that ran in it, with how many samples or records show each.
  case concurrentWork([RuleWork])
  /// What may have caused it, the likeliest first.
  case causes([LikelyCause])
  /// What the predicate names: the operation that ran, the setting that was not restored.
  case detail(String)
}

/// What may have caused an interval.
public struct LikelyCause: Sendable, Hashable {
  /// What it is.
  public enum Kind: Sendable, Hashable {
    /// More local writes than the median.
    case writes
    /// Repair in the interval.
    case repair
    /// The compaction strategies of the tables that were pending.
    case strategies
    /// A disk that was busy most of the time.
    case disk
  }

  /// What it is.
  public let kind: Kind
  /// The same in words, with figures.
  public let words: String
}

/// Work that ran beside a backlog.
public struct RuleWork: Sendable, Hashable {
  /// `Validation`, `Anticompaction after repair`, `Secondary index build`, `stream (Repair)`, `repair session`.
  public let kind: String
  /// Of which table; nil when not told.
  public let table: TableName?
  /// First seen.
  public let from: Instant
  /// Last seen.
  public let to: Instant
  /// Where it is first seen.
  public let source: SourceLocation
}
