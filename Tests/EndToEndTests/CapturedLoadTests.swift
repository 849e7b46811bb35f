// Figures of real nodes: the backlog of backlog-4.1, its changes, disk and statements; repairs and nodes of cluster-4.1.

import CassandraAnalysis
import CassandraModel
import Testing

@Suite(.enabled(if: Captures.arePresent, "needs the captures of real nodes beside the package"))
struct CapturedLoadTests {
  private func findings(_ capture: String) async throws -> Findings {
    try await Captures.findings(capture).evaluated(by: RuleEngine())
  }

  @Test("the backlog of backlog-4.1 has its peak, its level 0 and what was rewritten")
  func backlog() async throws {
    let node = try #require(try await findings("backlog-4.1").nodes.first)
    let review = try #require(node.backlogReviews(RuleEngine().inputs(of: node))?.first)
    #expect(review.peak.value == 834)
    #expect(review.isDrained)
    // From 05:14 to 05:31 it grew by some 40 a minute, and fell by some 120 a minute after 05:33.
    #expect(review.growth.map { (30...60).contains($0) } ?? false)
    #expect(review.drain.map { (90...150).contains($0) } ?? false)
    let orders = try #require(review.tables.first { $0.table.table == "orders" })
    #expect(orders.strategy?.kind == .leveled)
    #expect(orders.levelZero.map { $0.value > 32 } ?? false)
    #expect(orders.amplification.map { (3...8).contains($0) } ?? false)
    #expect(review.disk?.device == "loop0")
  }

  /// NOTES.txt: 16 MB/s, 1 MB/s at 05:14:04, 64 MB/s at 05:33:05, 4 compactors.
  @Test("what people changed in backlog-4.1 is told with what it did")
  func changes() async throws {
    let node = try #require(try await findings("backlog-4.1").nodes.first)
    let effects = node.changeEffects(RuleEngine().inputs(of: node))
    let raised = try #require(
      effects.first { $0.change.after == .rate(64 * 1_048_576) && $0.pendingBefore ?? 0 > 100 })
    #expect(raised.verdict == .fell)
    #expect(raised.rateAfter ?? 0 > 4 * (raised.rateBefore ?? .infinity))
    #expect(effects.contains { $0.change.setting == .concurrentCompactors && $0.fate == .kept })
  }

  @Test("slow statements and tombstone warnings of backlog-4.1 are one shape")
  func statements() async throws {
    let node = try #require(try await findings("backlog-4.1").nodes.first)
    #expect(
      Set(node.statements.map(\.shape)) == [
        "SELECT * FROM shop.cart_items WHERE user = ? LIMIT ? ALLOW FILTERING"
      ])
    #expect(node.statements.first { $0.kind == .tombstones }?.operations == 557)
  }

  @Test("the repairs and the decommission of cluster-4.1 are judged as they ran")
  func repairs() async throws {
    let findings = try await findings("cluster-4.1")
    let reviews = findings.repairReviews
    // The output of nodetool repair beside the folders of nodes tells of the same two repairs.
    #expect(reviews.filter { $0.kind == "repair" }.map(\.node.name) == ["127.0.0.33", "127.0.0.31"])
    #expect(reviews.filter { $0.kind == "repair" }.allSatisfy { $0.result == .finished })
    #expect(reviews.contains { $0.kind == "decommission" })
    #expect(reviews.contains { $0.node.name == "127.0.0.33" && $0.isUntimely })
    #expect(findings.compactionHealth?.count == 3)
  }
}
