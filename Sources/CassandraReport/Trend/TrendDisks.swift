// Disks with their dates, and the tables that fill them.

import CassandraAnalysis
import CassandraModel

extension TrendSection {
  static let disks = TrendSection("disks", "Disks") { trend in
    let disks = trend.nodes.flatMap { node in node.disks.map { (node: node.node, disk: $0) } }
    guard !disks.isEmpty else { return [] }
    let rows = disks.map { row($0.node, $0.disk, $0.disk.dates, trend) }
    var blocks: [Block] = [
      .table(
        Table.excerpt(
          "disks", columns: pageColumns, rows: disks.lazy.map { pageRow($0.node, $0.disk, trend) },
          of: disks.count)), .table(Table(name: "disks", columns: columns, rows: rows, visibleRows: 0)),
    ]
    if trend.assumption != nil {
      let assumed = disks.filter { $0.disk.holdsData }.map { row($0.node, $0.disk, $0.disk.assumed, trend) }
      blocks.append(
        .table(
          Table(
            name: "disks_assumed", title: "Under the assumption", columns: columns, rows: assumed,
            visibleRows: Table.pageLimit)))
    }
    blocks += needs(trend)
    return blocks
  }

  private static let columns: [Column] = {
    var columns = [
      Column("node", "Node", .text, meaning: "The node."),
      Column("mount", "Disk", .text, meaning: "Where the file system is mounted."),
      Column("size", "Size", .bytes, meaning: "Used and free space of the last sample."),
      Column("used", "In use", .bytes, meaning: "Used space at the end of the trend, without noise."),
      Column("use", "Use", .percent, meaning: "In use ÷ size."),
      Column("per_day", "A day", .bytes, meaning: "Growth a day."),
      Column("per_day_low", "At least", .bytes, meaning: "Growth a day, lower end of the 99 % interval."),
      Column("per_day_high", "At most", .bytes, meaning: "Growth a day, upper end of the 99 % interval."),
    ]
    for level in DiskTrend.levels {
      let text = TrendWords.level(level)
      columns += TrendWords.columns(
        "full_" + text.dropLast(), text, "When " + text + " of the size are in use.")
    }
    columns.append(
      Column(
        "compaction_needs", "Largest compaction", .bytes,
        meaning: "Space that the largest compaction needs at once, now."))
    columns += TrendWords.columns(
      "no_space", "No room for it", "When the first compaction finds too little free space.")
    return columns
  }()

  /// One row for each disk, one column for each level.
  private static let pageColumns: [Column] =
    [
      Column("disk", "Disk", .text, meaning: "Node and mount point."),
      Column("use", "Use", .text, meaning: "Share and size in use."),
      Column("per_day", "A day", .bytes, meaning: "Growth a day."),
    ]
    + DiskTrend.levels.dropFirst().map { level in
      let text = TrendWords.level(level)
      return Column(
        "full_" + text.dropLast(), text, .text, meaning: "When " + text + " of the size are in use.")
    } + [
      Column(
        "no_space", "Compaction without room", .text,
        meaning: "When the largest compaction has too little free space.")
    ]

  private static func pageRow(_ node: NodeID, _ disk: DiskTrend, _ trend: TrendFindings) -> [Cell] {
    let dates = disk.dates
    let (used, size) = (dates?.used ?? disk.series.latest, dates?.size ?? disk.size)
    let date = { (date: TrendDate?) -> Cell in
      guard let date else { return .missing }
      switch date {
      case .passed(let at): return .text("passed " + TrendWords.day(at, from: trend.period?.upperBound))
      case .expected(let at, _, _): return .text(TrendWords.day(at, from: trend.period?.upperBound))
      case .notInSight: return .text("not in ten years")
      }
    }
    return [
      .prose("\(code: node.name) \(code: disk.mount)"),
      .prose("\(.percent(ratio: used / size)) of \(TrendWords.size(size))"),
      .optional(dates?.perDay, reason: "too little data", TrendWords.size),
    ] + DiskTrend.levels.indices.dropFirst().map { date(dates?.passes[$0]) } + [date(dates?.compaction?.date)]
  }

