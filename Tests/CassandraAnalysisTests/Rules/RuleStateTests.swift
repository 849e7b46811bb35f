// The state machine, from both sides of threshold, duration and gap, with missing samples, restarts and
// sparse series.

import CassandraModel
import TestSupport
import Testing

@testable import CassandraAnalysis

@Suite struct RuleStateTests {
  /// Pending compactions in `notation`, and one rule's intervals.
  private func intervals(
    _ rule: RuleID, _ notation: String, step: Int64 = 60, _ settings: RuleSettings = .none
  ) -> [String] {
    var node = NodeInSeries(step: step)
    node.add(.compactionPendingTasks, notation)
    return node.evaluated(settings).intervals(of: rule)
  }

  private func changing(_ rule: RuleID, _ change: RuleChange) -> RuleSettings {
    RuleSettings(rules: [rule: change])
  }

  @Test func thresholdIsStrict() {
    #expect(intervals("pending-high", "10 10 10") == [])
    #expect(intervals("pending-high", "10 11 10") == ["since 60 fired 60 resolved 120"])
  }

  @Test func aDurationMustBeExceeded() {
    // 900 s after the first sample is not more than 15 min.
    #expect(intervals("pending-sustained", "33x16 0") == ["since 0 pending resolved 960"])
    #expect(intervals("pending-sustained", "33x17 0") == ["since 0 fired 960 resolved 1020"])
  }

  @Test func anIntervalThatEndsWithTheDataIsOpen() {
    #expect(intervals("pending-sustained", "0 33x20") == ["since 60 fired 1020 open"])
    #expect(intervals("pending-sustained", "0 33x3") == ["since 60 pending open"])
  }

