// What a team may write conditions over.

package import CassandraModel

extension Rule {
  /// Every metric that conditions may name, in order: those that are kept over time, and those derived from them.
  package static let knownMetrics: [MetricName] = {
    let derived: [MetricName] = [
      .dataVolumeUseRatio, .readLatencyP99, .readLatencyBaseline, .compactionRemainingBytes, .compactionRate,
      .compactionRateDecay, .backlogRatio, .repairSessions,
    ]
    return NodeHistory.judgedMetrics.union(derived).sorted()
  }()
}
