// Log lines repeat the same few names (threads, tables, loggers) millions of times. A small table keeps the
// last string made for each slot, so that a repeat costs a hash and a comparison.

/// A direct-mapped cache of strings by their bytes.
struct StringCache {
  private static let slots = 512
  /// Longer names are rare and not cached.
  private static let limit = 64
  private var lengths = [UInt8](repeating: 0, count: slots)
  private var keys = [UInt8](repeating: 0, count: slots * limit)
  /// The string of each slot, as an index in `all`.
  private var numbers = [Int32](repeating: 0, count: slots)
  /// All strings made, in order, the empty one first. A string evicted from its slot may occur twice.
  private(set) var all = [""]

  /// The index in `all` of the text in `range`.
  mutating func number(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int32 {
    let count = range.count
    if count == 0 { return 0 }
    guard count <= StringCache.limit else { return add(bytes.text(in: range)) }
    let slot = Int(truncatingIfNeeded: bytes.hash(in: range) & UInt64(StringCache.slots - 1))
    let key = slot * StringCache.limit
    if Int(lengths[slot]) == count, bytes.matches(keys.span, key..<(key + count), at: range.lowerBound) {
      return numbers[slot]
    }
    lengths[slot] = UInt8(count)
    for i in 0..<count { keys[key + i] = bytes[range.lowerBound + i] }
    numbers[slot] = add(bytes.text(in: range))
    return numbers[slot]
  }

  mutating func string(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
    let number = number(bytes, range)
    return all[Int(number)]
  }

  /// Clears a large cache, for a long-lived reader that uses strings only.
  mutating func trim() {
    if all.count > StringCache.slots * 8 { self = StringCache() }
  }

  private mutating func add(_ string: String) -> Int32 {
    all.append(string)
    return Int32(truncatingIfNeeded: all.count - 1)
  }
}
