// Joins the values of each compaction from log, compactionhistory and compactionstats, by its id.

import CassandraModel

extension NodeHistory {
  /// Every compaction once, in the order in which they began.
  func ledger(in zone: LogZone) -> Ledger {
    // Values from sources other than the log, under the id that the log has for the compaction.
    var others: [TimeUUID: LedgerDraft] = [:]
    if !compactions.isEmpty {
      var taskOf: [TimeUUID: TimeUUID] = [:]
      log.ledger.packed.forEach { packed in
        if let key = packed.entry.historyID { taskOf[key] = packed.id }
      }
      for row in compactions.values { others[taskOf[row.id] ?? row.id, default: LedgerDraft()].history = row }
    }
    for metric in [MetricName.compactionTaskCompletedBytes, .compactionTaskCompletedUnits] {
      for series in samples.all(of: metric) {
        guard let id = series.key.labels["id"].flatMap({ TimeUUID($0) }) else { continue }
        others[id, default: LedgerDraft()].add(series, of: samples)
      }
    }
    return Ledger(log.ledger, others, zone: zone, isTask: historyNamesTasks(in: zone))
  }

  /// True when the ids of compactionhistory are those of tasks, made when they began: from 4.1 on. Before, a
  /// row may have an id of its own, made when the row was.
  private func historyNamesTasks(in zone: LogZone) -> Bool {
    let versions = (attributes(in: zone)[.version] ?? []).map { CassandraVersion($0.value) }
    return !versions.isEmpty
      && versions.allSatisfy { version in
        version.map { !$0.numbers.lexicographicallyPrecedes([4, 1]) } ?? false
      }
  }
}
