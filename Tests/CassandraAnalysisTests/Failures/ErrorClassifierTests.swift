import CassandraModel
import Testing

@testable import CassandraAnalysis
import TestSupport

@Suite struct ErrorClassifierTests {
  let classifier = ErrorClassifier()
  let file = "/var/lib/cassandra/data/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90/nb-13-big-Data.db"

  @Test func aDeviceErrorInsideACorruptSSTableIsTheDeviceAndSaysSo() {
    let verdict = classifier.classify(
      .example([
        "org.apache.cassandra.io.sstable.CorruptSSTableException: Corrupted: \(file)",
        "java.io.IOException: Input/output error",
      ]))
    #expect(verdict.category.id == "io.device")
    #expect(verdict.apparent?.family == .corruption)
    #expect(verdict.rootCause == "IOException: Input/output error")
  }

  @Test func corruptionInsideAReadErrorIsCorruption() {
    // Seen at a start of 2.2.14: outermost first, this would be an I/O error.
    let verdict = classifier.classify(
      .example(
        on: "main",
        [
          "org.apache.cassandra.io.FSReadError: java.io.IOException: Corrupted: \(file)",
          "org.apache.cassandra.io.sstable.CorruptSSTableException: Corrupted: \(file)",
          "java.io.EOFException",
        ]))
    #expect(verdict.category.id == "corruption.truncated")
    #expect(verdict.apparent?.family == .io)
  }

  @Test func aTraceCutBeforeItsCausesIsReadFromItsMessage() {
    // Rotation cuts traces; the outermost message states the next exception.
    let verdict = classifier.classify(
      .example(["org.apache.cassandra.io.FSWriteError: java.nio.file.AccessDeniedException: /d/shop"]))
    #expect(verdict.category.id == "io.permission")
    #expect(verdict.rootCause == "AccessDeniedException: /d/shop")
  }

  @Test func aTraceCutBeforeItsCauseIsNoProofOfATruncatedFile() {
    let verdict = classifier.classify(
      .example([
        "org.apache.cassandra.io.sstable.CorruptSSTableException: Corrupted: \(file)",
        "at org.apache.cassandra.io.util.CompressedChunkReader$Mmap.readChunk",
      ]))
    #expect(verdict.category.id == "corruption.unspecified")
  }

  @Test func aReaderThatPrintsItselfIsNoOtherDamage() {
    // captures/rotated-3.11: 3.11 puts the reader's text where later versions put an object's hash.
    let reader =
      "RandomAccessReader:CachingRebufferer:CompressedChunkReader.Mmap(\(file) - LZ4Compressor, "
      + "chunk length 65536, data length 4425951)"
    let evidence = FailureEvidence.example([
      "org.apache.cassandra.io.sstable.CorruptSSTableException: Corrupted: \(file)",
      "java.io.IOException: Error building row with data deserialized from \(reader)",
      "org.apache.cassandra.io.sstable.CorruptSSTableException: Corrupted: \(file)",
      "at org.apache.cassandra.io.util.CompressedChunkReader$Mmap.readChunk",
      "org.apache.cassandra.io.compress.CorruptBlockException: (\(file)): corruption detected, "
        + "chunk at 1938795 of length 53434.",
    ])
    #expect(classifier.classify(evidence).category.id == "corruption.block_checksum")
    #expect(evidence.sstables.map(\.shortName) == ["nb-13-big"])
  }

  @Test func theWrapperOfAnEqualFamilyIsNoSecondOpinion() {
    let verdict = classifier.classify(
      .example([
        "org.apache.cassandra.io.sstable.CorruptSSTableException: Corrupted: \(file)",
        "org.apache.cassandra.io.compress.CorruptBlockException: (\(file)): corruption detected, chunk at 1 "
          + "of length 2.",
      ]))
    #expect(verdict.category.id == "corruption.block_checksum")
    #expect(verdict.apparent == nil)
  }

