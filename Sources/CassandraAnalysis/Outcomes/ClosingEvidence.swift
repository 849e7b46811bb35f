// Evidence that closes an error, by its family; a category may name another in its own entry. Silence closes
// none.

/// The evidence that an error of a category is over.
enum ClosingEvidence: Sendable {
  /// The SSTable was read to its end, rewritten or removed; without a named SSTable the same inputs were compacted.
  case sstable
  /// The same inputs were read to their end.
  case sameInputs
  /// A write to the same directory; after a lack of space, of enough bytes to prove that there is room.
  case write(atLeast: Int64)
  /// A compaction of the same table that is as large as the one that did not fit.
  case fit
  /// A new process without the error.
  case newProcess
  /// A new process that did the same work, or has a larger heap and lived for longer than the one that failed.
  case moreMemory
  /// The node is ready again.
  case backInService
  /// Samples of the same table below the threshold.
  case belowThreshold
  /// A record of its own that the same work ended well: hints sent, an index built, a table repaired.
  case endRecord
  /// One schema version in the whole ring.
  case oneSchema
  /// Neither a log nor a command shows the end: the error is of one moment.
  case nothing
  /// A retry that ended well, where the task that failed is known; else there is no evidence.
  case retry
}

extension ErrorCategory {
  /// Bytes that a flush or two of system tables need: a full disk has that much left, too.
  private static let room: Int64 = 16 << 20

  /// Evidence that closes an error of this category.
  var closingEvidence: ClosingEvidence {
    if let closing { return closing }
    return switch family {
    case .corruption: .sstable
    case .disk: .write(atLeast: Self.room)
    case .process: .backInService
    case .memory, .commitLog: .newProcess
    case .tombstones: .belowThreshold
    case .hints, .repair, .stream: .endRecord
    case .client: .nothing
    case .io, .network, .interrupted, .partition, .backlog, .leak, .harmless, .software, .unknown: .retry
    }
  }
}
