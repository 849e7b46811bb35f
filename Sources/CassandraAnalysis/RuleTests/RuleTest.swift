// A test of rules: series in a file, and the expected states of rules. It takes the path of a capture: the
// samples become the history of a node, and the engine evaluates it.

package import CassandraModel

/// The state of a rule at a moment.
package enum ExpectedState: String, Sendable, CaseIterable {
  /// Its condition does not hold.
  case inactive
  /// Its condition holds, not yet for long enough.
  case pending
  /// It fires.
  case firing
  /// Its condition holds at samples that are too far apart to know whether it held in between.
  case possible
  /// It fired, and its condition does not hold any more.
  case resolved
  /// The samples stop before the end of the alert is seen.
  case unknown
  /// It lacks an input or a number, or it is switched off.
  case notEvaluated = "not evaluated"
}

/// Series with the expected results of rules.
package struct RuleTest: Sendable {
  package var name: String
  /// The interval between the values of a series.
  package var interval: TimeSpan
  /// Rule settings, as a configuration gives them.
  package var settings: RuleSettings
  /// Values by series, the first at the start.
  package var series: [(key: SeriesBook.Key, values: [Double?])]
  package var expectations: [Expectation]

  /// Start of every test; times in tests are relative to it.
  package static let start = Instant(milliseconds: 1_767_225_600_000)
  /// The node of the series.
  package static let node = NodeID("node")

  /// An expected state of a rule.
  package struct Expectation: Sendable {
    package let rule: RuleID
    /// The table, compaction or pool; nil for the worst of all.
    package let subject: String?
    /// Time since the start.
    package let at: TimeSpan
    package let state: ExpectedState
    /// Place in the file.
    package let source: SourceLocation

    /// An expected state.
    package init(rule: RuleID, subject: String?, at: TimeSpan, state: ExpectedState, source: SourceLocation) {
      self.rule = rule
      self.subject = subject
      self.at = at
      self.state = state
      self.source = source
    }
  }

  /// An expectation that was not met.
  package struct Failure: Sendable {
    package let expectation: Expectation
    package let found: ExpectedState
    /// Why the rule was not evaluated; nil if it was.
    package let reason: String?
    /// The last values of the rule's inputs at that time.
    package let values: [(series: String, value: Double, at: TimeSpan)]
  }

  /// A test.
  package init(
    name: String, interval: TimeSpan, settings: RuleSettings,
    series: [(key: SeriesBook.Key, values: [Double?])], expectations: [Expectation]
  ) {
    self.name = name
    self.interval = interval
    self.settings = settings
    self.series = series
    self.expectations = expectations
  }

  /// The expectations that are not met.
  package func failures() -> [Failure] {
    let findings = self.findings
    let engine = RuleEngine(settings: settings)
    let evaluation = engine.evaluate(findings)
    return expectations.compactMap { expectation in
      let found = state(of: expectation, evaluation, findings.samples)
      // A resolved alert is inactive, too.
      if found == expectation.state || (expectation.state == .inactive && found == .resolved) { return nil }
      // A sample that could not be evaluated changes no state; `notEvaluated` is a state of its own.
      if expectation.state == .notEvaluated, !isJudged(expectation, engine, findings) { return nil }
      return Failure(
        expectation: expectation, found: found, reason: reason(expectation.rule, evaluation),
        values: values(expectation, findings.samples))
    }
  }

  /// The node with the series as its samples.
  var findings: NodeFindings {
    var history = NodeHistory()
    for (number, (key, values)) in series.enumerated() {
      for (step, value) in values.enumerated() {
        guard let value else { continue }
        let at = Instant(milliseconds: RuleTest.start.milliseconds + Int64(step) * interval.milliseconds)
        history.receive(
          .sample(
            Sample(
              at: at, atKind: .content, metric: key.metric, labels: key.labels, value: value,
              source: SourceLocation(file: "series " + String(number + 1), line: step + 1))))
      }
    }
    history.finish()
    return NodeFindings(RuleTest.node, history)
  }

  // MARK: States

  private func reason(_ rule: RuleID, _ evaluation: NodeEvaluation) -> String? {
    let change = settings.change(of: rule, node: RuleTest.node.name, cluster: nil)
    if change.isOn == false { return "it is switched off" }
    return evaluation.notEvaluated.first { $0.rule == rule && !$0.isPartial }?.reason
  }

  private func state(
    of expectation: Expectation, _ evaluation: NodeEvaluation, _ samples: SampleStore
  ) -> ExpectedState {
    if reason(expectation.rule, evaluation) != nil { return .notEvaluated }
    let at = Instant(milliseconds: RuleTest.start.milliseconds + expectation.at.milliseconds)
    let alerts = evaluation.alerts.filter { alert in
      alert.rule == expectation.rule && alert.pendingSince <= at
        && (expectation.subject.map { $0 == alert.subject.name } ?? true)
    }
    let states = alerts.map { $0.state(at: at) }
    for state in [ExpectedState.firing, .possible, .pending] where states.contains(state) { return state }
    guard let last = alerts.max(by: { $0.over < $1.over }) else { return .inactive }
    if last.state(at: at) == .unknown {
      // A sample after the gap shows the state from then on.
      let inputs = Set(Rule.all.first { $0.id == expectation.rule }?.inputs ?? ownInputs(expectation.rule))
      let isSeen = samples.all.contains { series in
        inputs.contains(series.key.metric)
          && series.index(atOrBefore: at).map { series.points[$0].at > last.over } ?? false
      }
      return isSeen ? .inactive : .unknown
    }
    return last.hasFired ? .resolved : .inactive
  }

  /// True if the last sample at the time of the expectation could be evaluated.
  private func isJudged(_ expectation: Expectation, _ engine: RuleEngine, _ findings: NodeFindings) -> Bool {
    let rules = engine.rules(of: RuleTest.node.name, cluster: nil)
    guard let rule = rules.first(where: { $0.id == expectation.rule }) else { return false }
    let at = RuleTest.start.milliseconds + expectation.at.milliseconds
    return engine.readings(of: rule, on: findings).readings.contains { subject, readings in
      (expectation.subject.map { $0 == subject.name } ?? true)
        && readings.last { $0.at.milliseconds <= at }?.holds != nil
    }
  }

  private func ownInputs(_ rule: RuleID) -> [MetricName] {
    settings.own.first { $0.id == rule }.flatMap { try? RuleCondition(parsing: $0.condition).metrics } ?? []
  }

  /// The last value of every series of the rule's inputs at the time of the expectation.
  private func values(
    _ expectation: Expectation, _ samples: SampleStore
  ) -> [(series: String, value: Double, at: TimeSpan)] {
    let inputs = Set(Rule.all.first { $0.id == expectation.rule }?.inputs ?? ownInputs(expectation.rule))
    let at = Instant(milliseconds: RuleTest.start.milliseconds + expectation.at.milliseconds)
    return samples.all.filter { inputs.contains($0.key.metric) }.compactMap { series in
      guard let index = series.index(atOrBefore: at) else { return nil }
      let point = series.points[index]
      return (
        series.key.text, point.value,
        TimeSpan(milliseconds: point.at.milliseconds - RuleTest.start.milliseconds)
      )
    }
  }
}

extension RuleAlert {
  /// The state at `instant`, which is not before the alert.
  func state(at instant: Instant) -> ExpectedState {
    switch end {
    case .resolved(let end) where end <= instant: return hasFired ? .resolved : .inactive
    case .unknown(let end) where end < instant: return .unknown
    default:
      if let firingSince, firingSince <= instant { return .firing }
      return isPossibleOnly ? .possible : .pending
    }
  }
}
