// The few figures of a compaction that reports look at in every row of a ledger.

public import CassandraModel

/// Some of a row of the ledger, as the row has it.
public struct LedgerFigures: Sendable, Equatable {
  /// When it began.
  public let start: Moment?
  /// When it ended.
  public let end: Moment?
  /// How it ended.
  public let result: CompactionResult
  /// Bytes read.
  public let bytesIn: Int64?
  /// How long it took.
  public let duration: TimeSpan?

  init(_ row: LedgerRow) {
    start = row.start
    end = row.end
    result = row.result
    bytesIn = row.bytesIn
    duration = row.duration
  }

  /// Of a compaction that only the log tells of, in `zone`, or in an unknown one.
  init(
    _ id: TimeUUID, start: LocalTime?, end: LocalTime?, result: CompactionResult, bytesIn: Int64?,
    milliseconds: Int64?, _ zone: ZoneRule?
  ) {
    let moment = { (time: LocalTime) in zone.map { Moment.utc($0.instant(time)) } ?? .local(time) }
    // Of such a one the id was made when the task began.
    self.start = start.map(moment) ?? id.instant.map { .utc($0) }
    self.end = end.map(moment)
    self.result = result
    self.bytesIn = bytesIn
    duration = LedgerDraft.duration(milliseconds, self.start, self.end)
  }
}
