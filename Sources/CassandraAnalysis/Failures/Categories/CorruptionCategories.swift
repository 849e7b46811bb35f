// Corrupt SSTables by damaged part. CorruptSSTableException does not name the part; the cause below it does.
// Source: CompressedChunkReader, SSTableReader, MetadataSerializer, UnfilteredSerializer, BigTableWriter, 2.1
// to 5.0. Damage that the exception does not report is in SuspectedCorruptionCategories.

package import CassandraModel

/// Tests and texts that the categories of corruption share.
enum Corruption {
  static let corrupt = ChainTest.any([
    .exception(["CorruptSSTableException", "CorruptBlockException"]),
    .message(["CorruptSSTableException: Corrupted: "]),
  ])
  /// Threads that read SSTables of this node; on others a client may cause the same messages.
  static let readers = ChainTest.thread([.compaction, .validation, .build, .opening, .read, .stream])
  static let sstableFrames = [
    "org.apache.cassandra.io.sstable.", "org.apache.cassandra.db.rows.", "org.apache.cassandra.io.compress.",
    "org.apache.cassandra.io.util.MmappedRegions",
  ]
  static let looks = [
    "Kernel log, SMART, RAID: is the device sound? If not, this is a device error",
    "Is it one SSTable, on one node? The same table on several nodes points to software or schema",
    "Once, at each start, or at each compaction? After one failure the SSTable is suspect and left out "
      + "until restart",
    "Another whole replica? nodetool status, replication factor of the keyspace",
  ]
  static let steps = [
    "Copy all files of the SSTable (its path without component, then *) to another volume.",
    "nodetool verify -e KEYSPACE TABLE (4.1 and later: nodetool verify -f -e KEYSPACE TABLE).",
    "With a whole replica: nodetool drain, stop the node, move all files of the SSTable out of the data "
      + "directory, start it, then nodetool repair -full KEYSPACE TABLE.",
    "Without one, with no backlog and enough free space: nodetool scrub KEYSPACE TABLE; the log must have a "
      + "Scrubbing line for this SSTable, else stop the node and run sstablescrub KEYSPACE TABLE. Then "
      + "repair.",
  ]
  static let nevers = [
    Prohibition.rewrite, Prohibition.moveWhileRunning, Prohibition.trustSuccess, Prohibition.offlineScrub,
  ]
}

extension CategoryID {
  package static let corruptionKeyOrder = CategoryID("corruption.key_order")
  package static let corruptionDigest = CategoryID("corruption.digest")
  package static let corruptionBlockChecksum = CategoryID("corruption.block_checksum")
  package static let corruptionCompressionInfo = CategoryID("corruption.compression_info")
  package static let corruptionMetadata = CategoryID("corruption.metadata")
  package static let corruptionIndex = CategoryID("corruption.index")
  package static let corruptionTruncated = CategoryID("corruption.truncated")
  package static let corruptionRow = CategoryID("corruption.row")
  package static let corruptionUnspecified = CategoryID("corruption.unspecified")
}

extension ErrorCategory {
  static let corruption: [ErrorCategory] = [
    keyOrder, digest, blockChecksum, compressionInfo, metadata, index, truncated, row, unspecified,
  ]

  private static func corrupt(
    _ id: CategoryID, _ title: String, meaning: String, check: [String] = [], route: Route = .pageAndAct,
    subject: FailureSubject = .sstable, test: ChainTest, examples: [FailureEvidence]
  ) -> ErrorCategory {
    ErrorCategory(
      id, .corruption, title, .critical, meaning: meaning, check: check + Corruption.looks,
      run: Corruption.steps,
      never: Corruption.nevers, runbook: .corruptSSTable, route: route, subject: subject, test: test,
      examples: examples)
  }

