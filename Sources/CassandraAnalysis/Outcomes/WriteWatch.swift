// Whether a directory that refused a write takes writes again, and whether a compaction that did not fit
// fits: later records of writes show it. Memory grows with the number of directories and tables that failed.

import CassandraModel

/// Watches for later writes after a failed one.
struct WriteWatch: Sendable {
  /// Writes that failed in one data directory.
  private struct Refused {
    /// Bytes that must be written before it counts as over.
    let needed: Int64
    var written: Int64 = 0
    /// The first write after it, however small.
    var first: Outcome.LocalEvidence?
    var end: Outcome.LocalEvidence?
  }

  /// Compactions of one table that did not fit.
  private struct Unfit {
    /// Bytes that the largest of them would have written; 0 when the log does not say.
    var wanted: Int64
    /// Compactions of the table that began later.
    var later: Set<TimeUUID> = []
    /// The directory and time of the first write after it, of any table: a compaction may write there, too.
    var directory: String?
    var first: Outcome.LocalEvidence?
    var end: Outcome.LocalEvidence?
  }

  /// By data directory; under an empty name if none is known.
  private var refused: [FaultBook.Key: [String: Refused]] = [:]
  /// The errors that wait for a write, by directory.
  private var waiting: [String: Set<FaultBook.Key>] = [:]
  /// By table, as the log writes it.
  private var unfit: [FaultBook.Key: [String: Unfit]] = [:]
  /// The errors that wait for a compaction to fit, by table.
  private var waitingForFit: [String: Set<FaultBook.Key>] = [:]
  /// Errors without a write since, by table.
  private var withoutWrite: [String: Set<FaultBook.Key>] = [:]
  /// True while an error waits for a write.
  private(set) var isWatching = false

  private static let limit = 1000
  /// Cassandra estimates the output of a compaction without any overlap between its inputs; half of it is
  /// enough.
  private static let share: Int64 = 2

  /// A task failed: earlier writes prove nothing any more.
  mutating func failed(_ failure: Failure) {
    let key = FaultBook.key(of: failure)
    switch failure.classification.category.closingEvidence {
    case .write(let needed):
      var names = failure.places.directories.union(failure.places.inferred)
      names.formUnion(failure.sstables.map(\.dataDirectory))
      if names.isEmpty { names = [""] }
      for name in names where refused[key, default: [:]].count < WriteWatch.limit {
        refused[key, default: [:]][name] = Refused(needed: needed)
        waiting[name, default: []].insert(key)
      }
      isWatching = true
    case .fit:
      let table = failure.table?.description ?? ""
      guard unfit[key, default: [:]].count < WriteWatch.limit || unfit[key]?[table] != nil else { return }
      let before = unfit[key]?[table].flatMap { $0.end == nil ? $0.wanted : nil } ?? 0
      unfit[key, default: [:]][table] = Unfit(wanted: max(before, failure.wantedBytes ?? 0))
      waitingForFit[table, default: []].insert(key)
      withoutWrite[table, default: []].insert(key)
      isWatching = true
    case .sstable, .sameInputs, .newProcess, .moreMemory, .backInService, .belowThreshold, .retry, .endRecord,
      .oneSchema, .nothing:
      return
    }
  }

  mutating func compactionStarted(_ event: some LogRecord) {
    guard let id = event.uuid(.id), let table = event.text(.table) else { return }
    for key in waitingForFit[table] ?? [] {
      if let count = unfit[key]?[table]?.later.count, count < WriteWatch.limit {
        unfit[key]?[table]?.later.insert(id)
      }
    }
  }

  mutating func compactionFinished(_ event: some LogRecord, table: String) {
    if let path = event.text(FieldName("outputs")) ?? event.text(.path) {
      wrote(event.integer(.bytesOut) ?? 0, to: path, event)
    }
    guard let id = event.uuid(.id) else { return }
    let bytes = event.integer(.bytesIn) ?? 0
    for key in waitingForFit[table] ?? [] {
      guard unfit[key]?[table]?.later.contains(id) == true, let wanted = unfit[key]?[table]?.wanted else {
        continue
      }
      // At least half of the estimate that did not fit.
      if bytes >= wanted / WriteWatch.share {
        unfit[key]?[table]?.end = Outcome.LocalEvidence(event)
        waitingForFit[table]?.remove(key)
      }
    }
  }

