// Compactions: counts of completed and failed ones, by table, and the failed, the longest and the largest.
// Data formats have every compaction once, joined by its id from the log, compactionhistory and
// compactionstats.

import CassandraAnalysis
import CassandraModel

extension ReportSection {
  static let compactions = ReportSection("compactions", "Compactions") { blocks($0, withData: true) }

  /// The section without the rows for data formats, which may be very many.
  static let compactionsForPeople = ReportSection(compactions.id, compactions.title) {
    blocks($0, withData: false)
  }

  private static func blocks(_ findings: Findings, withData: Bool) -> [Block] {
    var counts: [CompactionResult: Int] = [:]
    var picks = [
      Pick("Failed compactions"), Pick("Interrupted on purpose"), Pick("Longest"), Pick("Largest"),
    ]
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
    guard !counts.isEmpty else { return compactionsByTable(findings) }
    let hasNodes = findings.nodes.count > 1
    var blocks: [Block] = [.paragraph(summary(counts))] + compactionsByTable(findings)
    for pick in picks where pick.count > 0 {
      blocks.append(
        .details(
          title: pick.title + " (" + HumanText.count(Int64(pick.count)) + ")",
          blocks: [.table(excerpt(pick, hasNodes))]))
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

  /// A selection of compactions for the page.
  private struct Pick {
    let title: String
    /// The number of all compactions of its kind, shown or not.
    private(set) var count = 0
    private(set) var rows: [(key: Int64, node: NodeID, row: LedgerRow)] = []

    /// The maximum number of rows; the full table has the rest.
    private static let limit = 20
    /// The number of the longest and of the largest.
    private static let topCount = 10

    init(_ title: String) { self.title = title }

    /// Keeps the first ones.
    mutating func add(_ node: NodeFindings, _ index: Int) {
      count += 1
      if rows.count < Pick.limit { rows.append((0, node.node, node.ledger[index])) }
    }

    /// Keeps those with the highest keys, the earlier of equal ones.
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
    return "\(parts.joined(by: ", "))."
  }

  private static func excerpt(_ pick: Pick, _ hasNodes: Bool) -> Table {
    Table.excerpt(
      "compactions",
      columns: (hasNodes ? [Column("node", "Node", .text, meaning: "The node.")] : []) + pageColumns,
      rows: pick.rows.map { one in
        let row = one.row
        return (hasNodes ? [.code(one.node.name)] : []) + [
          .optional(row.start) { .moment($0) }, .optional(row.table) { .code($0.description) },
          .text(row.result.rawValue), .optional(row.duration) { .duration($0) },
          .optional(row.bytesIn) { .bytes($0) }, .optional(row.bytesPerSecond) { .bytesPerSecond($0) },
          .source(row.source),
        ]
      }, of: pick.count)
  }

  private static let pageColumns = [
    Column("start", "Start", .moment, meaning: "When it started."),
    Column("table", "Table", .text, meaning: "Keyspace and table."),
    Column("result", "Result", .text, meaning: "done, failed, interrupted, or unknown."),
    Column("duration", "Duration", .duration, meaning: "How long it took."),
    Column("bytes_in", "Input", .bytes, meaning: "Bytes read from disk."),
    Column("rate", "Rate", .bytesPerSecond, meaning: "Bytes read a second."),
    Column("source", "Source", .text, meaning: "File and line."),
  ]

  private static let columns = [
    Column("node", "Node", .text, meaning: "The node."),
    Column("start", "Start", .moment, meaning: "When it started."),
    Column("end", "End", .moment, meaning: "When it ended.", isDataOnly: true),
    Column("table", "Table", .text, meaning: "Keyspace and table."),
    Column("kind", "Kind", .text, meaning: "Kind of operation; empty when only the log has it."),
    Column(
      "result", "Result", .text, meaning: "done, failed, interrupted, or unknown."),
    Column("duration", "Duration", .duration, meaning: "How long it took."),
    Column("inputs", "Inputs", .count, meaning: "SSTables read."),
    Column("outputs", "Outputs", .count, meaning: "SSTables written."),
    Column("bytes_in", "Input", .bytes, meaning: "Bytes read from disk."),
    Column("bytes_out", "Output", .bytes, meaning: "Bytes written to disk."),
    Column("output_to_input", "Output/input", .percent, meaning: "Bytes written for each byte read."),
    Column("rate", "Rate", .bytesPerSecond, meaning: "Bytes read a second."),
    Column("partitions_in", "Partitions read", .count, meaning: "Partitions read.", isDataOnly: true),
    Column(
      "partitions_out", "Partitions written", .count, meaning: "Partitions written.", isDataOnly: true),
    Column(
      "seen", "Seen", .count, meaning: "Samples of compactionstats that list it.",
      isDataOnly: true),
    Column(
      "progress", "Progress", .percent, meaning: "Share done in the last sample that lists it.",
      isDataOnly: true),
    Column(
      "progress_rate", "Progress a second", .decimal(unit: "see progress unit"),
      meaning: "Progress a second between samples; bytes are uncompressed.", isDataOnly: true),
    Column("progress_unit", "Progress unit", .text, meaning: "Unit of the progress.", isDataOnly: true),
    Column("id", "Id", .text, meaning: "Its id."),
    Column(
      "origin", "From", .list, meaning: "Its sources: log, history, stats.", isDataOnly: true),
    Column("source", "Source", .text, meaning: "File and line of its main record."),
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
    case .done: "completed"
    case .failed: "failed"
    case .interrupted: "interrupted on purpose"
    case .unknown: "with unknown result"
    }
  }
}
