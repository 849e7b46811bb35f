// Known bugs of SSTables: their files, the data read from them, and the logs of their transactions.

import CassandraModel

extension KnownIssue {
  static let sstables: [KnownIssue] = [
    logWithTooManyLines, logReplicasDiffer, logVerifiedTwice, chunkIndex, legacyDeletions, legacyPrimaryKey,
    legacyTombstoneOrder, legacyRecursion, mappedEnd, summaryTooLarge, liveMetadata, checkChance,
    tidyRejected,
    keyCacheSaved,
  ]

  private static let logWithTooManyLines = KnownIssue(
    18736,
    "A stream that fails while it still writes SSTables adds records to a transaction log that was aborted.",
    in: [Releases("4.0.0", "4.0.13"), Releases("4.1.0", "4.1.5")],
    effect: "The node refuses to start: it cannot tell which files of the stream are complete.",
    workaround: [
      "Copy the transaction log and the SSTables that it names to another volume.",
      "The transaction was aborted: its new SSTables are incomplete. Move them and the log out of the data "
        + "directory, start the node, then repair the table.",
    ],
    never: ["Do not delete the transaction log alone: what the stream left would be loaded as live data."],
    sources: [.changes(["4.0.13", "4.1.5"]), .commit("9157d98e4c"), .code("LogReplicaSet", at: "4.0.12")],
    signature: .all([.logger(["LogReplicaSet.java"]), .record(["Found too many lines for "])]),
    settledBy: "the first final record of the log: ABORT, with ADD records after it",
    sample: .example(
      on: "main", record: "Found too many lines for nb-7-big, giving up", logger: "LogReplicaSet.java"))

  private static let logReplicasDiffer = KnownIssue(
    17273,
    "The copy of a transaction log in a further data directory is begun with records in another order.",
    in: [Releases("3.0.0", "3.0.27"), Releases("3.1", "3.11.13"), Releases("4.0.0", "4.0.4")],
    effect: "After an unclean shutdown the node refuses to start: the copies of the log differ.",
    workaround: [
      "Copy all copies of the transaction log to another volume.",
      "If they have the same records in another order, make them equal to the first one, then start the node.",
    ],
    never: [
      "Do not delete the transaction log: old and new SSTables would both be loaded, and deleted data return."
    ],
    sources: [
      .changes(["3.0.27", "3.11.13", "4.0.4"]), .commit("85c202d8a8"), .code("LogReplicaSet", at: "4.0.3"),
    ],
    signature: .all([.logger(["LogReplicaSet.java"]), .record(["Mismatched line in file "])]),
    settledBy: "the copies of the log in all data directories: the same records in another order",
    sample: .example(
      on: "main",
      record:
        "Mismatched line in file nb_txn_anticompactionafterrepair_1.log: got 'ADD:[a]' expected 'ADD:[b]', giving up",
      logger: "LogReplicaSet.java"))

  private static let logVerifiedTwice = KnownIssue(
    11156, "Listing the SSTables of a table fails when the files of a transaction change meanwhile.",
    in: [Releases("3.0.0", "3.0.4"), Releases("3.1", "3.4")],
    effect: "The command that listed them (snapshot, sizes, a tool) fails. No data is touched.",
    workaround: ["Repeat the command when no compaction of the table runs."],
    sources: [.changes(["3.0.4", "3.4"]), .commit("62f94b74e6"), .code("LogFile", at: "3.0.3")],
    signature: .thrown("AssertionError", through: "db.lifecycle.LogFile.verify"),
    sample: .example([
      "java.lang.AssertionError",
      "at org.apache.cassandra.db.lifecycle.LogFile.verify",
      "at org.apache.cassandra.db.lifecycle.LogAwareFileLister.classifyFiles",
    ]))

  private static let chunkIndex = KnownIssue(
    15595, "The number of a compressed chunk overflows in a very large SSTable with small chunks.",
    in: [Releases("2.1.0", "3.0.21"), Releases("3.1", "3.11.7")],
    effect:
      "Reads and compactions beyond 1 TiB of an SSTable fail, where its chunks have 4 KiB; 16 TiB with 64 KiB.",
    workaround: [
      "Raise chunk_length_in_kb of the table, so that SSTables written from now on are below the limit."
    ],
    upgrade: "it reads the SSTable as it is",
    never: ["Do not scrub the SSTable: it is sound, and scrub would drop what it cannot read."],
    sources: [
      .changes(["3.0.21", "3.11.7", "4.0-beta1"]), .commit("04be7366fc"),
      .code("CompressionMetadata", at: "2.1.0"),
      .code("Memory", at: "3.11.6"),
    ],
    signature: .thrown(
      "AssertionError", saying: ["Illegal bounds [-"], through: "io.compress.CompressionMetadata.chunkFor"),
    sample: .example([
      "java.lang.AssertionError: Illegal bounds [-2147483640..-2147483632); size: 2400000000",
      "at org.apache.cassandra.io.util.Memory.checkBounds",
      "at org.apache.cassandra.io.util.Memory.getLong",
      "at org.apache.cassandra.io.compress.CompressionMetadata.chunkFor",
    ]))

