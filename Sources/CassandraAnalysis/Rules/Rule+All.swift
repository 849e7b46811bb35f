// All rules, in the order of the seeds they come from.

extension Rule {
  /// The table of rules.
  public static let all: [Rule] =
    latencyRules + trackingRules + interventionRules + backlogRules + tombstoneRules + operationRules
    + resourceRules

  /// The rule of this id; nil without one.
  public static func named(_ id: String) -> Rule? { all.first { $0.id == id } }
}

extension RuleParameter {
  static func threshold(_ value: Double, unit: String = "", _ meaning: String) -> RuleParameter {
    RuleParameter("threshold", value, unit: unit, meaning)
  }
}
