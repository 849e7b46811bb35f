// The analysis of a node's records: which records are one error, its subject, and its end.

import CassandraModel
import Testing

@testable import CassandraAnalysis
import TestSupport

@Suite struct LogHistoryTests {
  @Test func recordsOfOneFailureAreOneFailure() throws {
    var log = Log()
    log.start(1, at: 0)
    let path = "Corrupted: " + Log.path
    log.fails(at: 100, chain: [(Log.corrupt, path), ("java.io.EOFException", "")])
    log.fails(at: 103, chain: [(Log.corrupt, path), ("java.io.EOFException", "")])
    let fault = try #require(log.findings().faults.first)
    #expect(log.findings().faults.count == 1)
    #expect(fault.failures == 1)
    #expect(fault.records == 2)
    #expect(fault.sstables.map(\.shortName) == ["nb-2-big"])
    #expect(fault.compactions == [Log.id(1, 0)])
    #expect(!fault.isTableInferred, "the chain itself names the file")
  }

  @Test func theSameSSTableFailsAgainInOneFault() throws {
    var log = Log()
    for round in 0..<3 as Range<Int64> {
      log.start(UInt64(round), at: round * 60_000)
      log.fails(
        at: round * 60_000 + 50,
        chain: [(Log.corrupt, "Corrupted: " + Log.path), ("java.io.EOFException", "")])
    }
    let findings = log.findings()
    #expect(findings.faults.map(\.failures) == [3])
    #expect(findings.activity.first?.activity.failed == 3)
  }

  @Test func aChainWithoutAPathTakesTheTableOfItsOpenCompaction() throws {
    var log = Log()
    log.start(1, at: 0)
    log.finish(1, started: 0, at: 10)
    log.start(2, at: 20, on: "CompactionExecutor:2")
    log.fails(at: 50, on: "CompactionExecutor:2", chain: [("java.lang.OutOfMemoryError", "Java heap space")])
    log.fails(at: 60, chain: [("java.lang.OutOfMemoryError", "Java heap space")])
    let faults = log.findings().faults
    let known = try #require(faults.first { !$0.tables.isEmpty })
    #expect(known.isTableInferred)
    #expect(known.tables.map(\.description) == ["shop.orders"])
    let unknown = try #require(faults.first { $0.tables.isEmpty })
    #expect(unknown.threads == ["CompactionExecutor:1"], "its compaction had ended: not its table")
  }

  @Test func thePolicyBelongsToTheFailureOfItsThreadBeforeOrAfterIt() throws {
    var log = Log()
    log.add(.policyReaction, "policy.gossip_stopped", at: 0, message: "Stopping gossiper")
    log.fails(
      at: 2000,
      chain: [
        ("org.apache.cassandra.io.FSWriteError", "java.io.IOException: No space left on device"),
        ("java.io.IOException", "No space left on device"),
      ])
    log.add(.policyReaction, "policy.transports_stopped", at: 2010, message: "Stopping transports")
    let findings = log.findings()
    #expect(findings.faults.count == 1)
    #expect(findings.faults.first?.reactions.count == 2)
    #expect(findings.faults.first?.severity == .critical)
  }

  @Test func oneActionOfThePolicyIsOneHoweverManyRecordsTellOfIt() throws {
    var log = Log()
    for offset in [0, 10, 20, 30, 20_000, 20_010] as [Int64] {
      log.add(.policyReaction, "policy.gossip_stopped", at: offset, message: "Stopping gossiper")
    }
    let fault = try #require(log.findings().faults.first)
    #expect(fault.failures == 2)
    #expect(fault.records == 6)
  }

  @Test func whatComesAfterTheWindowIsNotKnown() throws {
    var log = Log()
    log.history = LogHistory(until: LocalTime(milliseconds: 1_800_000_000_000 + 1000))
    log.start(1, at: 0)
    log.fails(at: 10, chain: [(Log.corrupt, "Corrupted: " + Log.path), ("java.io.EOFException", "")])
    log.start(2, at: 2000)
    log.finish(2, started: 2000, at: 3000)
    let findings = log.findings()
    #expect(findings.faults.map(\.outcome) == [.open(.noEnd, nil)])
    #expect(findings.activity.map(\.activity.started) == [1])
  }