  @Test func aFalseSampleBeginsItAnew() {
    #expect(
      intervals("pending-sustained", "33x10 0 33x17")
        == ["since 0 pending resolved 600", "since 660 fired 1620 open"])
  }

  @Test func aGapEndsItAsUnknown() {
    // Five minutes between two samples are no gap, more are.
    #expect(intervals("pending-high", "11x10 _x4 11x3") == ["since 0 fired 0 open"])
    #expect(
      intervals("pending-high", "11x10 _x5 11x3")
        == ["since 0 fired 0 unknown 540", "since 900 fired 900 open"])
    // Values in the gap are unknown, too: the run does not end at the sample after the gap.
    #expect(intervals("pending-high", "11x10 _x5 0x3") == ["since 0 fired 0 unknown 540"])
  }

  @Test func theGapGrowsWithTheRhythm() {
    // Every ten minutes: three times that is the gap.
    #expect(intervals("pending-high", "11x5 _x2 11", step: 600) == ["since 0 fired 0 open"])
    #expect(
      intervals("pending-high", "11x5 _x3 11", step: 600)
        == ["since 0 fired 0 unknown 2400", "since 4800 fired 4800 open"])
  }

  @Test func aMissingSampleChangesNothing() {
    #expect(intervals("pending-sustained", "33x8 _x3 33x8") == ["since 0 fired 960 open"])
  }

  @Test func samplesFartherApartThanTheDurationProveNothing() {
    // Every 20 min, for more than 15 min.
    #expect(intervals("pending-sustained", "0 33x4 0", step: 1200) == ["since 1200 possible resolved 6000"])
    // One sample does not make it possible.
    #expect(intervals("pending-sustained", "0 33 0 0", step: 1200) == ["since 1200 pending resolved 2400"])
    // A rule without a duration needs no second sample.
    #expect(intervals("pending-high", "0 33 0 0", step: 1200) == ["since 1200 fired 1200 resolved 2400"])
  }

  @Test func itKeepsFiringAsLongAsItIsTold() {
    let keeping = changing("pending-high", RuleChange(keepsFiringFor: .seconds(120)))
    #expect(intervals("pending-high", "11 0 11 0 0 0", keeping) == ["since 0 fired 0 resolved 240"])
    #expect(intervals("pending-high", "11 0 11 0", keeping) == ["since 0 fired 0 open"])
    // An alert that never fired does not keep firing.
    let both = changing(
      "pending-high", RuleChange(holdsFor: .seconds(60), keepsFiringFor: .seconds(120)))
    #expect(intervals("pending-high", "11 0 0", both) == ["since 0 pending resolved 60"])
  }

  @Test func everyNumberCanBeChanged() {
    let change = changing(
      "pending-sustained",
      RuleChange(numbers: ["threshold": 5], holdsFor: .seconds(60), severity: .info, route: "nobody"))
    var node = NodeInSeries()
    node.add(.compactionPendingTasks, "6x3")
    let alert = node.evaluated(change).alerts(of: "pending-sustained").first
    #expect(alert?.firingSince == NodeInSeries.instant(120))
    #expect(alert?.severity == .info && alert?.route == "nobody" && alert?.threshold == 5)
    let off = changing("pending-high", RuleChange(isOn: false))
    #expect(intervals("pending-high", "11x3", off) == [])
  }

  @Test func theNodesChangeWinsOverTheClusters() {
    var node = NodeInSeries()
    node.add(.compactionPendingTasks, "6x3")
    node.add(
      .attribute(
        Attribute(at: nil, name: .cluster, value: "c", source: SourceLocation(file: "a", line: 1))))
    var settings = RuleSettings(clusters: ["c": ["pending-high": RuleChange(numbers: ["threshold": 5])]])
    #expect(node.evaluated(settings).alerts(of: "pending-high").count == 1)
    settings.nodes = ["n1": ["pending-high": RuleChange(numbers: ["threshold": 6])]]
    #expect(node.evaluated(settings).alerts(of: "pending-high").isEmpty)
  }

  @Test func peakSamplesAndEvidenceAreThoseOfTheInterval() throws {
    var node = NodeInSeries()
    node.add(.compactionPendingTasks, "0 11 40 40 12 3 90", file: "a.log")
    let alert = try #require(node.evaluated().alerts(of: "pending-high").first)
    #expect(alert.peak.value == 40 && alert.peak.at == NodeInSeries.instant(120))
    #expect(alert.samples == 4 && alert.threshold == 10)
    #expect(alert.first.description == "a.log:2" && alert.last.description == "a.log:5")
    #expect(alert.peak.source.description == "a.log:3" && alert.lastSeen == NodeInSeries.instant(240))
  }

  @Test func theOrderOfSamplesChangesNothing() {
    var node = NodeInSeries(step: 30)
    var random = SeededRandom(seed: 7)
    let pending = (0..<200).map { _ in String(Int.random(in: 0...80, using: &random)) }
    node.add(.compactionPendingTasks, pending.joined(separator: " "))
    node.add(.compactionActive, "2x200")
    node.add(.concurrentCompactors, "2x20 4x180")
    node.add(.compactionThroughputLimit, "1000000x200")
    node.add(.compactionBytesCompactedTotal, [("source", "jmx")], "0+3000x90 0+200000x20 5+1x80")
    for metric in [MetricName.poolActive, .poolPending, .poolBlocked, .poolBlockedTotal] {
      node.add(metric, [("pool", "CompactionExecutor")], "2x50 0x50 60x100")
    }
    for (table, peak) in [("a", "6000"), ("b", "70000")] {
      node.add(
        .tableTombstonesPerSliceMax, [("keyspace", "k"), ("table", table)], "0x20 \(peak)x20 0x20 \(peak)x9")
    }
    let mount = [("device", "/dev/sda"), ("mount", "/data")]
    node.add(.diskUsedBytes, mount, "10+1x190")
    node.add(.diskFreeBytes, mount, "90x50 5x150")
    let engine = RuleEngine()
    let expected = engine.evaluate(node.findings())
    #expect(expected.alerts.count > 20)
    for seed in 0..<5 {
      var random = SeededRandom(seed: UInt64(seed))
      let other = engine.evaluate(node.findings { $0.shuffled(using: &random) })
      #expect(other.alerts.map(Self.text) == expected.alerts.map(Self.text))
      #expect(other.notEvaluated == expected.notEvaluated)
      #expect(other.tiers == expected.tiers)
    }
  }

  private static func text(_ alert: RuleAlert) -> String {
    "\(alert.rule) \(alert.subject.name) \(alert.pendingSince) \(alert.end) \(alert.peak) \(alert.samples) \(alert.marks) \(alert.first)"
  }
}
