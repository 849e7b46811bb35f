// The time of a compaction backlog, from the samples of pending compactions: alerts say that it matters,
// samples give its beginning and end. A gap between samples neither splits nor ends it.

import CassandraModel

/// A time with more pending compactions than a node runs at once.
struct BacklogSpan: Sendable {
  /// The sample from which pending compactions rose; never 0.
  let begin: SamplePoint
  /// The peak of pending compactions.
  let peak: SamplePoint
  /// The first of two consecutive samples at or below the limit; nil when there are none.
  let drained: SamplePoint?
  /// The last sample above the limit.
  let last: SamplePoint

  /// From the rise until it was drained, or until the last sample above the limit.
  var period: ClosedRange<Instant> { begin.at...max(begin.at, drained?.at ?? last.at) }

  /// Spans closer together than this are one: the same work piles up again.
  private static let joining: Int64 = 300_000

  /// All spans of a series, in the order of time. `limit` is twice the number of concurrent compactors.
  static func all(in points: [SamplePoint], limit: (Instant) -> Double) -> [BacklogSpan] {
    var spans: [BacklogSpan] = []
    var start: Int?
    var above = 0
    var peak = 0
    for index in points.indices {
      let isAbove = points[index].value > limit(points[index].at)
      guard let begin = start else {
        if isAbove { (start, above, peak) = (index, index, index) }
        continue
      }
      if isAbove {
        above = index
        if points[index].value > points[peak].value { peak = index }
      } else if index - above >= 2 {
        spans.append(span(points, begin, peak, above, drained: points[index - 1]))
        start = nil
      }
    }
    if let start { spans.append(span(points, start, peak, above, drained: nil)) }
    return spans
  }

  private static func span(
    _ points: [SamplePoint], _ start: Int, _ peak: Int, _ above: Int, drained: SamplePoint?
  ) -> BacklogSpan {
    var begin = start
    while begin > 0, points[begin - 1].value > 0, points[begin - 1].value < points[begin].value { begin -= 1 }
    return BacklogSpan(begin: points[begin], peak: points[peak], drained: drained, last: points[above])
  }

  /// The spans with close ones joined.
  static func joined(_ spans: [BacklogSpan]) -> [BacklogSpan] {
    var all: [BacklogSpan] = []
    for span in spans {
      guard let before = all.last, let drained = before.drained,
        span.begin.at.milliseconds - drained.at.milliseconds <= joining
      else {
        all.append(span)
        continue
      }
      all[all.count - 1] = BacklogSpan(
        begin: before.begin, peak: span.peak.value > before.peak.value ? span.peak : before.peak,
        drained: span.drained, last: span.last)
    }
    return all
  }
}

extension NodeFindings {
  /// The spans of the node's backlog; nil when no dated sample of pending compactions is there.
  var backlogSpans: [BacklogSpan]? {
    guard let pending = samples[.compactionPendingTasks], !pending.points.isEmpty else { return nil }
    let compactors = samples[.concurrentCompactors]
    let configured = attributes[AttributeName("config_concurrent_compactors")]?.last.flatMap {
      Double($0.value)
    }
    return BacklogSpan.all(in: pending.points) { at in
      2 * max(1, compactors?.nearest(to: at)?.value ?? configured ?? Self.fewestCompactors)
    }
  }

  /// Cassandra's smallest default of `concurrent_compactors`.
  private static var fewestCompactors: Double { 2 }
}
