// The tombstone monitor: lines of its log, the alerts that it posts, and its state file with the time of each
// table's last alert. The file is evidence and is only read.
//
//     {"service": "cassandra-tombstone-monitor", "table": "shop.cart_items", "severity": "WARNING",
//       "tombstone_count": 6866, "threshold": 5000, "timestamp": 1795238455.3193734}
//     {"shop.cart_items": 1795238455.3527129}
//
// The reported figure is the largest number of tombstones that one slice read in the last five minutes. The
// monitor adds the tombstones of an index to the table above it.

import CassandraModel

extension MonitorKind {
  static let tombstones = MonitorKind(
    name: "tombstone monitor", command: "tombstones",
    messages: [
      MonitorMessage("Executing: nodetool {arguments:text}", .run(.monitorTombstoneRun)),
      MonitorMessage(
        "Threshold breached: {table:table} ({severity:word}) - {tombstones:int} tombstones",
        .result(.monitorTombstoneAlert, .warning)),
      MonitorMessage(
        "Alert dispatched successfully (HTTP {http_status:int})", .event(.monitorTombstoneSent, .info)),
      MonitorMessage(
        "Webhook attempt {attempt:int} failed: {reason:text}", .event(.monitorTombstoneRetry, .warning)),
      MonitorMessage(
        "Failed to dispatch alert after {attempts:int} retries", .event(.monitorTombstoneUnsent, .warning)),
      MonitorMessage(
        "[DRY-RUN] Would alert for {table:table} with severity {severity:word}",
        .event(.monitorTombstoneDryRun, .info)),
      MonitorMessage(
        "No thresholds breached. State preserved.", .poll(.monitorTombstoneQuiet, .info, sample: nil)),
      MonitorMessage("nodetool command timed out after ", .failure),
      MonitorMessage("nodetool failed with exit code ", .failure),
    ],
    takes: { isPayload($0) || isState($0) },
    read: { item, state in isPayload(item) ? payload(item) : recorded(item) })
}

private let payloadFields = MonitorFields(["service", "table", "severity", "tombstone_count", "threshold"])

private func isPayload(_ item: JSONItem) -> Bool {
  item["table"]?.string != nil && item["severity"]?.string != nil && item["tombstone_count"]?.number != nil
}

private func payload(_ item: JSONItem) -> SnapshotEntry {
  var entry = SnapshotEntry(SnapshotTime(item["timestamp"]))
  if let table = item["table"]?.string.flatMap({ TableName(dotted: $0) }) {
    entry.sample(
      .tableTombstonesPerSliceMax, Labels(table), item["tombstone_count"]?.number, line: item.line)
  }
  entry.occurrence(.monitorTombstonePayload, .warning, payloadFields.read(item), line: item.line)
  return entry
}

/// An object of tables with times of this century only.
private func isState(_ item: JSONItem) -> Bool {
  let members = item.members
  return !members.isEmpty
    && members.allSatisfy { isTable($0.key) && SnapshotTime($0.value) != .unknown && $0.value.number != nil }
}

/// Two names of letters, digits and underscores, separated by a full stop.
private func isTable(_ name: String) -> Bool {
  let parts = name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
  return parts.count == 2
    && parts.allSatisfy { part in
      !part.isEmpty
        && part.allSatisfy { byte in
          digit(byte) != nil || byte == UInt8(ascii: "_")
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
        }
    }
}

private func recorded(_ item: JSONItem) -> SnapshotEntry {
  // The file was written directly after the last alert.
  var entry = SnapshotEntry(.unknown)
  var last: Instant?
  for (table, value) in item.members {
    guard case .utc(let instant) = SnapshotTime(value) else { continue }
    last = max(last ?? instant, instant)
    entry.occurrence(
      .monitorTombstoneState, .info, EventFields(names: [.table], values: [.text(table)]), own: instant,
      line: value.line)
  }
  if let last { entry.time = .utc(last) }
  return entry
}
