// Predicates of 002: a backlog that cannot be drained, operations that must not run meanwhile, limits that do
// not fit the disk, settings that were left changed.

import CassandraModel

extension RulePass {
  /// undrainable: more is left than the disk can do in the maintenance window.
  mutating func undrainable() {
    guard let remaining = inputs.remaining else { return cannot(inputs.missing(.compactionRemainingBytes)) }
    let bandwidth = inputs.given.diskBandwidthBytesPerSecond ?? number("bandwidth")
    let window = inputs.given.maintenanceWindow.map { Double($0.milliseconds) / 1000 } ?? number("window")
    let limit = bandwidth * window
    fold(.node, along: remaining, unit: "bytes") { fold in
      for point in remaining.points {
        fold.take(point, point.value > limit, value: point.value, threshold: limit)
      }
    }
  }

  /// forbidden-operation: a cleanup or scrub while an intervention rule holds.
  mutating func forbiddenOperation() {
    during(inputs.work.filter(\.isForbidden))
  }

  /// repair-during-backlog: repair work while pending-saturated or an intervention rule holds.
  mutating func repairDuringBacklog() {
    during(inputs.work.filter(\.isRepair))
  }

  /// Holds at samples of compactionstats at which some of `work` runs while one of the rules before it holds.
  private mutating func during(_ work: [RuleWork]) {
    // A sample of both: pools and pending may be sampled at other instants.
    guard let ticks = inputs.tasks?.polls ?? inputs.pending else {
      return cannot(inputs.missing(.compactionPendingTasks))
    }
    var spans = spans(of: rule.after)
    // Work ran between its samples or records, and to the sample after.
    var changes = work.flatMap { [($0.from, 1), ($0.to, -1)] }
    changes.sort { $0.0 != $1.0 ? $0.0 < $1.0 : $0.1 > $1.1 }
    fold(.node, along: ticks) { fold in
      var (next, running) = (0, 0)
      for point in ticks.points {
        while next < changes.count,
          changes[next].0 < point.at || (changes[next].0 == point.at && changes[next].1 > 0)
        {
          running += changes[next].1
          next += 1
        }
        let holds = running > 0 && spans.contains(point.at)
        fold.take(
          point, holds, value: Double(running), threshold: 0, detail: RulePass.names(of: work, at: point.at))
      }
    }
  }

  /// `Scrub of shop.events_by_day, Validation of shop.orders`: the operations of `work` that ran at
  /// `instant`.
  private static func names(of work: [RuleWork], at instant: Instant) -> String {
    var names: [String] = []
    for one in work where one.from <= instant && instant <= one.to {
      let name = one.kind + (one.table.map { " of " + $0.description } ?? "")
      if !names.contains(name), names.count < 5 { names.append(name) }
    }
    return names.joined(separator: ", ")
  }

  /// throughput-over-disk: the limit, compared with the disk's sustained write bandwidth. No limit is above
  /// any bandwidth.
  mutating func throughputOverDisk() {
    guard let disk = inputs.given.diskBandwidthBytesPerSecond, disk > 0 else {
      return cannot("no number is given for the disk's bandwidth")
    }
    guard let setting = inputs.throughputLimit else {
      return cannot(inputs.missing(.compactionThroughputLimit))
    }
    let limit = number("ratio") * disk
    judgeSetting(setting) { fold, point in
      fold.take(
        point, point.value > limit || point.value == 0, value: point.value, threshold: limit,
        detail: point.value == 0 ? "the throughput is unlimited (0)" : nil)
    }
  }

  /// stream-throttle-low: the limit of streams while the write rate is in the upper quarter of the capture.
  mutating func streamThrottleLow() {
    guard let setting = inputs.streamLimit else { return cannot(inputs.missing(.streamThroughputLimit)) }
    guard let writes = inputs.writeRate,
      let heavy = writes.points.map(\.value).quantile(number("heavy_quantile"))
    else { return cannot("nothing tells the rate of local writes") }
    let limit = number("threshold")
    var cursor = RuleCursor(setting.steps)
    fold(.node, along: writes, unit: "bytes per second") { fold in
      for point in writes.points {
        guard let throttle = cursor.point(at: point.at)?.value else { continue }
        // 0 is unlimited: nothing is throttled.
        let isLow = throttle > 0 && throttle < limit
        fold.take(point, isLow && point.value > heavy, value: throttle, threshold: limit)
      }
    }
  }

  /// settings-not-restored: throughput or compactors at the end differ from the first value, after a change
  /// during an intervention.
  mutating func settingsNotRestored() {
    let settings: [(name: String, setting: RuleSetting?, unit: String)] = [
      ("compaction throughput", inputs.throughputLimit, "bytes per second"),
      ("concurrent compactors", inputs.concurrentCompactors, ""),
      ("stream throughput", inputs.streamLimit, "bytes per second"),
    ]
    guard settings.contains(where: { ($0.setting?.samples.count ?? 0) > 1 }) else {
      return cannot("neither throughput nor compactors nor stream throughput were captured twice")
    }
    let spans = spans(of: rule.after)
    for one in settings {
      guard let samples = one.setting?.samples, samples.count > 1 else { continue }
      let first = samples[0].value
      let series = RuleSeries(samples)
      fold(.node, along: series, unit: one.unit) { fold in
        let last = samples[samples.count - 1].value
        let changed = samples.indices.dropFirst().contains { index in
          samples[index].value != samples[index - 1].value
            && RulePass.isDuring(samples[index - 1].at...samples[index].at, spans.spans)
        }
        // It is known only at the end that a setting was not put back: from its last change on.
        var from = samples.count
        if changed, last != first {
          from = samples.count - 1
          while from > 0, samples[from - 1].value == last { from -= 1 }
        }
        for (index, point) in samples.enumerated() {
          fold.take(
            point, index >= from, value: point.value, threshold: first,
            detail: one.name + " was changed and not put back")
        }
      }
    }
  }

  /// True when `range` and one of `spans` have an instant in common.
  private static func isDuring(_ range: ClosedRange<Instant>, _ spans: [ClosedRange<Instant>]) -> Bool {
    spans.contains { $0.overlaps(range) }
  }

  private mutating func judgeSetting(
    _ setting: RuleSetting, _ judge: (inout RuleFold, SamplePoint) -> Void
  ) {
    let points = setting.judged(until: inputs.node.samples.period?.upperBound)
    let series = RuleSeries(points)
    fold(.node, along: series, unit: "bytes per second") { fold in
      for point in points { judge(&fold, point) }
    }
  }
}
