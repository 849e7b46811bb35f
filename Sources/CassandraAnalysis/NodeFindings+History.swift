// From a node's history to its findings: wall-clock times become instants where the zone is known, errors get
// their outcome, counts become warnings.

public import CassandraModel

extension NodeFindings {
  /// The findings from `history`.
  ///
  /// - Parameters:
  ///   - node: the node's name.
  ///   - history: the collected records of the node.
  ///   - given: the zone that the user named for this node, with its rule; nil if there is none.
  ///   - declared: the zone that a manifest names for it; nil to infer it if it is not given, either.
  public init(
    _ node: NodeID, _ history: NodeHistory, given: (name: String, rule: ZoneRule)? = nil,
    declared: (name: String, rule: ZoneRule)? = nil
  ) {
    let log = history.log
    let zone =
      given.map { LogZone.given($0.name, history.placed($0.rule)) }
      ?? declared.map { LogZone.declared($0.name, history.placed($0.rule)) }
      ?? history.inferredZone
    self.node = node
    self.zone = zone
    uncertainTimes = history.uncertainTimes(in: zone)
    logRecords = log.recordCount
    attributes = history.attributes(in: zone)
    processes = log.processes.runs(in: zone)
    outages = NodeFindings.outages(
      processes, log.service.stops, history.switches, history.samples, in: zone)
    gossipOff = NodeFindings.gossipOff(
      log.service.gossipOff?.evidence(in: zone), history.switches[.gossipActive])
    sightings = history.sightings
    tombstones = log.pressure.tombstones.reads(in: zone)
    var faults = log.faults(in: zone, processes, history.samples)
    let ends = processes.filter { $0.end == .abrupt && history.isCounted($0.last) }
    if !ends.isEmpty { faults.append(Fault(abruptEnds: ends, of: processes)) }
    let thresholds = TombstoneThresholds(attributes)
    faults += tombstones.map {
      Fault($0.reads, of: $0.table, samples: history.samples, thresholds: thresholds)
    }
    self.faults = faults.sorted(by: Fault.isBefore)
    faultDirectories = Set(faults.flatMap(\.dataDirectories))
    timeline = log.timeline.entries(in: zone)
    pauses = log.pressure.pauses.sorted { $0.key < $1.key }.map { (collector: $0.key, pauses: $0.value) }
    drops = log.pressure.drops.sorted { $0.key < $1.key }.map { (verb: $0.key, drops: $0.value) }
    flushes = log.pressure.flushes.compactMap { name, flushes in
      TableName(dotted: name).map { (table: $0, flushes: flushes) }
    }
    .sorted { $0.table < $1.table }
    flushed = log.pressure.flushed.all
    strains = log.pressure.strains
    statements = log.pressure.statements.all
    pauseSummaries =
      log.pressure.gc.summaries(processes, in: zone) + history.gcPauses.summaries(processes)
    (activity, activitySource) = history.tableActivity
    failureSteps = log.failureCounts.steps(in: zone)
    ledger = history.ledger(in: zone)
    compactionRows = history.compactions
    compactedBytes = log.compacted.all
    operations = log.operationsToTheEnd
    milestones = log.milestones.all
    machineEvents = history.machineEvents
    schemas = history.schemas
    replications = Dictionary(
      history.schemas.sorted { $0.key < $1.key }.map { ($0.key.keyspace, $0.value.replication) },
      uniquingKeysWith: { first, _ in first })
    series = history.series
    logSeries = log.pressure.pools.moved(by: zone)
    loadFigures = history.load.figures
    statusSamples = (log.pressure.status.samples(in: zone), log.pressure.status.leftOut)
    statusTables = log.pressure.status.largest
    samples = history.samples
    trend = history.trends[node]
    polls = history.polls.sorted { $0.key < $1.key }.map { command, counts in
      PollSummary(
        command: command, succeeded: counts.succeeded, failed: counts.failed, first: counts.first,
        last: counts.last, failures: counts.failures, times: counts.times)
    }
    monitors = history.monitors
    ring = history.ring.sorted { $0.key < $1.key }.map(\.value)
    gossip = history.gossip.sorted { $0.key < $1.key }.map(\.value)
    repairOccurrences = history.occurrences(of: [
      "repair.command_started", "repair.command_finished", "repair.command_failed",
    ])
    sstableFacts = history.occurrences(of: [
      "sstable.metadata", "sstable.blocker", "sstable.partition", "sstable.statistic",
    ])
    diagnostics = history.diagnostics
    clockIDs = log.clockIDs
    var moments = processes.flatMap { [$0.start, $0.last] }
    moments += polls.flatMap { [$0.first, $0.last] }.compactMap { $0.map { .utc($0) } }
    if let period = history.samples.period { moments += [.utc(period.lowerBound), .utc(period.upperBound)] }
    let first = moments.min { $0.sortKey < $1.sortKey }
    let last = moments.max { $0.sortKey < $1.sortKey }
    if let first, let last { covered = (first, last) } else { covered = nil }
  }
}

