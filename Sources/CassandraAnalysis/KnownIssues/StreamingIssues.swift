// Known bugs of streaming: sending, receiving, and writes of received data.

import CassandraModel

extension KnownIssue {
  static let streaming: [KnownIssue] = [
    closedChannel, pendingRepairOfStream, interruptedFileTask, nullSuppressed, tableDropped, growingBuffer,
  ]

  private static let closedChannel = KnownIssue(
    17116, "A peer that closes the connection of a whole-SSTable stream is taken for a failure of the disk.",
    in: [Releases("4.0.0", "4.1.0")],
    effect:
      "disk_failure_policy acts on the receiver: with stop or die the node is out of service over a lost connection.",
    workaround: [
      "Set stream_entire_sstables: false, and restart the node, while streams break.",
      "Find why the connection ends: the log of the peer at that time.",
    ],
    never: ["Do not replace the disk for it: nothing was read or written wrongly."],
    sources: [
      .changes(["4.1-alpha1"]), .commit("df16b3750d"), .code("BigTableZeroCopyWriter", at: "4.0.14"),
    ],
    signature: .all([
      .exception(["FSWriteError"]), .rootException(["ClosedChannelException"]),
      .passes("io.sstable.format.big.BigTableZeroCopyWriter.write"),
    ]),
    sample: .example(
      on: "Stream-Deserializer-/10.0.0.2:7000-6b1c2d3e",
      [
        "org.apache.cassandra.io.FSWriteError: java.nio.channels.ClosedChannelException",
        "at org.apache.cassandra.io.sstable.format.big.BigTableZeroCopyWriter.write",
        "at org.apache.cassandra.io.sstable.format.big.BigTableZeroCopyWriter.writeComponent",
        "java.nio.channels.ClosedChannelException",
        "at org.apache.cassandra.net.AsyncStreamingInputPlus.reBuffer",
      ]))

  private static let pendingRepairOfStream = KnownIssue(
    17801, "A stream of an incremental repair looks at an SSTable whose session has just ended.",
    in: [Releases("4.0.0", "5.0.0")],
    effect: "The stream fails, and with it the repair session.",
    workaround: ["Run the repair again; do not run repairs of one table side by side."],
    sources: [.changes(["5.0-alpha1"]), .commit("c7d2e97da0"), .code("CassandraStreamManager", at: "4.1.7")],
    signature: .thrown("NullPointerException", through: "db.streaming.CassandraStreamManager.lambda$"),
    sample: .example(
      on: "RepairJobTask:3",
      [
        "java.lang.NullPointerException",
        "at org.apache.cassandra.db.streaming.CassandraStreamManager.lambda$createOutgoingStreams$1",
        "at org.apache.cassandra.db.streaming.CassandraStreamManager.createOutgoingStreams",
      ]))

  private static let interruptedFileTask = KnownIssue(
    17663, "The end of a stream interrupts a thread that reads a file which other threads share.",
    in: [Releases("4.0.0", "4.0.5")],
    effect:
      "All later reads of the file fail until the restart; of a system table, that concerns the whole node.",
    workaround: ["Restart the node: the file is sound, only its channel is closed."],
    never: ["Do not scrub the SSTable: it is sound."],
    sources: [
      .changes(["4.0.5", "4.1-beta1"]), .commit("a00d8fd5ba"),
      .code("NettyStreamingMessageSender", at: "4.0.4"),
    ],
    signature: .thrown(
      "ClosedByInterruptException", through: "streaming.async.NettyStreamingMessageSender$FileStreamTask."),
    sample: .example(
      on: "NettyStreaming-Outbound-/10.0.0.2.7000:1",
      [
        "org.apache.cassandra.io.FSReadError: java.nio.channels.ClosedByInterruptException",
        "at org.apache.cassandra.io.util.ChannelProxy.read",
        "at org.apache.cassandra.streaming.async.NettyStreamingMessageSender$FileStreamTask.run",
        "java.nio.channels.ClosedByInterruptException",
        "at java.nio.channels.spi.AbstractInterruptibleChannel.end",
      ]))

  private static let nullSuppressed = KnownIssue(
    10771, "A stream that fails while it is received hides its own error behind another.",
    in: [Releases("3.0.0", "3.0.1")],
    effect: "The stream fails without its true cause in the log.",
    workaround: ["Look for the cause in the log of the sender at that time."],
    sources: [.changes(["3.0.1", "3.1"]), .commit("a9a2d75b26"), .code("StreamReader", at: "3.0.0")],
    signature: .all([
      .rootException(["NullPointerException"]), .rootMessage(["Cannot suppress a null exception"]),
      .passes("streaming.StreamReader.read", "streaming.compress.CompressedStreamReader.read"),
    ]),
    sample: .example(
      on: "STREAM-IN-/10.0.0.2",
      [
        "java.lang.NullPointerException: Cannot suppress a null exception.",
        "at java.lang.Throwable.addSuppressed",
        "at org.apache.cassandra.streaming.compress.CompressedStreamReader.read",
      ]))

  private static let tableDropped = KnownIssue(
    7946, "A table is dropped while a stream of it is received.",
    in: [Releases("2.1.0", "2.1.1")],
    effect: "The stream session fails; what else it was to bring has to be streamed again.",
    workaround: ["Start the operation again: nodetool rebuild, repair, or the bootstrap."],
    sources: [.changes(["2.1.1"]), .commit("d143487cb1"), .code("StreamReceiveTask", at: "2.1.0")],
    signature: .all([
      .rootException(["NullPointerException"]),
      .passes(
        "streaming.StreamReader.read", "streaming.compress.CompressedStreamReader.read",
        "streaming.StreamReceiveTask$OnCompletionRunnable.run"),
      .not(.rootMessage(["Cannot suppress a null exception"])),
    ]),
    settledBy: "a dropped table at that time: Drop ColumnFamily in the log",
    sample: .example(
      on: "StreamReceiveTask:2",
      [
        "java.lang.NullPointerException",
        "at org.apache.cassandra.streaming.StreamReceiveTask$OnCompletionRunnable.run",
      ]))

  private static let growingBuffer = KnownIssue(
    10592, "A buffer that doubles its size overflows above 1 GiB.",
    in: [Releases("2.2.0", "2.2.4"), Releases("3.0.0", "3.0.1")],
    effect: "The writer of the large value fails: a stream, a message to another node, a compaction.",
    workaround: ["Keep rows and batches below 1 GiB: the largest partition is in nodetool tablestats."],
    sources: [
      .changes(["2.2.4", "3.0.1", "3.1"]), .commit("a320737b18"), .code("DataOutputBuffer", at: "2.2.3"),
    ],
    signature: .thrown("IllegalArgumentException", through: "io.util.DataOutputBuffer.reallocate"),
    sample: .example([
      "java.lang.IllegalArgumentException",
      "at java.nio.ByteBuffer.allocate",
      "at org.apache.cassandra.io.util.DataOutputBuffer.reallocate",
      "at org.apache.cassandra.io.util.DataOutputBuffer.doFlush",
    ]))
}
