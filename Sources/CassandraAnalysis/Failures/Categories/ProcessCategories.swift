// The process as a whole, leaks, and errors that fit no other category. Source: Ref, DefaultFSErrorHandler,
// JVMStabilityInspector, 2.1 to 5.0.

package import CassandraModel

extension CategoryID {
  package static let processAbruptStop = CategoryID("process.abrupt_stop")
  package static let leak = CategoryID("leak")
  package static let processOutOfService = CategoryID("process.out_of_service")
  package static let processStartRefused = CategoryID("process.start_refused")
  package static let softwarePlugin = CategoryID("software.plugin")
  package static let software = CategoryID("software")
  package static let unknownWarning = CategoryID("unknown.warning")
  package static let unknownStorage = CategoryID("unknown.storage")
  package static let unknown = CategoryID("unknown")
}

extension ErrorCategory {
  static let processes: [ErrorCategory] = [abruptStop, leak, outOfService]
  /// Tested before categories that look only at a thread or an exception.
  static let startFailures: [ErrorCategory] = [startRefused]
  static let rest: [ErrorCategory] = [plugin, software, unknownWarning, unknownStorage, unknown]

  private static let abruptStop = ErrorCategory(
    .processAbruptStop, .process, "Unclean shutdown", .critical,
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
    .leak, .leak, "LEAK DETECTED: reference not released", .warning,
    meaning:
      "Memory or a file was given up without being released. Seconds after an SSTable failed to open it is "
      + "a consequence, and the only record that names the file; alone it is a software bug.",
    check: ["Did an SSTable fail to open in the minute before?", "The version, in the issue tracker"],
    run: ["After a failed open: follow that error; the file is named here."],
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
    .processOutOfService, .process, "Node out of service", .critical,
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
    runbook: .device, first: FirstSteps.outOfService, route: .pageAndAct, subject: .process,
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
    .processStartRefused, .process, "Startup failed", .critical,
    meaning:
      "The process gave its start up: a setting, its place in the ring, or something that it needs is not "
      + "as it must be. It is down until that is put right.",
    check: [
      "The exception and its root cause",
      "Changes before it: cassandra.yaml, addresses, tokens, version",
    ],
    run: ["Put right what the exception names; start the node."],
    never: [
      "Do not wipe the data or the commit log to make it start.", Prohibition.restartIntoFault,
    ],
    runbook: .processGone, first: FirstSteps.startRefused, route: .page, subject: .process,
    test: .any([
      .event([EventName("failure.startup"), EventName("failure.startup_bare")]),
      .all([.thread([.main]), refusals]),
      // An error that the daemon logs while it starts is the reason why it gives up.
      .all([.thread([.main]), .level([.error]), .logger(["CassandraDaemon.java"])]),
    ]),
    examples: [
      .example(
        on: "main",
        record:
          "Cannot start node if snitch's data center (dc1) differs from previous data center (datacenter1).",
        logger: "CassandraDaemon.java", role: .unrecognized),
      .example(
        on: "main",
        record: "cassandra.jmx.local.port missing from cassandra-env.sh, unable to start local JMX service.",
        logger: "CassandraDaemon.java", role: .unrecognized),
      .example(
        on: "main", record: "Insufficient permissions on directory /d", logger: "CassandraDaemon.java",
        role: .unrecognized),
      .example(
        on: "main", record: "Exception encountered during startup", logger: "CassandraDaemon.java",
        event: "failure.startup",
        [
          "java.lang.RuntimeException: A node with address /10.0.0.1:7000 already exists, cancelling join."
        ]),
    ])

  /// Sentences with which CassandraDaemon, StartupChecks and Directories end a start without an exception.
  private static let refusals = ChainTest.any([
    .record([
      "Cannot start node if snitch's ", "Cannot start node if snitch ",
      "Insufficient permissions on directory ",
      "Has no permission to create directory ", "Doesn't have execute permissions for ",
      "Doesn't have read permissions for ", "Doesn't have write permissions for ",
      "Failed to bind port ", "Unable to create thrift socket", "Unable to bind to address ",
      "Saved cluster name ", "Invalid yaml", "Fatal error:", "Unsupported Java version",
      "Cassandra requires Java ", "cassandra 3.0 and later require Java ", "Cassandra 4.0 requires ",
      "Unable to start ", "Unable to gossip with any ", "Unable to contact any seeds",
      "Default TimeZone ", "Detected unreadable sstables",
      "Running Cassandra as root user or group is not allowed",
      "Bootstrap Token collision", "A node with address ", "Cannot replace ", "Partitioner of ",
      "Port already in use",
    ]),
    .recordMessage([
      "cassandra.jmx.local.port missing", "unable to start local JMX service", "is in use by another process",
      "Change listen_address:storage_port in cassandra.yaml", "Change rpc_address:",
      "is not supported by this",
      "Refusing to start",
    ]),
    .all([
      .exception([
        "ConfigurationException", "BindException", "StartupException", "InvalidConfigurationException",
      ]), .level([.error]),
    ]),
  ])

  private static let plugin = ErrorCategory(
    .softwarePlugin, .software, "Exception in third-party code", .warning,
    meaning:
      "The exception was thrown by code that is not Cassandra's: an index, a compaction strategy, a compressor or "
      + "an agent that was added. Its package, in the first frame, names the owner.",
    check: [
      "The first frame of the trace, and the version of that library", "Did it begin with its upgrade?",
    ],
    run: ["Report it to the owner of the library; remove or upgrade the library."],
    never: [Prohibition.rewrite], runbook: .softwareBug, route: .review, subject: .signature,
    test: .foreignFrame,
    examples: [
      .example([
        "java.lang.NullPointerException", "at com.stratio.cassandra.lucene.IndexService.indexWriter",
        "at org.apache.cassandra.index.SecondaryIndexManager.newIndexTransaction",
      ])
    ])

  private static let software = ErrorCategory(
    .software, .software, "Software error", .warning,
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

  /// Many warnings are mere advice: an unknown one is no error.
  private static let unknownWarning = ErrorCategory(
    .unknownWarning, .unknown, "Unrecognized warning", .info,
    meaning: "A warning that the table does not know. It is counted, and no error is made of it.",
    check: ["Read the record"], run: [], never: [], runbook: nil, route: .note, isError: false,
    subject: .node, test: .level([.warn]),
    examples: [
      .example(
        on: "OptionalTasks:1", record: "Something odd went on", logger: "OddThing.java", role: .unrecognized,
        level: .warn)
    ])

  /// A failed task on these threads holds memory, space or commit log segments.
  private static let unknownStorage = ErrorCategory(
    .unknownStorage, .unknown, "Unrecognized error in compaction, flush or commit log", .critical,
    meaning:
      "An error that the table does not know, on a thread that compacts, flushes or writes the commit log. Work "
      + "that fails there piles up, so it counts as critical until it is known.",
    check: [
      "Read the record and what the thread logged around it", "nodetool tpstats: pending tasks of that pool",
    ],
    run: ["Look the message up in the issue tracker, with the version."],
    never: [Prohibition.rewrite], runbook: .softwareBug, route: .page, subject: .signature,
    test: .thread([.compaction, .flush, .commitLog]),
    examples: [
      .example(
        on: "COMMIT-LOG-ALLOCATOR", record: "Something new went wrong", logger: "NewThing.java",
        role: .unrecognized)
    ])

  /// The category for an error that fits no other: kept, never dropped.
  static let unknown = ErrorCategory(
    .unknown, .unknown, "Unrecognized error", .warning,
    meaning:
      "An error that the table does not know. It may be the most important one of all.",
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
