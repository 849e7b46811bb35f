// Errors of requests, schema, hints, indexes and long operations, each recognised by the exception or by the
// beginning of its record. They come after memory, disk and corruption: a cause that they wrap decides first.
// Source: StorageProxy, MigrationManager, BatchStatement, Mutation, HintsService, ViewBuilder,
// SecondaryIndexManager, StorageService, 2.1 to 5.0.

package import CassandraModel

extension CategoryID {
  package static let streamBootstrapFailed = CategoryID("stream.bootstrap_failed")
  package static let flushFailed = CategoryID("flush.failed")
  package static let commitLogCDCSpace = CategoryID("commit_log.cdc_space")
  package static let clientMutationTooLarge = CategoryID("client.mutation_too_large")
  package static let clientBatchTooLarge = CategoryID("client.batch_too_large")
  package static let clientFrameTooLarge = CategoryID("client.frame_too_large")
  package static let schemaUnknownTable = CategoryID("schema.unknown_table")
  package static let schemaDisagreement = CategoryID("schema.disagreement")
  package static let clientRequestFailed = CategoryID("client.request_failed")
  package static let clientOverloaded = CategoryID("client.overloaded")
  package static let clientAccessDenied = CategoryID("client.access_denied")
  package static let networkTLS = CategoryID("network.tls")
  package static let hintsFailed = CategoryID("hints.failed")
  package static let hintsBatchlog = CategoryID("hints.batchlog")
  package static let indexBuildFailed = CategoryID("index.build_failed")
  package static let viewFailed = CategoryID("view.failed")
  package static let clientUserFunction = CategoryID("client.user_function")
  package static let ioSnapshotFailed = CategoryID("io.snapshot_failed")
  package static let softwareClassMissing = CategoryID("software.class_missing")
  package static let networkGossip = CategoryID("network.gossip")
  package static let clientUnexpected = CategoryID("client.unexpected")
}

extension ErrorCategory {
  static let knownErrors: [ErrorCategory] = [
    flushFailed, cdcSpace, mutationTooLarge, batchTooLarge, frameTooLarge, unknownTable,
    schemaDisagreement, requestFailed, overloaded, accessDenied, tlsFailed, hintsFailed, batchlogFailed,
    indexBuild, viewUpdate, userFunction, snapshotFailed, classMissing, gossipError, unexpectedRequest,
  ]

  /// Tested before the stream categories.
  static let bootstraps: [ErrorCategory] = [bootstrapFailed]

  /// An error category that takes nothing out of service by itself.
  private static func warning(
    _ id: CategoryID, _ family: Family, _ title: String, meaning: String, check: [String], run: [String],
    runbook: Runbook, first: FirstSteps.Procedure? = nil, subject: FailureSubject = .node,
    closing: ClosingEvidence? = nil, test: ChainTest,
    example: FailureEvidence
  ) -> ErrorCategory {
    ErrorCategory(
      id, family, title, .warning, meaning: meaning, check: check, run: run, never: [], runbook: runbook,
      first: first, route: .review, subject: subject, closing: closing, test: test, examples: [example])
  }

  private static let bootstrapFailed = ErrorCategory(
    .streamBootstrapFailed, .stream, "Bootstrap or rebuild failed", .critical,
    meaning:
      "Streaming of the data that this node was to take over did not complete. The node does not serve its "
      + "ranges until the operation is done again.",
    check: ["nodetool netstats and the logs of the peers: the session may have died there"],
    run: ["nodetool bootstrap resume (2.2 and later), or start the operation again once the cause is gone."],
    never: ["Do not set auto_bootstrap: false to make the node start: it would serve without its data."],
    runbook: .network, route: .page, subject: .node,
    closing: .backInService,
    test: .any([
      .record([
        "Error while waiting on bootstrap to complete", "Error while rebuilding node",
        "Some data streaming failed. Use nodetool to check bootstrap state",
      ]),
      .message([
        "Unable to find sufficient sources for streaming range", "Error during boostrap",
        "Error during bootstrap",
      ]),
    ]),
    examples: [
      .example(
        on: "main",
        record: "Error while waiting on bootstrap to complete. Bootstrap will have to be restarted.",
        logger: "StorageService.java",
        ["org.apache.cassandra.streaming.StreamException: Stream failed"])
    ])