  @Test func passesOfOneCompactionAreOneEventAndARefusalTakesNoOtherTable() throws {
    var log = Log()
    log.start(1, at: 0, inputs: Log.path)
    log.finish(1, started: 0, at: 5)
    for pass in 0..<4 as Range<Int64> {
      log.add(
        .spaceReduced, "compaction.space_reduced", at: 100 + pass, level: .warn,
        message: "Not enough space for compaction, 1MiB estimated.  Reducing scope.")
    }
    let words = "Not enough space for compaction, estimated sstables = 10, expected write size = 10557033"
    log.add(.spaceRefused, "compaction.space_refused", at: 110, level: .warn, message: words)
    log.fails(at: 111, chain: [("java.lang.RuntimeException", words)])
    let faults = log.findings().faults
    #expect(faults.count == 1)
    #expect(faults.first?.failures == 1)
    #expect(faults.first?.records == 6)
    #expect(faults.first?.tables == [])
  }

  @Test func aRefusalIsNoMorePassesOfReducing() throws {
    var log = Log()
    // Records of a release with wordings that the catalog does not fully cover.
    let id = "849807f0-100d-11ef-9a3b-5d2f6c7e8a90 (3/8)"
    let words = "Not enough space for compaction (\(id)) of shop.orders, estimated sstables = 10, "
    log.add(
      .unrecognized, "", at: 0, level: .warn,
      message: "Not enough space for compaction \(id), 40960.0MiB estimated. Reducing scope.")
    log.add(.unrecognized, "", at: 1, level: .warn, message: words + "expected write size = 1")
    log.fails(at: 2, chain: [("java.lang.RuntimeException", words + "expected write size = 1")])
    let faults = log.findings().faults
    #expect(faults.map(\.category.id) == ["disk.compaction_refused"])
    #expect(faults.first?.failures == 1)
  }

  @Test func aStartWithoutAStopIsAnEventAndAnOrderlyOneIsNot() throws {
    var log = Log()
    log.add(.processStarted, "process.starting", at: 0, on: "main", level: .info)
    log.add(.processStopping, "process.stopping", at: 1000, on: "StorageServiceShutdownHook", level: .info)
    log.add(.processStarted, "process.starting", at: 2000, on: "main", level: .info)
    log.start(7, at: 3000)
    log.add(.processStarted, "process.starting", at: 9000, on: "main", level: .info)
    let findings = log.findings()
    #expect(findings.processes.map(\.end) == [.orderly, .abrupt, .unknown])
    #expect(findings.processes[1].openCompactions.map(\.id) == [Log.id(7, 3000)])
    let fault = try #require(findings.faults.first { $0.category.id == "process.abrupt_stop" })
    #expect(fault.failures == 1)
  }

  @Test func aProcessThatServedAndEndsItselfDidNotRefuseToStart() throws {
    var log = Log()
    let chain = [("java.nio.file.FileSystemException", "/d/nb-20-big-Data.db: Too many open files")]
    let killed = "JVM state determined to be unstable.  Exiting forcefully due to:"
    log.add(.processStarted, "process.starting", at: 0, on: "main", level: .info)
    log.add(.processReady, "process.ready", at: 1000, on: "main", level: .info)
    log.fails(at: 5000, chain: chain)
    log.add(
      .policyReaction, "policy.jvm_killed", at: 5002, on: "CompactionExecutor:1", message: killed,
      chain: chain)
    log.add(.processStarted, "process.starting", at: 9000, on: "main", level: .info)
    log.add(
      .policyReaction, "policy.jvm_killed", at: 9500, on: "main", message: killed, chain: chain)
    let findings = log.findings()
    #expect(findings.processes.map(\.end) == [.endedItself, .refused])
    let fault = try #require(findings.faults.first)
    #expect(findings.faults.map(\.category.id) == ["io.too_many_open_files"])
    #expect(fault.failures == 2, "the second one is told by nothing but the end itself")
    #expect(fault.reactions.allSatisfy { $0.text.hasPrefix("JVM state determined") })
  }

