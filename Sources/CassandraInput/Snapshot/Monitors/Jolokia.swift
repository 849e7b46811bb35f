// Responses of Jolokia, the agent that serves JMX over HTTP: one object, an array of them (a bulk), or one a
// line.
//
//     {"request": {"mbean": "org.apache.cassandra.metrics:name=PendingTasks,type=Compaction", "attribute": "Value",
//       "type": "read"}, "value": 9, "timestamp": 1795237804, "status": 200}
//
// Without an attribute in the request the value is an object of all attributes; with several attributes, an
// object of those; for a pattern, an object of such objects by MBean. Source: the Jolokia protocol, version
// 7.

import CassandraModel

extension MonitorKind {
  static let jolokia = MonitorKind(
    name: "Jolokia", command: "jolokia",
    takes: { item in
      item["request"]?["type"]?.string != nil
        && (item["request"]?["mbean"]?.string.map { MBeanName($0) != nil } ?? (item["status"]?.integer != nil))
    },
    read: { item, state in
      var entry = SnapshotEntry(SnapshotTime(item["timestamp"]))
      let status = item["status"]?.integer ?? 200
      guard status == 200 else {
        let why = item["error"]?.string ?? "no words"
        entry.poll("jolokia", failure: "status " + String(status) + ": " + why, line: item.line)
        return entry
      }
      entry.poll("jolokia", line: item.line)
      guard let request = item["request"], let name = request["mbean"]?.string.flatMap({ MBeanName($0) }),
        let value = item["value"]
      else { return entry }
      if name.isPattern {
        for (found, attributes) in value.members {
          if let found = MBeanName(found) { add(all: attributes, of: found, to: &entry) }
        }
      } else {
        add(value, of: name, request, to: &entry)
      }
      return entry
    })
}

/// Adds the samples of the response for one MBean.
private func add(_ value: JSONItem, of name: MBeanName, _ request: JSONItem, to entry: inout SnapshotEntry) {
  guard let attribute = request["attribute"]?.string else { return add(all: value, of: name, to: &entry) }
  let path = request["path"]?.string
  add(value, of: name, attribute: path.map { attribute + "." + $0 } ?? attribute, to: &entry)
}

/// Adds the samples of an object of attributes.
private func add(all attributes: JSONItem, of name: MBeanName, to entry: inout SnapshotEntry) {
  for (attribute, value) in attributes.members {
    add(value, of: name, attribute: attribute, to: &entry)
  }
}

private func add(
  _ value: JSONItem, of name: MBeanName, attribute: String, to entry: inout SnapshotEntry
) {
  if let metric = MBeanMetric.find(name, attribute), value.number != nil {
    add(metric, of: name, value, to: &entry)
    return
  }
  // Composite values (`HeapMemoryUsage`), and the pending tasks of each table: parts by name.
  for (part, inner) in value.members {
    if let metric = MBeanMetric.find(name, attribute + "." + part) {
      add(metric, of: name, inner, to: &entry)
    } else if name.isPendingByTable, attribute == "Value" {
      for (table, count) in inner.members {
        entry.sample(
          .compactionPendingTasks, Labels(TableName(keyspace: part, table: table)), count.number,
          line: count.line)
      }
    }
  }
}

private func add(
  _ metric: MBeanMetric, of name: MBeanName, _ value: JSONItem, to entry: inout SnapshotEntry
) {
  guard let labels = metric.labels(of: name) else { return }
  entry.sample(metric.metric, labels, value.number.flatMap { metric.value($0) }, line: value.line)
}

extension MBeanName {
  fileprivate var isPendingByTable: Bool { self["name"] == "PendingTasksByTableName" }
}
