// Whether a damaged SSTable was mended. After one failed compaction Cassandra marks it suspect until the
// next restart: later compactions and online scrubs leave it out without a word and report success. So a
// fault has ended only when a record names that very SSTable: compacted, deleted, or scrubbed.

import CassandraModel

/// Watches what happens to SSTables that failed.
struct SuspectWatch: Sendable {
  private struct Suspect {
    var table: TableName
    /// Why Cassandra leaves it out without a word.
    var passedOver: String
    /// The compaction that took it as input last, and is not over.
    var compaction: TimeUUID?
    var outcome = Outcome.open
    /// Records of its last scrub that tell of loss.
    var lost: String?
  }

  /// How a suspect ended of which the file has shown to be whole.
  static let readByCompaction = "a later compaction read it to the end"
  static let readByVerify = "a later verify read all of it"

  /// What became of a suspect.
  enum Outcome: Sendable, Hashable {
    case open
    case ended(how: String, at: LocalTime, source: SourceLocation)
    case notEnded(why: String, source: SourceLocation)
  }

  private var suspects: [String: Suspect] = [:]
  /// Of all that was ever watched.
  private(set) var names = PathFilter()
  /// Scrubs that are going on: by table, which of its suspects they have named.
  private var scrubs: [TableName: Set<String>] = [:]

  var isEmpty: Bool { suspects.isEmpty }

  /// `sstable` failed: whatever happened to it before is no end.
  ///
  /// - Parameter isLoaded: false when it could not even be opened at start-up.
  mutating func watch(_ sstable: SSTableName, isLoaded: Bool) {
    let reason = isLoaded ? "it was marked suspect" : "it was not loaded at the start"
    suspects[sstable.base] = Suspect(table: sstable.table, passedOver: reason)
    names.add(sstable.base)
  }

  /// A scrub or verify that is at `sstable` finds damage: nothing else may have met it before.
  mutating func found(_ sstable: SSTableName) {
    if suspects[sstable.base] == nil { watch(sstable, isLoaded: true) }
  }

  func outcome(of base: String) -> Outcome { suspects[base]?.outcome ?? .open }

  /// What its last scrub said that it could not save.
  func loss(of base: String) -> String? { suspects[base]?.lost }

  /// A compaction started: does it read a suspect?
  mutating func compactionStarted(_ event: some LogRecord) {
    guard let id = event.uuid(.id), let inputs = event.text(.inputs) else { return }
    for base in suspects.keys where mentions(inputs, base) { suspects[base]?.compaction = id }
  }

  /// A compaction ended well: its inputs are gone.
  mutating func compactionFinished(_ event: some LogRecord) {
    guard let id = event.uuid(.id) else { return }
    for (base, suspect) in suspects where suspect.compaction == id {
      suspects[base]?.outcome = .ended(
        how: SuspectWatch.readByCompaction, at: event.at, source: event.source)
    }
  }

  mutating func deleted(_ event: some LogRecord) {
    var mayBeOne = false
    event.withText(.path) { mayBeOne = names.mayBe($0) }
    guard mayBeOne, let path = event.text(.path) else { return }
    let base = SSTableName.base(ofPath: path)
    guard let suspect = suspects[base], case .open = suspect.outcome else { return }
    let how = suspect.lost == nil ? "it was deleted" : "it was rewritten and deleted"
    suspects[base]?.outcome = .ended(how: how, at: event.at, source: event.source)
  }

  /// A new process knows nothing of the old one's scrubs and compactions.
  mutating func newProcess() {
    scrubs = [:]
    for base in suspects.keys { suspects[base]?.compaction = nil }
  }

  /// A scrub of a whole table began.
  mutating func scrubBegan(_ table: TableName) { scrubs[table] = [] }

  /// A scrub began on one SSTable.
  mutating func scrubStarted(_ event: Event) {
    guard let path = event.fields.text(.path), let sstable = SSTableName(path: path) else { return }
    scrubs[sstable.table, default: []].insert(sstable.base)
  }

  /// A scrub told of loss on one SSTable.
  mutating func scrubLost(_ words: String, _ base: String) {
    suspects[base]?.lost = words
  }

  /// A scrub or verify of one SSTable ended well.
  mutating func scrubFinished(_ event: Event) {
    guard let path = event.fields.text(.path), let sstable = SSTableName(path: path) else { return }
    let how = event.name == .verifyFinished ? SuspectWatch.readByVerify : "scrub rewrote it"
    suspects[sstable.base]?.outcome = .ended(how: how, at: event.at, source: event.source)
  }

  /// A scrub found nothing in it that could be read, and removed it.
  mutating func scrubRemoved(_ sstable: SSTableName, _ event: Event) {
    suspects[sstable.base]?.lost = "none of its partitions could be recovered"
    suspects[sstable.base]?.outcome = .ended(how: "scrub removed it", at: event.at, source: event.source)
  }

  /// A scrub of a whole table ended: suspects that it did not name were passed over.
  mutating func scrubEnded(_ table: TableName, _ event: Event) {
    guard let named = scrubs.removeValue(forKey: table) else { return }
    for (base, suspect) in suspects where suspect.table == table && !named.contains(base) {
      guard case .open = suspect.outcome else { continue }
      suspects[base]?.outcome = .notEnded(
        why: "a scrub of the table reported success but passed it over: " + suspect.passedOver,
        source: event.source)
    }
  }
}

/// True when a list of paths names a file of the SSTable at `base`.
func mentions(_ list: String, _ base: String) -> Bool {
  let text = list.utf8Span.span
  let name = base.utf8Span.span
  guard name.count > 0, text.count > name.count else { return false }
  var index = 0
  while index + name.count < text.count {
    // Paths differ at their end: compare backwards.
    var left = name.count - 1
    while left >= 0, text[index + left] == name[left] { left -= 1 }
    if left < 0, text[index + name.count] == UInt8(ascii: "-") { return true }
    index += 1
  }
  return false
}
