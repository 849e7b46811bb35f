// The view of single SSTables, from the output of the offline tools: blockers of expired SSTables, and the
// content of each SSTable.

import CassandraAnalysis
import CassandraModel

extension LoadView {
  static let sstables = LoadView(
    title: "SSTables (offline tools)",
    missing: { findings in
      findings.nodes.allSatisfy(\.sstableFacts.isEmpty) ? "sstablemetadata, sstableexpiredblockers" : nil
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
      return blocks
    })

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
