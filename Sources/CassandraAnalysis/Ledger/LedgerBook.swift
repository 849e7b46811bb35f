// Every compaction in a log, by its id. Memory grows with the number of compactions, not with the length of
// the log: a finished one takes some 60 bytes.

import CassandraModel

/// Collects compactions from log records in the order of time.
struct LedgerBook: Sendable {
  /// Compactions whose end is not known.
  private(set) var open: [TimeUUID: LedgerEntry] = [:]
  /// Finished compactions; and the open ones, when there are very many.
  private(set) var packed = PackedEntries()

  /// A log in which no compaction ends may be hostile.
  private static let openLimit = 4096

  subscript(id: TimeUUID) -> LedgerEntry? { open[id] ?? packed[id] }

  mutating func started(_ id: TimeUUID, table: String, _ event: some LogRecord) {
    change(id, event.source) { entry in
      // 6.0 runs a compaction in parts, which share the id.
      entry.start = min(entry.start ?? event.at, event.at)
      if entry.table.isEmpty { entry.table = table }
      let count = event.items(.inputs) ?? 0
      entry.inputs = entry.inputs.map { max($0, count) } ?? count
    }
  }

  mutating func finished(_ id: TimeUUID, table: String, _ event: some LogRecord) {
    change(id, event.source) { entry in
      let isPart = entry.result == .done
      if entry.table.isEmpty { entry.table = table }
      entry.result = .done
      entry.end = event.at
      entry.source = event.source
      entry.historyID = event.uuid(.historyID)
      entry.inputs = entry.inputs ?? event.integer(.inputCount)
      entry.outputs = Self.sum(isPart ? entry.outputs : nil, event.items(.outputs))
      entry.bytesIn = Self.sum(isPart ? entry.bytesIn : nil, event.integer(.bytesIn))
      entry.bytesOut = Self.sum(isPart ? entry.bytesOut : nil, event.integer(.bytesOut))
      entry.partitionsIn = Self.sum(isPart ? entry.partitionsIn : nil, event.integer(.partitionsIn))
      entry.partitionsOut = Self.sum(isPart ? entry.partitionsOut : nil, event.integer(.partitionsOut))
      entry.milliseconds = Self.sum(isPart ? entry.milliseconds : nil, event.integer(.durationMilliseconds))
    }
  }

  mutating func interrupted(_ id: TimeUUID, table: String, _ event: Event) {
    change(id, event.source) { entry in
      if entry.table.isEmpty { entry.table = table }
      entry.kind = entry.kind ?? event.fields.text(.kind)
      entry.result = .interrupted
      entry.end = event.at
      entry.source = event.source
    }
  }

  mutating func failed(_ id: TimeUUID, table: TableName?, at time: LocalTime, source: SourceLocation) {
    change(id, source) { entry in
      // Reads fail on an SSTable, too; a compaction that succeeded did not fail.
      guard entry.result == .unknown else { return }
      if entry.table.isEmpty, let table { entry.table = table.description }
      entry.result = .failed
      entry.end = time
      entry.source = source
    }
  }

  /// To be called once after the last record.
  mutating func finish() { packed.forgetIDs() }

  /// Packs open compactions, too; they may still change.
  private mutating func packAll() {
    for (id, entry) in open { packed.add(id, entry) }
    open = [:]
  }

  private mutating func change(
    _ id: TimeUUID, _ source: SourceLocation, _ body: (inout LedgerEntry) -> Void
  ) {
    var entry = open.removeValue(forKey: id) ?? packed.remove(id) ?? LedgerEntry(source: source)
    body(&entry)
    if entry.result == .unknown { open[id] = entry } else { packed.add(id, entry) }
    if open.count > LedgerBook.openLimit { packAll() }
  }

  private static func sum(_ known: Int64?, _ more: Int64?) -> Int64? {
    guard let known, let more else { return more ?? known }
    return known.addingClamped(more)
  }
}

extension FieldName {
  static let historyID = FieldName("history_id")
  static let inputCount = FieldName("input_count")
  static let outputs = FieldName("outputs")
  static let partitionsIn = FieldName("partitions_in")
  static let partitionsOut = FieldName("partitions_out")
  static let kind = FieldName("kind")
}
