// Failures and compactions that do not fit, from a node's log: the failed task, its subject, and the counter
// that it belongs to.

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

  /// Adds a compaction that was reduced until it fitted, or whose end is not in the log.
  mutating func commit(_ run: SpaceRun) {
    guard isCounted(run.first), let evidence = run.evidence.first else { return }
    var failure = Failure(
      classification: Classification(named: .diskScopeReduced, rootCause: evidence.text), thread: "",
      first: run.first, last: run.last,
      evidence: run.evidence, process: processes.number)
    failure.records = run.records
    failure.table = run.table
    failure.compaction = run.compaction
    failure.places = run.places
    failure.figures = run.figures + [Fault.Figure(title: "passes", value: .integer(Int64(run.passes)))]
    faults.add(failure)
    writes.failed(failure)
    timeline.add(failure, process: processes.number)
  }

  // MARK: Failures

  mutating func fail(_ event: Event) {
    if EventName.startsRefused.contains(event.name) { processes.refused() }
    processes.failed(event)
    let failure = makeFailure(event)
    if failure.classification.category.id == .processStartRefused { processes.refused() }
    // The trace of a read whose abort its thread has logged is no second failure.
    if failure.classification.category.id == .tombstonesOverload,
      pressure.tombstones.hasAborted(on: event.thread, at: event.at)
    {
      return
    }
    // A repeated failure of a thread belongs to the open one, whatever category it has alone.
    let isRepeat = event.role == .failureRepeat && failures.isOpen(for: event)
    guard failure.classification.category.isError || isRepeat else {
      if isCounted(event.at) { faults.add(failure) }
      return
    }
    if let complete = failures.add(event, failure) { commit([complete]) }
    // The record is the policy's own.
    if event.name == .startupRefused { failures.addReaction(event) }
  }

  /// A failure from one record: its category, and its subject as far as the record or its thread shows it.
  private mutating func makeFailure(_ event: Event) -> Failure {
    let reading = readings.read(FailureEvidence(event, message: event.message))
    var failure = Failure(
      classification: reading.classification, thread: event.thread, first: event.at, last: event.at,
      evidence: [Failure.Record(event)], process: processes.number)
    let state = threads[event.thread]
    failure.issues = reading.issues
    failure.release = reading.release
    if let release = reading.release { statedReleases.add(release, event) }
    failure.sstables = reading.sstables.map { resolve($0, on: event.thread) }
    if case .endRecord = failure.classification.category.closingEvidence {
      failure.words = String(event.message.prefix(500)) + " " + (table(event)?.description ?? "")
    }
    failure.isBeforeStart = reading.isBeforeStart
    failure.isOfWaiter = reading.isOfWaiter
    failure.foreignFrame = reading.foreignFrame
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
    failure.table = failure.table ?? reading.tableOfCopies ?? table(event)
    if let scrub = state?.scrub, event.role == .scrubDamage || state?.isScrubbing == true {
      failure.isScrub = state?.isScrubbing == true && event.role == .scrubDamage
      failure.isFoundByScrub = true
      failure.isFoundByVerify = state?.isVerifying == true
      if failure.table == nil {
        failure.sstables = [scrub]
        failure.table = scrub.table
      }
    } else if let task = running[event.thread] {
      inferCompaction(task, for: &failure)
    } else if event.role == .processKilled {
      if running.count == 1, let only = running.values.first { inferCompaction(only, for: &failure) }
    } else if failure.table == nil,
      let table = state?.validation ?? state?.memtable.map({ tableOfMemtable(called: $0) })
    {
      failure.table = table
      failure.isTableInferred = true
    }
    return failure
  }

  /// The input of the thread's compaction with that name; `sstable` itself when it has a table, or no input
  /// has the name.
  private func resolve(_ sstable: SSTableName, on thread: String) -> SSTableName {
    guard sstable.table == nil, let inputs = running[thread]?.inputs else { return sstable }
    return SSTableMention.all(in: inputs).lazy.map(\.name).first { $0.shortName == sstable.shortName }
      ?? sstable
  }

  /// The open compaction of the thread failed. A compaction that was rejected never started: the open one is
  /// another. A compaction that runs out of space when it opens its output had been let start.
  private func inferCompaction(_ task: Running, for failure: inout Failure) {
    if failure.isBeforeStart { return }
    failure.compaction = failure.compaction ?? task.id
    if failure.classification.category.subject == .disk, failure.sstables.isEmpty {
      let directories = Set(SSTableMention.all(in: task.inputs).map(\.name.dataDirectory))
      failure.places.formUnion(DiskPlaces(inferred: directories))
    }
    if failure.table == nil {
      failure.table = TableName(dotted: task.table)
      failure.isTableInferred = true
    }
  }

  /// Up to 4.0 a record of a flush has no keyspace: it is known if all other records agree on one.
  private func tableOfMemtable(called name: String) -> TableName {
    let known = Set(activity.keys).union(pressure.flushes.keys).compactMap { TableName(dotted: $0) }
    let keyspaces = Set(known.filter { $0.table == name }.map(\.keyspace))
    return TableName(keyspace: keyspaces.count == 1 ? keyspaces.first ?? "" : "", table: name)
  }

  mutating func commit(_ complete: [Failure]) {
    for failure in complete {
      // The task is over: later records of its thread belong to another.
      var task = failure.isBeforeStart ? nil : running[failure.thread]
      if task?.id == failure.compaction {
        running[failure.thread] = nil
      } else {
        task = failure.compaction.flatMap { id in running.values.first { $0.id == id } }
      }
      retries.failed(failure, inputs: task?.inputs)
      writes.failed(failure)
      endRecords.failed(failure)
      let categories = [failure.classification.category, failure.classification.apparent]
      if categories.contains(where: { $0?.family == .corruption }), !failure.isFoundByScrub {
        let isLoaded = failure.classification.category.id != .corruptionSSTableNotLoaded
        for sstable in failure.sstables { watch.watch(sstable, isLoaded: isLoaded) }
      }
      if failure.isFoundByScrub, let table = failure.table {
        operations.failed(failure.isFoundByVerify ? "Verify" : "Scrub", table, at: failure.last)
      }
      guard isCounted(failure.first) else { continue }
      // A rejected compaction may name no table: it is counted under none.
      let isRefusal = failure.classification.category.id == .diskCompactionRefused
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
