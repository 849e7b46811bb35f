// The task of a failed thread, from its earlier log records: they name the table that an exception does not.

import CassandraModel
import Testing

@testable import CassandraAnalysis

@Suite struct ThreadWorkTests {
  private static let inputs =
    "SSTableReader(path='/d/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90/shop-orders-ka-41-Data.db')"

  @Test("a compaction of 2.1, which has no id, names the table of what fails on its thread")
  func compactionWithoutID() throws {
    var log = Log()
    log.add(
      .compactionStarted, "compaction.started", at: 0, level: .info,
      [("inputs", .text(Self.inputs)), ("table", .text("shop.orders"))])
    log.fails(at: 50, chain: [("java.lang.OutOfMemoryError", "Java heap space")])
    log.fails(at: 60_000, chain: [("java.lang.OutOfMemoryError", "Java heap space")])
    let faults = log.findings().faults
    #expect(faults.map(\.failures).reduce(0, +) == 2)
    let known = try #require(faults.first { !$0.tables.isEmpty })
    #expect(known.tables.map(\.description) == ["shop.orders"] && known.isTableInferred)
    #expect(known.failures == 1, "the failed compaction is over, so the next failure is not its")
  }

  @Test("a compaction of 2.1 that ended names no table of what fails after it")
  func finishedCompactionWithoutID() {
    var log = Log()
    for (role, name) in [
      (EventRole.compactionStarted, "compaction.started"), (.compactionFinished, "compaction.finished"),
    ] {
      log.add(
        role, name, at: 0, level: .info, [("inputs", .text(Self.inputs)), ("table", .text("shop.orders"))])
    }
    log.fails(at: 50, chain: [("java.lang.OutOfMemoryError", "Java heap space")])
    #expect(log.findings().faults.map(\.tables.isEmpty) == [true])
  }

  @Test("an SSTable without a path is the input of its compaction that is called so")
  func nameOfAnInput() throws {
    var log = Log()
    log.start(1, at: 0)
    log.fails(at: 50, chain: [(Log.corrupt, "Corrupted: nb-2-big-Data.db")])
    log.fails(at: 60_000, chain: [(Log.corrupt, "Corrupted: nb-7-big-Data.db")])
    let faults = log.findings().faults
    #expect(faults.flatMap(\.sstables).map(\.base).sorted() == [String(Log.path.dropLast(8)), "nb-7-big"])
  }

  @Test("the memtable that a thread writes names the table of its failed flush")
  func memtable() throws {
    var log = Log()
    let thread = "MemtableFlushWriter:5"
    log.add(
      .flushWriting, "flush.writing", at: 0, on: thread, level: .info, [("table_name", .text("orders"))])
    log.fails(at: 50, on: thread, chain: [("java.lang.AssertionError", "null")])
    let fault = try #require(log.findings().faults.first)
    #expect(fault.tables.map(\.description) == ["orders"])
  }

  @Test("a memtable's keyspace is the one that other records give its table")
  func keyspaceOfAMemtable() {
    var log = Log()
    let thread = "MemtableFlushWriter:5"
    log.start(1, at: 100)
    log.add(
      .flushWriting, "flush.writing", at: 200, on: thread, level: .info, [("table_name", .text("orders"))])
    log.fails(at: 250, on: thread, chain: [("java.lang.AssertionError", "null")])
    #expect(log.findings().faults.map { $0.tables.map(\.description) } == [["shop.orders"]])
  }
}