extension NodeHistory {
  /// The zone that the heads of records state; else the zone from ids in the log; else the zone from the
  /// stamps before records; else the zone from gossip's generation, which is the second of the process's
  /// start in UTC and is printed by `nodetool info`.
  public var inferredZone: LogZone { zoneOfLog ?? zoneOfStarts }

  /// The zone from the log alone; nil if the log does not show it.
  private var zoneOfLog: LogZone? {
    if let stated = zone(from: .heads) { return stated }
    if case .inferred = log.zone.zone { return log.zone.zone }
    return zone(from: .stamps)
  }

  /// Its clock, as far as it is known before its captures are read.
  public var clock: WallClock? { (givenZone ?? zoneOfLog?.rule)?.clock }

  /// Evidence in the capture that its clock was not in `zone`.
  public func contradictions(of zone: LogZone) -> [LogZone.Witness] {
    guard let rule = zone.rule else { return [] }
    var evidence = [self.zone(from: .heads), log.zone.zone, self.zone(from: .stamps)].compactMap { $0 }
    // Starts of the process are weak evidence: used only without any other.
    if evidence.allSatisfy({ $0.witnesses.isEmpty }) { evidence = [zoneOfStarts] }
    return evidence.flatMap(\.witnesses).filter { witness in
      // In a repeated hour both instants are right.
      rule.localTime(witness.first.instant(at: witness.offset)).milliseconds != witness.first.milliseconds
    }
  }

  private var zoneOfStarts: LogZone {
    var evidence = ZoneEvidence(.starts)
    for generation in attributes.entries where generation.attribute.name == .generation {
      // Seconds since 1970, of 32 bits in gossip.
      guard let seconds = UInt32(generation.attribute.value) else { continue }
      let made = Instant(milliseconds: Int64(seconds) * 1000)
      for start in log.processes.starts {
        // Gossip begins between the first line and readiness; a minute covers the unknown rest.
        let after = LocalTime(milliseconds: start.at.milliseconds + 60_000)
        for _ in 0..<generation.count {
          evidence.add(made, loggedAt: start.ready ?? after, source: start.source)
        }
      }
    }
    return evidence.majority
  }

  /// The zone from moments that are known both on the clock and in UTC; nil if there are none.
  private func zone(from basis: LogZone.Basis) -> LogZone? {
    var evidence = ZoneEvidence(basis)
    for (utc, wallClock, source) in clockReadings(basis == .heads ? .clockStated : .clockStamped) {
      if basis == .heads {
        let offset = UTCOffset(seconds: (wallClock.milliseconds - utc.milliseconds) / 1000)
        evidence.add(offset, wallClock, source)
      } else {
        evidence.add(stamp: utc, on: wallClock, source: source)
      }
    }
    guard case .inferred(let witnesses, _) = evidence.zone else { return nil }
    return basis == .heads && witnesses.count == 1 ? .stated(witnesses[0].offset) : evidence.zone
  }

  /// In the order of time, across files.
  private func clockReadings(
    _ name: EventName
  ) -> [(utc: Instant, wallClock: LocalTime, source: SourceLocation)] {
    let readings = (occurrences[name] ?? []).compactMap {
      reading -> (utc: Instant, wallClock: LocalTime, source: SourceLocation)? in
      guard case .utc(let utc)? = reading.at,
        let milliseconds = reading.fields.integer(.wallClockMilliseconds),
        milliseconds.magnitude < 1 << 52, utc.milliseconds.magnitude < 1 << 52
      else { return nil }
      return (utc, LocalTime(milliseconds: milliseconds), reading.source)
    }
    return readings.sorted { $0.utc != $1.utc ? $0.utc < $1.utc : $0.source < $1.source }
  }

