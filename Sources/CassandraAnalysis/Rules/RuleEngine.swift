// Evaluates all rules over the samples of a capture. All times are those of the samples: nothing here reads a
// clock.

import CassandraModel

/// The rules with the team's changes.
public struct RuleEngine: Sendable {
  /// The team's settings.
  public let settings: RuleSettings

  /// An engine for `settings`.
  public init(settings: RuleSettings = .none) { self.settings = settings }

  /// Evaluates the rules on all nodes of `findings`.
  public func evaluate(_ findings: Findings) -> Evaluation {
    Evaluation(nodes: findings.nodes.map { evaluate($0) }, rules: rules(of: nil, cluster: nil))
  }

  /// The rules for `node` of `cluster`, without those switched off: built-in ones first.
  public func rules(of node: String?, cluster: String?) -> [Rule] {
    (Rule.all + ownRules).compactMap { rule in
      let change = node.map { settings.change(of: rule.id, node: $0, cluster: cluster) }
      let effective = change ?? settings.rules[rule.id] ?? RuleChange()
      return effective.isOn == false ? nil : rule.changed(by: effective)
    }
  }

  /// The team's own rules; one with an invalid condition is left out, and reported where it is read.
  private var ownRules: [Rule] {
    settings.own.compactMap { own in
      (try? RuleCondition(parsing: own.condition)).map { Rule(own, condition: $0) }
    }
  }

  /// The inputs of `node`, with the configured figures; the baseline is not yet known.
  public func inputs(of node: NodeFindings) -> ResolvedInputs {
    ResolvedInputs(node, given: settings.inputs(of: node.node.name))
  }

  /// Evaluates the rules on one node.
  public func evaluate(_ node: NodeFindings) -> NodeEvaluation {
    let rules = rules(of: node.node.name, cluster: node.cluster)
    var inputs = inputs(of: node)
    var run = Run()
    // Rules that read alerts of other rules, or a median outside them, run after those rules.
    for rule in rules where !rule.isSecond { run.take(rule, inputs) }
    inputs.setBaseline(outside: run.alerts)
    let earlier = run.alerts
    for rule in rules where rule.isSecond { run.take(rule, inputs, earlier: earlier) }
    let marks = RuleMarks(inputs, rules)
    let order = Dictionary(zip(rules.map(\.id), rules.indices)) { first, _ in first }
    let position = { (rule: RuleID) in order[rule] ?? 0 }
    var tiers = TierWalk(inputs, TierNumbers(rules))
    if let missing = tiers.missing {
      run.notEvaluated.append(
        NotEvaluated(
          rule: .tiers, reason: missing,
          capture: "nodetool compactionstats every 10 to 60 seconds, nodetool getconcurrentcompactors",
          samples: nil))
    }
    return NodeEvaluation(
      node: node.node, alerts: inOrder(run.alerts, position).map { marks.marked($0) },
      notEvaluated: run.notEvaluated.sorted { a, b in
        a.rule != b.rule ? position(a.rule) < position(b.rule) : a.reason < b.reason
      },
      tiers: tiers.walk(), evaluatedSamples: run.judged)
  }

  /// In the order of time, then of the rules and subjects. Keys are sorted, not alerts: there may be very
  /// many.
  private func inOrder(_ alerts: [RuleAlert], _ position: (RuleID) -> Int) -> [RuleAlert] {
    var (rule, rank) = (RuleID(""), 0)
    let keys = alerts.indices.map { index in
      if alerts[index].rule != rule {
        rule = alerts[index].rule
        rank = position(rule)
      }
      return (at: alerts[index].pendingSince, rank: rank, index: index)
    }
    return keys.sorted { a, b in
      if a.at != b.at { return a.at < b.at }
      if a.rank != b.rank { return a.rank < b.rank }
      let (left, right) = (alerts[a.index].subject.name, alerts[b.index].subject.name)
      return left != right ? left < right : a.index < b.index
    }
    .map { alerts[$0.index] }
  }

  /// Every sample of `rule` on `node`, subject by subject, with its evaluation; and the reason why it could
  /// not be evaluated.
  public func readings(
    of rule: Rule, on node: NodeFindings
  ) -> (readings: [(subject: RuleAlert.Subject, readings: [RuleReading])], notEvaluated: [NotEvaluated]) {
    var inputs = inputs(of: node)
    var earlier: [RuleAlert] = []
    if rule.isSecond {
      var run = Run()
      for other in rules(of: node.node.name, cluster: node.cluster) where !other.isSecond {
        run.take(other, inputs)
      }
      inputs.setBaseline(outside: run.alerts)
      earlier = run.alerts
    }
    var pass = RulePass(rule, inputs, earlier: earlier, isRecording: true)
    pass.evaluate()
    return (pass.readings, pass.notEvaluated)
  }

  /// State while one node is evaluated.
  private struct Run {
    var alerts: [RuleAlert] = []
    var notEvaluated: [NotEvaluated] = []
    var judged = 0

    mutating func take(_ rule: Rule, _ inputs: ResolvedInputs, earlier: [RuleAlert] = []) {
      var pass = RulePass(rule, inputs, earlier: earlier)
      pass.evaluate()
      alerts += pass.alerts
      notEvaluated += pass.notEvaluated
      judged += pass.judged
    }
  }
}

extension Rule {
  /// True for a rule that reads alerts of other rules, or a median outside them.
  fileprivate var isSecond: Bool {
    condition.metrics.contains(.readLatencyBaseline) || !after.isEmpty
  }
}

extension NodeFindings {
  /// The name of its cluster: by nodetool, else by the configuration in its log.
  package var cluster: String? {
    (attributes[.cluster] ?? attributes[AttributeName("config_cluster_name")])?.first?.value
  }
}

extension RulePass {
  /// Evaluates the rule.
  package mutating func evaluate() {
    // A parameter without a number must be configured by the team.
    if rule.parameters.contains(where: { $0.value == nil }) {
      cannot("no number is given")
    } else if case .builtIn(let name) = rule.condition {
      if let predicate = RulePredicate.all[name] {
        predicate(&self)
      } else {
        cannot("there is no predicate " + name.name)
      }
    } else {
      evaluateTerms()
    }
    finish()
  }
}
