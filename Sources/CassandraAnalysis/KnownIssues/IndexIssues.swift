// Known bugs of indexes: their building, their memory, and the index status that nodes gossip.

import CassandraModel

extension KnownIssue {
  static let indexes: [KnownIssue] = [indexStatus, segmentsInMemory, legacyAnswer, compactionsOfNothing]

  private static let indexStatus = KnownIssue(
    21132, "The state of all SAI indexes does not fit in one gossip value while nodes start.",
    in: [Releases("5.0.3", nil)],
    effect:
      "After a restart of the whole cluster, nodes with many indexes do not find each other and stay down.",
    workaround: [
      "Restart one node after the other: with one node up that knows the releases, the compressed form is used.",
      "Drop SAI indexes that are not used: the value grows with their number and the length of their names.",
    ],
    never: ["Do not stop all nodes of the cluster at once."],
    sources: [
      .page("https://www.mail-archive.com/commits@cassandra.apache.org/msg331684.html"),
      .page("https://mail-archive.com/user@cassandra.apache.org/msg64226.html"),
      .code("TypeSizes", at: "5.0.1"),
    ],
    signature: .thrown("AssertionError", through: "db.TypeSizes.sizeof", on: [.internode]),
    settledBy: "the number of SAI indexes: many keyspaces and tables with them",
    sample: .example(
      on: "GossipStage:1",
      [
        "java.lang.RuntimeException: java.lang.AssertionError",
        "at org.apache.cassandra.net.InboundSink.accept",
        "java.lang.AssertionError",
        "at org.apache.cassandra.db.TypeSizes.sizeof",
        "at org.apache.cassandra.gms.VersionedValue$VersionedValueSerializer.serializedSize",
      ]))

  private static let segmentsInMemory = KnownIssue(
    11383, "The segments of a SASI index are put together in the heap.",
    in: [Releases("3.4", "3.5")],
    effect: "Compactions of large SSTables with SASI indexes end the process with OutOfMemoryError.",
    workaround: ["Raise the heap, or drop the SASI indexes until the upgrade."],
    sources: [.changes(["3.5"]), .commit("5c4d5c731f"), .code("PerSSTableIndexWriter", at: "3.4")],
    signature: .thrown("OutOfMemoryError", through: "index.sasi.disk."),
    settledBy: "compactions of SSTables with SASI indexes before each OutOfMemoryError",
    sample: .example(
      on: "SASI-Memtable:1",
      [
        "java.lang.OutOfMemoryError: Java heap space",
        "at org.apache.cassandra.index.sasi.disk.OnDiskIndexBuilder.build",
        "at org.apache.cassandra.index.sasi.disk.PerSSTableIndexWriter$Index.complete",
      ]))

  private static let legacyAnswer = KnownIssue(
    15172,
    "A range tombstone whose bounds have different numbers of columns cannot be sent to a node of 2.x.",
    in: [Releases("3.0.0", "3.0.19"), Releases("3.1", "3.11.5")],
    effect: "While nodes of 2.x and 3.x are mixed, reads and writes of such partitions fail.",
    workaround: ["Complete the upgrade of all nodes to 3.0 or later."],
    sources: [.changes(["3.0.19", "3.11.5"]), .commit("2b10a5f2b5"), .code("LegacyLayout", at: "3.0.18")],
    signature: .all([
      .rootException(["IndexOutOfBoundsException", "ArrayIndexOutOfBoundsException"]),
      .passes("db.LegacyLayout$LegacyRangeTombstoneList.serialize"),
    ]),
    sample: .example(
      on: "ReadStage-3",
      [
        "java.lang.ArrayIndexOutOfBoundsException: 1",
        "at org.apache.cassandra.db.AbstractBufferClusteringPrefix.get",
        "at org.apache.cassandra.db.LegacyLayout$LegacyRangeTombstoneList.serializedSizeCompound",
      ]))

  private static let compactionsOfNothing = KnownIssue(
    12462,
    "A task that belongs to no table, as the redistribution of index summaries, is asked for its table.",
    in: [Releases("2.2.0", "2.2.9"), Releases("3.0.0", "3.0.10"), Releases("3.1", "3.10")],
    effect: "nodetool compactionstats fails while the task runs.",
    workaround: ["Repeat the command."],
    sources: [
      .changes(["2.2.9", "3.0.10", "3.10"]), .commit("cbebb29adf"), .code("CompactionInfo", at: "2.2.8"),
    ],
    signature: .all([
      .rootException(["NullPointerException"]),
      .passes(
        "db.compaction.CompactionInfo.getId", "db.compaction.CompactionInfo.getKeyspace",
        "db.compaction.CompactionInfo.getColumnFamily"),
    ]),
    sample: .example(
      on: "RMI TCP Connection(9)-127.0.0.1",
      [
        "java.lang.NullPointerException",
        "at org.apache.cassandra.db.compaction.CompactionInfo.getId",
        "at org.apache.cassandra.db.compaction.CompactionManager.getCompactions",
      ]))
}
