// The cause of a backlog, from its figures: each hypothesis on a node where it is true and on one where it is
// not.

import CassandraModel
import Testing

@testable import CassandraAnalysis
import TestSupport

@Suite struct BacklogReviewTests {
  static let table = [("keyspace", "k"), ("table", "t")]

  /// 20 minutes with a backlog from 240 s on; `build` adds the rest.
  private func node(_ build: (inout NodeInSeries) -> Void) -> NodeInSeries {
    var node = NodeInSeries()
    node.add(.compactionPendingTasks, "0x4 10+20x15")
    node.add(.concurrentCompactors, "2")
    build(&node)
    return node
  }

  private func causes(_ node: NodeInSeries) -> [Incident.Cause] {
    let findings = Findings(
      nodes: [node.findings()], coverage: [], diagnostics: DiagnosticLog(), engine: RuleEngine())
    return findings.incidents.first { $0.kind == "backlog" }?.causes ?? []
  }

  private func review(_ node: NodeInSeries) throws -> BacklogReview {
    let findings = node.findings()
    return try #require(findings.backlogReviews(RuleEngine().inputs(of: findings))?.first)
  }

  private func flush(_ node: inout NodeInSeries, at second: Int64, _ bytes: Int64) {
    node.log(
      .flushFinished, "flush.finished", at: second,
      [("size_bytes", .integer(bytes)), ("table", .text("k.t"))],
      on: "MemtableFlushWriter:1")
  }

  private func compaction(
    _ node: inout NodeInSeries, _ number: UInt64, from: Int64, to: Int64, read: Int64, written: Int64
  ) {
    // A time UUID of the moment at which the task began.
    let ticks = UInt64(NodeInSeries.start + from * 1000) * 10_000 + 0x01B2_1DD2_1381_4000
    let high = (ticks & 0xFFFF_FFFF) << 32 | (ticks >> 32 & 0xFFFF) << 16 | 0x1000 | ticks >> 48
    let id = FieldValue.uuid(TimeUUID(high: high, low: 0x8000_0000_0000_0000 | number))
    node.log(
      .compactionStarted, "compaction.started", at: from,
      [("id", id), ("inputs", .text("a,b")), ("table", .text("k.t"))], on: "CompactionExecutor:\(number)")
    node.log(
      .compactionFinished, "compaction.finished", at: to,
      [
        ("id", id), ("table", .text("k.t")), ("bytes_in", .integer(read)), ("bytes_out", .integer(written)),
        ("duration_ms", .integer((to - from) * 1000)),
      ], on: "CompactionExecutor:\(number)")
  }

  @Test("a backlog's growth, drain and outlook are a minute's")
  func slopes() throws {
    let growing = try review(node { _ in })
    #expect(growing.growth == 20)
    #expect(growing.drain == nil)
    #expect(growing.outlook == .passes(500, in: .seconds(570)))

    var drained = NodeInSeries()
    drained.add(.compactionPendingTasks, "0 40 80 60 40 20 2 0 0")
    drained.add(.concurrentCompactors, "2")
    let review = try review(drained)
    #expect(review.isDrained)
    #expect(review.outlook == nil)
    #expect(review.drain.map { $0 > 15 } ?? false)
  }

  @Test("a backlog that shrinks at the end says when it will be worked off")
  func outlook() throws {
    var node = NodeInSeries()
    node.add(.compactionPendingTasks, "100 200 190 180 170 160 150 140 130 120 110 100")
    node.add(.concurrentCompactors, "2")
    #expect(try review(node).outlook == .drained(in: .seconds(600)))
  }

  @Test("write amplification is the bytes written for each flushed byte")
  func amplification() throws {
    let busy = node { node in
      flush(&node, at: 300, 1000)
      compaction(&node, 1, from: 301, to: 360, read: 12_000, written: 12_000)
    }
    let review = try review(busy)
    #expect(review.tables.first?.amplification == 13)
    #expect(review.amplification == 13)
    #expect(causes(busy).contains { $0.id == "backlog.amplification" && $0.confidence == .likely })

    let calm = node { node in
      flush(&node, at: 300, 1000)
      compaction(&node, 1, from: 301, to: 360, read: 2000, written: 2000)
    }
    #expect(!causes(calm).contains { $0.id == "backlog.amplification" })
  }

