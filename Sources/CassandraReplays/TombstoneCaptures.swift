// Runs of the tombstone monitor over captures: one for each instant with tombstones per slice from tablestats
// or an exporter. A run keeps only tables at a threshold.

import CassandraAnalysis
import CassandraModel

/// Tables that one run of the monitor sees.
struct TombstoneCapture: Sendable {
  /// nil without a date.
  var at: Instant?
  var source: SourceLocation
  /// Each table by itself, in the order of the output.
  var hits: [TombstoneHit] = []
  /// By the script's reading: an index has no `Table:` line of its own, so that its figure overwrites that of
  /// the table above it.
  var asWritten: [TombstoneHit] = []
}

extension TombstoneCapture {
  /// Files that are captures, without the monitor's own output.
  static func files(of node: NodeFindings) -> FeedFiles {
    FeedFiles(.captures, of: node, but: node.tombstoneStreams)
  }

  /// True if captures of `node` have any run.
  static func isFed(_ node: NodeFindings) -> Bool {
    let files = files(of: node)
    let isDated = node.samples.all(of: .tableTombstonesPerSliceMax).contains { series in
      node.samples.everyPoint(of: series).contains { files.contains($0) }
    }
    return isDated || !undatedSamples(node).isEmpty
  }

  /// The runs in the order of time; undated ones last, each by itself.
  static func all(of node: NodeFindings, atLeast limit: Double) -> [TombstoneCapture] {
    let (store, files) = (node.samples, files(of: node))
    var runs: [Instant: TombstoneCapture] = [:]
    let all = store.all(of: .tableTombstonesPerSliceMax)
    let withIndexes = Set(all.compactMap { parent(of: $0.key.labels) })
    var credits: [Instant: [String: TombstoneHit]] = [:]
    for series in all {
      let (labels, name) = (series.key.labels, name(of: series.key.labels))
      let parent = parent(of: labels)
      let isShared = parent != nil || withIndexes.contains(name)
      for point in TriageSamples.onePerInstant(store.everyPoint(of: series).filter { files.contains($0) }) {
        let source = store.source(of: point)
        let hit = TombstoneHit(table: name, count: point.value, source: source)
        var run = runs[point.at] ?? TombstoneCapture(at: point.at, source: source)
        if source < run.source { run.source = source }
        if point.value >= limit {
          run.hits.append(hit)
          if !isShared { run.asWritten.append(hit) }
        }
        runs[point.at] = run
        if isShared { credit(hit, to: parent ?? name, &credits[point.at, default: [:]]) }
      }
    }
    for (at, tables) in credits {
      runs[at]?.asWritten += tables.values.filter { $0.count >= limit }
    }
    let dated = runs.values.sorted {
      ($0.at ?? Instant(milliseconds: 0)) < ($1.at ?? Instant(milliseconds: 0))
    }
    return (dated + undated(node, limit, withIndexes)).map { $0.inOrder }
  }

  /// The script takes the last figure below a table's line as the table's own.
  private static func credit(_ hit: TombstoneHit, to table: String, _ tables: inout [String: TombstoneHit]) {
    if let known = tables[table], hit.source < known.source { return }
    tables[table] = TombstoneHit(table: table, count: hit.count, source: hit.source)
  }

  private static func undatedSamples(_ node: NodeFindings) -> [Sample] {
    let others = node.tombstoneStreams.union(node.recordedStreams)
    return node.samples.undated.filter {
      $0.metric == .tableTombstonesPerSliceMax && !others.contains($0.source.file)
    }
  }

  /// One run for each file.
  private static func undated(
    _ node: NodeFindings, _ limit: Double, _ withIndexes: Set<String>
  ) -> [TombstoneCapture] {
    let samples = undatedSamples(node).sorted { $0.source < $1.source }
    let indexed = withIndexes.union(samples.compactMap { parent(of: $0.labels) })
    var runs: [TombstoneCapture] = []
    var credits: [String: TombstoneHit] = [:]
    for sample in samples {
      if runs.last?.source.file != sample.source.file {
        close(&runs, &credits, limit)
        runs.append(TombstoneCapture(at: nil, source: sample.source))
      }
      let (name, parent) = (name(of: sample.labels), parent(of: sample.labels))
      let hit = TombstoneHit(table: name, count: sample.value, source: sample.source)
      let isShared = parent != nil || indexed.contains(name)
      if hit.count >= limit {
        runs[runs.count - 1].hits.append(hit)
        if !isShared { runs[runs.count - 1].asWritten.append(hit) }
      }
      if isShared { credit(hit, to: parent ?? name, &credits) }
    }
    close(&runs, &credits, limit)
    return runs
  }

  private static func close(
    _ runs: inout [TombstoneCapture], _ credits: inout [String: TombstoneHit], _ limit: Double
  ) {
    if !runs.isEmpty { runs[runs.count - 1].asWritten += credits.values.filter { $0.count >= limit } }
    credits = [:]
  }

  private var inOrder: TombstoneCapture {
    var run = self
    run.hits.sort { TombstoneCapture.isBefore($0, $1) }
    run.asWritten.sort { TombstoneCapture.isBefore($0, $1) }
    return run
  }

  private static func isBefore(_ a: TombstoneHit, _ b: TombstoneHit) -> Bool {
    a.source != b.source ? a.source < b.source : a.table < b.table
  }

  static func name(of labels: Labels) -> String {
    let table = labels["table"] ?? ""
    return labels["keyspace"].map { $0 + "." + table } ?? table
  }

  /// The table of an index, which is named `table.index`; nil for a table.
  static func parent(of labels: Labels) -> String? {
    guard let table = labels["table"], let keyspace = labels["keyspace"],
      let dot = table.firstIndex(of: "."), dot != table.startIndex
    else { return nil }
    return keyspace + "." + table[..<dot]
  }
}
