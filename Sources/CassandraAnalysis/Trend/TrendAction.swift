// Actions: first those with a date, in its order, then those that are due without one.

public import CassandraModel

/// An action that is due.
public struct TrendAction: Sendable, Equatable {
  /// The kind of action.
  public enum Kind: Sendable, Equatable {
    /// A disk passes a share of its size.
    case disk(mount: String, level: Double)
    /// The largest compaction of a table finds no room.
    case space(mount: String, table: TableName)
    /// Pending compactions were over a limit for this number of hours.
    case pending(limit: Double, hours: Double)
    /// Compaction's share of the disk's throughput.
    case shareOfDisk(Double)
    /// Compaction's rate as a share of the controller's limit.
    case controller(Double)
    /// Compaction's rate as a share of its limit.
    case limit(Double)
  }

  /// The node.
  public let node: NodeID
  /// The kind of action.
  public let kind: Kind
  /// The date; nil if the action is due now.
  public let date: TrendDate?
  /// The date under the assumption; nil without one.
  public let assumed: TrendDate?
  /// The severity.
  public let severity: Severity

  /// Milliseconds ahead that are listed.
  private static let horizon: Int64 = 366 * 86_400_000
  /// Pending compactions above which action is due, like the rules' limit.
  private static let pendingLimit = 64.0
  /// A rate above this share of its limit leaves no room to catch up.
  private static let limitShare = 0.8

  static func all(_ nodes: [NodeTrend]) -> [TrendAction] {
    let all = nodes.flatMap { dated($0) + undated($0) }
    return all.sorted { a, b in
      let (left, right) = (a.date?.order?.milliseconds ?? .max, b.date?.order?.milliseconds ?? .max)
      if left != right { return left < right }
      if a.severity != b.severity { return a.severity > b.severity }
      return a.node < b.node
    }
  }

  private static func dated(_ node: NodeTrend) -> [TrendAction] {
    var actions: [TrendAction] = []
    for disk in node.disks {
      guard let dates = disk.dates else { continue }
      let now = disk.series.days.last.flatMap { Instant(days: $0.time) }
      let isNear = { (date: TrendDate) -> Bool in
        guard let at = date.order, let now else { return false }
        return at.milliseconds &- now.milliseconds <= horizon
      }
      // Among the levels that are passed only the highest is listed.
      let last = dates.passes.lastIndex { if case .passed = $0 { true } else { false } } ?? 0
      for (index, date) in dates.passes.enumerated() where index >= last && isNear(date) {
        let level = DiskTrend.levels[index]
        actions.append(
          TrendAction(
            node: node.node, kind: .disk(mount: disk.mount, level: level), date: date,
            assumed: disk.assumed?.passes[index], severity: severity(level, date, now)))
      }
      if let (table, date) = dates.compaction, isNear(date) {
        actions.append(
          TrendAction(
            node: node.node, kind: .space(mount: disk.mount, table: table), date: date,
            assumed: disk.assumed?.compaction?.date, severity: severity(1, date, now)))
      }
    }
    return actions
  }

  /// Milliseconds. A nearer date cannot wait for the next order of disks.
  private static let near: Int64 = 30 * 86_400_000

  private static func severity(_ level: Double, _ date: TrendDate, _ now: Instant?) -> Severity {
    if case .passed = date { return level >= 0.85 ? .critical : .warning }
    if level >= 0.9, let at = date.order, let now, at.milliseconds &- now.milliseconds <= near {
      return .critical
    }
    return level >= 0.85 ? .warning : .info
  }

  private static func undated(_ node: NodeTrend) -> [TrendAction] {
    var actions: [TrendAction] = []
    let add = { (kind: Kind, assumed: TrendDate?) in
      actions.append(
        TrendAction(node: node.node, kind: kind, date: nil, assumed: assumed, severity: .warning))
    }
    if let pending = node.pending, let index = PendingFigures.limits.firstIndex(of: pendingLimit),
      pending.hoursOver[index] > 0
    {
      add(.pending(limit: pendingLimit, hours: pending.hoursOver[index]), nil)
    }
    let figures = node.compaction
    if let share = figures.shareOfDisk.value, share > CompactionFigures.usualShareOfDisk.upperBound {
      add(.shareOfDisk(share), nil)
    }
    if let share = figures.shareOfController.value, share >= CompactionFigures.controllerShare {
      add(.controller(share), nil)
    }
    if let share = figures.shareOfLimit.value, share >= limitShare { add(.limit(share), nil) }
    return actions
  }
}
