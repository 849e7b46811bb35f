// The source of BytesCompacted, in this order: a counter of JMX, JSON or Prometheus; 5.0's `data compacted`;
// compactionhistory; the log's `Compacted` lines. Two sources are never added.

package import CassandraModel

/// The counter of compacted bytes of one node.
public struct CompactedBytes: Sendable {
  /// The counter, sample by sample.
  public let counter: RuleSeries
  /// The source of the counter, for people.
  public let source: String
  /// Bytes a second between two samples; none across a restart or a gap.
  public let rate: RuleSeries
  /// The rate ÷ its mean over the last hour, the sample itself included, at most 120 samples.
  public let decay: RuleSeries
  /// The median of all rates above 0; nil without any.
  public let medianPositiveRate: Double?

  init(_ counter: RuleSeries, source: String) {
    self.counter = counter
    self.source = source
    let rates = ResolvedInputs.rates(of: counter)
    rate = RuleSeries(rates, like: counter)
    decay = RuleSeries(CompactedBytes.decay(of: rates), like: counter)
    medianPositiveRate = rates.compactMap { $0.value > 0 ? $0.value : nil }.median
  }

  /// Length of the moving average of 003, in samples and time.
  static let movingSamples = 120
  static let movingSpan: Int64 = 3_600_000

  private static func decay(of rates: [SamplePoint]) -> [SamplePoint] {
    var ratios: [SamplePoint] = []
    ratios.reserveCapacity(rates.count)
    var (first, sum, positive) = (0, 0.0, 0)
    for (index, rate) in rates.enumerated() {
      sum += rate.value
      if rate.value > 0 { positive += 1 }
      while index - first >= movingSamples
        || rate.at.milliseconds - rates[first].at.milliseconds > movingSpan
      {
        sum -= rates[first].value
        if rates[first].value > 0 { positive -= 1 }
        first += 1
      }
      // A sum of no positive rates is 0: a rounding rest is not a mean.
      if positive == 0 { sum = 0 }
      let ratio = sum > 0 ? rate.value * Double(index - first + 1) / sum : 1
      ratios.append(SamplePoint(at: rate.at, value: ratio, place: rate.place))
    }
    return ratios
  }
}

extension CompactedBytes {
  /// The counter of `node`; nil when the capture has none. `ticks` are the instants at which lists of ended
  /// compactions are counted: they have no samples of their own.
  package init?(_ node: NodeFindings, ticks: RuleSeries?) {
    let counters = node.samples.all(of: .compactionBytesCompactedTotal).filter { $0.points.count > 1 }
    let isStats = { (series: SampleSeries) in series.key.labels["source"] == "compactionstats" }
    if let best = counters.first(where: { !isStats($0) }) ?? counters.first {
      self.init(
        RuleSeries(best.points),
        source: isStats(best) ? "data compacted of compactionstats" : "counter " + best.name)
      return
    }
    guard let rule = node.zone.rule, let ticks else { return nil }
    let rows = node.compactionRows.values.map {
      (at: rule.instant($0.compactedAt, madeAt: $0.id.instant), bytes: $0.bytesIn)
    }
    if !rows.isEmpty {
      let last = node.polls.first { $0.command == "compactionhistory" }?.last
      self.init(ended: rows, until: last, ticks: ticks, source: "compactionhistory")
      return
    }
    guard !node.compactedBytes.isEmpty else { return nil }
    let ended = node.compactedBytes.map { (at: rule.instant($0.at), bytes: $0.bytes) }
    let until = node.processes.map { rule.instant($0.last) }.max()
    self.init(ended: ended, until: until, ticks: ticks, source: "Compacted lines of the log")
  }

  /// Bytes of ended compactions, cumulative at each of `ticks`.
  private init?(
    ended: [(at: Instant, bytes: Int64)], until: Instant?, ticks: RuleSeries, source: String
  ) {
    let ended = ended.sorted { $0.at < $1.at }
    guard let first = ended.first?.at else { return nil }
    var points: [SamplePoint] = []
    var (next, sum) = (0, 0.0)
    for tick in ticks.points where tick.at >= first {
      if let until, tick.at > until { break }
      while next < ended.count, ended[next].at <= tick.at {
        sum += Double(ended[next].bytes)
        next += 1
      }
      points.append(SamplePoint(at: tick.at, value: sum, place: tick.place))
    }
    guard points.count > 1 else { return nil }
    self.init(RuleSeries(points, like: ticks), source: source)
  }
}

extension SampleSeries {
  fileprivate var name: String {
    let source = key.labels["source"] ?? ""
    return source.isEmpty ? key.metric.name : key.metric.name + " (" + source + ")"
  }
}

extension ZoneRule {
  package func instant(_ moment: Moment) -> Instant {
    switch moment {
    case .utc(let instant): instant
    case .local(let time): self.instant(time)
    }
  }
}
