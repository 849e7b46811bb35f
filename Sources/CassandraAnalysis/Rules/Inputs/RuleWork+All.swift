// All operations of a node other than ordinary compaction: rows of compactionstats by their kind, streams,
// and records of operators' commands and repairs in the log.

import CassandraModel

extension RuleWork {
  /// Ordinary operations: compaction itself, and housekeeping of caches.
  private static let ordinary: Set<String> = [
    "Compaction", "Major compaction", "Tombstone Compaction", "Key cache save", "Row cache save",
    "Counter cache save", "Index summary redistribution", "Write", "Flush", "Stream",
    "Unknown compaction type",
  ]

  /// True for the reading or writing half of a repair.
  public var isRepair: Bool {
    kind == "Validation" || kind.hasPrefix("Anticompaction") || kind == "stream (Repair)"
      || kind == "repair session"
  }

  /// True for operations that must not run during a backlog.
  public var isForbidden: Bool { kind == "Cleanup" || kind == "Scrub" }

  /// All work of `node`, in the order of time.
  static func all(_ tasks: RuleTasks?, _ node: NodeFindings) -> [RuleWork] {
    var work = (tasks?.tasks ?? []).filter { !ordinary.contains($0.kind) }.map { task in
      RuleWork(
        kind: task.kind, table: task.table, from: task.points[0].at,
        to: task.points[task.points.count - 1].at, source: node.samples.source(of: task.points[0]))
    }
    for series in node.samples.all(of: .streamTotalBytes) {
      guard let first = series.points.first, let last = series.points.last else { continue }
      let operation = series.key.labels["operation"] ?? ""
      work.append(
        RuleWork(
          kind: "stream (" + operation + ")", table: nil, from: first.at, to: last.at,
          source: node.samples.source(of: first)))
    }
    if let rule = node.zone.rule {
      work += node.operations.map { one in
        let from = rule.instant(one.from)
        return RuleWork(
          kind: one.kind, table: one.table, from: from, to: max(from, rule.instant(one.to)),
          source: one.source)
      }
    }
    return work.sorted { a, b in
      if a.from != b.from { return a.from < b.from }
      return a.source != b.source ? a.source < b.source : a.kind < b.kind
    }
  }
}
