// Metrics that a team may write conditions over.

package import CassandraModel

extension Rule {
  /// Every metric that conditions may name, in order: metrics kept over time, and metrics derived from them.
  package static let knownMetrics: [MetricName] = {
    let derived: [MetricName] = [
      .dataVolumeUseRatio, .readLatencyP99, .readLatencyBaseline, .compactionRemainingBytes, .compactionRate,
      .compactionRateDecay, .backlogRatio, .repairSessions,
    ]
    return NodeHistory.judgedMetrics.union(derived).sorted()
  }()
}

extension RuleParameter {
  /// True if values above 1 make no sense.
  package var isShare: Bool { meaning.hasPrefix("share ") || name.hasSuffix("quantile") }
}

extension NodeHistory {
  /// Whether samples of `metric` are kept over time.
  package static func isJudged(_ metric: MetricName) -> Bool { judgedMetrics.contains(metric) }
  /// The names of all metrics that are kept over time, in order.
  package static let judgedNames = judgedMetrics.map(\.name).sorted()
}
