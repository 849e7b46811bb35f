// gcstats as JSON and YAML, 6.0 only (CASSANDRA-19771). The key says MB, the value is bytes. Source:
// GcStatsHolder.java.

import CassandraModel

extension DocumentLayout {
  static let gcstats = DocumentLayout(
    owns: { leaf, _ in leaf.path.count == 1 && leaf.key(0).map { metrics.keys.contains($0) } ?? false },
    facts: { GCStatsDocument() })
}

private struct GCStatsDocument: DocumentFacts {
  mutating func take(_ leaf: DocumentLeaf, _ text: Span<UInt8>, into reading: inout OutputReading) -> LeafFate
  {
    leaf.path.count == 1 ? reading.take(metrics[leaf.name], .none, leaf, text) : .unknown
  }
}

private let metrics: [String: KeyValueLayout.Meaning] = [
  "interval_ms": .sample(.gcIntervalSeconds, .milliseconds),
  "max_gc_elapsed_ms": .sample(.gcElapsedMaxSeconds, .milliseconds),
  "total_gc_elapsed_ms": .sample(.gcElapsedSumSeconds, .milliseconds),
  "stdev_gc_elapsed_ms": .unused,
  "gc_reclaimed_mb": .sample(.gcReclaimedBytes, .bytes),
  "collections": .sample(.gcCollections, .count),
  "direct_memory_bytes": .unused,
]
