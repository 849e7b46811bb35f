// Predicates: conditions that terms over metrics cannot express. Each evaluates the samples of one rule.

/// The predicates by name.
enum RulePredicate {
  static let all: [String: @Sendable (inout RulePass) -> Void] = [
    "compaction-latency": { $0.compactionLatency() },
    "compaction-stalled": { $0.compactionStalled() },
    "velocity-low": { $0.velocityLow() },
    "compaction-io-share": { $0.compactionIOShare() },
    "undrainable": { $0.undrainable() },
    "forbidden-operation": { $0.forbiddenOperation() },
    "throughput-over-disk": { $0.throughputOverDisk() },
    "stream-throttle-low": { $0.streamThrottleLow() },
    "disk-limit-trend": { $0.diskLimitTrend() },
    "cassandra-tombstone-warn": { $0.cassandraTombstones(isAbort: false) },
    "cassandra-tombstone-failure": { $0.cassandraTombstones(isAbort: true) },
    "repair-during-backlog": { $0.repairDuringBacklog() },
    "settings-not-restored": { $0.settingsNotRestored() },
    "pool-blocked": { $0.poolBlocked() },
    "disk-saturated": { $0.diskSaturated() },
  ]
}
