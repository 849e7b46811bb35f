// The operation of a failed task, so that the impact can be counted in operations.

import CassandraModel

/// A kind of task.
public enum FailedOperation: String, Hashable, Sendable, CaseIterable {
  case compaction
  case scrub
  case verify
  case read
  case write
  case flush
  case startup
  case validation
  case repair
  case stream
  case hint
  case commitLog = "commit log write"
  case index = "index build"
  case request
  case operation

  /// The operation of the task; nil for an SSTable that a start skipped: the start continued without it.
  init?(_ failure: Failure) {
    if failure.isFoundByScrub {
      self = failure.isFoundByVerify ? .verify : .scrub
      return
    }
    if failure.compaction != nil {
      self = .compaction
      return
    }
    let kind = ThreadKind(thread: failure.thread)
    if case .opening = kind { return nil }
    self =
      switch kind {
      case .compaction: .compaction
      case .validation: .validation
      case .build: .index
      case .main, .opening: .startup
      case .read: .read
      case .write: .write
      case .flush: .flush
      case .commitLog: .commitLog
      case .hints: .hint
      case .repair: .repair
      case .stream: .stream
      case .client, .internode: .request
      case .management, .other: .operation
      }
  }
}
