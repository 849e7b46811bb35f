// Whether a damaged SSTable was mended. After one failed compaction Cassandra marks it suspect until the
// next restart: later compactions and online scrubs leave it out without a word and report success. So a
// fault has ended only when a record names that very SSTable: compacted, deleted, or scrubbed.

import CassandraModel

/// Watches what happens to SSTables that failed.
struct SuspectWatch: Sendable {
  private struct Suspect {
    var table: TableName?
    /// Why Cassandra leaves it out without a word.
    var skipped: OpenReason
    /// The compaction that took it as input last, and is not over.
    var compaction: TimeUUID?
    var outcome = Outcome.Local.open(.noEnd, nil)
    /// What its last scrub could not save.
    var lost: Loss?

    var hasEnded: Bool { if case .resolved = outcome { true } else { false } }

    mutating func end(_ reason: EndReason, _ event: some LogRecord) {
      outcome = .resolved(reason, nil, Outcome.LocalEvidence(event))
    }
  }

  private var suspects: [String: Suspect] = [:]
  /// Of all that was ever watched.
  private(set) var names = PathFilter()
  private var index = SSTableIndex()
  private var byTable: [TableName: Set<String>] = [:]
  /// Which of them compactions of the running process have read.
  private var readers: [TimeUUID: Set<String>] = [:]
  /// Scrubs that are going on: by table, which of its suspects they have named.
  private var scrubs: [TableName: Set<String>] = [:]

  var isEmpty: Bool { suspects.isEmpty }

  /// `sstable` failed: whatever happened to it before is no end.
  ///
  /// - Parameter isLoaded: false when it could not even be opened at start-up.
  mutating func watch(_ sstable: SSTableName, isLoaded: Bool) {
    let reason = isLoaded ? OpenReason.skippedSuspect : .skippedNotLoaded
    suspects[sstable.base] = Suspect(table: sstable.table, skipped: reason)
    names.add(sstable.base)
    index.add(sstable.base)
    if let table = sstable.table { byTable[table, default: []].insert(sstable.base) }
  }

  /// A scrub or verify that is at `sstable` finds damage: nothing else may have met it before.
  mutating func found(_ sstable: SSTableName) {
    if suspects[sstable.base] == nil { watch(sstable, isLoaded: true) }
  }

  /// What became of an SSTable; what its last scrub could not save is lost, whatever ended it.
  func outcome(of base: String) -> Outcome.Local {
    guard let suspect = suspects[base] else { return .open(.noEnd, nil) }
    if case .resolved(let reason, _, let evidence) = suspect.outcome {
      return .resolved(reason, suspect.lost, evidence)
    }
    return suspect.outcome
  }

  /// A compaction started: does it read a suspect?
  mutating func compactionStarted(_ event: some LogRecord) {
    guard let id = event.uuid(.id), let inputs = event.text(.inputs) else { return }
    let named = index.named(in: inputs)
    for base in named { suspects[base]?.compaction = id }
    if !named.isEmpty { readers[id, default: []].formUnion(named) }
  }

  /// A compaction ended well: its inputs are gone.
  mutating func compactionFinished(_ event: some LogRecord) {
    guard let id = event.uuid(.id) else { return }
    for base in readers[id] ?? [] where suspects[base]?.compaction == id {
      suspects[base]?.end(.readByCompaction, event)
    }
  }

  mutating func deleted(_ event: some LogRecord) {
    var mayBeOne = false
    event.withText(.path) { mayBeOne = names.mayBe($0) }
    guard mayBeOne, let path = event.text(.path) else { return }
    let base = SSTableName.base(ofPath: path)
    guard let suspect = suspects[base], !suspect.hasEnded else { return }
    suspects[base]?.end(suspect.lost == nil ? .deleted : .rewrittenByScrub, event)
  }

  /// A new process knows nothing of the old one's scrubs and compactions.
  mutating func newProcess() {
    scrubs = [:]
    for base in readers.values.joined() { suspects[base]?.compaction = nil }
    readers = [:]
  }

  /// A scrub of a whole table began.
  mutating func scrubBegan(_ table: TableName) { scrubs[table] = [] }

  /// A scrub began on one SSTable.
  mutating func scrubStarted(_ event: Event) {
    guard let path = event.fields.text(.path), let sstable = SSTableName(path: path),
      let table = sstable.table
    else { return }
    scrubs[table, default: []].insert(sstable.base)
  }

  /// A scrub told of loss on one SSTable.
  mutating func scrubLost(_ loss: Loss, _ base: String) {
    suspects[base]?.lost = loss
  }

  /// A scrub or verify of one SSTable ended well.
  mutating func scrubFinished(_ event: Event) {
    guard let path = event.fields.text(.path), let sstable = SSTableName(path: path) else { return }
    suspects[sstable.base]?.end(event.name == .verifyFinished ? .readByVerify : .rewrittenByScrub, event)
  }

  /// A scrub found nothing in it that could be read, and removed it.
  mutating func scrubRemoved(_ sstable: SSTableName, _ event: Event) {
    suspects[sstable.base]?.lost = .wholeSSTable
    suspects[sstable.base]?.end(.removedByScrub, event)
  }

  /// A scrub of a whole table ended: suspects that it did not name were passed over.
  mutating func scrubEnded(_ table: TableName, _ event: Event) {
    guard let named = scrubs.removeValue(forKey: table) else { return }
    for base in byTable[table] ?? [] where !named.contains(base) {
      guard let suspect = suspects[base], suspect.table == table, !suspect.hasEnded else { continue }
      suspects[base]?.outcome = .open(suspect.skipped, Outcome.LocalEvidence(event))
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
