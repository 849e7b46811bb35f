// One error: all failures from one cause at one subject on one node.

public import CassandraModel

/// An error and its repeats. Cassandra logs one failure as one to six records, and the same corrupt SSTable
/// fails at every retry and restart: `records` counts lines in the log, `failures` tasks that failed.
public struct Fault: Sendable {
  /// The subject that has to be repaired: an SSTable, table, disk or process.
  public let subject: Subject
  /// The category, with meaning and advice.
  public let category: ErrorCategory
  /// The category's own severity, or one step more where its repeats or effects demand it.
  public internal(set) var severity: Severity
  /// Number of failed tasks.
  public internal(set) var failures: Int
  /// The failures by operation; empty where no task failed.
  public internal(set) var operations: [(operation: FailedOperation, count: Int)] = []
  /// Number of its records (with a head of their own).
  public internal(set) var records: Int
  /// Time of the first record.
  public internal(set) var first: Moment
  /// Time of the last record.
  public internal(set) var last: Moment
  /// Affected tables, in order of name.
  public internal(set) var tables: [TableName]
  /// True when the tables come from the compaction open on the thread, not from the failure's own records.
  public internal(set) var isTableInferred: Bool
  /// SSTables named, in order of path.
  public internal(set) var sstables: [SSTableName]
  /// The disk, where records name it without an SSTable.
  var places = DiskPlaces()
  /// Ids of the compactions that failed; at most `Fault.idLimit` are kept.
  public internal(set) var compactions: [TimeUUID]
  /// Threads that logged it; at most `Fault.idLimit`.
  public internal(set) var threads: [String]
  /// Number of runs of the process with this error.
  public internal(set) var processes: Int
  /// The innermost exception, or the record's own text.
  public let rootCause: String
  /// Other categories of the same error, in the order in which they came.
  public internal(set) var alsoSeenAs: [ErrorCategory] = []
  /// The category that the outermost exception alone suggests, when that is another one.
  public let apparent: ErrorCategory?
  /// The frame of foreign code in its trace; nil when there is none.
  public internal(set) var foreignFrame: Throwable.ForeignFrame?
  /// Numbers of the known bugs with such records, in any release; see `NodeFindings.knownIssues(of:)`.
  public internal(set) var issues: [Int] = []
  /// The releases named by frames of its traces, in the order in which they came; at most four.
  var releases: [String] = []
  /// Log records of the disk-failure policy's reaction, with places.
  public internal(set) var reactions: [Evidence]
  /// Figures of its failures: bytes required, bytes available, chunk offset, tombstones.
  public internal(set) var figures: [Figure]
  /// Records that prove it: the first ones and the last.
  public internal(set) var evidence: [Evidence]
  /// Occurrences over time: failures that follow each other in one run of the process; at most 100, and the
  /// last one then stands for the rest.
  public internal(set) var episodes: [Episode]
  /// Open, resolved or unknown, with the evidence.
  public internal(set) var outcome: Outcome

  /// Limit on the ids and threads that are kept.
  public static let idLimit = 100

  /// The subject of an error.
  public enum Subject: Hashable, Sendable {
    /// One SSTable, by the path its files share.
    case sstable(String)
    /// One table.
    case table(TableName)
    /// The disk or file system under the data.
    case disk
    /// The memory of the process.
    case memory
    /// A limit of the process, or its start or end.
    case process
    /// The node among its peers and clients.
    case node
    /// No subject in the log: failures with this signature.
    case signature(String)
  }

  /// Failures that follow each other in one run of the process.
  public struct Episode: Hashable, Sendable {
    /// The run of the process, from 1.
    public let process: Int
    /// The first failure.
    public let first: Moment
    /// The last one.
    public let last: Moment
    /// Number of failed tasks.
    public let failures: Int
    /// Place of the first one.
    public let source: SourceLocation
  }

  /// A record as evidence.
  public struct Evidence: Hashable, Sendable {
    /// Time of the record.
    public let at: Moment
    /// The record's text, cut to a line.
    public let text: String
    /// File and line.
    public let source: SourceLocation
    /// The name of its message; nil for evidence that is not one record.
    var name: EventName?
    /// The directory that a failure policy gave up; nil for any other record.
    var directory: String?
  }

  /// A number that came with a failure.
  public struct Figure: Hashable, Sendable {
    /// The name of the figure, for example `bytes required`.
    public let title: String
    /// The value in its unit.
    public let value: FieldValue
  }
}
