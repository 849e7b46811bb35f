// compactionhistory: what Cassandra remembers of the compactions of the last seven days. Source:
// CompactionHistoryPrinter.java and CompactionHistoryHolder.java, 3.11 to 6.0.

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
    } else if columns == nil, text.hasPrefix("id ", in: line.bytes) {
      let located = layout.locate(line.bytes, text)
      located.reportUnknown(text, line: i, command: "compactionhistory", into: &reading)
      columns = located
      reading.mark(i, .decoration)
    } else if let row = columns.flatMap({ row(line.bytes, text, $0, source: reading.source(i)) }) {
      reading.mark(i, .known)
      reading.add(.compaction(row))
    } else {
      reading.report(.nodetoolRow, ["command": "compactionhistory"], line: i)
    }
  }
  if columns == nil { reading.failure = "it ends before its table" }
}

private func row(
  _ row: Range<Int>, _ text: Span<UInt8>, _ columns: LocatedColumns<HistoryColumn>, source: SourceLocation
) -> CompactionRow? {
  guard columns.fit(row, text) else { return nil }
  return CompactionRow(text, source: source) { column in
    columns.cell(column, in: row, text).map { DocumentValue(range: $0) }
  }
}

extension CompactionRow {
  /// A row from its cells; nil if one of them is missing or not what it should be.
  init?(_ text: Span<UInt8>, source: SourceLocation, cell: (HistoryColumn) -> DocumentValue?) {
    guard let id = cell(.id).flatMap({ TimeUUID(ascii: text.extracting($0.range)) }),
      let keyspace = cell(.keyspace)?.string(text), !keyspace.isEmpty,
      let table = cell(.table)?.string(text), !table.isEmpty,
      let compactedAt = cell(.compactedAt).flatMap({ localTime($0.range, text) }),
      let bytesIn = cell(.bytesIn).flatMap({ text.wholeBytes(in: $0.range) }), bytesIn >= 0,
      let bytesOut = cell(.bytesOut).flatMap({ text.wholeBytes(in: $0.range) }), bytesOut >= 0,
      let rowsMerged = cell(.rowsMerged)?.string(text), rowsMerged.hasSuffix("}")
    else { return nil }
    let properties = cell(.properties)?.string(text)
    // The last column that is there must be whole, or the row was cut off.
    if let properties, !properties.hasSuffix("}") { return nil }
    self.init(
      id: id, table: TableName(keyspace: keyspace, table: table), compactedAt: compactedAt, bytesIn: bytesIn,
      bytesOut: bytesOut, rowsMerged: rowsMerged,
      kind: properties.flatMap { property("compaction_type", in: $0) },
      strategy: properties.flatMap { property("strategy", in: $0) }, source: source)
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

/// `2024-08-21T03:14:07.512`, on the clock of the machine that ran nodetool. Java leaves out milliseconds that are zero, and seconds,
/// too, when both are (`2024-08-21T03:05`).
private func localTime(_ range: Range<Int>, _ text: Span<UInt8>) -> LocalTime? {
  let start = range.lowerBound
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
