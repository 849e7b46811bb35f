// The poller of pending compactions: lines of its log, and its return value, if a script prints that.
//
//     {'pending': 13, 'active': [{'keyspace': 'shop', 'table': 'orders', 'completed': 3355867,
//       'total': 16411529, 'unit': 'bytes', 'progress': '20.45%'}]}
//
// It keeps rows of five kinds only, so their number is not the number of running operations. It drops their
// ids, so the rows are not samples of one operation. A pending count of 0 may be one that it could not read.

import CassandraModel

extension MonitorKind {
  static let poller = MonitorKind(
    name: "compaction poller", command: "poller",
    messages: [
      MonitorMessage(
        "High pending compactions detected: {pending_tasks:int}",
        .poll(.monitorPollWarning, .warning, sample: (.pendingTasks, .compactionPendingTasks))),
      MonitorMessage("Poll timeout exceeded for ", .failure),
      MonitorMessage("nodetool failed on {host:word}: ", .failure),
    ],
    takes: { $0["pending"]?.number != nil && $0["active"]?.isArray == true },
    read: { item, state in
      var entry = SnapshotEntry(SnapshotTime(item["timestamp"]))
      entry.poll("poller", line: item.line)
      let rows = item["active"]?.elements ?? []
      let pending = item["pending"]
      entry.sample(.compactionPendingTasks, .none, pending?.number, line: pending?.line ?? item.line)
      var fields: [(FieldName, FieldValue)] = [(FieldName("rows"), .integer(Int64(rows.count)))]
      if let pending = pending.flatMap({ FieldValue($0) }) { fields.insert((.pendingTasks, pending), at: 0) }
      entry.occurrence(
        .monitorPoll, .info, EventFields(names: fields.map(\.0), values: fields.map(\.1)), line: item.line)
      for row in rows where row.isObject {
        entry.occurrence(.monitorPollRow, .info, rowFields.read(row), line: row.line)
      }
      return entry
    })
}

private let rowFields = MonitorFields(["keyspace", "table", "completed", "total", "unit", "progress"])
