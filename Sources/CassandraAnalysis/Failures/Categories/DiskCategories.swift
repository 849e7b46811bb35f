// Disk space: used up, or too short for one compaction. Source: CompactionTask, Directories, SSTableWriter,
// CommitLog and Guardrail, 2.2 to 5.0.

package import CassandraModel

extension CategoryID {
  package static let diskNoSpace = CategoryID("disk.no_space")
  package static let streamNoSpace = CategoryID("stream.no_space")
  package static let diskCompactionRefused = CategoryID("disk.compaction_refused")
  package static let diskScopeReduced = CategoryID("disk.scope_reduced")
  package static let diskWritesRefused = CategoryID("disk.writes_refused")
  package static let diskLow = CategoryID("disk.low")
}

extension ErrorCategory {
  static let disk: [ErrorCategory] = [
    noSpace, streamNoSpace, compactionRefused, scopeReduced, writesRefused, lowSpace,
  ]

  private static let looks = [
    "df of each data directory and the commit log",
    "nodetool listsnapshots, and the size of backups/ folders",
    "Heap dumps and logs on the same volume",
  ]
  private static let freeSpace = [
    "df -h; du -xsh of the data directories; nodetool listsnapshots: what fills the volume, other programs included.",
    "nodetool clearsnapshot -t SNAPSHOT KEYSPACE for each snapshot that is not needed.",
    "Remove old heap dumps, logs and backups/ that are copied elsewhere; extend the volume.",
  ]
  private static let nevers = [
    Prohibition.rewrite, Prohibition.repairNow, Prohibition.deleteFiles, Prohibition.deleteTransactionLogs,
    "Do not clear a pre-scrub snapshot while damage is being repaired: it may hold the only copy of what scrub left out.",
  ]

  private static let noSpace = ErrorCategory(
    .diskNoSpace, .disk, "No space left on device (ENOSPC)", .critical,
    meaning:
      "A write failed because the volume or quota is full. With policy stop the node leaves the ring but "
      + "goes on compacting; flushes that fail keep the commit log growing.",
    check: looks + ["nodetool statusgossip and nodetool statusbinary: is the node out of the ring?"],
    run: freeSpace + [
      "Then nodetool enablegossip and nodetool enablebinary, or a restart.",
      "See that the commit log shrinks again.",
    ],
    never: nevers, runbook: .diskSpace, route: .pageAndAct, subject: .disk,
    test: .any([
      .systemError([
        "No space left on device", "Disk quota exceeded", "There is not enough space on the disk",
        "errno (28)",
      ]),
      .exception(["FSDiskFullWriteError", "FSNoDiskAvailableForWriteError"]),
      .message(["No configured data directory contains enough space to write"]),
      .all([
        .record(["Failed managing commit log segments", "Failed to persist commits to disk"]),
        .recordMessage(["bytes required for next commitlog segment but only"]),
      ]),
    ]),
    examples: [
      .example(
        on: "CompactionExecutor:2",
        [
          "org.apache.cassandra.io.FSWriteError: java.io.IOException: No space left on device",
          "at org.apache.cassandra.io.compress.CompressedSequentialWriter.flushData",
          "java.io.IOException: No space left on device",
        ]),
      .example(
        on: "MemtableFlushWriter:3",
        [
          "org.apache.cassandra.io.FSDiskFullWriteError: java.io.IOException: Insufficient disk space to "
            + "write 1 bytes"
        ]),
      .example(
        on: "COMMIT-LOG-ALLOCATOR",
        record:
          "Failed managing commit log segments. Commit disk failure policy is stop; terminating thread.. "
          + "33554432 bytes required for next commitlog segment but only 12582912 bytes available.",
        logger: "CommitLog.java"),
    ])

  private static let streamNoSpace = ErrorCategory(
    .streamNoSpace, .stream, "Stream rejected: not enough disk space", .warning,
    meaning: "Files offered by a peer do not fit on this node: a repair, bootstrap or rebuild fails.",
    check: looks + ["nodetool netstats: how much was to come?"], run: freeSpace, never: nevers,
    runbook: .diskSpace,
    route: .review, subject: .disk,
    test: .any([
      .message([
        "Not enough disk space to stream", "No sufficient disk space to stream legacy sstable",
        "Insufficient disk space to store",
      ]), .all([.record(["[Stream "]), .recordMessage(["Not enough disk space to stream"])]),
    ]),
    examples: [
      .example(
        on: "Stream-Deserializer-/10.0.0.2:7000-5f1c2ab0", role: .streamFailed,
        ["java.io.IOException: Insufficient disk space to store 12.500GiB"])
    ])