  @Test(arguments: [300, 5000] as [Int64])
  func anErrorOfTheStartIsItsEndOnlyIfNothingFollows(later: Int64) {
    var log = Log()
    log.add(.processStarted, "process.starting", at: 0, on: "main", level: .info)
    log.add(
      .sstableLost, "sstable.unreadable_version", at: 1000, on: "main",
      message: "Detected unreadable sstables \(Log.path), please check NEWS.txt")
    // A running process had more threads than the one of its start.
    let thread = later < 1000 ? "main" : "GossipStage:1"
    log.add(.telemetry, "other", at: 1000 + later, on: thread, level: .info)
    log.add(.processStarted, "process.starting", at: 9000, on: "main", level: .info)
    #expect(log.findings().processes.map(\.end) == [later < 1000 ? .refused : .abrupt, .unknown])
  }

  @Test(arguments: ["failure.startup", "failure.commit_log_replay", "failure.startup_refused"])
  func aStartThatIsGivenUpIsRefused(name: String) {
    var log = Log()
    log.add(.processStarted, "process.starting", at: 0, on: "main", level: .info)
    log.add(.failure, name, at: 1000, on: "main", message: "Exception encountered during startup")
    #expect(log.findings().processes.map(\.end) == [.refused])
  }

  @Test func aLackOfSpaceThatStopsACompactionIsThatCompactions() throws {
    var log = Log()
    log.start(1, at: 0)
    log.fails(
      at: 60_000,
      chain: [
        ("java.lang.RuntimeException", "Not enough space to write 5.0 GiB to /data 1/c (2.1 GiB available)")
      ])
    let fault = try #require(log.findings().faults.first)
    #expect(fault.category.id == "disk.compaction_refused")
    #expect(fault.tables.map(\.description) == ["shop.orders"])
    #expect(fault.isTableInferred)
    #expect(fault.compactions == [Log.id(1, 0)])
    #expect(fault.dataDirectories == ["/data 1/c"])
    #expect(log.history.ledger[Log.id(1, 0)]?.result == .failed)
  }

  @Test func theDiskOfAFailureWithoutAPathIsThatOfItsInputs() throws {
    var log = Log()
    let full = [("java.io.IOException", "No space left on device")]
    let other = Log.path.replacing("/d/", with: "/d2/").replacing("nb-2", with: "nb-7")
    log.start(
      1, at: 0, inputs: Log.path + ":level=0, " + Log.path.replacing("nb-2", with: "nb-3") + ":level=0, ")
    log.fails(at: 10, chain: full)
    #expect(log.findings().faults.first?.inferredDirectory == "/d")
    #expect(log.findings().faults.first?.dataDirectories == [], "no record names it")
    log.start(2, at: 20_000, inputs: Log.path + ":level=0, " + other + ":level=0, ")
    log.fails(at: 20_010, chain: full)
    #expect(log.findings().faults.first?.inferredDirectory == nil, "it may be either")
  }

  @Test func theDiskOfARefusalIsNamed() throws {
    var log = Log()
    log.add(
      .spaceDetail, "compaction.space_detail.directory", at: 0, level: .warn,
      [("directory", .text("/data1/c"))], message: "DataDirectory /data1/c can't be used for compaction.")
    log.add(
      .spaceDetail, "compaction.space_detail.file_store", at: 1, level: .warn,
      [("mount", .text("/data1")), ("device", .text("/dev/nvme1n1"))],
      message: "FileStore /data1 (/dev/nvme1n1)")
    log.add(
      .spaceRefused, "compaction.space_refused", at: 2, level: .warn,
      message: "Not enough space for compaction, estimated sstables = 1, expected write size = 600")
    let fault = try #require(log.findings().faults.first)
    #expect(fault.dataDirectories == ["/data1/c"])
    #expect(fault.volumes == ["/data1 (/dev/nvme1n1)"])
  }

