// The view of single SSTables, from the output of the offline tools: blockers of expired SSTables, and the
// content of each SSTable.

import CassandraAnalysis
import CassandraModel

extension LoadView {
  static let sstables = LoadView(
    title: "SSTables (offline tools)",
    missing: { findings in
      findings.nodes.allSatisfy(\.sstableFacts.isEmpty)
        ? "sstablemetadata, sstableexpiredblockers, ic-sstable-tools" : nil
    },
    blocks: { findings in
      var blockers: [[Cell]] = []
      var metadata: [[Cell]] = []
      for node in findings.nodes {
        for one in node.sstableFacts {
          let path = one.fields.text(FieldName("path")) ?? ""
          if one.name == .sstableBlocker {
            blockers.append([
              .code(node.node.name), .code(path), .optional(one.fields.integer(.blockedCount)) { .count($0) },
              .optional(one.fields.text(FieldName("paths"))) { .code($0) }, .source(one.source),
            ])
          } else if one.name == .sstableMetadata {
            metadata.append(row(node, path, one))
          }
        }
      }
      var blocks: [Block] = []
      if !blockers.isEmpty {
        blocks.append(
          .table(
            Table(
              name: "sstable_blockers", title: "SSTables that keep expired ones from being dropped",
              columns: blockerColumns, rows: blockers, visibleRows: 10)))
        blocks.append(
          .paragraph(
            "An expired SSTable is dropped whole once no other one holds older data. Compact the blockers: \(code: "nodetool compact --user-defined PATH")."
          ))
      }
      if !metadata.isEmpty {
        blocks.append(
          .table(
            Table(name: "sstable_metadata", columns: metadataColumns, rows: metadata, visibleRows: 5)))
      }
      return blocks + partitions(findings)
    })

  /// Lists and figures of ic-sstable-tools.
  private static func partitions(_ findings: Findings) -> [Block] {
    let facts = findings.nodes.flatMap { node in node.sstableFacts.map { (node: node, fact: $0) } }
    let number = { (fact: Occurrence, name: String) -> Cell in
      switch fact.fields[FieldName(name)] {
      case .integer(let value)?: name.hasSuffix("_bytes") ? .bytes(value) : .count(value)
      case .decimal(let value)?: .decimal(value, digits: 1)
      default: .missing
      }
    }
    let words = { (fact: Occurrence, name: String) -> Cell in
      fact.fields.text(FieldName(name)).map { .text($0) } ?? .missing
    }
    var blocks: [Block] = []
    let partitions = facts.filter { $0.fact.name == .sstablePartition }
    if !partitions.isEmpty {
      let rows = partitions.map { node, fact -> [Cell] in
        [
          .code(node.node.name), words(fact, "list"),
          .optional(fact.fields.text(FieldName("key"))) { .code($0) },
        ]
          + partitionFigures.map { number(fact, $0.name) } + [
            words(fact, "generations"), .source(fact.source),
          ]
      }
      let columns =
        [
          node, Column("list", "List", .text, meaning: "The list of the tool."),
          Column("key", "Partition", .text, meaning: "The partition key."),
        ]
        + partitionFigures.map { figure in
          Column(
            figure.id, figure.title, figure.name.hasSuffix("_bytes") ? .bytes : .count,
            meaning: figure.meaning, isDataOnly: figure.isDataOnly)
        }
        + [
          Column(
            "generations", "Generations", .text, meaning: "Ids of SSTables that hold it.", isDataOnly: true),
          Column("source", "Source", .text, meaning: "File and line.", isDataOnly: true),
        ]
      blocks.append(
        .table(
          Table(
            name: "partition_lists", title: "Partitions (ic-sstable-tools)", columns: columns, rows: rows,
            visibleRows: 5)))
    }
    let statistics = facts.filter { $0.fact.name == .sstableStatistic }
    if !statistics.isEmpty {
      let rows = statistics.map { node, fact -> [Cell] in
        [
          .code(node.node.name), words(fact, "list"), words(fact, "figure"), number(fact, "size_bytes"),
          number(fact, "sstables"), number(fact, "count"), .source(fact.source),
        ]
      }
      blocks.append(
        .table(
          Table(name: "partition_statistics", columns: statisticColumns, rows: rows, visibleRows: 0)))
    }
    return blocks
  }

