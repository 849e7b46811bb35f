// One fault: everything that one cause did to one subject on one node.

public import CassandraModel

/// A fault and its repeats. Cassandra logs one failure as one to six records, and the same bad SSTable fails
/// at every retry and restart: `records` counts lines in the log, `failures` tasks that failed.
public struct Fault: Sendable {
  /// What it is about: the SSTable, table, disk or process that would have to be mended.
  public let subject: Subject
  /// The category, which carries meaning and advice.
  public let category: ErrorCategory
  /// How bad: the category's own severity, or one step more where its repeats or effects say so.
  public internal(set) var severity: Severity
  /// How many tasks failed.
  public internal(set) var failures: Int
  /// The failures by what the tasks were doing; empty where no task failed.
  public internal(set) var operations: [(operation: FailedOperation, count: Int)] = []
  /// How many records (with a head of their own) told of it.
  public internal(set) var records: Int
  /// When the first record was logged.
  public internal(set) var first: Moment
  /// When the last record was logged.
  public internal(set) var last: Moment
  /// Tables concerned, in order of name.
  public internal(set) var tables: [TableName]
  /// True when the tables were not named by the failure but by the compaction open on its thread.
  public internal(set) var isTableInferred: Bool
  /// SSTables named, in order of path.
  public internal(set) var sstables: [SSTableName]
  /// The disk, where it is named without an SSTable.
  var places = DiskPlaces()
  /// Ids of the compactions that failed; at most `Fault.idLimit` are kept.
  public internal(set) var compactions: [TimeUUID]
  /// Threads that logged it; at most `Fault.idLimit`.
  public internal(set) var threads: [String]
  /// In how many runs of the process it occurred.
  public internal(set) var processes: Int
  /// The innermost exception, or the record's own words.
  public let rootCause: String
  /// Other ways in which the same fault showed, in the order in which they came.
  public internal(set) var alsoSeenAs: [ErrorCategory] = []
  /// What the outermost exception alone would have suggested, when that is something else.
  public let apparent: ErrorCategory?
  /// Where code that is not Cassandra's stands in its trace; nil when there is none.
  public internal(set) var foreignFrame: Throwable.ForeignFrame?
  /// Numbers of the known bugs that its records look like, whatever the release; see `NodeFindings.knownIssues(of:)`.
  public internal(set) var issues: [Int] = []
  /// The releases that the frames of its traces name, in the order in which they came; at most four.
  var releases: [String] = []
  /// What the disk-failure policy did about it, in the log's words, with places.
  public internal(set) var reactions: [Evidence]
  /// Figures that came with it: bytes required, bytes available, chunk offset, tombstones.
  public internal(set) var figures: [Figure]
  /// Records that prove it: the first ones and the last.
  public internal(set) var evidence: [Evidence]
  /// The same over time: failures that follow each other in one run of the process; at most 100, the last of which
  /// then stands for the rest.
  public internal(set) var episodes: [Episode]
  /// Whether anything in the capture shows that it ended.
  public internal(set) var outcome: Outcome

  /// How many ids and threads are kept.
  public static let idLimit = 100

  /// What a fault is about.
  public enum Subject: Hashable, Sendable {
    /// One SSTable, by the path its files share.
    case sstable(String)
    /// One table.
    case table(TableName)
    /// The disk or file system under the data.
    case disk
    /// The memory of the process.
    case memory
    /// A limit or the life of the process.
    case process
    /// The node among its peers and clients.
    case node
    /// Nothing that the log names: failures with this signature.
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
    /// How many tasks failed.
    public let failures: Int
    /// Where the first one stands.
    public let source: SourceLocation
  }

  /// A record that proves something.
  public struct Evidence: Hashable, Sendable {
    /// When it was logged.
    public let at: Moment
    /// What it says, cut to a line.
    public let text: String
    /// Where it stands.
    public let source: SourceLocation
    /// Which message it is; nil for what no single record tells.
    var name: EventName?
    /// The directory that a failure policy gave up; nil for any other record.
    var directory: String?
  }

  /// A number that came with a failure.
  public struct Figure: Hashable, Sendable {
    /// What it is, for example `bytes required`.
    public let title: String
    /// The value in its unit.
    public let value: FieldValue
  }
}
