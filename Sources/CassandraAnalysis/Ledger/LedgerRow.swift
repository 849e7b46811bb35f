// One compaction (or another operation that compactionstats lists), from everything that the capture says of it.

public import CassandraModel

/// How a compaction ended.
public enum CompactionResult: String, Sendable, Hashable, CaseIterable {
  /// It ended well.
  case done
  /// It failed.
  case failed
  /// It was stopped on purpose.
  case interrupted
  /// Its end is in no source: the process ended, the log does not go so far, or nothing tells.
  case unknown
}

/// What one source tells of a compaction.
public enum LedgerSource: String, Sendable, Hashable, CaseIterable, Comparable {
  /// Lines of the log.
  case log
  /// A row of compactionhistory.
  case history
  /// Rows of compactionstats.
  case stats

  /// In the order of how much they tell.
  public static func < (a: LedgerSource, b: LedgerSource) -> Bool { a.rank < b.rank }
  private var rank: Int { LedgerSource.allCases.firstIndex(of: self) ?? 0 }
}

/// One compaction of one node. Whatever no source tells is nil.
public struct LedgerRow: Sendable {
  /// What compactionstats saw of a compaction while it ran.
  public struct Progress: Sendable, Equatable {
    /// When it was first seen.
    public let first: Instant
    /// When it was last seen.
    public let last: Instant
    /// How much was done when it was first seen, in `unit`.
    public let firstCompleted: Double
    /// How much was done when it was last seen, in `unit`.
    public let completed: Double
    /// How much it had to do, in `unit`; bytes are uncompressed here.
    public let total: Double?
    /// `bytes`, `keys`, `ranges`, `token range parts`.
    public let unit: String
    /// How often it was seen.
    public let samples: Int
    /// Where it was last seen.
    public let source: SourceLocation

    /// What was done a second between the first and the last sight; nil when it was seen once.
    public var perSecond: Double? {
      let span = last.milliseconds - first.milliseconds
      return span > 0 ? (completed - firstCompleted) * 1000 / Double(span) : nil
    }
  }

  /// Its id.
  public let id: TimeUUID
  /// Its table; nil when no source names it.
  public let table: TableName?
  /// Kind of operation in Cassandra's words; nil when no source names it (the log does not).
  public let kind: String?
  /// When it began.
  public let start: Moment?
  /// When it ended.
  public let end: Moment?
  /// How it ended.
  public let result: CompactionResult
  /// SSTables read.
  public let inputs: Int64?
  /// SSTables written.
  public let outputs: Int64?
  /// Bytes read from disk, compressed as they lay there.
  public let bytesIn: Int64?
  /// Bytes written to disk.
  public let bytesOut: Int64?
  /// Partitions read, each as often as it was read.
  public let partitionsIn: Int64?
  /// Partitions written.
  public let partitionsOut: Int64?
  /// How long it took.
  public let duration: TimeSpan?
  /// What compactionstats saw of it; nil when it was never seen.
  public let progress: Progress?
  /// Which sources tell of it, in the order of how much they tell.
  public let sources: [LedgerSource]
  /// Where most of it stands.
  public let source: SourceLocation

  /// Bytes written for each byte read; nil when one of them is not known or nothing was read.
  public var ratio: Double? {
    guard let bytesIn, let bytesOut, bytesIn > 0 else { return nil }
    return Double(bytesOut) / Double(bytesIn)
  }

  /// Bytes read a second; nil when one of them is not known or no time passed.
  public var bytesPerSecond: Double? {
    guard let bytesIn, let duration, duration.milliseconds > 0 else { return nil }
    return Double(bytesIn) * 1000 / Double(duration.milliseconds)
  }
}
