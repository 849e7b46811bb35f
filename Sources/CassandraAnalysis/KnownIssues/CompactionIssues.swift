// Known bugs of compactions and of the strategies that choose them. Releases from the change lists of all
// branches; signatures from the code at the tags of affected releases.

import CassandraModel

extension KnownIssue {
  static let compaction: [KnownIssue] = [
    leveledScope, strategySetChanged, overlapsNeverLoaded, histogramOverflow, openingOverflow, topLevel,
    purgedStaticRow, cleanupOfReleased, sstableTask, summaryOrder,
  ]

  private static let leveledScope = KnownIssue(
    19704,
    "A compaction of LeveledCompactionStrategy that does not fit on the disk throws instead of being reduced.",
    in: [Releases("4.0.4", "4.0.14"), Releases("4.1.0", "4.1.6")],
    effect:
      "Compactions of the table fail while free space is short; expired SSTables are not dropped either.",
    workaround: [
      "Free space on the data volume: the error comes only when the compaction does not fit.",
      "nodetool clearsnapshot, after its list was read: nodetool listsnapshots.",
    ],
    never: ["Do not switch the strategy to get past it: that rewrites the whole table and needs more space."],
    sources: [
      .changes(["4.0.14", "4.1.6", "5.0-rc1"]), .commit("d54646e409"), .commit("b58a5c86e8"),
      .page("https://github.com/apache/cassandra/pull/3385"),
    ],
    signature: .thrown(
      "UnsupportedOperationException",
      through: "db.compaction.LeveledCompactionTask.partialCompactionsAcceptable"),
    sample: .example([
      "java.lang.UnsupportedOperationException: This is now handled in reduceScopeForLimitedSpace",
      "at org.apache.cassandra.db.compaction.LeveledCompactionTask.partialCompactionsAcceptable",
      "at org.apache.cassandra.db.compaction.CompactionTask.buildCompactionCandidatesForAvailableDiskSpace",
      "at org.apache.cassandra.db.compaction.CompactionTask.runMayThrow",
    ]))

  private static let strategySetChanged = KnownIssue(
    17977, "The set of SSTables of a strategy is copied while another thread changes it.",
    in: [Releases("4.0.0", "4.0.8"), Releases("4.1.0", "4.1.1")],
    effect:
      "The task that asked, often the clean-up after an incremental repair, fails and is tried again later. No data "
      + "is touched.",
    workaround: [
      "Nothing, while it comes now and then; else run incremental repairs when fewer flushes occur."
    ],
    sources: [
      .changes(["4.0.8", "4.1.1"]), .commit("ee266d283e"), .code("SizeTieredCompactionStrategy", at: "4.0.7"),
    ],
    signature: .all([
      .rootException(["ConcurrentModificationException"]),
      .passes(
        "db.compaction.SizeTieredCompactionStrategy.getSSTables",
        "db.compaction.TimeWindowCompactionStrategy.getSSTables",
        "db.compaction.DateTieredCompactionStrategy.getSSTables"),
    ]),
    sample: .example([
      "java.util.ConcurrentModificationException",
      "at java.util.HashMap$HashIterator.nextNode",
      "at com.google.common.collect.ImmutableSet.copyOf",
      "at org.apache.cassandra.db.compaction.SizeTieredCompactionStrategy.getSSTables",
      "at org.apache.cassandra.db.compaction.PendingRepairManager.removeSessionIfEmpty",
    ]))

  private static let overlapsNeverLoaded = KnownIssue(
    17897, "A compaction that began while tombstones were kept for ever fails when that is switched off.",
    in: [Releases("4.0.0", "5.0.0")],
    effect: "Compactions that were running at the switch fail; those that begin later do not.",
    workaround: ["Stop the table's compactions before the switch: nodetool stop COMPACTION."],
    sources: [
      .changes(["5.0-alpha1"]), .commit("ff5f4833aa"), .code("CompactionController", at: "4.1.7"),
    ],
    signature: .thrown(
      "NullPointerException", through: "db.compaction.CompactionController.maybeRefreshOverlaps"),
    sample: .example([
      "java.lang.NullPointerException",
      "at org.apache.cassandra.db.compaction.CompactionController.maybeRefreshOverlaps",
      "at org.apache.cassandra.db.compaction.CompactionTask.runMayThrow",
    ]))

