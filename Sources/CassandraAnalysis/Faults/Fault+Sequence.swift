// Errors that follow from a sequence of records: an unclean shutdown without a record of its own, a table
// whose reads are aborted over tombstones again and again.

import CassandraModel

extension Fault {
  /// Unclean shutdowns whose cause is not in the log.
  init(abruptEnds ends: [ProcessRun], of runs: [ProcessRun]) {
    let open = ends.flatMap(\.openCompactions)
    let evidence = ends.map { run in
      Evidence(
        at: run.last, text: "run \(run.number) of the process ends here without a shutdown",
        source: run.lastSource)
    }
    self.init(
      named: .processAbruptStop, subject: .process, failures: ends.count, records: 0,
      first: ends[0].last, last: ends[ends.count - 1].last, tables: Set(open.compactMap(\.table)).sorted(),
      compactions: Array(open.map(\.id).prefix(Fault.idLimit)),
      rootCause: "the next start follows without a shutdown before it", evidence: evidence)
    // A node that the disk-failure policy took out of service has to be restarted in any case.
    severity = open.isEmpty ? .warning : .critical
    processes = ends.count
    episodes = ends.map { run in
      Episode(process: run.number, first: run.last, last: run.last, failures: 1, source: run.lastSource)
    }
    isTableInferred = !tables.isEmpty
    // A start follows each end that counts; the end is not known without it.
    if let last = ends.last, let next = runs.first(where: { $0.number > last.number && $0.ready != nil }) {
      outcome = .resolved(
        by: .startedAgain,
        Outcome.Evidence(at: next.ready ?? next.start, source: next.readySource ?? next.source))
    }
  }

  /// Reads over tombstones of one table.
  init(
    _ reads: TombstoneReads, of table: TableName?, samples: SampleStore,
    thresholds: TombstoneThresholds = .standard
  ) {
    self.init(
      named: reads.aborts > 0 ? .tombstonesOverload : .tombstonesWarning,
      subject: table.map { .table($0) } ?? .signature("tombstones"),
      // A read with a warning returned its result; an aborted one logs its warning, too.
      failures: reads.aborts, records: reads.aborts > 0 ? reads.aborts + reads.pairs : reads.warnings,
      first: reads.firstAbort ?? reads.first, last: reads.lastAbort ?? reads.last,
      tables: table.map { [$0] } ?? [], compactions: [],
      rootCause: reads.aborts > 0
        ? "reads met the tombstone failure threshold" : "reads met the tombstone warning threshold",
      evidence: reads.evidence)
    if reads.aborts > 0 { operations = [(.read, reads.aborts)] }
    figures = [
      Figure(title: "reads aborted", value: .integer(Int64(reads.aborts))),
      Figure(title: "reads warned", value: .integer(Int64(reads.warnings))),
      Figure(title: "most tombstones in one read", value: .integer(reads.maximum)),
    ]
    outcome = Fault.tombstoneOutcome(
      after: last, of: table, reads.aborts > 0 ? thresholds.failure : thresholds.warning, samples)
  }

  /// Resolved from the first sample below the threshold after which none reaches it. A sample covers the last
  /// five minutes.
  private static func tombstoneOutcome(
    after last: Moment, of table: TableName?, _ limit: Double, _ samples: SampleStore
  ) -> Outcome {
    guard let table, last.isUTC else { return .unknown }
    let series = samples[
      .tableTombstonesPerSliceMax, Labels([("keyspace", table.keyspace), ("table", table.table)])]
    let later = series?.points.filter { $0.at.milliseconds > last.sortKey } ?? []
    let above = later.lastIndex { $0.value >= limit }
    let below = above.map { later[($0 + 1)...].first } ?? later.first
    guard let below else { return .unknown }
    return .resolved(
      by: .belowThreshold, Outcome.Evidence(at: .utc(below.at), source: samples.source(of: below)))
  }

  private init(
    named id: CategoryID, subject: Subject, failures: Int, records: Int, first: Moment, last: Moment,
    tables: [TableName], compactions: [TimeUUID], rootCause: String, evidence: [Evidence]
  ) {
    let classification = Classification(named: id, rootCause: rootCause)
    self.subject = subject
    category = classification.category
    severity = classification.category.severity
    self.failures = failures
    self.records = records
    self.first = first
    self.last = last
    self.tables = tables
    isTableInferred = false
    sstables = []
    self.compactions = compactions
    threads = []
    processes = 1
    self.rootCause = rootCause
    apparent = nil
    reactions = []
    figures = []
    self.evidence = Array(evidence.prefix(5))
    episodes = []
    outcome = .open(.noEnd, nil)
  }
}

/// The numbers of tombstones at which a read logs a warning, or is aborted.
struct TombstoneThresholds {
  var warning: Double
  var failure: Double

  /// Cassandra's defaults.
  static let standard = TombstoneThresholds(warning: 1000, failure: 100_000)

  /// The thresholds from the node's latest settings, else the defaults.
  init(_ attributes: [AttributeName: [Attribute]]) {
    let value = { (name: String) in
      attributes[AttributeName(name)]?.last.flatMap { Double($0.value) }.flatMap { $0 > 0 ? $0 : nil }
    }
    self = .standard
    if let set = value("config_tombstone_warn_threshold") { warning = set }
    if let set = value("config_tombstone_failure_threshold") { failure = set }
  }

  private init(warning: Double, failure: Double) { (self.warning, self.failure) = (warning, failure) }
}
