// Known bugs of repair: coordination, validation, anticompaction.

import CassandraModel

extension KnownIssue {
  static let repair: [KnownIssue] = [
    rangesOverlap, primaryRange, interruptedSync, outOfOrder, nothingToAnticompact,
  ]

  private static let rangesOverlap = KnownIssue(
    17900, "An optimised repair fails where two peers differ in ranges that overlap.",
    in: [Releases("4.0.0", "4.0.7")],
    effect: "The repair session fails before anything is streamed.",
    workaround: ["Run the repair without --optimise-streams (-os)."],
    sources: [.changes(["4.0.7", "4.1-beta1"]), .commit("29c0ad80c9"), .code("RangeMap", at: "4.0.6")],
    signature: .thrown("AssertionError", through: "repair.asymmetric.RangeMap.assertNonIntersecting"),
    sample: .example(
      on: "RepairJobTask:2",
      [
        "java.lang.AssertionError",
        "at org.apache.cassandra.repair.asymmetric.RangeMap.assertNonIntersecting",
        "at org.apache.cassandra.repair.asymmetric.RangeMap.put",
        "at org.apache.cassandra.repair.asymmetric.RangeDenormalizer.denormalize",
      ]))

  private static let primaryRange = KnownIssue(
    17680, "The primary ranges of a node that is not a member of the ring are asked for.",
    in: [Releases("4.0.0", "4.0.5")],
    effect: "The command or the recorder of size estimates fails on that node.",
    workaround: ["Wait until the node has joined: nodetool status shows UN."],
    sources: [
      .changes(["4.0.5", "4.1-beta1"]), .commit("c3998ef601"), .code("StorageService", at: "4.0.0"),
    ],
    signature: .thrown(
      "NullPointerException", through: "service.StorageService.getLocalPrimaryRangeForEndpoint"),
    sample: .example(
      on: "OptionalTasks:1",
      [
        "java.lang.NullPointerException",
        "at org.apache.cassandra.locator.TokenMetadata.getTokens",
        "at org.apache.cassandra.service.StorageService.getLocalPrimaryRangeForEndpoint",
        "at org.apache.cassandra.db.SizeEstimatesRecorder.run",
      ]))

  private static let interruptedSync = KnownIssue(
    17466, "A repair that ends early interrupts a thread that reads a file which other threads share.",
    in: [Releases("4.0.0", "4.0.4")],
    effect:
      "All later reads of the file fail until the restart; of a system table, that concerns the whole node.",
    workaround: ["Restart the node: the file is sound, only its channel is closed."],
    never: ["Do not scrub the SSTable: it is sound."],
    sources: [.changes(["4.0.4"]), .commit("0089858819"), .code("LocalSyncTask", at: "4.0.3")],
    signature: .thrown("ClosedByInterruptException", through: "repair.LocalSyncTask.startSync"),
    sample: .example(
      on: "RepairJobTask:5",
      [
        "org.apache.cassandra.io.FSReadError: java.nio.channels.ClosedByInterruptException",
        "at org.apache.cassandra.io.util.ChannelProxy.read",
        "at org.apache.cassandra.repair.LocalSyncTask.startSync",
        "java.nio.channels.ClosedByInterruptException",
        "at java.nio.channels.spi.AbstractInterruptibleChannel.end",
      ]))

  private static let outOfOrder = KnownIssue(
    9935,
    "A validation reads the SSTables of a level one after the other, although one of them overlaps the rest.",
    in: [
      Releases("2.1.0", "2.1.15"), Releases("2.2.0", "2.2.7"), Releases("3.0.0", "3.0.6"),
      Releases("3.1", "3.6"),
    ],
    effect: "Each repair of the table fails on this node until its levels are in order again.",
    workaround: [
      "Restart the node: an SSTable that a failed compaction left behind is then removed.",
      "Else, on the stopped node: sstableofflinerelevel KEYSPACE TABLE.",
    ],
    sources: [
      .changes(["2.1.15", "2.2.7", "3.0.6", "3.6"]), .commit("cc75de6912"), .code("Validator", at: "3.0.5"),
    ],
    // Only Validator.add says so, and pastes often have no frames.
    signature: .thrown("AssertionError", saying: [" received out of order wrt "]),
    settledBy: "compaction of the table: LeveledCompactionStrategy",
    sample: .example(
      on: "ValidationExecutor:3",
      [
        "java.lang.AssertionError: row DecoratedKey(-7, 61) received out of order wrt DecoratedKey(3, 62)",
        "at org.apache.cassandra.repair.Validator.add",
        "at org.apache.cassandra.db.compaction.CompactionManager.doValidationCompaction",
      ]))

  private static let nothingToAnticompact = KnownIssue(
    10909, "A node that takes part in an incremental repair has no list of SSTables for a table.",
    in: [
      Releases("2.1.0", "2.1.13"), Releases("2.2.0", "2.2.5"), Releases("3.0.0", "3.0.3"),
      Releases("3.1", "3.3"),
    ],
    effect:
      "The incremental repair fails at its end: SSTables are not marked as repaired, and are repaired again.",
    workaround: [
      "Run the repair again once the failure that came before is gone, or run a full one: nodetool repair -full."
    ],
    sources: [
      .changes(["2.1.13", "2.2.5", "3.0.3", "3.3"]), .commit("98cc2c8d6c"),
      .code("ActiveRepairService", at: "2.1.12"),
    ],
    signature: .thrown(
      "NullPointerException", through: "service.ActiveRepairService$ParentRepairSession.get"),
    sample: .example(
      on: "AntiEntropyStage:1",
      [
        "java.lang.NullPointerException",
        "at org.apache.cassandra.service.ActiveRepairService$ParentRepairSession.getAndReferenceSSTables",
        "at org.apache.cassandra.service.ActiveRepairService.doAntiCompaction",
      ]))
}
