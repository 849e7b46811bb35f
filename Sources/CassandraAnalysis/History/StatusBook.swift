// StatusLogger's tables over time: each thread pool with tasks, and of each table the most writes and bytes
// in its memtable.

public import CassandraModel

/// One row of StatusLogger's table of thread pools.
public struct StatusSample: Sendable, Hashable {
  /// The time of the record; local while the node's zone is not known.
  public let at: Moment
  /// The thread pool.
  public let pool: String
  /// Tasks at work.
  public let active: Int64?
  /// Tasks that wait.
  public let pending: Int64?
  /// Tasks that wait to enter the queue.
  public let blocked: Int64?
  /// Tasks ever completed.
  public let completed: Int64?
  /// Tasks ever blocked.
  public let allTimeBlocked: Int64?
  /// File and line.
  public let source: SourceLocation
}

/// The memtable of one table, at its largest in StatusLogger's records.
public struct StatusTable: Sendable, Hashable {
  /// The table.
  public let table: TableName
  /// How often the log has it.
  public internal(set) var records = 0
  /// The most writes in the memtable.
  public internal(set) var operations: Int64 = 0
  /// The most bytes in the memtable.
  public internal(set) var bytes: Int64 = 0
  /// File and line of the most bytes.
  public internal(set) var source: SourceLocation
}

/// Collects StatusLogger's tables of one node. Memory is bounded.
struct StatusBook: Sendable {
  private struct Row {
    let at: LocalTime
    let pool: String
    let values: [Int64?]
    let source: SourceLocation
  }

  private var rows: [Row] = []
  private var tables: [String: StatusTable] = [:]
  /// Rows beyond the limit.
  private(set) var leftOut = 0

  private static let rowLimit = 100_000
  private static let tableLimit = 5_000
  private static let columns = ["active", "pending", "blocked", "completed", "all_time_blocked"].map {
    FieldName($0)
  }

  /// Adds a row of the table of pools. An idle pool has none.
  mutating func addPool(_ event: some LogRecord) {
    let values = StatusBook.columns.map { event.integer($0) }
    guard values[..<3].contains(where: { ($0 ?? 0) > 0 }) else { return }
    guard rows.count < StatusBook.rowLimit else {
      leftOut += 1
      return
    }
    rows.append(
      Row(at: event.at, pool: event.text(FieldName("pool")) ?? "", values: values, source: event.source))
  }

  mutating func addTable(_ event: some LogRecord) {
    guard let name = event.text(.table), let operations = event.integer(FieldName("operations")),
      let bytes = event.integer(FieldName("bytes"))
    else { return }
    if tables[name] == nil {
      guard tables.count < StatusBook.tableLimit, let table = TableName(dotted: name) else { return }
      tables[name] = StatusTable(table: table, source: event.source)
    }
    tables[name]?.add(operations, bytes, event.source)
  }

  /// The rows in the order of the log.
  func samples(in zone: LogZone) -> [StatusSample] {
    rows.map { row in
      StatusSample(
        at: zone.moment(row.at), pool: row.pool, active: row.values[0], pending: row.values[1],
        blocked: row.values[2], completed: row.values[3], allTimeBlocked: row.values[4], source: row.source)
    }
  }

  /// The tables, the most bytes first; those that were always empty are left out.
  var largest: [StatusTable] {
    tables.values.filter { $0.operations > 0 || $0.bytes > 0 }.sorted { a, b in
      a.bytes != b.bytes ? a.bytes > b.bytes : a.table < b.table
    }
  }
}

extension StatusTable {
  fileprivate mutating func add(_ operations: Int64, _ bytes: Int64, _ place: SourceLocation) {
    records += 1
    self.operations = max(self.operations, operations)
    if bytes > self.bytes {
      self.bytes = bytes
      source = place
    }
  }
}
