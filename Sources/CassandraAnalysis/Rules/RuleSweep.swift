// Other numbers for a rule: the rule is evaluated once for each pair of a threshold and a duration, and each
// result is compared with the first failure in the logs of the same captures.

package import CassandraModel

/// A rule evaluated with several numbers.
package struct RuleSweep: Sendable {
  /// Which rule.
  package let rule: Rule
  /// The name of the number that is varied; nil when the rule has none.
  package let parameter: String?
  /// The first failure in the logs, on a node with a known clock; nil without one.
  package let failure: Failure?
  /// Failures on nodes with only a wall clock: they cannot be compared with samples.
  package let failuresOnOwnClock: Int
  /// One for each pair, in the order of the request.
  package let results: [Result]
  /// Why the rule could not be evaluated, by node.
  package let notEvaluated: [(node: NodeID, reason: String)]

  /// The first failure.
  package struct Failure: Sendable {
    package let node: NodeID
    package let at: Instant
    package let category: ErrorCategory
    /// Place of its first record; nil without a record.
    package let source: SourceLocation?
  }

  /// The result of one pair.
  package struct Result: Sendable, Equatable {
    package let threshold: Double?
    package let holdsFor: TimeSpan?
    /// Number of alerts that fired, on all nodes.
    package var firings = 0
    /// Number of alerts that may have fired.
    package var possible = 0
    /// Number of nodes on which it fired.
    package var nodes = 0
    /// Total time that it fired, over all alerts.
    package var firing = TimeSpan(milliseconds: 0)
    /// When it fired first on any node; nil when never.
    package var first: Instant?
    /// Time from its first firing on the node of the first failure to that failure; negative when it fired
    /// only after it; nil when it did not fire there or nothing failed.
    package var lead: TimeSpan?
  }

  /// Tries `rule` on `findings`.
  ///
  /// - Parameters:
  ///   - thresholds: numbers for the rule's first parameter; nil for its own.
  ///   - spans: how long the condition must hold; nil for its own.
  ///   - node: only this node; nil for all.
  package init(
    _ rule: Rule, over findings: Findings, settings: RuleSettings, thresholds: [Double]?, spans: [TimeSpan]?,
    node: NodeID? = nil
  ) {
    let nodes = findings.nodes.filter { node == nil || $0.node == node }
    self.rule = rule
    parameter = RuleSweep.parameter(of: rule)
    let failures = nodes.flatMap { RuleSweep.failures(of: $0) }
    let known = failures.compactMap(\.known).sorted { ($0.at, $0.node) < ($1.at, $1.node) }
    failure = known.first
    failuresOnOwnClock = failures.count - known.count
    var results: [Result] = []
    var lacking: [NodeID: String] = [:]
    for threshold in thresholds.map({ $0.map(Optional.some) }) ?? [nil] {
      for span in spans.map({ $0.map(Optional.some) }) ?? [nil] {
        let changed = settings.trying(rule, parameter, threshold, span)
        var result = Result(
          threshold: threshold ?? RuleSweep.number(of: rule, settings), holdsFor: span ?? rule.holdsFor)
        for node in nodes {
          let evaluation = RuleEngine(settings: changed).evaluate(node)
          if let reason = evaluation.notEvaluated.first(where: { $0.rule == rule.id && !$0.isPartial }) {
            lacking[node.node] = reason.reason
          }
          result.add(evaluation.alerts.filter { $0.rule == rule.id }, failure: failure, node: node.node)
        }
        results.append(result)
      }
    }
    self.results = results
    notEvaluated = lacking.sorted { $0.key < $1.key }.map { (node: $0.key, reason: $0.value) }
  }

  /// The parameter that is varied: the threshold, or else the rule's first one. A rule of a team has the number of
  /// its first term.
  private static func parameter(of rule: Rule) -> String? {
    (rule.parameters.first { $0.name == "threshold" } ?? rule.parameters.first)?.name
  }

  /// The current value of the number that is varied.
  private static func number(of rule: Rule, _ settings: RuleSettings) -> Double? {
    if let name = parameter(of: rule) {
      return rule.changed(by: settings.rules[rule.id] ?? RuleChange()).number(name)
    }
    guard case .literal(let number)? = rule.condition.terms.first?.number else { return nil }
    return number
  }

  /// Whether the rule has a number to vary.
  package static func isVariable(_ rule: Rule) -> Bool {
    parameter(of: rule) != nil || number(of: rule, .none) != nil
  }

  private static func failures(of node: NodeFindings) -> [(known: Failure?, fault: Fault)] {
    node.faults.filter { $0.category.isError && $0.severity == .critical }.map { fault in
      guard case .utc(let at) = fault.first else { return (nil, fault) }
      return (
        Failure(
          node: node.node, at: at, category: fault.category, source: fault.evidence.first?.source),
        fault
      )
    }
  }
}

