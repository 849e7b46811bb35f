// Rules of 003 (backlog analysis and alerting).

package import CassandraModel

extension RuleID {
  package static let backlogRatio = RuleID("backlog-ratio")
  package static let pendingSustained = RuleID("pending-sustained")
  package static let rateDecay = RuleID("rate-decay")
  package static let diskAndPending = RuleID("disk-and-pending")
  package static let readLatency = RuleID("read-latency")
  package static let backlogWarning = RuleID("backlog-warning")
  package static let backlogCritical = RuleID("backlog-critical")
  package static let triageThrottle = RuleID("triage-throttle")
  package static let repairSessions = RuleID("repair-sessions")
  package static let diskLimitTrend = RuleID("disk-limit-trend")
}

extension Rule {
  private static let counterCapture =
    "BytesCompacted (JMX every 30 seconds, or nodetool compactionhistory at the end)"
  private static let pending = RuleOperand(.compactionPendingTasks)
  private static let decayed = RuleTerm(RuleOperand(.compactionRateDecay), .less, .parameter("decay"))
  private static let slowReads = RuleTerm(
    RuleOperand(.readLatencyP99), .more, .parameter("latency_factor"),
    times: RuleOperand(.readLatencyBaseline))

  private static let decay = RuleParameter("decay", 0.4, "share of the mean rate of the last hour")
  private static let latencyFactor = RuleParameter("latency_factor", 2, "how many times the baseline")

