// Rules of 002 (resolving a backlog): when to act, and actions that are not allowed then.

import CassandraModel

extension Rule {
  private static let pool = Labels([("pool", "CompactionExecutor")])

  /// Rules that ask for an intervention; other rules read whether one of them holds.
  static let interventions = ["pending-intervention", "compactors-saturated", "undrainable"]

  static let interventionRules: [Rule] = [
    Rule(
      "pending-intervention", "The backlog needs an intervention", .critical, seeds: ["002"],
      when: .all([RuleTerm(RuleOperand(.compactionPendingTasks), .more, .parameter("threshold"))]),
      parameters: [.threshold(200, "pending compactions")],
      inputs: [.compactionPendingTasks], route: .pageAndAct, runbook: "RB-7",
      capture: "nodetool compactionstats every 10 to 60 seconds", summary: "pending compactions > 200"),
    Rule(
      "compactors-saturated", "All compactors are busy and many tasks wait", .critical, seeds: ["002"],
      when: .all([
        RuleTerm(
          RuleOperand(.poolActive, pool), .equal, .literal(1), times: RuleOperand(.concurrentCompactors)),
        RuleTerm(RuleOperand(.poolPending, pool), .more, .parameter("threshold")),
      ]),
      parameters: [.threshold(50, "tasks in the queue of CompactionExecutor")],
      inputs: [.poolActive, .poolPending, .concurrentCompactors], route: .pageAndAct, runbook: "RB-7",
      capture: "nodetool tpstats every 10 to 60 seconds, nodetool getconcurrentcompactors",
      summary:
        "CompactionExecutor has as many active tasks as concurrent compactors, and more than 50 pending"),
    Rule(
      "undrainable", "What is left cannot be done in the maintenance window", .critical, seeds: ["002"],
      when: .builtIn("undrainable"),
      parameters: [
        RuleParameter("bandwidth", 200_000_000, unit: "bytes per second", "what the disk can drain"),
        RuleParameter("window", 2000, unit: "seconds", "the maintenance window: 400 GB at 200 MB/s"),
      ],
      inputs: [.compactionTaskCompletedBytes, .compactionTaskTotalBytes], route: .pageAndAct,
      runbook: "RB-7",
      capture: "nodetool compactionstats every 10 to 60 seconds",
      summary: "bytes left of the running compactions > disk bandwidth × maintenance window"),
    Rule(
      "pending-gate", "Too much is pending for a change", .warning, seeds: ["002"],
      when: .all([RuleTerm(RuleOperand(.compactionPendingTasks), .more, .parameter("threshold"))]),
      parameters: [.threshold(150, "pending compactions")],
      inputs: [.compactionPendingTasks], route: .review, runbook: "RB-7",
      capture: "nodetool compactionstats every 10 to 60 seconds", summary: "pending compactions > 150"),
    Rule(
      "forbidden-operation", "Cleanup or scrub during a backlog", .critical, seeds: ["002"],
      when: .builtIn("forbidden-operation"),
      inputs: [.compactionTaskCompletedBytes, .compactionPendingTasks], route: .pageAndAct, runbook: "RB-7",
      capture: "nodetool compactionstats every 10 to 60 seconds",
      summary:
        "a cleanup or scrub runs while pending-intervention, compactors-saturated or undrainable holds"),
    Rule(
      "throughput-over-disk", "Compaction may take more than half of the disk", .warning, seeds: ["002"],
      when: .builtIn("throughput-over-disk"),
      parameters: [RuleParameter("ratio", 0.5, "share of the sustained write bandwidth of the disk")],
      inputs: [.compactionThroughputLimit], route: .review,
      capture: "the disk's bandwidth, in the configuration; nodetool getcompactionthroughput",
      summary: "configured compaction throughput > 50 % of the disk's sustained write bandwidth"),
    Rule(
      "stream-throttle-low", "Streams are throttled while writes are heavy", .info, seeds: ["002"],
      when: .builtIn("stream-throttle-low"),
      parameters: [
        .threshold(50_000_000, unit: "bytes per second", "stream throughput"),
        RuleParameter("heavy_quantile", 0.75, "from which local write rate on writes are heavy"),
      ],
      inputs: [.streamThroughputLimit, .tableWritesTotal], route: .note,
      capture: "nodetool getstreamthroughput, nodetool tablestats every minute",
      summary: "stream throughput < 50 MB/s while writes are heavy"),
  ]
}
