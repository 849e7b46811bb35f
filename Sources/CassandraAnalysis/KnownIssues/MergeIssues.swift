// Known bugs of merging rows and tombstones: reads, read repair, materialized views, counters.

import CassandraModel

extension KnownIssue {
  static let merges: [KnownIssue] = [
    missingStaticRow, lowerBound, repairOfTombstones, emptyCounter, viewEntry, tombstoneDifference,
    emptyAfterPurge, openTombstone, droppedView,
  ]

  private static let missingStaticRow = KnownIssue(
    11988, "A read of a table with static columns fails, where a partition has no static row.",
    in: [Releases("3.0.0", "3.0.9"), Releases("3.1", "3.8")],
    effect: "Reads of the partition fail; so do compactions (CASSANDRA-12336).",
    never: ["Do not remove the SSTable: it is sound."],
    sources: [.changes(["3.0.9", "3.8"]), .commit("979e5590e0"), .code("PurgeFunction", at: "3.0.8")],
    signature: .all([
      .rootException(["NullPointerException"]), .passes("db.partitions.PurgeFunction.applyToStatic"),
      .not(.thread([.compaction, .validation])),
    ]),
    sample: .example(
      on: "SharedPool-Worker-1",
      [
        "java.lang.NullPointerException",
        "at org.apache.cassandra.db.partitions.PurgeFunction.applyToStatic",
        "at org.apache.cassandra.db.transform.BaseRows.add",
        "at org.apache.cassandra.db.ReadCommand.executeLocally",
      ]))

  private static let lowerBound = KnownIssue(
    13366, "The lower bound that a read assumes of an SSTable lies above its first row.",
    in: [Releases("3.4", "3.11.0")],
    effect: "Reads of the partition fail; without assertions rows may come in the wrong order.",
    never: ["Do not scrub the SSTable: it is sound."],
    sources: [
      .changes(["3.11.0"]), .commit("f55cb88ab5"), .code("UnfilteredRowIteratorWithLowerBound", at: "3.10"),
    ],
    signature: .thrown("AssertionError", through: "db.rows.UnfilteredRowIteratorWithLowerBound."),
    sample: .example(
      on: "ReadStage-2",
      [
        "java.lang.AssertionError: Lower bound [INCL_START_BOUND(7) ]is bigger than first returned value [Row]",
        "at org.apache.cassandra.db.rows.UnfilteredRowIteratorWithLowerBound.computeNext",
        "at org.apache.cassandra.db.rows.UnfilteredRowIterators$UnfilteredRowMergeIterator.computeNext",
      ]))

  private static let repairOfTombstones = KnownIssue(
    13719, "Read repair takes a source that deleted the whole partition for one without the range tombstone.",
    in: [Releases("3.0.0", "3.0.15"), Releases("3.1", "3.11.1")],
    effect: "Reads that have to repair the partition fail; the replicas stay different.",
    workaround: ["nodetool repair -full KEYSPACE TABLE makes the replicas equal without read repair."],
    sources: [.changes(["3.0.15", "3.11.1"]), .commit("5e57dd14eb"), .code("DataResolver", at: "3.0.14")],
    signature: .thrown(
      "AssertionError",
      through: "service.DataResolver$RepairMergeListener$MergeListener.onMergedRangeTombstoneMarkers"),
    settledBy: "a partition deletion and range tombstones in one partition of the table",
    sample: .example(
      on: "ReadRepairStage:1",
      [
        "java.lang.AssertionError",
        "at org.apache.cassandra.service.DataResolver$RepairMergeListener$MergeListener.onMergedRangeTombstoneMarkers",
        "at org.apache.cassandra.db.rows.UnfilteredRowIterators$UnfilteredRowMergeIterator$MergeReducer.getReduced",
      ]))

  private static let emptyCounter = KnownIssue(
    14167, "The digest of a counter without a value is computed from bytes that are not there.",
    in: [Releases("3.0.0", "3.0.17"), Releases("3.1", "3.11.3")],
    effect: "Digest reads and repairs of the counter table fail.",
    workaround: ["Read the counter table at consistency level ONE: one replica needs no digest."],
    sources: [.changes(["3.0.17", "3.11.3"]), .commit("93012e43ea"), .code("CounterContext", at: "3.0.10")],
    signature: .thrown(
      "IndexOutOfBoundsException", through: "db.context.CounterContext.headerLength",
      "db.context.CounterContext.updateDigest"),
    sample: .example(
      on: "ReadStage-1",
      [
        "java.lang.IndexOutOfBoundsException",
        "at java.nio.Buffer.checkIndex",
        "at org.apache.cassandra.db.context.CounterContext.headerLength",
        "at org.apache.cassandra.db.context.CounterContext.updateDigest",
      ]))

