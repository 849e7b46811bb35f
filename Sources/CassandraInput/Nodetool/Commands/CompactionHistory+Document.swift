// compactionhistory as JSON and YAML. Source: CompactionHistoryHolder.java, 3.11 to 6.0.

import CassandraModel

extension DocumentLayout {
  static let compactionhistory = DocumentLayout(
    owns: { leaf, _ in leaf.key(0) == "CompactionHistory" }, facts: { CompactionHistoryDocument() })
}

/// Keys come in any order, so a row is given when the next one begins, and the last one only if the document is
/// whole.
private struct CompactionHistoryDocument: DocumentFacts {
  private var index = 0
  private var values: [HistoryColumn: DocumentValue] = [:]
  /// The line of the row's first value.
  private var line = 0

  mutating func take(_ leaf: DocumentLeaf, _ text: Span<UInt8>, into reading: inout OutputReading) -> LeafFate
  {
    guard leaf.key(0) == "CompactionHistory", let index = leaf.index(1) else { return .unknown }
    if index != self.index { finish(text, into: &reading) }
    self.index = index
    guard let column = HistoryColumn(rawValue: leaf.name) else { return .unknown }
    if values.isEmpty { line = leaf.line }
    values[column] = leaf.value
    return .known
  }

  mutating func finish(_ text: Span<UInt8>, into reading: inout OutputReading) {
    if values.isEmpty { return }
    if let row = CompactionRow(text, source: reading.source(line), cell: { values[$0] }) {
      reading.add(.compaction(row))
    } else {
      reading.report(.nodetoolRow, ["command": "compactionhistory"], line: line)
    }
    values = [:]
  }
}
