// Predicates: conditions that terms over metrics cannot express. Each evaluates the samples of one rule.

import CassandraModel

/// The predicates by name.
enum RulePredicate {
  static let all: [RuleID: @Sendable (inout RulePass) -> Void] = [
    .compactionLatency: { $0.compactionLatency() },
    .compactionStalled: { $0.compactionStalled() },
    .velocityLow: { $0.velocityLow() },
    .compactionIOShare: { $0.compactionIOShare() },
    .undrainable: { $0.undrainable() },
    .forbiddenOperation: { $0.forbiddenOperation() },
    .throughputOverDisk: { $0.throughputOverDisk() },
    .streamThrottleLow: { $0.streamThrottleLow() },
    .diskLimitTrend: { $0.diskLimitTrend() },
    .cassandraTombstoneWarn: { $0.cassandraTombstones(isAbort: false) },
    .cassandraTombstoneFailure: { $0.cassandraTombstones(isAbort: true) },
    .repairDuringBacklog: { $0.repairDuringBacklog() },
    .settingsNotRestored: { $0.settingsNotRestored() },
    .poolBlocked: { $0.poolBlocked() },
    .diskSaturated: { $0.diskSaturated() },
  ]
}
