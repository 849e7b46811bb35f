// SSTables that are not read at all: a component is missing, the version or the schema does not fit, an open
// failed. It also has damage that looks like corruption without an exception that names it. Source:
// SSTableReader, ColumnFamilyStore, CassandraDaemon, OutputHandler, 2.1 to 5.0.

package import CassandraModel

extension CategoryID {
  package static let corruptionDataFileLost = CategoryID("corruption.data_file_lost")
  package static let corruptionMissingComponent = CategoryID("corruption.missing_component")
  package static let corruptionVersion = CategoryID("corruption.version")
  package static let corruptionSchemaMismatch = CategoryID("corruption.schema_mismatch")
  package static let corruptionSSTableNotLoaded = CategoryID("corruption.sstable_not_loaded")
  package static let corruptionScrubDamage = CategoryID("corruption.scrub_damage")
  package static let corruptionSuspected = CategoryID("corruption.suspected")
}

extension ErrorCategory {
  /// Tested before the kinds of corruption: a corrupt class around these causes is a consequence.
  static let unreadable: [ErrorCategory] = [
    dataFileLost, missingComponent, missingFile, unexpectedVersion, schemaMismatch, notLoaded,
  ]
  /// Tested last: only when no other category is more specific.
  static let suspected: [ErrorCategory] = [suspectedCorruption]
  static let scrub: [ErrorCategory] = [scrubDamage]

  private static let dataFileLost = ErrorCategory(
    .corruptionDataFileLost, .corruption, "SSTable lost: Data.db missing", .critical,
    meaning:
      "At start-up Data.db of an SSTable was gone. Cassandra deleted its other components and went on "
      + "without it: the data is missing on this node, and nothing says so again.",
    check: [
      "Who or what deleted the file? A mount that came late loses many at once",
      "Other replicas: nodetool status",
    ],
    run: [
      "nodetool repair -full KEYSPACE TABLE, without backlog.",
      "Without a whole replica: restore the SSTable from a snapshot or backup, then nodetool refresh "
        + "KEYSPACE TABLE (4.0 and later also nodetool import).",
    ],
    never: [Prohibition.deleteFiles, Prohibition.repairNow, Prohibition.restartIntoFault],
    runbook: .missingComponent, route: .pageAndAct, subject: .sstable,
    test: .record(["Removing orphans for "]),
    examples: [
      .example(
        on: "main", record: "Removing orphans for /d/nb-4-big: [Index.db, Statistics.db]",
        logger: "ColumnFamilyStore.java", role: .sstableLost)
    ])

  private static let missingComponent = ErrorCategory(
    .corruptionMissingComponent, .corruption, "SSTable component missing", .critical,
    meaning:
      "A file that belongs to an SSTable is not there. It was deleted, a restore was "
      + "incomplete, or the mount is gone; the bytes that are there may be sound.",
    check: [
      "Is the mount there? df, mount", "Files of the SSTable on disk against its TOC.txt",
      "Restores and copies of that day",
    ],
    run: [
      "Put the component back from a snapshot or backup with the node stopped.",
      "Else, with a whole replica: stop the node, move the rest of the SSTable away, start it, nodetool "
        + "repair -full KEYSPACE TABLE.",
    ],
    never: [
      Prohibition.deleteFiles, Prohibition.scrubFirst, Prohibition.moveWhileRunning, Prohibition.rewrite,
    ],
    runbook: .missingComponent, route: .page, subject: .sstable,
    test: .any([
      .all([
        .any([
          .exception(["NoSuchFileException", "FileNotFoundException"]),
          .systemError(["No such file or directory"]),
        ]), .namesSSTable,
      ]),
      .record(["Missing component: ", "Missing sstable component in "]),
      .messageStarts(["Missing component: "]),
    ]),
    examples: [
      .example([
        "org.apache.cassandra.io.sstable.CorruptSSTableException: Corrupted: "
          + "/d/shop/t-db4c1000aa1e11ee9a3b5d2f6c7e8a90/nb-7-big-CompressionInfo.db",
        "java.nio.file.NoSuchFileException: "
          + "/d/shop/t-db4c1000aa1e11ee9a3b5d2f6c7e8a90/nb-7-big-CompressionInfo.db",
      ]),
      .example([
        "java.lang.RuntimeException: java.io.FileNotFoundException: "
          + "/d/shop/t-db4c1000aa1e11ee9a3b5d2f6c7e8a90/nb-7-big-Data.db (No such file or directory)"
      ]),
    ])

