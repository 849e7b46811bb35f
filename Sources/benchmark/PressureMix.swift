// Records of a node under pressure: a compaction that does not fit on the disk and drops an input and, after
// dropped messages, the state of its pools and tables, one record a row.

enum PressureMix {
  static let drops: [Message] =
    [
      Message(
        "messages.dropped",
        """
        INFO  [ScheduledTasks:1] $(date) MessagingMetrics.java:207 - MUTATION_REQ messages were dropped in last \
        5000 ms: $(0..40) internal and $(1..900) cross node. Mean internal dropped latency: $(0..900) ms and \
        Mean cross-node dropped latency: $(2001..9000) ms
        """),
      row(
        "other", 65,
        "Pool Name                       Active   Pending      Completed   Blocked  All Time Blocked"),
    ] + pools.map(pool) + [
      row(
        "status.compaction_manager", 79,
        "CompactionManager           $(1..4>10)$(20..1200>10)"),
      row("other", 91, "MessagingService                n/a       0/3"),
      row("other", 101, "Table                       Memtable ops,data"),
    ] + LogMix.subjects.map(memtable)

  static let reducedScope = [
    Message(
      "compaction.space_detail.directory",
      """
      WARN  [CompactionExecutor:$(thread)] $(date) Directories.java:505 - DataDirectory \
      /var/lib/cassandra/data can't be used for compaction. Only $(100..400).83 MiB is available, but \
      $(401..900).26 MiB is the minimum write size.
      """),
    Message(
      "compaction.space_detail.across",
      """
      WARN  [CompactionExecutor:$(thread)] $(date) Directories.java:521 - Insufficient disk space for \
      compaction. Across [/var/lib/cassandra/data] there's only 0 bytes available, but $(401..900).26 MiB is \
      needed.
      """),
    Message(
      "compaction.space_detail.inputs",
      """
      WARN  [CompactionExecutor:$(thread)] $(date) CompactionTask.java:101 - insufficient space to compact all \
      requested files. $(401..900).46985MiB required, $(readers) for compaction $(id) - removing largest \
      SSTable: $(reader)
      """),
    Message(
      "compaction.space_reduced",
      """
      WARN  [CompactionExecutor:$(thread)] $(date) CompactionTask.java:416 - Not enough space for compaction, \
      $(401..900).46985MiB estimated.  Reducing scope.
      """),
  ]

  private static let pools = [
    "CompactionExecutor", "MutationStage", "ReadStage", "RequestResponseStage", "MemtableFlushWriter",
    "MemtablePostFlush", "MemtableReclaimMemory", "GossipStage", "HintsDispatcher", "MigrationStage",
    "Native-Transport-Requests", "PerDiskMemtableFlushWriter_0", "SecondaryIndexManagement",
    "ValidationExecutor", "ViewMutationStage", "CounterMutationStage", "Sampler", "CacheCleanupExecutor",
  ]

  private static func pool(_ name: String) -> Message {
    row(
      "status.pool", 69,
      padded(name, to: 28) + "$(0..32>10)$(0..4000>10)$(10000..900000000>15)$(0..3>10)$(0..999>18)")
  }

  private static func memtable(_ subject: Subject) -> Message {
    row(
      "status.memtable", 119,
      padded(subject.keyspace + "." + subject.name, to: 28) + "$(100..200000),$(10000..90000000)")
  }

  private static func row(_ kind: String, _ line: Int, _ text: String) -> Message {
    Message(kind, "INFO  [ScheduledTasks:1] $(date) StatusLogger.java:" + String(line) + " - " + text)
  }

  /// At least one space follows, as in real logs: a longer name shifts the columns.
  private static func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.utf8.count))
  }
}