extension RuleSweep.Result {
  fileprivate mutating func add(_ alerts: [RuleAlert], failure: RuleSweep.Failure?, node: NodeID) {
    let fired = alerts.filter(\.hasFired)
    firings += fired.count
    possible += alerts.count { $0.isPossibleOnly && !$0.hasFired }
    if !fired.isEmpty { nodes += 1 }
    for alert in fired {
      guard let since = alert.firingSince else { continue }
      firing.milliseconds += max(0, alert.over.milliseconds - since.milliseconds)
      first = min(first ?? since, since)
    }
    guard let failure, failure.node == node else { return }
    // The lead is counted from the first firing, which notifies.
    if let since = fired.compactMap(\.firingSince).min() {
      lead = TimeSpan(milliseconds: failure.at.milliseconds - since.milliseconds)
    }
  }
}

extension RuleSettings {
  /// These settings with another number and another length of time for `rule`, on every node.
  fileprivate func trying(
    _ rule: Rule, _ parameter: String?, _ threshold: Double?, _ span: TimeSpan?
  ) -> RuleSettings {
    var settings = self
    // A node's or cluster's own change would win over the tried number.
    let cleared = { (changes: [RuleID: RuleChange]) -> [RuleID: RuleChange] in
      var changes = changes
      changes[rule.id] = changes[rule.id]?.without(parameter, threshold, span)
      return changes
    }
    settings.nodes = nodes.mapValues(cleared)
    settings.clusters = clusters.mapValues(cleared)
    if !rule.looksAtOthers {
      for other in Rule.all.map(\.id) + own.map(\.id) where other != rule.id {
        settings.rules[other] = RuleChange(isOn: false)
        for key in nodes.keys { settings.nodes[key, default: [:]][other] = RuleChange(isOn: false) }
        for key in clusters.keys { settings.clusters[key, default: [:]][other] = RuleChange(isOn: false) }
      }
    }
    var change = settings.rules[rule.id] ?? RuleChange()
    change.isOn = true
    if let span { change.holdsFor = span }
    if let threshold {
      if let parameter {
        change.numbers[parameter] = threshold
      } else if let index = settings.own.firstIndex(where: { $0.id == rule.id }) {
        settings.own[index].condition = rule.condition.with(threshold).text
      }
    }
    settings.rules[rule.id] = change
    return settings
  }
}

extension Rule {
  /// True for a rule that needs the alerts of others, or a baseline outside them. All other rules are
  /// evaluated alone, at a thirtieth of the cost.
  fileprivate var looksAtOthers: Bool {
    switch condition {
    case .builtIn: true
    case .all, .any: condition.metrics.contains(.readLatencyBaseline)
    }
  }
}

extension RuleChange {
  fileprivate func without(_ parameter: String?, _ threshold: Double?, _ span: TimeSpan?) -> RuleChange {
    var change = self
    change.isOn = nil
    if threshold != nil, let parameter { change.numbers[parameter] = nil }
    if span != nil { change.holdsFor = nil }
    return change
  }
}

extension RuleCondition {
  /// The condition with another number in the first term.
  fileprivate func with(_ number: Double) -> RuleCondition {
    var terms = terms
    guard !terms.isEmpty else { return self }
    terms[0].number = .literal(number)
    return if case .any = self { .any(terms) } else { .all(terms) }
  }
}
