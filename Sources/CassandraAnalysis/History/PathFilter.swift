// Rules out that a list of paths names one of a few SSTables: hardly any list does, and every compaction has
// one.

/// The ends of a few names, as a bit set.
struct PathFilter: Sendable {
  private var bits = [UInt64](repeating: 0, count: 256)
  /// True when a name is too short to be recognised by its end.
  private var takesAll = false

  /// Adds the SSTable whose file names begin with `base`.
  mutating func add(_ base: String) {
    guard base.utf8.count >= 8 else {
      takesAll = true
      return
    }
    let end = base.utf8.suffix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    let (word, bit) = PathFilter.place(of: end)
    bits[word] |= bit
  }

  /// False when `list` certainly has none of the names of `a` and `b`: no text before one of its dashes ends
  /// like a name.
  static func mayName(_ list: Span<UInt8>, _ a: PathFilter, _ b: PathFilter) -> Bool {
    if a.takesAll || b.takesAll { return true }
    var last: UInt64 = 0
    for index in list.indices {
      let byte = list[index]
      if byte == UInt8(ascii: "-") {
        let (word, bit) = place(of: last)
        if (a.bits[word] | b.bits[word]) & bit != 0 { return true }
      }
      last = last << 8 | UInt64(byte)
    }
    return false
  }

  /// False when `path` is certainly not a file of the SSTables: no name after its last folder ends like one.
  func mayBe(_ path: Span<UInt8>) -> Bool {
    if takesAll || path.count < 8 { return takesAll }
    var start = path.count
    while start > 0, path[start - 1] != UInt8(ascii: "/"), path[start - 1] != UInt8(ascii: "\\") {
      start -= 1
    }
    var last: UInt64 = 0
    for index in max(0, start - 8)..<path.count {
      let byte = path[index]
      if byte == UInt8(ascii: "-"), has(last) { return true }
      last = last << 8 | UInt64(byte)
    }
    return has(last)
  }

  private func has(_ end: UInt64) -> Bool {
    let (word, bit) = PathFilter.place(of: end)
    return bits[word] & bit != 0
  }

  private static func place(of end: UInt64) -> (word: Int, bit: UInt64) {
    let hash = (end &* 0x9E37_79B9_7F4A_7C15) >> 50
    return (Int(hash >> 6), 1 << (hash & 63))
  }
}
