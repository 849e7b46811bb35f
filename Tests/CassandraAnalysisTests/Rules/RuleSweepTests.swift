// Other parameters of a rule, and the state of a rule at one instant.

import CassandraModel
import Testing

@testable import CassandraAnalysis
import TestSupport

@Suite struct RuleSweepTests {
  private static let start = RuleTest.start

  /// A node with one value of pending a minute, and, if `failureAt` is given, a log in UTC with a failure at
  /// that minute.
  private func node(_ values: String, failureAt minute: Int64? = nil, name: String = "node") throws
    -> NodeFindings
  {
    var history = NodeHistory()
    for (step, value) in try SeriesNotation.values(values).enumerated() {
      guard let value else { continue }
      history.receive(
        .sample(
          Sample(
            at: at(Int64(step)), atKind: .content, metric: .compactionPendingTasks, labels: .none,
            value: value,
            source: SourceLocation(file: "pending", line: step + 1))))
    }
    if let minute { history.log = failing(at: minute) }
    history.finish()
    return NodeFindings(
      NodeID(name), history,
      given: ("UTC", ZoneRule(initial: UTCOffset(seconds: 0), changes: [])))
  }

  private func at(_ minute: Int64) -> Instant {
    Instant(milliseconds: Self.start.milliseconds + minute * 60_000)
  }

  private func failing(at minute: Int64) -> LogHistory {
    var log = LogHistory()
    log.receive(
      Event(
        name: EventName("failure.uncaught_exception"), role: .failure, severity: .critical, level: .error,
        at: LocalTime(milliseconds: at(minute).milliseconds), thread: "CompactionExecutor:1",
        logger: "X.java", message: "Exception in thread Thread[CompactionExecutor:1,5,main]",
        fields: EventFields(names: [], values: []),
        throwable: Throwable(links: [
          Throwable.Link(className: "java.lang.OutOfMemoryError", message: "Java heap space")
        ]), source: SourceLocation(file: "system.log", line: 1)))
    return log
  }

  private func findings(_ nodes: [NodeFindings]) -> Findings {
    Findings(nodes: nodes, coverage: [], diagnostics: DiagnosticLog())
  }

  private func sweep(
    _ id: RuleID, _ nodes: [NodeFindings], _ thresholds: [Double]?, _ spans: [Int64]?,
    settings: RuleSettings = .none
  ) throws -> RuleSweep {
    let rule = try #require(settings.effectiveRules().first { $0.rule.id == id }).rule
    return RuleSweep(
      rule, over: findings(nodes), settings: settings, thresholds: thresholds,
      spans: spans?.map { .seconds($0) })
  }

  /// Counted by hand: over 10 from minute 1 to 3 and from 6 to 8, over 20 from minute 7 to 8.
  private static let values = "5 11x2 5x1 15 25x1 5"

  @Test func everyPairIsCounted() throws {
    let sweep = try sweep("pending-high", [try node(Self.values)], [10, 20], [0, 60])
    #expect(sweep.results.map(\.threshold) == [10, 10, 20, 20])
    #expect(sweep.results.map(\.firings) == [2, 2, 1, 0])
    #expect(sweep.results.map { $0.firing.milliseconds / 60_000 } == [6, 2, 2, 0])
    #expect(sweep.results.map(\.first) == [at(1), at(3), at(7), nil])
    #expect(sweep.results.allSatisfy { $0.lead == nil })
    #expect(sweep.failure == nil)
  }

  @Test func theLeadIsFromTheFirstFiringToTheFirstFailureOnThatNode() throws {
    let nodes = [try node(Self.values, failureAt: 7, name: "a"), try node("15x8", name: "b")]
    let sweep = try sweep("pending-high", nodes, [10, 20, 100], nil)
    #expect(sweep.failure?.at == at(7) && sweep.failure?.node.name == "a")
    #expect(sweep.failure?.category.id.name.hasPrefix("memory.") == true)
    // On a it fires at minute 1 for 10 and at minute 7 for 20; that b fires at once does not count.
    #expect(sweep.results.map { $0.lead.map { $0.milliseconds / 60_000 } } == [6, 0, nil])
    #expect(sweep.results.map(\.first) == [at(0), at(7), nil])
  }

  @Test func whatFiresAfterTheFailureIsNoWarning() throws {
    let sweep = try sweep("pending-high", [try node(Self.values, failureAt: 0)], [10], nil)
    #expect(sweep.results.map { $0.lead.map { $0.milliseconds / 60_000 } } == [-1])
  }

