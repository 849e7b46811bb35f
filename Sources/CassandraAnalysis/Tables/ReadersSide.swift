// Reads while compaction was behind: speculative retries, read repairs, time-outs, unavailable replicas and
// dropped reads, a minute, compared with the rest of the capture (001, 003).

public import CassandraModel

/// One counter of the readers' side.
public struct ReaderFigure: Sendable {
  /// The counter, in words.
  public let title: String
  /// Count a minute during a backlog; nil when no two samples lie in one.
  public let inBacklog: Double?
  /// Count a minute at other times.
  public let otherwise: Double?
  /// Total over all samples.
  public let total: Double
  /// Place of its last sample.
  public let source: SourceLocation
}

extension NodeFindings {
  /// Counters of reads that ever moved, in a fixed order.
  public var readerFigures: [ReaderFigure] {
    let periods = RuleSpans((backlogSpans ?? []).map(\.period)).spans
    return NodeFindings.readerCounters.compactMap { figure($0, periods) }
  }

  /// True when the capture has any of them.
  public var hasReaderCounters: Bool {
    NodeFindings.readerCounters.contains { counter in
      samples.all(of: counter.metric).contains { counter.isOf($0.key.labels) }
    }
  }

  private struct Counter: Sendable {
    let title: String
    let metric: MetricName
    /// The label with its values; nil for all.
    var label: (name: String, values: Set<String>)?

    func isOf(_ labels: Labels) -> Bool {
      guard let label else { return true }
      return labels[label.name].map(label.values.contains) ?? false
    }
  }

  private static let readerCounters: [Counter] = [
    Counter(title: "Speculative retries", metric: .tableSpeculativeRetriesTotal),
    Counter(
      title: "Read repairs, blocking", metric: .readRepairsTotal, label: ("result", ["mismatch_blocking"])),
    Counter(
      title: "Read repairs, background", metric: .readRepairsTotal, label: ("result", ["mismatch_background"])
    ),
    Counter(
      title: "Read time-outs", metric: .requestTimeoutsTotal, label: ("request", ["read", "range"])),
    Counter(
      title: "Reads unavailable", metric: .requestUnavailablesTotal,
      label: ("request", ["read", "range"])),
    Counter(title: "Write time-outs", metric: .requestTimeoutsTotal, label: ("request", ["write"])),
    Counter(
      title: "Dropped reads", metric: .droppedMessagesTotal,
      label: ("type", ["READ", "READ_REQ", "RANGE_SLICE", "RANGE_REQ"])),
    Counter(
      title: "Dropped mutations", metric: .droppedMessagesTotal,
      label: ("type", ["MUTATION", "MUTATION_REQ"])),
  ]

  private func figure(_ counter: Counter, _ periods: [ClosedRange<Instant>]) -> ReaderFigure? {
    var (inside, insideTime, outside, outsideTime) = (0.0, Int64(0), 0.0, Int64(0))
    var last: SamplePoint?
    for series in samples.all(of: counter.metric) where counter.isOf(series.key.labels) {
      for (before, now) in zip(series.points, series.points.dropFirst()) where now.value >= before.value {
        let elapsed = now.at.milliseconds - before.at.milliseconds
        let isBehind = periods.contains { $0.contains(now.at) }
        if isBehind {
          inside += now.value - before.value
          insideTime += elapsed
        } else {
          outside += now.value - before.value
          outsideTime += elapsed
        }
        if last.map({ $0.at < now.at }) ?? true { last = now }
      }
    }
    guard let last, inside + outside > 0 else { return nil }
    // Many series share the same time; the rates are sums over all series.
    let count = max(1, samples.all(of: counter.metric).count { counter.isOf($0.key.labels) })
    let minutes = { (time: Int64) in Double(time) / 60_000 / Double(count) }
    return ReaderFigure(
      title: counter.title, inBacklog: insideTime > 0 ? inside / minutes(insideTime) : nil,
      otherwise: outsideTime > 0 ? outside / minutes(outsideTime) : nil, total: inside + outside,
      source: samples.source(of: last))
  }
}
