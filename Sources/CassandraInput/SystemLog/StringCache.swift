// Log lines repeat the same few names (threads, tables, loggers) millions of times. This keeps the last
// string made for each slot of a small table, so that a repeat costs a hash and a comparison.

/// A direct-mapped cache of strings by their bytes.
struct StringCache {
  private static let slots = 512
  /// Longer names are rare and not kept.
  private static let limit = 64
  private var lengths = [UInt8](repeating: 0, count: slots)
  private var keys = [UInt8](repeating: 0, count: slots * limit)
  private var strings = [String](repeating: "", count: slots)

  /// The text of the bytes in `range`.
  mutating func string(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
    let count = range.count
    guard count > 0, count <= StringCache.limit else { return bytes.text(in: range) }
    let slot = Int(truncatingIfNeeded: bytes.hash(in: range) & UInt64(StringCache.slots - 1))
    let key = slot * StringCache.limit
    if Int(lengths[slot]) == count, bytes.matches(keys.span, key..<(key + count), at: range.lowerBound) {
      return strings[slot]
    }
    lengths[slot] = UInt8(count)
    for i in 0..<count { keys[key + i] = bytes[range.lowerBound + i] }
    strings[slot] = bytes.text(in: range)
    return strings[slot]
  }
}
