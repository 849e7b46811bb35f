// Figures of every node side by side, and outlier nodes: by their distance from the median in units of the
// median distance, so that one outlier does not hide itself.

public import CassandraModel

/// A figure that every node has.
public struct NodeFigure: Sendable, Hashable {
  /// Stable, in snake case.
  public let id: String
  /// The title in reports.
  public let title: String
  /// The unit of the number.
  public let unit: Unit

  /// The unit of a number.
  public enum Unit: Sendable, Hashable {
    /// A number of things.
    case count
    /// A size.
    case bytes
    /// A share.
    case ratio
    /// A duration.
    case seconds
  }
}

/// One figure of one node that is far from those of the others.
public struct NodeOutlier: Sendable {
  /// The figure.
  public let figure: NodeFigure
  /// The node.
  public let node: NodeID
  /// Its value.
  public let value: Double
  /// The median of all nodes.
  public let median: Double
  /// Distance from the median, in units of the usual distance.
  public let distance: Double
}

/// The figures of one node.
public struct NodeFigures: Sendable {
  /// The node.
  public let node: NodeID
  /// By figure; figures that the capture does not have are missing.
  public let values: [NodeFigure: Double]
}

extension NodeFigure {
  /// All figures, in the order in which they are shown.
  public static let all: [NodeFigure] = [
    NodeFigure(id: "load", title: "Load", unit: .bytes),
    NodeFigure(id: "sstables", title: "SSTables", unit: .count),
    NodeFigure(id: "pending_peak", title: "Pending compactions, peak", unit: .count),
    NodeFigure(id: "pending_median", title: "Pending compactions, median", unit: .count),
    NodeFigure(id: "disk_use", title: "Data disk use", unit: .ratio),
    NodeFigure(id: "disk_busy", title: "Data disk busy", unit: .ratio),
    NodeFigure(id: "tombstones", title: "Tombstones in one slice, most", unit: .count),
    NodeFigure(id: "read_p99", title: "Client read p99, highest", unit: .seconds),
    NodeFigure(id: "write_p99", title: "Client write p99, highest", unit: .seconds),
    NodeFigure(id: "dropped", title: "Dropped messages", unit: .count),
    NodeFigure(id: "heap", title: "Heap in use, most", unit: .ratio),
    NodeFigure(id: "pauses", title: "Time in logged pauses", unit: .seconds),
    NodeFigure(id: "failed", title: "Failed compactions", unit: .count),
    NodeFigure(id: "owns", title: "Share of the ring", unit: .ratio),
  ]

  fileprivate static func named(_ id: String) -> NodeFigure {
    all.first { $0.id == id } ?? NodeFigure(id: id, title: id, unit: .count)
  }
}

extension Findings {
  /// The figures of every node, in the order of nodes.
  public var nodeFigures: [NodeFigures] {
    let engine = RuleEngine(settings: settings)
    let owned = ownedShares
    return nodes.map { node in
      var values = node.figures(engine.inputs(of: node))
      if let share = owned[node.node] { values[.named("owns")] = share }
      return NodeFigures(node: node.node, values: values)
    }
  }

  /// Ownership of each node from status, by the addresses in its own files.
  private var ownedShares: [NodeID: Double] {
    var shares: [NodeID: Double] = [:]
    let entries = nodes.flatMap(\.ring).filter { $0.ownsRatio != nil }
    for node in nodes {
      let addresses = Set(
        (node.attributes[.address] ?? []).map { NodeNames.plain($0.value) } + [node.node.name])
      if let entry = entries.last(where: { addresses.contains(NodeNames.plain($0.address)) }) {
        shares[node.node] = entry.ownsRatio
      }
    }
    return shares
  }

  /// Fewer nodes have no usual value.
  private static let fewestNodes = 3
  /// A value further away is an outlier if it is also at least 1.5 times, or at most two thirds, of the
  /// median.
  private static let farthest = 3.5

  /// Figures of outlier nodes, the farthest first; empty with fewer than three nodes.
  public var nodeOutliers: [NodeOutlier] {
    let all = nodeFigures
    var outliers: [NodeOutlier] = []
    for figure in NodeFigure.all {
      let values = all.compactMap { one in one.values[figure].map { (node: one.node, value: $0) } }
      guard values.count >= Findings.fewestNodes, let median = values.map(\.value).middleValue else {
        continue
      }
      let spread = values.map { abs($0.value - median) }.middleValue ?? 0
      // Where most values are equal, a tenth of the median is the usual distance.
      let scale = max(1.4826 * spread, 0.1 * abs(median), figure.unit == .count ? 1 : 0)
      guard scale > 0 else { continue }
      for one in values {
        let distance = abs(one.value - median) / scale
        let isFar = one.value >= 1.5 * median || one.value <= median / 1.5
        guard distance > Findings.farthest, isFar else { continue }
        outliers.append(
          NodeOutlier(figure: figure, node: one.node, value: one.value, median: median, distance: distance))
      }
    }
    return outliers.sorted { a, b in
      a.distance != b.distance
        ? a.distance > b.distance : a.node != b.node ? a.node < b.node : a.figure.id < b.figure.id
    }
  }

