// Tables of ic-sstable-tools (instaclustr/cassandra-sstable-tools, branches for 2.1 to 4.1): summary,
// sstables, pstats, cfstats and purge. A table has a title on the line above it, except those of summary and
// sstables. Sizes are decimal (kB is 1,000 bytes), times in UTC. Source: TableBuilder.java,
// SummaryCollector.java, SSTableMetadataCollector.java, PartitionSizeStatisticsCollector.java,
// ColumnFamilyStatisticsCollector.java, PurgeStatisticsCollector.java.
//
//     Largest partitions:
//     +--------+---------+---------------+
//     | Key    | Size    | SSTable Count |
//     +--------+---------+---------------+
//     | user-7 | 1.2 GB  |             4 |
//     +--------+---------+---------------+

import CassandraModel

extension NodetoolCommand {
  static let icTables = NodetoolCommand(
    name: "ic-sstable-tools",
    anchors: [
      .header("+--", with: "-+-"), .whole("Summary:"), .whole("Largest partitions:"),
      .whole("Largest reclaimable partitions:"), .whole("SSTable Leaders:"), .whole("Widest partitions:"),
    ], secondLines: ["+--", "| Keyspace ", "| SSTable ", "| Key ", "|    "], hasManyBlocks: true,
    repeatsBlocks: true, read: readICTables)
}

private func readICTables(_ output: CommandOutput, _ reading: inout OutputReading) {
  let text = output.text.span
  var table = ICTable()
  for (i, line) in output.lines.enumerated() {
    let content = text.trimmed(line.bytes)
    if content.isEmpty { continue }
    if text.hasPrefix("+-", in: content) {
      table.readRule()
      reading.mark(i, .decoration)
    } else if text.hasPrefix("|", in: content) {
      let cells = ICTable.cells(content, text)
      if table.columns.isEmpty {
        table.columns = cells
        reading.mark(i, .decoration)
      } else if let row = table.row(cells) {
        reading.mark(i, .known)
        table.add(row, to: &reading, line: i)
      } else {
        reading.report(.nodetoolRow, ["command": "ic-sstable-tools"], line: i)
      }
    } else {
      // A title, or the progress of the tool.
      table = ICTable()
      let title = text.text(in: content)
      table.title = title.hasSuffix(":") ? String(title.dropLast()) : title
      reading.mark(i, .known)
    }
  }
}

private struct ICTable {
  var title = ""
  var columns: [String] = []
  private var rules = 0

  /// Three rules frame a table: above its titles, below them, and at its end.
  mutating func readRule() {
    rules += 1
    if rules == 3 { self = ICTable() }
  }

  static func cells(_ line: Range<Int>, _ text: Span<UInt8>) -> [String] {
    var cells: [String] = []
    var start = line.lowerBound + 1
    while start < line.upperBound,
      let end = text.firstIndex(of: UInt8(ascii: "|"), in: start..<line.upperBound)
    {
      cells.append(text.text(in: text.trimmed(start..<end)))
      start = end + 1
    }
    return cells
  }

  /// The cells of a row, one for each column; nil for any other line. A key may contain the separator.
  func row(_ cells: [String]) -> [String]? {
    if cells.count == columns.count { return cells }
    let more = cells.count - columns.count
    guard more > 0, columns.first == "Key" else { return nil }
    return [cells[...more].joined(separator: "|")] + cells[(more + 1)...]
  }

  func add(_ row: [String], to reading: inout OutputReading, line i: Int) {
    switch columns.first {
    case "Keyspace": addTable(row, to: &reading, line: i)
    case "SSTable": add(.sstableMetadata, [(FieldName("path"), .text(row[0]))], row, to: &reading, line: i)
    case "Key":
      add(
        .sstablePartition, [(FieldName("list"), .text(title)), (FieldName("key"), .text(row[0]))], row,
        to: &reading, line: i)
    default:
      add(
        .sstableStatistic, [(FieldName("list"), .text(title)), (FieldName("figure"), .text(row[0]))], row,
        to: &reading, line: i)
    }
  }

  /// A row of summary.
  private func addTable(_ row: [String], to reading: inout OutputReading, line i: Int) {
    guard row.count == 7, columns[1] == "Column Family" else { return }
    let labels = Labels([("keyspace", row[0]), ("table", row[1])])
    let (disk, data) = (ICValue.bytes(row[3]), ICValue.bytes(row[4]))
    reading.sample(.tableSSTables, labels, Double(row[2]), line: i)
    reading.sample(.tableLiveBytes, labels, disk.map(Double.init), line: i)
    if let disk, let data, data > 0 {
      reading.sample(.tableCompressionRatio, labels, Double(disk) / Double(data), line: i)
    }
    // `3/5 40%`; empty when no SSTable is repaired.
    let share = row[6].split(separator: " ").last.map { $0.dropLast() }
    reading.sample(
      .tableRepairedRatio, labels, row[6].isEmpty ? 0 : share.flatMap { Double($0) }.map { $0 / 100 }, line: i
    )
  }