  @Test func aBareWrapperSuggestsNothing() {
    let verdict = classifier.classify(
      .example(["java.lang.RuntimeException", "java.io.IOException: No space left on device"]))
    #expect(verdict.category.id == "disk.no_space")
    #expect(verdict.apparent == nil)
  }

  @Test func whatIsSuppressedDoesNotDecide() {
    // The disk fills up while a compaction is aborted for corruption: two facts, one cause.
    let verdict = classifier.classify(
      .example([
        "org.apache.cassandra.io.sstable.CorruptSSTableException: Corrupted: \(file)",
        "Suppressed: java.io.IOException: No space left on device",
        "org.apache.cassandra.io.compress.CorruptBlockException: (\(file)): corruption detected, chunk at 1 "
          + "of length 2.",
      ]))
    #expect(verdict.category.id == "corruption.block_checksum")
  }

  @Test(arguments: ErrorCategory.socketErrors)
  func aSocketErrorInsideAReadErrorIsTheNetworkWhereStreamsRun(text: String) {
    let trace = [
      "org.apache.cassandra.io.FSReadError: java.io.IOException: \(text)",
      "java.io.IOException: \(text)",
    ]
    let verdict = classifier.classify(.example(on: "STREAM-OUT-/10.0.0.2", trace))
    #expect(verdict.category.id == "stream.connection")
  }

  @Test func localCorruptionFoundByAStreamIsCorruption() {
    let verdict = classifier.classify(
      .example(
        on: "NettyStreaming-Outbound-/10.0.0.2:7000", role: .streamFailed,
        [
          "org.apache.cassandra.io.sstable.CorruptSSTableException: Corrupted: \(file)",
          "org.apache.cassandra.io.compress.CorruptBlockException: (\(file)): corruption detected, chunk at "
            + "1 of length 2.",
        ]))
    #expect(verdict.category.family == .corruption)
  }

  @Test(arguments: [
    ("java.io.FileNotFoundException: /d/x (Too many open files)", "io.too_many_open_files"),
    ("java.io.FileNotFoundException: /d/x (Permission denied)", "io.permission"),
    ("java.io.FileNotFoundException: /d/x (Read-only file system)", "io.read_only"),
    ("java.io.FileNotFoundException: /d/x (No such file or directory)", "io.missing_file"),
    ("java.nio.file.FileSystemException: /d/x: Disk quota exceeded", "disk.no_space"),
    ("com.sun.jna.LastErrorException: [30] Read-only file system", "io.read_only"),
    ("java.io.IOException: Structure needs cleaning", "io.device"),
    ("java.io.IOException: Stale file handle", "io.device"),
  ])
  func theSystemsWordsDecideUnderWhateverClass(text: String, id: CategoryID) {
    #expect(classifier.classify(.example(["java.lang.RuntimeException: " + text, text])).category.id == id)
  }

  @Test(arguments: [
    (
      "Failed to sync file /d/nb_txn_compaction_2dd63e00-e56c-11f1-b1d5-0124102653b3.log", "LogReplica.java",
      "io.other"
    ),
    ("Stopping gossiper", "StorageService.java", "process.out_of_service"),
    (
      "Compaction interrupted: Compaction(24e40cf0, 4 / 5 bytes)@1(shop, orders)", "ExecutionFailure.java",
      "interrupted.on_purpose"
    ),
    (
      "insufficient space to do L0 -> L0 compaction. 1MiB required, x for compaction y",
      "LeveledCompactionTask.java", "disk.scope_reduced"
    ),
    ("CorruptSSTableException: Corrupted: /d/nb-1-big-Data.db", "", "corruption.unspecified"),
    ("java.lang.OutOfMemoryError: Java heap space", "", "memory.heap"),
    ("something else", "Other.java", "unknown.storage"),
  ])
  func aRecordWithoutExceptionIsJudgedByItsStart(message: String, logger: String, id: CategoryID) {
    let evidence = FailureEvidence.example(record: message, logger: logger, role: .unrecognized)
    #expect(classifier.classify(evidence).category.id == id)
  }

