// The same fault logs the same chain again and again: a bad SSTable at every retry, a full disk on every
// thread. What a record says by itself is worked out once for each different record.

import CassandraModel

/// What one record of a failure says by itself, without what its thread was doing.
struct RecordReading: Sendable {
  let classification: Classification
  /// SSTables that the record names, as they come.
  let sstables: [SSTableName]
  /// The table of a snapshot or backup that the record names.
  let tableOfCopies: TableName?
  /// The first transaction log that the record names; its name holds table and compaction.
  let transactionLog: TransactionLogName?
  /// The data directory that it names without an SSTable: by a transaction log, or as one with too little space.
  let directory: String?
  /// True for a compaction that did not fit and was never begun.
  let isBeforeStart: Bool
  /// True for the record of a thread that waited for another one.
  let isOfWaiter: Bool
  /// Code of others in its trace.
  let foreignFrame: Throwable.ForeignFrame?
  /// The damaged chunk, if the chain names one.
  let chunk: CorruptChunk?
  /// Numbers of the known bugs that it looks like, whatever the release.
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

/// Reads records of failures, each different one once.
struct ClassificationCache: Sendable {
  private let classifier = ErrorClassifier()
  private var readings: [Key: RecordReading] = [:]

  /// Beyond this many different records the cache starts anew: a hostile log may hold no two alike. A scrub of a damaged
  /// SSTable tells of hundreds, and the next one tells of them again.
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

  /// What `evidence` says.
  mutating func read(_ evidence: FailureEvidence) -> RecordReading {
    let key = Key(evidence: evidence)
    if let known = readings[key] { return known }
    if readings.count >= ClassificationCache.limit { readings.removeAll(keepingCapacity: true) }
    let reading = RecordReading(evidence, classifier)
    readings[key] = reading
    return reading
  }
}
