// Responses of metrics endpoints as JSON: an object whose keys are names of Cassandra's metrics, alone, in an
// array or one a line.
//
//     {"PendingTasks": 9, "BytesCompacted": 84203613, "TotalCompactionsCompleted": 34,
//       "CompactionExecutorActiveTasks": 2, "ReadLatency99thMicros": 17084.0, "timestamp": "2026-11-21T05:14:15Z"}
//
// A value may be nested once, as `{"value": 9}` or `{"count": 9}`. A key may be in lower case with
// underscores, or the full name of an MBean. The counters, and so their label, are those of the MBeans,
// whatever the transport.

import CassandraModel

extension MonitorKind {
  static let compactionMetrics = MonitorKind(
    name: "compaction metrics", command: "metrics",
    takes: { item in
      item.members.contains { key, value in EndpointMetric.isSign(key) && number(value) != nil }
    },
    read: { item, state in
      var entry = SnapshotEntry(
        times.lazy.compactMap { item[$0] }.map { SnapshotTime($0) }.first ?? .unknown)
      entry.poll("metrics", line: item.line)
      for (key, value) in item.members {
        if let metric = EndpointMetric.find(key), let number = number(value) {
          // A latency of 0 means that no such request was made.
          if metric.metric == .requestLatencySeconds, number <= 0 { continue }
          entry.sample(metric.metric, metric.labels, number * metric.scale, line: value.line)
        } else if let bean = MBeanName(key),
          let metric = MBeanMetric.find(bean, "Value") ?? MBeanMetric.find(bean, "Count"),
          let labels = metric.labels(of: bean)
        {
          entry.sample(metric.metric, labels, number(value).flatMap { metric.value($0) }, line: value.line)
        }
      }
      return entry
    })
}

private let times = ["timestamp", "Timestamp", "time"]

private func number(_ item: JSONItem) -> Double? {
  if let number = item.quotedNumber { return number }
  for key in ["value", "Value", "count", "Count"] {
    if let number = item[key]?.quotedNumber { return number }
  }
  return nil
}

/// The meaning of a key in a response.
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

  /// True for a key that identifies a response about compaction. `pending_tasks` alone may be from any queue.
  static func isSign(_ key: String) -> Bool {
    if key == "PendingTasks" { return true }
    if let bean = MBeanName(key) { return bean["type"] == "Compaction" }
    let plain = plain(key)
    return plain == "bytescompacted" || plain == "totalcompactionscompleted"
  }

  /// The metric of `key`; nil if there is none.
  static func find(_ key: String) -> EndpointMetric? { named[key] ?? byPlainKey[plain(key)] }

  private static let byPlainKey: [String: EndpointMetric] = Dictionary(
    named.map { (plain($0.key), $0.value) }, uniquingKeysWith: { first, _ in first })

  /// `key` in lower case and without underscores.
  private static func plain(_ key: String) -> String {
    key.lowercased().filter { $0 != "_" }
  }

  /// The spellings of scripts, of JMX and of exporters: compaction's metrics and its pool only.
  private static let named: [String: EndpointMetric] = [
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
