// Every rule of the table: a series on which it fires, one just below on which it does not, and the missing
// inputs when it is not evaluated.

import CassandraModel
import Testing

@testable import CassandraAnalysis

@Suite struct RuleTableTests {
  /// A node, and the result of one rule on it.
  struct Case: Sendable, CustomTestStringConvertible {
    let rule: RuleID
    var settings = RuleSettings.none
    /// Intervals in seconds; empty when it must not fire.
    var intervals: [String] = []
    /// The reasons why it was not evaluated; empty if it was.
    var reasons: [String] = []
    let build: @Sendable (inout NodeInSeries) -> Void

    var testDescription: String { rule.name + " " + (intervals + reasons).joined(separator: "; ") }
  }

  @Test(arguments: cases)
  func each(one: Case) {
    var node = NodeInSeries()
    one.build(&node)
    let result = node.evaluated(one.settings)
    #expect(result.intervals(of: one.rule) == one.intervals)
    #expect(result.reasons(of: one.rule) == one.reasons)
  }

  @Test func everyRuleFiresStaysSilentAndSaysWhatItLacks() {
    for rule in Rule.all {
      var (fires, isSilent, lacks) = (false, false, false)
      for one in RuleTableTests.cases where one.rule == rule.id {
        var node = NodeInSeries()
        one.build(&node)
        let result = node.evaluated(one.settings)
        let hasFired = result.alerts(of: rule.id).contains(where: \.hasFired)
        let isMissing = result.notEvaluated.contains { $0.rule == rule.id && !$0.isPartial }
        fires = fires || hasFired
        isSilent = isSilent || (!hasFired && !isMissing)
        lacks = lacks || (!hasFired && isMissing)
      }
      #expect(fires && isSilent && lacks, "\(rule.id)")
    }
  }

  @Test func aRuleHasSeedsInputsAndWords() {
    #expect(Set(Rule.all.map(\.id)).count == Rule.all.count)
    for rule in Rule.all {
      #expect(!rule.seeds.isEmpty && !rule.inputs.isEmpty && !rule.capture.isEmpty, "\(rule.id)")
      #expect(Route(rawValue: rule.route) != nil, "\(rule.id)")
      #expect(rule.runbook.map { id in Runbook.all.contains { $0.id == id } } ?? true, "\(rule.id)")
      if case .builtIn(let name) = rule.condition { #expect(RulePredicate.all[name] != nil, "\(name)") }
    }
  }

  static let pool = [("pool", "CompactionExecutor")]
  static let disk = [("device", "/dev/sda"), ("mount", "/data")]
  static let jmx = [("source", "jmx")]
  static let table = [("keyspace", "k"), ("table", "t")]
  static let noStats = "there is no compactionstats"
  static let noCounter = "no samples of compacted bytes"

  static func given(_ make: (inout NodeInputs) -> Void) -> RuleSettings {
    var inputs = NodeInputs()
    make(&inputs)
    return RuleSettings(inputs: inputs)
  }

  static let cases =
    latency + tracking + counters + interventions + operations + backlog + reads + tombstones + others
    + resources
}
