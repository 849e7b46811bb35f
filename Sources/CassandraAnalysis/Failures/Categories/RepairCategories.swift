// Backlog and repair: work that is rejected, and repairs that fail for reasons outside storage. Source:
// ActiveRepairService, ValidationManager, Validator, RepairSession, 3.11 to 5.0.

package import CassandraModel

extension CategoryID {
  package static let backlogGate = CategoryID("backlog.gate")
  package static let backlogNotCancelled = CategoryID("backlog.not_cancelled")
  package static let repairTerminated = CategoryID("repair.terminated")
  package static let repairParentFailed = CategoryID("repair.parent_failed")
  package static let repairValidation = CategoryID("repair.validation")
  package static let repairAnticompaction = CategoryID("repair.anticompaction")
  package static let repairSession = CategoryID("repair.session")
}

extension ErrorCategory {
  static let operations: [ErrorCategory] = [backlogGate, compactionNotCancelled] + repairs

  private static let backlogGate = ErrorCategory(
    .backlogGate, .backlog, "Repair or stream rejected: too many pending compactions", .warning,
    meaning:
      "The node refused a repair or a stream because its pending compactions are above a threshold: a "
      + "witness of a backlog, with the number.",
    check: ["nodetool compactionstats -H", "nodetool tpstats: CompactionExecutor"],
    run: [
      "nodetool getcompactionthroughput and nodetool getconcurrentcompactors: note them.",
      "Raise throughput within the disk's means (nodetool setcompactionthroughput), then compactors; put "
        + "them back after.",
      "Start the repair again once pending is below 8 and steady.",
    ],
    never: [Prohibition.rewrite, Prohibition.repairNow, Prohibition.restart, Prohibition.throughput],
    runbook: .backlog, route: .review, subject: .node,
    test: .any([
      .recordMessage([
        "Rejecting incoming repair, pending compactions (",
        "Rejecting incoming files based on pending compactions",
      ])
    ]),
    examples: [
      .example(
        on: "AntiEntropyStage:1",
        record:
          "[[repair #f517e800-0ffa-11ef-9a3b-5d2f6c7e8a90]] Rejecting incoming repair, pending compactions "
          + "(1342) above threshold (1000)", logger: "ActiveRepairService.java", role: .repairFailed)
    ])

  private static let compactionNotCancelled = ErrorCategory(
    .backlogNotCancelled, .backlog, "Unable to cancel in-progress compactions", .warning,
    meaning:
      "An operation waited for running compactions of a table and gave up: a very large partition is in "
      + "work, or the node is overloaded.",
    check: [
      "nodetool compactionstats -H: which task does not move?", "nodetool tablehistograms KEYSPACE TABLE",
    ],
    run: ["Try the operation again when the task has ended."],
    never: [Prohibition.restart, Prohibition.rewrite],
    runbook: .backlog, route: .review, subject: .table,
    test: .record(["Unable to cancel in-progress compactions"]),
    examples: [
      .example(
        on: "RMI TCP Connection(23)-127.0.0.1",
        record: "Unable to cancel in-progress compactions for orders.",
        logger: "ColumnFamilyStore.java", role: .pressure)
    ])

  private static let repairLooks = [
    "The logs of the other replicas at the same time: the session may have died there",
    "nodetool compactionstats and nodetool netstats: what else runs?",
    "nodetool repair_admin list (4.0 and later)",
  ]
  private static let repairNevers = [
    Prohibition.repairNow, Prohibition.interruptRepair, Prohibition.streamThroughput,
  ]
  private static let notStorage = ChainTest.not(.exception(storageErrors))

