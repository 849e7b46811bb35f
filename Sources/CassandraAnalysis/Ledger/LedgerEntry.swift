// The log's records of one compaction, as one value.

import CassandraModel

/// One compaction from the records of a log. A value without a record is nil.
struct LedgerEntry: Sendable, Equatable {
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
  /// Its key in compactionhistory where that differs (3.0, 3.11 and 4.0).
  var historyID: TimeUUID?
  /// The record with most of the values: its end, else its start.
  var source: SourceLocation

  init(source: SourceLocation) { self.source = source }
}
