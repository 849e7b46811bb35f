// compactionhistory: Cassandra's record of the compactions of the last seven days. Source:
// CompactionHistoryPrinter.java and CompactionHistoryHolder.java, 3.11 to 6.0; CompactionHistory.java, 2.1 to
// 3.0, whose times are milliseconds since 1970.

import CassandraModel

extension NodetoolCommand {
  static let compactionhistory = NodetoolCommand(
    name: "compactionhistory",
    anchors: [.whole("Compaction History:"), .whole("There is no compaction history")],
    document: .compactionhistory, read: readCompactionHistory)
}

enum HistoryColumn: String, CaseIterable {
  case id
  case keyspace = "keyspace_name"
  case table = "columnfamily_name"
  case compactedAt = "compacted_at"
  case bytesIn = "bytes_in"
  case bytesOut = "bytes_out"
  case rowsMerged = "rows_merged"
  // 5.0 (CASSANDRA-18061)
  case properties = "compaction_properties"
}

private let layout = ColumnLayout<HistoryColumn>()

private func readCompactionHistory(_ output: CommandOutput, _ reading: inout OutputReading) {
  let text = output.text.span
  var columns: LocatedColumns<HistoryColumn>?
  for (i, line) in output.lines.enumerated() where !text.trimmed(line.bytes).isEmpty {
    if text.hasPrefix("There is no compaction history", in: line.bytes) {
      reading.mark(i, .known)
      return
    }
    if text.hasPrefix("Compaction History:", in: line.bytes) {
      reading.mark(i, .decoration)
    } else if columns == nil, let first = text.firstWord(in: line.bytes), text.equals("id", in: first),
      text.contains("keyspace_name", in: line.bytes)
    {
      let located = layout.locate(line.bytes, text)
      located.reportUnknown(text, line: i, command: "compactionhistory", into: &reading)
      columns = located
      reading.mark(i, .decoration)
    } else if let row = columns.flatMap({ row(line.bytes, text, $0, i, reading) }) {
      reading.mark(i, .known)
      reading.add(.compaction(row))
    } else {
      reading.report(.nodetoolRow, ["command": "compactionhistory"], line: i)
    }
  }
  if columns == nil { reading.failure = "it ends before its table" }
}

private func row(
  _ row: Range<Int>, _ text: Span<UInt8>, _ columns: LocatedColumns<HistoryColumn>, _ i: Int,
  _ reading: OutputReading
) -> CompactionRow? {
  if columns.fit(row, text),
    let found = CompactionRow(
      text, line: i, of: reading, cell: { columns.cell($0, in: row, text).map { DocumentValue(range: $0) } })
  {
    return found
  }
  // Repeated spaces were lost, or cells are wider than their titles' column.
  let cells = historyCells(row, text)
  return CompactionRow(text, line: i, of: reading) { cells[$0].map { DocumentValue(range: $0) } }
}

/// The cells of a row whose offsets do not match: single words up to the sizes, then braces.
private func historyCells(_ row: Range<Int>, _ text: Span<UInt8>) -> [HistoryColumn: Range<Int>] {
  let brace = text.firstIndex(of: UInt8(ascii: "{"), in: row) ?? row.upperBound
  let words = text.words(in: row.lowerBound..<brace)
  guard words.count >= 6 else { return [:] }
  var cells: [HistoryColumn: Range<Int>] = [
    .id: words[0], .keyspace: words[1], .table: words[2], .compactedAt: words[3],
  ]
  let sizes = words[4...]
  switch sizes.count {
  case 2: (cells[.bytesIn], cells[.bytesOut]) = (sizes[4], sizes[5])
  // `10.28 KiB 812 bytes`
  case 4:
    cells[.bytesIn] = sizes[4].lowerBound..<sizes[5].upperBound
    cells[.bytesOut] = sizes[6].lowerBound..<sizes[7].upperBound
  default: return [:]
  }
  if let end = text.firstIndex(of: UInt8(ascii: "}"), in: brace..<row.upperBound) {
    cells[.rowsMerged] = brace..<(end + 1)
    let rest = text.trimmed((end + 1)..<row.upperBound)
    if !rest.isEmpty { cells[.properties] = rest }
  }
  return cells
}

