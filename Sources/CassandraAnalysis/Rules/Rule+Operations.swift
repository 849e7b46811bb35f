// Rules that several seeds ask for: operations during a backlog, settings left changed, blocked tasks.

package import CassandraModel

extension RuleID {
  package static let repairDuringBacklog = RuleID("repair-during-backlog")
  package static let settingsNotRestored = RuleID("settings-not-restored")
  package static let poolBlocked = RuleID("pool-blocked")
}

extension Rule {
  static let operationRules: [Rule] = [
    Rule(
      .repairDuringBacklog, "Repair runs during a backlog", .warning, seeds: ["001", "003", "004"],
      when: .builtIn(.repairDuringBacklog),
      inputs: [.compactionTaskCompletedBytes, .streamTotalBytes, .compactionPendingTasks],
      needs: [.compactions, .streams], about: .backlogEffect,
      after: [.pendingSaturated] + RuleID.interventions, route: .review,
      runbook: "RB-7",
      advice: RuleAdvice.inRepairs, capture: "nodetool compactionstats and netstats every 10 to 60 seconds",
      summary:
        "a validation, anticompaction or repair stream runs while pending-saturated or an intervention rule holds"
    ),
    Rule(
      .settingsNotRestored, "Settings were not put back after an intervention", .info,
      seeds: ["000", "002"],
      when: .builtIn(.settingsNotRestored),
      inputs: [.compactionThroughputLimit, .concurrentCompactors, .streamThroughputLimit],
      needs: [.compactors, .compactionThroughput, .streamThroughput], after: RuleID.interventions,
      route: .note,
      runbook: "RB-7",
      advice: [.reloadYAML],
      capture:
        "nodetool getcompactionthroughput, getconcurrentcompactors and getstreamthroughput before and after",
      summary:
        "compaction throughput, compactors or stream throughput at the end differ from their first value after a change during an intervention"
    ),
    Rule(
      .poolBlocked, "A thread pool is blocked", .warning, seeds: ["002"], subject: .pool,
      when: .builtIn(.poolBlocked),
      parameters: [.threshold(0, "blocked tasks")],
      inputs: [.poolBlocked, .poolBlockedTotal], needs: [.pools], about: .backlogEffect, route: .review,
      capture: "nodetool tpstats every 10 to 60 seconds",
      summary: "a thread pool has blocked tasks, or its count of all blocked tasks grew"),
  ]
}
