// The few figures of a compaction that reports read in every row of a ledger.

public import CassandraModel

/// A part of a row of the ledger.
public struct LedgerFigures: Sendable, Equatable {
  /// Time of its start.
  public let start: Moment?
  /// Time of its end.
  public let end: Moment?
  /// The result of the compaction.
  public let result: CompactionResult
  /// Bytes read.
  public let bytesIn: Int64?
  /// Duration of the compaction.
  public let duration: TimeSpan?

  init(_ row: LedgerRow) {
    start = row.start
    end = row.end
    result = row.result
    bytesIn = row.bytesIn
    duration = row.duration
  }

  /// The figures of a compaction that only the log has, in `zone`, or in an unknown one.
  init(
    _ id: TimeUUID, start: LocalTime?, end: LocalTime?, result: CompactionResult, bytesIn: Int64?,
    milliseconds: Int64?, _ zone: ZoneRule?
  ) {
    // Packed times have lost the mark of a repeated hour; the id places them.
    let made = id.instant
    let moment = { (time: LocalTime) in
      zone.map { Moment.utc($0.instant(time, madeAt: made)) } ?? .local(time)
    }
    // The id of such a compaction was made when the task began.
    self.start = start.map(moment) ?? id.instant.map { .utc($0) }
    self.end = end.map(moment)
    self.result = result
    self.bytesIn = bytesIn
    duration = LedgerDraft.duration(milliseconds, self.start, self.end)
  }
}
