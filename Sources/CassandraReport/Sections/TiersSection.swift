// Tiers: the state of each node over time as a band, how long each lasted, and why it changed.

import CassandraAnalysis
import CassandraModel

extension ReportSection {
  static let tiers = ReportSection("tiers", "Tiers over time") { findings in
    let nodes = findings.evaluation.nodes.filter { !$0.tiers.isEmpty }
    guard let first = nodes.compactMap({ $0.tiers.first?.from }).min(),
      let last = nodes.compactMap({ $0.tiers.last?.to }).max()
    else {
      return [
        .paragraph(
          "Not known: tiers need compactionstats over time and the number of concurrent compactors.")
      ]
    }
    let width = nodes.map(\.node.name.count).max() ?? 0
    let bands = nodes.map { node in
      node.node.name + String(repeating: " ", count: width - node.node.name.count + 2)
        + TierBand.text(node.tiers, first...last)
    }
    return [
      .paragraph(
        "From \(.moment(.utc(first))) to \(.moment(.utc(last))), one column for each \(.duration(TierBand.column(first...last))), the worst tier in it: \(TierBand.legend)."
      ), .evidence(Evidence(lines: bands, source: nil)),
      .table(Table(name: "tier_durations", columns: durationColumns, rows: nodes.flatMap(durations))),
      .details(
        title: "Changes of tier",
        blocks: [
          .table(
            Table(
              name: "tiers", columns: changeColumns, rows: nodes.flatMap(changes), visibleRows: 100))
        ]),
    ]
  }

  private static let node = Column("node", "Node", .text, meaning: "The node.")
  private static let tier = Column(
    "tier", "Tier", .text, meaning: "healthy, warning, critical, emergency; not known in a gap.")

  private static let durationColumns = [
    node, tier, Column("total", "In all", .duration, meaning: "How long the node was in it."),
    Column("share", "Share", .percent, meaning: "Of the time that was captured."),
  ]

  private static func durations(_ node: NodeEvaluation) -> [[Cell]] {
    let total = node.tiers.reduce(Int64(0)) { $0 + $1.length }
    return ([nil] + Tier.allCases.map(Optional.some)).compactMap { tier -> [Cell]? in
      let length = node.tiers.filter { $0.tier == tier }.reduce(Int64(0)) { $0 + $1.length }
      guard length > 0 else { return nil }
      return [
        .code(node.node.name), tier.cell, .duration(TimeSpan(milliseconds: length)),
        .percent(ratio: Double(length) / Double(total)),
      ]
    }
  }

  private static let changeColumns = [
    node, Column("from", "From", .moment, meaning: "The first sample in it."),
    Column("to", "To", .moment, meaning: "The first sample of the next, or the last."), tier,
    Column("reason", "Because", .text, meaning: "The figures that decided."),
    Column("source", "First in", .text, meaning: "File and line of the first sample."),
  ]

  private static func changes(_ node: NodeEvaluation) -> [[Cell]] {
    node.tiers.map { span in
      [
        .code(node.node.name), .moment(.utc(span.from)), .moment(.utc(span.to)), span.tier.cell,
        .text(span.reason), .optional(span.source) { .source($0) },
      ]
    }
  }
}

extension Tier? {
  fileprivate var cell: Cell { map { .text($0.words) } ?? .text("not known") }
}

extension TierSpan {
  fileprivate var length: Int64 { to.milliseconds - from.milliseconds }
}

/// The band of one node: a block for each column of time.
enum TierBand {
  private static let columns: Int64 = 72
  private static let unknown: Character = "\u{00B7}"

  static func column(_ period: ClosedRange<Instant>) -> TimeSpan {
    let length = period.upperBound.milliseconds - period.lowerBound.milliseconds
    return TimeSpan(milliseconds: max(1, (length + columns - 1) / columns))
  }

  static var legend: String {
    (Tier.allCases.map { String($0.block) + " " + $0.words } + [String(unknown) + " not known"])
      .joined(separator: ", ")
  }

  static func text(_ spans: [TierSpan], _ period: ClosedRange<Instant>) -> String {
    let column = column(period).milliseconds
    var blocks = [Tier?](repeating: nil, count: Int(columns))
    for span in spans {
      guard let tier = span.tier else { continue }
      // The last sample of all stands behind the last column where columns fit exactly.
      let first = min(columns - 1, (span.from.milliseconds - period.lowerBound.milliseconds) / column)
      // A tier ends before the sample that begins the next one.
      let end = max(span.from.milliseconds, span.to.milliseconds - 1)
      let last = (end - period.lowerBound.milliseconds) / column
      for index in first...max(first, min(last, columns - 1)) where index >= 0 {
        blocks[Int(index)] = max(blocks[Int(index)] ?? tier, tier)
      }
    }
    while blocks.count > 1, blocks[blocks.count - 1] == nil { blocks.removeLast() }
    return String(blocks.map { $0?.block ?? unknown })
  }
}
