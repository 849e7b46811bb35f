// Compaction over time, events between samples, and outlier nodes.

import CassandraAnalysis
import CassandraModel

extension TrendSection {
  static let compaction = TrendSection("compaction", "Compaction") { trend in
    guard !trend.nodes.isEmpty else { return [] }
    var columns = [
      Column("node", "Node", .text, meaning: "The node."),
      Column("pending_median", "Pending", .decimal(unit: nil), meaning: "Median of pending compactions."),
      Column("pending_p95", "p95", .decimal(unit: nil), meaning: "95th percentile of pending compactions."),
    ]
    columns += PendingFigures.limits.map { limit in
      let text = HumanText.decimal(limit, digits: 0)
      return Column(
        "hours_over_" + text, "h over " + text, .decimal(unit: "hours"),
        meaning: "Hours with more than " + text
          + " pending; a sample holds until the next one, but not across a gap.")
    }
    columns += [
      Column(
        "rate", "Rate", .bytesPerSecond, meaning: "Bytes read by compactions a second; median of 30 days."),
      Column("limit", "Limit", .bytesPerSecond, meaning: "The limit of compaction's rate."),
      Column("share_of_limit", "Share of limit", .percent, meaning: "Rate ÷ limit."),
      Column(
        "share_of_disk", "Share of disk", .percent,
        meaning: "Bytes of compactions ÷ bytes of the disks; 20 to 35% is usual."),
      Column(
        "write_amplification", "Write amplification", .decimal(unit: nil),
        meaning: "Bytes written by compactions ÷ bytes flushed."),
      Column(
        "share_of_controller", "Share of controller", .percent,
        meaning: "Rate ÷ throughput of the disk controller; act from 80%."),
    ]
    if trend.assumption?.throughput != nil {
      columns.append(
        Column(
          "share_of_assumed_limit", "Share of assumed limit", .percent, meaning: "Rate ÷ the assumed limit."))
    }
    let rows = trend.nodes.map { node -> [Cell] in
      let none = "there is no compactionstats"
      let figures = node.compaction
      var row: [Cell] = [
        .code(node.node.name), .optional(node.pending?.median, reason: none) { .decimal($0, digits: 0) },
        .optional(node.pending?.p95) { .decimal($0, digits: 0) },
      ]
      row += PendingFigures.limits.indices.map { index in
        .optional(node.pending?.hoursOver[index]) { .decimal($0, digits: 1) }
      }
      row += [
        TrendWords.cell(figures.rate) { .bytesPerSecond($0) },
        TrendWords.cell(figures.limit) { .bytesPerSecond($0) },
        TrendWords.cell(figures.shareOfLimit) { .percent(ratio: $0) },
        TrendWords.cell(figures.shareOfDisk) { .percent(ratio: $0) },
        TrendWords.cell(figures.writeAmplification) { .decimal($0, digits: 2) },
        TrendWords.cell(figures.shareOfController) { .percent(ratio: $0) },
      ]
      if trend.assumption?.throughput != nil {
        row.append(.optional(node.assumedShareOfLimit) { .percent(ratio: $0) })
      }
      // The last section has the reasons once; in every row they would hide the figures.
      return row.map { if case .missing = $0 { .missing } else { $0 } }
    }
    // Node, pending, p95, hours over 32, rate, limit, write amplification.
    let shown = [0, 1, 2, 4, 7, 8, 11]
    return [
      .table(
        Table.excerpt(
          "compaction", columns: shown.map { columns[$0] },
          rows: rows.lazy.map { row in shown.map { row[$0] } },
          of: rows.count)), .table(Table(name: "compaction", columns: columns, rows: rows, visibleRows: 0)),
    ]
  }

  static let events = TrendSection("events", "Events") { trend in
    var rows: [(node: String, at: Instant, to: Instant?, kind: String, text: String, source: Cell)] = []
    for node in trend.nodes {
      for event in node.events {
        rows.append((node.node.name, event.at, event.to, event.id, event.words, .source(event.source)))
      }
      for series in node.series + node.disks.map(\.series) {
        // Every step of a table is also one of its keyspace and of its total space.
        guard series.measure.namesOutliers || series.measure == .pending else { continue }
        if case .keyspace = series.subject { continue }
        let name = series.subject == .node ? "" : series.subject.name + ": "
        for shift in series.result.fit?.shifts ?? [] {
          let size = TrendWords.text(shift.size.magnitude, series.measure.unit)
          let text = name + series.measure.title + (shift.size > 0 ? " rose by " : " fell by ") + size
          rows.append((node.node.name, shift.at, nil, "step", text, .missing))
        }
        for outlier in series.outliers where !node.hadSnapshot(at: outlier, of: series.subject) {
          let text =
            name + series.measure.title + " was " + TrendWords.text(outlier.value, series.measure.unit)
            + ", trend " + TrendWords.text(outlier.expected, series.measure.unit)
            + (outlier.samples > 1 ? ", \(outlier.samples) samples" : "")
          rows.append(
            (node.node.name, outlier.first, outlier.last, "outlier", text, .source(outlier.source)))
        }
      }
    }
    guard !rows.isEmpty else {
      return []
    }
    let columns = [
      Column("node", "Node", .text, meaning: "The node."),
      Column(
        "from", "From", .moment,
        meaning: "When it happened at the earliest; of a step the first day that has it."),
      Column(
        "to", "To", .moment,
        meaning: "The first sample after it, of outliers the last one; empty for steps.", isDataOnly: true),
      Column("kind", "Kind", .text, meaning: "gap, restart, clock_step, snapshot, step or outlier."),
      Column("what", "Event", .text, meaning: "The event."),
      Column("source", "Source", .text, meaning: "File and line of the sample that shows it."),
    ]
    let ordered = rows.sorted { a, b in
      if a.node != b.node { return a.node < b.node }
      if a.at != b.at { return a.at < b.at }
      return a.kind != b.kind ? a.kind < b.kind : a.text < b.text
    }
    return [
      .table(
        Table(
          name: "events", columns: columns,
          rows: ordered.map {
            [
              .code($0.node), .moment(.utc($0.at)), .optional($0.to) { .moment(.utc($0)) }, .text($0.kind),
              .text($0.text), $0.source,
            ]
          }, visibleRows: Table.pageLimit))
    ]
  }

  static let peers = TrendSection("peers", "Differences between nodes") { trend in
    guard trend.nodes.count >= 3 else {
      return []
    }
    guard !trend.differences.isEmpty else {
      return []
    }
    let columns = [
      Column("node", "Node", .text, meaning: "The node."),
      Column("figure", "Figure", .text, meaning: "The figure that differs."),
      Column("value", "Its own", .text, meaning: "Its median of the last 30 days, or its growth a day."),
      Column("median", "All nodes", .text, meaning: "The median of all nodes."),
      Column("ratio", "Ratio", .decimal(unit: nil), meaning: "Its own ÷ the median."),
    ]
    let rows = trend.differences.map { one -> [Cell] in
      let unit: TrendMeasure.Unit = one.isGrowth ? .bytesPerDay : one.measure.unit
      return [
        .code(one.node.name), .text(one.measure.title + (one.isGrowth ? ", growth" : "")),
        .text(TrendWords.text(one.value, unit)), .text(TrendWords.text(one.median, unit)),
        one.median == 0 ? .missing : .decimal(one.value / one.median, digits: 2),
      ]
    }
    return [.table(Table(name: "differences", columns: columns, rows: rows, visibleRows: Table.pageLimit))]
  }
}
