// Rules of 002 (resolving a backlog): when to act, and actions that are not allowed then.

package import CassandraModel

extension RuleID {
  package static let pendingIntervention = RuleID("pending-intervention")
  package static let compactorsSaturated = RuleID("compactors-saturated")
  package static let undrainable = RuleID("undrainable")
  package static let pendingGate = RuleID("pending-gate")
  package static let forbiddenOperation = RuleID("forbidden-operation")
  package static let throughputOverDisk = RuleID("throughput-over-disk")
  package static let streamThrottleLow = RuleID("stream-throttle-low")

  /// Rules that ask for an intervention; other rules read whether one of them holds.
  package static let interventions: [RuleID] = [.pendingIntervention, .compactorsSaturated, .undrainable]
}

extension Rule {
  private static let pool = Labels([("pool", "CompactionExecutor")])

  static let interventionRules: [Rule] = [
    Rule(
      .pendingIntervention, "The backlog needs an intervention", .critical, seeds: ["002"],
      when: .all([RuleTerm(RuleOperand(.compactionPendingTasks), .more, .parameter("threshold"))]),
      parameters: [.threshold(200, "pending compactions")],
      inputs: [.compactionPendingTasks], needs: [.pending], about: .backlog,
      context: [.concurrentWork, .windowRollover], route: .pageAndAct, runbook: "RB-7",
      advice: RuleAdvice.inBacklog + RuleAdvice.beforeThroughput + [.nodeIsUp],
      capture: "nodetool compactionstats every 10 to 60 seconds", summary: "pending compactions > 200"),
    Rule(
      .compactorsSaturated, "All compactors are busy and many tasks wait", .critical, seeds: ["002"],
      when: .all([
        RuleTerm(
          RuleOperand(.poolActive, pool), .equal, .literal(1), times: RuleOperand(.concurrentCompactors)),
        RuleTerm(RuleOperand(.poolPending, pool), .more, .parameter("threshold")),
      ]),
      parameters: [.threshold(50, "tasks in the queue of CompactionExecutor")],
      inputs: [.poolActive, .poolPending, .concurrentCompactors], needs: [.compactors, .compactionPool],
      about: .backlog, context: [.concurrentWork], route: .pageAndAct, runbook: "RB-7",
      advice: RuleAdvice.inBacklog + RuleAdvice.beforeThroughput + [.nodeIsUp],
      capture: "nodetool tpstats every 10 to 60 seconds, nodetool getconcurrentcompactors",
      summary:
        "CompactionExecutor has as many active tasks as concurrent compactors, and more than 50 pending"),
    Rule(
      .undrainable, "What is left cannot be done in the maintenance window", .critical, seeds: ["002"],
      when: .builtIn(.undrainable),
      parameters: [
        RuleParameter("bandwidth", 200_000_000, unit: "bytes per second", "what the disk can drain"),
        RuleParameter("window", 2000, unit: "seconds", "the maintenance window: 400 GB at 200 MB/s"),
      ],
      inputs: [.compactionTaskCompletedBytes, .compactionTaskTotalBytes], needs: [.compactions],
      about: .backlog, context: [.concurrentWork], route: .pageAndAct,
      runbook: "RB-7",
      advice: RuleAdvice.inBacklog + RuleAdvice.beforeThroughput + [.nodeIsUp],
      capture: "nodetool compactionstats every 10 to 60 seconds",
      summary: "bytes left of the running compactions > disk bandwidth × maintenance window"),
    Rule(
      .pendingGate, "Too much is pending for a change", .warning, seeds: ["002"],
      when: .all([RuleTerm(RuleOperand(.compactionPendingTasks), .more, .parameter("threshold"))]),
      parameters: [.threshold(150, "pending compactions")],
      inputs: [.compactionPendingTasks], needs: [.pending], about: .backlog,
      context: [.concurrentWork, .windowRollover], route: .review, runbook: "RB-7",
      advice: RuleAdvice.inBacklog, capture: "nodetool compactionstats every 10 to 60 seconds",
      summary: "pending compactions > 150"),
    Rule(
      .forbiddenOperation, "Cleanup or scrub during a backlog", .critical, seeds: ["002"],
      when: .builtIn(.forbiddenOperation),
      inputs: [.compactionTaskCompletedBytes, .compactionPendingTasks], needs: [.compactions],
      about: .backlogEffect, after: RuleID.interventions, route: .pageAndAct, runbook: "RB-7",
      advice: RuleAdvice.inBacklog, capture: "nodetool compactionstats every 10 to 60 seconds",
      summary:
        "a cleanup or scrub runs while pending-intervention, compactors-saturated or undrainable holds"),
    Rule(
      .throughputOverDisk, "Compaction may take more than half of the disk", .warning, seeds: ["002"],
      when: .builtIn(.throughputOverDisk),
      parameters: [RuleParameter("ratio", 0.5, "share of the sustained write bandwidth of the disk")],
      inputs: [.compactionThroughputLimit], needs: [.compactionThroughput], route: .review,
      advice: RuleAdvice.beforeThroughput,
      capture: "the disk's bandwidth, in the configuration; nodetool getcompactionthroughput",
      summary: "configured compaction throughput > 50 % of the disk's sustained write bandwidth"),
    Rule(
      .streamThrottleLow, "Streams are throttled while writes are heavy", .info, seeds: ["002"],
      when: .builtIn(.streamThrottleLow),
      parameters: [
        .threshold(50_000_000, unit: "bytes per second", "stream throughput"),
        RuleParameter("heavy_quantile", 0.75, "from which local write rate on writes are heavy"),
      ],
      inputs: [.streamThroughputLimit, .tableWritesTotal], needs: [.writes, .streamThroughput], badWhen: .low,
      route: .note,
      advice: [.streamThroughput], capture: "nodetool getstreamthroughput, nodetool tablestats every minute",
      summary: "stream throughput < 50 MB/s while writes are heavy"),
  ]
}
