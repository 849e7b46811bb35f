// Where a disk goes: when it is so and so full, and when the largest compaction finds no room any more.

public import CassandraModel

/// Dates of one disk.
public struct DiskDates: Sendable, Equatable {
  /// What is in use when the dates begin, in bytes.
  public let used: Double
  /// Bytes that are there for use.
  public let size: Double
  /// What it grows a day, with its band.
  public let perDay: Double
  /// Least and most that it grows a day.
  public let band: ClosedRange<Double>
  /// When each of `DiskTrend.levels` is passed.
  public let passes: [TrendDate]
  /// When the first compaction finds too little space, and of which table; nil when nothing tells of any.
  public let compaction: (table: TableName, date: TrendDate)?
  /// The largest need of a compaction now, in bytes; nil when nothing tells of any.
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
  /// Shares of the disk that dates are given for.
  public static let levels: [Double] = [0.7, 0.85, 0.9, 1]

  /// Where it is mounted.
  public let mount: String
  /// True for the one that holds the data.
  public let holdsData: Bool
  /// Its use.
  public let series: TrendSeries
  /// Bytes that are there for use: used and free, as the last sample has them.
  public let size: Double
  /// Dates as things go on; nil where too little was seen.
  public let dates: DiskDates?
  /// Dates under the assumption; nil without one, and where too little was seen.
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
  /// All disks of a node; without `df` the configured size with the load as what is in use.
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

  /// The same with dates under `assumption`, for a node with `tables` of a cluster of `nodes`.
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
