// Finished compactions, packed: a busy node ends twenty thousand a day, and a capture may hold months. A
// compaction takes some 45 bytes, two more to be found by its number, and some nine to be found by its id.

import CassandraModel

/// Entries by id, numbered in the order in which they were added.
struct PackedEntries: Sendable {
  /// Rows in chunks of equal number, so that growing copies nothing.
  private(set) var chunks: [[UInt8]] = []
  /// For each row its offset in its chunk.
  private(set) var places: [UInt16] = []
  /// Open addressing by id: a row's number plus 1; 0 in a free slot.
  private var slots: [UInt32] = []
  /// For each slot a byte of the id's hash.
  private var tags: [UInt8] = []
  private(set) var words = PackedWords()
  /// Number of entries, without removed ones.
  private(set) var count = 0
  /// The latest instant in an id that was added.
  private var latest = Int64.min

  /// Rows of a chunk: even at the longest possible rows, the last one begins at an offset of 16 bits.
  static let chunkRows = 256

  /// No entries.
  init() {}

  /// Number of rows, including removed ones.
  var rowCount: Int { places.count }

  /// The entry of `id`; nil when there is none.
  subscript(id: TimeUUID) -> LedgerEntry? { row(of: id).map { self[$0].entry } }

  /// A row by its number.
  subscript(row: Int) -> PackedEntry {
    var reader = reader(row)
    return reader.entry(words)
  }

  /// The id of a row with its start and end; nil when it was removed.
  func times(of row: Int) -> (id: TimeUUID, start: LocalTime?, end: LocalTime?)? {
    var reader = reader(row)
    return reader.times(words)
  }

  /// A part of a row, with times in `zone`.
  func figures(of row: Int, _ zone: ZoneRule?) -> LedgerFigures {
    var reader = reader(row)
    return reader.figures(words, zone)
  }

  /// All entries, in the order in which they were added.
  func forEach(_ body: (PackedEntry) -> Void) {
    for row in places.indices where times(of: row) != nil { body(self[row]) }
  }

  /// All texts that entries share, by number.
  var texts: [String] { words.texts.values }

  private func reader(_ row: Int) -> PackedReader {
    PackedReader(chunks[row / PackedEntries.chunkRows], at: Int(places[row]))
  }

  /// Adds the entry of `id`, which must have none.
  mutating func add(_ id: TimeUUID, _ entry: LedgerEntry) {
    if places.count % PackedEntries.chunkRows == 0 {
      trimLast()
      chunks.append([])
    }
    if let made = id.instant?.milliseconds { latest = max(latest, made) }
    let chunk = chunks.count - 1
    places.append(UInt16(truncatingIfNeeded: chunks[chunk].count))
    PackedWriter.write(id, entry, &words, to: &chunks[chunk])
    count += 1
    // At least a quarter of the slots is free, so that a search is short.
    if places.count * 4 > slots.count * 3 { rehash() }
    let (slot, tag) = slot(of: id)
    set(slot, tag, places.count)
  }

  /// The last chunk is full: frees its spare capacity.
  private mutating func trimLast() {
    guard let full = chunks.popLast() else { return }
    var exact: [UInt8] = []
    exact.reserveCapacity(full.count)
    exact += full
    chunks.append(exact)
  }

  /// Removes the entry of `id` and returns it; nil when there is none.
  mutating func remove(_ id: TimeUUID) -> LedgerEntry? {
    guard let row = row(of: id) else { return nil }
    let entry = self[row].entry
    PackedWriter.markRemoved(&chunks[row / PackedEntries.chunkRows], at: Int(places[row]))
    count -= 1
    return entry
  }

  /// Drops the index by id: entries are found by number alone until another one is added, so a complete book
  /// takes less.
  mutating func forgetIDs() {
    slots = []
    tags = []
  }

  private func row(of id: TimeUUID) -> Int? {
    if slots.isEmpty { return nil }
    // A compaction that has just begun has no row yet: no need to look.
    if let made = id.instant?.milliseconds, made > latest { return nil }
    let number = Int(slots[slot(of: id).index])
    // The slot of a removed row stays, for those behind it and for its id, should it come back.
    guard number > 0, times(of: number - 1) != nil else { return nil }
    return number - 1
  }

  /// The slot that has, or would have, the number of the row of `id`; and the tag that belongs in it.
  private func slot(of id: TimeUUID) -> (index: Int, tag: UInt8) {
    let hash = UInt64(truncatingIfNeeded: id.hashValue)
    let tag = UInt8(truncatingIfNeeded: hash >> 56)
    let mask = slots.count - 1
    var index = Int(truncatingIfNeeded: hash) & mask
    while slots[index] != 0 {
      // Reading the row costs more than probing, so it is read only where the tag is the same.
      if tags[index] == tag, self.id(of: Int(slots[index]) - 1) == id { break }
      index = (index + 1) & mask
    }
    return (index, tag)
  }

  private mutating func set(_ slot: Int, _ tag: UInt8, _ number: Int) {
    slots[slot] = UInt32(truncatingIfNeeded: number)
    tags[slot] = tag
  }

  /// The id of a row.
  func id(of row: Int) -> TimeUUID {
    var reader = reader(row)
    return reader.head(words).id
  }

  private mutating func rehash() {
    var size = max(64, slots.count * 2)
    while places.count * 4 > size * 3 { size *= 2 }
    slots = [UInt32](repeating: 0, count: size)
    tags = [UInt8](repeating: 0, count: slots.count)
    // An id that was removed and came back has several rows: the last one counts.
    for row in places.indices {
      let (slot, tag) = slot(of: id(of: row))
      set(slot, tag, row + 1)
    }
  }
}