  /// Nodes by the health of their compaction, the healthiest first; nil with one node, or where none has samples.
  public var compactionHealth: [NodeHealth]? {
    guard nodes.count > 1 else { return nil }
    let all = nodes.compactMap { node -> NodeHealth? in
      guard let pending = node.samples[.compactionPendingTasks]?.points, let last = pending.last else {
        return nil
      }
      let tiers = evaluation[node.node]?.tiers ?? []
      let unhealthy = tiers.filter { ($0.tier ?? .healthy) > .healthy }.reduce(Int64(0)) {
        $0 + $1.to.milliseconds - $1.from.milliseconds
      }
      return NodeHealth(
        node: node.node, tier: tiers.last?.tier, pending: last.value,
        peak: pending.map(\.value).max() ?? last.value, behind: TimeSpan(milliseconds: unhealthy),
        failed: node.failedCompactions)
    }
    guard all.count > 1 else { return nil }
    return all.sorted { a, b in
      let (left, right) = (a.tier ?? .healthy, b.tier ?? .healthy)
      if left != right { return left < right }
      if a.pending != b.pending { return a.pending < b.pending }
      if a.behind != b.behind { return a.behind.milliseconds < b.behind.milliseconds }
      return a.failed != b.failed ? a.failed < b.failed : a.node < b.node
    }
  }
}

/// The compaction health of one node, for comparison with the others.
public struct NodeHealth: Sendable {
  /// The node.
  public let node: NodeID
  /// Its backlog tier at the end; nil when it is unknown.
  public let tier: Tier?
  /// Pending compactions at the end.
  public let pending: Double
  /// The peak of pending compactions.
  public let peak: Double
  /// Total time with a backlog.
  public let behind: TimeSpan
  /// Compactions that failed.
  public let failed: Int
}

extension NodeFindings {
  /// Compactions that failed, as its ledger has them.
  var failedCompactions: Int { ledger.indices.count { ledger.figures($0).result == .failed } }

  fileprivate func figures(_ inputs: ResolvedInputs) -> [NodeFigure: Double] {
    var values: [NodeFigure: Double] = [:]
    func set(_ id: String, _ value: Double?) { values[.named(id)] = value }
    set("load", series[.nodeLoadBytes]?.last?.value)
    let counts = series.all.filter {
      $0.key.metric == .tableSSTables && !($0.key.labels.table?.isSystem ?? true)
    }
    if !counts.isEmpty { set("sstables", counts.reduce(0) { $0 + ($1.summary.last?.value ?? 0) }) }
    let pending = samples[.compactionPendingTasks]?.points.map(\.value) ?? []
    set("pending_peak", pending.max())
    set("pending_median", pending.middleValue)
    set("disk_use", inputs.dataVolume?.use.points.last?.value)
    let disk = dataDisk(of: inputs.dataVolume, among: diskLoads)
    if let disk, let first = disk.intervals.first?.at, let last = disk.intervals.last?.at {
      set("disk_busy", disk.busy(in: first...last))
    }
    let most = { (metric: MetricName) in
      self.series.all.filter { $0.key.metric == metric }.compactMap { $0.summary.maximum?.value }.max()
    }
    set("tombstones", most(.tableTombstonesPerSliceMax))
    let request = { (name: String) in
      self.series.all.first { one in
        one.key.metric == .requestLatencySeconds && one.key.labels["request"] == name
          && one.key.labels["quantile"] == "0.99"
      }?.summary.maximum?.value
    }
    set("read_p99", request("read"))
    set("write_p99", request("write"))
    let dropped = series.all.filter { $0.key.metric == .droppedMessagesTotal }
    if !dropped.isEmpty { set("dropped", dropped.reduce(0) { $0 + ($1.summary.maximum?.value ?? 0) }) }
    if let used = most(.heapUsedBytes), let all = most(.heapMaxBytes), all > 0 { set("heap", used / all) }
    if !processes.isEmpty {
      let paused = pauseSummaries.filter { $0.origin == .log }.reduce(Int64(0)) {
        $0.addingClamped($1.pauses.total)
      }
      set("pauses", Double(paused) / 1_000_000)
      set("failed", Double(failedCompactions))
    }
    return values
  }
}

extension [Double] {
  /// The middle value; of two their mean. nil for none.
  fileprivate var middleValue: Double? {
    guard !isEmpty else { return nil }
    let ordered = sorted()
    let half = count / 2
    return count % 2 == 1 ? ordered[half] : (ordered[half - 1] + ordered[half]) / 2
  }
}
