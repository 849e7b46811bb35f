// Failures grouped by subject. Memory grows with the number of subjects, not of failures.

import CassandraModel

/// The errors of one node while its log is read, on the node's wall clock.
struct FaultBook: Sendable {
  struct Key: Hashable, Sendable {
    /// The kind of failure: failures of one kind and subject are one error.
    let kind: CategoryID
    let subject: Fault.Subject
  }

  /// Categories of one damaged data file: the reader and its progress decide which one is logged (compaction,
  /// read, verify, scrub). Damage of other components is another error.
  private static let dataDamage: Set<CategoryID> = [
    .corruptionBlockChecksum, .corruptionDigest, .corruptionRow, .corruptionScrubDamage,
    .corruptionTruncated, .corruptionUnspecified,
  ]

  /// One error while it grows.
  struct Entry: Sendable {
    let classification: Classification
    /// Other categories of the same error, in the order in which they came.
    var otherCategories: [ErrorCategory] = []
    /// Failures, and other records of the same error.
    var occurrences = 0
    var failures = 0
    /// The failures by operation.
    var operations: [FailedOperation: Int] = [:]
    var records = 0
    var first: LocalTime
    var last: LocalTime
    var tables: Set<TableName> = []
    var inferredTables: Set<TableName> = []
    var sstables: [String: SSTableName] = [:]
    var places = DiskPlaces()
    var compactions: [TimeUUID] = []
    var threads: Set<String> = []
    var processes: Set<Int> = []
    var reactions: [Failure.Record] = []
    var figures: [Fault.Figure] = []
    var evidence: [Failure.Record] = []
    var lastEvidence: Failure.Record?
    var episodes: [Episode] = []
    var foreignFrame: Throwable.ForeignFrame?
    /// Numbers of the known bugs with such records: no more than the table has.
    var issues: Set<Int> = []
    /// The releases that its frames name, in the order in which they came.
    var releases: [String] = []

    mutating func add(_ failure: Failure) {
      let category = failure.classification.category
      occurrences += 1
      // A compaction that was reduced until it fitted did not fail.
      if category.id != .diskScopeReduced {
        failures += 1
        if let operation = FailedOperation(failure) { operations[operation, default: 0] += 1 }
      }
      records += failure.records
      foreignFrame = foreignFrame ?? failure.foreignFrame
      first = min(first, failure.first)
      last = max(last, failure.last)
      if let table = failure.table {
        if failure.isTableInferred { inferredTables.insert(table) } else { tables.insert(table) }
      }
      for sstable in failure.sstables where sstables.count < FaultBook.setLimit {
        // Keep the component that was named first: it failed.
        if sstables[sstable.base]?.component == nil { sstables[sstable.base] = sstable }
      }
      places.formUnion(failure.places)
      if let id = failure.compaction, compactions.count < FaultBook.setLimit,
        !compactions.contains(id)
      {
        compactions.append(id)
      }
      if threads.count < FaultBook.setLimit, !failure.thread.isEmpty {
        threads.insert(failure.thread)
      }
      if processes.count < FaultBook.setLimit { processes.insert(failure.process) }
      issues.formUnion(failure.issues)
      if let release = failure.release, releases.count < FaultBook.releaseLimit, !releases.contains(release) {
        releases.append(release)
      }
      for reaction in failure.reactions where reactions.count < FaultBook.reactionLimit {
        reactions.append(reaction)
      }
      if category != classification.category, !otherCategories.contains(category) {
        otherCategories.append(category)
      }
      // The figures of the first failure represent all; the first record of a later one is proof enough.
      if occurrences == 1 { figures = failure.figures }
      for record in failure.evidence.prefix(occurrences == 1 ? 2 : 1)
      where evidence.count < FaultBook.evidenceLimit {
        evidence.append(record)
      }
      lastEvidence = failure.evidence.first ?? lastEvidence
      FaultBook.add(failure, to: &episodes)
    }
  }

  /// Failures that follow each other in one run of the process.
  struct Episode: Sendable {
    let process: Int
    var first: LocalTime
    var last: LocalTime
    var failures: Int
    var record: Failure.Record
  }

  private(set) var entries: [Key: Entry] = [:]

  private static let evidenceLimit = 5
  /// Milliseconds of silence that separate two episodes.
  private static let episodeGap: Int64 = 600_000
  private static let episodeLimit = 100
  private static let reactionLimit = 12
  /// A node is seldom upgraded more often within one log.
  private static let releaseLimit = 4
  private static let setLimit = Fault.idLimit

