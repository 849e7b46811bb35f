// Faults that no single record tells of: a process that ended without a word, a table whose reads are
// aborted over tombstones again and again.

import CassandraModel

extension Fault {
  /// The process ended without order and nothing says why.
  init(abruptEndsOf runs: [ProcessRun]) {
    let ends = runs.filter { $0.end == .abrupt }
    let open = ends.flatMap(\.openCompactions)
    let evidence = ends.map { run in
      Evidence(
        at: run.last, text: "run \(run.number) of the process ends here without a shutdown",
        source: run.lastSource)
    }
    self.init(
      named: "process.abrupt_stop", subject: .process, failures: ends.count, records: 0,
      first: ends[0].last, last: ends[ends.count - 1].last, tables: Set(open.compactMap(\.table)).sorted(),
      compactions: Array(open.map(\.id).prefix(Fault.idLimit)),
      rootCause: "the next start follows without a shutdown before it", evidence: evidence)
    // A node that the disk-failure policy took out of service has to be restarted, one way or another.
    severity = open.isEmpty ? .warning : .critical
    processes = ends.count
    isTableInferred = !tables.isEmpty
  }

  /// Reads over tombstones of one table.
  init(_ reads: TombstoneReads, of table: TableName?) {
    self.init(
      named: reads.aborts > 0 ? "tombstones.overload" : "tombstones.warning",
      subject: table.map { .table($0) } ?? .signature("tombstones"),
      // A read that was only warned of gave its result; an aborted one logs its warning, too.
      failures: reads.aborts, records: reads.aborts > 0 ? 2 * reads.aborts : reads.warnings,
      first: reads.firstAbort ?? reads.first, last: reads.lastAbort ?? reads.last,
      tables: table.map { [$0] } ?? [], compactions: [],
      rootCause: reads.aborts > 0
        ? "reads met the tombstone failure threshold" : "reads met the tombstone warning threshold",
      evidence: reads.evidence)
    figures = [
      Figure(title: "reads aborted", value: .integer(Int64(reads.aborts))),
      Figure(title: "reads warned", value: .integer(Int64(reads.warnings))),
      Figure(title: "most tombstones in one read", value: .integer(reads.maximum)),
    ]
  }

  private init(
    named id: String, subject: Subject, failures: Int, records: Int, first: Moment, last: Moment,
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
    outcome = .open
  }
}
