// What a task that failed was doing, so that the impact can be told in operations.

import CassandraModel

/// A kind of task.
public enum FailedOperation: String, Hashable, Sendable, CaseIterable {
  case compaction
  case scrub
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

  init(_ failure: Failure) {
    if failure.isFoundByScrub {
      self = .scrub
      return
    }
    if failure.compaction != nil {
      self = .compaction
      return
    }
    self =
      switch ThreadKind(thread: failure.thread) {
      case .compaction: .compaction
      case .validation: .validation
      case .build: .index
      case .opening, .main: .startup
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
