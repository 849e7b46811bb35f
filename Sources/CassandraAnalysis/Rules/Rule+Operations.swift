// Rules that several seeds ask for: operations during a backlog, settings left changed, blocked tasks.

import CassandraModel

extension Rule {
  static let operationRules: [Rule] = [
    Rule(
      "repair-during-backlog", "Repair runs during a backlog", .warning, seeds: ["001", "003", "004"],
      when: .builtIn("repair-during-backlog"),
      inputs: [.compactionTaskCompletedBytes, .streamTotalBytes, .compactionPendingTasks], route: .review,
      runbook: "RB-7",
      capture: "nodetool compactionstats and netstats every 10 to 60 seconds",
      summary:
        "a validation, anticompaction or repair stream runs while pending-saturated or an intervention rule holds"
    ),
    Rule(
      "settings-not-restored", "Settings were not put back after an intervention", .info,
      seeds: ["000", "002"],
      when: .builtIn("settings-not-restored"),
      inputs: [.compactionThroughputLimit, .concurrentCompactors, .streamThroughputLimit], route: .note,
      runbook: "RB-7",
      capture:
        "nodetool getcompactionthroughput, getconcurrentcompactors and getstreamthroughput before and after",
      summary:
        "compaction throughput, compactors or stream throughput at the end differ from their first value after a change during an intervention"
    ),
    Rule(
      "pool-blocked", "A thread pool is blocked", .warning, seeds: ["002"], subject: .pool,
      when: .builtIn("pool-blocked"),
      parameters: [.threshold(0, "blocked tasks")],
      inputs: [.poolBlocked, .poolBlockedTotal], route: .review,
      capture: "nodetool tpstats every 10 to 60 seconds",
      summary: "a thread pool has blocked tasks, or its count of all blocked tasks grew"),
  ]
}
