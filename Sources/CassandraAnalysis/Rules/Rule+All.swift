// All rules, in the order of the seeds they come from.

public import CassandraModel

extension Rule {
  /// The table of rules.
  public static let all: [Rule] =
    latencyRules + trackingRules + interventionRules + backlogRules + tombstoneRules + operationRules
    + resourceRules

  /// The rules about `topic`.
  static func ids(about topic: RuleTopic) -> Set<RuleID> {
    Set(all.filter { $0.about == topic }.map(\.id))
  }

  /// The rule of this id; nil without one.
  public static func named(_ id: RuleID) -> Rule? { all.first { $0.id == id } }
}

extension RuleParameter {
  static func threshold(_ value: Double, unit: String = "", _ meaning: String) -> RuleParameter {
    RuleParameter("threshold", value, unit: unit, meaning)
  }
}
