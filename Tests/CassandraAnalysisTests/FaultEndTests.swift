// The end of an error, and events that are not its end: scrubs, verifies, compactions that read the damaged
// SSTable again.

import CassandraModel
import Testing

@testable import CassandraAnalysis

@Suite struct FaultEndTests {
  @Test func aScrubThatPassesASuspectOverHasNotEndedItsFault() throws {
    var log = Log()
    log.start(1, at: 0)
    log.fails(at: 10, chain: [(Log.corrupt, "Corrupted: " + Log.path), ("java.io.EOFException", "")])
    let other = "/d/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90/nb-5-big-Data.db"
    log.add(
      .operatorAction, "operator.task_started", at: 1000, on: "RMI", level: .info,
      [("operation", .text("Scrub")), ("table", .text("shop.orders"))])
    log.add(
      .scrubStarted, "scrub.started", at: 1001, level: .info,
      [("path", .text(other)), ("table", .text("shop.orders"))])
    log.add(
      .scrubFinished, "scrub.finished", at: 1002, level: .info,
      [("path", .text(other)), ("table", .text("shop.orders"))])
    log.add(
      .operatorAction, "operator.task_finished", at: 1003, on: "RMI", level: .info,
      [("operation", .text("Scrub")), ("table", .text("shop.orders"))])
    guard case .open(.skippedSuspect, _?) = try #require(log.findings().faults.first).outcome else {
      Issue.record("a scrub of another SSTable ended the fault")
      return
    }
  }

  @Test func aScrubThatDroppedPartitionsEndedTheFaultWithLoss() throws {
    var log = Log()
    log.start(1, at: 0)
    log.fails(at: 10, chain: [(Log.corrupt, "Corrupted: " + Log.path), ("java.io.EOFException", "")])
    let sstable: [(String, FieldValue)] = [("path", .text(Log.path)), ("table", .text("shop.orders"))]
    log.add(.scrubStarted, "scrub.started", at: 1000, level: .info, sstable)
    log.add(.scrubFinished, "scrub.finished", at: 2000, level: .info, sstable)
    log.add(
      .scrubDamage, "scrub.unrecovered", at: 2001, level: .warn,
      [("partitions", .integer(558)), ("unit", .text("partitions"))], message: "Unable to recover")
    let fault = try #require(log.findings().faults.first)
    guard case .resolvedWithLoss(by: .rewrittenByScrub, .partitions(558, _), _) = fault.outcome else {
      Issue.record("\(fault.outcome)")
      return
    }
  }

  @Test func aVerifyThatSucceedsRewritesNothing() throws {
    var log = Log()
    let sstable: [(String, FieldValue)] = [("path", .text(Log.path)), ("table", .text("shop.orders"))]
    log.start(1, at: 0)
    log.fails(at: 10, chain: [(Log.corrupt, "Corrupted: " + Log.path)])
    log.add(.scrubStarted, "verify.started", at: 20_000, level: .info, sstable)
    log.add(.scrubFinished, "verify.finished", at: 21_000, level: .info, sstable)
    guard case .resolved(by: .readByVerify, _) = log.findings().faults.first?.outcome else {
      Issue.record("\(String(describing: log.findings().faults.first?.outcome))")
      return
    }
  }

  @Test func damageThatAScrubIsFirstToFindEndsWithIt() throws {
    var log = Log()
    let sstable: [(String, FieldValue)] = [("path", .text(Log.path)), ("table", .text("shop.orders"))]
    log.add(.scrubStarted, "scrub.started", at: 0, level: .info, sstable)
    log.add(
      .scrubDamage, "scrub.unreadable_partition", at: 10, level: .warn, message: "Error reading partition k")
    log.add(
      .scrubDamage, "scrub.unrecovered", at: 20, level: .warn,
      [("partitions", .integer(3)), ("unit", .text("partitions"))], message: "Unable to recover 3 partitions")
    log.add(.scrubFinished, "scrub.finished", at: 21, level: .info, sstable)
    guard
      case .resolvedWithLoss(by: .rewrittenByScrub, .partitions(3, _), _) = log.findings().faults.first?
        .outcome
    else {
      Issue.record("\(String(describing: log.findings().faults.first?.outcome))")
      return
    }
  }

  @Test func whatAScrubRemovesIsLost() throws {
    var log = Log()
    log.start(1, at: 0)
    log.fails(at: 10, chain: [(Log.corrupt, "Corrupted: " + Log.path)])
    let sstable: [(String, FieldValue)] = [("path", .text(Log.path)), ("table", .text("shop.orders"))]
    log.add(.scrubStarted, "scrub.started", at: 20_000, level: .info, sstable)
    log.add(
      .scrubDamage, "scrub.nothing_valid", at: 20_010, level: .warn,
      message: "No valid partitions found while scrubbing \(Log.path); it is marked for deletion now.")
    log.add(.sstableDeleted, "sstable.deleted", at: 21_000, level: .info, [("path", .text(Log.path))])
    let fault = try #require(log.findings().faults.first)
    guard case .resolvedWithLoss(by: .removedByScrub, .wholeSSTable, _) = fault.outcome else {
      Issue.record("\(fault.outcome)")
      return
    }
  }

  @Test func aCompactionThatReadsTheSuspectToItsEndHasEndedIt() throws {
    var log = Log()
    log.start(1, at: 0)
    log.fails(at: 10, chain: [(Log.corrupt, "Corrupted: " + Log.path), ("java.io.EOFException", "")])
    log.start(2, at: 60_000)
    log.finish(2, started: 60_000, at: 61_000)
    guard case .resolved(by: .readByCompaction, _) = try #require(log.findings().faults.first).outcome else {
      Issue.record("the later compaction was not seen")
      return
    }
  }

  private static let eio = [
    (Log.corrupt, "Corrupted: " + Log.path), ("java.io.IOException", "Input/output error"),
  ]
  private static let noSpace = [
    ("org.apache.cassandra.io.FSWriteError", "x"), ("java.io.IOException", "No space left on device"),
  ]

  private func path(_ number: Int) -> String { Log.path.replacing("nb-2", with: "nb-\(number)") }

  @Test("an error of the device is not closed by a compaction of other SSTables")
  func otherSSTablesProveNothing() throws {
    var log = Log()
    log.start(1, at: 0, inputs: "\(path(1)),\(path(2)),\(path(3))")
    log.fails(at: 10, chain: Self.eio)
    log.start(2, at: 60_000, inputs: "\(path(1)),\(path(3))")
    log.finish(2, started: 60_000, at: 61_000)
    #expect(try #require(log.findings().faults.first).outcome.isOpen)
    log.start(3, at: 70_000, inputs: path(2))
    log.finish(3, started: 70_000, at: 71_000)
    #expect(try #require(log.findings().faults.first).outcome.reason == .retried)
  }

  @Test("a retry that leaves out the seventh of ten inputs closes nothing")
  func everyInputCounts() throws {
    var log = Log()
    let chain = [("java.lang.IllegalStateException", "x")]
    log.start(1, at: 0, inputs: (1...10).map(path).joined(separator: ","))
    log.fails(at: 10, chain: chain)
    log.start(2, at: 60_000, inputs: (1...10).filter { $0 != 7 }.map(path).joined(separator: ","))
    log.finish(2, started: 60_000, at: 61_000)
    #expect(log.findings().faults.first?.outcome.end == nil)
  }

  @Test(
    "lack of space is closed by as much as makes sure that there is room, and opens again when it comes back")
  func laterWritesCloseLackOfSpace() throws {
    var log = Log()
    log.start(1, at: 0)
    log.fails(at: 10, chain: Self.noSpace)
    let flush: [(String, FieldValue)] = [("path", .text(path(8))), ("size_bytes", .integer(4096))]
    log.add(.flushFinished, "flush.finished", at: 20_000, on: "Flush:1", level: .info, flush)
    #expect(try #require(log.findings().faults.first).outcome.isOpen, "a full disk takes some KiB, too")
    let large: [(String, FieldValue)] = [("path", .text(path(9))), ("size_bytes", .integer(64 << 20))]
    log.add(.flushFinished, "flush.finished", at: 30_000, on: "Flush:1", level: .info, large)
    #expect(try #require(log.findings().faults.first).outcome.reason == .writtenAgain)
    log.start(4, at: 80_000)
    log.fails(at: 80_010, chain: Self.noSpace)
    #expect(try #require(log.findings().faults.first).outcome.isOpen, "it failed again")
  }

  @Test("an OutOfMemoryError is open while the process lives on, whatever it does")
  func aJVMThatLivesOnIsNotSound() throws {
    var log = Log()
    log.start(1, at: 0)
    log.fails(at: 10, chain: [("java.lang.OutOfMemoryError", "Java heap space")])
    log.start(2, at: 60_000)
    log.finish(2, started: 60_000, at: 61_000)
    guard case .open(.livesOn, _) = try #require(log.findings().faults.first).outcome else {
      Issue.record("\(String(describing: log.findings().faults.first?.outcome))")
      return
    }
  }

  @Test("too many open files are closed by a new process that is ready")
  func aNewProcessClosesALimit() throws {
    var log = Log()
    log.start(1, at: 0)
    log.fails(at: 10, chain: [("java.nio.file.FileSystemException", "/d/x: Too many open files")])
    #expect(try #require(log.findings().faults.first).outcome.isOpen)
    log.add(.processStarted, "process.starting", at: 60_000, on: "main", level: .info)
    log.add(.processReady, "process.ready", at: 70_000, on: "main", level: .info)
    let outcome = try #require(log.findings().faults.first { $0.category.family == .io }).outcome
    #expect(outcome.reason == .newProcess)
    #expect(outcome.end?.at.sortKey == 1_800_000_070_000)
  }
}
