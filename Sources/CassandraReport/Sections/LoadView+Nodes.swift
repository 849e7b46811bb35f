// Nodes compared: outliers, different settings, compaction health. Needs at least two nodes.

import CassandraAnalysis
import CassandraModel

extension LoadView {
  private static let node = Column("node", "Node", .text, meaning: "The node.")
  private static let single = "files of a second node"

  static let differences = LoadView(
    title: "Settings that differ", isOnPage: false,
    missing: { findings in
      findings.nodes.allSatisfy(\.attributes.isEmpty) ? "cassandra.yaml or system.log" : nil
    },
    blocks: { findings in
      let rows = findings.settingDifferences.map { one -> [Cell] in
        [
          .text(one.kind.rawValue), .code(one.name), .list(one.nodes.map { .code($0.name) }),
          .code(one.value),
          .code(one.usual), .source(one.source),
        ]
      }
      guard !rows.isEmpty else { return [] }
      let columns = [
        Column("kind", "Differs", .text, meaning: "between nodes, or file and process."),
        Column("name", "Setting", .text, meaning: "Name of the setting; config_ is one of cassandra.yaml."),
        Column("nodes", "Nodes", .list, meaning: "Nodes that have the value."),
        Column("value", "Value", .text, meaning: "The value there, or what the process runs with."),
        Column("usual", "Others", .text, meaning: "Value of most others, or of the file."),
        Column("source", "Source", .text, meaning: "File and line.", isDataOnly: true),
      ]
      return [.table(Table(name: "setting_differences", columns: columns, rows: rows, visibleRows: 3))]
    })

  static let outliers = LoadView(
    title: "Nodes side by side",
    missing: { findings in findings.nodes.count < 2 ? single : nil },
    blocks: { findings in
      var blocks: [Block] = []
      if let health = findings.compactionHealth, let best = health.first, let worst = health.last {
        if worst.tier ?? .healthy > .healthy || worst.pending > 2 * max(best.pending, 5) {
          let (most, least) = (Int64(clamping: worst.pending), Int64(clamping: best.pending))
          blocks.append(
            .paragraph(
              "Most pending compactions at the end: \(code: worst.node.name) (\(.count(most))); fewest: \(code: best.node.name) (\(.count(least)))."
            ))
        }
        let isUneven = health.contains { $0.peak > 32 }
        blocks.append(.table(healthTable(health, isUneven ? 3 : 0)))
      }
      let outliers = findings.nodeOutliers
      if !outliers.isEmpty { blocks.append(.table(outlierTable(outliers))) }
      let figures = figureTable(findings.nodeFigures)
      if !figures.rows.isEmpty { blocks.append(.table(figures)) }
      return blocks
    })

  private static func healthTable(_ health: [NodeHealth], _ visible: Int) -> Table {
    Table(
      name: "compaction_health", title: "Compaction backlog by node, the least first",
      columns: [
        Column("rank", "Rank", .count, meaning: "1 has the least backlog."), node,
        Column("tier", "Tier", .text, meaning: "Backlog tier at the end of the capture."),
        Column("pending", "Pending", .count, meaning: "Pending compactions at the end."),
        Column("peak", "Peak", .count, meaning: "The most pending compactions."),
        Column("behind", "Behind for", .duration, meaning: "Time in a tier other than healthy."),
        Column("failed", "Failed", .count, meaning: "Compactions that failed."),
      ],
      rows: health.enumerated().map { rank, one in
        [
          .count(Int64(clamping: rank + 1)), .code(one.node.name), .optional(one.tier) { .text($0.rawValue) },
          .count(Int64(clamping: one.pending)), .count(Int64(clamping: one.peak)), .duration(one.behind),
          .count(Int64(clamping: one.failed)),
        ]
      }, visibleRows: visible)
  }

  private static func outlierTable(_ outliers: [NodeOutlier]) -> Table {
    Table(
      name: "node_outliers", title: "Far from the other nodes",
      columns: [
        node, Column("figure", "Figure", .text, meaning: "Which figure."),
        Column("value", "Value", .text, meaning: "Its value on the node."),
        Column("median", "Median", .text, meaning: "The median of all nodes."),
        Column(
          "distance", "Distance", .decimal(unit: "usual distances"),
          meaning: "Distance from the median in units of the median distance; above 3.5 is far."),
      ],
      rows: outliers.map { one in
        [
          .code(one.node.name), .text(one.figure.title), one.figure.cell(one.value),
          one.figure.cell(one.median),
          .decimal(one.distance, digits: 1),
        ]
      }, visibleRows: 3)
  }

  /// For data formats: one row for each node and figure.
  private static func figureTable(_ all: [NodeFigures]) -> Table {
    Table(
      name: "node_figures",
      columns: [
        node, Column("figure", "Figure", .text, meaning: "Which figure."),
        Column("id", "Id", .text, meaning: "Its stable id."),
        Column(
          "value", "Value", .decimal(unit: "see figure"), meaning: "Bytes, seconds, a share or a count."),
      ],
      rows: all.flatMap { one in
        NodeFigure.all.compactMap { figure in
          one.values[figure].map {
            [.code(one.node.name), .text(figure.title), .code(figure.id), .decimal($0, digits: 3)]
          }
        }
      }, visibleRows: 0)
  }
}

extension NodeFigure {
  /// `value` in the unit of the figure.
  func cell(_ value: Double) -> Cell {
    switch unit {
    case .count: .count(Int64(exactly: value.rounded()) ?? 0)
    case .bytes: Int64(exactly: value.rounded()).map { .bytes($0) } ?? .decimal(value, digits: 0)
    case .ratio: .percent(ratio: value)
    case .seconds:
      Int64(exactly: (value * 1000).rounded()).map { .duration(TimeSpan(milliseconds: $0)) }
        ?? .decimal(value, digits: 3)
    }
  }
}