  private static let keyOrder = corrupt(
    .corruptionKeyOrder, "Corrupt SSTable: keys out of order",
    meaning:
      "A compaction met keys out of order, or levels that overlap. An input is damaged, or an earlier "
      + "version wrote it so. The path in the exception is the output: it names the table, never the bad "
      + "input.",
    check: ["The inputs of the compaction on that thread: one of them is bad"], subject: .table,
    test: .any([
      .messageStarts([
        "Last written key DecoratedKey(", "Got unexpected overlap in level",
        "SSTable not in matching level in manifest",
        "Added column does not sort as the ", "Out of order ",
      ]), .record(["Out of order partition detected", "Out of order row detected"]),
    ]),
    examples: [
      .example([
        "java.lang.RuntimeException: Last written key DecoratedKey(-3485513579396041028, 6f72642d31303031) "
          + ">= current key DecoratedKey(-4069959284402364209, 6f72642d39393837) writing into "
          + "/d/nb-4415-big-Data.db",
        "at org.apache.cassandra.io.sstable.format.big.BigTableWriter.beforeAppend",
      ])
    ])

  private static let digest = corrupt(
    .corruptionDigest, "Corrupt SSTable: file digest mismatch",
    meaning:
      "Verify compared the file with Digest.crc32 or CRC.db and found a difference. Rows that decode may "
      + "still be wrong. Verify asks for a repair because it trusts none of the file.",
    test: .any([
      .message([
        "integrity check (", "Corrupted File : ", "Corrupted SSTable : ",
      ]),
      .messageStarts(["Invalid SSTable "]),
    ]),
    examples: [
      .example([
        "java.lang.RuntimeException: java.lang.Exception: Invalid SSTable /d/nb-1-big-Data.db, please force "
          + "a full repair",
        "java.lang.Exception: Invalid SSTable /d/nb-1-big-Data.db, please force a full repair",
        "java.io.IOException: Corrupted file: integrity check (digest) failed for /d/nb-1-big-Data.db: 1 != "
          + "2",
      ])
    ])

  private static let blockChecksum = corrupt(
    .corruptionBlockChecksum, "Corrupt SSTable: chunk checksum mismatch",
    meaning:
      "A chunk of Data.db does not have the bytes that were written: its checksum differs or it does not "
      + "decompress. Offset and length in the message are those of the compressed file. Other chunks may "
      + "be sound.",
    test: .any([
      .exception(["CorruptBlockException"]),
      .all([
        .any([Corruption.corrupt, Corruption.readers]),
        .any([
          .exception(["LZ4Exception"]),
          .message([
            "corruption detected, chunk at ", "Decompression failed", "Compressed lengths mismatch",
            "LZ4Exception: ",
          ]),
        ]),
      ]),
    ]),
    examples: [
      .example([
        "org.apache.cassandra.io.sstable.CorruptSSTableException: Corrupted: /d/nb-2-big-Data.db",
        "java.io.IOException: Error building row with data deserialized from "
          + "org.apache.cassandra.io.util.TrackedDataInputPlus@381e01fc",
        "org.apache.cassandra.io.sstable.CorruptSSTableException: Corrupted: /d/nb-2-big-Data.db",
        "org.apache.cassandra.io.compress.CorruptBlockException: (/d/nb-2-big-Data.db): corruption "
          + "detected, chunk at 6736876 of length 15394.",
      ])
    ])

  private static let compressionInfo = corrupt(
    .corruptionCompressionInfo, "Corrupt SSTable: CompressionInfo.db unreadable",
    meaning:
      "CompressionInfo.db of the SSTable is damaged: without it no chunk of Data.db can be found. At startup "
      + "startup may fail, or go on without the SSTable.",
    check: ["Is there a backup or snapshot with the same component?"],
    test: .any([
      .message(["Compressed file with 0 chunks encountered", "Invalid negative chunk index"]),
      .all([
        Corruption.corrupt, .message(["-CompressionInfo.db"]), .not(.exception(["CorruptBlockException"])),
      ]),
    ]),
    examples: [
      .example(
        on: "SSTableBatchOpen:1",
        [
          "org.apache.cassandra.io.sstable.CorruptSSTableException: Corrupted: /d/nb-1-big-CompressionInfo.db",
          "java.io.IOException: Compressed file with 0 chunks encountered: java.io.DataInputStream@1",
        ])
    ])

