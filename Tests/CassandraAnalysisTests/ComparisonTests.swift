// Changes in a comparison: differences that count, and differences that do not.

import CassandraModel
import Testing

@testable import CassandraAnalysis

@Suite struct ComparisonTests {
  private func side(
    _ node: String = "n1", hostID: String? = nil, log: Bool = true, faults: [String] = [],
    figures: [(ComparisonMeasure, String, Snapshot.Value)] = []
  ) -> Snapshot {
    var all = figures.map { Snapshot.Figure(node: node, measure: $0.id, of: $1, value: $2, source: "") }
    if let hostID {
      all.append(.init(node: node, measure: "host_id", of: hostID, value: .text(hostID), source: ""))
    }
    if log {
      all.append(.init(node: node, measure: "judged", of: "failures", value: .text("yes"), source: ""))
    }
    return Snapshot(
      nodes: [node],
      findings: faults.map { name in
        Snapshot.Finding(
          fingerprint: name, kind: "category", id: "corruption." + name, title: name, severity: .critical,
          node: node, tables: ["shop.orders"], message: name, source: "a.log:1", failures: 1, isOfNode: false)
      }, figures: all)
  }

  private func changes(_ before: Snapshot, _ after: Snapshot) -> [FindingChange.Change] {
    Comparison(before, after).findings.map(\.change)
  }

  @Test func findingsAreNewKnownAndGone() {
    #expect(changes(side(), side(faults: ["a"])) == [.new])
    #expect(changes(side(faults: ["a"]), side(faults: ["a"])) == [.known])
    #expect(changes(side(faults: ["a"]), side()) == [.gone])
    // The other side has no log.
    #expect(changes(side(log: false), side(faults: ["a"])) == [.notJudgedBefore])
    #expect(changes(side(faults: ["a"]), side(log: false)) == [.notJudgedAfter])
    #expect(Comparison(side(log: false), side(faults: ["a"])).worstNew == nil)
    #expect(Comparison(side(log: false), side(faults: ["a"])).verdict(on: .faults) == .notKnown)
    #expect(Comparison(side(), side(faults: ["a"])).verdict(on: .faults) == .worse)
    // A second SSTable of the same table.
    let more = Comparison(side(faults: ["a"]), side(faults: ["a", "a"]))
    #expect(more.findings.map(\.change) == [.known] && more.verdict(on: .faults) == .worse)
    #expect(!more.isUnchanged)
  }

  @Test(arguments: [
    // The floor of pending is 5, the tolerance a tenth of the value before.
    (ComparisonMeasure.pendingPeak, 10.0, 15.0, FigureChange.Change.same), (.pendingPeak, 10, 16, .worse),
    (.pendingPeak, 16, 10, .better), (.pendingPeak, 100, 110, .same), (.pendingPeak, 100, 111, .worse),
    (.compactionRate, 0x1p24, 0x1p22, .worse), (.liveBytes, 0x1p30, 0x1p31, .changed),
    (.throughputLimit, 16, 17, .changed), (.throughputLimit, 16, 16, .same), (.diskUse, 0.5, 0.49, .same),
  ])
  func numbersChangeBeyondTheirTolerance(
    _ measure: ComparisonMeasure, _ old: Double, _ now: Double, _ change: FigureChange.Change
  ) {
    let comparison = Comparison(
      side(figures: [(measure, "", .number(old))]), side(figures: [(measure, "", .number(now))]))
    #expect(comparison.figures.first { $0.measure == measure }?.change == change)
  }

  @Test(
    "a relative change divides by the value before",
    arguments: [
      (10.0, 40.0, 3.0), (40, 10, -0.75), (0, 7, nil), (8, 8, 0),
    ])
  func relativeChangeDividesByTheValueBefore(_ old: Double, _ now: Double, _ relative: Double?) {
    let comparison = Comparison(
      side(figures: [(.pendingPeak, "", .number(old))]), side(figures: [(.pendingPeak, "", .number(now))]))
    #expect(comparison.figures.first { $0.measure == .pendingPeak }?.relative == relative)
  }

  @Test func aFigureOfOneSideIsNoChange() {
    let known = side(figures: [(.diskUse, "/", .number(0.9))])
    let comparison = Comparison(side(), known)
    #expect(comparison.figures.contains { $0.measure == .diskUse && $0.change == .onlyAfter })
    #expect(comparison.verdict(on: .disk) == .notKnown)
    #expect(!comparison.isUnchanged)
    #expect(Comparison(known, side()).figures.contains { $0.change == .onlyBefore })
  }

  @Test func nodesAreMatchedByHostIDFirst() {
    let before = Snapshot(
      nodes: ["a", "b"], findings: [],
      figures: [
        .init(node: "a", measure: "host_id", of: "h1", value: .text("h1"), source: ""),
        .init(node: "b", measure: "host_id", of: "h2", value: .text("h2"), source: ""),
      ])
    // The nodes' names are swapped.
    let after = Snapshot(
      nodes: ["a", "b"], findings: [],
      figures: [
        .init(node: "a", measure: "host_id", of: "h2", value: .text("h2"), source: ""),
        .init(node: "b", measure: "host_id", of: "h1", value: .text("h1"), source: ""),
      ])
    let matches = Comparison(before, after).matches
    #expect(matches.map(\.after) == ["b", "a"] && matches.allSatisfy { $0.basis == .hostID })
    let given = Comparison(before, after, given: [(before: "a", after: "a")])
    #expect(given.matches.first?.basis == .given && given.matches.first?.isAnotherHost == true)
    let alone = Comparison(side("x", hostID: "1"), side("y", hostID: "2"))
    #expect(alone.matches.map(\.basis) == [.only] && alone.matches[0].isAnotherHost)
    let apart = Comparison(before, side("c"))
    #expect(apart.matches.isEmpty && apart.nodesGone == ["a", "b"] && apart.nodesNew == ["c"])
  }
}
