// The failures of a generated log, with whole stack traces in the shapes that 4.1 prints: a corrupt SSTable,
// logged once for the outer exception and once for the inner one, and a heap that is too small.

enum FailureMix {
  static let corruptSSTable = [
    Message(
      "failure.uncaught_exception",
      """
      \(uncaught)
      \(corrupted)
      \tat org.apache.cassandra.io.sstable.SSTableIdentityIterator.hasNext(SSTableIdentityIterator.java:138)
      \(merging)
      \(compacting)
      \(running)
      Caused by: java.io.IOException: Error building row with data deserialized from \
      org.apache.cassandra.io.util.TrackedDataInputPlus@381e01fc
      \tat org.apache.cassandra.db.rows.UnfilteredSerializer.deserializeRowBody(UnfilteredSerializer.java:636)
      \(deserializing)
      \t... 27 common frames omitted
      Caused by: \(corrupted)
      \(reading)
      \t... 34 common frames omitted
      Caused by: \(corruptBlock)
      \tat org.apache.cassandra.io.util.CompressedChunkReader$Mmap.readChunk(CompressedChunkReader.java:209)
      \t... 53 common frames omitted
      """),
    Message(
      "failure.uncaught_exception",
      """
      \(uncaught)
      \(corrupted)
      \(reading)
      \tat org.apache.cassandra.db.rows.UnfilteredSerializer.deserializeRowBody(UnfilteredSerializer.java:606)
      \(deserializing)
      \tat org.apache.cassandra.io.sstable.SSTableIdentityIterator.hasNext(SSTableIdentityIterator.java:126)
      \(merging)
      \(compacting)
      \(running)
      Caused by: \(corruptBlock)
      \tat org.apache.cassandra.io.util.CompressedChunkReader$Mmap.readChunk(CompressedChunkReader.java:209)
      \t... 53 common frames omitted
      """),
  ]

  static let outOfMemory = [
    Message("failure.uncaught_exception", uncaught + "\n" + heapSpace),
    Message(
      "oom.handled",
      """
      ERROR [CompactionExecutor:$(thread)] $(date) JVMStabilityInspector.java:111 - OutOfMemory error letting \
      the JVM handle the error:
      \(heapSpace)
      """),
  ]

  private static let uncaught = """
    ERROR [CompactionExecutor:$(thread)] $(date) JVMStabilityInspector.java:68 - Exception in thread \
    Thread[CompactionExecutor:$(thread),5,CompactionExecutor]
    """

  private static let corrupted = """
    org.apache.cassandra.io.sstable.CorruptSSTableException: Corrupted: $(folder)/nb-77-big-Data.db
    """

  private static let corruptBlock = """
    org.apache.cassandra.io.compress.CorruptBlockException: ($(folder)/nb-77-big-Data.db): corruption detected, \
    chunk at 6736876 of length 15394.
    """

  private static let heapSpace = """
    java.lang.OutOfMemoryError: Java heap space
    \tat java.base/java.nio.HeapByteBuffer.<init>(HeapByteBuffer.java:61)
    \tat java.base/java.nio.ByteBuffer.allocate(ByteBuffer.java:348)
    \tat org.apache.cassandra.io.util.DataOutputBuffer.expandToFit(DataOutputBuffer.java:161)
    \tat org.apache.cassandra.io.util.DataOutputBuffer.doFlush(DataOutputBuffer.java:121)
    \tat org.apache.cassandra.db.marshal.ByteArrayAccessor.write(ByteArrayAccessor.java:61)
    \tat org.apache.cassandra.db.rows.Cell$Serializer.serialize(Cell.java:240)
    \tat org.apache.cassandra.db.rows.UnfilteredSerializer.serialize(UnfilteredSerializer.java:137)
    \tat org.apache.cassandra.db.ColumnIndex.add(ColumnIndex.java:253)
    \(compacting)
    \(running)
    """

