// Compactions that are over, kept small: a busy node ends twenty thousand a day, and a capture may hold months.
// A compaction takes some 45 bytes, and 12 more to be found by its number and by its id.

import CassandraModel

/// Entries by id, numbered in the order in which they were added.
struct PackedEntries: Sendable {
  /// Rows in pieces of one size, so that growing copies nothing.
  private(set) var chunks: [[UInt8]] = []
  /// For each row its chunk, times the size of one, and its place there.
  private(set) var places: [Int] = []
  /// Open addressing by id: half of the id's hash, and a row's number and 1; 0 in a free one.
  private var slots: [UInt64] = []
  private(set) var words = PackedWords()
  /// Entries, without those that were taken out.
  private(set) var count = 0

  private static let chunkSize = 1 << 16

  /// No entries.
  init() {}

  /// The rows of `chunks`, the beginnings of which are `places`, in the words of `words`.
  init(chunks: [[UInt8]], places: [Int], words: PackedWords) {
    self.chunks = chunks
    self.places = places
    self.words = words
    count = places.indices.count { times(of: $0) != nil }
    if !places.isEmpty { rehash(to: places.count) }
  }

  /// One more than the highest number of a row.
  var rowCount: Int { places.count }

  /// The entry of `id`; nil when there is none.
  subscript(id: TimeUUID) -> LedgerEntry? { row(of: id).map { self[$0].entry } }

  /// A row by its number.
  subscript(row: Int) -> PackedEntry {
    var reader = reader(row)
    return reader.entry(words)
  }

  /// The id of a row and when it began and ended; nil when it was taken out.
  func times(of row: Int) -> (id: TimeUUID, start: LocalTime?, end: LocalTime?)? {
    var reader = reader(row)
    return reader.times(words)
  }

  /// All entries, in the order in which they were added.
  func forEach(_ body: (PackedEntry) -> Void) {
    for row in places.indices where times(of: row) != nil { body(self[row]) }
  }

  /// All texts that entries share, by number.
  var texts: [String] { words.texts.values }

  private func reader(_ row: Int) -> PackedReader {
    PackedReader(chunks[places[row] / PackedEntries.chunkSize], at: places[row] % PackedEntries.chunkSize)
  }

  /// Adds the entry of `id`, which must have none.
  mutating func add(_ id: TimeUUID, _ entry: LedgerEntry) {
    if chunks.last.map({ $0.count > PackedEntries.chunkSize - PackedWriter.limit }) ?? true {
      chunks.append([])
      chunks[chunks.count - 1].reserveCapacity(PackedEntries.chunkSize)
    }
    let chunk = chunks.count - 1
    places.append(chunk * PackedEntries.chunkSize + chunks[chunk].count)
    PackedWriter.write(id, entry, &words, to: &chunks[chunk])
    count += 1
    // At least a quarter of the slots is free, so that a search ends soon.
    if places.count * 4 > slots.count * 3 { rehash(to: slots.count * 3 / 2) }
    let (slot, tag) = slot(of: id)
    slots[slot] = tag | UInt64(truncatingIfNeeded: places.count)
  }

  /// Takes the entry of `id` out; nil when there is none.
  mutating func remove(_ id: TimeUUID) -> LedgerEntry? {
    guard let row = row(of: id) else { return nil }
    let entry = self[row].entry
    PackedWriter.markRemoved(
      &chunks[places[row] / PackedEntries.chunkSize], at: places[row] % PackedEntries.chunkSize)
    count -= 1
    return entry
  }

  private func row(of id: TimeUUID) -> Int? {
    if slots.isEmpty { return nil }
    let number = PackedEntries.number(slots[slot(of: id).index])
    // The slot of a row that was taken out stays, for those behind it and for its id, should it come back.
    guard number > 0, times(of: number - 1) != nil else { return nil }
    return number - 1
  }

  /// Where the number of the row of `id` is, or would be; and what stands before it there.
  private func slot(of id: TimeUUID) -> (index: Int, tag: UInt64) {
    let hash = UInt64(truncatingIfNeeded: id.hashValue)
    let tag = hash & ~PackedEntries.numbers
    let mask = slots.count - 1
    var index = Int(truncatingIfNeeded: hash) & mask
    while slots[index] != 0 {
      let slot = slots[index]
      // Reading the row costs more than looking on, so only where half of the hash is the same.
      if slot & ~PackedEntries.numbers == tag, self.id(of: PackedEntries.number(slot) - 1) == id { break }
      index = (index + 1) & mask
    }
    return (index, tag)
  }

  /// The bits of a slot that hold a number.
  private static let numbers: UInt64 = 0xFFFF_FFFF

  private static func number(_ slot: UInt64) -> Int { Int(truncatingIfNeeded: slot & numbers) }

  /// The id of a row.
  func id(of row: Int) -> TimeUUID {
    var reader = reader(row)
    return reader.head(words).id
  }

  /// Makes room for `rows`.
  private mutating func rehash(to rows: Int) {
    var size = 64
    while size * 3 < rows * 4 { size *= 2 }
    slots = [UInt64](repeating: 0, count: size)
    // Of an id that was taken out and came back the last row counts.
    for row in places.indices {
      let (slot, tag) = slot(of: id(of: row))
      slots[slot] = tag | UInt64(truncatingIfNeeded: row + 1)
    }
  }
}
