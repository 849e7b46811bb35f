// Counts each record once, although it is in system.log, in debug.log and on standard output.
//
// The copies have nearly the same time, so only records of the last seconds are remembered. Two equal records
// of one file are two records; the second one of each file is the same second record.

import CassandraModel

/// Remembers the head lines of recent records, by hash, for the files of one node that are merged.
struct RecordDeduplication {
  /// Hashes of a time range; two generations, so that the older can be dropped as a whole.
  private struct Generation {
    /// Record and occurrence, over all files.
    var delivered: Set<UInt64> = []
    /// Number of further occurrences in each file: file and record.
    var seen: [UInt64: Int] = [:]
  }

  private var current = Generation()
  private var previous = Generation()
  private var since = LocalTime(milliseconds: .min)

  /// Maximal time between copies (threads overtake each other by some 55 ms in the captures).
  private static let span: Int64 = 10_000
  /// A generation holds at most this many records, whatever their times.
  private static let limit = 100_000

  /// True the first time any file offers this occurrence of the record; false for its copies.
  mutating func isNew(_ hash: UInt64, in file: Int, at time: LocalTime) -> Bool {
    if current.delivered.count >= RecordDeduplication.limit
      || time.milliseconds - RecordDeduplication.span > since.milliseconds
    {
      previous = current
      current = Generation()
      since = time
    }
    let own = hash &+ UInt64(truncatingIfNeeded: file + 1) &* 0x9E37_79B9_7F4A_7C15
    let occurrence = (current.seen[own] ?? previous.seen[own] ?? 0) + 1
    current.seen[own] = occurrence
    let key = hash ^ UInt64(truncatingIfNeeded: occurrence) &* 0xC2B2_AE3D_27D4_EB4F
    if previous.delivered.contains(key) { return false }
    return current.delivered.insert(key).inserted
  }
}