  @Test func theRulesOwnNumbersAreTheDefault() throws {
    let sweep = try sweep("pending-high", [try node(Self.values)], nil, nil)
    #expect(sweep.results.map(\.threshold) == [10])
    #expect(sweep.results.map(\.firings) == [2])
    #expect(sweep.parameter == "threshold")
  }

  @Test func whatANodeHasOfItsOwnIsTriedToo() throws {
    var settings = RuleSettings.none
    settings.nodes["node"] = ["pending-high": RuleChange(numbers: ["threshold": 1000])]
    let sweep = try sweep("pending-high", [try node(Self.values)], [10], nil, settings: settings)
    #expect(sweep.results.map(\.firings) == [2])
  }

  @Test func aRuleOfATeamHasTheNumberOfItsFirstTerm() throws {
    let settings = RuleSettings(own: [OwnRule(id: "ours", condition: "compaction_pending_tasks >= 12")])
    let sweep = try sweep("ours", [try node(Self.values)], [11, 15, 26], nil, settings: settings)
    #expect(sweep.results.map(\.firings) == [2, 1, 0])
    #expect(sweep.parameter == nil)
  }

  @Test func nodesAreAddedUp() throws {
    let nodes = [
      try node(Self.values, name: "a"), try node("5x8", name: "b"), try node(Self.values, name: "c"),
    ]
    let sweep = try sweep("pending-high", nodes, [10], nil)
    #expect(sweep.results.map(\.firings) == [4])
    #expect(sweep.results.map(\.nodes) == [2])
  }

  @Test func aRuleWithoutItsInputsIsNotEvaluated() throws {
    let sweep = try sweep("compactors-saturated", [try node(Self.values)], [1], nil)
    #expect(sweep.results.map(\.firings) == [0])
    #expect(sweep.notEvaluated.map(\.node.name) == ["node"])
  }

  @Test func packsAreRules() throws {
    for pack in RulePack.all {
      #expect(!pack.source.isEmpty && !pack.title.isEmpty && !pack.alerts.isEmpty)
      for alert in pack.alerts {
        let condition = try RuleCondition(parsing: alert.rule.condition)
        #expect(condition.text == alert.rule.condition)
        for metric in condition.metrics { #expect(Rule.knownMetrics.contains(metric), "\(metric)") }
        #expect(!alert.expression.isEmpty && !alert.name.isEmpty)
      }
    }
    let ids = RulePack.all.flatMap(\.rules).map(\.id) + Rule.all.map(\.id)
    #expect(Set(ids).count == ids.count)
  }

  // MARK: A moment

  private func moment(
    _ rule: RuleID, _ values: String, minute: Int64, settings: RuleSettings = .none
  ) throws -> RuleMoment {
    RuleMoment(
      rule, on: try node(values), at: at(minute), window: .seconds(240),
      engine: RuleEngine(settings: settings))
  }

  @Test(arguments: [
    (Int64(0), ExpectedState.inactive), (1, .pending), (16, .pending), (17, .firing), (18, .resolved),
  ])
  func aMomentHasItsState(minute: Int64, state: ExpectedState) throws {
    let moment = try moment("pending-sustained", "32 33x16 32x5", minute: minute)
    #expect(moment.subjects.map(\.state) == [state])
    #expect(moment.subjects.first?.last?.at == at(minute))
  }

  @Test func samplesAroundItCiteTheirPlaces() throws {
    let moment = try moment("pending-high", "1+1x30", minute: 10)
    let rows = try #require(moment.subjects.first?.readings)
    #expect(rows.map(\.reading.at) == (8...12).map { at($0) })
    #expect(rows.map(\.reading.value) == [9, 10, 11, 12, 13])
    #expect(rows.map(\.reading.holds) == [false, false, true, true, true])
    #expect(rows.map(\.source) == (9...13).map { SourceLocation(file: "pending", line: $0) })
    #expect(moment.inputs.map(\.value) == [11])
  }

  @Test func aGapIsUnknownUntilTheNextSample() throws {
    let values = "11x5 _x10 5x5"
    #expect(try moment("pending-high", values, minute: 9).subjects.map(\.state) == [.unknown])
    #expect(try moment("pending-high", values, minute: 17).subjects.map(\.state) == [.resolved])
  }

  @Test func whatIsOffOrLacksAnInputSaysSo() throws {
    let off = RuleSettings(rules: ["pending-high": RuleChange(isOn: false)])
    #expect(try moment("pending-high", "11x5", minute: 3, settings: off).rule == nil)
    #expect(try moment("pending-saturated", "11x5", minute: 3).notEvaluated != nil)
    #expect(try moment("pending-saturated", "11x5", minute: 3).inputs.map(\.value) == [11])
  }
}
