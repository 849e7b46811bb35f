// What other numbers of a rule would have done: the rule is evaluated once for each pair of a number and a length of
// time, and each result is set beside the first failure that the logs of the same captures tell.

package import CassandraModel

/// A rule under several numbers.
package struct RuleSweep: Sendable {
  /// Which rule.
  package let rule: Rule
  /// The number that is varied; nil when the rule has none.
  package let parameter: String?
  /// The first failure in the logs, on a node whose clock is known; nil when there is none.
  package let failure: Failure?
  /// Failures on nodes of which only the wall clock is known: they cannot be set beside samples.
  package let failuresOnOwnClock: Int
  /// One for each pair, in the order in which they were asked for.
  package let results: [Result]
  /// Why the rule could not be evaluated, by node.
  package let notEvaluated: [(node: NodeID, reason: String)]

  /// The first failure.
  package struct Failure: Sendable {
    package let node: NodeID
    package let at: Instant
    package let category: ErrorCategory
    /// Where its first record stands; nil when it is told by no record.
    package let source: SourceLocation?
  }

  /// What one pair came to.
  package struct Result: Sendable, Equatable {
    package let threshold: Double?
    package let holdsFor: TimeSpan?
    /// Intervals in which it fired, on all nodes.
    package var firings = 0
    /// Intervals in which it may have fired.
    package var possible = 0
    /// Nodes on which it fired.
    package var nodes = 0
    /// The sum over all intervals in which it fired.
    package var firing = TimeSpan(milliseconds: 0)
    /// When it fired first on any node; nil when never.
    package var first: Instant?
    /// From its first firing on the node of the first failure to that failure; negative when it fired only after it;
    /// nil when it did not fire there or nothing failed.
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

  /// The number that is varied, as it is.
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
    // Who was called at the first firing knew of it for so long.
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
    // What a node or a cluster has of its own would win over what is tried.
    let cleared = { (changes: [String: RuleChange]) -> [String: RuleChange] in
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
  /// True for a rule that cannot be evaluated without others: one that asks when they fired, or for a baseline outside
  /// of their intervals. All others are tried alone, which costs a thirtieth.
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
  /// The same with another number in the first term.
  fileprivate func with(_ number: Double) -> RuleCondition {
    var terms = terms
    guard !terms.isEmpty else { return self }
    terms[0].number = .literal(number)
    return if case .any = self { .any(terms) } else { .all(terms) }
  }
}
