// The origin of each backlog: growth and drain, bytes flushed and rewritten by table, disk load, and checks
// for the strategy of the table with the most compaction.

import CassandraAnalysis
import CassandraModel

extension LoadView {
  static let backlogs = LoadView(
    title: "Backlogs: causes and figures",
    missing: { findings in
      findings.nodes.allSatisfy { $0.samples[.compactionPendingTasks] == nil }
        ? "nodetool compactionstats over time" : nil
    },
    blocks: { findings in
      let all = findings.nodes.flatMap { node in
        (node.backlogReviews(RuleEngine(settings: findings.settings).inputs(of: node)) ?? []).map {
          (node: node, review: $0)
        }
      }
      guard !all.isEmpty else { return [] }
      let rows = all.sorted { $0.review.peak.value > $1.review.peak.value }.map {
        reviewRow($0.node, $0.review)
      }
      let visible = all.contains { $0.review.isLarge } ? 3 : 0
      let tables = all.flatMap { one in one.review.tables.map { tableRow(one.node, one.review, $0) } }
      var blocks: [Block] = [
        .table(Table(name: "backlog_reviews", columns: reviewColumns, rows: rows, visibleRows: visible))
      ]
      if !tables.isEmpty {
        blocks.append(
          .table(
            Table(
              name: "backlog_tables", title: "By table", columns: tableColumns, rows: tables,
              visibleRows: visible))
        )
      }
      let advice = advice(all.map(\.review))
      if !advice.isEmpty, visible > 0 { blocks.append(.bullets(advice)) }
      return blocks
    })

  // MARK: One row for each backlog

  private static let reviewColumns = [
    Column("node", "Node", .text, meaning: "The node."),
    Column("from", "From", .moment, meaning: "When pending compactions began to rise."),
    Column("to", "To", .moment, meaning: "When it was drained, or the last sample above the limit."),
    Column("peak", "Peak", .count, meaning: "The most pending compactions."),
    Column(
      "growth", "Growth a minute", .decimal(unit: "compactions per minute"),
      meaning: "Pending compactions gained a minute from the beginning to the peak."),
    Column(
      "drain", "Drain a minute", .decimal(unit: "compactions per minute"),
      meaning: "Pending compactions drained a minute from the peak to the end."),
    Column(
      "outlook", "Outlook", .text,
      meaning:
        "Drained, or how it goes on at the rate of the last half hour: time to drain or to a threshold."),
    Column(
      "amplification", "Write amplification", .decimal(unit: nil),
      meaning: "Bytes written to disk for each flushed byte; empty without flushes in the log."),
    Column(
      "amplification_before", "Before", .decimal(unit: nil), meaning: "The same in the capture before it.",
      isDataOnly: true),
    Column("disk", "Disk", .text, meaning: "The device that holds the data.", isDataOnly: true),
    Column("disk_busy", "Disk busy", .percent, meaning: "Share of the time in which that device was busy."),
    Column(
      "disk_queue", "Disk queue", .decimal(unit: "requests"), meaning: "Mean length of its queue.",
      isDataOnly: true),
    Column(
      "repairs", "Repair work", .count,
      meaning: "Validations, repair sessions and streams that ran in it."),
    Column("source", "Source", .text, meaning: "File and line of the peak.", isDataOnly: true),
  ]

  private static func reviewRow(_ node: NodeFindings, _ review: BacklogReview) -> [Cell] {
    [
      .code(node.node.name), .moment(.utc(review.period.lowerBound)), .moment(.utc(review.period.upperBound)),
      .count(Int64(clamping: review.peak.value)), .optional(review.growth) { .decimal($0, digits: 1) },
      .optional(review.drain) { .decimal($0, digits: 1) }, .text(outlook(review)),
      .optional(review.amplification, reason: "no flushes in the log") { .decimal($0, digits: 1) },
      .optional(review.amplificationBefore) { .decimal($0, digits: 1) },
      .optional(review.disk) { .code($0.device) },
      .optional(review.disk?.busy(in: review.period), reason: "not in the capture") { .percent(ratio: $0) },
      .optional(review.disk?.mean(in: review.period, \.queue)) { .decimal($0, digits: 1) },
      .count(Int64(clamping: review.repairs.count)), .source(review.peak.source),
    ]
  }

  private static func outlook(_ review: BacklogReview) -> String {
    if review.isDrained { return "drained" }
    return switch review.outlook {
    case .drained(let span): "drains in " + HumanText.duration(span)
    case .passes(let mark, let span):
      "reaches " + HumanText.count(Int64(clamping: mark)) + " in " + HumanText.duration(span)
    case .level: "neither drains nor grows"
    case nil: "unknown: too few samples"
    }
  }

  // MARK: One row for each table

