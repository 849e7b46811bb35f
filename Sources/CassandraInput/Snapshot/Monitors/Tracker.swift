// The latency tracker: a snapshot of the running compactions every few seconds, with lines of its log in
// between.
//
//     {"compactions": [{"id": "0db6…", "keyspace": "shop", "table": "orders", "type": "Compaction",
//       "progress_pct": 20.45, "elapsed_sec": 0.0, "throughput_bytes_sec": 0.0, "completed_bytes": 3355867.0,
//       "total_bytes": 16411529.0, "timestamp_utc": "2026-11-21T05:11:49Z"}], "active_count": 1}
//
// Only rows have the time, in whole seconds, so a snapshot without rows has none. The script multiplies the
// amounts by its assumed unit and drops the unit, so the bytes depend on that assumption. `type` is one word,
// because the script reads only the first word. Operations without a table are not among its rows.

import CassandraModel

extension MonitorKind {
  static let tracker = MonitorKind(
    name: "compaction tracker", command: "tracker",
    messages: [
      MonitorMessage(
        "Starting compaction latency tracker. Interval={interval_seconds:decimal}s, "
          + "Timeout={timeout_seconds:decimal}s", .start(.monitorTrackerStarted)),
      MonitorMessage("nodetool timed out. Circuit breaker engaged for this cycle.", .failure),
      MonitorMessage("nodetool failed: ", .failure),
      MonitorMessage(
        "Compaction {id:uuid} exceeded latency threshold ({elapsed_sec:decimal}s > {threshold_sec:decimal}s). "
          + "Flagging for review.", .event(.monitorTrackerWarning, .warning)),
      MonitorMessage(
        "Received termination signal. Flushing state and exiting.", .event(.monitorTrackerStopped, .info)),
    ],
    takes: { $0["compactions"]?.isArray == true },
    read: { item, state in
      let rows = item["compactions"]?.elements ?? []
      var time = SnapshotTime.unknown
      for row in rows where time == .unknown { time = SnapshotTime(row["timestamp_utc"], naiveIsUTC: true) }
      if time == .unknown { time = SnapshotTime(item["timestamp_utc"], naiveIsUTC: true) }
      var entry = SnapshotEntry(time)
      entry.poll("tracker", line: item.line)
      let count = item["active_count"]
      entry.sample(.compactionActive, .none, count?.number, line: count?.line ?? item.line)
      if let said = count?.integer, said != rows.count {
        entry.report(
          Diagnostic(
            .snapshotRows, at: SourceLocation(file: state.file, line: item.line),
            ["said": String(said), "rows": String(rows.count)]))
      }
      let flagged = rows.count { $0["latency_alert"]?.truth == true }
      var fields: [(FieldName, FieldValue)] = [
        (FieldName("rows"), .integer(Int64(rows.count))), (FieldName("flagged"), .integer(Int64(flagged))),
      ]
      if let said = count?.integer { fields.insert((FieldName("active_count"), .integer(said)), at: 0) }
      entry.occurrence(
        .monitorTrackerSnapshot, .info, EventFields(names: fields.map(\.0), values: fields.map(\.1)),
        line: item.line)
      for row in rows where row.isObject { add(row, to: &entry) }
      return entry
    })
}

private let rowFields = MonitorFields([
  "id", "keyspace", "table", "type", "progress_pct", "elapsed_sec", "throughput_bytes_sec", "completed_bytes",
  "total_bytes",
])
private let flaggedRowFields = MonitorFields([
  "id", "keyspace", "table", "type", "progress_pct", "elapsed_sec", "throughput_bytes_sec", "completed_bytes",
  "total_bytes", "latency_alert",
])

private func add(_ row: JSONItem, to entry: inout SnapshotEntry) {
  // Labelled like rows of compactionstats.
  var pairs: [(name: String, value: String)] = [("unit", "bytes")]
  for (label, key) in [("id", "id"), ("kind", "type"), ("keyspace", "keyspace"), ("table", "table")] {
    if let value = row[key]?.string { pairs.append((label, value)) }
  }
  let labels = Labels(pairs)
  entry.sample(.compactionTaskCompletedBytes, labels, row["completed_bytes"]?.number, line: row.line)
  entry.sample(.compactionTaskTotalBytes, labels, row["total_bytes"]?.number, line: row.line)
  let isFlagged = row["latency_alert"]?.truth == true
  entry.occurrence(
    .monitorTrackerRow, isFlagged ? .warning : .info, (isFlagged ? flaggedRowFields : rowFields).read(row),
    line: row.line)
}

extension DiagnosticCode {
  /// A snapshot whose count differs from its number of rows.
  static let snapshotRows = DiagnosticCode(
    "snapshot.rows", .warning, "This snapshot says that {said} compactions run and lists {rows}.")
}