  private static func row(_ node: NodeID, _ disk: DiskTrend, _ dates: DiskDates?, _ trend: TrendFindings)
    -> [Cell]
  {
    let now = trend.period?.upperBound
    let why = "too little data"
    var row: [Cell] = [
      .code(node.name), .code(disk.mount), TrendWords.size(dates?.size ?? disk.size),
      TrendWords.size(dates?.used ?? disk.series.latest),
      .percent(ratio: (dates?.used ?? disk.series.latest) / (dates?.size ?? disk.size)),
      .optional(dates?.perDay, reason: why, TrendWords.size),
      .optional(dates?.band.lowerBound, TrendWords.size), .optional(dates?.band.upperBound, TrendWords.size),
    ]
    for index in DiskTrend.levels.indices {
      row += TrendWords.cells(dates?.passes[index], from: now, reason: why)
    }
    row.append(.optional(dates?.need, reason: nil, TrendWords.size))
    row += TrendWords.cells(dates?.compaction?.date, from: now, reason: nil)
    return row
  }

  private static func needs(_ trend: TrendFindings) -> [Block] {
    let rows = trend.nodes.flatMap { node in
      node.disks.flatMap { disk in
        disk.needs.sorted { $0.line.level > $1.line.level }.map { need -> [Cell] in
          [
            .code(node.node.name), .code(need.table.description),
            .optional(need.strategy, reason: "no schema") { .code($0) }, TrendWords.size(need.line.level),
            .text(basis(need.basis)), .optional(need.source) { .source($0) },
          ]
        }
      }
    }
    guard !rows.isEmpty else { return [] }
    let columns = [
      Column("node", "Node", .text, meaning: "The node."),
      Column("table", "Table", .text, meaning: "The table."),
      Column("strategy", "Strategy", .text, meaning: "Its compaction strategy."),
      Column("needs", "Needs", .bytes, meaning: "Space that its largest compaction needs now."),
      Column("basis", "Inferred from", .text, meaning: "The evidence."),
      Column("source", "Source", .text, meaning: "Where the largest compaction stands."),
    ]
    return [
      .details(
        title: "Space for the largest compaction of each table",
        blocks: [
          .table(Table(name: "compaction_needs", columns: columns, rows: rows, visibleRows: Table.pageLimit))
        ])
    ]
  }

  private static func basis(_ basis: CompactionNeed.Basis) -> String {
    switch basis {
    case .seen(let bytes, let at):
      "the largest one seen, " + TrendWords.bytes(bytes) + " on " + TrendWords.day(at)
        + ", grown with its table"
    case .wholeTable: "the whole table at once"
    case .levels(let bytes): "eleven SSTables of " + TrendWords.bytes(bytes)
    }
  }

  static let growth = TrendSection("growth", "Growth by table") { trend in
    guard !trend.growth.isEmpty else { return [] }
    let columns = [
      Column("table", "Table", .text, meaning: "The table."),
      Column("live", "Live", .bytes, meaning: "Its live space over all nodes, at the end of the trend."),
      Column("per_day", "A day", .bytes, meaning: "Growth a day, all nodes."),
      Column("per_day_low", "At least", .bytes, meaning: "Every node at the lower end of its band."),
      Column("per_day_high", "At most", .bytes, meaning: "Every node at the upper end of its band."),
      Column(
        "share", "Share of growth", .percent, meaning: "Its part in the growth of all tables that grow."),
      Column("nodes", "Nodes", .count, meaning: "Nodes with data."),
    ]
    let rows = trend.growth.map { growth -> [Cell] in
      [
        .code(growth.table.description), TrendWords.size(growth.size), TrendWords.size(growth.perDay),
        TrendWords.size(growth.band.lowerBound), TrendWords.size(growth.band.upperBound),
        .optional(growth.share, reason: "it does not grow") { .percent(ratio: $0) },
        .count(Int64(growth.nodes)),
      ]
    }
    return [.table(Table(name: "growth", columns: columns, rows: rows, visibleRows: Table.pageLimit))]
  }
}