  @Test(arguments: [
    // Words of failure in queries, names, flags and advice.
    "Read 5 live rows and 1200 tombstone cells for query SELECT * FROM shop.log WHERE m = 'No space left on "
      + "device'",
    "JVM Arguments: [-XX:+HeapDumpOnOutOfMemoryError, -XX:OnOutOfMemoryError=kill -9 %p]",
    "Node configuration:[corrupted_tombstone_strategy=disabled; disk_failure_policy=stop]",
    "Writing Memtable-corrupt_orders@1(1 bytes) CorruptSSTableException java.io.IOException: Input/output "
      + "error",
    "Batch for [shop.oom_events] is of size 6.1KiB, exceeding: OutOfMemoryError: Java heap space",
    "The type change will corrupt your data if you have such negative timestamp",
  ])
  func aWordInARecordDecidesNothing(message: String) {
    let evidence = FailureEvidence.example(on: "main", record: message, logger: "Any.java", role: .telemetry)
    #expect(classifier.classify(evidence).category.id == "unknown")
  }

  @Test(arguments: [
    (
      "Native-Transport-Requests-1", "org.apache.cassandra.serializers.MarshalException: Not enough bytes",
      "client.bad_request"
    ),
    (
      "CompactionExecutor:1", "org.apache.cassandra.serializers.MarshalException: Not enough bytes",
      "corruption.schema_mismatch"
    ),
    ("OptionalTasks:1", "java.lang.IllegalArgumentException: null", "software"),
    ("CompactionExecutor:1", "java.lang.NullPointerException", "software"),
    ("CompactionExecutor:1", "java.io.IOException: Key 'Input/output error at noon' refused", "io.other"),
    (
      "ReadStage-3",
      "org.apache.cassandra.service.DigestMismatchException: Mismatch for key DecoratedKey(1, 2)",
      "harmless.self_healing"
    ),
    (
      "CompactionExecutor:1", "com.palantir.cassandra.CompactionException: Exception on compaction task",
      "unknown.storage"
    ),
  ])
  func theThreadSaysWhoseFaultItIs(thread: String, text: String, id: CategoryID) {
    #expect(classifier.classify(.example(on: thread, [text])).category.id == id)
  }

  @Test(arguments: [
    ("java.lang.AssertionError: Memory was freed", "software"),
    ("java.lang.AssertionError", "corruption.suspected"),
  ])
  func memoryThatWasReleasedIsNoDamage(text: String, id: CategoryID) {
    let chain = [text, "at org.apache.cassandra.io.compress.CompressionMetadata.chunkFor"]
    #expect(classifier.classify(.example(chain)).category.id == id)
  }

  @Test func aTraceCutBeforeItsFramesIsStillOutOfMemory() {
    // The third OutOfMemoryError of a process has no frame at all (captures oom-4.0, oom-5.0).
    let verdict = classifier.classify(.example(["java.lang.OutOfMemoryError: Java heap space"]))
    #expect(verdict.category.id == "memory.heap")
    #expect(verdict.category.subject == .heap)
  }

  @Test(arguments: [
    ("CompactionExecutor:12", ThreadKind.compaction), ("node1_CompactionExecutor:1", .compaction),
    ("SSTableBatchOpen:2", .opening), ("Native-Transport-Requests-9", .client),
    ("Stream-Deserializer-/10.0.0.2:7000-ab", .stream), ("STREAM-IN-/10.0.0.2", .stream),
    ("PerDiskMemtableFlushWriter_0:3", .flush), ("node_x", .other), ("", .other), ("main", .main),
    ("mainly", .other), ("Repair#7:1", .repair), ("HintsWriteExecutor:1", .hints),
  ])
  func aThreadIsKnownByItsPrefix(name: String, kind: ThreadKind) {
    #expect(ThreadKind(thread: name) == kind)
  }
}
