// All trends of one node.

public import CassandraModel

/// The trend of one node.
public struct NodeTrend: Sendable {
  /// The node.
  public internal(set) var node: NodeID
  /// All series, by subject: node, keyspaces, tables; series of disks are in `disks`.
  public internal(set) var series: [TrendSeries]
  /// File systems, in the order of their mount points.
  public internal(set) var disks: [DiskTrend]
  /// Events, in order.
  public let events: [TrendEvent]
  /// Pending compactions; nil when not in the capture.
  public let pending: PendingFigures?
  /// Work of compaction.
  public let compaction: CompactionFigures
  /// Rate ÷ the assumed limit; nil without one.
  public private(set) var assumedShareOfLimit: Double?
  /// The source of bytes of compactions; nil without one.
  public let compactedSource: String?
  /// Parts that could not be evaluated, with the reason.
  public let notJudged: [(what: String, why: String)]

  /// The series of `measure` of `subject`; nil without one.
  public func series(_ measure: TrendMeasure, _ subject: TrendSubject = .node) -> TrendSeries? {
    series.first { $0.measure == measure && $0.subject == subject }
  }
}

extension NodeTrend {
  /// The trend of a node with its configured figures, and without an assumption.
  init(_ inputs: ResolvedInputs) {
    let store = inputs.node.samples
    node = inputs.node.node
    let work = CompactionDays(inputs)
    var series = NodeTrend.nodeSeries(inputs, work)
    series += NodeTrend.keyspaceSeries(store)
    for measure in NodeTrend.tableMeasures {
      for one in store.all(of: measure.metric) {
        guard let table = one.key.labels.table,
          let own = TrendSeries(measure.measure, .table(table), one.points, in: store)
        else { continue }
        series.append(own)
      }
    }
    self.series = series
    let load = series.first { $0.measure == .load }
    disks = DiskTrend.all(inputs, load: load, tables: NodeTrend.sizes(in: series))
    events = TrendEvent.all(in: store)
    pending = PendingFigures(inputs.pending)
    compaction = CompactionFigures(inputs, work)
    compactedSource = work.source
    notJudged = NodeTrend.gaps(inputs, series, disks, compaction)
  }

  /// The same trend under `assumption` in a cluster of `nodes`.
  func assuming(_ assumption: TrendAssumption, nodes: Int) -> NodeTrend {
    var trend = self
    let lines = NodeTrend.sizes(in: series).mapValues(\.line)
    trend.disks = disks.map { $0.assuming(assumption, tables: lines, nodes: nodes) }
    let rate = compaction.rate.value
    trend.assumedShareOfLimit = assumption.throughput.flatMap { limit in
      limit > 0 ? rate.map { $0 / limit } : nil
    }
    return trend
  }

  /// Sizes of tables: total space on disk; live space where a capture has no total.
  private static func sizes(in series: [TrendSeries]) -> [TableName: TrendSeries] {
    var sizes: [TableName: TrendSeries] = [:]
    for one in series {
      guard case .table(let table) = one.subject else { continue }
      if one.measure == .total || (one.measure == .live && sizes[table] == nil) { sizes[table] = one }
    }
    return sizes
  }

  private static let nodeMeasures: [(measure: TrendMeasure, metric: MetricName)] = [
    (.load, .nodeLoadBytes), (.heap, .heapUsedBytes),
  ]

  private static let tableMeasures: [(measure: TrendMeasure, metric: MetricName)] = [
    (.live, .tableLiveBytes), (.total, .tableTotalBytes), (.snapshots, .tableSnapshotBytes),
    (.sstables, .tableSSTables), (.droppable, .tableDroppableTombstoneRatio),
  ]