  private static let legacyDeletions = KnownIssue(
    10743, "An SSTable of 2.x with two deletions of one collection in a row cannot be read.",
    in: [Releases("3.0.0", "3.0.3"), Releases("3.1", "3.3")],
    effect: "After the upgrade from 2.x, reads, compactions and upgradesstables of the SSTable fail.",
    upgrade: "before upgradesstables, which then works",
    never: ["Do not scrub the SSTable: it is sound, and scrub would drop the rows."],
    sources: [.changes(["3.0.3", "3.3"]), .commit("f4037f9b3b"), .code("CellPath", at: "3.0.2")],
    signature: .thrown(
      "UnsupportedOperationException", through: "db.rows.CellPath$EmptyCellPath.get"),
    sample: .example([
      "java.lang.UnsupportedOperationException",
      "at org.apache.cassandra.db.rows.CellPath$EmptyCellPath.get",
      "at org.apache.cassandra.db.marshal.CollectionType$CollectionPathSerializer.serializedSize",
    ]))

  private static let legacyPrimaryKey = KnownIssue(
    15086, "An SSTable of 2.x with a cell named like a column of the primary key cannot be read.",
    in: [Releases("3.0.0", "3.0.19"), Releases("3.1", "3.11.5")],
    effect: "After the upgrade from 2.x, reads and compactions of the partition fail.",
    upgrade: "it leaves the cell out, with a warning",
    never: ["Do not scrub the SSTable before: scrub would drop the whole partition."],
    sources: [.changes(["3.0.19", "3.11.5"]), .commit("daf6c85b05"), .code("LegacyLayout", at: "3.0.18")],
    signature: .thrown(
      "IllegalArgumentException", saying: ["Cannot add primary key column to partition update"],
      through: "db.LegacyLayout.decodeCellName"),
    sample: .example([
      "java.lang.IllegalArgumentException: Cannot add primary key column to partition update",
      "at org.apache.cassandra.db.LegacyLayout.decodeCellName",
      "at org.apache.cassandra.db.UnfilteredDeserializer$OldFormatDeserializer.hasNext",
    ]))

  private static let legacyTombstoneOrder = KnownIssue(
    12203, "An SSTable of 2.x with range tombstones that lie in each other cannot be read.",
    in: [Releases("3.0.0", "3.0.11"), Releases("3.1", "3.10")],
    effect: "After the upgrade from 2.x, reads and compactions of the partition fail.",
    upgrade: "before upgradesstables, which then works",
    never: ["Do not scrub the SSTable: it is sound."],
    sources: [
      .changes(["3.0.11", "3.10"]), .commit("52bf7acb05"), .code("UnfilteredDeserializer", at: "3.0.10"),
    ],
    signature: .thrown(
      "AssertionError", through: "db.UnfilteredDeserializer$OldFormatDeserializer$TombstoneTracker.openNew"),
    sample: .example([
      "java.lang.AssertionError",
      "at org.apache.cassandra.db.UnfilteredDeserializer$OldFormatDeserializer$TombstoneTracker.openNew",
      "at org.apache.cassandra.db.UnfilteredDeserializer$OldFormatDeserializer$UnfilteredIterator.hasNext",
    ]))

  private static let legacyRecursion = KnownIssue(
    12527, "Answers to nodes of 2.x recurse once for each empty row of a partition.",
    in: [Releases("3.0.0", "3.0.9"), Releases("3.1", "3.10")],
    effect: "While nodes of 2.x and 3.x are mixed, reads of such partitions fail.",
    workaround: ["Complete the upgrade of all nodes to 3.0 or later."],
    sources: [.changes(["3.0.9", "3.10"]), .commit("139289356b"), .code("LegacyLayout", at: "3.0.8")],
    signature: .all([
      .rootException(["StackOverflowError"]),
      .passes(
        "db.LegacyLayout$1.computeNext", "db.LegacyLayout$2.computeNext", "db.LegacyLayout$3.computeNext",
        "db.LegacyLayout$4.computeNext"),
    ]),
    sample: .example(
      on: "SharedPool-Worker-3",
      [
        "java.lang.StackOverflowError",
        "at org.apache.cassandra.db.LegacyLayout.fromRow",
        "at org.apache.cassandra.db.LegacyLayout$3.computeNext",
        "at org.apache.cassandra.db.LegacyLayout$3.computeNext",
      ]))

  private static let mappedEnd = KnownIssue(
    10478, "A read that ends exactly at the end of a mapped segment of a file is refused.",
    in: [Releases("2.1.10", "2.1.11"), Releases("2.2.2", "2.2.3")],
    effect: "Reads and compactions of some SSTables fail, as if they were damaged.",
    workaround: ["Set disk_access_mode: standard, and restart the node: files are then not mapped."],
    never: ["Do not scrub the SSTable: it is sound."],
    sources: [
      .changes(["2.1.11", "2.2.3"]), .commit("f87e34ed3c"), .code("MappedFileDataInput", at: "2.1.9"),
      .code("ByteBufferDataInput", at: "2.2.2"),
    ],
    signature: .thrown("IOException", saying: ["Seek position ", " is not within mmap segment"]),
    sample: .example([
      "org.apache.cassandra.io.sstable.CorruptSSTableException: java.io.IOException",
      "java.io.IOException: Seek position 2097152 is not within mmap segment (seg offs: 0, length: 2097152)",
      "at org.apache.cassandra.io.util.MappedFileDataInput.seek",
    ]))