  mutating func flushFinished(_ event: some LogRecord) {
    guard let path = event.text(.path) else { return }
    wrote(event.integer(.sizeBytes) ?? 0, to: path, event)
  }

  private mutating func wrote(_ bytes: Int64, to path: String, _ event: some LogRecord) {
    guard !waiting.isEmpty || !withoutWrite.isEmpty, let directory = WriteWatch.directory(of: path) else {
      return
    }
    for name in [directory, ""] {
      for key in waiting[name] ?? [] {
        let written = (refused[key]?[name]?.written ?? 0).addingClamped(bytes)
        refused[key]?[name]?.written = written
        if refused[key]?[name]?.first == nil { refused[key]?[name]?.first = Outcome.LocalEvidence(event) }
        guard let needed = refused[key]?[name]?.needed, written >= needed else { continue }
        refused[key]?[name]?.end = Outcome.LocalEvidence(event)
        waiting[name]?.remove(key)
      }
      if waiting[name]?.isEmpty == true { waiting[name] = nil }
    }
    for (table, keys) in withoutWrite {
      for key in keys {
        unfit[key]?[table]?.first = Outcome.LocalEvidence(event)
        unfit[key]?[table]?.directory = directory
      }
    }
    withoutWrite = [:]
  }

  /// The data directory of the first path of a list.
  private static func directory(of path: String) -> String? {
    SSTableName(path: String(Substring(path.utf8.prefix { $0 != UInt8(ascii: ",") })))?.dataDirectory
  }

  /// One place that was short of space.
  struct Place {
    let directory: String
    /// Bytes that were wanted there.
    let needed: Int64
    /// The first write there after the error; nil without one.
    let first: Outcome.LocalEvidence?
    /// A write that shows by itself that there is room.
    let end: Outcome.LocalEvidence?
  }

  /// The places of an error, in order; nil where one is not known.
  func places(of key: FaultBook.Key) -> [Place]? {
    let known = (refused[key] ?? [:]).sorted { $0.key < $1.key }.map { directory, one in
      Place(directory: directory, needed: one.needed, first: one.first, end: one.end)
    }
    let tables = (unfit[key] ?? [:]).sorted { $0.key < $1.key }.map { _, one in
      Place(directory: one.directory ?? "", needed: one.wanted, first: one.first, end: one.end)
    }
    let all = known + tables
    return all.isEmpty || all.contains { $0.directory.isEmpty || $0.needed == 0 } ? nil : all
  }

  /// The end, if every directory and every table has one.
  func end(of key: FaultBook.Key) -> (reason: EndReason, evidence: Outcome.LocalEvidence)? {
    if let directories = refused[key] {
      return WriteWatch.last(directories.values.map(\.end)).map { (.writtenAgain, $0) }
    }
    return unfit[key].flatMap { tables in
      WriteWatch.last(tables.values.map(\.end)).map { (.fitted, $0) }
    }
  }

  private static func last(_ ends: [Outcome.LocalEvidence?]) -> Outcome.LocalEvidence? {
    let known = ends.compactMap(\.self)
    guard known.count == ends.count else { return nil }
    return known.max { a, b in a.at != b.at ? a.at < b.at : a.source < b.source }
  }
}

extension Failure {
  /// Bytes that the compaction would have written, as far as its records say.
  fileprivate var wantedBytes: Int64? {
    let titles = ["bytes required", "bytes needed", "bytes expected to write"]
    let values = figures.filter { titles.contains($0.title) }.compactMap { figure -> Int64? in
      if case .integer(let bytes) = figure.value { bytes } else { nil }
    }
    return values.max()
  }
}
