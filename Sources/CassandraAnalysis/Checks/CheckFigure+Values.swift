// The values of a figure in a capture: one for each node and series. A missing sample is not zero: a node
// without a sample has no value.

import CassandraModel

extension CheckFigure {
  /// The values in order of node and labels; empty when the capture has none.
  package func values(in findings: Findings) -> [CheckFigureValue] {
    findings.nodes.filter { isOf($0.node) }.flatMap { values(of: $0) }
  }

  private func values(of node: NodeFindings) -> [CheckFigureValue] {
    switch quantity {
    case .metric(let metric, let aggregate): series(metric, aggregate, of: node)
    case .figure(.pendingPeak): series(.compactionPendingTasks, .max, of: node)
    case .figure(.failures): failures(of: node)
    case .figure(.longestCompaction): longestCompaction(of: node)
    case .figure(.tombstonesMax): tombstones(of: node)
    case .figure(.spaceAmplification): spaceAmplification(of: node)
    }
  }

  // MARK: Metrics

  private func series(
    _ metric: MetricName, _ aggregate: CheckAggregate, of node: NodeFindings
  ) -> [CheckFigureValue] {
    var found = node.series.all(of: metric).filter { isOf($0.key.labels) }
    // Without labels in the selector a metric of the whole node is taken, if there is one.
    if labels.isEmpty, let whole = found.first(where: { $0.key.labels.pairs.isEmpty }) { found = [whole] }
    return found.compactMap { key, summary in
      switch aggregate {
      case .max: summary.maximum.map { value(node, key, $0.value, $0.source) }
      case .min: summary.minimum.map { value(node, key, $0.value, $0.source) }
      case .last: summary.last.map { value(node, key, $0.value, $0.source) }
      case .delta:
        summary.first.flatMap { first in
          // One sample shows no change.
          summary.count < 2 ? nil : summary.last.map { value(node, key, $0.value - first.value, $0.source) }
        }
      case .mean, .sum, .p95, .timeOver: sampled(key, aggregate, of: node)
      }
    }
  }

  private func value(
    _ node: NodeFindings, _ key: SeriesBook.Key, _ value: Double, _ source: SourceLocation
  ) -> CheckFigureValue {
    CheckFigureValue(node: node.node, labels: key.labels, value: value, source: source)
  }

  /// Aggregates that need every sample; undated samples have a value, but no duration.
  private func sampled(
    _ key: SeriesBook.Key, _ aggregate: CheckAggregate, of node: NodeFindings
  ) -> CheckFigureValue? {
    let dated = node.samples[key.metric, key.labels]
    if aggregate == .timeOver { return dated.flatMap { timeOver($0, key, of: node) } }
    var values = (dated?.points ?? []).map { ($0.value, node.samples.source(of: $0)) }
    values += node.samples.undated.filter { $0.metric == key.metric && $0.labels == key.labels }
      .map { ($0.value, $0.source) }
    values.sort { $0.0 < $1.0 }
    guard let highest = values.last else { return nil }
    let sum = values.reduce(0) { $0 + $1.0 }
    switch aggregate {
    case .mean: return value(node, key, sum / Double(values.count), highest.1)
    case .sum: return value(node, key, sum, highest.1)
    case .p95:
      // The nearest rank: a value that was really sampled.
      let rank = min(values.count - 1, max(0, (values.count * 95 + 99) / 100 - 1))
      return value(node, key, values[rank].0, values[rank].1)
    case .max, .min, .last, .delta, .timeOver: return nil
    }
  }

  private func timeOver(
    _ series: SampleSeries, _ key: SeriesBook.Key, of node: NodeFindings
  ) -> CheckFigureValue? {
    let limit = threshold ?? 0
    var milliseconds: Int64 = 0
    var spans = 0
    var place: SamplePoint?
    for stretch in series.stretches {
      for (point, next) in zip(stretch, stretch.dropFirst()) {
        spans += 1
        guard point.value > limit else { continue }
        place = place ?? point
        milliseconds += next.at.milliseconds - point.at.milliseconds
      }
    }
    // Without two consecutive samples there is no duration.
    guard spans > 0, let first = place ?? series.points.first else { return nil }
    return value(node, key, Double(milliseconds) / 1000, node.samples.source(of: first))
  }

  // MARK: Figures of their own

  private func failures(of node: NodeFindings) -> [CheckFigureValue] {
    // Captured commands alone show no failures.
    guard !node.processes.isEmpty || !node.faults.isEmpty || node.logRecords > 0 else { return [] }
    let faults = node.faults.filter(\.category.isError)
    let sum = faults.reduce(0) { $0 + $1.failures }
    let source =
      faults.first { $0.failures > 0 }?.evidence.first?.source
      ?? node.processes.first?.lastSource ?? SourceLocation(file: "", line: 0)
    return [CheckFigureValue(node: node.node, labels: .none, value: Double(sum), source: source)]
  }

  private func longestCompaction(of node: NodeFindings) -> [CheckFigureValue] {
    let timed = node.ledger.filter { isOf(CheckFigure.labels($0.table)) }
      .compactMap { row in row.duration.map { (row, $0) } }
    guard let longest = timed.max(by: { $0.1 < $1.1 }) else { return [] }
    return [
      CheckFigureValue(
        node: node.node, labels: CheckFigure.labels(longest.0.table),
        value: Double(longest.1.milliseconds) / 1000,
        source: longest.0.source)
    ]
  }

  private func tombstones(of node: NodeFindings) -> [CheckFigureValue] {
    var values = series(.tableTombstonesPerSliceMax, .max, of: node)
    var places = Dictionary(
      values.enumerated().map { ($1.labels, $0) }, uniquingKeysWith: { first, _ in first })
    for (table, reads) in node.tombstones {
      let found = CheckFigure.labels(table)
      guard isOf(found), let source = reads.evidence.first?.source else { continue }
      let value = CheckFigureValue(
        node: node.node, labels: found, value: Double(reads.maximum), source: source)
      if let index = places[found] {
        if values[index].value < value.value { values[index] = value }
      } else {
        places[found] = values.count
        values.append(value)
      }
    }
    return values
  }

  private func spaceAmplification(of node: NodeFindings) -> [CheckFigureValue] {
    series(.tableTotalBytes, .last, of: node).compactMap { total in
      guard let live = node.series[.tableLiveBytes, total.labels]?.last?.value, live > 0 else { return nil }
      return CheckFigureValue(
        node: node.node, labels: total.labels, value: total.value / live, source: total.source)
    }
  }

  private static func labels(_ table: TableName?) -> Labels {
    table.map { Labels([(name: "keyspace", value: $0.keyspace), (name: "table", value: $0.table)]) } ?? .none
  }
}
