// What can go wrong, as data: how it is recognised, what it means, and what people do and never do about it.
// The table itself is ErrorCategory+All; each family has its file under Categories.

public import CassandraModel

/// A kind of failure.
public struct ErrorCategory: Sendable {
  /// The groups of categories, as the report counts them.
  public enum Family: String, Hashable, Sendable, CaseIterable {
    /// An SSTable cannot be read as it was written.
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
    /// What clients sent.
    case client
    /// Stopped on purpose, or by a shutdown. Never an error.
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
    /// The process as a whole: gone, or out of service.
    case process
    /// Words of failure in a record without a failure.
    case harmless
    /// A bug, as far as one can tell.
    case software
    /// Nothing known fits.
    case unknown
  }

  /// Stable, for example `corruption.block_checksum`.
  public let id: String
  /// Its group.
  public let family: Family
  /// A few plain words.
  public let title: String
  /// How bad one occurrence is by itself.
  public let severity: Severity
  /// One to three sentences.
  public let meaning: String
  /// What to look at; changes nothing.
  public let check: [String]
  /// What to do, in order. `KEYSPACE`, `TABLE` and other capitals are to be filled in.
  public let run: [String]
  /// What makes it worse.
  public let never: [String]
  /// The procedure in full; nil when there is nothing to do.
  public let runbook: Runbook?
  /// Who is called.
  public let route: Route
  /// False for what is stopped on purpose or harmless: counted apart, never as a failure.
  public let isError: Bool
  /// What the failure is truly about.
  public let subject: FailureSubject
  /// What closes it; nil for what closes all of its family.
  let closing: ClosingEvidence?
  /// How it is recognised, given that no category before it in the table is.
  public let test: ChainTest
  /// Records that are of this category: the proof of its test, and samples for the reader.
  public var examples: [FailureEvidence] { makeExamples() }
  /// Made when they are asked for, which no run of the program does.
  private let makeExamples: @Sendable () -> [FailureEvidence]

  /// A category. What people do about it stands in `check`, `run` and `never`; see the properties.
  init(
    _ id: String, _ family: Family, _ title: String, _ severity: Severity, meaning: String,
    check: [String], run: [String], never: [String], runbook: Runbook?, route: Route, isError: Bool = true,
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
    self.route = route
    self.isError = isError
    self.subject = subject
    self.closing = closing
    self.test = test
    makeExamples = examples
  }
}

extension ErrorCategory {
  /// True for what says that something failed and not what: the record beside it on its thread does.
  var isBesideItsCause: Bool { family == .unknown || id == "repair.parent_failed" }
}

extension ErrorCategory: Hashable {
  /// Categories are the same when their ids are.
  public static func == (a: ErrorCategory, b: ErrorCategory) -> Bool { a.id == b.id }
  /// By id.
  public func hash(into hasher: inout Hasher) { hasher.combine(id) }
}
