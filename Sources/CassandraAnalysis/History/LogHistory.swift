// The history of one node, built from its log records in the order of time.
//
// The meaning of a record depends on the work of its thread: an exception names no table, but the compaction
// that is open on its thread does. So this is a fold, not a sum: records must come in order, each once. The
// collected values (errors, activity, counts) grow with subjects and runs, not with records.

public import CassandraModel

/// Builds the history of one node from its log records.
public struct LogHistory: Sendable {
  var readings = ClassificationCache()
  /// Only records in here are counted; earlier ones still show the work of threads.
  private let window: Range<Int64>

  var processes = ProcessTracker()
  var faults = FaultBook()
  var timeline = TimelineBook()
  private(set) var zone = ZoneEvidence()
  private(set) var clockIDs = ClockIDs()
  /// By table in the log's form, `keyspace.table`: every compaction needs a look-up.
  var activity: [String: TableActivity] = [:]
  var ledger = LedgerBook()
  var failureCounts = FailureCounts()
  private(set) var pressure = PressureBook()
  var operations = OperationBook()
  private(set) var compacted = CompactedBook()
  /// Time of the last record.
  private(set) var lastAt: LocalTime?
  private(set) var attributes = AttributeBook()
  /// The releases in the jars of frames: the versions of a log that lacks the start of the process.
  var statedReleases = StatedReleases()
  private(set) var milestones = MilestoneBook()
  var watch = SuspectWatch()
  var retries = RetryWatch()
  var writes = WriteWatch()
  var endRecords = EndRecordWatch()
  private(set) var service = ServiceWatch()
  /// Number of records that the analysis uses and that lie in the window.
  private(set) var recordCount = 0

  var failures = FailureAssembly()
  var spaces = SpaceRuns()
  var threads: [String: ThreadState] = [:]

  /// The running compactions, by thread.
  var running: [String: Running] = [:]

  struct Running {
    /// Nil up to 2.1, where records have none.
    let id: TimeUUID?
    /// `keyspace.table`; empty when its inputs do not name it.
    let table: String
    /// The list of its inputs, as the log has it.
    let inputs: String
    let source: SourceLocation

    /// Nil without an id.
    var open: OpenCompaction? {
      id.map { OpenCompaction(id: $0, table: TableName(dotted: table), source: source) }
    }
  }

  /// The work of a thread besides compaction, as far as its records show.
  struct ThreadState {
    /// The SSTable of the running scrub or verify, or of the last one.
    var scrub: SSTableName?
    var isScrubbing = false
    var isVerifying = false
    /// The path of the SSTable that it opened last, at start-up.
    var opened: String?
    /// The table of the running validation, or of the last one.
    var validation: TableName?
    /// The memtable of the running flush, or of the last one: the table's name without its keyspace.
    var memtable: String?
  }

  /// An empty history.
  ///
  /// - Parameters:
  ///   - since: records before this wall-clock time are not counted.
  ///   - until: records from this wall-clock time on are not counted.
  public init(since: LocalTime? = nil, until: LocalTime? = nil) {
    let lower = since?.milliseconds ?? .min
    window = lower..<max(lower, until?.milliseconds ?? .max)
  }

  /// Adds the record at `index` of `batch`; records come in order.
  mutating func receive(_ batch: EventBatch, at index: Int) {
    guard batch.isPacked(index) else { return receive(batch[index]) }
    let event = PackedEvent(batch, index)
    switch event.role {
    case .compactionStarted:
      guard begin(event) else { return }
      compactionStarted(event)
    case .compactionFinished:
      guard begin(event) else { return }
      compactionFinished(event)
    case .sstableDeleted:
      guard begin(event) else { return }
      if !watch.isEmpty { watch.deleted(event) }
    case .flushStarted: _ = begin(event)
    case .flushWriting:
      guard begin(event) else { return }
      flushWriting(event)
    case .flushFinished, .poolRow, .tombstoneWarning, .pressure:
      guard begin(event) else { return }
      if event.role == .flushFinished, writes.isWatching { writes.flushFinished(event) }
      if isCounted(event.at) { pressure.receive(event) }
    case .gcPause:
      guard begin(event) else { return }
      guard isCounted(event.at) else { return }
      if MilestoneBook.isLongPause(event) { milestones.receive(event.event, process: processes.number) }
      pressure.receive(event)
    default: receive(event.event)
    }
  }