  private static func nodeSeries(_ inputs: ResolvedInputs, _ work: CompactionDays) -> [TrendSeries] {
    let store = inputs.node.samples
    var series = nodeMeasures.compactMap { measure, metric in
      store[metric].flatMap { TrendSeries(measure, .node, $0.points, in: store) }
    }
    if let points = inputs.pending?.points, let own = TrendSeries(.pending, .node, points, in: store) {
      series.append(own)
    }
    if let points = inputs.readLatency?.points,
      let own = TrendSeries(.readLatency, .node, points, in: store)
    {
      series.append(own)
    }
    return series + [work.series].compactMap { $0 }
  }

  /// Sums of the tables of each keyspace.
  private static func keyspaceSeries(_ store: SampleStore) -> [TrendSeries] {
    var series: [TrendSeries] = []
    for (measure, metric) in [(TrendMeasure.live, MetricName.tableLiveBytes), (.total, .tableTotalBytes)] {
      var merges: [String: PointMerge] = [:]
      for one in store.all(of: metric) {
        guard let keyspace = one.key.labels["keyspace"] else { continue }
        merges[keyspace, default: PointMerge()].add(one.points, +)
      }
      for (keyspace, merge) in merges.sorted(by: { $0.key < $1.key }) {
        if let own = TrendSeries(measure, .keyspace(keyspace), merge.points, in: store, isSummed: true) {
          series.append(own)
        }
      }
    }
    return series
  }

  // MARK: Missing data

  private static func gaps(
    _ inputs: ResolvedInputs, _ series: [TrendSeries], _ disks: [DiskTrend], _ compaction: CompactionFigures
  ) -> [(what: String, why: String)] {
    var gaps: [(what: String, why: String)] = []
    let measures = Set(series.map(\.measure))
    let sources: [(TrendMeasure, String)] = [
      (.load, "there is no info"), (.live, "there is no tablestats"),
      (.droppable, "there is no tablestats with tombstones"),
      (.pending, inputs.missing(.compactionPendingTasks)), (.readLatency, inputs.missing(.readLatencyP99)),
      (.heap, "there is no info"), (.compacted, inputs.missingCounter),
    ]
    for (measure, why) in sources where !measures.contains(measure) { gaps.append((measure.title, why)) }
    if disks.isEmpty { gaps.append((TrendMeasure.disk.title, "there is no df")) }
    for disk in disks where disk.dates == nil {
      gaps.append(("dates of " + disk.mount, tooLittle(disk.series.result)))
    }
    if !disks.isEmpty, !disks.contains(where: \.holdsData) {
      gaps.append(("space for compaction", inputs.missing(.dataVolumeUseRatio)))
    } else if let data = disks.first(where: \.holdsData), data.needs.isEmpty {
      gaps.append(("space for compaction", "nothing tells how much any compaction read"))
    }
    if inputs.node.schemas.isEmpty, !inputs.node.ledger.isEmpty {
      gaps.append(
        ("compaction strategies", "there is no schema: the largest compaction seen stands for the largest"))
    }
    let figures: [(String, TrendFigure)] = [
      ("compaction rate against its limit", compaction.shareOfLimit),
      ("compaction's share of the disk", compaction.shareOfDisk),
      ("write amplification", compaction.writeAmplification),
      ("compaction rate against the disk controller", compaction.shareOfController),
    ]
    for (what, figure) in figures { if let why = figure.reason { gaps.append((what, why)) } }
    gaps.append(("heap after collections", "info tells what is in use, with what a collection would free"))
    let contradictions = inputs.node.samples.contradictions
    if let first = contradictions.first {
      gaps.append(
        (
          "instants with two values",
          "\(contradictions.count) samples differ from others of their instant; the first is "
            + "\(first.key.metric.name) at \(first.at.iso8601) in \(first.source) and \(first.otherSource)"
        ))
    }
    return gaps
  }

  /// The reason for a missing trend, to follow "because".
  static func tooLittle(_ result: TrendResult) -> String {
    guard case .tooLittle(let days, _, let needed) = result else { return "" }
    return "there is too little data: \(days) days with samples, and \(needed) more are needed"
  }
}