  static func key(of failure: Failure) -> Key {
    let category = failure.classification.category
    let kind = dataDamage.contains(category.id) ? .corruptionData : category.id
    return Key(kind: kind, subject: subject(of: failure))
  }

  /// Adds one failure to the error of its subject. In place: copying the data of an error for each of its
  /// failures would cost the square of their number.
  mutating func add(_ failure: Failure) {
    let key = FaultBook.key(of: failure)
    entries[
      key,
      default: Entry(classification: failure.classification, first: failure.first, last: failure.last)
    ].add(failure)
  }

  private static func add(_ failure: Failure, to episodes: inout [Episode]) {
    guard let record = failure.evidence.first else { return }
    let own = failure.classification.category.id == .diskScopeReduced ? 0 : 1
    if let last = episodes.last,
      episodes.count == episodeLimit
        || (last.process == failure.process
          && failure.first.milliseconds - last.last.milliseconds <= episodeGap)
    {
      episodes[episodes.count - 1].last = max(last.last, failure.last)
      episodes[episodes.count - 1].failures += own
      // Failures are not completed in the order in which they began.
      if failure.first < last.first, last.process == failure.process {
        episodes[episodes.count - 1].first = failure.first
        episodes[episodes.count - 1].record = record
      }
    } else {
      episodes.append(
        Episode(
          process: failure.process, first: failure.first, last: failure.last, failures: own, record: record))
    }
  }

  /// Adds reactions of the disk-failure policy whose cause no failure on the thread shows. One reaction is
  /// logged in several records; a pause of more than five seconds separates two reactions.
  mutating func addLoneReactions(_ records: [Failure.Record], process: Int) {
    var action: Failure?
    for record in records {
      if var current = action, record.at.milliseconds - current.last.milliseconds <= FailureAssembly.window {
        current.records += 1
        current.last = record.at
        action = current
        continue
      }
      if let action { add(action) }
      action = Failure(
        classification: Classification(named: .processOutOfService, rootCause: record.text), thread: "",
        first: record.at, last: record.at, evidence: [record], process: process)
    }
    if let action { add(action) }
  }

  /// Adds a late record to the latest error that `matches`; false when there is none.
  ///
  /// - Parameter sstable: an SSTable that the record names and the error did not.
  mutating func attach(
    _ event: Event, within window: Int64, naming sstable: SSTableName?, where matches: (Key, Entry) -> Bool
  ) -> Bool {
    let candidates = entries.filter { key, entry in
      event.at.milliseconds - entry.last.milliseconds <= window && matches(key, entry)
    }
    guard let key = candidates.max(by: { $0.value.last < $1.value.last })?.key else { return false }
    entries[key]?.records += 1
    if let sstable {
      entries[key]?.sstables[sstable.base] = sstable
      if let table = sstable.table { entries[key]?.tables.insert(table) }
    }
    if let count = entries[key]?.evidence.count, count < FaultBook.evidenceLimit {
      entries[key]?.evidence.append(Failure.Record(event))
    }
    return true
  }

  /// The subject of a failure, as its category defines it: the thing that has to be repaired.
  private static func subject(of failure: Failure) -> Fault.Subject {
    let signature = { Fault.Subject.signature(failure.classification.signature.description) }
    let table = failure.table.map { Fault.Subject.table($0) }
    switch failure.classification.category.subject {
    case .sstable: return failure.sstables.first.map { .sstable($0.base) } ?? table ?? signature()
    case .table: return table ?? signature()
    case .disk: return .disk
    case .heap: return table ?? .memory
    case .process: return .process
    case .node: return .node
    case .signature: return signature()
    }
  }
}

extension CategoryID {
  /// The damage of one data file, by whatever category: no id of a category.
  fileprivate static let corruptionData = CategoryID("corruption.data")
}

extension Classification {
  /// The classification of a sequence of records, where no single one has it.
  init(named id: CategoryID, rootCause: String) {
    let evidence = FailureEvidence(
      throwable: nil, message: rootCause, thread: "", logger: "", event: EventName(id.name),
      role: .unrecognized)
    self.init(
      category: ErrorCategory.named(id) ?? .unknown, apparent: nil, rootCause: rootCause,
      signature: FailureSignature(evidence))
  }
}