  func attributes(in zone: LogZone) -> [AttributeName: [Attribute]] {
    var all: [AttributeName: [Attribute]] = [:]
    for (name, values) in log.attributes.values {
      all[name] = values.map {
        Attribute(at: zone.moment($0.at), name: name, value: $0.value, source: $0.source)
      }
    }
    for attribute in attributes.entries.lazy.map(\.attribute) {
      let known = all[attribute.name] ?? []
      if !known.contains(where: { $0.value == attribute.value }) {
        all[attribute.name, default: []].append(attribute)
      }
    }
    // Neither the start of the process nor a command names the version.
    if all[.version]?.isEmpty ?? true, !log.statedReleases.values.isEmpty {
      all[.version] = log.statedReleases.values.map {
        Attribute(at: zone.moment($0.at), name: .version, value: $0.value, source: $0.source)
      }
    }
    return all
  }

  var tableActivity: ([(table: TableName, activity: TableActivity)], NodeFindings.ActivitySource) {
    var tables: [TableName: TableActivity] = [:]
    for (name, activity) in log.activity {
      // A compaction whose records name no table is counted under this name, and never dropped.
      tables[TableName(dotted: name) ?? TableName(keyspace: "?", table: "?")] = activity
    }
    let hasFinished = tables.values.contains { $0.finished > 0 }
    if !hasFinished {
      for row in compactions.values { tables[row.table, default: TableActivity()].add(row) }
    }
    let ordered = tables.sorted { $0.key < $1.key }.map { (table: $0.key, activity: $0.value) }
    if hasFinished || (compactions.isEmpty && !tables.isEmpty) { return (ordered, .log) }
    return (ordered, compactions.isEmpty ? .none : .history)
  }
}

extension LogHistory {
  /// Operations of the log; a command without an end went on at least to its last record.
  var operationsToTheEnd: [LoggedOperation] {
    var book = operations
    book.newProcess(after: lastAt)
    return book.all
  }
}

extension Fault {
  /// In the order in which they began.
  static func isBefore(_ a: Fault, _ b: Fault) -> Bool {
    if a.first.sortKey != b.first.sortKey { return a.first.sortKey < b.first.sortKey }
    if a.category.id != b.category.id { return a.category.id < b.category.id }
    if a.rootCause != b.rootCause { return a.rootCause < b.rootCause }
    // Two SSTables may fail in the same millisecond with the same words, on two threads.
    switch (a.evidence.first?.source, b.evidence.first?.source) {
    case (let left?, let right?): return left < right
    case (let left, _): return left != nil
    }
  }

  init(_ subject: Subject, _ entry: FaultBook.Entry, zone: LogZone, outcome: Outcome) {
    let proof = { (record: Failure.Record) in
      Evidence(
        at: zone.moment(record.at), text: record.text, source: record.source, name: record.name,
        directory: record.directory)
    }
    self.subject = subject
    category = entry.classification.category
    // An error that took the node out of service is critical, whatever its category says.
    severity = entry.reactions.isEmpty ? entry.classification.category.severity : .critical
    failures = entry.failures
    operations = FailedOperation.allCases.compactMap { one in
      entry.operations[one].map { (operation: one, count: $0) }
    }
    records = entry.records
    first = zone.moment(entry.first)
    last = zone.moment(entry.last)
    isTableInferred = entry.tables.isEmpty && !entry.inferredTables.isEmpty
    tables = entry.tables.union(entry.inferredTables).sorted()
    sstables = entry.sstables.sorted { $0.key < $1.key }.map(\.value)
    places = entry.places
    compactions = entry.compactions
    threads = entry.threads.sorted()
    processes = entry.processes.count
    rootCause = entry.classification.rootCause
    apparent = entry.classification.apparent
    issues = entry.issues.sorted()
    releases = entry.releases
    reactions = entry.reactions.map(proof)
    foreignFrame = entry.foreignFrame
    let reduced = Figure(title: "compactions reduced", value: .integer(Int64(entry.occurrences)))
    figures = (category.id == .diskScopeReduced ? [reduced] : []) + entry.figures
    alsoSeenAs = entry.otherCategories
    var records = entry.evidence
    if let last = entry.lastEvidence, !records.contains(last) { records.append(last) }
    episodes = entry.episodes.map { one in
      Episode(
        process: one.process, first: zone.moment(one.first), last: zone.moment(one.last),
        failures: one.failures, source: one.record.source)
    }
    evidence = records.map(proof).sorted { a, b in
      a.at.sortKey != b.at.sortKey ? a.at.sortKey < b.at.sortKey : a.source < b.source
    }
    self.outcome = outcome
  }
}
