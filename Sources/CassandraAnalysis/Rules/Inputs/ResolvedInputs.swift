// Inputs that rules and replays derive from the samples: settings by their order of sources, the data volume,
// the counter of compacted bytes, sizes, sessions. Each is derived once, in time linear in the samples.

public import CassandraModel

/// The inputs of one node.
public struct ResolvedInputs: Sendable {
  /// The node.
  public let node: NodeFindings
  /// Figures that the team configured for the node.
  public let given: NodeInputs
  /// Pending compactions of the node as a whole.
  public let pending: RuleSeries?
  /// concurrent_compactors over time.
  public let concurrentCompactors: RuleSetting?
  /// The limit of compaction's rate in bytes a second; 0 is unlimited.
  public let throughputLimit: RuleSetting?
  /// The limit of outgoing streams in bytes a second; 0 is unlimited.
  public let streamLimit: RuleSetting?
  /// The file system of the data; nil when none, or no single one, is known.
  public let dataVolume: DataVolume?
  /// The counter of compacted bytes.
  public let compacted: CompactedBytes?
  /// The 99th percentile of client reads.
  public let readLatency: RuleSeries?
  /// Bytes that running compactions have left.
  public let remaining: RuleSeries?
  /// Bytes of progress of running and ended compactions since the first sample.
  public let progress: RuleSeries?
  /// Mean size of an SSTable in bytes, over all tables.
  public let meanSSTableBytes: RuleSeries?
  /// Local writes a second.
  public let writeRate: RuleSeries?
  /// Running repair sessions.
  public let repairSessions: RuleSeries?
  /// The most tombstones in one slice, over all tables.
  public let tombstones: RuleSeries?
  /// Pending × mean SSTable ÷ free space.
  public let backlogRatio: RuleSeries?
  /// Operations that ran: rows of compactionstats, streams, records of the log.
  public let work: [RuleWork]
  let tasks: RuleTasks?
  /// The median of read p99 outside every alert, or the configured figure; set between the two passes of the
  /// engine.
  public internal(set) var readLatencyBaseline: Double?

  /// The inputs of `node` with the configured figures.
  public init(_ node: NodeFindings, given: NodeInputs = NodeInputs()) {
    let store = node.samples
    self.node = node
    self.given = given
    pending = RuleSeries(store[.compactionPendingTasks])
    concurrentCompactors = RuleSetting(
      .concurrentCompactors, of: node, named: [("concurrent_compactors", 1)],
      given: given.concurrentCompactors)
    throughputLimit = RuleSetting(
      .compactionThroughputLimit, of: node,
      named: [("compaction_throughput", 1), ("compaction_throughput_mb_per_sec", 1_048_576)],
      given: given.compactionThroughputBytesPerSecond)
    streamLimit = RuleSetting(
      .streamThroughputLimit, of: node,
      named: [
        ("stream_throughput_outbound", 1), ("stream_throughput_outbound_megabits_per_sec", 125_000),
      ], given: nil)
    dataVolume = DataVolume(node, given: given)
    tasks = RuleTasks(store)
    compacted = CompactedBytes(node, ticks: pending ?? tasks?.polls)
    readLatency = RuleSeries(
      store.all(of: .requestLatencySeconds).first { series in
        series.key.labels["request"] == "read" && series.key.labels["quantile"] == "0.99"
      })
    remaining = tasks.map { RuleSeries($0.remaining, like: $0.polls) }
    progress = tasks.map { RuleSeries($0.progress, like: $0.polls) }
    meanSSTableBytes = ResolvedInputs.meanSSTableBytes(store)
    writeRate = ResolvedInputs.writeRate(store)
    repairSessions = ResolvedInputs.repairSessions(node)
    tombstones = ResolvedInputs.most(.tableTombstonesPerSliceMax, store)
    backlogRatio = ResolvedInputs.backlogRatio(pending, meanSSTableBytes, dataVolume?.free)
    work = RuleWork.all(tasks, node)
    readLatencyBaseline = given.readLatencyBaselineSeconds
  }

  /// concurrent_compactors at `instant`.
  public func concurrentCompactors(at instant: Instant) -> Double? {
    concurrentCompactors?.value(at: instant)
  }

  /// The limit of compaction's rate at `instant` in bytes a second; 0 is unlimited.
  public func throughputLimit(at instant: Instant) -> Double? { throughputLimit?.value(at: instant) }

