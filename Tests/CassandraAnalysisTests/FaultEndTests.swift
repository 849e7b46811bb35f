// What ends a fault and what does not: scrubs, verifies, compactions that read the damaged SSTable again.

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
    guard case .notEnded = try #require(log.findings().faults.first).outcome else {
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
    guard case .ended("scrub rewrote it", "558 partitions could not be recovered", _, _) = fault.outcome
    else {
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
    guard case .ended("a later verify read all of it", nil, _, _) = log.findings().faults.first?.outcome
    else {
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
      case .ended("scrub rewrote it", "3 partitions could not be recovered", _, _) = log.findings().faults
        .first?
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
    guard case .ended("scrub removed it", "none of its partitions could be recovered", _, _) = fault.outcome
    else {
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
    guard case .ended = try #require(log.findings().faults.first).outcome else {
      Issue.record("the later compaction was not seen")
      return
    }
  }

  @Test func aFaultOfTheDiskEndsWhenTheSameSSTablesAreCompactedToTheEnd() throws {
    var log = Log()
    let full = [
      ("org.apache.cassandra.io.FSWriteError", "x"), ("java.io.IOException", "No space left on device"),
    ]
    log.start(1, at: 0)
    log.fails(at: 10, chain: full)
    log.start(2, at: 60_000, inputs: Log.path.replacing("nb-2", with: "nb-7"))
    log.finish(2, started: 60_000, at: 61_000)
    #expect(log.findings().faults.first?.outcome == .open, "another SSTable proves nothing")
    log.start(3, at: 70_000)
    log.finish(3, started: 70_000, at: 71_000)
    guard case .ended = try #require(log.findings().faults.first).outcome else {
      Issue.record("the retry that ended well was not seen")
      return
    }
    log.start(4, at: 80_000)
    log.fails(at: 80_010, chain: full)
    #expect(log.findings().faults.first?.outcome == .open, "it failed again")
  }
}
