// Errors that follow from a stop of the task or the process, and the commit log. Source: CompactionManager,
// ExecutionFailure, CommitLog, CommitLogReader, 2.1 to 5.0.

package import CassandraModel

extension CategoryID {
  package static let interruptedOnPurpose = CategoryID("interrupted.on_purpose")
  package static let shutdown = CategoryID("shutdown")
  package static let commitLogReplay = CategoryID("commit_log.replay")
  package static let commitLogWrite = CategoryID("commit_log.write")
}

extension ErrorCategory {
  static let interruptions: [ErrorCategory] = [interrupted, shutdown]
  static let commitLog: [ErrorCategory] = [commitLogReplay, commitLogWrite]

  private static let interrupted = ErrorCategory(
    .interruptedOnPurpose, .interrupted, "Compaction interrupted", .info,
    meaning:
      "nodetool stop, truncate, drop, a schema change, a repair, cleanup or drain cancelled a running "
      + "compaction. Not an error: the inputs are untouched and the work is done again.",
    check: ["Who stopped it, and does it happen again and again? Then work is thrown away each time."],
    run: [],
    never: [], runbook: nil, route: .note, isError: false, subject: .table,
    test: .any([
      .role([.compactionInterrupted]), .exception(["CompactionInterruptedException"]),
      .record(["Compaction interrupted: ", "Interruption of compaction encountered exceptions"]),
      .messageStarts(["Compaction interrupted: "]),
    ]),
    examples: [
      .example(
        record:
          "Compaction interrupted: Compaction@2a5e71d0-e56b-11f1-b2f2-13b4a66b7911(shop, orders, "
          + "1652755/12684850)bytes",
        logger: "CompactionManager.java", role: .compactionInterrupted),
      .example([
        "org.apache.cassandra.db.compaction.CompactionInterruptedException: Compaction interrupted: "
          + "Compaction",
        "Suppressed: java.lang.IllegalStateException: already closed",
      ]),
    ])

  private static let shutdown = ErrorCategory(
    .shutdown, .interrupted, "Interrupted by shutdown", .info,
    meaning:
      "A thread was still at work when the process or its executor stopped. Not a device error. Away from a "
      + "shutdown or drain it deserves a look.",
    check: ["Are there drain or shutdown lines within seconds?"], run: [], never: [], runbook: nil,
    route: .note,
    isError: false, subject: .node,
    test: .any([
      .rootException([
        "ClosedByInterruptException", "ClosedChannelException", "AsynchronousCloseException",
        "RejectedExecutionException", "InterruptedException",
      ]),
      .record([
        "Executor has been shut down, not submitting background task",
        "Executor has shut down, could not submit",
      ]),
    ]),
    examples: [
      .example([
        "org.apache.cassandra.io.FSReadError: java.nio.channels.ClosedByInterruptException",
        "java.nio.channels.ClosedByInterruptException",
      ]),
      .example(
        on: "RMI TCP Connection(4)-127.0.0.1",
        ["java.util.concurrent.RejectedExecutionException: ThreadPoolExecutor has shut down"]),
    ])

  private static let commitLogReplay = ErrorCategory(
    .commitLogReplay, .commitLog, "Commit log replay failed", .critical,
    meaning:
      "At start-up a segment of the commit log could not be read. The node does not start; writes in that "
      + "segment that were not flushed are at stake.",
    check: ["Was the stop before it unclean, or the disk full?", "The segment named in the record"],
    run: [
      "Copy the commit log folder to another volume.",
      "With whole replicas: move the named segment away, start the node, then nodetool repair -full "
        + "KEYSPACE.",
    ],
    never: [
      "Do not empty the commit log folder: sound segments hold writes that are nowhere else on this node."
    ],
    runbook: .device, first: FirstSteps.commitLogReplay, route: .pageAndAct, subject: .process,
    test: .any([
      .exception(["CommitLogReplayException", "CommitLogReadException"]),
      .record([
        "Exiting due to error while processing commit log during initialization",
        "Replay stopped. If you wish to override this error",
      ]),
    ]),
    examples: [
      .example(
        on: "main", record: "Exiting due to error while processing commit log during initialization.",
        logger: "JVMStabilityInspector.java",
        [
          "org.apache.cassandra.db.commitlog.CommitLogReadHandler$CommitLogReadException: Encountered bad "
            + "header at position 0"
        ])
    ])

  private static let commitLogWrite = ErrorCategory(
    .commitLogWrite, .commitLog, "Commit log write failed", .critical,
    meaning:
      "The commit log failed to write, for a reason that the record does not tell. By policy the node stops "
      + "serving, or its writes are no longer safe.",
    check: [
      "df and kernel log of the commit log's volume", "nodetool statusgossip and nodetool statusbinary",
    ],
    run: ["Put the volume right, then restart the node."],
    never: [Prohibition.deleteFiles, Prohibition.restartIntoFault],
    runbook: .device, first: FirstSteps.commitLogVolume, route: .pageAndAct, subject: .process,
    test: .record(["Failed managing commit log segments", "Failed to persist commits to disk"]),
    examples: [
      .example(
        on: "PERIODIC-COMMIT-LOG-SYNCER",
        record: "Failed to persist commits to disk. Commit disk failure policy is stop; terminating thread.",
        logger: "CommitLog.java",
        ["org.apache.cassandra.io.FSWriteError: java.lang.RuntimeException: unmapped"])
    ])
}
