// Rules of 004 (tombstone alerts).

package import CassandraModel

extension RuleID {
  package static let tombstonesWarning = RuleID("tombstones-warning")
  package static let tombstonesCritical = RuleID("tombstones-critical")
  package static let cassandraTombstoneWarn = RuleID("cassandra-tombstone-warn")
  package static let cassandraTombstoneFailure = RuleID("cassandra-tombstone-failure")
}

extension Rule {
  private static let tombstones = RuleOperand(.tableTombstonesPerSliceMax)
  private static let cooldown = RuleParameter(
    "cooldown", 3600, unit: "seconds", "of silence about the same table")

  static let tombstoneRules: [Rule] = [
    Rule(
      .tombstonesWarning, "Reads meet many tombstones", .warning, seeds: ["004"], subject: .table,
      when: .all([RuleTerm(tombstones, .atLeast, .parameter("threshold"))]),
      parameters: [.threshold(5000, "tombstones in one slice in the last five minutes"), cooldown],
      inputs: [.tableTombstonesPerSliceMax], needs: [.tombstones], route: .review, runbook: "RB-6",
      advice: RuleAdvice.onTombstones, capture: "nodetool tablestats every 1 to 5 minutes",
      summary: "a slice of the last five minutes read at least 5,000 tombstones"),
    Rule(
      .tombstonesCritical, "Reads meet very many tombstones", .critical, seeds: ["004"], subject: .table,
      when: .all([RuleTerm(tombstones, .atLeast, .parameter("threshold"))]),
      parameters: [.threshold(50_000, "tombstones in one slice in the last five minutes"), cooldown],
      inputs: [.tableTombstonesPerSliceMax], needs: [.tombstones], about: .tombstoneOverload, route: .page,
      runbook: "RB-6",
      advice: RuleAdvice.onTombstones, capture: "nodetool tablestats every 1 to 5 minutes",
      summary: "a slice of the last five minutes read at least 50,000 tombstones"),
    Rule(
      .cassandraTombstoneWarn, "Cassandra's own tombstone warning", .warning, seeds: ["004"],
      subject: .table, when: .builtIn(.cassandraTombstoneWarn),
      parameters: [.threshold(1000, "tombstones in one read: tombstone_warn_threshold")],
      inputs: [.tableTombstonesPerSliceMax], needs: [.tombstoneLimits], route: .review, runbook: "RB-6",
      advice: RuleAdvice.onTombstones, capture: "system.log, nodetool tablestats every 1 to 5 minutes",
      summary: "a read met at least 1,000 tombstones, by the log or by tablestats"),
    Rule(
      .cassandraTombstoneFailure, "Cassandra aborts reads over tombstones", .critical, seeds: ["004"],
      subject: .table, when: .builtIn(.cassandraTombstoneFailure),
      parameters: [.threshold(100_000, "tombstones in one read: tombstone_failure_threshold")],
      inputs: [.tableTombstonesPerSliceMax], needs: [.tombstoneLimits], about: .tombstoneOverload,
      route: .page, runbook: "RB-6",
      advice: RuleAdvice.onTombstones, capture: "system.log, nodetool tablestats every 1 to 5 minutes",
      summary: "a read met at least 100,000 tombstones, by the log or by tablestats"),
  ]
}
