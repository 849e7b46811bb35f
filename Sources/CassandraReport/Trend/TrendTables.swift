// Every series with its slope, and the charts.

import CassandraAnalysis
import CassandraModel

extension TrendSection {
  static let sizes = TrendSection("sizes", "Sizes") { trend in
    let rows = trend.nodes.flatMap { node in
      (node.series + node.disks.map(\.series)).filter { $0.measure.unit.isSize }.map {
        row(node, $0, TrendWords.size)
      }
    }
    guard !rows.isEmpty else { return [] }
    let columns = columns(.bytes)
    return [
      .details(
        title: "Sizes of every node",
        blocks: [.table(Table(name: "sizes", columns: columns, rows: rows, visibleRows: 60))])
    ]
  }

  static let figures = TrendSection("figures", "Other figures") { trend in
    let rows = trend.nodes.flatMap { node in
      node.series.filter { !$0.measure.unit.isSize }.map { series in
        row(node, series) { .decimal($0, digits: series.measure.unit.digits) }
      }
    }
    guard !rows.isEmpty else { return [] }
    let columns = columns(.decimal(unit: nil))
    return [
      .details(
        title: "Figures of every node",
        blocks: [.table(Table(name: "figures", columns: columns, rows: rows, visibleRows: 60))])
    ]
  }

  private static func columns(_ kind: Column.Kind) -> [Column] {
    [
      Column("node", "Node", .text, meaning: "The node."),
      Column("subject", "Subject", .text, meaning: "node, a keyspace, a table or where a disk is mounted."),
      Column("measure", "Measure", .text, meaning: "The measure."),
      Column(
        "unit", "Unit", .text, meaning: "bytes, bytesPerDay, count, ratio or seconds.", isDataOnly: true),
      Column("latest", "Latest", kind, meaning: "The last value."),
      Column("baseline", "30 days", kind, meaning: "The median of the days of the last 30."),
      Column("per_day", "A day", kind, meaning: "Theil and Sen's slope of the daily medians, without steps."),
      Column("per_day_low", "At least", kind, meaning: "The slope, lower end of the 99 % interval."),
      Column("per_day_high", "At most", kind, meaning: "The slope, upper end of the 99 % interval."),
      Column("noise", "Noise", kind, meaning: "Standard deviation of the days from the trend."),
      Column("steps", "Steps", .count, meaning: "Steps left out of the slope."),
      Column("weekly", "Weekly", .text, meaning: "Effect of weekdays, least and most; empty without."),
      Column("days", "Days", .count, meaning: "Days with samples."),
      Column("samples", "Samples", .count, meaning: "Samples.", isDataOnly: true),
    ]
  }

  private static func row(
    _ node: NodeTrend, _ series: TrendSeries, _ cell: (Double) -> Cell
  ) -> [Cell] {
    let fit = series.result.fit
    let reason: String?
    if case .tooLittle(_, _, let needed) = series.result {
      reason = "too little data: \(needed) more days are needed"
    } else {
      reason = nil
    }
    let unit = series.measure.unit
    let weekly: Cell = .optional(fit?.weekly) { days in
      .text(TrendWords.text(days.min() ?? 0, unit) + " to " + TrendWords.text(days.max() ?? 0, unit))
    }
    var row: [Cell] = [
      .code(node.node.name), .code(series.subject.name), .text(series.measure.title), .text(unit.rawValue),
      cell(series.latest), cell(series.baseline), .optional(fit?.perDay, reason: reason, cell),
    ]
    for value in [fit?.band.lowerBound, fit?.band.upperBound, fit?.noise] {
      row.append(.optional(value, cell))
    }
    row.append(.optional(fit?.shifts.count) { .count(Int64($0)) })
    row += [weekly, .count(Int64(series.days.count)), .count(Int64(series.samples))]
    return row
  }

  // MARK: Charts

