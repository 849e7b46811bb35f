// Every compaction that a log tells of, by its id. A compaction costs some 200 bytes, so what this keeps grows with
// the number of compactions, not with the length of the log.

import CassandraModel

/// Collects compactions from log records in the order of time.
struct LedgerBook: Sendable {
  /// What the log says of one compaction.
  struct Entry: Sendable {
    /// `keyspace.table`; empty when no record names it.
    var table = ""
    var kind: String?
    var start: LocalTime?
    var end: LocalTime?
    var result = CompactionResult.unknown
    var inputs: Int64?
    var outputs: Int64?
    var bytesIn: Int64?
    var bytesOut: Int64?
    var partitionsIn: Int64?
    var partitionsOut: Int64?
    var milliseconds: Int64?
    /// Bytes done when it was stopped, as the record of the stop says.
    var completed: Int64?
    var total: Int64?
    /// Its key in compactionhistory where that is another one (3.0, 3.11 and 4.0).
    var historyID: TimeUUID?
    /// The record that tells most of it: its end, else its start.
    var source: SourceLocation
  }

  private(set) var entries: [TimeUUID: Entry] = [:]

  mutating func started(_ id: TimeUUID, table: String, inputs: String, _ event: Event) {
    change(id, event.source) { entry in
      // 6.0 runs a compaction in parts, which share the id.
      entry.start = min(entry.start ?? event.at, event.at)
      if entry.table.isEmpty { entry.table = table }
      let count = Self.count(of: inputs)
      entry.inputs = entry.inputs.map { max($0, count) } ?? count
    }
  }

  mutating func finished(_ id: TimeUUID, table: String, _ event: Event) {
    change(id, event.source) { entry in
      let isPart = entry.result == .done
      let fields = event.fields
      if entry.table.isEmpty { entry.table = table }
      entry.result = .done
      entry.end = event.at
      entry.source = event.source
      entry.historyID = fields.uuid(.historyID)
      entry.inputs = entry.inputs ?? fields.integer(.inputCount)
      entry.outputs = Self.sum(isPart ? entry.outputs : nil, fields.text(.outputs).map(Self.count))
      entry.bytesIn = Self.sum(isPart ? entry.bytesIn : nil, fields.integer(.bytesIn))
      entry.bytesOut = Self.sum(isPart ? entry.bytesOut : nil, fields.integer(.bytesOut))
      entry.partitionsIn = Self.sum(isPart ? entry.partitionsIn : nil, fields.integer(.partitionsIn))
      entry.partitionsOut = Self.sum(isPart ? entry.partitionsOut : nil, fields.integer(.partitionsOut))
      entry.milliseconds = Self.sum(isPart ? entry.milliseconds : nil, fields.integer(.durationMilliseconds))
    }
  }

  mutating func interrupted(_ id: TimeUUID, table: String, _ event: Event) {
    change(id, event.source) { entry in
      if entry.table.isEmpty { entry.table = table }
      entry.kind = entry.kind ?? event.fields.text(.kind)
      entry.result = .interrupted
      entry.end = event.at
      entry.completed = event.fields.integer(.completed)
      entry.total = event.fields.integer(.total)
      entry.source = event.source
    }
  }

  mutating func failed(_ id: TimeUUID, table: TableName?, at time: LocalTime, source: SourceLocation) {
    change(id, source) { entry in
      // Reads fail on an SSTable, too; a compaction that ended well did not fail.
      guard entry.result == .unknown else { return }
      if entry.table.isEmpty, let table { entry.table = table.description }
      entry.result = .failed
      entry.end = time
      entry.source = source
    }
  }

  /// Changes the entry of `id` in its place: a copy of it would cost more than the change.
  private mutating func change(_ id: TimeUUID, _ source: SourceLocation, _ body: (inout Entry) -> Void) {
    body(&entries[id, default: Entry(source: source)])
  }

  private static func sum(_ known: Int64?, _ more: Int64?) -> Int64? {
    guard let known, let more else { return more ?? known }
    return known.addingClamped(more)
  }

  /// SSTables in a list as the log writes it: their names are separated by commas, and a comma may be the last byte.
  private static func count(of list: String) -> Int64 {
    var count: Int64 = 0
    var hasName = false
    for byte in list.utf8 {
      if byte == UInt8(ascii: ",") {
        if hasName { count += 1 }
        hasName = false
      } else if byte != UInt8(ascii: " ") {
        hasName = true
      }
    }
    return hasName ? count + 1 : count
  }
}

extension FieldName {
  static let historyID = FieldName("history_id")
  static let inputCount = FieldName("input_count")
  static let outputs = FieldName("outputs")
  static let partitionsIn = FieldName("partitions_in")
  static let partitionsOut = FieldName("partitions_out")
  static let kind = FieldName("kind")
  static let completed = FieldName("completed")
  static let total = FieldName("total")
}
