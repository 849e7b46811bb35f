// The backlog triage: a sample and a verdict each cycle.
//
//     {"pending_tasks": 0, "rate_mb_sec": 0.0, "decay_ratio": 1.0, "timestamp": "2026-11-21T05:10:08.988949"}
//     2026-11-21 05:10:08,989 [INFO] Backlog nominal: 0 pending tasks.
//
// The script takes the time from `datetime.utcnow()`, so a timestamp without an offset is UTC. Its rate is in
// MiB a second, despite its name. If only the log was kept, the verdict's figure is the sample.

import CassandraModel

extension MonitorKind {
  static let triage = MonitorKind(
    name: "backlog triage", command: "triage",
    messages: [
      MonitorMessage(
        "Backlog {verdict:word}: {pending_tasks:int} pending tasks, compaction rate decay detected.",
        .verdict(.monitorTriageVerdict, .warning)),
      MonitorMessage(
        "Backlog {verdict:word}: {pending_tasks:int} pending tasks.", .verdict(.monitorTriageVerdict, .info)),
      MonitorMessage(
        "Triggering automated compaction throughput adjustment", .event(.monitorTriageTriggered, .warning)),
      MonitorMessage("Failed to fetch compaction metrics: ", .failure),
    ],
    takes: { $0["pending_tasks"]?.number != nil && ($0["decay_ratio"] ?? $0["rate_mb_sec"]) != nil },
    read: { item, state in
      var entry = SnapshotEntry(SnapshotTime(item["timestamp"], naiveIsUTC: true))
      entry.poll("triage", line: item.line)
      let pending = item["pending_tasks"]
      entry.sample(.compactionPendingTasks, .none, pending?.number, line: pending?.line ?? item.line)
      entry.occurrence(.monitorTriage, .info, fields.read(item), line: item.line)
      state.triaged = pending?.integer
      return entry
    })
}

private let fields = MonitorFields(["pending_tasks", "rate_mb_sec", "decay_ratio"])
