// Error categories as data: how each is recognised, its meaning, and the steps that people take or must not
// take. The table itself is ErrorCategory+All; each family has its file under Categories.

public import CassandraModel

/// A kind of failure.
public struct ErrorCategory: Sendable {
  /// The groups of categories in a report.
  public enum Family: String, Hashable, Sendable, CaseIterable {
    /// An SSTable cannot be read in the form in which it was written.
    case corruption
    /// Memory of any kind ran out.
    case memory
    /// Disk space ran out, or is too short for a compaction.
    case disk
    /// The file system or the operating system refused.
    case io
    /// The commit log.
    case commitLog = "commit_log"
    /// Hints for other nodes.
    case hints
    /// Connections to clients and peers.
    case network
    /// Requests of clients.
    case client
    /// An intended stop, or a shutdown. Never an error.
    case interrupted
    /// Tombstones.
    case tombstones
    /// Partitions that are too large.
    case partition
    /// Compaction does not keep up.
    case backlog
    /// Repair, validation, anticompaction.
    case repair
    /// Streaming.
    case stream
    /// References that were not released.
    case leak
    /// The process as a whole: ended, or out of service.
    case process
    /// Words of failure in a record that reports none.
    case harmless
    /// Probably a bug.
    case software
    /// No known category fits.
    case unknown
  }

  /// Stable, for example `corruption.block_checksum`.
  public let id: CategoryID
  /// Its group.
  public let family: Family
  /// A few plain words.
  public let title: String
  /// Severity of one occurrence by itself.
  public let severity: Severity
  /// One to three sentences.
  public let meaning: String
  /// Read-only steps that narrow down the cause.
  public let check: [String]
  /// Steps of the repair, in order. `KEYSPACE`, `TABLE` and other capitals are placeholders.
  public let run: [String]
  /// Prohibitions: steps that make it worse.
  public let never: [String]
  /// The full procedure; nil when there is none.
  public let runbook: Runbook?
  /// The first steps; nil for those of the runbook.
  let first: FirstSteps.Procedure?
  /// The notification route.
  public let route: Route
  /// False for intended stops and harmless records: counted separately, never as a failure.
  public let isError: Bool
  /// The subject that has to be repaired.
  public let subject: FailureSubject
  /// The evidence that closes the error; nil for the evidence of its family.
  let closing: ClosingEvidence?
  /// The test that recognises it, given that no earlier category in the table matches.
  public let test: ChainTest
  /// Records of this category: the proof of its test, and samples for the reader.
  public var examples: [FailureEvidence] { makeExamples() }
  /// Built on demand, which no run of the program needs.
  private let makeExamples: @Sendable () -> [FailureEvidence]

  /// A category. Advice is in `check`, `run` and `never`; see the properties.
  init(
    _ id: CategoryID, _ family: Family, _ title: String, _ severity: Severity, meaning: String,
    check: [String], run: [String], never: [String], runbook: Runbook?, first: FirstSteps.Procedure? = nil,
    route: Route, isError: Bool = true,
    subject: FailureSubject, closing: ClosingEvidence? = nil, test: ChainTest,
    examples: @autoclosure @escaping @Sendable () -> [FailureEvidence]
  ) {
    self.id = id
    self.family = family
    self.title = title
    self.severity = severity
    self.meaning = meaning
    self.check = check
    self.run = run
    self.never = never
    self.runbook = runbook
    self.first = first
    self.route = route
    self.isError = isError
    self.subject = subject
    self.closing = closing
    self.test = test
    makeExamples = examples
  }
}

extension ErrorCategory {
  /// True for a category that reports a failure without its cause: another record of the same thread has the
  /// cause.
  var isBesideItsCause: Bool { family == .unknown || id == .repairParentFailed }
}

extension ErrorCategory: Hashable {
  /// Categories are the same when their ids are.
  public static func == (a: ErrorCategory, b: ErrorCategory) -> Bool { a.id == b.id }
  /// By id.
  public func hash(into hasher: inout Hasher) { hasher.combine(id) }
}
