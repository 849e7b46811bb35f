// Rules of 003 (backlog analysis and alerting).

import CassandraModel

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
      "backlog-ratio", "The backlog will not fit on the disk", .critical, seeds: ["003"],
      when: .all([RuleTerm(RuleOperand(.backlogRatio), .more, .parameter("threshold"))]),
      parameters: [.threshold(0.6, "pending × mean SSTable size ÷ free space")],
      inputs: [.compactionPendingTasks, .tableLiveBytes, .tableSSTables, .diskFreeBytes], route: .page,
      runbook: "RB-7",
      capture: "nodetool compactionstats, nodetool tablestats and df -k of the data directory",
      summary: "pending × average SSTable size ÷ free space of the data volume > 0.6"),
    Rule(
      "pending-sustained", "Many compactions stay pending", .warning, seeds: ["003"],
      when: .all([RuleTerm(pending, .more, .parameter("threshold"))]), for: .seconds(900),
      parameters: [.threshold(32, "pending compactions")],
      inputs: [.compactionPendingTasks], route: .review, runbook: "RB-7",
      capture: "nodetool compactionstats every 10 to 60 seconds",
      summary: "pending compactions > 32 for more than 15 min"),
    Rule(
      "rate-decay", "Compaction slows down", .warning, seeds: ["003"], when: .all([decayed]),
      parameters: [decay],
      inputs: [.compactionBytesCompactedTotal], route: .review, capture: counterCapture,
      summary: "compaction rate < 40 % of its mean over the last hour"),
    Rule(
      "disk-and-pending", "The disk is nearly full and compaction behind", .critical, seeds: ["003"],
      when: .all([
        RuleTerm(RuleOperand(.dataVolumeUseRatio), .more, .parameter("disk")),
        RuleTerm(pending, .more, .parameter("threshold")),
      ]),
      parameters: [
        RuleParameter("disk", 0.85, "share of the data volume in use"), .threshold(16, "pending compactions"),
      ],
      inputs: [.diskUsedBytes, .diskFreeBytes, .compactionPendingTasks], route: .page, runbook: "RB-7",
      capture: "df -k of the data directory every minute, nodetool compactionstats",
      summary: "data volume use > 85 % and pending compactions > 16"),
    Rule(
      "read-latency", "Reads are slow while compaction runs", .critical, seeds: ["003"],
      when: .all([slowReads, RuleTerm(RuleOperand(.compactionActive), .more, .literal(0))]),
      parameters: [latencyFactor],
      inputs: [.requestLatencySeconds, .compactionActive], route: .page,
      capture:
        "nodetool proxyhistograms and compactionstats every minute, or the baseline in the configuration",
      summary: "read p99 > 2 × baseline while a compaction is active"),
    Rule(
      "backlog-warning", "Compactions are pending and slow down", .warning, seeds: ["003"],
      when: .all([RuleTerm(pending, .more, .parameter("threshold")), decayed]),
      parameters: [.threshold(16, "pending compactions"), decay],
      inputs: [.compactionPendingTasks, .compactionBytesCompactedTotal], route: .review, runbook: "RB-7",
      capture: counterCapture + " and nodetool compactionstats",
      summary: "pending compactions > 16 and compaction rate < 40 % of its mean over the last hour"),
    Rule(
      "backlog-critical", "The backlog hurts the node", .critical, seeds: ["003"],
      when: .any([
        RuleTerm(pending, .more, .parameter("threshold")),
        RuleTerm(RuleOperand(.dataVolumeUseRatio), .more, .parameter("disk")), slowReads,
      ]),
      parameters: [
        .threshold(64, "pending compactions"), RuleParameter("disk", 0.9, "share of the data volume in use"),
        latencyFactor,
      ],
      inputs: [.compactionPendingTasks, .diskUsedBytes, .diskFreeBytes, .requestLatencySeconds],
      route: .pageAndAct, runbook: "RB-7",
      capture: "nodetool compactionstats, df -k of the data directory, nodetool proxyhistograms every minute",
      summary: "pending compactions > 64, or data volume use > 90 %, or read p99 > 2 × baseline"),
    Rule(
      "triage-throttle", "The triage script would have changed the throughput", .critical, seeds: ["003"],
      when: .all([RuleTerm(pending, .more, .parameter("threshold")), decayed]),
      parameters: [.threshold(32, "pending compactions"), decay],
      inputs: [.compactionPendingTasks, .compactionBytesCompactedTotal], route: .pageAndAct,
      runbook: "RB-7",
      capture: counterCapture + " and nodetool compactionstats",
      summary: "pending compactions > 32 and compaction rate < 40 % of its mean over the last hour"),
    Rule(
      "repair-sessions", "More repairs than compactors", .warning, seeds: ["003"],
      when: .all([
        RuleTerm(
          RuleOperand(.repairSessions), .more, .parameter("factor"), times: RuleOperand(.concurrentCompactors)
        )
      ]),
      parameters: [RuleParameter("factor", 1, "repair sessions for each concurrent compactor")],
      inputs: [.repairSessionsActive, .streamTotalBytes, .concurrentCompactors], route: .review,
      capture: "nodetool repair_admin list or netstats every minute, nodetool getconcurrentcompactors",
      summary: "active repair sessions > concurrent compactors"),
    Rule(
      "disk-limit-trend", "Compaction lives at the limit of the disk controller", .warning, seeds: ["003"],
      when: .builtIn("disk-limit-trend"),
      parameters: [
        RuleParameter("ratio", 0.8, "share of the controller's limit"),
        RuleParameter("window", 2_592_000, unit: "seconds", "over which the rate is taken: 30 days"),
      ],
      inputs: [.compactionBytesCompactedTotal], route: .review,
      capture: "BytesCompacted over 30 days, and the controller's limit in the configuration",
      summary: "compaction rate over 30 days ≥ 80 % of the disk controller's limit"),
  ]
}
