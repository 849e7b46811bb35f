// Unusual tables, and read latency during a backlog.

import CassandraAnalysis
import CassandraModel

extension LoadView {
  private static let node = Column("node", "Node", .text, meaning: "The node.")

  static let tables = LoadView(
    title: "Tables worth looking at",
    missing: { findings in
      findings.nodes.allSatisfy { node in !node.series.all.contains { $0.key.metric == .tableLiveBytes } }
        ? "nodetool tablestats" : nil
    },
    blocks: { findings in
      let all = findings.tableRanking
      let odd = all.filter { !$0.remarks.isEmpty }
      let table = { (rows: [TableFigures], visible: Int) in
        Table(
          name: "table_figures", columns: tableColumns, rows: rows.map(row), visibleRows: visible)
      }
      // Without an unusual table, the page has none; data formats have every table.
      let options = tableOptions(findings)
      guard !odd.isEmpty else { return (all.isEmpty ? [] : [.table(table(all, 0))]) + options }
      var blocks: [Block] = [.table(table(all, min(3, odd.count)))]
      var known: Set<TableStrategy.Kind> = []
      let advice = odd.prefix(3).compactMap { one -> Prose? in
        guard let strategy = one.strategy, known.insert(strategy.kind).inserted else { return nil }
        let check = strategy.kind.check(one.table)
        return check.runs.isEmpty
          ? nil : "\(strong: strategy.short) of \(code: one.table.description): \(check)"
      }
      if !advice.isEmpty { blocks.append(.bullets(advice)) }
      return blocks + options
    })

  /// Options of each table in the schema, for data formats.
  private static func tableOptions(_ findings: Findings) -> [Block] {
    let options = { (labels: Labels) in
      labels.pairs.map { $0.name + "=" + $0.value }.joined(separator: ", ")
    }
    let rows = findings.nodes.flatMap { node in
      node.schemas.values.sorted { $0.table < $1.table }.map { one -> [Cell] in
        [
          .code(node.node.name), .code(one.table.description), .text(one.isView ? "view" : "table"),
          .text(options(one.compaction)), .optional(one.gcGraceSeconds) { .duration(.seconds($0)) },
          .optional(one.defaultTTLSeconds) { .duration(.seconds($0)) }, .text(options(one.replication)),
          .source(one.source),
        ]
      }
    }
    guard !rows.isEmpty else { return [] }
    return [
      .table(
        Table(
          name: "table_options",
          columns: [
            node, Column("table", "Table", .text, meaning: "The table."),
            Column("kind", "Kind", .text, meaning: "table, or view for a materialized view."),
            Column("compaction", "Compaction", .text, meaning: "Its compaction options."),
            Column("gc_grace", "gc_grace_seconds", .duration, meaning: "How long a tombstone is kept."),
            Column("ttl", "Default TTL", .duration, meaning: "default_time_to_live; 0 for none."),
            Column("replication", "Replication", .text, meaning: "Replication of its keyspace."),
            Column("source", "Source", .text, meaning: "File and line."),
          ], rows: rows, visibleRows: 0))
    ]
  }

