// Records that use words of failure without reporting one, or that concern something other than SSTables.
// They are first in the table, so that such a word does not decide. Source: the false friends of Cassandra's
// own log, AutoSavingCache, LogFile, HintsDispatchExecutor, FrameDecoder, 3.0 to 5.0.

package import CassandraModel

extension CategoryID {
  package static let harmlessSelfHealing = CategoryID("harmless.self_healing")
  package static let hintsDamaged = CategoryID("hints.damaged")
  package static let networkDamagedFrame = CategoryID("network.damaged_frame")
}

extension ErrorCategory {
  static let harmless: [ErrorCategory] = [selfHealing, damagedHints, damagedFrame]

  private static let selfHealing = ErrorCategory(
    .harmlessSelfHealing, .harmless, "Harmless: repaired automatically", .info,
    meaning:
      "A saved cache, a file that is rebuilt, or the end of a transaction log after an unclean stop could "
      + "not be read. Cassandra goes on without it; no data is lost.",
    check: ["Was the stop before it unclean?"], run: [], never: [], runbook: nil, route: .note,
    isError: false,
    subject: .signature,
    test: .any([
      .record([
        "Non-fatal checksum error reading saved cache", "Harmless error reading saved cache",
        "Corrupted key cache. Key length of", "Last record of transaction ",
        "Ignoring commit log replay error likely due to incomplete flush to disk",
        "The JVM is not configured to stop on OutOfMemoryError", "Maximum memory usage reached",
        "Index summary file is corrupted", "Partition index file is corrupted", "Digest mismatch: ",
        "Data file partition position ",
      ]),
      .exception(["DigestMismatchException"]),
      // Optional libraries: a node runs without them, only slower.
      .all([
        .thread([.main]), .not(.exception(["OutOfMemoryError"])),
        .recordMessage([
          "libaio", "jemalloc", "JNA not found", "JNA link failure", "Unable to link C library",
          "Obsolete version of JNA", "JNA mlockall", "Could not load native library",
          "OpenSSL is not available",
          "Netty's epoll", "CompilerOracle", "Server VM warning",
        ]),
      ]),
      .all([.exception(["UnsatisfiedLinkError"]), .message(["libaio", "jemalloc"])]),
    ]),
    examples: [
      .example(
        on: "main",
        record: "Harmless error reading saved cache /var/lib/cassandra/saved_caches/KeyCache-f.db",
        logger: "AutoSavingCache.java", role: .telemetry, ["java.io.EOFException"]),
      .example(
        on: "main",
        record: "Last record of transaction 849807f0-100d-11ef-9a3b-5d2f6c7e8a90 is corrupt or incomplete",
        logger: "LogFile.java", role: .telemetry),
      .example(
        on: "main",
        record: "The JVM is not configured to stop on OutOfMemoryError which can cause data corruption.",
        logger: "StartupChecks.java", role: .telemetry),
      .example(
        on: "main", record: "Asynchronous I/O is not enabled: libaio.so.1 cannot be opened",
        logger: "Native.java", role: .unrecognized),
      .example(
        record: "Data file partition position 4123 differs from index file row position -1",
        logger: "OutputHandler.java", role: .telemetry),
    ])

  private static let damagedHints = ErrorCategory(
    .hintsDamaged, .hints, "Corrupt hints file", .warning,
    meaning:
      "Hints for another node could not be read. Writes that the node missed may be missing there until a "
      + "repair. SSTables are not concerned.",
    check: ["Which node are the hints for? Its host id starts the file's name."],
    run: ["In a quiet window: nodetool repair -full -pr KEYSPACE on the node that missed the writes."],
    never: [Prohibition.repairNow, Prohibition.interruptRepair], runbook: .network,
    first: FirstSteps.damagedHints, route: .review, subject: .node,
    test: .any([
      .record(["digest mismatch for hint", "Digest mismatch for hint", "Error handling corrupt hints file"]),
      .all([.record(["Failed to dispatch hints file"]), .recordMessage(["file is corrupted"])]),
      .exception(["ChecksumMismatchException"]),
      .all([.thread([.hints]), .message(["Digest mismatch", "digest mismatch"])]),
    ]),
    examples: [
      .example(
        on: "HintsDispatcher:1",
        record:
          "Failed to dispatch hints file 1d9e64ac-3c1f-4a53-a8f0-6a1c4d6b2f10-1715486400123-2.hints: file "
          + "is corrupted",
        logger: "HintsDispatchExecutor.java", role: .hints,
        ["org.apache.cassandra.io.FSReadError: java.io.IOException: Digest mismatch exception"])
    ])

  private static let damagedFrame = ErrorCategory(
    .networkDamagedFrame, .network, "CRC mismatch: corrupt message from a peer", .warning,
    meaning:
      "A message between nodes or from a client failed its checksum on the wire. A network card, a switch "
      + "or memory damages data; the message is sent again or lost. Files are not concerned.",
    check: ["ethtool -S DEVICE on both sides: errors and drops", "ECC memory errors in the kernel log"],
    run: [],
    never: [], runbook: .network, route: .review, subject: .node,
    test: .any([
      .all([
        .recordMessage(["recoverable CRC mismatch detected while reading messages"]),
        .any([
          .thread([.internode, .client, .stream]),
          .logger(["NoSpamLogger.java", "InboundMessageHandler.java"]),
        ]),
      ]),
      .exception(["CorruptFrame", "InvalidCrc"]),
    ]),
    examples: [
      .example(
        on: "Messaging-EventLoop-3-2",
        record:
          "/10.0.0.2:7000->/10.0.0.1:7000-LARGE_MESSAGES-ab12cd34 invalid, unrecoverable CRC mismatch "
          + "detected while reading messages (corrupted first frame of a large message)",
        logger: "NoSpamLogger.java", role: .unrecognized)
    ])
}