  private static let unexpectedVersion = ErrorCategory(
    .corruptionVersion, .corruption, "Incompatible SSTable version", .critical,
    meaning:
      "An SSTable was written by a version that this one does not read, by another partitioner, or is a "
      + "foreign file. It is not damaged. A start is refused until it is gone or upgraded.",
    check: [
      "Version letters at the start of the file names, and the versions this node ran before",
      "Restored or copied files of that day",
    ],
    run: [
      "Go back to the version that wrote it and run nodetool upgradesstables KEYSPACE TABLE there, then "
        + "upgrade again one major version at a time.",
      "Foreign files: move them out of the data directory with the node stopped.",
    ],
    never: [
      Prohibition.deleteFiles, Prohibition.rewrite,
      "Do not skip a major version in an upgrade, and do not downgrade in place.",
    ],
    runbook: .schemaMismatch, first: FirstSteps.incompatibleVersion, route: .page, subject: .table,
    test: .any([
      .record(["Detected unreadable sstables "]),
      .all([.record(["Cannot open "]), .recordMessage(["Partitioner does not match system partitioner"])]),
      .messageStarts([
        "Can't open incompatible SSTable! Current version ", "Invalid sstable file ",
        "Detected unreadable sstables ",
        "Filter should not be serialized in old format",
      ]),
      .message(["Partitioner does not match system partitioner"]),
    ]),
    examples: [
      .example(
        on: "main",
        record:
          "Detected unreadable sstables /d/la-1-big-Data.db,/d/la-2-big-Data.db, please check NEWS.txt and "
          + "ensure that you have upgraded through all required intermediate versions, running "
          + "upgradesstables",
        logger: "CassandraDaemon.java", role: .sstableLost),
      .example(
        on: "NettyStreaming-Outbound-/10.0.0.2:7000",
        ["java.lang.AssertionError: Filter should not be serialized in old format"]),
    ])

  private static let schemaMismatch = ErrorCategory(
    .corruptionSchemaMismatch, .corruption, "Schema mismatch: SSTable does not fit the schema", .critical,
    meaning:
      "The bytes are as written, but the schema or a limit does not fit them: a dropped or changed column, "
      + "SSTables of another schema, a lowered max_value_size. Corruption is the less likely cause.",
    check: [
      "nodetool describecluster: one schema version?",
      "DROP, ALTER, restores, imports and streams before the first failure",
      "max_value_size in cassandra.yaml",
    ],
    run: ["Put the schema or the setting right; then see whether the next compaction of the table succeeds."],
    never: [Prohibition.scrubFirst, Prohibition.rewrite, Prohibition.deleteFiles],
    runbook: .schemaMismatch, route: .page, subject: .table,
    test: .all([
      .not(.exception(["CorruptBlockException"])),
      .any([
        .messageStarts([
          "Unknown column ", "Got cell for unknown column", "Corrupt flags value for ",
          "Invalid Columns subset bytes",
        ]),
        .message(["which is set via max_value_size"]),
        .all([
          .exception(["MarshalException"]), .thread([.compaction, .validation, .build, .flush]),
        ]),
      ]),
    ]),
    examples: [
      .example(["java.lang.RuntimeException: Unknown column discount during deserialization"]),
      .example([
        "org.apache.cassandra.io.sstable.CorruptSSTableException: Corrupted: /d/nb-1-big-Data.db",
        "java.io.IOException: Corrupt value length 300000000 encountered, as it exceeds the maximum of "
          + "268435456, which is set via max_value_size in cassandra.yaml",
      ]),
      .example(["org.apache.cassandra.serializers.MarshalException: Not enough bytes to read 0th component"]),
    ])

  private static let notLoaded = ErrorCategory(
    .corruptionSSTableNotLoaded, .corruption, "Corrupt SSTable: skipped at startup", .critical,
    meaning:
      "An SSTable could not be opened, and the node started without it: its data is missing here. Reads, "
      + "compaction, verify and scrub do not see it, and no later record names it.",
    check: [
      "The Opening line of the same thread just before names the SSTable",
      "The leak report seconds later (LEAK DETECTED) names its file",
      "Size of Data.db, and its CompressionInfo.db",
    ],
    run: [
      "Copy all files of the SSTable to another volume.",
      "With a whole replica: nodetool drain, stop the node, move all files of the SSTable out of the data "
        + "directory, start it, then nodetool repair -full KEYSPACE TABLE.",
      "Without one: stop the node, sstablescrub KEYSPACE TABLE, start it, then repair.",
    ],
    never: Corruption.nevers + [
      "Do not count on nodetool scrub or verify: they do not see an SSTable that is not loaded."
    ],
    runbook: .corruptSSTable, route: .pageAndAct, subject: .sstable,
    test: .any([
      .all([.record(["Corrupt sstable "]), .recordMessage(["; skipping table", "; skipped"])]),
      .all([
        .thread([.opening]), .throwable, .not(Corruption.corrupt), .exception(Corruption.garbageErrors),
      ]),
      .all([
        .role([.sstableLost]), .not(.throwable), .not(.recordMessage(["does not match system partitioner"])),
      ]),
    ]),
    examples: [
      .example(
        on: "SSTableBatchOpen:2",
        [
          "java.lang.RuntimeException: java.lang.AssertionError",
          "at org.apache.cassandra.utils.Throwables.unchecked",
          "java.lang.AssertionError", "at org.apache.cassandra.io.compress.CompressionMetadata$Chunk.<init>",
        ]),
      .example(
        on: "SSTableBatchOpen:2",
        [
          "java.lang.NullPointerException",
          "at org.apache.cassandra.io.sstable.format.SSTableReader.getFilename",
        ]),
      .example(
        on: "SSTableBatchOpen:2",
        record: "Corrupt sstable /d/nb-4411-big=[Statistics.db, Data.db, TOC.txt]; skipping table",
        logger: "SSTableReader.java", role: .sstableLost),
    ])

