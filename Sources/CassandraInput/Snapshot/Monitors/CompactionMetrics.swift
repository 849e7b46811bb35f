// What an endpoint of metrics answers: an object whose keys are names of Cassandra's metrics, alone, in an array or
// one a line.
//
//     {"PendingTasks": 9, "BytesCompacted": 84203613, "TotalCompactionsCompleted": 34,
//       "CompactionExecutorActiveTasks": 2, "ReadLatency99thMicros": 17084.0, "timestamp": "2026-11-21T05:14:15Z"}
//
// A value may lie one deeper, as `{"value": 9}` or `{"count": 9}`. The counters are those of the MBeans, however
// they were read, and so is their label.

import CassandraModel

extension MonitorKind {
  static let compactionMetrics = MonitorKind(
    name: "compaction metrics", command: "metrics",
    takes: { item in signs.contains { sign in item[sign].flatMap { number($0) } != nil } },
    read: { item, state in
      var entry = SnapshotEntry(
        times.lazy.compactMap { item[$0] }.map { SnapshotTime($0) }.first ?? .unknown)
      entry.poll("metrics", line: item.line)
      for (key, value) in item.members {
        guard let metric = EndpointMetric.named[key], let number = number(value) else { continue }
        // A request whose latency is 0 was never made.
        if metric.metric == .requestLatencySeconds, number <= 0 { continue }
        entry.sample(metric.metric, metric.labels, number * metric.scale, line: value.line)
      }
      return entry
    })
}

/// One of these makes it an answer about compaction.
private let signs = ["PendingTasks", "BytesCompacted", "TotalCompactionsCompleted"]
private let times = ["timestamp", "Timestamp", "time"]

private func number(_ item: JSONItem) -> Double? {
  if let number = item.number { return number }
  for key in ["value", "Value", "count", "Count"] { if let number = item[key]?.number { return number } }
  return nil
}

/// What a key of an answer means.
private struct EndpointMetric: Sendable {
  let metric: MetricName
  let labels: Labels
  let scale: Double

  private init(_ metric: MetricName, _ labels: [(name: String, value: String)] = [], scale: Double = 1) {
    self.metric = metric
    self.labels = Labels(labels)
    self.scale = scale
  }

  private static let pool = [(name: "pool", value: "CompactionExecutor")]
  private static let jmx = [(name: "source", value: "jmx")]

  /// The spellings of the seeds, of JMX and of exporters. Beside compaction's metrics only its pool is meant.
  static let named: [String: EndpointMetric] = [
    "PendingTasks": EndpointMetric(.compactionPendingTasks),
    "BytesCompacted": EndpointMetric(.compactionBytesCompactedTotal, jmx),
    "TotalCompactionsCompleted": EndpointMetric(.compactionsCompletedTotal, jmx),
    "CompletedTasks": EndpointMetric(.compactionTasksCompletedTotal),
    "CompactionsAborted": EndpointMetric(.compactionsAbortedTotal),
    "CompactionsReduced": EndpointMetric(.compactionsReducedTotal),
    "SSTablesDroppedFromCompaction": EndpointMetric(.compactionSSTablesDroppedTotal),
    "ActiveCount": EndpointMetric(.poolActive, pool),
    "ActiveTasks": EndpointMetric(.poolActive, pool),
    "CompactionExecutorActiveTasks": EndpointMetric(.poolActive, pool),
    "CompactionExecutorActiveCount": EndpointMetric(.poolActive, pool),
    "CompactionExecutorPendingTasks": EndpointMetric(.poolPending, pool),
    "CompactionExecutorCompletedTasks": EndpointMetric(.poolCompletedTotal, pool),
    "CompactionExecutorCompletedTaskCount": EndpointMetric(.poolCompletedTotal, pool),
    "CompletedTaskCount": EndpointMetric(.poolCompletedTotal, pool),
    "CompactionExecutorCurrentlyBlockedTasks": EndpointMetric(.poolBlocked, pool),
    "CompactionExecutorTotalBlockedTasks": EndpointMetric(.poolBlockedTotal, pool),
    "TaskCount": EndpointMetric(.poolTasksTotal, pool),
    "CompactionExecutorTaskCount": EndpointMetric(.poolTasksTotal, pool),
    "ReadLatency99thMicros": EndpointMetric(
      .requestLatencySeconds, [("request", "read"), ("quantile", "0.99")], scale: 1e-6),
    "WriteLatency99thMicros": EndpointMetric(
      .requestLatencySeconds, [("request", "write"), ("quantile", "0.99")], scale: 1e-6),
    "Load": EndpointMetric(.nodeLoadBytes),
    "ActiveSessions": EndpointMetric(.repairSessionsActive),
    "RepairActiveSessions": EndpointMetric(.repairSessionsActive),
  ]
}