  /// The part that every record contributes. False for a record after the window: the analysis does not know
  /// it yet, as if the log ended there.
  private mutating func begin(_ event: some LogRecord) -> Bool {
    if event.at.milliseconds >= window.upperBound { return false }
    lastAt = event.at
    zone.saw(event.at, source: event.source)
    processes.saw(event)
    if !failures.isEmpty { commit(failures.closeAll(before: event.at)) }
    if event.role != .telemetry, isCounted(event.at) { recordCount += 1 }
    return true
  }

  /// Takes the next record.
  public mutating func receive(_ event: Event) {
    let isStart = event.at.milliseconds < window.upperBound && processes.begins(with: event)
    if isStart { startProcess(event) }
    guard begin(event) else { return }
    processes.note(event)
    if isStart { note(event, .lifecycle, "start") }
    switch event.role {
    case .repair, .repairFailed, .stream, .streamFailed: clockIDs.saw(event)
    default: break
    }
    switch event.role {
    case .gcPause, .membership, .hints, .stream, .streamFailed, .repair, .repairFailed,
      .compactionInterrupted, .operatorAction:
      if isCounted(event.at) { milestones.receive(event, process: processes.number) }
    default: break
    }
    if event.name == .hintsDropped, isCounted(event.at) { pressure.receive(event) }
    switch event.role {
    case .compactionStarted: compactionStarted(event)
    case .compactionFinished: compactionFinished(event)
    case .compactionInterrupted: compactionInterrupted(event)
    case .spaceDetail, .spaceReduced:
      // A new task on this thread: a refusal before it has got all its records.
      if let failure = failures.close(event.thread) { commit([failure]) }
      if let run = spaces.add(event) { commit(run) }
    case .spaceRefused: refuse(event)
    case .failure, .failureRepeat, .sstableLost, .repairFailed, .streamFailed: fail(event)
    case .unrecognized: fail(event)
    case .policyReaction:
      if event.name == .jvmKilled {
        processes.endedItself(event)
        // The record has the trace of the failure, and the only one if no earlier record logged it.
        if event.throwable != nil, !failures.isOpen(for: event) { fail(event) }
      }
      if isCounted(event.at) { service.receive(event, process: processes.number) }
      failures.addReaction(event)
      note(event, .reaction, event.name.name)
    case .processKilled:
      processes.killed(event)
      fail(event)
    case .processStarted: break
    case .processReady:
      processes.ready(event)
      note(event, .lifecycle, "ready")
    case .processStopping:
      // Gossip announces its own stop in the same words as a shutdown.
      let isGossip = service.gossipOff.map { event.at.milliseconds - $0.at.milliseconds <= 1000 } ?? false
      guard event.name != .stopping || !isGossip else { break }
      processes.stopping()
      // A stop is logged in up to four records; the first one counts.
      note(event, .lifecycle, "stop")
    case .attributes: learn(event)
    case .sstableOpened: threads[event.thread, default: ThreadState()].opened = event.fields.text(.path)
    case .sstableDeleted: if !watch.isEmpty { watch.deleted(event) }
    case .scrubStarted, .scrubFinished, .scrubDamage: scrub(event)
    case .leak: leak(event)
    case .flushWriting: flushWriting(event)
    case .tombstoneWarning, .tombstoneAbort, .largePartition, .gcPause, .droppedMessages, .poolRow,
      .flushStarted, .flushFinished, .pressure:
      if event.role == .flushFinished, writes.isWatching { writes.flushFinished(event) }
      if isCounted(event.at) { pressure.receive(event) }
    case .repair, .stream, .hints:
      if !endRecords.isEmpty { endedWell(event) }
      if event.name == .validationStarted {
        threads[event.thread, default: ThreadState()].validation = table(event)
      }
      if event.role == .repair, isCounted(event.at) { operations.receive(event) }
      note(event, .cluster, event.name.name + " " + peer(event))
    case .membership:
      // A node's own way into the ring shows in its start and its readiness.
      if !LogHistory.ownStates.contains(event.name) {
        note(event, .cluster, event.name.name + " " + peer(event))
      }
    case .operatorAction:
      operatorAction(event)
    case .telemetry: break
    }
  }

  /// To be called once after the last record: completes open failures and operations.
  public mutating func finish() {
    commit(failures.closeAll(before: nil))
    for run in spaces.closeAll() { commit(run) }
    faults.addLoneReactions(failures.closeReactions(), process: processes.number)
  }