  private static let metadata = corrupt(
    .corruptionMetadata, "Corrupt SSTable: Statistics.db unreadable",
    meaning:
      "Statistics.db of the SSTable is damaged: without it Data.db cannot be read. At startup the node may "
      + "fail to start.",
    check: ["Is there a backup or snapshot with the same component?"],
    test: .any([
      .message(["Checksums do not match for "]),
      // No partitioner has this name: garbage was read from Statistics.db.
      .all([.record(["Cannot open "]), .recordMessage(["does not match system partitioner"])]),
      .message(["does not match system partitioner"]),
      .all([Corruption.corrupt, .message(["SSTable first key "])]),
      .all([.messageStarts(["SSTable first key "]), Corruption.readers]),
      .all([Corruption.corrupt, .message(["-Statistics.db"])]),
    ]),
    examples: [
      .example(
        on: "SSTableBatchOpen:1",
        record: "Exiting forcefully due to file system exception on startup, disk failure policy \"stop\"",
        logger: "DefaultFSErrorHandler.java", role: .policyReaction,
        [
          "org.apache.cassandra.io.sstable.CorruptSSTableException: Corrupted: /d/nb-1-big-Statistics.db",
          "org.apache.cassandra.io.sstable.CorruptSSTableException: Corrupted: /d/nb-1-big-Statistics.db",
          "java.io.IOException: Checksums do not match for /d/nb-1-big-Statistics.db",
        ])
    ])

  private static let index = corrupt(
    .corruptionIndex, "Corrupt SSTable: index unreadable",
    meaning:
      "The partition index of an SSTable leads to the wrong place or does not decode, while Data.db may be "
      + "sound. Such a failure comes back at each compaction, and mostly names no file.",
    check: ["The inputs of the compaction on that thread, the same at each failure"], subject: .sstable,
    test: .any([
      .all([Corruption.corrupt, .message(["-Index.db", "-Partitions.db", "-Rows.db", "-Summary.db"])]),
      .all([.messageStarts(["DecoratedKey("]), .message([") != DecoratedKey("])]),
      .all([
        Corruption.readers,
        .any([
          .messageStarts(["Not enough bytes. Offset: "]),
          .all([
            .exception(Corruption.garbageErrors),
            .frame([
              "org.apache.cassandra.io.sstable.IndexInfo$Serializer.deserialize",
              "org.apache.cassandra.io.sstable.IndexHelper$IndexInfo$Serializer.deserialize",
              "org.apache.cassandra.db.RowIndexEntry$Serializer.deserialize",
              "org.apache.cassandra.io.sstable.format.big.RowIndexEntry$Serializer.deserialize",
            ]),
          ]),
        ]),
      ]),
    ]),
    examples: [
      .example(
        on: "CompactionExecutor:2",
        [
          "java.lang.ArrayIndexOutOfBoundsException: Index 94 out of bounds for length 8",
          "at org.apache.cassandra.db.ClusteringPrefix$Serializer.deserialize",
          "at org.apache.cassandra.io.sstable.IndexInfo$Serializer.deserialize",
          "at org.apache.cassandra.db.RowIndexEntry$Serializer.deserialize",
        ]),
      .example([
        "java.lang.IllegalArgumentException: Not enough bytes. Offset: 2. Length: 16898. Buffer size: 5889",
        "at org.apache.cassandra.db.composites.AbstractCType.checkRemaining",
      ]),
    ])

