// Evidence that closes an error or an outage, also in a capture that contradicts itself: small handmade
// captures.

import CassandraAnalysis
import CassandraModel
import Testing
import TestSupport

@Suite struct ClosingEvidenceTests {
  private static let stopped = """
    ERROR [CompactionExecutor:2] 05:10:00 JVMStabilityInspector.java:68 - Exception in thread Thread[CompactionExecutor:2,5,CompactionExecutor]
    org.apache.cassandra.io.FSWriteError: java.io.IOException: No space left on device
    \tat org.apache.cassandra.io.compress.CompressedSequentialWriter.flushData(CompressedSequentialWriter.java:192)
    Caused by: java.io.IOException: No space left on device
    \t... 23 common frames omitted
    ERROR [CompactionExecutor:2] 05:10:01 DefaultFSErrorHandler.java:72 - Stopping transports as disk_failure_policy is stop
    ERROR [CompactionExecutor:2] 05:10:01 StorageService.java:616 - Stopping native transport
    ERROR [CompactionExecutor:2] 05:10:01 StorageService.java:621 - Stopping gossiper
    """

  private func ring(_ samples: String) -> HandmadeCapture {
    HandmadeCapture(files: [
      "10.0.0.1/logs/system.log": HandmadeCapture.log(Self.stopped),
      "10.0.0.2/logs/system.log": HandmadeCapture.log(""),
      "10.0.0.2/nodetool/status.log": samples,
    ])
  }

  private func outage(_ capture: HandmadeCapture) async throws -> NodeOutage {
    let findings = try await capture.findings()
    let node = try #require(findings.nodes.first { $0.node.name == "10.0.0.1" })
    return try #require(node.outages.first)
  }

  @Test("a peer that sees the node up again ends its outage")
  func peerEndsOutage() async throws {
    let up = [("UN", "10.0.0.1"), ("UN", "10.0.0.2")]
    let down = [("DN", "10.0.0.1"), ("UN", "10.0.0.2")]
    let one = try await outage(
      ring(HandmadeCapture.status("05:11:00", down) + HandmadeCapture.status("05:15:00", up)))
    #expect(one.outcome.reason == .seenUp)
    #expect(one.end?.text == "2026-11-21T05:15:00.000Z")
    #expect(one.lastSeenOff?.at.text == "2026-11-21T05:11:00.000Z")
  }

  @Test("a peer that sees the node down last leaves its outage open")
  func peerLeavesOutageOpen() async throws {
    let one = try await outage(ring(HandmadeCapture.status("05:11:00", [("DN", "10.0.0.1")])))
    #expect(one.outcome.isOpen)
    #expect(one.lastSeenOff?.at.text == "2026-11-21T05:11:00.000Z")
  }

  @Test("what the node says of itself does not end its outage")
  func ownViewProvesNothing() async throws {
    var capture = ring("")
    capture.files["10.0.0.1/nodetool/status.log"] = HandmadeCapture.status(
      "05:15:00", [("UN", "10.0.0.1")])
    #expect(try await outage(capture).outcome.isOpen)
  }

  @Test("two peers that contradict each other leave the outage unknown, and both are cited")
  func peersContradictEachOther() async throws {
    var capture = ring(HandmadeCapture.status("05:15:00", [("UN", "10.0.0.1")]))
    capture.files["10.0.0.3/logs/system.log"] = HandmadeCapture.log("")
    capture.files["10.0.0.3/nodetool/status.log"] = HandmadeCapture.status(
      "05:15:20", [("DN", "10.0.0.1")])
    let one = try await outage(capture)
    guard case .contradicted(.seenUp, let up, .seenDown, let down) = one.outcome else {
      Issue.record("\(one.outcome)")
      return
    }
    #expect(up.source.file.contains("10.0.0.2") && down.source.file.contains("10.0.0.3"))
    let findings = try await capture.findings()
    // The error behind it may be open; it is never resolved.
    let status = try #require(findings.incidents.first?.status)
    #expect(status.isUnknown || status.isOpen)
  }

