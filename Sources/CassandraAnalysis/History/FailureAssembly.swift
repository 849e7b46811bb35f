// From records to failures. Cassandra logs one failure as one to six records on one thread within
// milliseconds: the uncaught exception, then again for each nested file-system or corruption cause, the
// out-of-memory handler's copy, the disk-failure policy's lines before or after. This file joins them: same
// thread, at most five seconds apart, the same root.

import CassandraModel

/// One failed task, assembled from its records.
struct Failure: Sendable {
  var classification: Classification
  let thread: String
  var first: LocalTime
  var last: LocalTime
  var records = 1
  var sstables: [SSTableName] = []
  /// The disk, where records name it without an SSTable.
  var places = DiskPlaces()
  var table: TableName?
  var isTableInferred = false
  var compaction: TimeUUID?
  var figures: [Fault.Figure] = []
  /// Numbers of the known bugs with such records.
  var issues: [Int] = []
  /// The release that its frames name; nil where they name none.
  var release: String?
  var evidence: [Record]
  var reactions: [Record] = []
  /// The run of the process in which it happened.
  let process: Int
  /// The text of the first record, where a later record of the same operation may report its success.
  var words = ""
  /// Foreign code in its trace.
  var foreignFrame: Throwable.ForeignFrame?
  /// True for a compaction that was rejected before it began: it has no start, and the thread's open one is
  /// another.
  var isBeforeStart = false
  /// True for a thread that waited and reports the failure of another.
  var isOfWaiter = false
  /// True while a scrub or verify of one SSTable reports damage: all its lines are one failure.
  var isScrub = false
  /// True for damage that a scrub or verify found: its end is logged before the failure is complete.
  var isFoundByScrub = false
  /// True when it was a verify.
  var isFoundByVerify = false

  /// A record that belongs to a failure.
  struct Record: Sendable, Hashable {
    let name: EventName
    let at: LocalTime
    let text: String
    /// The directory that a failure policy gave up; nil for any other record.
    let directory: String?
    let source: SourceLocation

    init(_ event: Event) {
      name = event.name
      directory = nil
      at = event.at
      text = Record.text(of: event)
      source = event.source
    }

    /// A reaction of the policy: its text names the action, the exception below it the reason.
    init(reaction event: Event) {
      let words = Record.text(of: event)
      name = event.name
      directory = event.fields.text(FieldName("directory"))
      at = event.at
      text = event.throwable == nil || event.message.isEmpty ? words : event.message + " " + words
      source = event.source
    }

    /// The exception in one line, with its root after an arrow; without an exception the record's own text.
    private static func text(of event: Event) -> String {
      guard let throwable = event.throwable else {
        return event.message.isEmpty ? event.fields.values.map(\.text).joined(separator: " ") : event.message
      }
      let outer = throwable.outermost.text
      let root = throwable.root.text
      return outer.hasSuffix(root) ? outer : outer + " ← " + root
    }
  }
}

/// Assembles failures, thread by thread.
struct FailureAssembly: Sendable {
  /// Failures whose records may not be complete yet, by thread.
  private var open: [String: Failure] = [:]
  /// Reactions of the policy before any failure of their thread.
  private var earlyReactions: [String: [Failure.Record]] = [:]

  var isEmpty: Bool { open.isEmpty }

  /// In milliseconds: a long trace on a full disk takes seconds; the commit log prints its cause two seconds
  /// late.
  static let window: Int64 = 5000
  private static let evidenceLimit = 3
  /// In milliseconds: a record and the exception that it belongs to follow each other at once.
  private static let moment: Int64 = 1000

  /// Adds a failure record. Returns the failure of its thread that is complete now, if any.
  mutating func add(_ event: Event, _ failure: Failure) -> Failure? {
    if var current = open[event.thread], FailureAssembly.belong(current, failure, event) {
      current.absorb(failure)
      open[event.thread] = current
      return nil
    }
    let complete = open[event.thread]
    var fresh = failure
    if let other = sameFailure(as: failure, event) {
      guard var told = open.removeValue(forKey: other) else { return nil }
      if failure.isOfWaiter || event.role == .failureRepeat {
        told.absorb(failure)
        open[other] = told
        return nil
      }
      // The waiting thread logged first.
      fresh.first = min(fresh.first, told.first)
      fresh.absorb(told)
    }
    if let early = earlyReactions.removeValue(forKey: event.thread) {
      fresh.reactions = early.filter { event.at.milliseconds - $0.at.milliseconds <= FailureAssembly.window }
    }
    open[event.thread] = fresh
    return complete
  }

  /// The thread whose open failure a record of another thread repeats: one of the two waited for the other,
  /// or the JVM printed it without a thread.
  private func sameFailure(as failure: Failure, _ event: Event) -> String? {
    open.filter { thread, other in
      guard thread != event.thread,
        abs(event.at.milliseconds - other.reach.milliseconds) <= FailureAssembly.window
      else { return false }
      if failure.isOfWaiter != other.isOfWaiter {
        return failure.classification.rootCause == other.classification.rootCause
      }
      let isBare = thread.isEmpty || (event.thread.isEmpty && event.role == .failureRepeat)
      return isBare && failure.classification.category.family == other.classification.category.family
    }.min { ($0.value.first, $0.key) < ($1.value.first, $1.key) }?.key
  }

