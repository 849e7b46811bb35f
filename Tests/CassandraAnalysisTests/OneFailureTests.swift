// One failure counts once, for any number of records and threads. An unknown error is named by its level and
// its thread.

import CassandraModel
import Testing

@testable import CassandraAnalysis
import TestSupport

@Suite struct OneFailureTests {
  private static let memory = ("java.lang.OutOfMemoryError", "Java heap space")
  private static let waits = [
    ("java.lang.RuntimeException", "java.util.concurrent.ExecutionException: x"),
    ("java.util.concurrent.ExecutionException", "java.lang.OutOfMemoryError: Java heap space"), memory,
  ]

  @Test("a thread that waited tells of the failure of another one", arguments: [false, true])
  func waiter(first: Bool) {
    var log = Log()
    if first { log.fails(at: 0, on: "SecondaryIndexManagement:1", chain: Self.waits) }
    log.fails(at: 1, chain: [Self.memory])
    if !first { log.fails(at: 2, on: "SecondaryIndexManagement:1", chain: Self.waits) }
    let faults = log.findings().faults
    #expect(faults.map(\.failures) == [1] && faults.map(\.records) == [2])
  }

  @Test("two threads that fail alike, and neither waited, are two failures")
  func twoFailures() {
    var log = Log()
    log.fails(at: 0, chain: [Self.memory])
    log.fails(at: 1, on: "CompactionExecutor:2", chain: [Self.memory])
    #expect(log.findings().faults.map(\.failures) == [2])
  }

  @Test(
    "what the JVM prints of a heap dump belongs to the failure that made it", arguments: [-5, 5] as [Int64])
  func heapDump(offset: Int64) {
    var log = Log()
    let dump = {
      log.add(
        .failureRepeat, "oom.dump_started", at: 100 + offset, on: "",
        message: "Dumping heap to /d/java_pid1.hprof ...")
    }
    if offset < 0 { dump() }
    log.fails(at: 100, chain: [Self.memory])
    if offset > 0 { dump() }
    #expect(log.findings().faults.filter(\.category.isError).map(\.failures) == [1])
  }

  @Test("a failed system call beside its exception is no failure of its own")
  func systemCall() {
    var log = Log()
    log.fails(
      at: 0,
      chain: [
        ("org.apache.cassandra.io.FSWriteError", "java.io.IOException: Invalid argument"),
        ("java.io.IOException", "Invalid argument"),
      ])
    log.add(
      .failureRepeat, "failure.native_call", at: 1, level: .warn,
      message: "fsync(75) failed, errno (22) Invalid argument")
    let faults = log.findings().faults
    #expect(faults.map(\.failures) == [1] && faults.map(\.records) == [2])
  }

  @Test("an aborted read and its trace on one thread are one failure, in as many records as there are")
  func abortedRead() throws {
    var log = Log()
    let thread = "SharedPool-Worker-59"
    let fields: [(String, FieldValue)] = [
      ("tombstones", .integer(100_000)), ("table", .text("zipkin.spans")),
    ]
    log.add(.tombstoneAbort, "tombstones.abort", at: 0, on: thread, fields)
    log.fails(
      at: 1, on: thread,
      chain: [
        ("java.lang.RuntimeException", "org.apache.cassandra.db.filter.TombstoneOverwhelmingException"),
        ("org.apache.cassandra.db.filter.TombstoneOverwhelmingException", ""),
      ])
    let fault = try #require(log.findings().faults.first)
    #expect(log.findings().faults.count == 1)
    #expect(fault.failures == 1 && fault.records == 1)
  }

  @Test("a warning that is not known is no error")
  func unknownWarning() {
    var log = Log()
    log.add(.unrecognized, "log.unrecognized", at: 0, level: .warn, message: "Something odd")
    #expect(log.findings().faults.allSatisfy { !$0.category.isError })
  }

  @Test(
    "an error that is not known is as bad as what its thread does",
    arguments: [
      ("CompactionExecutor:1", Severity.critical), ("MemtableFlushWriter:2", .critical),
      ("FlushWriter:7", .critical), ("MemtablePostFlush:1", .critical), ("COMMIT-LOG-ALLOCATOR", .critical),
      ("PERIODIC-COMMIT-LOG-SYNCER", .critical), ("OptionalTasks:1", .warning), ("main", .warning),
    ])
  func unknownError(thread: String, severity: Severity) {
    var log = Log()
    log.add(.unrecognized, "log.unrecognized", at: 0, on: thread, message: "Something new")
    #expect(log.findings().faults.map(\.severity) == [severity])
  }

  @Test(
    "a start that is given up in one sentence failed, and its process ended",
    arguments: [
      "Cannot start node if snitch's data center (dc1) differs from previous data center (datacenter1). Please",
      "cassandra.jmx.local.port missing from cassandra-env.sh, unable to start local JMX service.",
      "Port already in use: 7199; nested exception is:", "Insufficient permissions on directory /d",
      "Saved cluster name Test != configured name Prod", "Unable to gossip with any peers",
    ])
  func startFailed(message: String) throws {
    var log = Log()
    log.add(.processStarted, "process.starting", at: 0, on: "main", level: .info)
    log.add(.unrecognized, "log.unrecognized", at: 500, on: "main", message: message)
    let findings = log.findings()
    #expect(findings.faults.map(\.category.id) == ["process.start_refused"])
    #expect(findings.faults.map(\.severity) == [.critical])
    #expect(findings.processes.last?.end == .refused)
  }

  @Test("a policy of the commit log is not that of the disks")
  func commitPolicy() throws {
    var log = Log()
    let thread = "COMMIT-LOG-ALLOCATOR"
    log.add(.policyReaction, "policy.gossip_stopped", at: 0, on: thread, message: "Stopping gossiper")
    log.add(
      .failure, "failure.commit_log", at: 5, on: thread,
      message: "Failed managing commit log segments. Commit disk failure policy is stop; terminating thread",
      chain: [("java.lang.AssertionError", "attempted to delete non-existing file CommitLog-5-1.log")])
    let fault = try #require(log.findings().faults.first)
    #expect(fault.category.id == "commit_log.write" && fault.isOfCommitLog && fault.reactions.count == 1)
  }

  @Test(
    "a partitioner that no node has is garbage in Statistics.db; another one that exists is a foreign SSTable",
    arguments: [
      ("org.apXche.c@@dra.dht.Murm", "corruption.metadata"),
      ("org.apache.cassandra.dht.RandomPartitioner", "corruption.version"),
    ])
  func partitioner(name: String, id: CategoryID) {
    var log = Log()
    log.add(
      .sstableLost, "sstable.partitioner_mismatch", at: 0, on: "SSTableBatchOpen:2",
      message: "Cannot open /d/nb-2-big; partitioner \(name) does not match system partitioner "
        + "org.apache.cassandra.dht.Murmur3Partitioner.")
    #expect(log.findings().faults.map(\.category.id) == [id])
  }

  @Test("an exception that other code threw names it as third-party code")
  func plugin() {
    let evidence = FailureEvidence.example([
      "java.lang.NullPointerException", "at com.example.MyStrategy.getNextBackgroundTask",
      "at org.apache.cassandra.db.compaction.CompactionStrategyManager.getNextBackgroundTask",
    ])
    #expect(ErrorClassifier().classify(evidence).category.id == "software.plugin")
    #expect(evidence.foreignFrame == "com.example.MyStrategy.getNextBackgroundTask")
    let own = FailureEvidence.example([
      "java.lang.NullPointerException", "at java.util.HashMap.get", "at org.apache.cassandra.db.Memtable.put",
    ])
    #expect(own.foreignFrame == nil)
  }
}