  private static let compactionRefused = ErrorCategory(
    .diskCompactionRefused, .disk, "Compaction rejected: not enough disk space", .critical,
    meaning:
      "A compaction does not fit into the free space and nothing was left to leave out. It is tried again "
      + "at least every minute; SSTables pile up meanwhile. The need is an estimate, often too high, and "
      + "the free space is counted after reserves, so df may show more.",
    check: looks + [
      "nodetool compactionstats -H: what runs now and reserves space?",
      "Which table? Several refusals at tiny sizes mean that the disk is completely full.",
    ],
    run: freeSpace + [
      "nodetool setconcurrentcompactors 1, so that fewer running tasks reserve space; put it back afterwards."
    ],
    never: nevers, runbook: .diskSpace, route: .page, subject: .disk,
    closing: .fit,
    test: .any([
      .role([.spaceRefused]),
      .messageStarts([
        "Not enough space for compaction", "Not enough space to write ", "Not enough disk space to store ",
        "Insufficient disk space to write ",
        "Throwing new Runtime to bypass exception handler when disk is full",
        "Converted from FSDiskFullWriteError", "disk full",
      ]),
      .all([.record(["Not enough space for compaction"]), .recordMessage(["expected write size = "])]),
    ]),
    examples: [
      .example(
        on: "CompactionExecutor:2",
        [
          "java.lang.RuntimeException: Not enough space for compaction, estimated sstables = 10, expected "
            + "write size = 10557033",
          "at org.apache.cassandra.db.compaction.CompactionTask.runMayThrow",
        ]),
      .example([
        "java.lang.RuntimeException: Throwing new Runtime to bypass exception handler when disk is full",
        "java.lang.RuntimeException: Converted from FSDiskFullWriteError: Insufficient disk space to write "
          + "1 bytes",
      ]),
      .example(
        record: "Not enough space for compaction, estimated sstables = 1, expected write size = 66027465",
        logger: "CompactionTask.java", role: .spaceRefused),
    ])

  private static let scopeReduced = ErrorCategory(
    .diskScopeReduced, .disk, "Compaction scope reduced: not enough disk space", .warning,
    meaning:
      "A compaction left out its largest SSTables to fit into the free space. Many lines are one event: "
      + "each pass of a task logs up to four. It works, but the large SSTables are never compacted.",
    check: looks + ["Does the same task go on, or is it refused in the end?"],
    run: freeSpace, never: nevers, runbook: .diskSpace, route: .review, subject: .disk,
    closing: .fit,
    test: .any([
      .role([.spaceReduced, .spaceDetail]),
      .record([
        "insufficient space to compact all requested files", "insufficient space to do L0 -> L",
        "Not enough space for compaction", "Insufficient disk space for compaction.",
      ]),
      .all([
        .record(["DataDirectory ", "FileStore "]),
        .recordMessage([" is available, but ", " available, but "]),
      ]),
    ]),
    examples: [
      .example(
        record: "Not enough space for compaction, 121.808945MiB estimated.  Reducing scope.",
        logger: "CompactionTask.java", role: .spaceReduced),
      .example(
        record:
          "FileStore /var/lib/cassandra (/dev/nvme1n1) has only 12.5 GiB available, but 40 GiB is needed",
        logger: "Directories.java", role: .spaceDetail),
    ])

  private static let writesRefused = ErrorCategory(
    .diskWritesRefused, .disk, "Writes rejected: disk usage guardrail exceeded", .critical,
    meaning:
      "Disk use passed the failure threshold of a guardrail: the node tells its peers that it is full, and "
      + "coordinators refuse writes for it. Reads and compactions go on.",
    check: looks + ["data_disk_usage_percentage_fail_threshold in cassandra.yaml"],
    run: freeSpace, never: nevers, runbook: .diskSpace, route: .pageAndAct, subject: .disk,
    test: .all([
      .record(["Guardrail local_data_disk_usage violated"]),
      .recordMessage(["exceeds failure threshold"]),
    ]),
    examples: [
      .example(
        on: "OptionalTasks:1",
        record: "Guardrail local_data_disk_usage violated: Local data disk usage 91%(Full) exceeds failure "
          + "threshold of 90%, will stop accepting writes",
        logger: "Guardrail.java", role: .failure)
    ])

  private static let lowSpace = ErrorCategory(
    .diskLow, .disk, "Low disk space", .warning,
    meaning: "Cassandra warns about the space of its volumes, at start or from a guardrail.", check: looks,
    run: freeSpace,
    never: nevers, runbook: .diskSpace, route: .review, subject: .disk,
    test: .any([
      .record(["Guardrail local_data_disk_usage violated", "Guardrail replica_disk_usage violated"]),
      .all([
        .record(["Only "]),
        .recordMessage(["free across all data volumes", "free in the system data volume"]),
      ]),
    ]),
    examples: [
      .example(
        on: "main", record: "Only 18.204GiB free across all data volumes. Consider adding more capacity",
        logger: "DatabaseDescriptor.java", role: .pressure)
    ])
}
