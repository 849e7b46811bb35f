// Virtual tables as cqlsh prints them: the contents of compactionstats and tpstats, through CQL (4.0 and
// later). Rows are read by the names of their columns, in the plain form and in the expanded one.
//
//      name      | active_tasks | …          @ Row 1
//     -----------+--------------+---         --------------+-----------
//      ReadStage |            0 | …           name         | ReadStage
//                                             active_tasks | 0
//     (1 rows)
//                                            (1 rows)
//
// Source: SSTableTasksTable.java, ThreadPoolsTable.java, 4.0 to 6.0; cqlsh's formatting.

import CassandraModel

extension NodetoolCommand {
  static let sstableTasks = NodetoolCommand(
    name: "sstable_tasks", anchors: [.header(" keyspace_name ", with: "| task_id")],
    read: { output, reading in
      let tasks = readRows(output, "sstable_tasks", &reading) { row, text, i, reading in
        addTask(row, text, line: i, into: &reading)
      }
      reading.sample(.compactionActive, .none, tasks.map(Double.init), line: 0)
    })

  static let threadPools = NodetoolCommand(
    name: "thread_pools", anchors: [.header(" name ", with: "| active_tasks")],
    read: { output, reading in
      _ = readRows(output, "thread_pools", &reading) { row, text, i, reading in
        addPool(row, text, line: i, into: &reading)
      }
    })

  /// Any other table, and rows in expanded form, whose table is known only from the lines below the first
  /// one.
  static let otherTable = NodetoolCommand(
    name: "cqlsh", anchors: [.tableTitles, .prefix("@ Row ")], hasManyBlocks: true, repeatsBlocks: true,
    doubles: [("sstable_tasks", " task_id "), ("thread_pools", " active_tasks ")])
}

private typealias VirtualRow = [String: Range<Int>]

/// Calls `add` for each row, which returns whether the row fits, and returns the number of rows; nil if the
/// table is incomplete.
private func readRows(
  _ output: CommandOutput, _ command: String, _ reading: inout OutputReading,
  _ add: (VirtualRow, Span<UInt8>, Int, inout OutputReading) -> Bool
) -> Int? {
  let text = output.text.span
  var titles: [String] = []
  /// The open row in expanded form, and its line.
  var open: (row: VirtualRow, line: Int)?
  var rows = 0
  var said: Int64?
  func close(_ reading: inout OutputReading) {
    if let row = open, !add(row.row, text, row.line, &reading) {
      reading.report(.nodetoolRow, ["command": command], line: row.line)
    }
    open = nil
  }
  for (i, line) in output.lines.enumerated() {
    let content = text.trimmed(line.bytes)
    if content.isEmpty { continue }
    if text.hasPrefix("@ Row ", in: content) {
      close(&reading)
      open = ([:], i)
      rows += 1
      reading.mark(i, .decoration)
    } else if text.hasPrefix("---", in: content) {
      // The rule, or `---MORE---`.
      reading.mark(i, .decoration)
    } else if text.hasPrefix("(", in: content), text.hasSuffix(" rows)", in: content) {
      close(&reading)
      said = text.integer(in: (content.lowerBound + 1)..<(content.upperBound - " rows)".utf8.count))
      reading.mark(i, .known)
    } else {
      let cells = text.cells(in: content)
      if open != nil, cells.count == 2 {
        open?.row[text.text(in: cells[0])] = cells[1]
        reading.mark(i, .known)
      } else if titles.isEmpty, cells.count > 1 {
        titles = cells.map { text.text(in: $0) }
        reading.mark(i, .decoration)
      } else if cells.count == titles.count,
        add(VirtualRow(zip(titles, cells)) { _, last in last }, text, i, &reading)
      {
        rows += 1
        reading.mark(i, .known)
      } else {
        reading.report(.nodetoolRow, ["command": command], line: i)
      }
    }
  }
  guard said == Int64(rows) else {
    reading.failure = "it has not as many rows as it says"
    return nil
  }
  return rows
}

/// One running operation: the same facts as a row of compactionstats.
private func addTask(
  _ row: VirtualRow, _ text: Span<UInt8>, line i: Int, into reading: inout OutputReading
) -> Bool {
  guard let id = row["task_id"], TimeUUID(ascii: text.extracting(id)) != nil, let kind = row["kind"],
    let unit = row["unit"], let done = row["progress"].flatMap({ text.integer(in: $0) }),
    let total = row["total"].flatMap({ text.integer(in: $0) }), let keyspace = row["keyspace_name"],
    let table = row["table_name"]
  else { return false }
  var pairs: [(name: String, value: String)] = [
    ("id", text.text(in: id)), ("kind", compactionKind(text.text(in: kind))), ("unit", text.text(in: unit)),
  ]
  // An operation without a table has `*` for both.
  if !text.equals("*", in: keyspace) {
    pairs.append(("keyspace", text.text(in: keyspace)))
    pairs.append(("table", text.text(in: table)))
  }
  let labels = Labels(pairs)
  let isBytes = text.equals("bytes", in: unit)
  reading.sample(
    isBytes ? .compactionTaskCompletedBytes : .compactionTaskCompletedUnits, labels, Double(done), line: i)
  reading.sample(
    isBytes ? .compactionTaskTotalBytes : .compactionTaskTotalUnits, labels, Double(total), line: i)
  // 4.1; 0 means that the count does not apply.
  if let sstables = row["sstables"].flatMap({ text.integer(in: $0) }), sstables > 0 {
    reading.sample(.compactionTaskSSTables, labels, Double(sstables), line: i)
  }
  return true
}

/// The kind in the spelling of compactionstats: the virtual table has it in lower case. Source:
/// OperationType.java.
private func compactionKind(_ name: String) -> String {
  if name == "tombstone compaction" { return "Tombstone Compaction" }
  return name.prefix(1).uppercased() + name.dropFirst()
}

private let poolColumns: [(column: String, metric: MetricName)] = [
  ("active_tasks", .poolActive), ("pending_tasks", .poolPending), ("completed_tasks", .poolCompletedTotal),
  ("blocked_tasks", .poolBlocked), ("blocked_tasks_all_time", .poolBlockedTotal),
]

/// One pool: the same facts as a row of tpstats.
private func addPool(
  _ row: VirtualRow, _ text: Span<UInt8>, line i: Int, into reading: inout OutputReading
) -> Bool {
  guard let name = row["name"], !name.isEmpty else { return false }
  let values = poolColumns.map { column in row[column.column].map { Quantity.count.value(text, in: $0) } }
  if values.contains(.malformed) { return false }
  let labels = Labels([("pool", text.text(in: name))])
  for (column, value) in zip(poolColumns, values) {
    reading.sample(column.metric, labels, value?.number, line: i)
  }
  return true
}

extension Span<UInt8> {
  /// The cells between bars in `range`, trimmed.
  fileprivate func cells(in range: Range<Int>) -> [Range<Int>] {
    var cells: [Range<Int>] = []
    var rest = range
    while let bar = firstIndex(of: UInt8(ascii: "|"), in: rest) {
      cells.append(trimmed(rest.lowerBound..<bar))
      rest = (bar + 1)..<rest.upperBound
    }
    cells.append(trimmed(rest))
    return cells
  }
}