  @Test func theDirectoryThatThePolicyGivesUpIsNamed() throws {
    var log = Log()
    log.start(1, at: 0)
    log.fails(at: 10, chain: [("java.io.IOException", "Input/output error")])
    let folder = "/data2/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90"
    for (offset, use) in [(Int64(11), "writes"), (12, "reads")] {
      log.add(
        .policyReaction, "policy.directory_disallowed", at: offset, level: .warn,
        [("directory", .text(folder))], message: "Disallowing \(folder) for \(use)")
    }
    let fault = try #require(log.findings().faults.first)
    #expect(fault.directoriesGivenUp == [folder])
    #expect(fault.dataDirectories == ["/data2"])
  }

  @Test func aValidationThatFailsHasTheTableOfItsThread() throws {
    var log = Log()
    log.add(
      .repair, "repair.validation_started", at: 0, on: "ValidationExecutor:1", level: .info,
      [("table", .text("shop.orders"))])
    log.fails(at: 10, on: "ValidationExecutor:2", chain: [("java.lang.OutOfMemoryError", "Java heap space")])
    log.fails(at: 20, on: "ValidationExecutor:1", chain: [("java.lang.OutOfMemoryError", "Java heap space")])
    let faults = log.findings().faults
    #expect(faults.map(\.threads) == [["ValidationExecutor:2"], ["ValidationExecutor:1"]])
    #expect(faults.map { $0.tables.map(\.description) } == [[], ["shop.orders"]])
  }

  @Test func anAbortedReadIsNotAlsoAWarning() throws {
    var log = Log()
    let query: [(String, FieldValue)] = [
      ("tombstones", .integer(100_001)), ("query", .text("SELECT * FROM shop.cart WHERE u = 1")),
    ]
    log.add(.tombstoneWarning, "tombstones.warning", at: 0, on: "ReadStage-1", level: .warn, query)
    log.add(.tombstoneAbort, "tombstones.aborted", at: 5, on: "ReadStage-1", query)
    log.add(
      .tombstoneWarning, "tombstones.warning", at: 9, on: "ReadStage-1", level: .warn,
      [("tombstones", .integer(1200)), ("query", .text("SELECT * FROM shop.cart WHERE u = 2"))])
    let reads = try #require(log.findings().tombstones.first)
    #expect(reads.table?.description == "shop.cart")
    #expect(reads.reads.aborts == 1)
    #expect(reads.reads.warnings == 1)
    #expect(reads.reads.maximum == 100_001)
  }

  @Test(arguments: [Int64(0), 3_600_000, -10_800_000, 20_700_000])
  func theZoneIsInferredFromIds(offset: Int64) throws {
    var log = Log()
    for number in 0..<5 as Range<Int64> {
      let made = number * 10_000
      log.add(
        .compactionStarted, "compaction.started", at: made + offset + 40, level: .info,
        [
          ("id", .uuid(Log.id(UInt64(number), made))), ("inputs", .text(Log.path)),
          ("table", .text("shop.orders")),
        ])
    }
    guard case .inferred(let witnesses, against: 0) = log.findings().zone else {
      Issue.record("no zone was inferred")
      return
    }
    #expect(witnesses.map(\.offset.seconds) == [offset / 1000])
    #expect(witnesses.first?.count == 5)
  }

  @Test func withoutIdsTheZoneIsUnknownAndTimesStayLocal() {
    var log = Log()
    log.fails(at: 0, chain: [("java.lang.OutOfMemoryError", "Java heap space")])
    let findings = log.findings()
    #expect(findings.zone == .unknown)
    guard case .local? = findings.faults.first?.first else {
      Issue.record("a local time became UTC")
      return
    }
  }
}
