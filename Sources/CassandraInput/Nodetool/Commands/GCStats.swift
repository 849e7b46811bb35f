// gcstats: collections since the previous run of gcstats (each run resets the figures). Up to 5.0 the titles
// run together and `GC Reclaimed (MB)` is in fact bytes; 6.0 renamed columns (CASSANDRA-19022). Source:
// GcStats.java, 3.11 to 6.0; JSON and YAML, GcStatsHolder.java, 6.0 only (CASSANDRA-19771): the key says MB,
// the value is bytes.

import CassandraModel

extension NodetoolCommand {
  static let gcstats = NodetoolCommand(
    name: "gcstats",
    anchors: [.prefix("       Interval (ms) Max GC Elapsed"), .prefix("Interval (ms) Max GC Elapsed")],
    document: .gcstats, read: readGCStats)
}

/// The first columns of every version, in order: the metric and the factor to its unit.
private let columns: [(metric: MetricName?, scale: Double)] = [
  (.gcIntervalSeconds, 0.001), (.gcElapsedMaxSeconds, 0.001), (.gcElapsedSumSeconds, 0.001), (nil, 1),
  (.gcReclaimedBytes, 1), (.gcCollections, 1),
]

private func readGCStats(_ output: CommandOutput, _ reading: inout OutputReading) {
  let text = output.text.span
  var rows = 0
  for (i, line) in output.lines.enumerated() where !text.trimmed(line.bytes).isEmpty {
    if text.contains("Interval (ms)", in: line.bytes) {
      reading.mark(i, .decoration)
      continue
    }
    let cells = text.words(in: line.bytes)
    // Seven figures up to 5.0, nine in 6.0. With -H sizes are two words, which these counts rule out.
    guard cells.count == 7 || cells.count == 9, text.integer(in: cells[0]) != nil else {
      reading.report(.nodetoolRow, ["command": "gcstats"], line: i)
      continue
    }
    rows += 1
    reading.mark(i, .known)
    for (place, column) in columns.enumerated() {
      guard let metric = column.metric else { continue }
      reading.sample(metric, .none, text.decimal(in: cells[place]).map { $0 * column.scale }, line: i)
    }
  }
  if rows == 0 { reading.failure = "it ends before its figures" }
}

// MARK: JSON and YAML

extension DocumentLayout {
  static let gcstats = DocumentLayout(
    owns: { leaf, _ in leaf.path.count == 1 && leaf.key(0).map { keys.keys.contains($0) } ?? false },
    facts: { GCStatsDocument() })
}

private struct GCStatsDocument: DocumentFacts {
  mutating func take(_ leaf: DocumentLeaf, _ text: Span<UInt8>, into reading: inout OutputReading) -> LeafFate
  {
    leaf.path.count == 1 ? reading.take(keys[leaf.name], .none, leaf, text) : .unknown
  }
}

private let keys: [String: KeyValueLayout.Meaning] = [
  "interval_ms": .sample(.gcIntervalSeconds, .milliseconds),
  "max_gc_elapsed_ms": .sample(.gcElapsedMaxSeconds, .milliseconds),
  "total_gc_elapsed_ms": .sample(.gcElapsedSumSeconds, .milliseconds),
  "stdev_gc_elapsed_ms": .unused,
  "gc_reclaimed_mb": .sample(.gcReclaimedBytes, .bytes),
  "collections": .sample(.gcCollections, .count),
  "direct_memory_bytes": .unused,
]
