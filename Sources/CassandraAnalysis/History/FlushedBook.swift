// Bytes flushed of each table, in short steps of time: the base of write amplification, which is the
// compacted bytes of the same table and time divided by them.

public import CassandraModel

/// Bytes that flushes of one table wrote in a step of time.
public struct FlushedStep: Sendable, Hashable {
  /// The end of the step.
  public let at: LocalTime
  /// `keyspace.table`, as the log writes it.
  public let table: String
  /// Bytes written.
  public let bytes: Int64
  /// Flushes that ended.
  public let flushes: Int
}

/// Adds up ended flushes in steps, so that a log of many small flushes stays small.
struct FlushedBook: Sendable {
  private struct Key: Hashable {
    let step: Int64
    let isRepeated: Bool
    let table: String
  }

  private struct Sum {
    var bytes: Int64 = 0
    var flushes = 0
  }

  private var sums: [Key: Sum] = [:]
  /// Milliseconds of a step; it doubles when there are too many.
  private var step: Int64 = 10_000
  private static let limit = 1 << 16

  /// All steps, in the order of time, then of tables.
  var all: [FlushedStep] {
    sums.map { key, sum in
      FlushedStep(
        at: LocalTime(milliseconds: (key.step + 1) * step, isRepeated: key.isRepeated), table: key.table,
        bytes: sum.bytes, flushes: sum.flushes)
    }
    .sorted { a, b in a.at != b.at ? a.at < b.at : a.table < b.table }
  }

  mutating func add(_ event: some LogRecord) {
    guard let bytes = event.integer(.sizeBytes) else { return }
    let number = event.at.milliseconds.quotientAndRemainder(flooringBy: step).quotient
    let key = Key(step: number, isRepeated: event.at.isRepeated, table: event.text(.table) ?? "")
    sums[key, default: Sum()].flushes += 1
    sums[key, default: Sum()].bytes = (sums[key]?.bytes ?? 0).addingClamped(bytes)
    if sums.count > FlushedBook.limit { coarsen() }
  }

  private mutating func coarsen() {
    var coarse: [Key: Sum] = [:]
    for (key, sum) in sums {
      let half = Key(
        step: key.step.quotientAndRemainder(flooringBy: 2).quotient, isRepeated: key.isRepeated,
        table: key.table)
      var whole = coarse[half] ?? Sum()
      whole.bytes = whole.bytes.addingClamped(sum.bytes)
      whole.flushes += sum.flushes
      coarse[half] = whole
    }
    step *= 2
    sums = coarse
  }
}
