// Statements that were slow, timed out or met many tombstones: by shape, table and day, each operation once.

public import CassandraModel

/// The counts of one shape of statement on one day.
public struct StatementCount: Sendable, Hashable {
  /// The reason for the record.
  public enum Kind: String, Sendable, Hashable, CaseIterable, Comparable {
    /// Slower than `slow_query_log_timeout`.
    case slow
    /// Timed out.
    case timedOut = "timed out"
    /// Above `tombstone_warn_threshold`.
    case tombstones = "tombstone warning"
    /// Aborted at `tombstone_failure_threshold`.
    case aborted

    private var rank: Int { Kind.allCases.firstIndex(of: self) ?? 0 }
    /// In the order of the cases.
    public static func < (a: Kind, b: Kind) -> Bool { a.rank < b.rank }

    /// True if its figures are tombstones; milliseconds otherwise.
    public var countsTombstones: Bool { self == .tombstones || self == .aborted }
  }

  /// The reason for the record.
  public let kind: Kind
  /// The statement without its values.
  public let shape: String
  /// Its table; nil when the statement has none, or none with a keyspace.
  public let table: TableName?
  /// Midnight of the day on the node's clock.
  public let day: LocalTime
  /// Operations.
  public internal(set) var operations: Int
  /// Operations whose coordinator was another node (`cross-node`).
  public internal(set) var crossNode: Int
  /// Total of milliseconds or tombstones.
  public internal(set) var total: Int64
  /// The largest value of one statement.
  public internal(set) var most: Int64
  /// The first.
  public internal(set) var first: LocalTime
  /// The last.
  public internal(set) var last: LocalTime
  /// Place of the worst.
  public internal(set) var source: SourceLocation
}

/// Collects statements. Memory is bounded: beyond the limit the remaining shapes are one entry.
struct StatementBook: Sendable {
  private struct Key: Hashable {
    let kind: StatementCount.Kind
    let shape: String
    let day: Int64
  }

  private struct Warning {
    let key: Key
    let tombstones: Int64
    let at: LocalTime
  }

  private var counts: [Key: StatementCount] = [:]
  /// The last warning of each thread, which may belong to a later abort.
  private var open: [String: Warning] = [:]
  private static let limit = 2000
  /// A warning and its abort are milliseconds apart.
  private static let window: Int64 = 1000

  /// The worst first: by operations, then in the order of time.
  var all: [StatementCount] {
    counts.values.filter { $0.operations > 0 }.sorted { a, b in
      if a.kind != b.kind { return a.kind < b.kind }
      if a.operations != b.operations { return a.operations > b.operations }
      return a.first != b.first ? a.first < b.first : a.shape < b.shape
    }
  }

  /// Adds a line of the list of slow operations, or of those that timed out.
  mutating func operation(_ event: some LogRecord, _ kind: StatementCount.Kind) {
    let times = max(1, event.integer(FieldName("times")) ?? 1)
    guard let mean = event.integer(.durationMilliseconds), times < 1 << 31 else { return }
    let (total, overflow) = mean.multipliedReportingOverflow(by: times)
    add(
      event, kind, times: Int(times), total: overflow ? .max : total,
      most: event.integer(FieldName("longest_ms")) ?? mean)
  }

  /// Adds a read over many tombstones.
  mutating func tombstones(_ event: some LogRecord) {
    guard let count = event.integer(FieldName("tombstones")) else { return }
    if event.role == .tombstoneAbort {
      // The warning of the same read came first: it is one operation.
      if let warning = open.removeValue(forKey: event.thread), warning.tombstones == count,
        event.at.milliseconds - warning.at.milliseconds <= StatementBook.window
      {
        counts[warning.key]?.operations -= 1
        counts[warning.key]?.total -= count
      }
      add(event, .aborted, times: 1, total: count, most: count)
    } else if let key = add(event, .tombstones, times: 1, total: count, most: count) {
      open[event.thread] = Warning(key: key, tombstones: count, at: event.at)
    }
  }

  @discardableResult
  private mutating func add(
    _ event: some LogRecord, _ kind: StatementCount.Kind, times: Int, total: Int64, most: Int64
  ) -> Key? {
    guard let statement = event.text(FieldName("query")) else { return nil }
    var shape = StatementShape.text(of: statement)
    let day = event.at.milliseconds.quotientAndRemainder(flooringBy: 86_400_000).quotient
    var key = Key(kind: kind, shape: shape, day: day)
    if counts[key] == nil, counts.count >= StatementBook.limit {
      shape = "(other statements)"
      key = Key(kind: kind, shape: shape, day: 0)
    }
    let others = event.text(FieldName("scope")) == "cross-node" ? times : 0
    guard var known = counts[key] else {
      counts[key] = StatementCount(
        kind: kind, shape: shape, table: StatementShape.table(of: shape).flatMap { TableName(dotted: $0) },
        day: LocalTime(milliseconds: key.day * 86_400_000), operations: times, crossNode: others,
        total: total,
        most: most,
        first: event.at, last: event.at, source: event.source)
      return key
    }
    known.operations += times
    known.crossNode += others
    known.total = known.total.addingClamped(total)
    known.first = min(known.first, event.at)
    known.last = max(known.last, event.at)
    if most > known.most { (known.most, known.source) = (most, event.source) }
    counts[key] = known
    return key
  }
}

extension EventName {
  static let slowOperation = EventName("query.slow_operation")
  static let timedOutOperation = EventName("query.timed_out_operation")
}
