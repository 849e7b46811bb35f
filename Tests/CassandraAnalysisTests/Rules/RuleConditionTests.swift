// The text form of conditions: printed text is read back, mistakes are reported with their place; and the
// values of the functions of terms.

import CassandraModel
import TestSupport
import Testing

@testable import CassandraAnalysis

@Suite struct RuleConditionTests {
  @Test(arguments: [
    "compaction_pending_tasks > 10",
    "rate(compaction_bytes_compacted_total) < 0.3 * compaction_throughput_limit_bytes_per_second",
    "mean(compaction_pending_tasks, 15m) > 32",
    "max(heap_used_bytes, 1m30s) >= 0.9 * heap_max_bytes",
    "delta(dropped_messages_total{type=\"READ_REQ\"}) != 0 or compaction_pending_tasks <= -5",
    "pool_active{pool=\"CompactionExecutor\"} == concurrent_compactors and pool_pending{pool=\"x\\\"y\\\\\"} > $threshold",
    "a{k=\"1\",l=\"2\"} > 1.5e+20", "built-in compaction-stalled",
  ])
  func whatIsPrintedIsReadBack(text: String) throws {
    let condition = try RuleCondition(parsing: text)
    #expect(condition.text == text)
    #expect(try RuleCondition(parsing: condition.text) == condition)
  }

  @Test func everyConditionOfTheTableIsReadBack() throws {
    for rule in Rule.all { #expect(try RuleCondition(parsing: rule.condition.text) == rule.condition) }
  }

  @Test(arguments: [
    ("", 0), ("compaction_pending_tasks", 24), ("a >", 3), ("a > b c", 6), ("a > 1 and", 9),
    ("a > 1 and b > 2 or c > 3", 18), ("mean(a) > 1", 7), ("rate(a, 5m) > 1", 11), ("median(a) > 1", 9),
    ("mean(a, 5x) > 1", 10), ("mean(a, 0m) > 1", 10), ("a{k=1} > 1", 4), ("a{k=\"1} > 1", 11),
    ("a > 1e999", 4),
    ("a > --1", 4), ("built-in", 8), ("built-in x y", 11), ("a > $", 5), ("rate(a > 1", 7),
  ])
  func mistakesAreToldWithTheirPlace(text: String, offset: Int) {
    do throws(RuleConditionError) {
      let condition = try RuleCondition(parsing: text)
      Issue.record("\(text) was read as \(condition)")
    } catch {
      #expect(error.offset == offset, "\(text): \(error.message)")
      #expect(!error.message.isEmpty)
    }
  }

  @Test func anyTextIsReadOrRefused() {
    var random = SeededRandom(seed: 3)
    let parts = [
      "rate(", "mean(", "a", "{", "}", "k=\"", "\"", ",", " ", ">", "*", "$", "5m", "1e", "-", "and",
      "\u{1F600}",
    ]
    for _ in 0..<2000 {
      let text = (0..<Int.random(in: 0...12, using: &random))
        .map { _ in parts[Int.random(in: 0..<parts.count, using: &random)] }.joined()
      if let condition = try? RuleCondition(parsing: text) {
        #expect((try? RuleCondition(parsing: condition.text)) == condition, "\(text)")
      }
    }
  }

  @Test func aSpanIsWrittenInTheWayOfPrometheus() throws {
    let condition = try RuleCondition(parsing: "mean(compaction_pending_tasks, 90s) > 5")
    #expect(condition.text.contains(", 1m30s)"))
    #expect(try RuleCondition(parsing: condition.text) == condition)
    for span in ["", "5", "m", "0s", "5min", "99999999999999999999d"] {
      #expect(throws: RuleConditionError.self, "\(span)") {
        try RuleCondition(parsing: "mean(compaction_pending_tasks, \(span)) > 5")
      }
    }
  }

  /// Intervals of an own rule over one series with the label pool.
  private func intervals(_ condition: String, _ notation: String) -> [String] {
    var node = NodeInSeries()
    node.add(.poolCompletedTotal, [("pool", "x")], notation)
    return node.evaluated(RuleSettings(own: [OwnRule(id: "own", condition: condition)])).intervals(of: "own")
  }

  @Test func functionsOfTerms() {
    // 60 a minute is 1 a second.
    #expect(
      intervals("rate(pool_completed_total) > 0.5", "0 60 60 120") == [
        "since 60 fired 60 resolved 120", "since 180 fired 180 open",
      ])
    #expect(
      intervals("delta(pool_completed_total) >= 60", "0 60 60 119") == ["since 60 fired 60 resolved 120"])
    #expect(
      intervals("mean(pool_completed_total, 2m) > 5", "0 0 15 9 9 0 0") == [
        "since 180 fired 180 resolved 360"
      ])
    #expect(
      intervals("max(pool_completed_total, 2m) > 5", "0 6 0 0 0 0") == ["since 60 fired 60 resolved 240"])
    #expect(intervals("pool_completed_total{pool=\"y\"} > 5", "9 9") == [])
  }

  @Test func aCounterThatFellGivesNoRate() {
    // A restart between 600 and 60: the interval across it is not judged, and no alert ends there.
    #expect(intervals("rate(pool_completed_total) > 0.5", "0+120x5 60+120x2") == ["since 60 fired 60 open"])
    #expect(intervals("rate(pool_completed_total) < 0.5", "0+120x5 60+120x2") == [])
  }

  @Test func anOwnRuleWithoutItsInputSaysSo() {
    var node = NodeInSeries()
    node.add(.compactionPendingTasks, "1 2")
    let own = OwnRule(id: "own", condition: "compaction_pending_tasks > 1 and heap_used_bytes > 0")
    let result = node.evaluated(RuleSettings(own: [own]))
    #expect(result.reasons(of: "own") == ["there is no sample of heap_used_bytes"])
    #expect(result.intervals(of: "own") == [])
  }

  @Test func aSettingLeadsWithItsSamples() {
    var node = NodeInSeries()
    node.add(.concurrentCompactors, "2 2 8 2")
    let own = OwnRule(id: "own", condition: "concurrent_compactors > 4")
    let result = node.evaluated(RuleSettings(own: [own]))
    #expect(result.intervals(of: "own") == ["since 120 fired 120 resolved 180"])
    // A metric from the configuration alone is judged once, at the end of the capture.
    var bare = NodeInSeries()
    bare.add(.compactionPendingTasks, "1 1")
    var settings = RuleSettings(own: [own])
    settings.inputs.concurrentCompactors = 8
    #expect(bare.evaluated(settings).intervals(of: "own") == ["since 60 fired 60 open"])
    #expect(NodeInSeries().evaluated(settings).intervals(of: "own") == [])
  }
}