  private static let written = """
    INFO  [CompactionExecutor:1] 05:12:00 CompactionTask.java:264 - Compacted (f1d84cc0-e568-11f1-9f27-759c370bf6a3) 4 sstables to [/data/shop/events_by_day-c6a11140e56811f196b455ed4e545efd/nb-5-big,] to level=0.  22.945MiB to SIZE (~100% of original) in 416ms.  Read Throughput = 55.064MiB/s, Write Throughput = 55.226MiB/s, Row Throughput = ~48,098/s.  8,003 total partitions merged to 2,001.  Partition merge counts were {4:2001, }. Time spent writing keys = 367ms
    """

  private func space(_ size: String, _ samples: String) async throws -> Outcome {
    let log = HandmadeCapture.log(
      """
      INFO  [CompactionExecutor:2] 05:09:00 CompactionTask.java:173 - Compacting (f1d84cc0-e568-11f1-9f27-759c370bf6a4) [/data/shop/events_by_day-c6a11140e56811f196b455ed4e545efd/nb-1-big-Data.db:level=0, ]

      """ + Self.stopped + "\n" + Self.written.replacing("SIZE", with: size))
    let capture = HandmadeCapture(files: ["logs/system.log": log, "nodetool/df.log": samples])
    let findings = try await capture.findings()
    let error = try #require(
      findings.nodes.flatMap(\.faults).first { $0.category.id == "disk.no_space" })
    return error.outcome
  }

  @Test("a small write and enough free space end a lack of space")
  func freeSpaceEndsIt() async throws {
    let outcome = try await space(
      "1.012MiB", HandmadeCapture.diskFree("05:13:00", used: 700_000, free: 300_000))
    #expect(outcome.reason == .spaceFreed && outcome.end?.source.file == "nodetool/df.log", "\(outcome)")
  }

  @Test("a small write alone does not end a lack of space")
  func smallWriteEndsNothing() async throws {
    #expect(try await space("1.012MiB", "").isOpen)
    #expect(
      try await space("1.012MiB", HandmadeCapture.diskFree("05:13:00", used: 999_000, free: 1000)).isOpen)
  }

  @Test("df that shows a full disk after a large write leaves the lack of space unknown, both cited")
  func fullDiskContradictsAWrite() async throws {
    let outcome = try await space(
      "23.012MiB", HandmadeCapture.diskFree("05:13:00", used: 999_000, free: 1000))
    guard case .contradicted(.writtenAgain, let write, .stillFull, let full) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(write.source.file == "logs/system.log" && full.source.file == "nodetool/df.log")
  }

  @Test("two samples that contradict each other leave the outage unknown")
  func samplesContradictEachOther() async throws {
    let capture = HandmadeCapture(files: [
      "logs/system.log": HandmadeCapture.log(Self.stopped),
      "nodetool/info.log": HandmadeCapture.sample(
        "05:12:00",
        "ID                     : 7ddc2b6e-9d3c-4db5-aa7b-5ba8817ce242\nGossip active          : true\nNative Transport active: true\nUptime (seconds)       : 37"
      ),
      "nodetool/statusgossip.log": HandmadeCapture.sample("05:12:00", "not running"),
    ])
    let node = try #require(try await capture.findings().nodes.first)
    let one = try #require(node.outages.first)
    guard case .contradicted(.backInService, _, .outOfService, _) = one.outcome else {
      Issue.record("\(one.outcome)")
      return
    }
  }

  @Test("a process lived at least until the last sample that only it can have given")
  func sampleShowsLife() async throws {
    let capture = HandmadeCapture(files: [
      "logs/system.log": HandmadeCapture.log(
        """
        INFO  [CompactionExecutor:2] 05:10:00 AutoSavingCache.java:397 - Saved KeyCache (9 items) in 26 ms
        INFO  [main] 05:20:00 CassandraDaemon.java:624 - Hostname: n
        INFO  [main] 05:20:01 CassandraDaemon.java:631 - JVM vendor/version: OpenJDK/11.0.24
        INFO  [main] 05:20:30 CassandraDaemon.java:761 - Startup complete
        """),
      "nodetool/compactionstats.log": HandmadeCapture.sample("05:15:00", "pending tasks: 0\n"),
    ])
    let findings = try await capture.findings()
    let incident = try #require(findings.incidents.first)
    let one = try #require(incident.outages.first?.outage)
    #expect(one.start.at.text == "2026-11-21T05:15:00.000Z")
    #expect(one.start.source.file == "nodetool/compactionstats.log")
    #expect(incident.first == one.start.at)
  }

  private func outcome(_ category: CategoryID, _ log: String, _ files: [String: String] = [:]) async throws
    -> Outcome
  {
    var capture = HandmadeCapture(files: files)
    capture.files["logs/system.log"] = HandmadeCapture.log(log)
    let findings = try await capture.findings()
    let error = findings.nodes.flatMap(\.faults).first { $0.category.id == category }
    return try #require(error, "\(findings.nodes.flatMap(\.faults).map(\.category.id))").outcome
  }

  private static let hints = "1d9e64ac-3c1f-4a53-a8f0-6a1c4d6b2f10-1715486400123-2.hints"
  private static let dispatch = """
    ERROR [HintsDispatcher:2] 05:10:00 HintsDispatchExecutor.java:310 - Failed to dispatch hints file \(hints)
    java.lang.RuntimeException: not sent
    \tat org.apache.cassandra.hints.HintsDispatcher.dispatch(HintsDispatcher.java:91)

    """

  @Test("hints that are sent after all end their error, others do not")
  func hintsAreSent() async throws {
    let sent = """
      INFO  [HintsDispatcher:2] 05:20:00 HintsDispatchExecutor.java:289 - Finished hinted handoff of file FILE to endpoint /10.0.0.2:7000: 1d9e64ac-3c1f-4a53-a8f0-6a1c4d6b2f10
      """
    let own = try await outcome("hints.failed", Self.dispatch + sent.replacing("FILE", with: Self.hints))
    #expect(own.reason == .endedWell && own.end?.at.text == "2026-11-21T05:20:00.000Z", "\(own)")
    let other = Self.hints.replacing("1715486400123", with: "1715486400999")
    #expect(
      try await outcome("hints.failed", Self.dispatch + sent.replacing("FILE", with: other)) == .unknown)
    let partly = sent.replacing("FILE", with: Self.hints) + ", partially"
    #expect(try await outcome("hints.failed", Self.dispatch + partly) == .unknown)
  }

  @Test("a later build of the same index ends its failed build")
  func indexIsBuilt() async throws {
    let failed = """
      WARN  [SecondaryIndexManagement:1] 05:10:00 SecondaryIndexManager.java:660 - Index build of orders_customer failed. Please run full index rebuild to fix it.

      """
    let built =
      "INFO  [SecondaryIndexManagement:1] 05:20:00 CassandraIndex.java:713 - Index build of NAME complete"
    let own = try await outcome(
      "index.build_failed", failed + built.replacing("NAME", with: "orders_customer"))
    #expect(own.reason == .endedWell, "\(own)")
    let other = try await outcome(
      "index.build_failed", failed + built.replacing("NAME", with: "orders_customer_id"))
    #expect(other.end == nil, "\(other)")
  }

  @Test("a ring with one schema version ends a disagreement")
  func schemaAgrees() async throws {
    let failed = """
      ERROR [MigrationStage:1] 05:10:00 CassandraDaemon.java:228 - Exception in thread Thread[MigrationStage:1,5,main]
      org.apache.cassandra.exceptions.ConfigurationException: Column family ID mismatch (found db4c1000-aa1e-11ee-9a3b-5d2f6c7e8a90; expected 1004ba50-e56c-11f1-b1d5-0124102653b3)
      \tat org.apache.cassandra.config.CFMetaData.validateCompatibility(CFMetaData.java:949)
      """
    let cluster = """
      Cluster Information:
      \tName: shop
      \tSnitch: org.apache.cassandra.locator.SimpleSnitch
      \tPartitioner: org.apache.cassandra.dht.Murmur3Partitioner
      \tSchema versions:
      \t\t86afa796-d883-3932-aa73-6b017cef0d19: [127.0.0.1]
      """
    let samples = ["nodetool/describecluster.log": HandmadeCapture.sample("05:20:00", cluster)]
    #expect(try await outcome("schema.disagreement", failed) == .unknown)
    let agreed = try await outcome("schema.disagreement", failed, samples)
    #expect(agreed.reason == .schemaAgreed, "\(agreed)")
  }

  @Test("a client's error is of a moment: nothing tells that it is over")
  func clientErrorsAreUnknown() async throws {
    let log = """
      WARN  [Native-Transport-Requests-1] 05:10:00 BatchStatement.java:350 - Batch for [shop.orders] is of size 74.219KiB, exceeding specified failure threshold of 50.000KiB by 24.219KiB.
      """
    #expect(try await outcome("client.batch_too_large", log) == .unknown)
  }

  @Test("code of a plugin in the trace is named as the cause")
  func pluginIsNamed() async throws {
    let log = """
      ERROR [CompactionExecutor:3] 05:10:00 CassandraDaemon.java:228 - Exception in thread Thread[CompactionExecutor:3,1,main]
      java.lang.IllegalStateException: no window
      \tat com.acme.compaction.WindowStrategy.next(WindowStrategy.java:91)
      \tat org.apache.cassandra.db.compaction.CompactionStrategyManager.getNextBackgroundTask(CompactionStrategyManager.java:160)
      """
    let findings = try await HandmadeCapture(files: ["logs/system.log": HandmadeCapture.log(log)]).findings()
    let cause = try #require(findings.incidents.first?.causes.first)
    #expect(cause.id == "software.plugin" && cause.confidence == .likely)
    #expect(
      cause.title.parts.contains(.name("com.acme.compaction.WindowStrategy.next")), "\(cause.title)")
  }

  private func errors(_ log: String) async throws -> [Fault] {
    let capture = HandmadeCapture(files: ["logs/system.log": HandmadeCapture.log(log)])
    return try await capture.findings().nodes.flatMap(\.faults)
  }

  @Test("an errno beside its exception is one error")
  func errnoBelongsToItsException() async throws {
    let errors = try await errors(
      """
      ERROR [CompactionExecutor:4] 05:10:00 NativeLibrary.java:315 - open(/data/shop/orders-c6a11140e56811f196b455ed4e545efd, O_RDONLY) failed, errno (22).
      ERROR [CompactionExecutor:4] 05:10:00 CassandraDaemon.java:228 - Exception in thread Thread[CompactionExecutor:4,1,main]
      org.apache.cassandra.io.FSWriteError: java.io.IOException: Invalid argument
      \tat org.apache.cassandra.utils.SyncUtil.trySyncDir(SyncUtil.java:191)
      Caused by: java.io.IOException: Invalid argument
      \tat java.base/sun.nio.ch.FileDispatcherImpl.force0(Native Method)
      """)
    #expect(errors.map(\.category.id) == ["io.unsupported"] && errors.first?.failures == 1)
  }

  @Test("the record that removes a parent repair session is no error of its own")
  func parentSessionBelongsToItsRepair() async throws {
    let errors = try await errors(
      """
      ERROR [AntiEntropyStage:1] 05:10:00 RepairMessageVerbHandler.java:200 - Got error, removing parent repair session
      ERROR [AntiEntropyStage:1] 05:10:00 CassandraDaemon.java:228 - Exception in thread Thread[AntiEntropyStage:1,5,main]
      java.lang.RuntimeException: Parent repair session with id = f517e800-0ffa-11ef-9a3b-5d2f6c7e8a91 has failed.
      \tat org.apache.cassandra.service.ActiveRepairService.getParentRepairSession(ActiveRepairService.java:690)
      """)
    #expect(errors.map(\.category.id) == ["repair.parent_failed"] && errors.first?.failures == 1)
  }
}
