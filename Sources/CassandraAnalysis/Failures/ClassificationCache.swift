// One error logs the same exception chain again and again: a bad SSTable at every retry, a full disk on every
// thread. Each different record is therefore classified once.

import CassandraModel

/// The classification and the names in one failure record, without the context of its thread.
struct RecordReading: Sendable {
  let classification: Classification
  /// SSTables that the record names, in its order.
  let sstables: [SSTableName]
  /// The table of a snapshot or backup that the record names.
  let tableOfCopies: TableName?
  /// The first transaction log that the record names; its name holds table and compaction.
  let transactionLog: TransactionLogName?
  /// The data directory that it names without an SSTable: by a transaction log, or as a directory with too
  /// little space.
  let directory: String?
  /// True for a compaction that did not fit and did not begin.
  let isBeforeStart: Bool
  /// True for the record of a thread that waited for another one.
  let isOfWaiter: Bool
  /// Foreign code in its trace.
  let foreignFrame: Throwable.ForeignFrame?
  /// The damaged chunk, if the chain names one.
  let chunk: CorruptChunk?
  /// Numbers of the known bugs with these records, in any release.
  let issues: [Int]
  /// The release that the frames name.
  let release: String?

  init(_ evidence: FailureEvidence, _ classifier: ErrorClassifier) {
    classification = classifier.classify(evidence)
    sstables = evidence.sstables
    tableOfCopies = evidence.tableOfCopies
    transactionLog = evidence.transactionLogs.first
    directory = transactionLog?.dataDirectory ?? evidence.throwable?.fullDirectory
    isBeforeStart = evidence.isRefusal
    isOfWaiter = evidence.isOfWaiter
    foreignFrame = evidence.anyForeignFrame
    chunk = evidence.throwable?.corruptChunk
    issues = KnownIssue.matching(evidence).map(\.number)
    release = evidence.throwable?.release
  }
}

/// Classifies failure records, each different one once.
struct ClassificationCache: Sendable {
  private let classifier = ErrorClassifier()
  private var readings: [Key: RecordReading] = [:]

  /// At this many different records the cache is cleared: a hostile log may repeat none. A scrub of a damaged
  /// SSTable logs hundreds, and the next scrub logs the same ones again.
  private static let limit = 1024

  /// A record, whichever thread of its kind logged it.
  private struct Key: Hashable {
    let evidence: FailureEvidence

    static func == (a: Key, b: Key) -> Bool {
      a.evidence.message == b.evidence.message && a.evidence.threadKind == b.evidence.threadKind
        && a.evidence.logger == b.evidence.logger && a.evidence.event == b.evidence.event
        && a.evidence.role == b.evidence.role && a.evidence.level == b.evidence.level
        && a.evidence.throwable == b.evidence.throwable
    }

    func hash(into hasher: inout Hasher) {
      hasher.combine(evidence.message)
      hasher.combine(evidence.throwable)
    }
  }

  mutating func read(_ evidence: FailureEvidence) -> RecordReading {
    let key = Key(evidence: evidence)
    if let known = readings[key] { return known }
    if readings.count >= ClassificationCache.limit { readings.removeAll(keepingCapacity: true) }
    let reading = RecordReading(evidence, classifier)
    readings[key] = reading
    return reading
  }
}
