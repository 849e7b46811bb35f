// Each backlog of a node with its causes: how fast it grew and shrank, when it would have been drained or
// have passed the next threshold, flushed and compacted bytes of each table, disk use, and repairs that ran
// in it.

public import CassandraModel

/// One backlog and the figures around it.
public struct BacklogReview: Sendable {
  /// From the rise of pending compactions until they were drained, or the last sample above the limit.
  public let period: ClosedRange<Instant>
  /// True if it was drained.
  public let isDrained: Bool
  /// The peak of pending compactions.
  public let peak: BacklogTable.Peak
  /// Pending compactions gained a minute from the beginning to the peak; nil when both are one sample.
  public let growth: Double?
  /// Pending compactions drained a minute from the peak to the end; nil when they did not fall, or both are
  /// one sample.
  public let drain: Double?
  /// The forecast from the last sample; nil for a drained backlog, or if its end is too short for a forecast.
  public let outlook: Outlook?
  /// Flushed and compacted bytes by table, the most first.
  public let tables: [BacklogTable]
  /// Bytes written for each flushed byte in it, over all tables; nil when not known.
  public let amplification: Double?
  /// The same in the capture before it; nil when not known.
  public let amplificationBefore: Double?
  /// The device that holds the data; nil when its load is not in the capture.
  public let disk: DiskLoad?
  /// Repair, validation and streams that ran in it.
  public let repairs: [RuleWork]

  /// The course of pending compactions at their last rate.
  public enum Outlook: Sendable, Hashable {
    /// Drained in this time.
    case drained(in: TimeSpan)
    /// Reaches this number of pending compactions in this time.
    case passes(Int, in: TimeSpan)
    /// Neither within a day.
    case level
  }
}

extension NodeFindings {
  /// The node's backlogs with more than one sample, in the order of time; nil without a dated sample of
  /// pending compactions.
  public func backlogReviews(_ inputs: ResolvedInputs) -> [BacklogReview]? {
    guard let spans = backlogSpans, let pending = samples[.compactionPendingTasks]?.points else { return nil }
    let loads = diskLoads
    let disk = dataDisk(of: inputs.dataVolume, among: loads)
    var begin = pending.first?.at
    return BacklogSpan.joined(spans).filter { $0.period.upperBound > $0.period.lowerBound }.map { span in
      let before = begin.map { min($0, span.period.lowerBound)...span.period.lowerBound }
      begin = span.period.upperBound
      return BacklogReview(span, on: self, before: before, disk, inputs)
    }
  }
}

extension BacklogReview {
  init(
    _ span: BacklogSpan, on node: NodeFindings, before: ClosedRange<Instant>?, _ disk: DiskLoad?,
    _ inputs: ResolvedInputs
  ) {
    period = span.period
    isDrained = span.drained != nil
    peak = BacklogTable.Peak(
      value: span.peak.value, at: span.peak.at, source: node.samples.source(of: span.peak))
    growth = BacklogReview.slope(span.begin, span.peak).flatMap { $0 > 0 ? $0 : nil }
    let end = span.drained ?? span.last
    drain = BacklogReview.slope(span.peak, end).flatMap { $0 < 0 ? -$0 : nil }
    let points = node.samples[.compactionPendingTasks]?.points ?? []
    outlook = span.drained == nil ? BacklogReview.outlook(points, until: span.last) : nil
    tables = node.backlogTables(in: span.period)
    amplification = BacklogReview.amplification(tables)
    amplificationBefore = before.flatMap { BacklogReview.amplification(node.backlogTables(in: $0)) }
    self.disk = disk.flatMap { $0.busy(in: span.period) == nil ? nil : $0 }
    repairs = inputs.work.filter { work in
      (work.isRepair || work.kind.hasPrefix("stream")) && work.from <= span.period.upperBound
        && work.to >= span.period.lowerBound
    }
  }

  /// A minute.
  private static func slope(_ a: SamplePoint, _ b: SamplePoint) -> Double? {
    let elapsed = b.at.milliseconds - a.at.milliseconds
    return elapsed > 0 ? (b.value - a.value) * 60_000 / Double(elapsed) : nil
  }

  /// Over all tables with known flushes.
  static func amplification(_ tables: [BacklogTable]) -> Double? {
    let known = tables.filter { $0.flushedBytes != nil }
    let flushed = known.reduce(0.0) { $0 + Double($1.flushedBytes ?? 0) }
    let written = known.reduce(0.0) { $0 + Double($1.writtenBytes ?? 0) }
    return flushed > 0 && written > 0 ? (flushed + written) / flushed : nil
  }

  /// Milliseconds: only the last half hour counts; fewer samples than this give no rate.
  private static let outlookSpan: Int64 = 1_800_000
  private static let outlookSamples = 5
  /// Thresholds that the seeds act on.
  private static let marks = [16, 32, 64, 150, 200, 500, 1000, 2000, 5000, 10_000]

  /// The median of slopes between all pairs of the last samples: one outlier does not move it.
  static func outlook(_ points: [SamplePoint], until last: SamplePoint) -> Outlook? {
    let end = lowerBound(points, Instant(milliseconds: last.at.milliseconds &+ 1))
    let start = lowerBound(points, Instant(milliseconds: last.at.milliseconds &- outlookSpan))
    let all = points[start..<end]
    guard all.count >= outlookSamples else { return nil }
    // At most sixty of them: more pairs do not change the result.
    let stride = max(1, all.count / 60)
    let used = all.indices.filter { ($0 - all.startIndex) % stride == 0 || $0 == end - 1 }.map { all[$0] }
    var slopes: [Double] = []
    for (index, first) in used.enumerated() {
      for second in used[(index + 1)...] { slope(first, second).map { slopes.append($0) } }
    }
    guard let rate = slopes.median else { return nil }
    let day = 1440.0
    if rate < 0, last.value / -rate <= day { return .drained(in: minutes(last.value / -rate)) }
    if rate > 0, let next = marks.first(where: { Double($0) > last.value }) {
      let time = (Double(next) - last.value) / rate
      if time <= day { return .passes(next, in: minutes(time)) }
    }
    return .level
  }

  private static func minutes(_ minutes: Double) -> TimeSpan {
    TimeSpan(milliseconds: Int64(clamping: minutes * 60_000))
  }
}