  @Test("without flushes in the log there is no write amplification, and not 0")
  func noFlushes() throws {
    let review = try review(
      node { compaction(&$0, 1, from: 301, to: 360, read: 12_000, written: 12_000) })
    #expect(review.amplification == nil)
    #expect(review.tables.first?.flushedBytes == nil)
    #expect(review.tables.first?.writtenBytes == 12_000)
  }

  @Test("a compaction that ran in a backlog in part counts with that part")
  func inPart() throws {
    // The backlog begins at 180 s, where pending began to rise from 0: at 240 s it is 10.
    let review = try review(node { compaction(&$0, 1, from: 140, to: 340, read: 1000, written: 1000) })
    #expect(review.tables.first?.readBytes == 500)
    #expect(review.tables.first?.largest?.readBytes == 1000)
  }

  @Test("level 0 over 32 SSTables speaks against the leveled strategy, at 32 it does not")
  func leveled() {
    let zero = Self.table + [("level", "0")]
    let one = Self.table + [("level", "1")]
    let full = node {
      $0.add(.tableLevelSSTables, zero, "1x4 33x16")
      $0.add(.tableLevelSSTables, one, "9x20")
    }
    #expect(causes(full).contains { $0.id == "backlog.leveled" && $0.confidence == .possible })
    let even = node { $0.add(.tableLevelSSTables, zero, "1x4 32x16") }
    #expect(!causes(even).contains { $0.id == "backlog.leveled" })
    // Flushed data that the limit is too low to rewrite: then the cause is likely.
    let slow = node { node in
      node.add(.tableLevelSSTables, zero, "1x4 33x16")
      node.add(.tableLevelSSTables, one, "9x20")
      node.add(.compactionThroughputLimit, "1000x20")
      flush(&node, at: 300, 10_000_000)
    }
    #expect(causes(slow).first { $0.id == "backlog.leveled" }?.confidence == .likely)
  }

  @Test("a table of hundreds of time windows is a possible cause, one of thirty is not")
  func windows() {
    let schema = { (hours: Int64) -> Fact in
      .schema(
        TableSchema(
          table: TableName(keyspace: "k", table: "t"), isView: false,
          compaction: Labels([
            ("class", "org.apache.cassandra.db.compaction.TimeWindowCompactionStrategy"),
            ("compaction_window_unit", "HOURS"), ("compaction_window_size", "1"),
          ]), gcGraceSeconds: nil, defaultTTLSeconds: hours * 3600, replication: .none,
          source: SourceLocation(file: "schema.cql", line: 1)))
    }
    let many = node { node in
      node.add(schema(720))
      compaction(&node, 1, from: 301, to: 360, read: 10, written: 10)
    }
    #expect(causes(many).contains { $0.id == "backlog.windows" })
    let few = node { node in
      node.add(schema(30))
      compaction(&node, 1, from: 301, to: 360, read: 10, written: 10)
    }
    #expect(!causes(few).contains { $0.id == "backlog.windows" })
  }

  @Test("one compaction that holds a compactor for most of a backlog is a possible cause")
  func huge() {
    let one = node { node in
      compaction(&node, 1, from: 200, to: 1130, read: 10_000, written: 9000)
      compaction(&node, 2, from: 300, to: 310, read: 100, written: 90)
    }
    #expect(causes(one).contains { $0.id == "backlog.huge_compaction" })
    let many = node { node in
      for number in 1...8 as ClosedRange<UInt64> {
        compaction(&node, number, from: 200, to: 400, read: 1000, written: 900)
      }
    }
    #expect(!causes(many).contains { $0.id == "backlog.huge_compaction" })
  }

  @Test("a disk that is busy all the time is a likely cause, one that is half idle is none")
  func disk() {
    let full = node { $0.add(.diskBusySecondsTotal, [("device", "sda")], "0+59x20") }
    #expect(causes(full).contains { $0.id == "backlog.disk" && $0.confidence == .likely })
    let idle = node { $0.add(.diskBusySecondsTotal, [("device", "sda")], "0+30x20") }
    #expect(!causes(idle).contains { $0.id == "backlog.disk" })
  }
}