  private static let viewEntry = KnownIssue(
    12247, "An update of a row that a materialized view leaves out, since its key column is null, fails.",
    in: [Releases("3.0.7", "3.0.9"), Releases("3.7", "3.8")],
    effect: "The write fails, and is tried again by hints and the batch log.",
    workaround: ["Write a value into the column that is a key of the view."],
    sources: [.changes(["3.0.9", "3.8"]), .commit("8d020e25c0"), .code("ViewUpdateGenerator", at: "3.0.8")],
    signature: .thrown(
      "AssertionError", saying: ["the base row had no associated entry"],
      through: "db.view.ViewUpdateGenerator."),
    sample: .example(
      on: "MutationStage-4",
      [
        "java.lang.AssertionError: We shouldn't have got there is the base row had no associated entry",
        "at org.apache.cassandra.db.view.ViewUpdateGenerator.computeLivenessInfoForEntry",
      ]))

  private static let tombstoneDifference = KnownIssue(
    8013,
    "Read repair assumes that the merged range tombstones are at least as many as those of each replica.",
    in: [Releases("2.1.0", "2.1.1")],
    effect: "Reads that have to repair the partition fail; the replicas stay different.",
    workaround: ["nodetool repair KEYSPACE TABLE makes the replicas equal without read repair."],
    sources: [.changes(["2.1.1"]), .commit("f0893f544f"), .code("RangeTombstoneList", at: "2.1.0")],
    signature: .thrown("AssertionError", through: "db.RangeTombstoneList.diff"),
    sample: .example(
      on: "RequestResponseStage:2",
      [
        "java.lang.AssertionError",
        "at org.apache.cassandra.db.RangeTombstoneList.diff",
        "at org.apache.cassandra.db.DeletionInfo.diff",
      ]))

  private static let emptyAfterPurge = KnownIssue(
    12143, "A range read fails on a partition that has no data for the query.",
    in: [Releases("2.2.7", "2.2.8")],
    effect: "Range and index reads of the table fail.",
    workaround: ["Go back to 2.2.6: only 2.2.7 has it."],
    sources: [
      .changes(["2.2.8"]), .commit("ef18a1768a"), .commit("d3db33c008"),
      .code("ColumnFamilyStore", at: "2.2.7"),
    ],
    signature: .thrown("NullPointerException", through: "db.ColumnFamilyStore.filter"),
    sample: .example(
      on: "SharedPool-Worker-2",
      [
        "java.lang.NullPointerException",
        "at org.apache.cassandra.db.ColumnFamilyStore.filter",
        "at org.apache.cassandra.db.ColumnFamilyStore.getRangeSlice",
      ]))

  private static let openTombstone = KnownIssue(
    17810, "A read that is stopped for its time leaves a range tombstone open.",
    in: [Releases("4.0.0", "5.0.0")],
    effect: "The read fails with an exception instead of a timeout. No data is touched.",
    workaround: ["Shorten the reads that time out: fewer tombstones, smaller pages."],
    sources: [.changes(["5.0-alpha1"]), .commit("f4b69ba0e8"), .code("RTBoundCloser", at: "4.1.6")],
    signature: .thrown(
      "IllegalStateException", saying: ["has an open RT bound as its last item"],
      through: "db.transform.RTBound"),
    settledBy: "timed-out reads of the same table in the same seconds",
    sample: .example(
      on: "ReadStage-9",
      [
        "java.lang.IllegalStateException: PROCESSED UnfilteredRowIterator for shop.orders has an open RT bound as "
          + "its last item",
        "at org.apache.cassandra.db.transform.RTBoundValidator$RowsTransformation.onPartitionClose",
        "at org.apache.cassandra.db.transform.BaseRows.runOnPartitionClose",
      ]))

  private static let droppedView = KnownIssue(
    13346, "A dropped materialized view releases metrics that views do not have.",
    in: [Releases("3.0.0", "3.0.14"), Releases("3.1", "3.11.0")],
    effect: "The metrics of the dropped view stay until the restart; the drop itself is done.",
    workaround: ["Restart the node when its monitoring shows the dropped view."],
    sources: [.changes(["3.0.14", "3.11.0"]), .commit("40ad3cf4dd"), .code("TableMetrics", at: "3.0.13")],
    signature: .thrown("NullPointerException", through: "metrics.TableMetrics.release"),
    sample: .example(
      on: "MigrationStage:1",
      [
        "java.lang.NullPointerException",
        "at java.util.concurrent.ConcurrentHashMap.replaceNode",
        "at org.apache.cassandra.metrics.TableMetrics.release",
      ]))
}