  private static let reading = """
    \tat org.apache.cassandra.io.util.CompressedChunkReader$Mmap.readChunk(CompressedChunkReader.java:229)
    \tat org.apache.cassandra.io.util.BufferManagingRebufferer.rebuffer(BufferManagingRebufferer.java:79)
    \tat org.apache.cassandra.io.util.RandomAccessReader.reBufferAt(RandomAccessReader.java:68)
    \tat org.apache.cassandra.io.util.RandomAccessReader.reBuffer(RandomAccessReader.java:62)
    \tat org.apache.cassandra.io.util.RebufferingInputStream.read(RebufferingInputStream.java:90)
    \tat org.apache.cassandra.io.util.RebufferingInputStream.readFully(RebufferingInputStream.java:68)
    \tat org.apache.cassandra.io.util.TrackedDataInputPlus.readFully(TrackedDataInputPlus.java:118)
    \tat org.apache.cassandra.db.marshal.ByteArrayAccessor.read(ByteArrayAccessor.java:101)
    \tat org.apache.cassandra.db.marshal.AbstractType.read(AbstractType.java:520)
    \tat org.apache.cassandra.db.rows.Cell$Serializer.deserialize(Cell.java:275)
    \tat org.apache.cassandra.db.rows.UnfilteredSerializer.readSimpleColumn(UnfilteredSerializer.java:645)
    \tat org.apache.cassandra.utils.btree.BTree.applyValue(BTree.java:1761)
    \tat org.apache.cassandra.utils.btree.BTree.applyLeaf(BTree.java:1769)
    \tat org.apache.cassandra.utils.btree.BTree.apply(BTree.java:1784)
    """

  private static let deserializing = """
    \tat org.apache.cassandra.db.rows.UnfilteredSerializer.deserializeOne(UnfilteredSerializer.java:479)
    \tat org.apache.cassandra.db.rows.UnfilteredSerializer.deserialize(UnfilteredSerializer.java:435)
    \tat org.apache.cassandra.io.sstable.SSTableSimpleIterator$CurrentFormatIterator.computeNext\
    (SSTableSimpleIterator.java:86)
    \tat org.apache.cassandra.utils.AbstractIterator.hasNext(AbstractIterator.java:47)
    """

  private static let merging = """
    \tat org.apache.cassandra.db.rows.LazilyInitializedUnfilteredRowIterator.computeNext\
    (LazilyInitializedUnfilteredRowIterator.java:100)
    \tat org.apache.cassandra.utils.AbstractIterator.hasNext(AbstractIterator.java:47)
    \tat org.apache.cassandra.utils.MergeIterator$Candidate.advance(MergeIterator.java:376)
    \tat org.apache.cassandra.utils.MergeIterator$ManyToOne.computeNext(MergeIterator.java:157)
    \tat org.apache.cassandra.db.rows.UnfilteredRowIterators$UnfilteredRowMergeIterator.computeNext\
    (UnfilteredRowIterators.java:523)
    \tat org.apache.cassandra.utils.AbstractIterator.hasNext(AbstractIterator.java:47)
    \tat org.apache.cassandra.db.transform.BaseRows.hasNext(BaseRows.java:133)
    """

  private static let compacting = """
    \tat org.apache.cassandra.db.ColumnIndex.buildRowIndex(ColumnIndex.java:117)
    \tat org.apache.cassandra.io.sstable.format.big.BigTableWriter.append(BigTableWriter.java:216)
    \tat org.apache.cassandra.io.sstable.SSTableRewriter.append(SSTableRewriter.java:125)
    \tat org.apache.cassandra.db.compaction.writers.DefaultCompactionWriter.realAppend\
    (DefaultCompactionWriter.java:64)
    \tat org.apache.cassandra.db.compaction.writers.CompactionAwareWriter.append(CompactionAwareWriter.java:137)
    \tat org.apache.cassandra.db.compaction.CompactionTask.runMayThrow(CompactionTask.java:219)
    \tat org.apache.cassandra.utils.WrappedRunnable.run(WrappedRunnable.java:28)
    \tat org.apache.cassandra.db.compaction.CompactionTask.executeInternal(CompactionTask.java:91)
    \tat org.apache.cassandra.db.compaction.AbstractCompactionTask.execute(AbstractCompactionTask.java:100)
    \tat org.apache.cassandra.db.compaction.CompactionManager$BackgroundCompactionCandidate.run\
    (CompactionManager.java:359)
    """

  private static let running = """
    \tat org.apache.cassandra.concurrent.FutureTask$3.call(FutureTask.java:141)
    \tat org.apache.cassandra.concurrent.FutureTask.call(FutureTask.java:61)
    \tat org.apache.cassandra.concurrent.FutureTask.run(FutureTask.java:71)
    \tat java.base/java.util.concurrent.ThreadPoolExecutor.runWorker(ThreadPoolExecutor.java:1128)
    \tat java.base/java.util.concurrent.ThreadPoolExecutor$Worker.run(ThreadPoolExecutor.java:628)
    \tat io.netty.util.concurrent.FastThreadLocalRunnable.run(FastThreadLocalRunnable.java:30)
    \tat java.base/java.lang.Thread.run(Thread.java:829)
    """
}