  private static let flushFailed = ErrorCategory(
    .flushFailed, .commitLog, "Memtable flush failed", .critical,
    meaning:
      "A memtable could not be written, for whatever reason. Its memory and its commit log segments are not "
      + "freed: the heap and the commit log's volume fill up until writes stop.",
    check: [
      "Size of the commit log folder, and nodetool tpstats: pending MemtableFlushWriter and MemtablePostFlush",
      "The exception and its root cause in the issue tracker, for the version that runs",
    ],
    run: [
      "Find what the exception names; a restart replays the commit log and tries the flush again.",
      "Copy the commit log folder to another volume before the restart.",
    ],
    never: [
      "Do not empty the commit log folder: its segments hold the only copy of what was not flushed.",
      Prohibition.restartIntoFault,
    ],
    runbook: .softwareBug, route: .pageAndAct, subject: .table,
    test: .all([.thread([.flush]), .throwable]),
    examples: [
      .example(
        on: "MemtableFlushWriter:5",
        ["java.lang.AssertionError: null", "at org.apache.cassandra.db.ColumnIndex$Builder.close"])
    ])

  private static let cdcSpace = warning(
    .commitLogCDCSpace, .commitLog, "CDC space limit reached (cdc_total_space)",
    meaning: "Writes to tables with CDC are rejected until the consumer frees segments of cdc_raw.",
    check: ["Size of cdc_raw; does its consumer run?"],
    run: ["Start the consumer, or raise cdc_total_space."], runbook: .diskSpace,
    closing: .nothing,
    test: .any([.exception(["CDCWriteException"]), .record(["Rejecting mutation to keyspace "])]),
    example: .example(
      on: "MutationStage-1",
      ["org.apache.cassandra.exceptions.CDCWriteException: Rejecting mutation to keyspace shop."]))

  private static let mutationTooLarge = warning(
    .clientMutationTooLarge, .client, "Mutation too large (max_mutation_size)",
    meaning: "A client wrote more at once than half a commit log segment holds. The write is rejected.",
    check: ["Which table? The record or the client's log names it"], run: ["Split the write."],
    runbook: .tombstones, first: FirstSteps.writeTooLarge,
    test: .any([
      .exception(["MutationExceededMaxSizeException"]), .message(["is too large for the maximum size of"]),
    ]),
    example: .example(
      on: "MutationStage-1",
      [
        "java.lang.IllegalArgumentException: Mutation of 33.0MiB is too large for the maximum size of 16.0MiB"
      ]))

  private static let batchTooLarge = warning(
    .clientBatchTooLarge, .client, "Batch too large (batch_size_fail_threshold)",
    meaning: "A client sent a batch above the failure threshold. It is rejected.",
    check: ["Which tables? The record names them"],
    run: ["Send single statements, or batches of one partition."], runbook: .tombstones,
    first: FirstSteps.writeTooLarge,
    test: .all([
      .record(["Batch ", "Batch of "]), .recordMessage(["exceeding specified failure threshold"]),
    ]),
    example: .example(
      on: "Native-Transport-Requests-1",
      record:
        "Batch for [shop.orders] is of size 74.219KiB, exceeding specified failure threshold of 50.000KiB "
        + "by 24.219KiB.",
      logger: "BatchStatement.java", role: .unrecognized))

  private static let frameTooLarge = warning(
    .clientFrameTooLarge, .client, "Frame too large (native_transport_max_frame_size)",
    meaning: "A client sent a request above the limit. Its connection is closed.",
    check: ["Which client? The record names its address"], run: ["Make the request smaller."],
    runbook: .network,
    test: .any([
      .exception(["TooLongFrameException", "OversizedMessageException"]),
      .message(["Request is too big: length"]),
    ]),
    example: .example(
      on: "epollEventLoopGroup-2-1",
      ["io.netty.handler.codec.TooLongFrameException: Adjusted frame length exceeds 268435456: 369098751"]))

  private static let unknownTable = warning(
    .schemaUnknownTable, .network, "Unknown table in a message from a peer",
    meaning:
      "A peer sent data of a table that this node does not know: schemas differ, or it was just dropped.",
    check: ["nodetool describecluster: one schema version?"],
    run: [
      "If versions differ for minutes and all other nodes are UN: nodetool resetlocalschema on the node that differs."
    ],
    runbook: .schemaMismatch,
    closing: .oneSchema,
    test: .any([
      .exception(["UnknownColumnFamilyException", "UnknownTableException", "UnknownKeyspaceException"]),
      .message(["Couldn't find table for cfId ", "Couldn't find table with id ", "Couldn't find cfId="]),
    ]),
    example: .example(
      on: "Messaging-EventLoop-3-1",
      [
        "org.apache.cassandra.exceptions.UnknownTableException: Couldn't find table with id "
          + "db4c1000-aa1e-11ee-9a3b-5d2f6c7e8a90."
      ]))

