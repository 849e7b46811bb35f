// The rules as they hold after what a team has set, those that are switched off included.

/// A rule as it holds.
public struct EffectiveRule: Sendable {
  /// With everything that is changed of it.
  public let rule: Rule
  /// As it is without a configuration.
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

  /// Whether anything of it is changed.
  public var isChanged: Bool {
    !isOn || rule.severity != original.severity || rule.holdsFor != original.holdsFor
      || rule.keepsFiringFor != original.keepsFiringFor || rule.route != original.route
      || rule.text != original.text || rule.parameters != original.parameters
  }
}

extension RuleSettings {
  /// All rules as they hold on `node` of `cluster`, built-in ones first; nil for where no node changes anything.
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
