// Trends over weeks of captures: every node, the tables that drive the growth, nodes that differ from their
// peers, and the actions in order.

public import CassandraModel

/// The trend of a capture.
public struct TrendFindings: Sendable {
  /// Assumptions for the second set of dates; nil without.
  public let assumption: TrendAssumption?
  /// The nodes, in order of their names.
  public private(set) var nodes: [NodeTrend]
  /// First and last sample; nil without any.
  public let period: ClosedRange<Instant>?
  /// Growth of tables, over all nodes: the fastest first.
  public private(set) var growth: [TableGrowth]
  /// Figures in which a node differs from the others.
  public let differences: [PeerDifference]
  /// Actions in the order of their dates.
  public let actions: [TrendAction]
  /// The selected part of the capture; nil for all of it.
  public private(set) var selected: Selected?

  /// The trend of `findings`.
  public init(_ findings: Findings, assumption: TrendAssumption? = nil) {
    self.assumption = assumption
    let count = findings.nodes.count
    nodes = findings.nodes.map { node in
      let trend =
        node.trend ?? NodeTrend(ResolvedInputs(node, given: findings.settings.inputs(of: node.node.name)))
      return assumption.map { trend.assuming($0, nodes: count) } ?? trend
    }
    let periods = findings.nodes.compactMap(\.samples.period)
    let first = periods.map(\.lowerBound).min()
    let last = periods.map(\.upperBound).max()
    if let first, let last { period = first...last } else { period = nil }
    growth = TableGrowth.all(nodes)
    differences = PeerDifference.all(nodes)
    actions = TrendAction.all(nodes)
    selected = findings.selected
  }

  /// The trend with only the tables of `selection`. Shares, disks and actions stay those of all tables: a
  /// disk fills with every table.
  package func only(_ selection: Selection, of tables: Set<TableName>) throws(UnknownName) -> TrendFindings {
    guard selection.choosesTables else { return self }
    let resolved = try selection.resolved(nodes: [], tables: tables)
    let keyspaces = Set(tables.filter { resolved.selects($0) }.map(\.keyspace))
    var trend = self
    for index in trend.nodes.indices {
      trend.nodes[index].series.removeAll { series in
        switch series.subject {
        case .table(let table): !resolved.selects(table)
        case .keyspace(let keyspace): !keyspaces.contains(keyspace)
        default: false
        }
      }
    }
    trend.growth = growth.filter { resolved.selects($0.table) }
    var own = selected ?? Selected(selection: .everything, leftOut: Selected.LeftOut())
    own.leftOut.tables = tables.count { !resolved.selects($0) }
    trend.selected = Selected(
      selection: Selection(
        nodes: own.selection.nodes, keyspaces: resolved.keyspaces, tables: resolved.tables),
      leftOut: own.leftOut)
    return trend
  }
}

/// Growth of a table, over all nodes.
public struct TableGrowth: Sendable, Equatable {
  /// The table.
  public let table: TableName
  /// Its size at the end, over all nodes, in bytes.
  public let size: Double
  /// Growth in bytes a day, over all nodes with figures.
  public let perDay: Double
  /// Its band: the sum of the nodes' lower and of their upper ends.
  public let band: ClosedRange<Double>
  /// Its share of the growth of all growing tables; nil when none grows or it shrinks.
  public let share: Double?
  /// Number of nodes with figures.
  public let nodes: Int

  static func all(_ nodes: [NodeTrend]) -> [TableGrowth] {
    var sums: [TableName: (size: Double, perDay: Double, low: Double, high: Double, nodes: Int)] = [:]
    for series in nodes.flatMap(\.series) where series.measure == .live {
      guard case .table(let table) = series.subject, let fit = series.result.fit else { continue }
      let known = sums[table] ?? (0, 0, 0, 0, 0)
      sums[table] = (
        known.size + fit.now, known.perDay + fit.perDay, known.low + fit.band.lowerBound,
        known.high + fit.band.upperBound, known.nodes + 1
      )
    }
    let all = sums.sorted { $0.key < $1.key }.reduce(0) { $0 + max(0, $1.value.perDay) }
    return sums.map { table, sum in
      TableGrowth(
        table: table, size: sum.size, perDay: sum.perDay, band: sum.low...sum.high,
        share: all > 0 && sum.perDay > 0 ? sum.perDay / all : nil, nodes: sum.nodes)
    }
    .sorted { $0.perDay != $1.perDay ? $0.perDay > $1.perDay : $0.table < $1.table }
  }
}

/// A figure in which a node differs from the others.
public struct PeerDifference: Sendable, Equatable {
  /// The node.
  public let node: NodeID
  /// The figure.
  public let measure: TrendMeasure
  /// True for growth a day, false for the median of the last 30 days.
  public let isGrowth: Bool
  /// Its value.
  public let value: Double
  /// The median of all nodes.
  public let median: Double

  /// A node differs by at least this share of the median; with fewer than five nodes, by twice that.
  private static let leastShare = 0.25
  private static let leastPending = 10.0
  /// And by at least this number of deviations, where there are five nodes or more.
  private static let leastDeviations = 3.5

  static func all(_ nodes: [NodeTrend]) -> [PeerDifference] {
    guard nodes.count >= 3 else { return [] }
    var all: [PeerDifference] = []
    for measure in [TrendMeasure.load, .compacted, .pending, .readLatency, .heap] {
      for isGrowth in [false, true] where !isGrowth || measure == .load {
        let values = nodes.compactMap { node -> (node: NodeID, value: Double)? in
          let series = node.series(measure)
          return (isGrowth ? series?.result.fit?.perDay : series?.baseline).map { (node.node, $0) }
        }
        guard values.count >= 3, let median = values.map(\.value).middle,
          let deviation = values.map(\.value).deviation
        else { continue }
        let isSmall = values.count < 5
        let least = max(
          (isSmall ? 2 : 1) * leastShare * median.magnitude, isSmall ? 0 : leastDeviations * deviation)
        // A difference of a few pending compactions is not reported.
        let most = measure == .pending ? max(least, leastPending) : least
        for (node, value) in values where (value - median).magnitude > most {
          all.append(
            PeerDifference(node: node, measure: measure, isGrowth: isGrowth, value: value, median: median))
        }
      }
    }
    return all
  }
}
