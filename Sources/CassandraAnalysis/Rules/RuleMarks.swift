// Context of an alert: artefacts of the counter, time windows that rolled over, work that ran at the same
// time, and likely causes of a backlog.

import CassandraModel

/// Finds the marks of one node's alerts.
struct RuleMarks {
  private let inputs: ResolvedInputs
  /// The device that holds the data; nil when not known.
  private let disk: DiskLoad?
  /// The share of the mean rate below which a rule holds, by its id.
  private let decay: [RuleID: Double]
  /// The context that alerts of a rule are checked for, by its id.
  private let contexts: [RuleID: Set<RuleContext>]
  /// Pending compactions by table.
  private let pending: [(table: TableName, points: [SamplePoint])]
  /// The median of local writes a second.
  private let medianWrites: Double?
  /// Strategies that the history names, from 6.0 on: the last of each table.
  private let strategies: [TableName: String]

  init(_ inputs: ResolvedInputs, _ rules: [Rule]) {
    self.inputs = inputs
    disk = inputs.node.dataDisk(of: inputs.dataVolume, among: inputs.node.diskLoads)
    let shares = rules.compactMap { rule in rule.number("decay").map { (rule.id, $0) } }
    decay = Dictionary(shares, uniquingKeysWith: { $1 })
    contexts = Dictionary(rules.map { ($0.id, $0.context) }, uniquingKeysWith: { $1 })
    pending = inputs.node.samples.all(of: .compactionPendingTasks).compactMap { series in
      guard case .table(let table) = inputs.subject(.table, series.key.labels) else { return nil }
      return (table, series.points)
    }
    medianWrites = inputs.writeRate?.points.map(\.value).median
    let named = inputs.node.compactionRows.values.filter { $0.strategy != nil }.sorted { a, b in
      a.compactedAt != b.compactedAt ? a.compactedAt < b.compactedAt : a.source < b.source
    }
    strategies = Dictionary(named.map { ($0.table, $0.strategy ?? "") }, uniquingKeysWith: { $1 })
  }

  /// `alert` with its marks.
  func marked(_ alert: RuleAlert) -> RuleAlert {
    // An alert that never fired needs no context.
    guard alert.counts else { return alert }
    var alert = alert
    let context = contexts[alert.rule] ?? []
    if context.contains(.counter) { markCounter(&alert) }
    if context.contains(.concurrentWork) { markBacklog(&alert) }
    if context.contains(.disk) { markDisk(&alert) }
    if context.contains(.windowRollover) { markWindows(&alert) }
    return alert
  }

  // MARK: The counter

  /// The counter moves only when a compaction ends: progress in the rows contradicts a low rate.
  private func markCounter(_ alert: inout RuleAlert) {
    if alert.rule == .rateDecay, isIdle(alert) { alert.marks.append(.idle) }
    guard let compacted = inputs.compacted, let progress = inputs.progress?.points,
      let rate = progressRate(alert, progress, compacted), rate > 0
    else { return }
    let wanted: Double?
    switch alert.rule {
    case .compactionStalled, .velocityLow: wanted = alert.threshold
    default:
      // The mean rate at the peak; the counter may have been sampled a little before.
      let now = compacted.rate.points
      let index = lowerBound(now, Instant(milliseconds: alert.peak.at.milliseconds &+ 1)) - 1
      guard index >= 0, let share = decay[alert.rule] else { return }
      wanted = meanRate(now, index) * share
    }
    if let wanted, rate > wanted { alert.marks.append(.longCompaction(bytesPerSecond: rate)) }
  }

  /// The mean of the rates of the hour before `index`.
  private func meanRate(_ rates: [SamplePoint], _ index: Int) -> Double {
    var (sum, count, at) = (0.0, 0, index)
    while at >= 0, count < CompactedBytes.movingSamples,
      rates[index].at.milliseconds - rates[at].at.milliseconds <= CompactedBytes.movingSpan
    {
      sum += rates[at].value
      count += 1
      at -= 1
    }
    return count > 0 ? sum / Double(count) : 0
  }

  /// Bytes of progress a second during the alert, from the sample of the counter before it on.
  private func progressRate(
    _ alert: RuleAlert, _ progress: [SamplePoint], _ compacted: CompactedBytes
  ) -> Double? {
    let counter = compacted.counter.points
    let start = lowerBound(counter, alert.pendingSince)
    let from = start > 0 ? counter[start - 1].at : alert.pendingSince
    let first = RuleMarks.atOrBefore(progress, from) ?? progress.first
    guard let first, let last = RuleMarks.atOrBefore(progress, alert.lastSeen), last.at > first.at else {
      return nil
    }
    return (last.value - first.value) * 1000 / Double(last.at.milliseconds - first.at.milliseconds)
  }

  private func isIdle(_ alert: RuleAlert) -> Bool {
    guard let pending = inputs.pending?.points else { return false }
    var index = max(0, lowerBound(pending, alert.pendingSince) - 1)
    var isSeen = false
    while index < pending.count, pending[index].at <= alert.lastSeen {
      if pending[index].value > 0 { return false }
      isSeen = true
      index += 1
    }
    return isSeen
  }

  private static func atOrBefore(_ points: [SamplePoint], _ instant: Instant) -> SamplePoint? {
    let index = lowerBound(points, Instant(milliseconds: instant.milliseconds &+ 1))
    return index > 0 ? points[index - 1] : nil
  }

  // MARK: The backlog

