// Statements by shape, each operation once; pauses by length; named warnings.

import CassandraModel
import Testing

@testable import CassandraAnalysis

@Suite struct StatementTests {
  @Test(
    "statements that differ in their values have one shape",
    arguments: [
      ("SELECT * FROM shop.orders WHERE id = 7", "SELECT * FROM shop.orders WHERE id = ?"),
      (
        "SELECT * FROM shop.cart_items WHERE user = 'u''2' LIMIT 5000 ALLOW FILTERING",
        "SELECT * FROM shop.cart_items WHERE user = ? LIMIT ? ALLOW FILTERING"
      ),
      // Up to 4.0, text has no quotes.
      (
        "SELECT * FROM shop.t WHERE user = u4 and x AND day >= 2024-05-11 LIMIT 100",
        "SELECT * FROM shop.t WHERE user = ? and x AND day >= ? LIMIT ?"
      ),
      (
        "SELECT a1, b FROM k.t2 WHERE c IN ('a', 'b)', 3) AND d = 1",
        "SELECT a1, b FROM k.t2 WHERE c IN (?) AND d = ?"
      ),
      ("SELECT  *\n FROM k.t WHERE b = 0xCAFE;", "SELECT * FROM k.t WHERE b = ?;"),
      ("SELECT * FROM k.t WHERE u = 'no end", "SELECT * FROM k.t WHERE u = ?"),
      ("", ""),
    ])
  func shapes(statement: String, shape: String) {
    #expect(StatementShape.text(of: statement) == shape)
  }

  @Test("the table of a shape is the name after FROM, with its keyspace")
  func table() {
    #expect(StatementShape.table(of: "SELECT * FROM \"k\".t WHERE x = ?") == "k.t")
    #expect(StatementShape.table(of: "SELECT * FROM t") == nil)
    #expect(StatementShape.table(of: "SELECT 1") == nil)
  }

  private func findings(_ build: (inout NodeInSeries) -> Void) -> NodeFindings {
    var node = NodeInSeries()
    build(&node)
    return node.findings()
  }

  @Test("slow operations of one shape are one row a day, with their mean and worst")
  func slow() throws {
    let statements = findings { node in
      let query = { (id: Int) in ("query", FieldValue.text("SELECT * FROM k.t WHERE id = \(id)")) }
      node.log(.pressure, "query.slow_operation", at: 10, [query(1), ("duration_ms", .integer(600))])
      node.log(
        .pressure, "query.slow_operation", at: 20,
        [query(2), ("times", .integer(3)), ("duration_ms", .integer(700)), ("longest_ms", .integer(900))])
      node.log(.pressure, "query.slow_operation", at: 86_410, [query(3), ("duration_ms", .integer(501))])
    }.statements
    #expect(statements.map(\.operations) == [4, 1])
    let first = try #require(statements.first)
    #expect(first.total == 2700)
    #expect(first.most == 900)
    #expect(first.table == TableName(keyspace: "k", table: "t"))
  }

  @Test("an aborted read is one operation, though its warning was logged before it")
  func aborted() {
    let fields: [(String, FieldValue)] = [
      ("query", .text("SELECT * FROM k.t LIMIT 5")), ("tombstones", .integer(100_001)),
    ]
    let statements = findings { node in
      node.log(.tombstoneWarning, "tombstones.warning", at: 10, fields, on: "ReadStage-1")
      node.log(.tombstoneAbort, "tombstones.aborted", at: 10, fields, on: "ReadStage-1")
      node.log(.tombstoneWarning, "tombstones.warning", at: 20, fields, on: "ReadStage-1")
    }.statements
    #expect(statements.map(\.kind) == [.tombstones, .aborted])
    #expect(statements.map(\.operations) == [1, 1])
  }

  @Test("pauses below a second count, by run of the process")
  func pauses() throws {
    let summaries = findings { node in
      let pause = { (milliseconds: Int64) in
        [("collector", FieldValue.text("G1")), ("duration_ms", .integer(milliseconds))]
      }
      node.log(.processStarted, "process.starting", at: 0)
      for second in 1...99 as ClosedRange<Int64> { node.log(.gcPause, "gc.pause", at: second, pause(300)) }
      node.log(.gcPause, "gc.pause", at: 100, pause(2000))
      node.log(.processStarted, "process.starting", at: 200)
      node.log(.gcPause, "gc.pause", at: 210, pause(250))
    }.pauseSummaries
    #expect(summaries.map(\.run) == [1, 2])
    let first = try #require(summaries.first)
    #expect(first.pauses.count == 100)
    #expect(first.pauses.long == 1)
    #expect(first.pauses.quantile(0.5) == TimeSpan(milliseconds: 300))
    #expect(first.pauses.quantile(0.99) == TimeSpan(milliseconds: 300))
    #expect(first.pauses.quantile(1) == TimeSpan(milliseconds: 2000))
    #expect(first.share.map { $0 > 0.3 && $0 < 0.33 } ?? false)
  }

  @Test("gc.log gives all pauses, and the order of its files changes nothing")
  func gcLog() {
    let sample = { (second: Int64, seconds: Double) in
      Sample(
        at: NodeInSeries.instant(second), atKind: .content, metric: .gcPauseSeconds,
        labels: Labels([("kind", "Young")]), value: seconds,
        source: SourceLocation(file: "gc.log", line: Int(second)))
    }
    var (one, other) = (PauseLog(), PauseLog())
    one.add(sample(1, 0.0123))
    other.add(sample(2, 0.5))
    var (left, right) = (one, other)
    left.merge(other)
    right.merge(one)
    #expect(left == right)
    let summary = left.summaries([]).first
    #expect(summary?.pauses.count == 2)
    #expect(summary?.pauses.total == 512_300)
    #expect(summary?.run == nil)
    #expect(summary?.span == .seconds(1))
  }

  @Test("a warning that has a name says what it is about, how much, and what to do")
  func warnings() throws {
    let strains = findings { node in
      node.log(.pressure, "query.prepared_discarded", at: 1, [("statements", .integer(179))])
      node.log(.pressure, "query.prepared_discarded", at: 61, [("statements", .integer(21))])
      node.log(.hints, "hints.dropped", at: 70, [("peer", .text("/10.0.0.2")), ("hints", .integer(1711))])
      node.log(
        .pressure, "query.batch_large", at: 80, [("tables", .text("k.t")), ("size_bytes", .integer(9000))])
    }.strains
    let prepared = try #require(strains.first { $0.id == "warning.query.prepared_discarded" })
    #expect(prepared.title == "Prepared statements discarded")
    #expect(prepared.detail == "2 times; 200 statements, 179 at most")
    #expect(prepared.severity == .warning)
    #expect(!prepared.advice.isEmpty)
    #expect(strains.first { $0.id == "warning.hints.dropped" }?.subject == "/10.0.0.2")
    #expect(strains.first { $0.id == "warning.query.batch_large" }?.subject == "k.t")
  }
}
