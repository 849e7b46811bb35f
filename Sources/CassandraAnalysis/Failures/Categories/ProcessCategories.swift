// The process as a whole, what is left over, and what nothing else fits. Source: Ref, DefaultFSErrorHandler,
// JVMStabilityInspector, 2.1 to 5.0.

import CassandraModel

extension ErrorCategory {
  static let processes: [ErrorCategory] = [abruptStop, leak, outOfService, startRefused]
  static let rest: [ErrorCategory] = [software, unknown]

  private static let abruptStop = ErrorCategory(
    "process.abrupt_stop", .process, "Unclean shutdown", .critical,
    meaning:
      "The log stops in the middle of work and the next line is a new start: killed by the kernel or by "
      + "hand, power, a JVM crash, or a JVM told to exit on OutOfMemoryError. The log cannot tell which.",
    check: [
      "dmesg -T: oom-kill; container status: OOMKilled, restart count",
      "stdout or the journal of the service; hs_err_pid files",
      "Compactions that started and did not finish: unfinished transaction logs at the next start name them",
      "An SSTable of such a compaction that cannot be opened at the next start: a cut-off file can crash the JVM",
    ],
    run: ["Find the cause outside of Cassandra's log; then see that the node is in state UN."],
    never: [Prohibition.deleteTransactionLogs], runbook: .processGone, route: .page, subject: .process,
    test: .event([EventName("process.abrupt_stop")]),
    examples: [
      .example(
        on: "main", record: "Configuration location: file:/etc/cassandra/cassandra.yaml",
        logger: "YamlConfigurationLoader.java", event: "process.abrupt_stop", role: .processStarted)
    ])

  private static let leak = ErrorCategory(
    "leak", .leak, "LEAK DETECTED: reference not released", .warning,
    meaning:
      "Memory or a file was given up without being released. Seconds after an SSTable failed to open it is "
      + "a consequence, and the only record that names the file; alone it is a software bug.",
    check: ["Did an SSTable fail to open in the minute before?", "The version, in the issue tracker"],
    run: ["After a failed open: follow that fault; the file is named here."],
    never: [Prohibition.deleteFiles],
    runbook: .softwareBug, route: .review, subject: .sstable,
    test: .any([.role([.leak]), .record(["LEAK DETECTED: "])]),
    examples: [
      .example(
        on: "Reference-Reaper",
        record:
          "LEAK DETECTED: a reference (org.apache.cassandra.utils.concurrent.Ref$State@6e1efb8c) to class "
          + "org.apache.cassandra.io.util.MmappedRegions$Tidier@1624840255:/d/nb-1-big-Data.db was not "
          + "released before the reference was garbage collected", logger: "Ref.java", role: .leak)
    ])

  private static let outOfService = ErrorCategory(
    "process.out_of_service", .process, "Node out of service", .critical,
    meaning:
      "The disk failure policy stopped client connections and gossip, refused a start or gave up a data "
      + "directory. A consequence: the cause stands within seconds before or after, on the same thread.",
    check: [
      "The failure on the same thread within 5 seconds", "nodetool statusgossip and nodetool statusbinary",
      "Peers see the node as DN while its process lives and compacts on",
    ],
    run: ["Remove the cause first; then nodetool enablegossip and nodetool enablebinary, or a restart."],
    never: [
      "Do not bring the node back before the cause is gone: it serves from a disk it has just given up.",
      Prohibition.restartIntoFault,
    ],
    runbook: .device, route: .pageAndAct, subject: .process,
    test: .all([
      .not(.throwable),
      .any([
        .role([.policyReaction]),
        .record([
          "Stopping transports", "Stopping native transport", "Stopping gossiper", "Stopping RPC server",
          "Disallowing ",
          "Blacklisting ", "Exiting forcefully due to file system exception on startup",
          "JVM state determined to be unstable",
        ]),
      ]),
    ]),
    examples: [
      .example(
        record: "Stopping transports as disk_failure_policy is stop", logger: "DefaultFSErrorHandler.java",
        role: .policyReaction)
    ])

  private static let startRefused = ErrorCategory(
    "process.start_refused", .process, "Startup failed", .critical,
    meaning:
      "The process gave its start up: a setting, its place in the ring, or something that it needs is not "
      + "as it must be. It is down until that is put right.",
    check: [
      "The exception and its root cause",
      "What was changed before it: cassandra.yaml, addresses, tokens, version",
    ],
    run: ["Put right what the exception names; start the node."],
    never: [
      "Do not wipe the data or the commit log to make it start.", Prohibition.restartIntoFault,
    ],
    runbook: .processGone, route: .page, subject: .process,
    test: .event([EventName("failure.startup"), EventName("failure.startup_bare")]),
    examples: [
      .example(
        on: "main", record: "Exception encountered during startup", logger: "CassandraDaemon.java",
        event: "failure.startup",
        [
          "java.lang.RuntimeException: A node with address /10.0.0.1:7000 already exists, cancelling join."
        ])
    ])

  private static let software = ErrorCategory(
    "software", .software, "Software error", .warning,
    meaning:
      "Cassandra's own code met a state that it excludes, away from the reading of SSTables. Likely a bug.",
    check: [
      "Class, top frame and version in the issue tracker", "Did it begin with an upgrade or a schema change?",
    ],
    run: ["Keep the logs; upgrade to the last patch release of the line."], never: [Prohibition.rewrite],
    runbook: .softwareBug, route: .review, subject: .signature,
    test: .rootException(
      Corruption.garbageErrors + [
        "UnsupportedOperationException", "ConcurrentModificationException", "StackOverflowError",
        "NoSuchElementException",
      ]),
    examples: [
      .example(
        on: "OptionalTasks:1",
        [
          "java.lang.NullPointerException",
          "at org.apache.cassandra.db.compaction.CompactionManager.submitBackground",
        ])
    ])

  /// What no other category fits: kept, never dropped.
  static let unknown = ErrorCategory(
    "unknown", .unknown, "Unrecognized error", .warning,
    meaning:
      "A warning or an error that the table does not know. It is kept and counted, and may be the most "
      + "important one of all.",
    check: ["Read the record and what the thread logged around it"],
    run: ["If it comes back: look in the issue tracker."],
    never: [Prohibition.rewrite], runbook: .softwareBug, route: .review, subject: .signature, test: .always,
    examples: [
      .example(
        on: "OptionalTasks:1", record: "Something new went wrong", logger: "NewThing.java",
        role: .unrecognized,
        ["org.example.NewException: never seen"])
    ])
}
