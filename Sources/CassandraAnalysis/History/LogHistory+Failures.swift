// What the fold over a node's log makes of failures and of compactions that do not fit: which task failed, what it is
// about, and where it is counted.

import CassandraModel

extension LogHistory {
  // MARK: Space

  mutating func refuse(_ event: Event) {
    if let failure = failures.close(event.thread) { commit([failure]) }
    if let other = spaces.add(event) { commit(other) }
    guard let run = spaces.close(event.thread) else { return }
    var failure = makeFailure(event)
    failure.first = run.first
    failure.records = run.records
    failure.table = run.table
    failure.compaction = run.compaction
    failure.places = run.places
    failure.figures = run.figures
    failure.evidence = run.evidence.suffix(1) + run.evidence.dropLast()
    if let complete = failures.add(event, failure) { commit([complete]) }
  }

  /// A compaction that was reduced until it fitted, or whose end is not in the log.
  mutating func commit(_ run: SpaceRun) {
    guard isCounted(run.first), let evidence = run.evidence.first else { return }
    var failure = Failure(
      classification: Classification(named: "disk.scope_reduced", rootCause: evidence.text), thread: "",
      first: run.first, last: run.last,
      evidence: run.evidence, process: processes.number)
    failure.records = run.records
    failure.table = run.table
    failure.compaction = run.compaction
    failure.places = run.places
    failure.figures = run.figures + [Fault.Figure(title: "passes", value: .integer(Int64(run.passes)))]
    faults.add(failure)
    timeline.add(failure, process: processes.number)
  }

  // MARK: Failures

  mutating func fail(_ event: Event) {
    if EventName.startsRefused.contains(event.name) { processes.refused() }
    processes.failed(event)
    let failure = makeFailure(event)
    guard failure.classification.category.isError else {
      if isCounted(event.at) { faults.add(failure) }
      return
    }
    if let complete = failures.add(event, failure) { commit([complete]) }
    // The policy itself says so.
    if event.name == .startupRefused { failures.addReaction(event) }
  }

  /// A failure of one record: what it is, and what it is about as far as the record or its thread tell.
  private mutating func makeFailure(_ event: Event) -> Failure {
    let reading = readings.read(FailureEvidence(event, message: event.message))
    var failure = Failure(
      classification: reading.classification, thread: event.thread, first: event.at, last: event.at,
      evidence: [Failure.Record(event)], process: processes.number)
    let state = threads[event.thread]
    failure.sstables = reading.sstables
    failure.isBeforeStart = reading.isBeforeStart
    if let directory = reading.directory { failure.places = DiskPlaces(directories: [directory]) }
    if let log = reading.transactionLog {
      failure.table = log.table
      failure.compaction = log.id
    }
    if let chunk = reading.chunk {
      failure.figures = [
        Fault.Figure(title: "chunk offset", value: .integer(chunk.offset)),
        Fault.Figure(title: "chunk length", value: .integer(chunk.length)),
      ]
    }
    if failure.sstables.isEmpty, event.thread.hasPrefix("SSTableBatchOpen"),
      let opened = state?.opened.flatMap({ SSTableName(path: $0) })
    {
      failure.sstables = [opened]
      failure.isTableInferred = true
    }
    if let first = failure.sstables.first { failure.table = failure.table ?? first.table }
    failure.table = failure.table ?? table(event)
    if let scrub = state?.scrub, event.role == .scrubDamage || state?.isScrubbing == true {
      failure.isScrub = state?.isScrubbing == true && event.role == .scrubDamage
      failure.isFoundByScrub = true
      if failure.table == nil {
        failure.sstables = [scrub]
        failure.table = scrub.table
      }
    } else if let open = running[event.thread]?.open {
      inferCompaction(open, for: &failure, of: event)
    } else if event.role == .processKilled {
      if running.count == 1, let only = running.values.first {
        inferCompaction(only.open, for: &failure, of: event)
      }
    } else if failure.table == nil, let table = state?.validation {
      failure.table = table
      failure.isTableInferred = true
    }
    return failure
  }

  /// The open compaction of the thread failed. One that was refused never started: what is open is another. What meets
  /// the lack of space when it opens its output was let start.
  private func inferCompaction(_ open: OpenCompaction, for failure: inout Failure, of event: Event) {
    if failure.isBeforeStart { return }
    failure.compaction = failure.compaction ?? open.id
    if failure.classification.category.subject == .disk, failure.sstables.isEmpty,
      let inputs = running[event.thread]?.inputs
    {
      let directories = Set(SSTableMention.all(in: inputs).map(\.name.dataDirectory))
      failure.places.formUnion(DiskPlaces(inferred: directories))
    }
    if failure.table == nil {
      failure.table = open.table
      failure.isTableInferred = true
    }
  }

  mutating func commit(_ complete: [Failure]) {
    for failure in complete {
      // The task is over: what comes next on its thread is another.
      let task = running.first { $0.value.id == failure.compaction }
      if let task, task.key == failure.thread { running[task.key] = nil }
      retries.failed(failure, inputs: task?.value.inputs)
      let categories = [failure.classification.category, failure.classification.apparent]
      if categories.contains(where: { $0?.family == .corruption }), !failure.isFoundByScrub {
        let isLoaded = failure.classification.category.id != "corruption.sstable_not_loaded"
        for sstable in failure.sstables { watch.watch(sstable, isLoaded: isLoaded) }
      }
      guard isCounted(failure.first) else { continue }
      // A refused compaction may name no table: it is counted under none.
      let isRefusal = failure.classification.category.id == "disk.compaction_refused"
      if !failure.isBeforeStart, let id = failure.compaction, let source = failure.evidence.first?.source {
        ledger.failed(id, table: failure.table, at: failure.last, source: source)
      }
      if isRefusal || (failure.table != nil && failure.compaction != nil) {
        activity[failure.table?.description ?? "", default: TableActivity()].failed += 1
      }
      faults.add(failure)
      failureCounts.add(failure.classification.category.id, at: failure.first)
      timeline.add(failure, process: failure.process)
    }
  }
}