  static let backlogRules: [Rule] = [
    Rule(
      .backlogRatio, "The backlog will not fit on the disk", .critical, seeds: ["003"],
      when: .all([RuleTerm(RuleOperand(.backlogRatio), .more, .parameter("threshold"))]),
      parameters: [.threshold(0.6, "pending × mean SSTable size ÷ free space")],
      inputs: [.compactionPendingTasks, .tableLiveBytes, .tableSSTables, .diskFreeBytes],
      needs: [.pending, .tableSizes, .diskSpace], about: .backlog, context: [.concurrentWork], route: .page,
      runbook: "RB-7",
      advice: RuleAdvice.inBacklog,
      capture: "nodetool compactionstats, nodetool tablestats and df -k of the data directory",
      summary: "pending × average SSTable size ÷ free space of the data volume > 0.6"),
    Rule(
      .pendingSustained, "Many compactions stay pending", .warning, seeds: ["003"],
      when: .all([RuleTerm(pending, .more, .parameter("threshold"))]), for: .seconds(900),
      parameters: [.threshold(32, "pending compactions")],
      inputs: [.compactionPendingTasks], needs: [.pending], about: .backlog,
      context: [.concurrentWork, .windowRollover], route: .review, runbook: "RB-7",
      advice: RuleAdvice.inBacklog, capture: "nodetool compactionstats every 10 to 60 seconds",
      summary: "pending compactions > 32 for more than 15 min"),
    Rule(
      .rateDecay, "Compaction slows down", .warning, seeds: ["003"], when: .all([decayed]),
      parameters: [decay],
      inputs: [.compactionBytesCompactedTotal], needs: [.compactedBytes], about: .backlogEffect,
      context: [.counter], route: .review, advice: [.uptime, .stallOrCorruption], capture: counterCapture,
      summary: "compaction rate < 40 % of its mean over the last hour"),
    Rule(
      .diskAndPending, "The disk is nearly full and compaction behind", .critical, seeds: ["003"],
      when: .all([
        RuleTerm(RuleOperand(.dataVolumeUseRatio), .more, .parameter("disk")),
        RuleTerm(pending, .more, .parameter("threshold")),
      ]),
      parameters: [
        RuleParameter("disk", 0.85, "share of the data volume in use"), .threshold(16, "pending compactions"),
      ],
      inputs: [.diskUsedBytes, .diskFreeBytes, .compactionPendingTasks], needs: [.pending, .diskSpace],
      about: .backlog, context: [.concurrentWork], route: .page, runbook: "RB-7",
      advice: RuleAdvice.inBacklog,
      capture: "df -k of the data directory every minute, nodetool compactionstats",
      summary: "data volume use > 85 % and pending compactions > 16"),
    Rule(
      .readLatency, "Reads are slow while compaction runs", .critical, seeds: ["003"],
      when: .all([slowReads, RuleTerm(RuleOperand(.compactionActive), .more, .literal(0))]),
      parameters: [latencyFactor],
      inputs: [.requestLatencySeconds, .compactionActive], needs: [.compactions, .readLatency],
      about: .backlogEffect, route: .page,
      advice: [.readRepairChance],
      capture:
        "nodetool proxyhistograms and compactionstats every minute, or the baseline in the configuration",
      summary: "read p99 > 2 × baseline while a compaction is active"),
    Rule(
      .backlogWarning, "Compactions are pending and slow down", .warning, seeds: ["003"],
      when: .all([RuleTerm(pending, .more, .parameter("threshold")), decayed]),
      parameters: [.threshold(16, "pending compactions"), decay],
      inputs: [.compactionPendingTasks, .compactionBytesCompactedTotal], needs: [.pending, .compactedBytes],
      about: .backlog, context: [.counter, .concurrentWork], route: .review, runbook: "RB-7",
      advice: RuleAdvice.inBacklog, capture: counterCapture + " and nodetool compactionstats",
      summary: "pending compactions > 16 and compaction rate < 40 % of its mean over the last hour"),
    Rule(
      .backlogCritical, "The backlog hurts the node", .critical, seeds: ["003"],
      when: .any([
        RuleTerm(pending, .more, .parameter("threshold")),
        RuleTerm(RuleOperand(.dataVolumeUseRatio), .more, .parameter("disk")), slowReads,
      ]),
      parameters: [
        .threshold(64, "pending compactions"), RuleParameter("disk", 0.9, "share of the data volume in use"),
        latencyFactor,
      ],
      inputs: [.compactionPendingTasks, .diskUsedBytes, .diskFreeBytes, .requestLatencySeconds],
      needs: [.pending, .diskSpace, .readLatency], about: .backlog, context: [.concurrentWork],
      route: .pageAndAct, runbook: "RB-7",
      advice: RuleAdvice.inBacklog + [.readRepairChance],
      capture: "nodetool compactionstats, df -k of the data directory, nodetool proxyhistograms every minute",
      summary: "pending compactions > 64, or data volume use > 90 %, or read p99 > 2 × baseline"),
    Rule(
      .triageThrottle, "The triage script would have changed the throughput", .critical, seeds: ["003"],
      when: .all([RuleTerm(pending, .more, .parameter("threshold")), decayed]),
      parameters: [.threshold(32, "pending compactions"), decay],
      inputs: [.compactionPendingTasks, .compactionBytesCompactedTotal], needs: [.pending, .compactedBytes],
      about: .backlogEffect, context: [.counter], route: .pageAndAct,
      runbook: "RB-7",
      advice: RuleAdvice.inBacklog + RuleAdvice.beforeThroughput + [.nodeIsUp],
      capture: counterCapture + " and nodetool compactionstats",
      summary: "pending compactions > 32 and compaction rate < 40 % of its mean over the last hour"),
    Rule(
      .repairSessions, "More repairs than compactors", .warning, seeds: ["003"],
      when: .all([
        RuleTerm(
          RuleOperand(.repairSessions), .more, .parameter("factor"), times: RuleOperand(.concurrentCompactors)
        )
      ]),
      parameters: [RuleParameter("factor", 1, "repair sessions for each concurrent compactor")],
      inputs: [.repairSessionsActive, .streamTotalBytes, .concurrentCompactors],
      needs: [.compactors, .repairSessions], route: .review,
      advice: RuleAdvice.inRepairs,
      capture: "nodetool repair_admin list or netstats every minute, nodetool getconcurrentcompactors",
      summary: "active repair sessions > concurrent compactors"),
    Rule(
      .diskLimitTrend, "Compaction lives at the limit of the disk controller", .warning, seeds: ["003"],
      when: .builtIn(.diskLimitTrend),
      parameters: [
        RuleParameter("ratio", 0.8, "share of the controller's limit"),
        RuleParameter("window", 2_592_000, unit: "seconds", "over which the rate is taken: 30 days"),
      ],
      inputs: [.compactionBytesCompactedTotal], needs: [.compactedBytes], route: .review,
      capture: "BytesCompacted over 30 days, and the controller's limit in the configuration",
      summary: "compaction rate over 30 days ≥ 80 % of the disk controller's limit"),
  ]
}
