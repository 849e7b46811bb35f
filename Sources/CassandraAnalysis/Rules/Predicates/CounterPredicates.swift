// Rules about the rate of the counter of compacted bytes (001, 003). They use the counter as the seeds do; a
// mark reports that it stands still while one long compaction works.

import CassandraModel

extension RulePass {
  /// compaction-stalled: the counter hardly moves over an interval in which pending grew.
  mutating func compactionStalled() {
    guard let compacted = inputs.compacted else { return cannot(inputs.missingCounter) }
    guard let pending = inputs.pending else { return cannot(inputs.missing(.compactionPendingTasks)) }
    let limit = number("ratio") * (compacted.medianPositiveRate ?? 0)
    let points = compacted.counter.points
    var cursor = RuleCursor(pending)
    let reasons = [
      "no sample of compaction_pending_tasks was near enough in time",
      "the counter restarted, or its samples are too far apart",
    ]
    fold(.node, along: compacted.counter, unit: "bytes per second", reasons: reasons) { fold in
      var before = points.first.flatMap { cursor.point(at: $0.at) }
      for index in points.indices.dropFirst() {
        let (then, now) = (points[index - 1], points[index])
        let waiting = cursor.point(at: now.at)
        let (old, elapsed) = (before, now.at.milliseconds - then.at.milliseconds)
        before = waiting
        guard let waiting, let old else {
          fold.skip(now, 0)
          continue
        }
        guard now.value >= then.value, elapsed <= compacted.counter.maximumGap.milliseconds else {
          fold.skip(now, 1)
          continue
        }
        let rate = (now.value - then.value) * 1000 / Double(elapsed)
        let isStill = rate == 0 || rate < limit
        fold.take(now, isStill && waiting.value > old.value, value: rate, threshold: limit)
      }
    }
  }

  /// velocity-low: bytes a second over a rolling window, compared with the configured throughput, while work
  /// is pending.
  mutating func velocityLow() {
    guard let compacted = inputs.compacted else { return cannot(inputs.missingCounter) }
    guard let limit = inputs.throughputLimit else {
      return cannot(inputs.missing(.compactionThroughputLimit))
    }
    guard let pending = inputs.pending else { return cannot(inputs.missing(.compactionPendingTasks)) }
    let (ratio, window) = (number("ratio"), Int64(clamping: number("window") * 1000))
    let points = compacted.counter.points
    let gap = compacted.counter.maximumGap.milliseconds
    var (waiting, limits) = (RuleCursor(pending), RuleCursor(limit.steps))
    let reasons = [
      "no sample of compaction_pending_tasks was near enough in time",
      "the throughput is unlimited (0)",
      "the counter began or restarted less than the window before, or its samples are too far apart",
    ]
    fold(.node, along: compacted.counter, unit: "bytes per second", reasons: reasons) { fold in
      // The window begins at the last sample that is at least its length ago; never before a restart or a gap.
      var (start, sound) = (0, 0)
      for (index, point) in points.enumerated() {
        if index > 0 {
          let before = points[index - 1]
          if point.value < before.value || point.at.milliseconds - before.at.milliseconds > gap {
            sound = index
          }
        }
        start = max(start, sound)
        while start + 1 < index, point.at.milliseconds - points[start + 1].at.milliseconds >= window {
          start += 1
        }
        guard let waiting = waiting.point(at: point.at) else {
          fold.skip(point, 0)
          continue
        }
        guard let limit = limits.point(at: point.at)?.value, limit > 0 else {
          fold.skip(point, 1)
          continue
        }
        let elapsed = point.at.milliseconds - points[start].at.milliseconds
        guard elapsed >= window, elapsed > 0 else {
          fold.skip(point, 2)
          continue
        }
        let rate = (point.value - points[start].value) * 1000 / Double(elapsed)
        fold.take(
          point, rate < ratio * limit && waiting.value > 0, value: rate, threshold: ratio * limit)
      }
    }
  }

  /// compaction-io-share: compaction's share of the disk in the busiest part of the capture. The share is of
  /// the configured disk throughput; without one, of the bytes that the disk moved.
  mutating func compactionIOShare() {
    let given = inputs.given.diskThroughputBytesPerSecond.flatMap { $0 > 0 ? $0 : nil }
    let moved = given == nil ? inputs.diskRate : nil
    guard given != nil || moved != nil else {
      return cannot("no number is given for the disk's throughput, and nothing tells what the disk moved")
    }
    guard let compacted = inputs.compacted else { return cannot(inputs.missingCounter) }
    guard let writes = inputs.writeRate,
      let peak = writes.points.map(\.value).quantile(number("peak_quantile"))
    else { return cannot("nothing tells the rate of local writes") }
    let (lowest, highest) = (number("lowest"), number("highest"))
    var cursor = RuleCursor(writes)
    var disks = moved.map { RuleCursor($0) }
    let reasons = [
      "no sample of local writes was near enough in time", "no sample of the disk was near enough in time",
    ]
    fold(.node, along: compacted.rate, unit: "ratio", reasons: reasons) { fold in
      for point in compacted.rate.points {
        guard let rate = cursor.point(at: point.at)?.value else {
          fold.skip(point, 0)
          continue
        }
        guard let disk = given ?? disks?.point(at: point.at)?.value, disk > 0 else {
          fold.skip(point, 1)
          continue
        }
        let share = point.value / disk
        let isOutside = share < lowest || share > highest
        fold.take(
          point, rate >= peak && isOutside, value: share, threshold: share < lowest ? lowest : highest)
      }
    }
  }

  /// disk-limit-trend: the mean rate of a rolling month, compared with the limit of the disk controller.
  mutating func diskLimitTrend() {
    guard let limit = inputs.given.controllerLimitBytesPerSecond, limit > 0 else {
      return cannot("no number is given for the disk controller's limit")
    }
    guard let compacted = inputs.compacted else { return cannot(inputs.missingCounter) }
    let (ratio, window) = (number("ratio"), Int64(clamping: number("window") * 1000))
    let points = compacted.counter.points
    guard let first = points.first?.at, let last = points.last?.at,
      last.milliseconds - first.milliseconds >= window
    else { return cannot("the capture is shorter than the window of 30 days") }
    // Bytes since the first sample, summed across restarts.
    var sums: [Double] = []
    for index in points.indices {
      let grown = index == 0 ? 0 : max(0, points[index].value - points[index - 1].value)
      sums.append((sums.last ?? 0) + grown)
    }
    fold(
      .node, along: compacted.counter, unit: "bytes per second",
      reasons: ["less than the window of 30 days lies before it"]
    ) { fold in
      var start = 0
      for (index, point) in points.enumerated() {
        while start + 1 < index, point.at.milliseconds - points[start + 1].at.milliseconds >= window {
          start += 1
        }
        let elapsed = point.at.milliseconds - points[start].at.milliseconds
        guard elapsed >= window else {
          fold.skip(point, 0)
          continue
        }
        let rate = (sums[index] - sums[start]) * 1000 / Double(elapsed)
        fold.take(point, rate >= ratio * limit, value: rate, threshold: ratio * limit)
      }
    }
  }
}

extension Int64 {
  /// The whole number in `value`; clamped if too large, 0 for NaN.
  package init(clamping value: Double) {
    if value.isNaN { self = 0 } else { self = Int64(exactly: value.rounded()) ?? (value < 0 ? .min : .max) }
  }
}