  private static let repairs: [ErrorCategory] = [
    ErrorCategory(
      .repairTerminated, .repair, "Repair terminated on request", .warning,
      meaning:
        "All repair sessions of the node were ended by a call (forceTerminateAllRepairSessions): by Reaper when a "
        + "segment takes longer than its timeout, or by an operator. Their ranges stay unrepaired.",
      check: [
        "Reaper's log at that time", "nodetool compactionstats and nodetool netstats: what else runs?",
      ],
      run: ["Start the repair again; with Reaper: smaller segments or a longer segment timeout."],
      never: [Prohibition.repairNow], runbook: .network, first: FirstSteps.repairTerminated, route: .review,
      subject: .node,
      test: .message(["Terminate session is called"]),
      examples: [
        .example(
          on: "AntiEntropyStage:1",
          [
            "java.io.IOException: Terminate session is called",
            "at org.apache.cassandra.repair.RepairSession.terminate",
          ])
      ]),
    ErrorCategory(
      .repairParentFailed, .repair, "Parent repair session failed", .warning,
      meaning:
        "The parent session of this validation or anticompaction is over. A consequence: the cause is in "
        + "the log of the node where the session died.",
      check: repairLooks, run: [], never: repairNevers, runbook: .network, first: FirstSteps.repairFailed,
      route: .note, subject: .node,
      test: .any([
        .message(["Parent repair session with id = "]),
        .all([notStorage, .record(["Got error, removing parent repair session"])]),
      ]),
      examples: [
        .example(
          on: "ValidationExecutor:6", record: "Validation failed.", logger: "ValidationManager.java",
          role: .repairFailed,
          [
            "java.lang.RuntimeException: Parent repair session with id = "
              + "f517e800-0ffa-11ef-9a3b-5d2f6c7e8a90 has failed."
          ])
      ]),
    ErrorCategory(
      .repairValidation, .repair, "Validation failed", .warning,
      meaning:
        "A Merkle tree for a repair could not be built here. The ranges of that table stay unrepaired.",
      check: repairLooks,
      run: ["Start the repair of the table again when pending compactions are below 8 and steady."],
      never: repairNevers, runbook: .network, first: FirstSteps.repairFailed, route: .review, subject: .table,
      test: .all([
        notStorage, .record(["Validation failed.", "Failed creating a merkle tree for "]),
      ]),
      examples: [
        .example(
          on: "ValidationExecutor:1", record: "Validation failed.", logger: "ValidationManager.java",
          role: .repairFailed, ["java.lang.NullPointerException"])
      ]),
    ErrorCategory(
      .repairAnticompaction, .repair, "Anticompaction failed", .warning,
      meaning: "An incremental repair could not set its SSTables apart. The session fails; data is not lost.",
      check: repairLooks,
      run: ["Start the incremental repair again when no other repair or compaction holds the SSTables."],
      never: repairNevers, runbook: .network, first: FirstSteps.repairFailed, route: .review, subject: .table,
      test: .all([
        notStorage,
        .record([
          "Error anticompacting ", "Could not mark compacting for ", "Could not reference sstables",
          "Prepare phase for incremental repair session ",
          "Cannot start multiple repair sessions over the same sstables",
        ]),
      ]),
      examples: [
        .example(
          record: "Error anticompacting txn for f517e800-0ffa-11ef-9a3b-5d2f6c7e8a90",
          logger: "CompactionManager.java",
          role: .repairFailed)
      ]),
    ErrorCategory(
      .repairSession, .repair, "Repair session failed", .warning,
      meaning: "A repair failed, and this node's record does not tell why.",
      check: repairLooks,
      run: ["Find the node whose log has the cause; then start the repair again from the beginning."],
      never: repairNevers, runbook: .network, first: FirstSteps.repairFailed, route: .review, subject: .node,
      test: .all([
        notStorage, .any([.role([.repairFailed]), .exception(["RepairException"])]),
      ]),
      examples: [
        .example(
          on: "Repair#7:1",
          record: "[repair #f517e800-0ffa-11ef-9a3b-5d2f6c7e8a90] Session completed with the following error",
          logger: "RepairSession.java", role: .repairFailed,
          ["org.apache.cassandra.exceptions.RepairException: Sync failed between /10.0.0.2 and /10.0.0.3"])
      ]),
  ]
}
