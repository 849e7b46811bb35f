// Rules of 000 (real-time latency tracker) and 001 (async tracking).

package import CassandraModel

extension RuleID {
  package static let compactionLatency = RuleID("compaction-latency")
  package static let pendingHigh = RuleID("pending-high")
  package static let pendingSaturated = RuleID("pending-saturated")
  package static let compactionStalled = RuleID("compaction-stalled")
  package static let compactorsIdle = RuleID("compactors-idle")
  package static let velocityLow = RuleID("velocity-low")
  package static let compactionIOShare = RuleID("compaction-io-share")
}

extension Rule {
  static let latencyRules: [Rule] = [
    Rule(
      .compactionLatency, "A compaction takes long", .warning, seeds: ["000"], subject: .compaction,
      when: .builtIn(.compactionLatency),
      parameters: [.threshold(300, unit: "seconds", "how long one compaction may be active")],
      inputs: [.compactionActive, .compactionTaskCompletedBytes], needs: [.compactions],
      about: .backlogEffect, route: .review,
      advice: [.compareLong, .uptime], capture: "nodetool compactionstats every 5 to 60 seconds",
      summary: "one compaction is active for more than 300 s since the first sample it was seen in")
  ]

  private static let pool = Labels([("pool", "CompactionExecutor")])

  static let trackingRules: [Rule] = [
    Rule(
      .pendingHigh, "Many compactions are pending", .warning, seeds: ["001"],
      when: .all([RuleTerm(RuleOperand(.compactionPendingTasks), .more, .parameter("threshold"))]),
      parameters: [.threshold(10, "pending compactions")],
      inputs: [.compactionPendingTasks], needs: [.pending], about: .backlog,
      context: [.concurrentWork, .windowRollover], route: .review,
      advice: RuleAdvice.inBacklog, capture: "nodetool compactionstats every 10 to 60 seconds",
      summary: "pending compactions > 10"),
    Rule(
      .pendingSaturated, "Compaction falls behind", .warning, seeds: ["001"],
      when: .all([
        RuleTerm(
          RuleOperand(.compactionPendingTasks), .more, .parameter("factor"),
          times: RuleOperand(.concurrentCompactors))
      ]),
      for: .seconds(300),
      parameters: [RuleParameter("factor", 2, "pending compactions for each concurrent compactor")],
      inputs: [.compactionPendingTasks, .concurrentCompactors], needs: [.pending, .compactors],
      about: .backlog, context: [.concurrentWork, .windowRollover], route: .review,
      advice: RuleAdvice.inBacklog,
      capture: "nodetool compactionstats every 10 to 60 seconds, nodetool getconcurrentcompactors",
      summary: "pending compactions > 2 × concurrent compactors for more than 5 min"),
    Rule(
      .compactionStalled, "Compaction stands still while work piles up", .critical, seeds: ["001"],
      when: .builtIn(.compactionStalled), forSamples: 2,
      parameters: [
        RuleParameter("ratio", 0.01, "share of the median positive rate below which nothing moves")
      ],
      inputs: [.compactionBytesCompactedTotal, .compactionPendingTasks], needs: [.pending, .compactedBytes],
      about: .backlog, badWhen: .low, context: [.counter], route: .page,
      advice: RuleAdvice.inBacklog + [.uptime, .stallOrCorruption],
      capture: "BytesCompacted (JMX, or nodetool compactionhistory at the end) and nodetool compactionstats",
      summary: "BytesCompacted hardly moves while pending grows, over 2 intervals"),
    Rule(
      .compactorsIdle, "Compactors do nothing though tasks wait", .critical, seeds: ["001"],
      when: .all([
        RuleTerm(RuleOperand(.poolActive, pool), .equal, .literal(0)),
        RuleTerm(RuleOperand(.poolPending, pool), .more, .parameter("threshold")),
      ]),
      for: .seconds(300),
      parameters: [.threshold(0, "tasks in the queue of CompactionExecutor")],
      inputs: [.poolActive, .poolPending], needs: [.compactionPool], about: .backlog, route: .page,
      advice: [.restart, .stallOrCorruption], capture: "nodetool tpstats every 10 to 60 seconds",
      summary: "CompactionExecutor has no active task but pending ones for more than 5 min"),
    Rule(
      .velocityLow, "Compaction is far below its limit", .warning, seeds: ["001"],
      when: .builtIn(.velocityLow), for: .seconds(300),
      parameters: [
        RuleParameter("ratio", 0.3, "share of the configured throughput"),
        RuleParameter("window", 60, unit: "seconds", "over which the rate is taken"),
      ],
      inputs: [.compactionBytesCompactedTotal, .compactionThroughputLimit, .compactionPendingTasks],
      needs: [.pending, .compactedBytes, .compactionThroughput], about: .backlogEffect, badWhen: .low,
      context: [.counter, .disk],
      route: .review,
      advice: RuleAdvice.beforeThroughput + [.uptime],
      capture:
        "BytesCompacted (JMX, or nodetool compactionhistory at the end), nodetool getcompactionthroughput",
      summary:
        "bytes compacted over 60 s < 30 % of the configured throughput while work is pending, for more than 5 min"
    ),
    Rule(
      .compactionIOShare, "Compaction's share of the disk is unusual", .info, seeds: ["001"],
      when: .builtIn(.compactionIOShare),
      parameters: [
        RuleParameter("lowest", 0.20, "share of the disk's throughput"),
        RuleParameter("highest", 0.35, "share of the disk's throughput"),
        RuleParameter("peak_quantile", 0.9, "from which local write rate on ingestion is at its peak"),
      ],
      inputs: [.compactionBytesCompactedTotal, .tableWritesTotal],
      needs: [.compactedBytes, .writes, .diskThroughput], route: .note,
      capture:
        "/proc/diskstats every minute, or the disk's total throughput in the configuration; nodetool tablestats every minute",
      summary:
        "compaction is outside 20–35 % of the disk's throughput (what the configuration says, else what the disk moved) in the busiest tenth of the capture"
    ),
  ]
}
