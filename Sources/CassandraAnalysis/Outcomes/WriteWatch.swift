// Whether a directory that refused a write takes writes again, and whether a compaction that did not fit fits: the log
// says so with what it writes later. Memory grows with the number of directories and tables that failed.

import CassandraModel

/// Watches for later writes where one failed.
struct WriteWatch: Sendable {
  /// Writes that failed in one data directory.
  private struct Refused {
    /// So many bytes must be written before it counts as over.
    let needed: Int64
    var written: Int64 = 0
    var end: Outcome.LocalEvidence?
  }

  /// Compactions of one table that did not fit.
  private struct Unfit {
    /// What the largest of them would have written; 0 when the log does not say.
    var wanted: Int64
    /// Compactions of the table that began later.
    var later: Set<TimeUUID> = []
    var end: Outcome.LocalEvidence?
  }

  /// By data directory; under an empty name what names none.
  private var refused: [FaultBook.Key: [String: Refused]] = [:]
  /// By table as the log writes it.
  private var unfit: [FaultBook.Key: [String: Unfit]] = [:]
  /// True while something is watched for.
  private(set) var isWatching = false

  private static let limit = 1000
  /// The estimate of what a compaction writes is that of no overlap between its inputs.
  private static let share: Int64 = 2

  /// A task failed: what was written before proves nothing any more.
  mutating func failed(_ failure: Failure) {
    let key = FaultBook.key(of: failure)
    switch failure.classification.category.closingEvidence {
    case .write(let needed):
      var names = failure.places.directories.union(failure.places.inferred)
      names.formUnion(failure.sstables.map(\.dataDirectory))
      if names.isEmpty { names = [""] }
      for name in names where refused[key, default: [:]].count < WriteWatch.limit {
        refused[key, default: [:]][name] = Refused(needed: needed)
      }
      isWatching = true
    case .fit:
      let table = failure.table?.description ?? ""
      guard unfit[key, default: [:]].count < WriteWatch.limit || unfit[key]?[table] != nil else { return }
      let before = unfit[key]?[table].flatMap { $0.end == nil ? $0.wanted : nil } ?? 0
      unfit[key, default: [:]][table] = Unfit(wanted: max(before, failure.wantedBytes ?? 0))
      isWatching = true
    case .sstable, .sameInputs, .newProcess, .moreMemory, .backInService, .belowThreshold, .retry: return
    }
  }

  mutating func compactionStarted(_ event: some LogRecord) {
    guard let id = event.uuid(.id), let table = event.text(.table) else { return }
    for (key, tables) in unfit where tables[table]?.end == nil {
      if let count = tables[table]?.later.count, count < WriteWatch.limit {
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
    for (key, tables) in unfit {
      guard let one = tables[table], one.end == nil, one.later.contains(id) else { continue }
      // As much as did not fit, or nearly.
      if bytes >= one.wanted / WriteWatch.share {
        unfit[key]?[table]?.end = Outcome.LocalEvidence(event)
      }
    }
  }

  mutating func flushFinished(_ event: some LogRecord) {
    guard let path = event.text(.path) else { return }
    wrote(event.integer(.sizeBytes) ?? 0, to: path, event)
  }

  private mutating func wrote(_ bytes: Int64, to path: String, _ event: some LogRecord) {
    let first = path.prefix { $0 != "," }
    guard let directory = SSTableName(path: String(first))?.dataDirectory else { return }
    for (key, directories) in refused {
      for name in [directory, ""] {
        guard var one = directories[name], one.end == nil else { continue }
        one.written = one.written.addingClamped(bytes)
        if one.written >= one.needed { one.end = Outcome.LocalEvidence(event) }
        refused[key]?[name] = one
      }
    }
  }

  /// How it stands: over when it is in every directory, and for every table.
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
  /// What the compaction that did not fit would have written, as far as its records say.
  fileprivate var wantedBytes: Int64? {
    let titles = ["bytes required", "bytes needed", "bytes expected to write"]
    let values = figures.filter { titles.contains($0.title) }.compactMap { figure -> Int64? in
      if case .integer(let bytes) = figure.value { bytes } else { nil }
    }
    return values.max()
  }
}