  private static let summaryTooLarge = KnownIssue(
    12014, "The index summary of an SSTable with very many partitions passes 2 GiB.",
    in: [Releases("2.1.10", "3.0.15"), Releases("3.1", "3.11.1")],
    effect:
      "The compaction or stream that writes the SSTable fails, and all later ones of the same SSTables.",
    workaround: [
      "Raise min_index_interval of the table: 128 is the default, and 256 halves the summary.",
      "LeveledCompactionStrategy keeps SSTables small, if the table can bear its rewriting.",
    ],
    sources: [
      .changes(["3.0.15", "3.11.1"]), .commit("ae88fd6c79"), .code("IndexSummaryBuilder", at: "2.1.10"),
    ],
    signature: .thrown("AssertionError", through: "io.sstable.IndexSummaryBuilder.maybeAddEntry"),
    sample: .example([
      "java.lang.AssertionError",
      "at org.apache.cassandra.io.sstable.IndexSummaryBuilder.maybeAddEntry",
      "at org.apache.cassandra.io.sstable.format.big.BigTableWriter$IndexWriter.append",
    ]))

  private static let liveMetadata = KnownIssue(
    9249, "nodetool resetlocalschema breaks SSTables that are being opened or repaired.",
    in: [Releases("2.1.1", "2.1.6")],
    effect: "The repair or the opening of the SSTable fails until the node is restarted.",
    workaround: ["Restart the node, and run no repair during nodetool resetlocalschema."],
    sources: [.changes(["2.1.6"]), .commit("a85e731f29"), .code("CompressionParameters", at: "2.1.2")],
    signature: .thrown("AssertionError", through: "io.compress.CompressionParameters.setLiveMetadata"),
    sample: .example([
      "java.lang.AssertionError",
      "at org.apache.cassandra.io.compress.CompressionParameters.setLiveMetadata",
      "at org.apache.cassandra.io.sstable.SSTableReader.<init>",
    ]))

  private static let checkChance = KnownIssue(
    9488, "crc_check_chance set over JMX calls itself without end.",
    in: [Releases("2.1.1", "2.1.6")],
    effect: "The call fails; the setting of the table stays as it was.",
    workaround: ["Set it by ALTER TABLE … WITH compression instead of JMX."],
    sources: [.changes(["2.1.6"]), .commit("04eba90949"), .code("CompressionParameters", at: "2.1.2")],
    signature: .thrown("StackOverflowError", through: "io.compress.CompressionParameters.setCrcCheckChance"),
    sample: .example(
      on: "RMI TCP Connection(2)-127.0.0.1",
      [
        "java.lang.StackOverflowError",
        "at org.apache.cassandra.io.compress.CompressionParameters.setCrcCheckChance",
        "at org.apache.cassandra.io.compress.CompressionParameters.setCrcCheckChance",
      ]))

  private static let tidyRejected = KnownIssue(
    12457, "A drain stops the thread that deletes released SSTables before the last ones are released.",
    in: [Releases("2.2.0", "2.2.9"), Releases("3.0.0", "3.0.10"), Releases("3.1", "3.10")],
    effect: "Errors and leak reports at the shutdown only; the files are deleted at the next start.",
    sources: [
      .changes(["2.2.9", "3.0.10", "3.10"]), .commit("be6e6ea662"),
      .code("DebuggableScheduledThreadPoolExecutor", at: "3.0.9"),
    ],
    signature: .thrown(
      "RejectedExecutionException", saying: ["ScheduledThreadPoolExecutor has shut down"],
      through: "io.sstable.format.SSTableReader$"),
    sample: .example([
      "java.util.concurrent.RejectedExecutionException: ScheduledThreadPoolExecutor has shut down.",
      "at org.apache.cassandra.concurrent.DebuggableScheduledThreadPoolExecutor$1.rejectedExecution",
      "at org.apache.cassandra.io.sstable.format.SSTableReader$InstanceTidier.tidy",
    ]))

  private static let keyCacheSaved = KnownIssue(
    8067, "The key cache is saved while a table of it is dropped.",
    in: [Releases("2.1.0", "2.1.5")],
    effect: "The key cache is not saved this time; the next start reads an older one.",
    sources: [.changes(["2.1.5"]), .commit("bef1d0cb06"), .code("CacheService", at: "2.1.4")],
    signature: .thrown("NullPointerException", through: "service.CacheService$KeyCacheSerializer.serialize"),
    sample: .example([
      "java.lang.NullPointerException",
      "at org.apache.cassandra.service.CacheService$KeyCacheSerializer.serialize",
      "at org.apache.cassandra.cache.AutoSavingCache$Writer.saveCache",
    ]))
}