  private static let schemaDisagreement = warning(
    .schemaDisagreement, .network, "Schema disagreement between nodes",
    meaning: "A change of the schema from a peer cannot be applied: two nodes made the same table apart.",
    check: ["nodetool describecluster: which nodes have which version?"],
    run: [
      "Make one schema: stop changes; with all other nodes UN, nodetool resetlocalschema on the nodes that differ."
    ],
    runbook: .schemaMismatch,
    closing: .oneSchema,
    test: .message(["Column family ID mismatch", "Table ID mismatch", "Schema disagreement"]),
    example: .example(
      on: "MigrationStage:1",
      [
        "org.apache.cassandra.exceptions.ConfigurationException: Column family ID mismatch (found "
          + "db4c1000-aa1e-11ee-9a3b-5d2f6c7e8a90; expected 1004ba50-e56c-11f1-b1d5-0124102653b3)"
      ]))

  private static let requestFailed = warning(
    .clientRequestFailed, .client, "Request failed: timeout or replicas unavailable",
    meaning: "Not enough replicas answered a read or a write in time.",
    check: ["nodetool status: who is down?", "GC pauses and dropped messages of the replicas at that time"],
    run: ["Find the slow or missing replicas."], runbook: .network,
    test: .exception([
      "ReadTimeoutException", "WriteTimeoutException", "UnavailableException", "ReadFailureException",
      "WriteFailureException", "RequestTimeoutException", "CasWriteTimeoutException",
      "CasWriteUnknownResultException", "TruncateException", "RequestFailureException",
    ]),
    example: .example(
      on: "OptionalTasks:1",
      [
        "org.apache.cassandra.exceptions.ReadTimeoutException: Operation timed out - received only 0 responses."
      ]))

  private static let overloaded = warning(
    .clientOverloaded, .client, "OverloadedException: too many requests or hints in flight",
    meaning: "The node sheds load: it has more requests or hints in flight than it allows.",
    check: ["nodetool tpstats: pending and blocked", "Which replicas are down?"],
    run: ["Lower the load, or bring the replicas back."], runbook: .network,
    test: .any([.exception(["OverloadedException"]), .record(["Too many in flight hints"])]),
    example: .example(
      on: "Native-Transport-Requests-1",
      ["org.apache.cassandra.exceptions.OverloadedException: Too many in flight hints: 2048"]))

  private static let accessDenied = warning(
    .clientAccessDenied, .client, "Authentication or authorization failed",
    meaning: "A client's credentials were refused, or roles could not be read.",
    check: ["Replication factor of system_auth, and nodetool status"],
    run: ["If roles cannot be read: nodetool repair -full system_auth once its replicas are up."],
    runbook: .network,
    test: .exception(["AuthenticationException", "UnauthorizedException"]),
    example: .example(
      on: "OptionalTasks:1",
      ["org.apache.cassandra.exceptions.AuthenticationException: Unable to perform authentication"]))

  private static let tlsFailed = warning(
    .networkTLS, .network, "TLS handshake failed",
    meaning:
      "A connection with TLS could not be made: certificates or settings of the two sides do not match.",
    check: ["Validity of certificates and truststores on both sides"],
    run: ["Renew the certificate, or make the settings the same."], runbook: .network,
    test: .exception([
      "SSLException", "SSLHandshakeException", "NotSslRecordException", "CertificateException",
      "CertificateExpiredException", "UnrecoverableKeyException",
    ]),
    example: .example(
      on: "ScheduledTasks:1", ["javax.net.ssl.SSLHandshakeException: PKIX path validation failed"]))

  private static let hintsFailed = warning(
    .hintsFailed, .hints, "Hints not written or not sent",
    meaning: "Writes that a replica missed could not be kept or sent. It lacks them until a repair.",
    check: [
      "Space and permissions of the hints directory", "Which replica? Its host id starts the file's name",
    ],
    run: ["In a quiet window: nodetool repair -full -pr KEYSPACE on the replica that missed the writes."],
    runbook: .network,
    test: .all([
      .not(.exception(storageErrors)),
      .record([
        "Failed to dispatch hints", "Unable to flush hint buffer", "Failed to write hint",
        "Failed to delete hint", "Failed to submit hint",
      ]),
    ]),
    example: .example(
      on: "HintsDispatcher:2", record: "Failed to dispatch hints file 1d9e64ac-1715486400123-2.hints",
      logger: "HintsDispatchExecutor.java", role: .unrecognized))

  private static let batchlogFailed = warning(
    .hintsBatchlog, .hints, "Batchlog replay failed",
    meaning: "Logged batches that were not complete could not be finished. They are tried again.",
    check: ["nodetool status: who is down?"], run: ["Bring the replicas back."], runbook: .network,
    test: .record(["Failed batchlog replay", "Error replaying batchlog", "Failed to replay batchlog"]),
    example: .example(
      on: "BatchlogTasks:1", record: "Failed batchlog replay", logger: "BatchlogManager.java",
      role: .unrecognized))

