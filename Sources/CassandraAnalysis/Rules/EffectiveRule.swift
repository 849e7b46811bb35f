// The rules after the team's changes, including rules that are switched off.

/// A rule after all changes.
public struct EffectiveRule: Sendable {
  /// The rule with every change.
  public let rule: Rule
  /// The rule without a configuration.
  public let original: Rule
  /// Whether it is evaluated.
  public let isOn: Bool
  /// Where it comes from.
  public let origin: Origin

  /// Where a rule comes from.
  public enum Origin: Sendable, Hashable {
    /// A decision of the seed documents.
    case builtIn
    /// The team.
    case own
    /// A pack, by its id.
    case pack(String)
  }

  /// True if a setting changes it.
  public var isChanged: Bool {
    !isOn || rule.severity != original.severity || rule.holdsFor != original.holdsFor
      || rule.keepsFiringFor != original.keepsFiringFor || rule.route != original.route
      || rule.text != original.text || rule.parameters != original.parameters
  }
}

extension RuleSettings {
  /// All rules for `node` of `cluster`, built-in ones first; without a node, those for nodes without changes
  /// of their own.
  public func effectiveRules(node: String? = nil, cluster: String? = nil) -> [EffectiveRule] {
    let own = own.compactMap { own in
      (try? RuleCondition(parsing: own.condition)).map { Rule(own, condition: $0) }
    }
    return (Rule.all + own).map { rule in
      let change =
        node.map { self.change(of: rule.id, node: $0, cluster: cluster) } ?? rules[rule.id] ?? RuleChange()
      let pack = RulePack.all.first { $0.rules.contains { $0.id == rule.id } }
      let isBuiltIn = Rule.all.contains { $0.id == rule.id }
      return EffectiveRule(
        rule: rule.changed(by: change), original: rule, isOn: change.isOn ?? true,
        origin: isBuiltIn ? .builtIn : pack.map { .pack($0.id) } ?? .own)
    }
  }
}