  private static let partitionFigures:
    [(name: String, id: String, title: String, meaning: String, isDataOnly: Bool)] = [
      ("size_bytes", "size", "Size", "Uncompressed size.", false),
      ("sstables", "sstables", "SSTables", "SSTables that hold it.", false),
      ("rows", "rows", "Rows", "Clustering rows.", true),
      ("deleted", "deleted", "Deleted rows", "Row deletions.", true),
      ("cells", "cells", "Cells", "Cells.", true),
      ("tombstones", "tombstones", "Tombstones", "Cell and range tombstones.", false),
      ("droppable_tombstones", "droppable", "Droppable", "Tombstones older than gc_grace_seconds.", true),
      ("reclaimable_bytes", "reclaimable", "Reclaimable", "Bytes that a compaction can reclaim.", true),
    ]

  private static let statisticColumns = [
    node, Column("list", "Table", .text, meaning: "Summary or histogram of the tool."),
    Column("figure", "Figure", .text, meaning: "Count, total, mean, percentile or maximum."),
    Column("size", "Size", .bytes, meaning: "Size; of a partition, except Total."),
    Column("sstables", "SSTables", .decimal(unit: "SSTables"), meaning: "SSTables of a partition."),
    Column("count", "Count", .count, meaning: "Rows or tombstones of a partition, or cells with that TTL."),
    Column("source", "Source", .text, meaning: "File and line.", isDataOnly: true),
  ]

  private static let node = Column("node", "Node", .text, meaning: "The node.")

  private static let blockerColumns = [
    Column("node", "Node", .text, meaning: "The node."),
    Column("path", "Blocker", .text, meaning: "The SSTable that keeps expired ones."),
    Column("blocked", "Keeps", .count, meaning: "Expired SSTables that it keeps."),
    Column("paths", "Which", .text, meaning: "Their files.", isDataOnly: true),
    Column("source", "Source", .text, meaning: "File and line.", isDataOnly: true),
  ]

  private static let metadataColumns = [
    Column("node", "Node", .text, meaning: "The node."),
    Column("path", "SSTable", .text, meaning: "Its path."),
    Column("level", "Level", .count, meaning: "Its level."),
    Column("oldest", "Oldest write", .moment, meaning: "Minimum timestamp."),
    Column("newest", "Newest write", .moment, meaning: "Maximum timestamp."),
    Column(
      "gone", "All gone", .moment, meaning: "Max local deletion time; empty when some of it never goes."),
    Column("droppable", "Droppable", .percent, meaning: "Estimated share of droppable tombstones."),
    Column("repaired", "Repaired", .moment, meaning: "When it was repaired; empty for never."),
    Column("rows", "Rows", .count, meaning: "Rows in it.", isDataOnly: true),
    Column("source", "Source", .text, meaning: "File and line.", isDataOnly: true),
  ]

  private static func row(_ node: NodeFindings, _ path: String, _ one: Occurrence) -> [Cell] {
    let moment = { (value: Int64?, scale: (Int64) -> Int64) -> Cell in
      guard let value, value > 0, value < .max / 1000 else { return .missing }
      let milliseconds = scale(value)
      guard milliseconds > 0, milliseconds < 1 << 47 else { return .missing }
      return .moment(.utc(Instant(milliseconds: milliseconds)))
    }
    let never: Int64 = 2_147_483_647
    let gone = one.fields.integer(.maximumDeletionTime).flatMap { $0 >= never ? nil : $0 }
    var droppable: Cell = .missing
    if case .decimal(let ratio)? = one.fields[.droppableRatio] { droppable = .percent(ratio: ratio) }
    return [
      .code(node.node.name), .code(path), .optional(one.fields.integer(.sstableLevel)) { .count($0) },
      moment(one.fields.integer(.minimumTimestamp)) { $0 / 1000 },
      moment(one.fields.integer(.maximumTimestamp)) { $0 / 1000 }, moment(gone) { $0 * 1000 }, droppable,
      moment(one.fields.integer(.repairedAt)) { $0 },
      .optional(one.fields.integer(FieldName("rows"))) { .count($0) }, .source(one.source),
    ]
  }
}
