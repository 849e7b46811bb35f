// The ledger: every compaction once. People see those that failed, the slowest and the largest; data formats all.

import CassandraAnalysis
import CassandraModel

extension ReportSection {
  static let ledger = ReportSection("ledger", "Compactions one by one") { ledgerBlocks($0, withData: true) }

  /// The same without the rows that only data formats show: there may be very many.
  static let ledgerForPeople = ReportSection(ledger.id, ledger.title) { ledgerBlocks($0, withData: false) }

  private static func ledgerBlocks(_ findings: Findings, withData: Bool) -> [Block] {
    let rows = findings.nodes.flatMap { node in
      node.ledger.indices.map { Entry(node: node.node, ledger: node.ledger, index: $0) }
    }
    guard !rows.isEmpty else {
      return [
        .paragraph(
          findings.none(
            leavingOut: findings.leftOut(\.compactions), "compactions",
            "Not known: no log, compactionhistory or compactionstats names a compaction by its id."))
      ]
    }
    var blocks: [Block] = [.paragraph(summary(rows))]
    let picks = [
      ("Failed", rows.filter { $0.row.result == .failed }),
      ("Stopped on purpose", rows.filter { $0.row.result == .interrupted }),
      ("Slowest", top(rows) { $0.duration?.milliseconds }), ("Largest", top(rows) { $0.bytesIn }),
    ]
    for (title, picked) in picks where !picked.isEmpty {
      blocks.append(
        .details(
          title: title + " (" + HumanText.count(Int64(picked.count)) + ")",
          blocks: [.table(excerpt(picked))]))
    }
    blocks.append(
      .table(
        Table(
          name: "compactions", columns: columns, rows: withData ? rows.map(cells) : [], visibleRows: 0,
          rowsLeftOut: withData ? 0 : rows.count)))
    return blocks
  }

  private struct Entry {
    let node: NodeID
    let ledger: [LedgerRow]
    let index: Int

    var row: LedgerRow { ledger[index] }
  }

  /// How many are shown of the slowest and the largest.
  private static let topCount = 10

  private static func top(_ entries: [Entry], by key: (LedgerRow) -> Int64?) -> [Entry] {
    let known = entries.compactMap { entry in key(entry.row).map { (key: $0, entry: entry) } }
    let sorted = known.enumerated().sorted { a, b in
      a.element.key != b.element.key ? a.element.key > b.element.key : a.offset < b.offset
    }
    return sorted.prefix(topCount).map(\.element.entry)
  }

  private static func summary(_ entries: [Entry]) -> Prose {
    let parts = CompactionResult.allCases.compactMap { result -> Prose? in
      let count = entries.count { $0.row.result == result }
      return count > 0 ? "\(HumanText.count(Int64(count))) \(result.words)" : nil
    }
    return
      "Each compaction once, put together by its id from the log, compactionhistory and compactionstats: \(parts.joined(by: ", "))."
  }

  private static func excerpt(_ entries: [Entry]) -> Table {
    // What is not shown is in the whole table.
    let visible = 20
    return Table(
      name: "compactions", columns: columns, rows: entries.prefix(visible).map(cells), visibleRows: visible,
      isExcerpt: true, rowsLeftOut: max(0, entries.count - visible))
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

  private static func cells(_ entry: Entry) -> [Cell] {
    let row = entry.row
    let progress = row.progress
    return [
      .code(entry.node.name), .optional(row.start) { .moment($0) }, .optional(row.end) { .moment($0) },
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
