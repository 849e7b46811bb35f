// Tests of rules in files: the built-in ones pass, they can fail, and mistakes in a file are reported.

import CassandraAnalysis
import CassandraModel
import CassandraReport
import Foundation
import Testing

@testable import hindsight
import TestSupport

@Suite struct RuleTestFileTests {
  private static let fixture = "Tests/CommandLineTests/Fixtures/rules-test.json"

  private static func tests(_ path: String) throws -> [RuleTest] {
    let url = ConfigurationTests.package.appending(path: path)
    return try RuleTestReader.read(Array(try Data(contentsOf: url)), file: path)
  }

  private func read(_ text: String) throws(DocumentError) -> [RuleTest] {
    try RuleTestReader.read(Array(text.utf8), file: "t.json")
  }

  @Test(arguments: [fixture, "SampleData/rules-test.json"])
  func everyExpectationIsMet(path: String) throws {
    let tests = try Self.tests(path)
    #expect(!tests.isEmpty)
    for test in tests {
      for failure in test.failures() {
        Issue.record(
          """
          \(test.name): at \(failure.expectation.at.prometheusText) \(failure.expectation.rule) is \
          \(failure.found.rawValue), expected \(failure.expectation.state.rawValue)
          """)
      }
    }
  }

  @Test func everyRuleIsTestedFromBothSides() throws {
    let expectations = try Self.tests(Self.fixture).flatMap(\.expectations)
    for rule in Rule.all {
      let states = Set(expectations.filter { $0.rule == rule.id }.map(\.state))
      #expect(states.contains(.firing), "\(rule.id) never fires")
      #expect(states.contains(.inactive), "\(rule.id) always fires")
      if rule.holdsFor != nil { #expect(states.contains(.pending), "\(rule.id) never waits") }
    }
  }

  /// A test that passes with every other number tests nothing.
  @Test func everyNumberMatters() throws {
    let tests = try Self.tests(Self.fixture)
    for rule in Rule.all {
      // The cooldown belongs to the replay, not to the rule.
      for parameter in rule.parameters where parameter.name != "cooldown" {
        guard let value = parameter.value else { continue }
        let others = value == 0 ? [1e9] : [value * 0.5, value * 1.5]
        let fails = others.contains { other in
          tests.contains { test in
            guard test.expectations.contains(where: { $0.rule == rule.id }) else { return false }
            var changed = test
            changed.settings.rules[rule.id, default: RuleChange()].numbers[parameter.name] = other
            return !changed.failures().isEmpty
          }
        }
        #expect(fails, "\(rule.id): \(parameter.name) could be anything")
      }
    }
  }

  private func file(_ test: String) -> String {
    "{\"schema\": \"hindsight/rules-test/1\", \"tests\": [\(test)]}"
  }

  @Test func aStateThatIsNotMetIsSaidWithItsPlaceAndTheValues() throws {
    let tests = try read(
      file(
        """
        {"name": "too early", "input_series": [{"series": "compaction_pending_tasks", "values": "9 10 11"}],
        "alert_rule_test": [{"alertname": "pending-high", "exp_states": {"1m": "firing", "2m": "firing"}}]}
        """))
    let result = RuleTestText.File(name: "t.json", results: tests.map { ($0, $0.failures()) })
    #expect(result.hasFailed)
    #expect(
      RuleTestText.render([result], isQuiet: true) == """
        FAILED: too early
          t.json:2: at 1m pending-high is inactive, expected firing
            compaction_pending_tasks is 10 since 1m
        t.json: 1 test, 2 expected states, 1 test failed

        """)
  }

  @Test func allMistakesOfAFileAreSaidAtOnce() {
    let text = """
      {"schema": "hindsight/rules-test/1", "interval": "0s", "config": {"rules": {"x": {}}}, "tests": [
        {"name": "a", "input_series": [{"series": "pool_active{", "values": "1 a"},
         {"series": "compaction_pending_task", "values": "1x9999999"}, {"values": "_"}],
         "alert_rule_test": [{"alertname": "pending-hihg", "exp_states": {"5 min": "firing", "1m": "fire"}}]},
        {"input_series": [], "alert_rule_test": 1}
      ]}
      """
    let error = #expect(throws: DocumentError.self) { try read(text) }
    #expect(
      error?.mistakes.map { String($0.description.split(separator: " ", maxSplits: 2)[2]) } == [
        "$.interval: must be more than nothing and at most 31 days [test.range]",
        "$.config.rules.x: is no rule; hindsight rules lists them [test.rule]",
        "$.tests[0].input_series[0].series: is no series; write it as in pool_active{pool=\"CompactionExecutor\"} "
          + "[test.series]",
        "$.tests[0].input_series[0].values: has 'a', which is none of 5, 10x20, 5+1x10, _x5 and stale [test.values]",
        "$.tests[0].input_series[1].series: is of no metric that rules look at; did you mean "
          + "compaction_pending_tasks? [test.series]",
        "$.tests[0].input_series[1].values: has '1x9999999', which is none of 5, 10x20, 5+1x10, _x5 and stale "
          + "[test.values]",
        "$.tests[0].input_series[2].series: is missing [test.missing]",
        "$.tests[0].alert_rule_test[0].alertname: is no rule; did you mean pending-high? [test.rule]",
        "$.tests[0].alert_rule_test[0].exp_states[\"5 min\"]: is for no time: write it since the start of the "
          + "series, as in \"5m\" [test.time]",
        "$.tests[0].alert_rule_test[0].exp_states.1m: must be one of inactive, pending, firing, possible, "
          + "resolved, unknown, not evaluated, is \"fire\" [test.value]",
        "$.tests[1].name: is missing [test.missing]",
        "$.tests[1].alert_rule_test: must be a list, is 1 [test.type]",
      ])
  }

  @Test func theOrderOfSeriesAndStatesChangesNothing() throws {
    let tests = try Self.tests(Self.fixture)
    try #require(!tests.isEmpty)
    for test in tests {
      var turned = test
      turned.series.reverse()
      turned.expectations.reverse()
      #expect(turned.failures().isEmpty, "\(test.name)")
    }
  }
}