  /// Adds a line of the disk-failure policy to the failure of its thread, before or after it.
  mutating func addReaction(_ event: Event) {
    let record = Failure.Record(reaction: event)
    if isOpen(for: event), var current = open[event.thread] {
      current.reactions.append(record)
      open[event.thread] = current
    } else {
      earlyReactions[event.thread, default: []].append(record)
    }
  }

  /// True when a failure of the event's thread may still get records.
  func isOpen(for event: Event) -> Bool {
    guard let current = open[event.thread] else { return false }
    return event.at.milliseconds - current.reach.milliseconds <= FailureAssembly.window
  }

  /// Changes the failure that is open on `thread`, if there is one.
  mutating func update(_ thread: String, _ change: (inout Failure) -> Void) {
    guard var failure = open[thread] else { return }
    change(&failure)
    open[thread] = failure
  }

  /// The failure of `thread`, which can get no more records: its thread has begun another task.
  mutating func close(_ thread: String) -> Failure? {
    open.isEmpty ? nil : open.removeValue(forKey: thread)
  }

  /// All failures that are too old to get more records at `time`; without a time, all of them. In the order
  /// in which they began.
  mutating func closeAll(before time: LocalTime?) -> [Failure] {
    var complete: [Failure] = []
    for (thread, failure) in open {
      if let time, !failure.isScrub, time.milliseconds - failure.reach.milliseconds <= FailureAssembly.window
      {
        continue
      }
      if time != nil, failure.isScrub { continue }
      complete.append(failure)
      open[thread] = nil
    }
    return complete.sorted { $0.first != $1.first ? $0.first < $1.first : $0.thread < $1.thread }
  }

  /// Reactions without a failure: the policy acted and its cause is not in the log. Records that a command of an
  /// operator prints as well show a policy only on a thread that works on storage.
  mutating func closeReactions() -> [Failure.Record] {
    defer { earlyReactions = [:] }
    let own = earlyReactions.filter { thread, records in
      ThreadKind(thread: thread).isOfStorage
        || records.contains { !FailureAssembly.ambiguous.contains($0.name) }
    }
    return own.values.joined().sorted { $0.at != $1.at ? $0.at < $1.at : $0.source < $1.source }
  }

  private static let ambiguous: Set<EventName> = [
    EventName("policy.gossip_stop_comment"), EventName("policy.shutdown_announced"),
  ]

  private static func belong(_ a: Failure, _ b: Failure, _ event: Event) -> Bool {
    if a.isScrub, b.isScrub || event.at.milliseconds - a.last.milliseconds <= window { return true }
    guard event.at.milliseconds - a.reach.milliseconds <= window else { return false }
    if event.role == .failureRepeat { return true }
    // A bare record next to the exception that it belongs to.
    let ends = [a.classification.category, b.classification.category]
    if ends.contains(where: \.isBesideItsCause), event.at.milliseconds - a.reach.milliseconds <= moment {
      return true
    }
    let sharesSSTable = a.sstables.contains { own in b.sstables.contains { $0.base == own.base } }
    if !a.sstables.isEmpty, !b.sstables.isEmpty, !sharesSSTable { return false }
    return a.classification.category.id == b.classification.category.id
      || a.classification.category.family == b.classification.category.family
  }
}

extension Failure {
  /// The time until which further records are expected: the policy's lines count, too.
  var reach: LocalTime { max(last, reactions.last?.at ?? last) }

  /// Merges a further record of the same failure.
  mutating func absorb(_ other: Failure) {
    // The worse category of the same family decides: a rejected compaction is not one more pass of reducing
    // its scope.
    let (own, next) = (classification.category, other.classification.category)
    let isWorse = next.severity > own.severity && (own.isBesideItsCause || !next.isBesideItsCause)
    if isWorse || (own.isBesideItsCause && !next.isBesideItsCause) {
      classification = other.classification
    }
    records += other.records
    last = max(last, other.last)
    for sstable in other.sstables where !sstables.contains(sstable) { sstables.append(sstable) }
    if table == nil || (isTableInferred && !other.isTableInferred && other.table != nil) {
      table = other.table
      isTableInferred = other.isTableInferred
    }
    compaction = compaction ?? other.compaction
    places.formUnion(other.places)
    release = release ?? other.release
    for issue in other.issues where !issues.contains(issue) { issues.append(issue) }
    for figure in other.figures where !figures.contains(figure) { figures.append(figure) }
    for record in other.evidence where evidence.count < 3 { evidence.append(record) }
    reactions += other.reactions
    isBeforeStart = isBeforeStart || other.isBeforeStart
    isScrub = isScrub || other.isScrub
    isFoundByScrub = isFoundByScrub || other.isFoundByScrub
    isFoundByVerify = isFoundByVerify || other.isFoundByVerify
    foreignFrame = foreignFrame ?? other.foreignFrame
  }
}
