// The future of a disk: when it passes each level, and when the largest compaction finds too little space.

public import CassandraModel

/// Dates of one disk.
public struct DiskDates: Sendable, Equatable {
  /// Bytes in use when the dates begin.
  public let used: Double
  /// Usable size in bytes.
  public let size: Double
  /// Growth in bytes a day, with its band.
  public let perDay: Double
  /// The 99 % interval of the growth a day.
  public let band: ClosedRange<Double>
  /// The date of each of `DiskTrend.levels`.
  public let passes: [TrendDate]
  /// The first compaction that finds too little space, by table and date; nil when the capture shows none.
  public let compaction: (table: TableName, date: TrendDate)?
  /// The largest need of a compaction now, in bytes; nil when the capture shows none.
  public let need: Double?

  /// Equal in all figures.
  public static func == (a: DiskDates, b: DiskDates) -> Bool {
    a.used == b.used && a.size == b.size && a.perDay == b.perDay && a.band == b.band && a.passes == b.passes
      && a.compaction?.table == b.compaction?.table && a.compaction?.date == b.compaction?.date
      && a.need == b.need
  }
}

/// One file system of one node.
public struct DiskTrend: Sendable {
  /// Shares of the disk with a date each.
  public static let levels: [Double] = [0.7, 0.85, 0.9, 1]

  /// The mount point.
  public let mount: String
  /// True for the disk with the data.
  public let holdsData: Bool
  /// Its use.
  public let series: TrendSeries
  /// Usable size in bytes: used and free, by the last sample.
  public let size: Double
  /// Dates at the current growth; nil with too few samples.
  public let dates: DiskDates?
  /// Dates under the assumption; nil without one, and with too few samples.
  public private(set) var assumed: DiskDates?
  /// The largest compactions of its tables; empty for disks without data.
  public let needs: [CompactionNeed]
}

extension DiskDates {
  init(
    _ line: TrendLine, size: Double, fit: TrendFit?, needs: [(table: TableName, line: TrendLine)]
  ) {
    used = line.level
    self.size = size
    perDay = line.perDay
    band = line.band
    passes = DiskTrend.levels.map { line.date(of: $0 * size, fit: fit) }
    need = needs.map(\.line.level).max()
    let dates = needs.map { (table: $0.table, date: line.plus($0.line).date(of: size), need: $0.line.level) }
    let first = dates.min { a, b in
      let (left, right) = (a.date.order?.milliseconds ?? .max, b.date.order?.milliseconds ?? .max)
      if left != right { return left < right }
      return a.need != b.need ? a.need > b.need : a.table < b.table
    }
    compaction = first.map { ($0.table, $0.date) }
  }
}

extension DiskTrend {
  /// All disks of a node; without `df` the configured size, with the load as used bytes.
  static func all(
    _ inputs: ResolvedInputs, load: TrendSeries?, tables: [TableName: TrendSeries]
  ) -> [DiskTrend] {
    let store = inputs.node.samples
    let needs = CompactionNeed.all(inputs.node, tables: tables)
    var disks: [(mount: String, holdsData: Bool, series: TrendSeries, size: Double)] = []
    for used in store.all(of: .diskUsedBytes) {
      guard let mount = used.key.labels["mount"], let free = store[.diskFreeBytes, used.key.labels],
        let last = used.points.last, let left = free.nearest(to: last.at),
        let series = TrendSeries(.disk, .disk(mount), used.points, in: store)
      else { continue }
      disks.append((mount, mount == inputs.dataVolume?.mount, series, last.value + left.value))
    }
    if disks.isEmpty, let size = inputs.given.diskSizeBytes, let load {
      disks = [("the configured disk", true, load, size)]
    }
    return disks.filter { $0.size > 0 }.map { disk in
      let own = disk.holdsData ? needs : []
      let fit = disk.series.result.fit
      let dates = fit.map { fit in
        DiskDates(TrendLine(fit), size: disk.size, fit: fit, needs: own.map { ($0.table, $0.line) })
      }
      return DiskTrend(
        mount: disk.mount, holdsData: disk.holdsData, series: disk.series, size: disk.size, dates: dates,
        needs: own)
    }
  }

  /// The disk with dates under `assumption`, for a node with `tables` in a cluster of `nodes`.
  func assuming(
    _ assumption: TrendAssumption, tables: [TableName: TrendLine], nodes: Int
  ) -> DiskTrend {
    guard let fit = series.result.fit, holdsData else { return self }
    let line = assumption.applied(to: TrendLine(fit), tables: tables, nodes: nodes)
    let remaining = needs.filter { !assumption.dropped.contains($0.table) }
    let share = assumption.addedNodes.map { Double(nodes) / Double(max(1, nodes + $0)) } ?? 1
    let needs = remaining.map { need -> (table: TableName, line: TrendLine) in
      let growth = assumption.expiring.contains(need.table) ? 0 : share * (assumption.growth ?? 1)
      return (need.table, need.line.scaled(level: share, growth: growth))
    }
    var disk = self
    disk.assumed = DiskDates(line, size: assumption.diskBytes ?? size, fit: nil, needs: needs)
    return disk
  }
}