  /// True for a time of the node's wall clock in the window.
  func isCounted(_ time: LocalTime) -> Bool { window.contains(time.milliseconds) }

  private mutating func startProcess(_ event: Event) {
    finish()
    let open = running.values.compactMap(\.open).sorted { $0.source < $1.source }
    processes.started(event, open: open)
    pressure.gc.run = processes.number
    operations.newProcess(after: lastAt)
    threads = [:]
    running = [:]
    service.newProcess()
    watch.newProcess()
  }

  // MARK: Compactions

  private mutating func compactionStarted(_ event: some LogRecord) {
    let thread = event.thread
    let table = event.text(.table) ?? ""
    if let failure = failures.close(thread) { commit([failure]) }
    if let id = event.uuid(.id) {
      zone.add(id, loggedAt: event.at, source: event.source)
      if isCounted(event.at) { ledger.started(id, table: table, event) }
      clockIDs.made(id)
    }
    running[thread] = Running(
      id: event.uuid(.id), table: table, inputs: event.text(.inputs) ?? "", source: event.source)
    if !watch.isEmpty || !retries.isEmpty {
      var mayNameOne = false
      event.withText(.inputs) { mayNameOne = PathFilter.mayName($0, watch.names, retries.names) }
      if mayNameOne {
        watch.compactionStarted(event)
        retries.compactionStarted(event)
      }
    }
    if writes.isWatching { writes.compactionStarted(event) }
    if var run = spaces.close(thread) {
      run.table = run.table ?? TableName(dotted: table)
      run.compaction = run.compaction ?? event.uuid(.id)
      commit(run)
    }
    if isCounted(event.at) { activity[table, default: TableActivity()].started += 1 }
  }

  private mutating func compactionFinished(_ event: some LogRecord) {
    let table = event.text(.table) ?? ""
    let open = running[event.thread]
    if open?.id == event.uuid(.id) { running[event.thread] = nil }
    if !watch.isEmpty { watch.compactionFinished(event) }
    if !retries.isEmpty { retries.compactionFinished(event, process: processes.number) }
    // The output list is empty when no data was left: the start named the table.
    let own = table.isEmpty ? open?.table ?? "" : table
    if writes.isWatching { writes.compactionFinished(event, table: own) }
    guard isCounted(event.at) else { return }
    activity[own, default: TableActivity()].finish(event)
    if let id = event.uuid(.id) { ledger.finished(id, table: own, event) }
    compacted.add(event)
  }

  private mutating func compactionInterrupted(_ event: Event) {
    let table = event.fields.text(.table) ?? ""
    let open = running[event.thread]
    let own = table.isEmpty ? open?.table ?? "" : table
    running[event.thread] = nil
    guard isCounted(event.at) else { return }
    if let id = event.fields.uuid(.id) ?? open?.id { ledger.interrupted(id, table: own, event) }
    activity[own, default: TableActivity()].interrupted += 1
    note(event, .interrupted, own)
  }

  // MARK: SSTables

  private mutating func flushWriting(_ event: some LogRecord) {
    if let failure = failures.close(event.thread) { commit([failure]) }
    threads[event.thread, default: ThreadState()].memtable = event.text(FieldName("table_name"))
  }

  func table(_ event: Event) -> TableName? {
    event.fields.text(.table).flatMap { TableName(dotted: $0) }
  }

  private func sstable(_ event: Event) -> SSTableName? {
    event.fields.text(.path).flatMap { SSTableName(path: $0) }
  }

  private mutating func scrub(_ event: Event) {
    switch event.role {
    case .scrubStarted:
      if let failure = failures.close(event.thread) { commit([failure]) }
      threads[event.thread, default: ThreadState()].scrub = sstable(event)
      threads[event.thread]?.isScrubbing = true
      threads[event.thread]?.isVerifying = event.name == .verifyStarted
      operations.noteScrub(event, of: sstable(event)?.table)
      watch.scrubStarted(event)
      note(event, .scrub, event.name.name + " " + (event.fields.text(.table) ?? ""))
    case .scrubFinished:
      watch.scrubFinished(event)
      operations.noteScrub(event, of: sstable(event)?.table)
      threads[event.thread]?.isScrubbing = false
      failures.update(event.thread) { failure in
        failure.isScrub = false
        failure.last = event.at
      }
      note(event, .scrub, event.name.name + " " + (event.fields.text(.table) ?? ""))
    default:
      if let scrub = threads[event.thread]?.scrub, threads[event.thread]?.isScrubbing == true {
        watch.found(scrub)
        if event.name == .scrubNothingValid { watch.scrubRemoved(scrub, event) }
      }
      if let scrub = threads[event.thread]?.scrub, event.name == .scrubUnrecovered {
        let count = event.fields.integer(FieldName("partitions"))
        let unit = event.fields.text(FieldName("unit")) ?? "partitions"
        watch.scrubLost(.partitions(count, unit: unit), scrub.base)
      }
      fail(event)
    }
  }