  private static let tableColumns = [
    node, Column("table", "Table", .text, meaning: "The table."),
    Column("strategy", "Strategy", .text, meaning: "Its compaction strategy; empty when nothing tells it."),
    Column("remarks", "Unusual", .list, meaning: "Unusual figures, the worst first; none when nothing is."),
    Column("live", "Live", .bytes, meaning: "Bytes of live SSTables on disk."),
    Column("sstables", "SSTables", .count, meaning: "Live SSTables."),
    Column("level_zero", "Level 0", .count, meaning: "The most SSTables on level 0 (LCS).", isDataOnly: true),
    Column(
      "sstables_per_read", "SSTables a read", .count, meaning: "p99 of SSTables that a read looked into.",
      isDataOnly: true),
    Column("largest_partition", "Largest partition", .bytes, meaning: "Bytes of the largest partition."),
    Column(
      "droppable", "Droppable", .percent, meaning: "Estimated share of droppable tombstones.",
      isDataOnly: true),
    Column(
      "tombstones", "Tombstones", .count, meaning: "The most tombstones in one slice.", isDataOnly: true),
    Column("reads", "Reads", .percent, meaning: "Reads of all local reads and writes."),
    Column(
      "operations", "Operations", .count, meaning: "Local reads and writes since the process started.",
      isDataOnly: true),
    Column(
      "share_of_reads", "Share of reads", .percent, meaning: "Share of all local reads of the node.",
      isDataOnly: true),
    Column(
      "share_of_writes", "Share of writes", .percent, meaning: "Share of all local writes of the node.",
      isDataOnly: true),
    Column(
      "read_latency", "Local read ms", .decimal(unit: "milliseconds"),
      meaning: "Mean latency of local reads.", isDataOnly: true),
    Column(
      "write_latency", "Local write ms", .decimal(unit: "milliseconds"),
      meaning: "Mean latency of local writes.", isDataOnly: true),
    Column(
      "live_cells", "Live cells", .count, meaning: "The most live cells in one slice.", isDataOnly: true),
    Column(
      "mean_partition", "Mean partition", .bytes, meaning: "Mean bytes of a partition.", isDataOnly: true),
    Column("snapshots", "Snapshots", .bytes, meaning: "Bytes that only snapshots hold.", isDataOnly: true),
    Column(
      "compression", "Compression", .percent, meaning: "Size on disk over size of the data.", isDataOnly: true
    ),
    Column(
      "repaired", "Repaired", .percent, meaning: "Share of the data that is repaired.", isDataOnly: true),
  ]

  private static func row(_ one: TableFigures) -> [Cell] {
    let bytes = { (value: Double) -> Cell in
      Int64(exactly: value.rounded()).map { .bytes($0) } ?? .decimal(value, digits: 0)
    }
    let count = { (value: Double) -> Cell in
      Int64(exactly: value.rounded()).map { .count($0) } ?? .decimal(value, digits: 0)
    }
    return [
      .code(one.node.name), .code(one.table.description), .optional(one.strategy) { .text($0.short) },
      .list(one.remarks.map { .text(Prose($0.text).plainText) }), .optional(one.liveBytes) { bytes($0) },
      .optional(one.sstables) { count($0) }, .optional(one.levelZero) { count($0) },
      .optional(one.sstablesPerRead) { count($0) }, .optional(one.largestPartition) { bytes($0) },
      .optional(one.droppable) { .percent(ratio: $0) }, .optional(one.tombstones) { count($0) },
      .optional(one.readShare) { .percent(ratio: $0) }, .optional(one.operations) { count($0) },
      .optional(one.shareOfReads) { .percent(ratio: $0) },
      .optional(one.shareOfWrites) { .percent(ratio: $0) },
      .optional(one.readLatency) { .decimal($0 * 1000, digits: 3) },
      .optional(one.writeLatency) { .decimal($0 * 1000, digits: 3) },
      .optional(one.liveCells) { count($0) }, .optional(one.meanPartition) { bytes($0) },
      .optional(one.snapshotBytes) { bytes($0) }, .optional(one.compression) { .percent(ratio: $0) },
      .optional(one.repaired) { .percent(ratio: $0) },
    ]
  }

  static let readers = LoadView(
    title: "Latency and retries of reads", isOnPage: false,
    missing: { findings in
      findings.nodes.allSatisfy { !$0.hasReaderCounters }
        ? "nodetool tpstats, tablestats and netstats over time" : nil
    },
    blocks: { findings in
      let rows = findings.nodes.flatMap { node in
        node.readerFigures.map { one -> [Cell] in
          [
            .code(node.node.name), .text(one.title), .optional(one.inBacklog) { .decimal($0, digits: 1) },
            .optional(one.otherwise) { .decimal($0, digits: 1) }, .count(Int64(clamping: one.total)),
            .source(one.source),
          ]
        }
      }
      guard !rows.isEmpty else { return [] }
      let columns = [
        node, Column("counter", "Counter", .text, meaning: "Counter."),
        Column(
          "in_backlog", "A minute in a backlog", .decimal(unit: "per minute"),
          meaning: "How many a minute while compaction was behind."),
        Column(
          "otherwise", "A minute otherwise", .decimal(unit: "per minute"),
          meaning: "How many a minute in the rest of the capture."),
        Column("total", "In the capture", .count, meaning: "How many that the samples show."),
        Column("source", "Source", .text, meaning: "File and line of the last sample.", isDataOnly: true),
      ]
      return [.table(Table(name: "readers", columns: columns, rows: rows, visibleRows: 10))]
    })
}
