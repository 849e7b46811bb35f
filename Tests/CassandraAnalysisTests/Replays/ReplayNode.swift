// A node made of samples, as reading would give them, for tests of replays.

import CassandraModel
import TestSupport

@testable import CassandraAnalysis

/// Samples of one node.
struct ReplayNode {
  private(set) var samples: [Sample] = []
  var file = "compactionstats.log"
  private var line = 0

  init() {}

  /// A row of compactionstats.
  struct Task {
    var id = "a"
    var kind = "Compaction"
    var keyspace = "shop"
    var table = "orders"
    var unit = "bytes"
    var completed: Double
    var total: Double
  }

  /// An instant so many seconds after 2026-11-21T05:10:00Z.
  static func at(_ seconds: Double) -> Instant {
    Instant(milliseconds: 1_795_237_800_000 + Int64(seconds * 1000))
  }

  mutating func add(
    _ metric: MetricName, _ labels: [(name: String, value: String)] = [], _ value: Double,
    at seconds: Double?,
    line: Int? = nil
  ) {
    samples.append(
      Sample(
        at: seconds.map { ReplayNode.at($0) }, atKind: seconds == nil ? nil : .marker, metric: metric,
        labels: Labels(labels), value: value, source: SourceLocation(file: file, line: line ?? self.line)))
  }

  /// One good poll of compactionstats; its rows stand below it.
  mutating func poll(
    _ seconds: Double?, pending: Double = 0, form: String = "colons", rows: String = "plain",
    decimals: String? = nil, _ tasks: [Task] = []
  ) {
    line += 10
    let head = line
    var labels = [(name: "form", value: form), (name: "rows", value: rows)]
    if let decimals { labels.append((name: "decimals", value: decimals)) }
    add(.compactionPendingTasks, [], pending, at: seconds)
    add(.compactionActive, [], Double(tasks.count), at: seconds)
    add(.compactionStatsForm, labels, 1, at: seconds)
    for (i, task) in tasks.enumerated() {
      var labels = [(name: "kind", value: task.kind), (name: "unit", value: task.unit)]
      if !task.id.isEmpty { labels.append((name: "id", value: task.id)) }
      if !task.keyspace.isEmpty {
        labels += [(name: "keyspace", value: task.keyspace), (name: "table", value: task.table)]
      }
      let isBytes = task.unit == "bytes"
      let place = head + 2 + i
      add(
        isBytes ? .compactionTaskCompletedBytes : .compactionTaskCompletedUnits, labels, task.completed,
        at: seconds, line: place)
      add(
        isBytes ? .compactionTaskTotalBytes : .compactionTaskTotalUnits, labels, task.total, at: seconds,
        line: place)
    }
  }

  /// One sample of the counter, with pending tasks.
  mutating func metrics(_ seconds: Double, pending: Double?, bytes: Double) {
    line += 10
    if let pending { add(.compactionPendingTasks, [], pending, at: seconds) }
    add(.compactionBytesCompactedTotal, [(name: "source", value: "prometheus")], bytes, at: seconds)
  }

  /// What the analysis makes of the samples, read in the order that `seed` gives.
  func findings(shuffledWith seed: UInt64? = nil) -> NodeFindings {
    var history = NodeHistory()
    var ordered = samples
    if let seed {
      var random = SeededRandom(seed: seed)
      ordered.shuffle(using: &random)
    }
    for sample in ordered { history.receive(.sample(sample)) }
    history.finish()
    return NodeFindings(NodeID("n"), history)
  }
}

extension Replay {
  /// The steps over `node`, and the run of its first feed.
  func steps(
    _ node: NodeFindings, _ settings: ReplaySettings = ReplaySettings()
  ) -> (steps: [ReplayStep], run: ReplayRun?) {
    var steps: [ReplayStep] = []
    let runs = replay(node, settings) { _, step in steps.append(step) }
    return (steps, runs.first)
  }
}

extension ReplayStep {
  var text: String { document().compactText }
}
