// Warnings without a failure: pauses, drops, large partitions, tombstones, full queues. Counted by kind and
// subject, with the worst of each and its place.

public import CassandraModel

/// Garbage-collection pauses of one collector.
public struct PauseCounts: Sendable, Equatable {
  /// Pauses that Cassandra logged (longer than its `gc_log_threshold`, 200 ms by default).
  public internal(set) var count = 0
  /// Number of pauses of a second or more: Cassandra's own warning threshold from 4.0.
  public internal(set) var long = 0
  /// Their total in milliseconds.
  public internal(set) var milliseconds: Int64 = 0
  /// The longest in milliseconds.
  public internal(set) var longest: Int64 = 0
  /// Place of the longest.
  public internal(set) var source: SourceLocation
}

/// Messages of one verb that were dropped after their time-out.
public struct DropCounts: Sendable, Equatable {
  /// Number of reports of drops.
  public internal(set) var reports = 0
  /// Messages this node dropped on its own behalf.
  public internal(set) var local: Int64 = 0
  /// Messages dropped on behalf of other nodes.
  public internal(set) var crossNode: Int64 = 0
  /// The first report.
  public internal(set) var source: SourceLocation
}

/// Partitions of one table over the warning threshold.
public struct LargePartitions: Sendable, Equatable {
  /// Warnings.
  public internal(set) var count = 0
  /// The largest in bytes; nil when no warning has a size.
  public internal(set) var largest: Int64?
  /// Place of the largest.
  public internal(set) var source: SourceLocation
}

/// Memtable flushes of one table.
public struct FlushCounts: Sendable, Equatable {
  /// Number of ended flushes.
  public internal(set) var count = 0
  /// Bytes they wrote.
  public internal(set) var bytes: Int64 = 0

  mutating func add(_ event: some LogRecord) {
    count += 1
    bytes = bytes.addingClamped(event.integer(.sizeBytes) ?? 0)
  }
}

/// Another warning, by message.
public struct SignCounts: Sendable, Equatable {
  /// Number of records.
  public internal(set) var count = 0
  /// The sum of the numbers in its records; nil when they have none.
  public internal(set) var sum: Int64?
  /// The largest count of one record.
  public internal(set) var most: Int64?
  /// The text of its first record.
  public internal(set) var words: String
  /// Place of the first.
  public internal(set) var source: SourceLocation
}

extension FieldName {
  static let sizeBytes = FieldName("size_bytes")
  fileprivate static let collector = FieldName("collector")
  fileprivate static let pool = FieldName("pool")
}

extension EventName {
  fileprivate static let compactionManager = EventName("status.compaction_manager")
  fileprivate static let statusMemtable = EventName("status.memtable")
  fileprivate static let statusMemtableRow = EventName("status.memtable_row")
}

/// Collects the warnings of one node.
struct PressureBook: Sendable {
  private(set) var pauses: [String: PauseCounts] = [:]
  private(set) var drops: [String: DropCounts] = [:]
  private(set) var partitions: [TableName: LargePartitions] = [:]
  /// By table as the log writes it, `keyspace.table`.
  private(set) var flushes: [String: FlushCounts] = [:]
  private(set) var flushed = FlushedBook()
  private(set) var signs: [SignKey: SignCounts] = [:]
  /// Pauses by run and collector.
  var gc = LoggedPauses()
  /// Statements that were slow, timed out or met tombstones.
  private(set) var statements = StatementBook()
  private(set) var tombstones = TombstoneBook()
  /// Rows of the thread-pool table. Their instants are wall-clock times until the zone is known.
  private(set) var pools = SeriesBook()
  /// The thread-pool table over time, and memtables.
  private(set) var status = StatusBook()

  mutating func receive(_ event: some LogRecord) {
    switch event.role {
    case .gcPause: pause(event)
    case .droppedMessages: drop(event)
    case .largePartition: partition(event)
    case .tombstoneWarning:
      tombstones.warning(event)
      statements.tombstones(event)
    case .tombstoneAbort:
      tombstones.abort(event)
      statements.tombstones(event)
    case .flushFinished: flushFinished(event)
    case .poolRow: row(event)
    case .flushStarted: break
    default: sign(event)
    }
  }

