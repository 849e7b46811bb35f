// Known bugs of the commit log and of its replay, which keep a node from starting.

import CassandraModel

extension KnownIssue {
  static let commitLog: [KnownIssue] = [
    segmentDeletedTwice, tombstoneValue, emptyCollection, bytesOfTombstone,
  ]

  /// The replayer's message for a mutation that it cannot read.
  private static let unreadMutation = ChainTest.message(["Unexpected error deserializing mutation"])

  private static let replayAdvice = [
    "Copy the commit log folder, and the file that the message says the mutation was saved to, to another volume."
  ]

  private static let replayAfterUpgrade = "it replays the commit log when it starts"

  private static let replayNever = [
    "Do not empty the commit log folder: its segments hold the only copy of what was not flushed.",
    "Do not set -Dcassandra.commitlog.ignorereplayerrors=true before the folder is copied: the mutation is lost then.",
  ]

  private static let segmentDeletedTwice = KnownIssue(
    10377, "A segment of the commit log is recycled twice, and the second time its file is gone.",
    in: [Releases("2.1.0", "2.1.12"), Releases("2.2.0", "2.2.4")],
    effect: "commit_failure_policy acts: with stop the node leaves the ring, with die it ends.",
    workaround: ["Restart the node. No data is lost: the segment was flushed before."],
    never: ["Do not replace the disk for it: it is sound."],
    sources: [.changes(["2.1.12", "2.2.4"]), .commit("27c80117d2"), .code("FileUtils", at: "2.1.11")],
    signature: .thrown(
      "AssertionError", saying: ["attempted to delete non-existing file CommitLog-"],
      through: "db.commitlog.CommitLogSegment."),
    sample: .example(
      on: "COMMIT-LOG-ALLOCATOR",
      record: "Failed managing commit log segments. Commit disk failure policy is stop; terminating thread",
      logger: "CommitLog.java",
      [
        "java.lang.AssertionError: attempted to delete non-existing file CommitLog-4-1443000000000.log",
        "at org.apache.cassandra.io.util.FileUtils.deleteWithConfirm",
        "at org.apache.cassandra.db.commitlog.CommitLogSegment.delete",
      ]))

  private static let tombstoneValue = KnownIssue(
    11618, "The replay checks the value of a deleted cell, which has none, against the type of its column.",
    in: [Releases("3.0.0", "3.0.6"), Releases("3.1", "3.6")],
    effect: "The node does not start while a segment has a deleted smallint, tinyint, date or time.",
    workaround: replayAdvice, upgrade: replayAfterUpgrade, never: replayNever,
    sources: [.changes(["3.0.6", "3.6"]), .commit("c83f20a3e4"), .code("ShortSerializer", at: "3.0.5")],
    signature: .all([
      unreadMutation,
      .message([
        "Expected 2 bytes for a smallint (0)", "Expected 1 byte for a tinyint (0)",
        "Expected 4 byte long for date (0)", "Expected 8 byte long for time (0)",
      ]),
    ]),
    sample: .example(
      on: "main", record: "Exiting due to error while processing commit log during initialization.",
      logger: "JVMStabilityInspector.java",
      [
        "org.apache.cassandra.db.commitlog.CommitLogReplayer$CommitLogReplayException: Unexpected error "
          + "deserializing mutation; saved to /tmp/mutation1dat. Exception follows: "
          + "org.apache.cassandra.serializers.MarshalException: Expected 2 bytes for a smallint (0)"
      ]))

  private static let emptyCollection = KnownIssue(
    14365, "The replay refuses an empty collection in the clustering of a static row.",
    in: [Releases("3.0.0", "3.0.21"), Releases("3.1", "3.11.7")],
    effect:
      "The node does not start while a segment has a static write to a table clustered by a frozen collection.",
    workaround: replayAdvice, upgrade: replayAfterUpgrade, never: replayNever,
    sources: [
      .changes(["3.0.21", "3.11.7", "4.0-alpha4"]), .commit("ae326eed2a"),
      .code("SetSerializer", at: "3.11.6"),
    ],
    signature: .all([unreadMutation, .message(["Not enough bytes to read a set"])]),
    sample: .example(
      on: "main", record: "Exiting due to error while processing commit log during initialization.",
      logger: "JVMStabilityInspector.java",
      [
        "org.apache.cassandra.db.commitlog.CommitLogReadHandler$CommitLogReadException: Unexpected error "
          + "deserializing mutation; saved to /tmp/mutation2dat. Exception follows: "
          + "org.apache.cassandra.serializers.MarshalException: Not enough bytes to read a set"
      ]))

  private static let bytesOfTombstone = KnownIssue(
    15970, "The replay cannot convert the bound of a range tombstone on a column that was dropped meanwhile.",
    in: [Releases("3.0.18", "3.0.22"), Releases("3.11.4", "3.11.8")],
    effect: "The node does not start.",
    workaround: replayAdvice, upgrade: replayAfterUpgrade, never: replayNever,
    sources: [.changes(["3.0.22", "3.11.8"]), .commit("b9053971ee"), .code("ByteBufferUtil", at: "3.11.7")],
    signature: .message([
      "Cannot convert value java.nio.HeapByteBuffer[", "Cannot convert value java.nio.DirectByteBuffer[",
    ]),
    sample: .example(
      on: "main", record: "Exiting due to error while processing commit log during initialization.",
      logger: "JVMStabilityInspector.java",
      [
        "java.lang.IllegalArgumentException: Cannot convert value java.nio.HeapByteBuffer[pos=0 lim=4 cap=4] of type "
          + "class java.nio.HeapByteBuffer",
        "at org.apache.cassandra.utils.ByteBufferUtil.objectToBytes",
      ]))
}