  private func add(
    _ name: EventName, _ first: [(FieldName, FieldValue)], _ row: [String], to reading: inout OutputReading,
    line i: Int
  ) {
    var fields = first
    for (column, cell) in zip(columns, row).dropFirst() where !cell.isEmpty {
      guard let known = ICTable.known.first(where: { $0.column == column }),
        !fields.contains(where: { $0.0 == known.field }), let value = known.kind.value(cell)
      else { continue }
      fields.append((known.field, value))
    }
    // `Count`, `Rows` and `(deleted)` of a summary are plain numbers in the column of sizes.
    if name == .sstableStatistic, row.count > 1, let count = Int64(row[1]),
      !fields.contains(where: { $0.0 == FieldName("count") })
    {
      fields.append((FieldName("count"), .integer(count)))
    }
    reading.add(
      .occurrence(
        Occurrence(
          name: name, severity: .info, at: nil,
          fields: EventFields(names: fields.map(\.0), values: fields.map(\.1)), message: "",
          source: reading.source(i))))
  }

  private static let known: [(column: String, field: FieldName, kind: ICValue)] = [
    ("Size", FieldName("size_bytes"), .bytes), ("Disk Size", FieldName("disk_bytes"), .bytes),
    ("Total Size", FieldName("size_bytes"), .bytes), ("Reclaim", FieldName("reclaimable_bytes"), .bytes),
    ("Max Partition Size", FieldName("partition_max_bytes"), .bytes),
    ("(max size)", FieldName("partition_max_bytes"), .bytes), ("SSTable", FieldName("sstables"), .number),
    ("SSTable Count", FieldName("sstables"), .number), ("Count", FieldName("count"), .number),
    ("Rows", FieldName("rows"), .number), ("(deleted)", FieldName("deleted"), .number),
    ("Cells", FieldName("cells"), .number), ("Tombstones", FieldName("tombstones"), .number),
    ("(droppable)", FieldName("droppable_tombstones"), .number), ("Level", .sstableLevel, .number),
    ("Min Timestamp", .minimumTimestamp, .microseconds), ("Max Timestamp", .maximumTimestamp, .microseconds),
    ("Max Deletion Time", .maximumDeletionTime, .seconds), ("Repaired At", .repairedAt, .milliseconds),
    ("Droppable", .droppableRatio, .ratio), ("Generations", FieldName("generations"), .words),
  ]
}

/// The contents of a cell.
private enum ICValue {
  case bytes, number, ratio, words, seconds, milliseconds, microseconds

  func value(_ cell: String) -> FieldValue? {
    switch self {
    case .bytes: ICValue.bytes(cell).map { .integer($0) }
    case .number: Int64(cell).map { .integer($0) } ?? Double(cell).map { .decimal($0) }
    case .ratio: Double(cell).map { .decimal($0) }
    case .words: .text(cell)
    case .seconds: ICValue.milliseconds(cell).map { .integer($0 / 1000) }
    case .milliseconds: ICValue.milliseconds(cell).map { .integer($0) }
    case .microseconds: ICValue.milliseconds(cell).map { .integer($0 * 1000) }
    }
  }

  /// `512 B`, `1.2 GB`, in powers of 1,000.
  static func bytes(_ cell: String) -> Int64? {
    let parts = cell.split(separator: " ")
    guard parts.count == 2, let number = Double(parts[0].replacing(",", with: ".")), number >= 0,
      let power = ["B", "kB", "MB", "GB", "TB", "PB", "EB"].firstIndex(of: String(parts[1]))
    else { return nil }
    return Int64(exactly: (0..<power).reduce(number) { value, _ in value * 1000 }.rounded())
  }

  /// `2026-11-21 05:10:00.123` in UTC.
  private static func milliseconds(_ cell: String) -> Int64? {
    let bytes = Array(cell.utf8)
    guard let marker = TimeMarker(bytes.span, in: bytes.indices) else { return nil }
    return switch marker {
    case .utc(let instant): instant.milliseconds
    case .unknownOffset(let local): local.milliseconds
    }
  }
}