  private func markBacklog(_ alert: inout RuleAlert) {
    let beside = inputs.work.filter { $0.from <= alert.over && alert.pendingSince <= $0.to }
    if !beside.isEmpty { alert.marks.append(.concurrentWork(RuleMarks.grouped(beside))) }
    let causes = causes(of: alert, beside)
    if !causes.isEmpty { alert.marks.append(.causes(causes)) }
  }

  /// Merges work of one kind on one table.
  private static func grouped(_ work: [RuleWork]) -> [RuleWork] {
    var grouped: [RuleWork] = []
    for one in work {
      if let index = grouped.firstIndex(where: { $0.kind == one.kind && $0.table == one.table }) {
        let known = grouped[index]
        grouped[index] = RuleWork(
          kind: one.kind, table: one.table, from: known.from, to: max(known.to, one.to), source: known.source)
      } else {
        grouped.append(one)
      }
    }
    return grouped
  }

  /// Writes above their median, repair, strategies of the pending tables; the strongest first, unknown ones
  /// left out.
  private func causes(of alert: RuleAlert, _ beside: [RuleWork]) -> [LikelyCause] {
    var causes: [(weight: Double, cause: LikelyCause)] = []
    if let writes = inputs.writeRate?.points, let median = medianWrites, median > 0 {
      let after = lowerBound(writes, Instant(milliseconds: alert.over.milliseconds &+ 1))
      let own = writes[min(after, lowerBound(writes, alert.pendingSince))..<after]
      let sum = own.reduce(0) { $0 + $1.value }
      let mean = own.isEmpty ? 0 : sum / Double(own.count)
      if mean > median {
        let factor = Int64(clamping: mean / median * 10)
        let words =
          "local writes at " + String(factor / 10) + "." + String(factor % 10) + " times their median"
        causes.append((mean / median, LikelyCause(kind: .writes, words: words)))
      }
    }
    let repair = beside.filter(\.isRepair)
    if !repair.isEmpty {
      let length = Double(max(1, alert.over.milliseconds - alert.pendingSince.milliseconds))
      let covered = repair.map { work in
        min(work.to, alert.over).milliseconds - max(work.from, alert.pendingSince).milliseconds
      }
      let share = Double(covered.max() ?? 0) / length
      causes.append((1 + share, LikelyCause(kind: .repair, words: "repair work in it")))
    }
    let strategies = Set(pendingTables(at: alert.pendingSince).compactMap { strategy(of: $0) }).sorted()
    if !strategies.isEmpty {
      let words = "strategy of the pending tables: " + strategies.joined(separator: ", ")
      causes.append((1, LikelyCause(kind: .strategies, words: words)))
    }
    if let cause = diskCause(of: alert) { causes.append((1, cause)) }
    return causes.sorted { $0.weight > $1.weight }.map(\.cause)
  }

  private func markDisk(_ alert: inout RuleAlert) {
    if let cause = diskCause(of: alert) { alert.marks.append(.causes([cause])) }
  }

  /// A disk that is busy for a smaller share of the time is not a bottleneck.
  private static let busyDisk = 0.8

  /// The busy disk as a cause while `alert` held; nil when it was not busy or the capture does not show it.
  private func diskCause(of alert: RuleAlert) -> LikelyCause? {
    guard let disk, let busy = disk.busy(in: alert.pendingSince...max(alert.pendingSince, alert.over)),
      busy >= RuleMarks.busyDisk
    else { return nil }
    let words = "disk " + disk.device + " busy for " + String(Int64(clamping: busy * 100)) + " % of the time"
    return LikelyCause(kind: .disk, words: words)
  }

  /// The tables that had pending compactions at `instant`, where compactionstats lists them.
  private func pendingTables(at instant: Instant) -> [TableName] {
    pending.compactMap { table, points in
      let index = lowerBound(points, instant)
      let isPending = index < points.count && points[index].at == instant && points[index].value > 0
      return isPending ? table : nil
    }
  }

  /// From the schema; else from the history, which names it from 6.0 on.
  private func strategy(of table: TableName) -> String? {
    inputs.node.schemas[table]?.compaction["class"] ?? strategies[table]
  }

  // MARK: Time windows

  private static let windowUnits: [String: Int64] = [
    "MINUTES": 60_000, "HOURS": 3_600_000, "DAYS": 86_400_000,
  ]

  private func markWindows(_ alert: inout RuleAlert) {
    let tables = pendingTables(at: alert.pendingSince)
    var rolled: [TableName] = []
    var unknown: [TableName] = []
    for table in tables {
      guard let name = strategy(of: table) else {
        unknown.append(table)
        continue
      }
      guard name.hasSuffix("TimeWindowCompactionStrategy"),
        let window = RuleMarks.window(inputs.node.schemas[table]?.compaction), let pending = inputs.pending
      else { continue }
      let after = alert.pendingSince.milliseconds.quotientAndRemainder(flooringBy: window).remainder
      let near = pending.medianInterval?.milliseconds ?? 0
      if after <= near || window - after <= near { rolled.append(table) }
    }
    if !rolled.isEmpty {
      alert.marks.append(.windowRollover(rolled))
    } else if !unknown.isEmpty {
      alert.marks.append(.strategyUnknown(unknown))
    }
  }

  /// The length of a window in milliseconds; a day unless the options have another.
  private static func window(_ options: Labels?) -> Int64? {
    let unit = windowUnits[options?["compaction_window_unit"]?.uppercased() ?? "DAYS"]
    let size = Int64(options?["compaction_window_size"] ?? "1")
    guard let unit, let size, size > 0 else { return nil }
    let (window, overflow) = unit.multipliedReportingOverflow(by: size)
    return overflow ? nil : window
  }
}
