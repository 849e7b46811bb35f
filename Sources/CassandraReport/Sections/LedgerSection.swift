// The ledger: every compaction once. People see those that failed, the slowest and the largest; data formats all.

import CassandraAnalysis
import CassandraModel

extension ReportSection {
  static let ledger = ReportSection("ledger", "Compactions one by one") { ledgerBlocks($0, withData: true) }

  /// The same without the rows that only data formats show: there may be very many.
  static let ledgerForPeople = ReportSection(ledger.id, ledger.title) { ledgerBlocks($0, withData: false) }

  private static func ledgerBlocks(_ findings: Findings, withData: Bool) -> [Block] {
    var counts: [CompactionResult: Int] = [:]
    var picks = [Pick("Failed"), Pick("Stopped on purpose"), Pick("Slowest"), Pick("Largest")]
    for node in findings.nodes {
      for index in node.ledger.indices {
        let row = node.ledger.figures(index)
        counts[row.result, default: 0] += 1
        if row.result == .failed { picks[0].add(node, index) }
        if row.result == .interrupted { picks[1].add(node, index) }
        if let duration = row.duration { picks[2].add(node, index, by: duration.milliseconds) }
        if let bytes = row.bytesIn { picks[3].add(node, index, by: bytes) }
      }
    }
    guard !counts.isEmpty else {
      return [
        .paragraph(
          findings.none(
            leavingOut: findings.leftOut(\.compactions), "compactions",
            "Not known: no log, compactionhistory or compactionstats names a compaction by its id."))
      ]
    }
    var blocks: [Block] = [.paragraph(summary(counts))]
    for pick in picks where pick.count > 0 {
      blocks.append(
        .details(
          title: pick.title + " (" + HumanText.count(Int64(pick.count)) + ")",
          blocks: [.table(excerpt(pick))]))
    }
    let count = counts.values.reduce(0, +)
    let rows = withData ? findings.nodes.flatMap { node in node.ledger.map { cells(node.node, $0) } } : []
    blocks.append(
      .table(
        Table(
          name: "compactions", columns: columns, rows: rows, visibleRows: 0,
          rowsLeftOut: withData ? 0 : count)))
    return blocks
  }

  /// Rows worth a look, of all that are offered.
  private struct Pick {
    let title: String
    /// How many they stand for: all that are shown or left out.
    private(set) var count = 0
    private(set) var rows: [(key: Int64, node: NodeID, row: LedgerRow)] = []

    /// More are in the whole table.
    private static let limit = 20
    /// Of the slowest and the largest.
    private static let topCount = 10

    init(_ title: String) { self.title = title }

    /// Takes the first ones.
    mutating func add(_ node: NodeFindings, _ index: Int) {
      count += 1
      if rows.count < Pick.limit { rows.append((0, node.node, node.ledger[index])) }
    }

    /// Takes those with the highest keys, the earlier of equal ones.
    mutating func add(_ node: NodeFindings, _ index: Int, by key: Int64) {
      if rows.count == Pick.topCount {
        guard let last = rows.last, key > last.key else { return }
        rows.removeLast()
      }
      let row = (key, node.node, node.ledger[index])
      rows.insert(row, at: rows.firstIndex { $0.key < key } ?? rows.count)
      count = rows.count
    }
  }

  private static func summary(_ counts: [CompactionResult: Int]) -> Prose {
    let parts = CompactionResult.allCases.compactMap { result -> Prose? in
      counts[result].map { "\(HumanText.count(Int64($0))) \(result.words)" }
    }
    return
      "Each compaction once, put together by its id from the log, compactionhistory and compactionstats: \(parts.joined(by: ", "))."
  }

  private static func excerpt(_ pick: Pick) -> Table {
    Table(
      name: "compactions", columns: columns, rows: pick.rows.map { cells($0.node, $0.row) }, visibleRows: 20,
      isExcerpt: true, rowsLeftOut: pick.count - pick.rows.count)
  }

  private static let columns = [
    Column("node", "Node", .text, meaning: "The node."),
    Column("start", "Start", .moment, meaning: "When it began."),
    Column("end", "End", .moment, meaning: "When it ended.", isDataOnly: true),
    Column("table", "Table", .text, meaning: "Keyspace and table."),
    Column("kind", "Kind", .text, meaning: "Kind of operation; empty when only the log tells of it."),
    Column(
      "result", "Result", .text, meaning: "done, failed, interrupted, or unknown: no source has its end."),
    Column("duration", "Took", .duration, meaning: "How long it took."),
    Column("inputs", "Inputs", .count, meaning: "SSTables read."),
    Column("outputs", "Outputs", .count, meaning: "SSTables written."),
    Column("bytes_in", "Read", .bytes, meaning: "Bytes read from disk, as they lay there."),
    Column("bytes_out", "Written", .bytes, meaning: "Bytes written to disk."),
    Column("kept", "Kept", .percent, meaning: "Bytes written for each byte read."),
    Column("rate", "Rate", .bytesPerSecond, meaning: "Bytes read a second."),
    Column("partitions_in", "Partitions read", .count, meaning: "Partitions read.", isDataOnly: true),
    Column(
      "partitions_out", "Partitions written", .count, meaning: "Partitions written.", isDataOnly: true),
    Column(
      "seen", "Seen", .count, meaning: "How often compactionstats listed it while it ran.",
      isDataOnly: true),
    Column(
      "progress", "Progress", .percent, meaning: "How much of it was done when it was last listed.",
      isDataOnly: true),
    Column(
      "progress_rate", "Progress a second", .decimal(unit: "see progress unit"),
      meaning: "What was done a second while it was listed; bytes are uncompressed here.", isDataOnly: true),
    Column("progress_unit", "Progress unit", .text, meaning: "Unit of the progress.", isDataOnly: true),
    Column("id", "Id", .text, meaning: "Its id."),
    Column(
      "origin", "From", .list, meaning: "Sources that tell of it: log, history, stats.", isDataOnly: true),
    Column("source", "Source", .text, meaning: "File and line that tell most of it."),
  ]

  private static func cells(_ node: NodeID, _ row: LedgerRow) -> [Cell] {
    let progress = row.progress
    return [
      .code(node.name), .optional(row.start) { .moment($0) }, .optional(row.end) { .moment($0) },
      .optional(row.table) { .code($0.description) }, .optional(row.kind) { .text($0) },
      .text(row.result.rawValue), .optional(row.duration) { .duration($0) },
      .optional(row.inputs) { .count($0) }, .optional(row.outputs) { .count($0) },
      .optional(row.bytesIn) { .bytes($0) }, .optional(row.bytesOut) { .bytes($0) },
      .optional(row.ratio) { .percent(ratio: $0) }, .optional(row.bytesPerSecond) { .bytesPerSecond($0) },
      .optional(row.partitionsIn) { .count($0) }, .optional(row.partitionsOut) { .count($0) },
      .optional(progress) { .count(Int64($0.samples)) },
      .optional(progress.flatMap(share)) { .percent(ratio: $0) },
      .optional(progress?.perSecond) { .decimal($0, digits: 1) },
      .optional(progress) { .text($0.unit) }, .code(row.id.description),
      .list(row.sources.map { .text($0.rawValue) }), .source(row.source),
    ]
  }

  private static func share(_ progress: LedgerRow.Progress) -> Double? {
    guard let total = progress.total, total > 0 else { return nil }
    return progress.completed / total
  }
}

extension CompactionResult {
  fileprivate var words: String {
    switch self {
    case .done: "ended well"
    case .failed: "failed"
    case .interrupted: "stopped on purpose"
    case .unknown: "whose end no source has"
    }
  }
}