  static let charts = TrendSection("charts", "Charts") { trend in
    guard let period = trend.period, period.lowerBound < period.upperBound else {
      return []
    }
    var blocks: [Block] = []
    for node in trend.nodes {
      for disk in node.disks {
        if let dates = disk.dates { blocks.append(.chart(diskChart(node, disk, dates, period))) }
      }
    }
    let pending = trend.nodes.compactMap { node in node.series(.pending).map { line(node.node.name, $0) } }
    if !pending.isEmpty {
      blocks.append(
        .chart(
          Chart(
            title: "Pending compactions", summary: "The median of each day.", span: period,
            lines: Array(pending.prefix(HTMLStyle.colours)))))
    }
    let compacted = trend.nodes.compactMap { node in
      node.series(.compacted).map { line(node.node.name, $0) }
    }
    if !compacted.isEmpty {
      blocks.append(
        .chart(
          Chart(
            title: "Compacted a day", summary: "Bytes read by compactions, by day.", span: period,
            unit: .bytes, lines: Array(compacted.prefix(HTMLStyle.colours)))))
    }
    return blocks
  }

  /// The maximum length of a forecast in days, a quarter of a year; a forecast is never longer than the
  /// observed period.
  private static let ahead = 92.0

  private static func diskChart(
    _ node: NodeTrend, _ disk: DiskTrend, _ dates: DiskDates, _ period: ClosedRange<Instant>
  ) -> Chart {
    let length = period.upperBound.days - period.lowerBound.days
    let end = Instant(days: period.upperBound.days + min(length, ahead)) ?? period.upperBound
    let source = disk.series.source ?? SourceLocation(file: "the trend", line: 0)
    let start = disk.series.days.last?.time ?? period.upperBound.days
    let ray = { (slope: Double) -> [[Chart.Point]] in
      [
        [start, end.days].compactMap { time in
          Instant(days: time).map {
            Chart.Point(
              at: $0, value: max(0, dates.used + slope * (time - start)) / disk.size, source: source)
          }
        }
      ]
    }
    return Chart(
      title: "Disk use · " + node.node.name + " · " + disk.mount,
      summary: "Disk use by day, and its forecast with the 99 % interval.",
      span: period.lowerBound...max(period.upperBound, end), unit: .ratio,
      lines: [
        line("in use", disk.series, scale: 1 / disk.size),
        Chart.Line(name: "forecast", stretches: ray(dates.perDay)),
        Chart.Line(name: "lower end", stretches: ray(dates.band.lowerBound)),
        Chart.Line(name: "upper end", stretches: ray(dates.band.upperBound)),
      ],
      limits: [
        Chart.Limit(name: "time to plan", value: 0.7, severity: .info),
        Chart.Limit(name: "warning", value: 0.85, severity: .warning),
        Chart.Limit(name: "critical", value: 0.9, severity: .critical),
      ], marks: [Chart.Mark(at: period.upperBound, kind: .action, text: "today, the end of the data")])
  }

  private static func line(_ name: String, _ series: TrendSeries, scale: Double = 1) -> Chart.Line {
    let source = series.source ?? SourceLocation(file: "a day's median", line: 0)
    var stretches: [[Chart.Point]] = []
    for (index, day) in series.days.enumerated() {
      guard let at = Instant(days: day.time) else { continue }
      let point = Chart.Point(at: at, value: day.value * scale, source: source)
      if index > 0, day.day - series.days[index - 1].day <= 1, !stretches.isEmpty {
        stretches[stretches.count - 1].append(point)
      } else {
        stretches.append([point])
      }
    }
    return Chart.Line(name: name, stretches: stretches)
  }
}

extension TrendMeasure.Unit {
  fileprivate var isSize: Bool { self == .bytes || self == .bytesPerDay }

  /// The number of decimals on the page.
  fileprivate var digits: Int {
    switch self {
    case .bytes, .bytesPerDay: 0
    case .count: 2
    case .ratio: 4
    case .seconds: 6
    }
  }
}
