// Rules of 004 (tombstone alerts).

import CassandraModel

extension Rule {
  private static let tombstones = RuleOperand(.tableTombstonesPerSliceMax)
  private static let cooldown = RuleParameter(
    "cooldown", 3600, unit: "seconds", "of silence about the same table")

  static let tombstoneRules: [Rule] = [
    Rule(
      "tombstones-warning", "Reads meet many tombstones", .warning, seeds: ["004"], subject: .table,
      when: .all([RuleTerm(tombstones, .atLeast, .parameter("threshold"))]),
      parameters: [.threshold(5000, "tombstones in one slice in the last five minutes"), cooldown],
      inputs: [.tableTombstonesPerSliceMax], route: .review, runbook: "RB-6",
      capture: "nodetool tablestats every 1 to 5 minutes",
      summary: "a slice of the last five minutes read at least 5,000 tombstones"),
    Rule(
      "tombstones-critical", "Reads meet very many tombstones", .critical, seeds: ["004"], subject: .table,
      when: .all([RuleTerm(tombstones, .atLeast, .parameter("threshold"))]),
      parameters: [.threshold(50_000, "tombstones in one slice in the last five minutes"), cooldown],
      inputs: [.tableTombstonesPerSliceMax], route: .page, runbook: "RB-6",
      capture: "nodetool tablestats every 1 to 5 minutes",
      summary: "a slice of the last five minutes read at least 50,000 tombstones"),
    Rule(
      "cassandra-tombstone-warn", "Cassandra's own tombstone warning", .warning, seeds: ["004"],
      subject: .table, when: .builtIn("cassandra-tombstone-warn"),
      parameters: [.threshold(1000, "tombstones in one read: tombstone_warn_threshold")],
      inputs: [.tableTombstonesPerSliceMax], route: .review, runbook: "RB-6",
      capture: "system.log, nodetool tablestats every 1 to 5 minutes",
      summary: "a read met at least 1,000 tombstones, by the log or by tablestats"),
    Rule(
      "cassandra-tombstone-failure", "Cassandra aborts reads over tombstones", .critical, seeds: ["004"],
      subject: .table, when: .builtIn("cassandra-tombstone-failure"),
      parameters: [.threshold(100_000, "tombstones in one read: tombstone_failure_threshold")],
      inputs: [.tableTombstonesPerSliceMax], route: .page, runbook: "RB-6",
      capture: "system.log, nodetool tablestats every 1 to 5 minutes",
      summary: "a read met at least 100,000 tombstones, by the log or by tablestats"),
  ]
}