  private static let histogramOverflow = KnownIssue(
    15164,
    "An SSTable with more cells in one partition than its histogram can count fails what asks for the mean.",
    in: [Releases("2.1.0", "3.0.23"), Releases("3.1", "3.11.9")],
    effect:
      "The search for compactions fails, so that the whole table is no longer compacted while such an SSTable is live.",
    workaround: [
      "Find the partition: the largest one in nodetool tablestats KEYSPACE.TABLE. Delete it, or split its key."
    ],
    upgrade: "it clears the overflow when it opens the SSTable",
    never: ["Do not scrub the table for it: the SSTable is sound."],
    sources: [
      .changes(["3.0.23", "3.11.9", "4.0-beta3"]), .commit("4782fd399d"),
      .code("StatsMetadata", at: "2.1.22"),
    ],
    signature: .all([
      .thrown(
        "IllegalStateException", saying: ["Unable to compute ceiling for max when histogram overflowed"]),
      // The search for compactions, and the estimate of a range query.
      .passes(
        "io.sstable.metadata.StatsMetadata.getEstimatedDroppableTombstoneRatio",
        "db.ColumnFamilyStore.getMean"),
    ]),
    sample: .example([
      "java.lang.IllegalStateException: Unable to compute ceiling for max when histogram overflowed",
      "at org.apache.cassandra.utils.EstimatedHistogram.rawMean",
      "at org.apache.cassandra.utils.EstimatedHistogram.mean",
      "at org.apache.cassandra.io.sstable.metadata.StatsMetadata.getEstimatedDroppableTombstoneRatio",
      "at org.apache.cassandra.db.compaction.AbstractCompactionStrategy.worthDroppingTombstones",
    ]))

  private static let openingOverflow = KnownIssue(
    17839,
    "A compaction that wrote a partition larger than its histogram can count fails when it opens the output.",
    in: [Releases("3.10", "5.0.0")],
    effect: "Each compaction that meets the partition fails at its end, after all of its work.",
    workaround: ["Delete or split the partition: the largest one in nodetool tablestats KEYSPACE.TABLE."],
    never: ["Do not scrub the table for it: the SSTables are sound."],
    sources: [
      .changes(["5.0-alpha1"]), .commit("0e855c4b7c"), .code("BigTableWriter", at: "3.10"),
      .code("BigTableWriter", at: "4.1.0"),
    ],
    signature: .thrown(
      "IllegalStateException", saying: ["Unable to compute when histogram overflowed"],
      through: "utils.EstimatedHistogram.percentile", "io.sstable.format.big.BigTableWriter.open"),
    sample: .example([
      "java.lang.IllegalStateException: Unable to compute when histogram overflowed",
      "at org.apache.cassandra.utils.EstimatedHistogram.percentile",
      "at org.apache.cassandra.io.sstable.format.big.BigTableWriter.openFinal",
      "at org.apache.cassandra.io.sstable.SSTableRewriter.switchWriter",
    ]))

  private static let topLevel = KnownIssue(
    15669,
    "LeveledCompactionStrategy looks for a level above the highest one when that one is over its size.",
    in: [Releases("3.11.9", "3.11.11")],
    effect: "The table is no longer compacted: each search for a compaction fails.",
    workaround: [
      "Raise sstable_size_in_mb of the table, so that its data fits in fewer levels. 160 is the default."
    ],
    sources: [
      .changes(["3.11.11", "4.0-rc2"]), .commit("803a23b2f1"), .code("LeveledGenerations", at: "3.11.10"),
    ],
    signature: .thrown(
      "ArrayIndexOutOfBoundsException", saying: ["Invalid generation"],
      through: "db.compaction.LeveledGenerations.get", "db.compaction.LeveledManifest."),
    sample: .example([
      "java.lang.ArrayIndexOutOfBoundsException: Invalid generation 9 - maximum is 8",
      "at org.apache.cassandra.db.compaction.LeveledGenerations.get",
      "at org.apache.cassandra.db.compaction.LeveledManifest.getCandidatesFor",
      "at org.apache.cassandra.db.compaction.LeveledManifest.getCompactionCandidates",
    ]))