  private static let tableColumns = [
    Column("node", "Node", .text, meaning: "The node."),
    Column("from", "Backlog from", .moment, meaning: "When the backlog began.", isDataOnly: true),
    Column("table", "Table", .text, meaning: "The table."),
    Column("strategy", "Strategy", .text, meaning: "Its compaction strategy; empty when nothing tells it."),
    Column(
      "strategy_from", "Strategy from", .text,
      meaning: "schema, history, or levels: only LCS prints SSTables in each level.", isDataOnly: true),
    Column("flushed", "Flushed", .bytes, meaning: "Bytes that flushes wrote in the backlog."),
    Column("read", "Compacted", .bytes, meaning: "Bytes that compactions read in it."),
    Column("written", "Written", .bytes, meaning: "Bytes that compactions wrote in it."),
    Column(
      "amplification", "Write amplification", .decimal(unit: nil),
      meaning: "Bytes written to disk for each flushed byte."),
    Column("level_zero", "Level 0", .count, meaning: "The most SSTables on level 0 (LCS)."),
    Column("levels", "Levels", .count, meaning: "The highest level that held SSTables.", isDataOnly: true),
    Column("pending", "Pending", .count, meaning: "The most pending compactions listed for it."),
    Column("compactions", "Compactions", .count, meaning: "Compactions that ran in it.", isDataOnly: true),
    Column("largest", "Largest", .bytes, meaning: "Bytes that its largest compaction read."),
    Column(
      "largest_ran", "Largest ran", .duration, meaning: "How long that compaction ran in the backlog.",
      isDataOnly: true),
    Column("largest_id", "Largest id", .text, meaning: "Its id.", isDataOnly: true),
  ]

  private static func tableRow(
    _ node: NodeFindings, _ review: BacklogReview, _ table: BacklogTable
  ) -> [Cell] {
    [
      .code(node.node.name), .moment(.utc(review.period.lowerBound)), .code(table.table.description),
      .optional(table.strategy) { .text($0.short) }, .optional(table.strategy) { .text($0.basis.rawValue) },
      .optional(table.flushedBytes) { .bytes($0) }, .optional(table.readBytes) { .bytes($0) },
      .optional(table.writtenBytes) { .bytes($0) },
      .optional(table.amplification) { .decimal($0, digits: 1) },
      .optional(table.levelZero) { .count(Int64(clamping: $0.value)) },
      .optional(table.highestLevel) { .count(Int64(clamping: $0)) },
      .optional(table.pending) { .count(Int64(clamping: $0.value)) },
      .count(Int64(clamping: table.compactions)),
      .optional(table.largest) { .bytes($0.readBytes) }, .optional(table.largest) { .duration($0.span) },
      .optional(table.largest) { .code($0.id.description) },
    ]
  }

  // MARK: Advice

  /// For the strategies of the most compacted tables, each once.
  private static func advice(_ reviews: [BacklogReview]) -> [Prose] {
    var known: Set<TableStrategy.Kind> = []
    var advice: [Prose] = []
    for table in reviews.flatMap(\.busyTables) {
      guard let strategy = table.strategy, known.insert(strategy.kind).inserted else { continue }
      let check = strategy.kind.check(table.table)
      if !check.runs.isEmpty {
        advice.append("\(strong: strategy.short) of \(code: table.table.description): \(check)")
      }
    }
    return advice
  }
}

extension BacklogReview {
  /// Above the default of `pending-sustained` (003), and so on the page.
  fileprivate var isLarge: Bool { peak.value > 32 }

  /// Tables with pending compactions, or with at least a tenth of the compacted bytes.
  fileprivate var busyTables: [BacklogTable] {
    let all = tables.reduce(0.0) { $0 + Double($1.readBytes ?? 0) }
    return tables.filter { table in
      (table.pending?.value ?? 0) > 4 || all > 0 && Double(table.readBytes ?? 0) >= 0.1 * all
    }
  }
}

extension TableStrategy.Kind {
  /// Checks and changes for the strategy; empty for an unknown one.
  func check(_ table: TableName) -> Prose {
    let stats = "nodetool tablestats " + table.description
    return switch self {
    case .leveled:
      "check \(code: stats): level 0 over its limit means that flushes come faster than levels take them. Raise the compaction throughput or the compactors; for heavy writes use STCS or UCS."
    case .sizeTiered:
      "check \(code: stats): one very large SSTable and many small ones mean that a tier waits for its fourth SSTable. Keep free space for its largest compaction; for reads over many SSTables use LCS or UCS."
    case .timeWindow:
      "check the window: 20 to 30 windows over the time to live are enough. Late writes, deletes and read repair reopen closed windows; \(code: "sstableexpiredblockers") names the SSTables that keep expired ones from being dropped."
    case .unified:
      "check \(code: "scaling_parameters"): negative values (leveled) rewrite more and read less, positive ones (tiered) the other way; \(code: "target_sstable_size") and \(code: "base_shard_count") set how much runs at a time."
    case .other: ""
    }
  }
}