  private static let truncated = corrupt(
    .corruptionTruncated, "Corrupt SSTable: Data.db truncated",
    meaning:
      "Data.db ends before the data that its index promises: a full disk, a copy that broke off, or a lost "
      + "tail after a crash. The data after the end is lost on this node.",
    check: ["Size of Data.db against other copies and snapshots"],
    test: .any([
      .all([
        .any([
          Corruption.corrupt, .all([Corruption.readers, .frame(Corruption.sstableFrames)]),
        ]), .any([.rootException(["EOFException"]), .rootMessage(["EOF after "])]),
      ]),
      // Up to 2.2, of a mapped file that is shorter than its index says.
      .message(["mmap segment underflow"]),
      // 5.0: the chunk lies beyond the end of the file; the exception has no cause of its own. Under other
      // frames a missing cause only means that the trace is cut.
      .all([
        .rootException(["CorruptSSTableException"]),
        .rootFrame(["org.apache.cassandra.io.util.ThreadLocalReadAheadBuffer."]),
      ]),
    ]),
    examples: [
      .example([
        "org.apache.cassandra.io.sstable.CorruptSSTableException: Corrupted: /d/nb-1-big-Data.db",
        "java.io.EOFException",
      ]),
      .example([
        "org.apache.cassandra.io.sstable.CorruptSSTableException: Corrupted: /d/nb-1-big-Data.db",
        "at org.apache.cassandra.io.util.ThreadLocalReadAheadBuffer.fill",
      ]),
    ])

  private static let row = corrupt(
    .corruptionRow, "Corrupt SSTable: row cannot be decoded",
    meaning: "The bytes of a row decompress but make no sense: lengths or flags are garbage. A table "
      + "without compression has no block checksums, so there damage shows only so, or not at all.",
    check: ["nodetool describecluster: one schema version? If not, the schema is the likelier cause"],
    test: .any([
      .exception(["CorruptColumnException"]),
      .all([
        .any([Corruption.corrupt, Corruption.readers]),
        .any([
          .message([
            "Corrupt (negative) value length encountered", "Invalid flags found deserializing DeletionTime",
            "Error building row with data deserialized from ", "invalid column name length",
          ]), .all([Corruption.corrupt, .rootException(Corruption.garbageErrors)]),
        ]),
      ]),
    ]),
    examples: [
      .example([
        "org.apache.cassandra.io.sstable.CorruptSSTableException: Corrupted: /d/nb-1-big-Data.db",
        "java.io.IOException: Corrupt (negative) value length encountered",
      ]),
      .example([
        "org.apache.cassandra.io.sstable.CorruptSSTableException: Corrupted: "
          + "/d/da-3gzl_0qe9_1k3a82sxdvyt6q0f7m-bti-Data.db",
        "org.apache.cassandra.utils.vint.VIntCoding$VIntOutOfRangeException: value out of range",
      ]),
    ])

  private static let unspecified = corrupt(
    .corruptionUnspecified, "Corrupt SSTable: cause not logged",
    meaning: "Cassandra calls an SSTable corrupt, and the record is cut before its cause or has none.",
    check: ["The first occurrence in an older log of the node: it may have the whole trace"],
    test: Corruption.corrupt,
    examples: [
      .example(
        on: "main",
        record:
          "Exception (org.apache.cassandra.io.sstable.CorruptSSTableException) encountered during startup: "
          + "Corrupted: /d/nb-31-big-Data.db", logger: ""),
      .example(
        record: "Exception during background compaction of table shop.orders",
        logger: "BackgroundCompactionRunner.java",
        ["org.apache.cassandra.io.sstable.CorruptSSTableException: Corrupted: /d/nb-77-big-Data.db"]),
    ])
}

extension Corruption {
  /// Exceptions that garbage lengths and flags raise in the code that decodes them.
  static let garbageErrors = [
    "AssertionError", "IllegalArgumentException", "IllegalStateException", "NullPointerException",
    "IndexOutOfBoundsException", "ArrayIndexOutOfBoundsException", "StringIndexOutOfBoundsException",
    "BufferUnderflowException", "NegativeArraySizeException", "ClassCastException", "ArithmeticException",
    "VIntOutOfRangeException",
  ]
}