  private static let purgedStaticRow = KnownIssue(
    12336, "A compaction fails on a table with static columns, where a purge leaves no static row.",
    in: [Releases("3.0.0", "3.0.9"), Releases("3.1", "3.8")],
    effect: "Each compaction of the SSTable fails; its reads may fail, too (CASSANDRA-11988).",
    never: ["Do not remove the SSTable: it is sound."],
    sources: [.changes(["3.0.9", "3.8"]), .commit("b66e5a1896"), .code("BaseRows", at: "3.0.8")],
    signature: .thrown(
      "NullPointerException", through: "db.partitions.PurgeFunction.applyToStatic",
      on: [.compaction, .validation]),
    sample: .example([
      "java.lang.NullPointerException",
      "at org.apache.cassandra.db.partitions.PurgeFunction.applyToStatic",
      "at org.apache.cassandra.db.transform.BaseRows.add",
      "at org.apache.cassandra.db.compaction.CompactionTask.runMayThrow",
    ]))

  private static let cleanupOfReleased = KnownIssue(
    8716, "Cleanup estimates its space from SSTables that it has already replaced and released.",
    in: [Releases("2.1.0", "2.1.5")],
    effect:
      "nodetool cleanup stops at the first such SSTable; the rest of the table keeps data of other nodes.",
    workaround: ["Repeat nodetool cleanup for the table: each run gets further."],
    sources: [.changes(["2.1.5"]), .commit("7f10cbd8ad"), .code("ColumnFamilyStore", at: "2.1.4")],
    signature: .thrown(
      "AssertionError", saying: ["Memory was freed"],
      through: "db.ColumnFamilyStore.getExpectedCompactedFileSize",
      "db.compaction.CompactionManager.doCleanup"),
    sample: .example([
      "java.lang.AssertionError: Memory was freed",
      "at org.apache.cassandra.io.util.Memory.checkBounds",
      "at org.apache.cassandra.io.sstable.IndexSummary.getPositionInSummary",
      "at org.apache.cassandra.io.sstable.SSTableReader.getPositionsForRanges",
      "at org.apache.cassandra.db.ColumnFamilyStore.getExpectedCompactedFileSize",
      "at org.apache.cassandra.db.compaction.CompactionManager.doCleanupOne",
    ]))

  private static let sstableTask = KnownIssue(
    10980,
    "Scrub, cleanup and upgradesstables fail when running compactions of the table do not stop in time.",
    in: [Releases("2.2.0", "2.2.5"), Releases("3.0.0", "3.0.3"), Releases("3.1", "3.3")],
    effect: "The command does nothing. No data is touched.",
    workaround: ["nodetool stop COMPACTION, then the command again."],
    sources: [.changes(["2.2.5", "3.0.3", "3.3"]), .commit("101cd72e55")],
    signature: .thrown(
      "NullPointerException", through: "db.compaction.CompactionManager$",
      "db.compaction.CompactionManager.parallelAllSSTableOperation"),
    sample: .example(
      on: "RMI TCP Connection(3)-127.0.0.1",
      [
        "java.lang.NullPointerException",
        "at org.apache.cassandra.db.compaction.CompactionManager$5.filterSSTables",
        "at org.apache.cassandra.db.compaction.CompactionManager.parallelAllSSTableOperation",
        "at org.apache.cassandra.db.compaction.CompactionManager.performCleanup",
      ]))

  private static let summaryOrder = KnownIssue(
    8182, "SSTables are sorted by read rates that change meanwhile, when index summaries are redistributed.",
    in: [Releases("2.1.0", "2.1.2")],
    effect: "One redistribution of index summaries is left out; the next one follows.",
    sources: [.changes(["2.1.2"]), .commit("c93765772e")],
    signature: .thrown(
      "IllegalArgumentException", saying: ["Comparison method violates its general contract!"],
      through: "io.sstable.IndexSummaryManager."),
    sample: .example(
      on: "IndexSummaryManager:1",
      [
        "java.lang.IllegalArgumentException: Comparison method violates its general contract!",
        "at java.util.TimSort.mergeLo",
        "at org.apache.cassandra.io.sstable.IndexSummaryManager.redistributeSummaries",
      ]))
}