  /// A reference that was not released names the file that the record of a failed open at start-up did not.
  private mutating func leak(_ event: Event) {
    let path = event.fields.text(.path).flatMap { SSTableName(path: $0) }
    guard let path else { return fail(event) }
    let isNamed = faults.attach(event, within: 60_000, naming: nil) { _, entry in
      entry.sstables[path.base] != nil
    }
    if isNamed { return }
    // Where the log has no line for each SSTable that is opened (3.11), the failed open names none.
    let isAttached = faults.attach(event, within: 60_000, naming: path) { _, entry in
      entry.sstables.isEmpty && entry.classification.category.id == .corruptionSSTableNotLoaded
    }
    if !isAttached { fail(event) }
  }

  // MARK: The rest

  /// Ends the error of the operation that this record reports as successful; hints that were sent in part do
  /// not count.
  private mutating func endedWell(_ event: Event) {
    switch event.name {
    case .hintsSent:
      if !event.message.hasSuffix(", partially") {
        endRecords.ended(event.fields.text(FieldName("file")) ?? "", event)
      }
    case .validationFinished: endRecords.ended(table(event)?.description ?? "", event)
    case .indexFinished: endRecords.ended(event.fields.text(FieldName("index")) ?? "", event)
    default: break
    }
  }

  private mutating func operatorAction(_ event: Event) {
    if !endRecords.isEmpty { endedWell(event) }
    service.operatorSwitched(event)
    if isCounted(event.at) { operations.receive(event) }
    if let table = table(event) {
      let isScrub = event.fields.text(FieldName("operation")) == "Scrub"
      if isScrub, event.name == .taskStarted { watch.scrubBegan(table) }
      if isScrub, event.name == .taskFinished { watch.scrubEnded(table, event) }
    }
    let operation = event.fields.text(FieldName("operation")) ?? ""
    note(event, .operatorAction, event.name.name + " " + operation + " " + (event.fields.text(.table) ?? ""))
  }

  private mutating func learn(_ event: Event) {
    if let version = event.fields.text(FieldName("version")) {
      processes.version(CassandraVersion.text(ofRelease: version))
    } else if let version = event.fields.text(FieldName("dse_version")) {
      processes.version(CassandraVersion.textOfDSE(version))
    }
    processes.learn(event)
    attributes.add(event)
  }

  private func peer(_ event: Event) -> String {
    event.fields.text(FieldName("peer")) ?? event.fields.text(FieldName("address")) ?? ""
  }

  private mutating func note(_ event: Event, _ kind: TimelineKind, _ subject: String) {
    guard isCounted(event.at) else { return }
    timeline.add(event, kind, subject, process: processes.number)
  }
}

extension LogHistory {
  private static let ownStates: Set<EventName> = [EventName("node.joining"), EventName("node.state_jump")]
}

extension EventName {
  static let hintsSent = EventName("hints.sent")
  static let validationFinished = EventName("repair.validation_finished")
  static let hintsDropped = EventName("hints.dropped")
  static let validationStarted = EventName("repair.validation_started")
  static let stopping = EventName("process.stopping")
  static let jvmKilled = EventName("policy.jvm_killed")
  static let startupRefused = EventName("failure.startup_refused")
  /// Records of a start that is given up with them.
  static let startsRefused: Set<EventName> = [
    startupRefused, EventName("failure.startup"), EventName("failure.startup_bare"),
    EventName("failure.commit_log_replay"),
  ]
  static let scrubUnrecovered = EventName("scrub.unrecovered")
  static let scrubNothingValid = EventName("scrub.nothing_valid")
  static let verifyStarted = EventName("verify.started")
  static let verifyFinished = EventName("verify.finished")
  static let taskStarted = EventName("operator.task_started")
  static let taskFinished = EventName("operator.task_finished")
}
