// Figures for budgets and baselines: a metric with an aggregate over time, or a figure of its own.

package import CassandraModel

/// The reduction of the samples of one series to one number.
package enum CheckAggregate: String, Sendable, CaseIterable {
  case max, min, mean, last, sum, p95
  /// The last value minus the first.
  case delta
  /// Seconds in which the value was above a threshold; a gap adds none.
  case timeOver = "time_over"

  /// Aggregates for metrics that keep only ends and extremes.
  package static let ofSummaries: [CheckAggregate] = [.max, .min, .last, .delta]
}

/// Figures that are no metric.
package enum CheckFigureName: String, Sendable, CaseIterable {
  /// Tasks that failed, on each node.
  case failures
  /// The largest number of pending compactions, on each node.
  case pendingPeak = "pending_peak"
  /// Duration of the longest compaction, on each node.
  case longestCompaction = "longest_compaction_seconds"
  /// The most tombstones of one read, by table.
  case tombstonesMax = "tombstones_max"
  /// Total space used divided by space used by live data, by table, at the end.
  case spaceAmplification = "space_amplification_ratio"
}

/// A figure with its parameters.
package struct CheckFigure: Sendable, Hashable {
  package enum Quantity: Sendable, Hashable {
    case metric(MetricName, CheckAggregate)
    case figure(CheckFigureName)
  }

  package var quantity: Quantity
  /// For `time_over`: the threshold.
  package var threshold: Double?
  /// Labels that the series must have.
  package var labels: [Labels.Pair]
  /// The nodes, by name; empty for all.
  package var nodes: [String]

  package init(
    _ quantity: Quantity, threshold: Double? = nil, labels: Labels = .none, nodes: [String] = []
  ) {
    self.quantity = quantity
    self.threshold = threshold
    self.labels = labels.pairs
    self.nodes = nodes
  }

  /// The unit of its values.
  package var unit: String {
    switch quantity {
    case .metric(_, .timeOver): "seconds"
    case .metric(let metric, _): CheckNumber.unit(of: metric.name)
    case .figure(let figure): CheckNumber.unit(of: figure.rawValue)
    }
  }

  package var id: String {
    switch quantity {
    case .metric(let metric, let aggregate): metric.name + "." + aggregate.rawValue
    case .figure(let figure): figure.rawValue
    }
  }

  /// `max of compaction_pending_tasks`, with its selector.
  package var text: String {
    var text: String
    switch quantity {
    case .metric(let metric, .timeOver):
      text =
        "time that " + metric.name + " was over "
        + CheckNumber.text(threshold ?? 0, unit: CheckNumber.unit(of: metric.name))
    case .metric(let metric, let aggregate): text = aggregate.rawValue + " of " + metric.name
    case .figure(let figure): text = figure.rawValue
    }
    if !labels.isEmpty {
      text += "{" + labels.map { $0.name + "=\"" + $0.value + "\"" }.joined(separator: ",") + "}"
    }
    return nodes.isEmpty ? text : text + " on " + nodes.joined(separator: ", ")
  }

  func isOf(_ node: NodeID) -> Bool { nodes.isEmpty || nodes.contains(node.name) }

  func isOf(_ found: Labels) -> Bool { labels.allSatisfy { found[$0.name] == $0.value } }
}

/// One number of one series of one node.
package struct CheckFigureValue: Sendable {
  package let node: NodeID
  package let labels: Labels
  package let value: Double
  /// Place of the decisive sample.
  package let source: SourceLocation

  /// The node and the labels, for a sentence.
  package var place: String {
    node.name + (labels.pairs.isEmpty ? "" : ", " + labels.pairs.map(\.value).joined(separator: "."))
  }
}