  private static let indexBuild = warning(
    .indexBuildFailed, .software, "Secondary index build failed",
    meaning: "An index could not be built or updated: queries over it fail or miss rows.",
    check: ["nodetool viewbuildstatus is for views; for an index: system.\"IndexInfo\""],
    run: ["Once the cause is gone: nodetool rebuild_index KEYSPACE TABLE INDEX."], runbook: .softwareBug,
    subject: .table,
    closing: .endRecord,
    test: .any([
      .record([
        "Failed to build index", "Unable to build index", "Error building index", "Index build failed",
      ]),
      .recordMessage(["became not-queryable because of failed build", "Index build of "]),
    ]),
    example: .example(
      on: "SecondaryIndexManagement:1",
      record: "Index build of orders_customer failed. Please run full index "
        + "rebuild to fix it.", logger: "SecondaryIndexManager.java", role: .unrecognized))

  private static let viewUpdate = warning(
    .viewFailed, .software, "Materialized view update failed",
    meaning: "A view could not be built or updated: it may differ from its base table.",
    check: ["nodetool viewbuildstatus KEYSPACE VIEW"],
    run: ["If rows are missing: drop the view and create it again."], runbook: .softwareBug, subject: .table,
    test: .any([
      .record([
        "Materialized View failed to complete", "Error applying view mutation",
        "Unknown exception caught while "
          + "attempting to update MaterializedView",
      ])
    ]),
    example: .example(
      on: "ViewBuildExecutor:1",
      record: "Materialized View failed to complete, sleeping 5 minutes before restarting",
      logger: "ViewBuilder.java", role: .unrecognized))

  private static let userFunction = warning(
    .clientUserFunction, .client, "User-defined function failed",
    meaning: "A function that a user defined threw an exception or ran too long. The query fails.",
    check: ["Which function? The record names it"], run: ["Correct the function."], runbook: .softwareBug,
    test: .any([
      .exception(["FunctionExecutionException"]), .event([EventName("failure.user_function")]),
    ]),
    example: .example(
      on: "ReadStage-1", record: "Error running user-defined function shop.f", logger: "UDFunction.java",
      event: "failure.user_function"))

  private static let snapshotFailed = warning(
    .ioSnapshotFailed, .io, "Snapshot or backup failed",
    meaning: "A hard link of an SSTable could not be made. Live data are not concerned.",
    check: ["nodetool listsnapshots: is there one of that name?"],
    run: ["Take the snapshot again under another name."], runbook: .limits, subject: .table,
    test: .any([
      .message(["Tried to create duplicate hard link to ", "Tried to hard link to file that does not exist"]),
      .record(["Error taking snapshot"]),
    ]),
    example: .example(
      on: "RMI TCP Connection(2)-127.0.0.1",
      ["java.lang.RuntimeException: Tried to create duplicate hard link to /d/snapshots/x/nb-1-big-Data.db"]))

  private static let classMissing = warning(
    .softwareClassMissing, .software, "Class or native library missing",
    meaning:
      "The JVM cannot load code that a table or a setting asks for: a plugin, a compressor or its library.",
    check: [
      "lib folder against that of the other nodes", "Compression, indexes and strategies of the table",
    ],
    run: ["Put the missing jar or library in place, then restart the node."], runbook: .softwareBug,
    test: .exception([
      "NoClassDefFoundError", "ClassNotFoundException", "UnsatisfiedLinkError", "NoSuchMethodError",
      "NoSuchFieldError", "UnsupportedClassVersionError",
    ]),
    example: .example(["java.lang.NoClassDefFoundError: Could not initialize class org.xerial.snappy.Snappy"])
  )

  private static let gossipError = warning(
    .networkGossip, .network, "Gossip error",
    meaning: "A round of gossip failed. Peers may see this node late, or not.",
    check: ["nodetool gossipinfo, here and on a peer"], run: ["If it comes again: look at the exception."],
    runbook: .network, test: .record(["Gossip error", "Gossip stage has"]),
    example: .example(
      on: "GossipTasks:1", record: "Gossip error", logger: "Gossiper.java", role: .unrecognized))

  private static let unexpectedRequest = warning(
    .clientUnexpected, .client, "Unexpected exception during a client request",
    meaning: "A request failed with an exception that Cassandra does not expect there.",
    check: ["Class and top frame of the exception in the issue tracker"],
    run: ["Find the query in the client's log."], runbook: .softwareBug, subject: .signature,
    test: .record([
      "Unexpected exception during request", "Unexpected error during query",
      "Error occurred during processing of message",
    ]),
    example: .example(
      on: "Native-Transport-Requests-3", record: "Unexpected exception during request",
      logger: "Message.java",
      role: .unrecognized, ["java.lang.NullPointerException"]))
}
