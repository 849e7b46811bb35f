// Work of compactions by table, from the lines that the log has for each of them.

public import CassandraModel

/// The compactions of one table on one node. Activities of two parts of a log merge into that of the whole.
public struct TableActivity: Sendable, Equatable {
  /// The longest compaction of a table.
  public struct Longest: Sendable, Equatable {
    /// Its id.
    public let id: TimeUUID?
    /// Duration in milliseconds.
    public let milliseconds: Int64
    /// Place of its end.
    public let source: SourceLocation
  }

  /// Compactions that started.
  public internal(set) var started = 0
  /// Compactions that succeeded.
  public internal(set) var finished = 0
  /// Compactions that failed.
  public internal(set) var failed = 0
  /// Compactions that were interrupted.
  public internal(set) var interrupted = 0
  /// Bytes read from disk by those that succeeded (compressed size).
  public internal(set) var bytesIn: Int64 = 0
  /// Bytes written by those that succeeded (compressed size).
  public internal(set) var bytesOut: Int64 = 0
  /// Total duration in milliseconds; compactions may run at the same time.
  public internal(set) var milliseconds: Int64 = 0
  /// The longest that succeeded; nil if none did.
  public internal(set) var longest: Longest?

  /// Bytes read a second while compacting; nil when the duration is zero.
  public var bytesPerSecond: Double? {
    milliseconds > 0 ? Double(bytesIn) * 1000 / Double(milliseconds) : nil
  }

  mutating func finish(_ event: some LogRecord) {
    finished += 1
    bytesIn = bytesIn.addingClamped(event.integer(.bytesIn) ?? 0)
    bytesOut = bytesOut.addingClamped(event.integer(.bytesOut) ?? 0)
    guard let duration = event.integer(.durationMilliseconds) else { return }
    milliseconds = milliseconds.addingClamped(duration)
    if let longest, duration < longest.milliseconds { return }
    let candidate = Longest(id: event.uuid(.id), milliseconds: duration, source: event.source)
    longest = TableActivity.longer(longest, candidate)
  }

  /// Adds a compaction that only the history has; it has no duration.
  mutating func add(_ row: CompactionRow) {
    finished += 1
    bytesIn = bytesIn.addingClamped(row.bytesIn)
    bytesOut = bytesOut.addingClamped(row.bytesOut)
  }

  /// Adds all of `other`; the result does not depend on the order of merging.
  public mutating func merge(_ other: TableActivity) {
    started += other.started
    finished += other.finished
    failed += other.failed
    interrupted += other.interrupted
    bytesIn = bytesIn.addingClamped(other.bytesIn)
    bytesOut = bytesOut.addingClamped(other.bytesOut)
    milliseconds = milliseconds.addingClamped(other.milliseconds)
    longest = TableActivity.longer(longest, other.longest)
  }

  private static func longer(_ a: Longest?, _ b: Longest?) -> Longest? {
    guard let a else { return b }
    guard let b else { return a }
    if a.milliseconds != b.milliseconds { return a.milliseconds > b.milliseconds ? a : b }
    return a.source < b.source ? a : b
  }
}

extension FieldName {
  static let bytesIn = FieldName("bytes_in")
  static let bytesOut = FieldName("bytes_out")
  static let durationMilliseconds = FieldName("duration_ms")
  static let inputs = FieldName("inputs")
  static let path = FieldName("path")
}

extension Int64 {
  /// The sum, or the largest possible value: a sum of hostile numbers must not trap.
  func addingClamped(_ other: Int64) -> Int64 {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? (other < 0 ? .min : .max) : sum
  }
}
