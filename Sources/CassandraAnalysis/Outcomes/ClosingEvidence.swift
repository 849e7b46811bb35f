// What closes an error, by its category. Silence closes none.

/// The evidence that an error of a category is over.
enum ClosingEvidence: Sendable {
  /// The SSTable was read to its end, rewritten or removed; without a named SSTable the same inputs were compacted.
  case sstable
  /// The same inputs were read to their end.
  case sameInputs
  /// Something was written to the same directory; for lack of space as much as makes sure that there is room.
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
  /// A retry that ended well, where the task that failed is known; else nothing tells.
  case retry
}

extension ErrorCategory {
  /// What a flush or two of system tables need is there on a full disk, too.
  private static let room: Int64 = 16 << 20

  /// What closes an error of this category.
  var closingEvidence: ClosingEvidence {
    switch id {
    case "disk.compaction_refused", "disk.scope_reduced": return .fit
    case "io.read_only", "io.permission": return .write(atLeast: 0)
    case "io.device", "io.mapped_fault", "io.missing_file": return .sameInputs
    case "io.too_many_open_files", "memory.native", "memory.native_thread", "memory.map_failed":
      return .newProcess
    case "memory.heap", "memory.process_exit", "memory.direct_buffer", "memory.metaspace",
      "memory.single_allocation":
      return .moreMemory
    default: break
    }
    return switch family {
    case .corruption: .sstable
    case .disk: .write(atLeast: Self.room)
    case .process: .backInService
    case .memory, .commitLog: .newProcess
    case .tombstones: .belowThreshold
    case .io, .hints, .network, .client, .interrupted, .partition, .backlog, .repair, .stream, .leak,
      .harmless, .software, .unknown:
      .retry
    }
  }
}
