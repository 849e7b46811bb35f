// The same fault logs the same chain again and again: a bad SSTable at every retry, a full disk on every
// thread. What a record says by itself is worked out once for each different record.

import CassandraModel

/// What one record of a failure says by itself, without what its thread was doing.
struct RecordReading: Sendable {
  let classification: Classification
  /// SSTables that the record names, as they come.
  let sstables: [SSTableName]
  /// The first transaction log that the record names; its name holds table and compaction.
  let transactionLog: TransactionLogName?
  /// The damaged chunk, if the chain names one.
  let chunk: CorruptChunk?

  init(_ evidence: FailureEvidence, _ classifier: ErrorClassifier) {
    classification = classifier.classify(evidence)
    sstables = evidence.sstables
    transactionLog = evidence.transactionLogs.first
    chunk = evidence.throwable?.corruptChunk
  }
}

/// Reads records of failures, each different one once.
struct ClassificationCache: Sendable {
  private let classifier = ErrorClassifier()
  private var readings: [FailureEvidence: RecordReading] = [:]

  /// Beyond this many different records the cache starts anew: a hostile log may hold no two alike.
  private static let limit = 256

  /// What `evidence` says.
  mutating func read(_ evidence: FailureEvidence) -> RecordReading {
    if let known = readings[evidence] { return known }
    if readings.count >= ClassificationCache.limit { readings.removeAll(keepingCapacity: true) }
    let reading = RecordReading(evidence, classifier)
    readings[evidence] = reading
    return reading
  }
}
