// The failure policy that acts on an error: Cassandra has one for disks and one for the commit log.

import CassandraModel

extension Fault {
  /// True when `commit_failure_policy` decides, not `disk_failure_policy`. Source: CommitLog.handleCommitError.
  package var isOfCommitLog: Bool {
    category.id.name.hasPrefix("commit_log.") || threads.contains { ThreadKind(thread: $0) == .commitLog }
  }
}
