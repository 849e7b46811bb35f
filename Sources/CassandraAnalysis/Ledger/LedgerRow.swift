// One compaction (or another operation that compactionstats lists), from all sources in the capture.

public import CassandraModel

/// The result of a compaction.
public enum CompactionResult: String, Sendable, Hashable, CaseIterable {
  /// It succeeded.
  case done
  /// It failed.
  case failed
  /// It was interrupted.
  case interrupted
  /// Its end is in no source: the process ended, the log stops earlier, or no source has it.
  case unknown
}

/// A source of a compaction's values.
public enum LedgerSource: String, Sendable, Hashable, CaseIterable, Comparable {
  /// Lines of the log.
  case log
  /// A row of compactionhistory.
  case history
  /// Rows of compactionstats.
  case stats

  /// In the order of completeness.
  public static func < (a: LedgerSource, b: LedgerSource) -> Bool { a.rank < b.rank }
  private var rank: Int { LedgerSource.allCases.firstIndex(of: self) ?? 0 }
}

/// One compaction of one node. A value that no source has is nil.
public struct LedgerRow: Sendable {
  /// The progress of a running compaction, from compactionstats.
  public struct Progress: Sendable, Equatable {
    /// Time of the first sample.
    public let first: Instant
    /// Time of the last sample.
    public let last: Instant
    /// Units completed in the first sample, in `unit`.
    public let firstCompleted: Double
    /// Units completed in the last sample, in `unit`.
    public let completed: Double
    /// Total work, in `unit`; bytes are uncompressed here.
    public let total: Double?
    /// `bytes`, `keys`, `ranges`, `token range parts`.
    public let unit: String
    /// Number of samples.
    public let samples: Int
    /// Place of the last sample.
    public let source: SourceLocation

    /// Units completed a second between the first and the last sample; nil with one sample.
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
  /// Time of its start.
  public let start: Moment?
  /// Time of its end.
  public let end: Moment?
  /// The result of the compaction.
  public let result: CompactionResult
  /// SSTables read.
  public let inputs: Int64?
  /// SSTables written.
  public let outputs: Int64?
  /// Bytes read from disk (compressed size).
  public let bytesIn: Int64?
  /// Bytes written to disk.
  public let bytesOut: Int64?
  /// Partitions read, each counted as often as it was read.
  public let partitionsIn: Int64?
  /// Partitions written.
  public let partitionsOut: Int64?
  /// Duration of the compaction.
  public let duration: TimeSpan?
  /// Its progress from compactionstats; nil without a sample.
  public let progress: Progress?
  /// Its sources, in the order of completeness.
  public let sources: [LedgerSource]
  /// Place of the source with most of the values.
  public let source: SourceLocation

  /// Bytes written for each byte read; nil when either is unknown or no bytes were read.
  public var ratio: Double? {
    guard let bytesIn, let bytesOut, bytesIn > 0 else { return nil }
    return Double(bytesOut) / Double(bytesIn)
  }

  /// Bytes read a second; nil when either is unknown or the duration is zero.
  public var bytesPerSecond: Double? {
    guard let bytesIn, let duration, duration.milliseconds > 0 else { return nil }
    return Double(bytesIn) * 1000 / Double(duration.milliseconds)
  }
}
