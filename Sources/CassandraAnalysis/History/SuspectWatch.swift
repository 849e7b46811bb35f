// Recovery of a damaged SSTable. After one failed compaction Cassandra marks it suspect until the next
// restart: later compactions and online scrubs skip it silently and report success. So its error is resolved
// only when a record names that very SSTable: compacted, deleted, or scrubbed.

import CassandraModel

/// Follows failed SSTables.
struct SuspectWatch: Sendable {
  private struct Suspect {
    var table: TableName?
    /// The reason why Cassandra skips it silently.
    var skipped: OpenReason
    /// The last compaction with it as input, while that runs.
    var compaction: TimeUUID?
    var outcome = Outcome.Local.open(.noEnd, nil)
    /// Partitions that its last scrub could not save.
    var lost: Loss?

    var hasEnded: Bool { if case .resolved = outcome { true } else { false } }

    mutating func end(_ reason: EndReason, _ event: some LogRecord) {
      outcome = .resolved(reason, nil, Outcome.LocalEvidence(event))
    }
  }

  private var suspects: [String: Suspect] = [:]
  /// The names of all SSTables that were ever watched.
  private(set) var names = PathFilter()
  private var index = SSTableIndex()
  private var byTable: [TableName: Set<String>] = [:]
  /// The watched SSTables that compactions of the running process have read.
  private var readers: [TimeUUID: Set<String>] = [:]
  /// Running scrubs: by table, the suspects that they have named.
  private var scrubs: [TableName: Set<String>] = [:]

  var isEmpty: Bool { suspects.isEmpty }

  /// `sstable` failed: earlier records do not resolve it.
  ///
  /// - Parameter isLoaded: false when it could not even be opened at start-up.
  mutating func watch(_ sstable: SSTableName, isLoaded: Bool) {
    let reason = isLoaded ? OpenReason.skippedSuspect : .skippedNotLoaded
    suspects[sstable.base] = Suspect(table: sstable.table, skipped: reason)
    names.add(sstable.base)
    index.add(sstable.base)
    if let table = sstable.table { byTable[table, default: []].insert(sstable.base) }
  }

  /// A scrub or verify of `sstable` found damage, which no other operation need have met before.
  mutating func found(_ sstable: SSTableName) {
    if suspects[sstable.base] == nil { watch(sstable, isLoaded: true) }
  }

  /// The outcome of an SSTable; partitions that its last scrub could not save are lost, whatever ended the
  /// error.
  func outcome(of base: String) -> Outcome.Local {
    guard let suspect = suspects[base] else { return .open(.noEnd, nil) }
    if case .resolved(let reason, _, let evidence) = suspect.outcome {
      return .resolved(reason, suspect.lost, evidence)
    }
    return suspect.outcome
  }

  /// A compaction started: it may read a suspect.
  mutating func compactionStarted(_ event: some LogRecord) {
    guard let id = event.uuid(.id), let inputs = event.text(.inputs) else { return }
    let named = index.named(in: inputs)
    for base in named { suspects[base]?.compaction = id }
    if !named.isEmpty { readers[id, default: []].formUnion(named) }
  }

  /// A compaction succeeded: its inputs are deleted.
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

  /// A new process does not continue the scrubs and compactions of the old one.
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

  /// A scrub reported loss on one SSTable.
  mutating func scrubLost(_ loss: Loss, _ base: String) {
    suspects[base]?.lost = loss
  }

  /// A scrub or verify of one SSTable succeeded.
  mutating func scrubFinished(_ event: Event) {
    guard let path = event.fields.text(.path), let sstable = SSTableName(path: path) else { return }
    suspects[sstable.base]?.end(event.name == .verifyFinished ? .readByVerify : .rewrittenByScrub, event)
  }

  /// A scrub found no readable data in it, and removed it.
  mutating func scrubRemoved(_ sstable: SSTableName, _ event: Event) {
    suspects[sstable.base]?.lost = .wholeSSTable
    suspects[sstable.base]?.end(.removedByScrub, event)
  }

  /// A scrub of a whole table ended: it skipped suspects that it did not name.
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
