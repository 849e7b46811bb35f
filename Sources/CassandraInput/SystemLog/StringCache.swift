// Log lines repeat the same few names (threads, tables, loggers) millions of times. This keeps the last
// string made for each slot of a small table, so that a repeat costs a hash and a comparison.

/// A direct-mapped cache of strings by their bytes.
struct StringCache {
  private static let slots = 256
  private var keys: [[UInt8]] = Array(repeating: [], count: slots)
  private var strings: [String] = Array(repeating: "", count: slots)

  /// The text of the bytes in `range`.
  mutating func string(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
    let slot = Int(truncatingIfNeeded: bytes.hash(in: range) % UInt64(StringCache.slots))
    if keys[slot].count == range.count, bytes.matches(keys[slot], at: range.lowerBound) {
      return strings[slot]
    }
    keys[slot] = range.map { bytes[$0] }
    strings[slot] = bytes.text(in: range)
    return strings[slot]
  }
}
