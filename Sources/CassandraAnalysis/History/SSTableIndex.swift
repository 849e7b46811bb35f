// Finds the SSTables that a list of paths names: every compaction has such a list, and thousands of SSTables
// may have failed.

/// The SSTables that are searched for, by the ends of their names.
struct SSTableIndex: Sendable {
  private var byEnding: [UInt64: [String]] = [:]
  /// Names too short to be recognised by their ends.
  private var short: [String] = []

  private static let length = 8

  /// Adds the SSTable whose file names begin with `base`.
  mutating func add(_ base: String) {
    guard base.utf8.count >= SSTableIndex.length else {
      if !short.contains(base) { short.append(base) }
      return
    }
    let ending = base.utf8.suffix(SSTableIndex.length).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    if byEnding[ending]?.contains(base) != true { byEnding[ending, default: []].append(base) }
  }

  /// The SSTables with a file in a list of paths, each once: the name stands before a dash.
  func named(in list: String) -> Set<String> {
    var found = Set(short.filter { mentions(list, $0) })
    let text = list.utf8Span.span
    var ending: UInt64 = 0
    for index in text.indices {
      if text[index] == UInt8(ascii: "-"), let bases = byEnding[ending] {
        for base in bases where SSTableIndex.ends(text, at: index, with: base) { found.insert(base) }
      }
      ending = ending << 8 | UInt64(text[index])
    }
    return found
  }

  private static func ends(_ text: Span<UInt8>, at end: Int, with base: String) -> Bool {
    let name = base.utf8Span.span
    guard name.count <= end else { return false }
    // Paths differ at their end: compare backwards.
    var left = name.count - 1
    while left >= 0, text[end - name.count + left] == name[left] { left -= 1 }
    return left < 0
  }
}