  /// The series for `operand`, each with its labels: derived metrics and settings by their order of sources,
  /// others as captured.
  func series(of operand: RuleOperand) -> [(labels: Labels, series: RuleSeries)] {
    switch operand.metric {
    case .concurrentCompactors where operand.labels == .none: single(concurrentCompactors?.steps)
    case .compactionThroughputLimit where operand.labels == .none: single(throughputLimit?.steps)
    case .streamThroughputLimit where operand.labels == .none: single(streamLimit?.steps)
    case .compactionBytesCompactedTotal where operand.labels == .none: single(compacted?.counter)
    case .compactionRate: single(compacted?.rate)
    case .compactionRateDecay: single(compacted?.decay)
    case .dataVolumeUseRatio: single(dataVolume?.use)
    case .readLatencyP99: single(readLatency)
    case .readLatencyBaseline:
      single(readLatencyBaseline.map { RuleSetting(constant: $0, origin: "", source: nil).steps })
    case .compactionRemainingBytes: single(remaining)
    case .backlogRatio: single(backlogRatio)
    case .repairSessions: single(repairSessions)
    case .compactionPendingTasks where operand.labels == .none: single(pending)
    default:
      node.samples.all(of: operand.metric).compactMap { series in
        let has = operand.labels.pairs.allSatisfy { series.key.labels[$0.name] == $0.value }
        guard has, let own = RuleSeries(series) else { return nil }
        return (series.key.labels, own)
      }
    }
  }

  /// The leading series of `operand`, if it differs: a setting is evaluated at its own samples, not at the
  /// nearest ones; a setting from a file only, at the end of the capture.
  func leading(_ operand: RuleOperand) -> [(labels: Labels, series: RuleSeries)]? {
    let setting: RuleSetting?
    switch operand.metric {
    case .concurrentCompactors where operand.labels == .none: setting = concurrentCompactors
    case .compactionThroughputLimit where operand.labels == .none: setting = throughputLimit
    case .streamThroughputLimit where operand.labels == .none: setting = streamLimit
    case .readLatencyBaseline:
      setting = readLatencyBaseline.map { RuleSetting(constant: $0, origin: "", source: nil) }
    default: return nil
    }
    return single(setting.map { RuleSeries($0.judged(until: node.samples.period?.upperBound)) })
  }

  private func single(_ series: RuleSeries?) -> [(labels: Labels, series: RuleSeries)] {
    guard let series, !series.points.isEmpty else { return [] }
    return [(.none, series)]
  }

  /// Sets the baseline of read p99 to the median of its samples outside `alerts`, if it is not configured and
  /// there are enough samples.
  mutating func setBaseline(outside alerts: [RuleAlert]) {
    guard given.readLatencyBaselineSeconds == nil, let readLatency else { return }
    var spans = RuleSpans(alerts.filter(\.hasFired).map { $0.pendingSince...$0.over })
    let calm = readLatency.points.filter { !spans.contains($0.at) }.map(\.value)
    readLatencyBaseline = calm.count >= ResolvedInputs.baselineSamples ? calm.median : nil
  }

  /// A median of fewer samples is no baseline.
  static let baselineSamples = 20
}

/// The file system that holds the data.
public struct DataVolume: Sendable {
  /// Where it is mounted; nil when its size is configured and its use is the node's load.
  public let mount: String?
  /// used ÷ (used + free): what `df` prints as `Use%`.
  public let use: RuleSeries
  /// Bytes that are free.
  public let free: RuleSeries

  /// The volume of the data of `node`: the only file system that was captured, else the one with the longest
  /// path to a data directory; without any, the configured size with the load as used bytes.
  init?(_ node: NodeFindings, given: NodeInputs) {
    let all = node.samples.all(of: .diskFreeBytes).filter { $0.key.labels["mount"] != nil }
    let directories =
      given.dataDirectory.map { [$0] } ?? node.attributes[.dataDirectory]?.map(\.value) ?? []
    let holding = all.filter { series in
      let mount = series.key.labels["mount"] ?? ""
      return directories.contains { $0 == mount || $0.hasPrefix(mount == "/" ? "/" : mount + "/") }
    }
    let length = { (series: SampleSeries) in series.key.labels["mount"]?.utf8.count ?? 0 }
    let chosen = all.count == 1 ? all.first : holding.max { length($0) < length($1) }
    if let chosen, let used = node.samples[.diskUsedBytes, chosen.key.labels] {
      let free = RuleSeries(chosen.points)
      var cursor = RuleCursor(free)
      let use = used.points.compactMap { point in
        cursor.point(at: point.at).flatMap { free -> SamplePoint? in
          let all = point.value + free.value
          return all > 0 ? SamplePoint(at: point.at, value: point.value / all, place: point.place) : nil
        }
      }
      self.init(mount: chosen.key.labels["mount"], use: RuleSeries(use, like: free), free: free)
    } else if let size = given.diskSizeBytes, size > 0, let load = RuleSeries(node.samples[.nodeLoadBytes]) {
      let map = { (make: (Double) -> Double) in
        RuleSeries(
          load.points.map { SamplePoint(at: $0.at, value: make($0.value), place: $0.place) }, like: load)
      }
      self.init(mount: nil, use: map { $0 / size }, free: map { max(0, size - $0) })
    } else {
      return nil
    }
  }

  private init(mount: String?, use: RuleSeries, free: RuleSeries) {
    self.mount = mount
    self.use = use
    self.free = free
  }
}