  mutating func flushFinished(_ event: some LogRecord) {
    flushes[event.text(.table) ?? "", default: FlushCounts()].add(event)
    flushed.add(event)
  }

  private func table(_ event: some LogRecord) -> TableName? {
    event.text(.table).flatMap { TableName(dotted: $0) }
  }

  private mutating func sign(_ event: some LogRecord) {
    if event.name == .slowOperation { return statements.operation(event, .slow) }
    if event.name == .timedOutOperation { return statements.operation(event, .timedOut) }
    let known = KnownWarning.all[event.name]
    var key = SignKey(name: event.name, subject: known?.subject.flatMap { event.text($0) } ?? "")
    if signs[key] == nil, signs.count >= PressureBook.signLimit {
      key = SignKey(name: event.name, subject: "")
    }
    // Only the first one's text is kept, and the text of a packed record is built on demand.
    var counts = signs[key] ?? SignCounts(words: event.message, source: event.source)
    counts.count += 1
    if let field = known?.amount?.field, let amount = event.integer(field) {
      counts.sum = (counts.sum ?? 0).addingClamped(amount)
      counts.most = max(counts.most ?? amount, amount)
    }
    signs[key] = counts
  }

  /// Limit for a hostile log that names another subject with each record.
  private static let signLimit = 2000

  private mutating func pause(_ event: some LogRecord) {
    guard let duration = event.integer(.durationMilliseconds) else { return }
    let collector = event.text(.collector) ?? "?"
    gc.add(event, collector, milliseconds: duration)
    var counts = pauses[collector] ?? PauseCounts(source: event.source)
    counts.count += 1
    if duration >= 1000 { counts.long += 1 }
    counts.milliseconds = counts.milliseconds.addingClamped(duration)
    if duration > counts.longest {
      counts.longest = duration
      counts.source = event.source
    }
    pauses[collector] = counts
  }

  private mutating func drop(_ event: some LogRecord) {
    let local = event.integer(FieldName("internal")) ?? 0
    let crossNode = event.integer(FieldName("cross_node")) ?? 0
    // Cassandra also prints reports without a dropped message.
    guard local > 0 || crossNode > 0 else { return }
    let verb = event.text(FieldName("verb")) ?? "?"
    var counts = drops[verb] ?? DropCounts(source: event.source)
    counts.reports += 1
    counts.local = counts.local.addingClamped(local)
    counts.crossNode = counts.crossNode.addingClamped(crossNode)
    drops[verb] = counts
  }

  private mutating func partition(_ event: some LogRecord) {
    guard let table = table(event) else { return }
    var counts = partitions[table] ?? LargePartitions(source: event.source)
    counts.count += 1
    if let bytes = event.integer(.sizeBytes), bytes > (counts.largest ?? -1) {
      counts.largest = bytes
      counts.source = event.source
    }
    partitions[table] = counts
  }

  private mutating func row(_ event: some LogRecord) {
    if event.name == .statusMemtable || event.name == .statusMemtableRow { return status.addTable(event) }
    if event.name != .compactionManager { status.addPool(event) }
    // As if in UTC, until the zone is known. Such a time cannot say that it is the second of two.
    let at = event.at.isRepeated ? nil : Instant(milliseconds: event.at.milliseconds)
    let isManager = event.name == .compactionManager
    let labels = isManager ? Labels.none : Labels([("pool", event.text(.pool) ?? "")])
    for column in PressureBook.columns {
      guard let value = event.integer(column.field) else { continue }
      guard let metric = isManager ? column.managerMetric : column.metric else { continue }
      pools.add(
        Sample(
          at: at, atKind: .content, metric: metric, labels: labels, value: Double(value),
          source: event.source))
    }
  }

  private static let columns: [(field: FieldName, metric: MetricName?, managerMetric: MetricName?)] = [
    (FieldName("active"), MetricName("pool_active"), MetricName("compaction_active")),
    (FieldName("pending"), MetricName("pool_pending"), MetricName("compaction_pending_tasks")),
    (FieldName("blocked"), MetricName("pool_blocked"), nil),
    (FieldName("completed"), MetricName("pool_completed_total"), nil),
    (FieldName("all_time_blocked"), MetricName("pool_blocked_total"), nil),
  ]
}