extension CompactionRow {
  /// A row from its cells; nil if one of them is missing or invalid.
  init?(
    _ text: Span<UInt8>, line i: Int, of reading: OutputReading, cell: (HistoryColumn) -> DocumentValue?
  ) {
    guard let id = cell(.id).flatMap({ TimeUUID(ascii: text.extracting($0.range)) }),
      let keyspace = cell(.keyspace)?.string(text), !keyspace.isEmpty,
      let table = cell(.table)?.string(text), !table.isEmpty,
      let compactedAt = cell(.compactedAt).flatMap({ localTime($0.range, text, reading) }),
      let bytesIn = cell(.bytesIn).flatMap({ text.wholeBytes(in: $0.range) }), bytesIn >= 0,
      let bytesOut = cell(.bytesOut).flatMap({ text.wholeBytes(in: $0.range) }), bytesOut >= 0,
      let rowsMerged = cell(.rowsMerged)?.string(text), rowsMerged.hasSuffix("}")
    else { return nil }
    let properties = cell(.properties)?.string(text)
    // The last existing column must be complete, or the row was cut off.
    if let properties, !properties.hasSuffix("}") { return nil }
    self.init(
      id: id, table: TableName(keyspace: keyspace, table: table), compactedAt: compactedAt, bytesIn: bytesIn,
      bytesOut: bytesOut, rowsMerged: rowsMerged,
      kind: properties.flatMap { property("compaction_type", in: $0) },
      strategy: properties.flatMap { property("strategy", in: $0) }, source: reading.source(i))
  }
}

/// The value of `name` in `{compaction_type:Major compaction, strategy:LeveledCompactionStrategy}`.
private func property(_ name: String, in properties: String) -> String? {
  for pair in properties.dropFirst().dropLast().split(separator: ",") {
    let pair = pair.drop { $0 == " " }
    guard let colon = pair.firstIndex(of: ":"), pair[..<colon] == name else { continue }
    let value = pair[pair.index(after: colon)...]
    return value.isEmpty ? nil : String(value)
  }
  return nil
}

/// `2024-08-21T03:14:07.512`, on the clock of the machine that ran nodetool. Java omits milliseconds that are
/// zero, and seconds, too, when both are (`2024-08-21T03:05`).
private func localTime(_ range: Range<Int>, _ text: Span<UInt8>, _ reading: OutputReading) -> LocalTime? {
  let start = range.lowerBound
  // 2.1 to 3.0: `1578291469279`.
  if range.count == 13, let milliseconds = text.integer(in: range) {
    return reading.local(Instant(milliseconds: milliseconds))
  }
  guard range.count >= 16, text[start + 4] == UInt8(ascii: "-"), text[start + 7] == UInt8(ascii: "-"),
    text[start + 10] == UInt8(ascii: "T"), text[start + 13] == UInt8(ascii: ":"),
    let year = text.integer(in: start..<(start + 4)),
    let month = text.integer(in: (start + 5)..<(start + 7)),
    let day = text.integer(in: (start + 8)..<(start + 10)),
    let hour = text.integer(in: (start + 11)..<(start + 13)),
    let minute = text.integer(in: (start + 14)..<(start + 16))
  else { return nil }
  var second: Int64 = 0
  var millisecond: Int64 = 0
  if range.count > 16 {
    guard range.count >= 19, text[start + 16] == UInt8(ascii: ":"),
      let parsed = text.integer(in: (start + 17)..<(start + 19))
    else { return nil }
    second = parsed
  }
  if range.count > 19 {
    guard range.count >= 23, text[start + 19] == UInt8(ascii: "."),
      let parsed = text.integer(in: (start + 20)..<(start + 23))
    else { return nil }
    millisecond = parsed
  }
  return CivilTime(
    year: Int(year), month: Int(month), day: Int(day), hour: Int(hour), minute: Int(minute),
    second: Int(second),
    millisecond: Int(millisecond)
  ).map { LocalTime(milliseconds: $0.milliseconds) }
}

// MARK: JSON and YAML

extension DocumentLayout {
  static let compactionhistory = DocumentLayout(
    owns: { leaf, _ in leaf.key(0) == "CompactionHistory" }, facts: { CompactionHistoryDocument() })
}

/// Keys come in any order, so a row is emitted when the next one begins, and the last one only if the
/// document is complete.
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
    if let row = CompactionRow(text, line: line, of: reading, cell: { values[$0] }) {
      reading.add(.compaction(row))
    } else {
      reading.report(.nodetoolRow, ["command": "compactionhistory"], line: line)
    }
    values = [:]
  }
}
