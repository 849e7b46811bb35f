// Failures grouped by what they are truly about. Memory grows with the number of subjects, not of failures.

import CassandraModel

/// The faults of one node while its log is read, on the node's wall clock.
struct FaultBook: Sendable {
  struct Key: Hashable, Sendable {
    /// What kinds of failure are one fault.
    let kind: String
    let subject: Fault.Subject
  }

  /// One damaged data file shows in all these ways, depending on who reads it and how far: a compaction, a
  /// read, verify, scrub. Damage of other components is another fault.
  private static let dataDamage: Set<String> = [
    "corruption.block_checksum", "corruption.digest", "corruption.row", "corruption.scrub_damage",
    "corruption.truncated", "corruption.unspecified",
  ]

  /// One fault while it grows.
  struct Entry: Sendable {
    let classification: Classification
    /// Other categories of the same fault, in the order in which they came.
    var otherCategories: [ErrorCategory] = []
    /// Failures, and what was no failure but told of the same.
    var occurrences = 0
    var failures = 0
    /// The failures by what the tasks were doing.
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
    /// Numbers of the known bugs that its records look like: no more than the table has.
    var issues: Set<Int> = []
    /// The releases that its frames name, in the order in which they came.
    var releases: [String] = []

    mutating func add(_ failure: Failure) {
      let category = failure.classification.category
      occurrences += 1
      // A compaction that was reduced until it fitted did its work.
      if category.id != "disk.scope_reduced" {
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
        // Keep the component that was named first: it is the one that failed.
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
      // The figures of the first failure stand for all; of later ones the first record is proof enough.
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
  /// A longer silence than this parts two episodes.
  private static let episodeGap: Int64 = 600_000
  private static let episodeLimit = 100
  private static let reactionLimit = 12
  /// A node is seldom upgraded more often within one log.
  private static let releaseLimit = 4
  private static let setLimit = Fault.idLimit

  /// The fault that a failure belongs to.
  static func key(of failure: Failure) -> Key {
    let category = failure.classification.category
    let kind = dataDamage.contains(category.id) ? "corruption.data" : category.id
    return Key(kind: kind, subject: subject(of: failure))
  }

  /// Adds one failure to the fault of its subject. In place: a copy of what a fault has for each of its failures would
  /// cost the square of their number.
  mutating func add(_ failure: Failure) {
    let key = FaultBook.key(of: failure)
    entries[
      key,
      default: Entry(classification: failure.classification, first: failure.first, last: failure.last)
    ].add(failure)
  }

  private static func add(_ failure: Failure, to episodes: inout [Episode]) {
    guard let record = failure.evidence.first else { return }
    let own = failure.classification.category.id == "disk.scope_reduced" ? 0 : 1
    if let last = episodes.last,
      episodes.count == episodeLimit
        || (last.process == failure.process
          && failure.first.milliseconds - last.last.milliseconds <= episodeGap)
    {
      episodes[episodes.count - 1].last = max(last.last, failure.last)
      episodes[episodes.count - 1].failures += own
      // Tasks are complete in another order than they began in.
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

  /// The disk-failure policy acted, and no failure on its thread says why. One action is told in several
  /// records; a pause of more than five seconds parts two of them.
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
        classification: Classification(named: "process.out_of_service", rootCause: record.text), thread: "",
        first: record.at, last: record.at, evidence: [record], process: process)
    }
    if let action { add(action) }
  }

  /// Adds a record that came late to the latest fault that `matches`; false when there is none.
  ///
  /// - Parameter sstable: what the record names and the fault did not.
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

  /// What a failure is about, as its category says: the thing that would have to be mended.
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

extension Classification {
  /// The classification that a sequence of records gives, where no single one does.
  init(named id: String, rootCause: String) {
    let evidence = FailureEvidence(
      throwable: nil, message: rootCause, thread: "", logger: "", event: EventName(id), role: .unrecognized)
    self.init(
      category: ErrorCategory.all.first { $0.id == id } ?? .unknown, apparent: nil, rootCause: rootCause,
      signature: FailureSignature(evidence))
  }
}
