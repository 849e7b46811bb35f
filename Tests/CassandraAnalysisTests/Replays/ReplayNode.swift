// A node made of samples, as readers give them, for tests of replays.

import CassandraModel
import TestSupport

@testable import CassandraAnalysis
@testable import CassandraReplays

/// Samples of one node.
struct ReplayNode {
  private(set) var samples: [Sample] = []
  private(set) var occurrences: [Occurrence] = []
  var polls: [Poll] = []
  var ring: [RingEntry] = []
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

  /// One successful sample of compactionstats; its rows follow.
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

  /// One figure of tablestats.
  mutating func tombstones(_ seconds: Double?, _ count: Double) { tombstones(seconds, "orders", count) }

  /// One figure of tablestats.
  mutating func tombstones(_ seconds: Double?, _ table: String, _ count: Double) {
    line += 10
    add(
      .tableTombstonesPerSliceMax, [(name: "keyspace", value: "shop"), (name: "table", value: table)], count,
      at: seconds)
  }

  /// Active and pending tasks of the compaction thread pool.
  mutating func pool(_ seconds: Double, active: Double, pending: Double) {
    line += 10
    let labels = [(name: "pool", value: "CompactionExecutor")]
    add(.poolActive, labels, active, at: seconds)
    add(.poolPending, labels, pending, at: seconds)
  }

  /// A line written by a monitor.
  mutating func wrote(
    _ name: EventName, _ seconds: Double?, in file: String = "monitor.log",
    _ fields: [(name: String, value: FieldValue)] = []
  ) {
    line += 10
    occurrences.append(
      Occurrence(
        name: name, severity: .info, at: seconds.map { .utc(ReplayNode.at($0)) },
        fields: EventFields(names: fields.map { FieldName($0.name) }, values: fields.map(\.value)),
        source: SourceLocation(file: file, line: line)))
  }

  /// The findings of the samples, read in the order of `seed`.
  func findings(shuffledWith seed: UInt64? = nil) -> NodeFindings {
    var history = NodeHistory()
    var ordered = samples
    if let seed {
      var random = SeededRandom(seed: seed)
      ordered.shuffle(using: &random)
    }
    for sample in ordered { history.receive(.sample(sample)) }
    for occurrence in occurrences { history.receive(.occurrence(occurrence)) }
    for poll in polls { history.receive(.poll(poll)) }
    for entry in ring { history.receive(.ring(entry)) }
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
