// Responses of HTTP services about a node's compactions: Cassandra Sidecar's statistics, and the list of
// running operations of CompactionManager's MBean, which the management API, Jolokia and Scylla's REST API
// return.
//
//     {"concurrentCompactors": 2, "pendingTasks": {"shop": {"orders": 7}}, "totalPendingTasks": 7,
//       "completedCompactions": 91, "dataCompacted": 84203613, "activeCompactions": [{…}], "activeCompactionsCount": 1}
//     [{"compactionId": "b19e77d0-…", "taskType": "Compaction", "keyspace": "shop", "columnfamily": "orders",
//       "completed": "2066268", "total": "9296692", "unit": "bytes"}]
//
// Source: Sidecar, CompactionStatsResponse.java; Cassandra, CompactionInfo.asMap, 3.11 to 5.0; Scylla,
// api/compaction_manager.cc.

import CassandraModel

extension MonitorKind {
  static let sidecarCompactions = MonitorKind(
    name: "compaction statistics", command: "compactionstats",
    takes: { $0["totalPendingTasks"]?.number != nil && $0["concurrentCompactors"]?.number != nil },
    read: { item, state in
      var entry = SnapshotEntry(SnapshotTime(item["timestamp"]))
      entry.poll("compactionstats", line: item.line)
      for (key, metric, source) in sidecarFigures {
        guard let value = item[key] else { continue }
        let labels = source.map { Labels([("source", $0)]) } ?? .none
        entry.sample(metric, labels, value.number, line: value.line)
      }
      for (keyspace, tables) in item["pendingTasks"]?.members ?? [] {
        for (table, count) in tables.members {
          let labels = Labels(TableName(keyspace: keyspace, table: table))
          entry.sample(.compactionPendingTasks, labels, count.number, line: count.line)
        }
      }
      for (key, window) in [("fifteenMinuteRate", "15m"), ("meanRate", "start")] {
        guard let rate = item["completedCompactionsRate"]?[key] else { continue }
        entry.sample(.compactionsPerSecond, Labels([("window", window)]), rate.number, line: rate.line)
      }
      for task in item["activeCompactions"]?.elements ?? [] { add(task, to: &entry) }
      return entry
    })

  /// An element of a list of operations; the reader splits lists into elements.
  static let compactionTask = MonitorKind(
    name: "running compactions", command: "compactionstats", takes: { isTask($0) },
    read: { item, state in
      var entry = SnapshotEntry(SnapshotTime(item["timestamp"]))
      entry.poll("compactionstats", line: item.line)
      add(item, to: &entry)
      return entry
    })

  /// The list of the management API: `{"entity": […]}`.
  static let compactionTasks = MonitorKind(
    name: "running compactions", command: "compactionstats",
    takes: { item in list(item).contains { isTask($0) } },
    read: { item, state in
      var entry = SnapshotEntry(SnapshotTime(item["timestamp"]))
      entry.poll("compactionstats", line: item.line)
      let tasks = list(item)
      entry.sample(.compactionActive, .none, Double(tasks.count), line: item.line)
      for task in tasks { add(task, to: &entry) }
      return entry
    })
}

private let sidecarFigures: [(key: String, metric: MetricName, source: String?)] = [
  ("concurrentCompactors", .concurrentCompactors, nil), ("totalPendingTasks", .compactionPendingTasks, nil),
  ("completedCompactions", .compactionsCompletedTotal, "sidecar"),
  ("dataCompacted", .compactionBytesCompactedTotal, "sidecar"),
  ("abortedCompactions", .compactionsAbortedTotal, nil),
  ("reducedCompactions", .compactionsReducedTotal, nil),
  ("sstablesDroppedFromCompaction", .compactionSSTablesDroppedTotal, nil),
  ("activeCompactionsCount", .compactionActive, nil),
  ("activeCompactionsRemainingTime", .compactionRemainingSeconds, nil),
]

private func list(_ item: JSONItem) -> [JSONItem] {
  for key in ["entity", "compactions", "Compactions", "value"] {
    if let found = item[key]?.elements, !found.isEmpty { return found }
  }
  return []
}

/// True for an operation with completed and total amounts.
private func isTask(_ item: JSONItem) -> Bool {
  string(item, ["taskType", "task_type", "compactionType", "kind"]) != nil
    && number(item, ["completed", "completedBytes"]) != nil && number(item, ["total", "totalBytes"]) != nil
}

private func add(_ task: JSONItem, to entry: inout SnapshotEntry) {
  guard isTask(task) else { return }
  let unit = string(task, ["unit"]) ?? "bytes"
  var pairs: [(name: String, value: String)] = [("unit", unit)]
  if let kind = string(task, ["taskType", "task_type", "compactionType", "kind"]) {
    pairs.append(("kind", kind))
  }
  if let id = string(task, ["compactionId", "compaction_id", "id"]), TimeUUID(id) != nil {
    pairs.append(("id", id))
  }
  if let keyspace = string(task, ["keyspace", "ks"]),
    let table = string(task, ["columnfamily", "columnFamily", "table", "cf"])
  {
    pairs.append(("keyspace", keyspace))
    pairs.append(("table", table))
  }
  let labels = Labels(pairs)
  let isBytes = unit == "bytes"
  entry.sample(
    isBytes ? .compactionTaskCompletedBytes : .compactionTaskCompletedUnits, labels,
    number(task, ["completed", "completedBytes"]), line: task.line)
  entry.sample(
    isBytes ? .compactionTaskTotalBytes : .compactionTaskTotalUnits, labels,
    number(task, ["total", "totalBytes"]), line: task.line)
}

private func string(_ item: JSONItem, _ keys: [String]) -> String? {
  for key in keys { if let found = item[key]?.string, !found.isEmpty { return found } }
  return nil
}

private func number(_ item: JSONItem, _ keys: [String]) -> Double? {
  for key in keys { if let found = item[key]?.quotedNumber { return found } }
  return nil
}
