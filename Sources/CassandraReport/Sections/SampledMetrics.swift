// All values: first, last and extremes of each sampled metric; the samples themselves are for data formats.

import CassandraAnalysis
import CassandraModel

extension ReportSection {
  static func sampledMetrics(_ findings: Findings) -> [Block] {
    let rows = findings.nodes.flatMap { node in
      summaries(node.series, of: node.node, from: "captures")
        + summaries(node.logSeries, of: node.node, from: "log")
    }
    let samples = findings.nodes.flatMap { node in
      node.backlogSamples.map { sample -> [Cell] in
        [
          .code(node.node.name), .optional(sample.at) { .moment(.utc($0)) },
          .optional(sample.atKind) { .text($0.rawValue) }, .code(sample.metric.name),
          .text(labels(sample.labels)), .decimal(sample.value, digits: 3), .source(sample.source),
        ]
      }
    }
    return [
      .details(
        title: "Sampled metrics",
        blocks: rows.isEmpty
          ? [] : [.table(Table(name: "metrics", columns: columns, rows: rows, visibleRows: 60))]),
      .table(Table(name: "samples", columns: sampleColumns, rows: samples, visibleRows: 0)),
    ]
  }

  private static let columns = [
    Column("node", "Node", .text, meaning: "The node."),
    Column("title", "Title", .text, meaning: "The metric in words."),
    Column(
      "metric", "Metric", .text, meaning: "Stable name of the metric; its unit is in the name.",
      isDataOnly: true),
    Column("labels", "Labels", .text, meaning: "Pool, device, message type; empty for the whole node."),
    Column("samples", "Samples", .count, meaning: "Number of samples."),
    Column("first", "First value", .decimal(unit: "see metric"), meaning: "The earliest sample."),
    Column("last", "Last value", .decimal(unit: "see metric"), meaning: "The latest sample."),
    Column("least", "Minimum", .decimal(unit: "see metric"), meaning: "The smallest sample."),
    Column("most", "Maximum", .decimal(unit: "see metric"), meaning: "The largest sample."),
    Column("most_at", "Maximum at", .moment, meaning: "Time of the maximum."),
    Column("most_source", "Source", .text, meaning: "File and line of the maximum."),
    Column(
      "origin", "From", .text,
      meaning:
        "captures, or log: the table of pools that Cassandra logs under pressure, never the usual state."),
  ]

  private static let sampleColumns = [
    Column("node", "Node", .text, meaning: "The node."),
    Column("at", "Time", .moment, meaning: "When it was taken; empty when unknown."),
    Column(
      "at_from", "Time from", .text,
      meaning: "The source of the time: content, id, marker, name, archive, mtime or interpolated."),
    Column("metric", "Metric", .text, meaning: "Stable name of the metric; its unit is in the name."),
    Column("labels", "Labels", .text, meaning: "Pool, device and the like."),
    Column("value", "Value", .decimal(unit: "see metric"), meaning: "The value."),
    Column("source", "Source", .text, meaning: "File and line."),
  ]

  private static func summaries(_ book: SeriesBook, of node: NodeID, from origin: String) -> [[Cell]] {
    BacklogMetric.all.flatMap { metric in
      book.all(of: metric.name).filter { metric.isWorthARow($0.key.labels, $0.summary, book) }
        .map {
          key, summary in
          let value = { (point: SeriesSummary.Point?) -> Cell in .optional(point) { metric.cell($0.value) } }
          return [
            .code(node.name), .text(metric.title), .code(metric.name.name),
            key.labels.pairs.isEmpty ? .missing : .text(labels(key.labels)), .count(Int64(summary.count)),
            value(summary.first), value(summary.last), value(summary.minimum), value(summary.maximum),
            .optional(summary.maximum?.at) { .moment(.utc($0)) },
            .optional(summary.maximum) { .source($0.source) }, .text(origin),
          ]
        }
    }
  }

  private static func labels(_ labels: Labels) -> String {
    labels.pairs.map { $0.name + " " + $0.value }.joined(separator: ", ")
  }
}

/// A metric of the section with its words and its unit.
private struct BacklogMetric {
  let name: MetricName
  let title: String
  let cell: @Sendable (Double) -> Cell
  /// The series with a row, for a metric with many.
  var filter: Filter = .all

  enum Filter {
    case all
    /// The series without labels: the whole node.
    case whole
    /// The pool of compaction, and every pool that was ever blocked.
    case pools
    /// Series that grew.
    case positive
  }

  static let all: [BacklogMetric] = [
    BacklogMetric(
      name: .compactionPendingTasks, title: "Pending compaction tasks", cell: whole, filter: .whole),
    BacklogMetric(name: .compactionActive, title: "Running compactions", cell: whole),
    BacklogMetric(name: .poolActive, title: "Pool, active", cell: whole, filter: .pools),
    BacklogMetric(name: .poolPending, title: "Pool, pending", cell: whole, filter: .pools),
    BacklogMetric(name: .poolBlocked, title: "Pool, blocked", cell: whole, filter: .pools),
    BacklogMetric(name: .poolBlockedTotal, title: "Pool, blocked since start", cell: whole, filter: .pools),
    BacklogMetric(name: .compactionThroughputLimit, title: "Throughput limit", cell: rate),
    BacklogMetric(name: .concurrentCompactors, title: "Concurrent compactors", cell: whole),
    BacklogMetric(name: .compactionBytesCompactedTotal, title: "Compacted since start", cell: bytes),
    BacklogMetric(name: .nodeLoadBytes, title: "Load", cell: bytes),
    BacklogMetric(name: .heapUsedBytes, title: "Heap used", cell: bytes),
    BacklogMetric(name: .heapMaxBytes, title: "Heap size", cell: bytes),
    BacklogMetric(name: .diskUsedBytes, title: "Disk used", cell: bytes),
    BacklogMetric(name: .diskFreeBytes, title: "Disk free", cell: bytes),
    BacklogMetric(name: .droppedMessagesTotal, title: "Dropped since start", cell: whole, filter: .positive),
  ]

  func isWorthARow(_ labels: Labels, _ summary: SeriesSummary, _ book: SeriesBook) -> Bool {
    switch filter {
    case .all: true
    case .whole: labels.pairs.isEmpty
    case .positive: (summary.maximum?.value ?? 0) > 0
    case .pools:
      labels["pool"] == "CompactionExecutor"
        || [MetricName.poolBlocked, .poolBlockedTotal].contains {
          (book[$0, labels]?.maximum?.value ?? 0) > 0
        }
    }
  }

  @Sendable private static func whole(_ value: Double) -> Cell { .decimal(value, digits: 0) }

  @Sendable private static func bytes(_ value: Double) -> Cell {
    Int64(exactly: value.rounded()).map { .bytes($0) } ?? .decimal(value, digits: 0)
  }

  /// A limit of 0 means unlimited.
  @Sendable private static func rate(_ value: Double) -> Cell {
    value == 0 ? .text("unlimited (0)") : .bytesPerSecond(value)
  }
}