  private static let scrubDamage = ErrorCategory(
    .corruptionScrubDamage, .corruption, "Corrupt SSTable: damage found by scrub or verify", .critical,
    meaning:
      "Scrub or verify met rows that it cannot read. Scrub leaves them out of the new SSTable: they are "
      + "gone on this node. Hundreds of lines are one scrub; if it ends with an exception, SSTables after "
      + "it were not scrubbed.",
    check: [
      "The counts: partitions in the new SSTable, unable to recover, dropped as empty",
      "Is there a Scrubbing line for each SSTable of the table, and a Finished Scrub at the end?",
    ],
    run: [
      "nodetool repair -full KEYSPACE TABLE, without backlog, to fetch the lost rows from other replicas.",
      "Keep the pre-scrub snapshot until the repair is done; then nodetool clearsnapshot -t SNAPSHOT "
        + "KEYSPACE.",
    ],
    never: [Prohibition.rewrite, Prohibition.deleteFiles, Prohibition.interruptRepair],
    runbook: .corruptSSTable, route: .page, subject: .sstable,
    test: .any([
      .role([.scrubDamage]),
      .record([
        "Error reading partition ", "Error reading row ", "Retry failed too. Skipping to next ",
        "Partition starting at position ", "Row starting at position ", "Unable to recover ",
        "No valid partitions found while scrubbing ", "Failed to seek to next partition position ",
        "Unrecoverable error while scrubbing ", "Index summary is corrupt",
      ]),
      .all([
        .thread([.compaction]), .throwable,
        .frame([
          "org.apache.cassandra.io.sstable.format.SortedTableScrubber",
          "org.apache.cassandra.io.sstable.format.big.BigTableScrubber",
          "org.apache.cassandra.io.sstable.format.bti.BtiTableScrubber",
          "org.apache.cassandra.db.compaction.Scrubber",
        ]),
      ]),
    ]),
    examples: [
      .example(
        record: "Unable to recover 3 partitions that were skipped.", logger: "OutputHandler.java",
        role: .scrubDamage),
      .example(
        record: "Failed to seek to next partition position 4558295", logger: "OutputHandler.java",
        role: .scrubDamage,
        [
          "java.lang.AssertionError: Buffer holder has not been acquired",
          "at org.apache.cassandra.io.util.WrappingRebufferer.offset",
          "at org.apache.cassandra.io.sstable.format.big.BigTableScrubber.seekToNextPartition",
        ]),
    ])

  private static let suspectedCorruption = ErrorCategory(
    .corruptionSuspected, .corruption, "Corrupt SSTable: suspected", .critical,
    meaning:
      "Code that decodes SSTables met something impossible, and the exception does not say corrupt. A "
      + "damaged input and a software bug look the same; the same input at each failure speaks for damage.",
    check: ["The inputs of the compaction on that thread: the same at each failure?"] + Corruption.looks,
    run: Array(Corruption.steps.prefix(2)) + [
      "If verify finds one SSTable: runbook RB-1. If not: keep the files, and look in the issue tracker "
        + "(RB-8)."
    ],
    never: Corruption.nevers + [Prohibition.scrubFirst], runbook: .corruptSSTable, route: .page,
    subject: .sstable,
    test: .all([
      .thread([.compaction, .validation, .opening]), .exception(Corruption.garbageErrors),
      .frame(Corruption.sstableFrames),
      // SafeMemory: memory was used after its release, whatever it held. A bug of Cassandra; the file is not
      // damaged.
      .not(.message(["Memory was freed"])),
    ]),
    examples: [
      .example([
        "java.lang.NegativeArraySizeException: -17",
        "at org.apache.cassandra.db.rows.UnfilteredSerializer.deserializeRowBody",
      ])
    ])
}
