// Which of Cassandra's two policies acts on an error: that of the commit log is a setting of its own.

extension Fault {
  /// True when `commit_failure_policy` decides, not `disk_failure_policy`. Source: CommitLog.handleCommitError.
  package var isOfCommitLog: Bool {
    category.id.hasPrefix("commit_log.") || threads.contains { ThreadKind(thread: $0) == .commitLog }
  }
}
