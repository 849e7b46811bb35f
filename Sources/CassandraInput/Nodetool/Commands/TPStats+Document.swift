// tpstats as JSON and YAML. Source: TpStatsHolder.java, 3.11 to 6.0.

import CassandraModel

extension DocumentLayout {
  static let tpstats = DocumentLayout(
    owns: { leaf, _ in
      leaf.key(0).map { ["ThreadPools", "DroppedMessage", "WaitLatencies"].contains($0) } ?? false
    },
    facts: { TPStatsDocument() })
}

private struct TPStatsDocument: DocumentFacts {
  mutating func take(_ leaf: DocumentLeaf, _ text: Span<UInt8>, into reading: inout OutputReading) -> LeafFate
  {
    switch (leaf.key(0), leaf.key(1)) {
    case ("ThreadPools", let pool?):
      return reading.take(poolMetrics[leaf.key(2) ?? ""], Labels([("pool", pool)]), leaf, text)
    case ("DroppedMessage", let type?):
      return reading.take(.sample(.droppedMessagesTotal, .count), Labels([("type", type)]), leaf, text)
    // They are filled on a healthy node, so they say nothing about drops.
    case ("WaitLatencies", _): return .known
    default: return .unknown
    }
  }
}

private let poolMetrics: [String: KeyValueLayout.Meaning] = [
  "ActiveTasks": .sample(.poolActive, .count),
  "PendingTasks": .sample(.poolPending, .count),
  "CompletedTasks": .sample(.poolCompletedTotal, .count),
  "CurrentlyBlockedTasks": .sample(.poolBlocked, .count),
  "TotalBlockedTasks": .sample(.poolBlockedTotal, .count),
  // 6.0, also without -v
  "CorePoolSize": .unused,
  "MaxPoolSize": .unused,
  "MaxTasksQueued": .unused,
]
