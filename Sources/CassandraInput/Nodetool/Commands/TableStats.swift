// tablestats (cfstats until 5.0-alpha2): one block a table, grouped by keyspace unless sorted with -s. Up to
// 2.1 it begins with a keyspace. Source: TableStatsPrinter.java and TableStatsHolder.java, 3.11 to 6.0;
// CfStats.java, 1.2 to 3.0.

import CassandraModel

extension NodetoolCommand {
  static let tablestats = NodetoolCommand(
    name: "tablestats", aliases: ["cfstats"], anchors: [.prefix("Total number of tables: ")],
    contains: ["datapaths", "tablestats"], document: .tablestats, read: readTableStats)

  /// The form of 1.2 to 2.1, and pasted text that begins in the middle. datapaths begins the same way.
  static let oldTablestats = NodetoolCommand(
    name: "tablestats", anchors: [.label("Keyspace")], secondLines: ["Read Count: ", "Table: "],
    hasManyBlocks: true, doubles: [("datapaths", "\tTable: ")], read: readTableStats)
}

private func readTableStats(_ output: CommandOutput, _ reading: inout OutputReading) {
  let text = output.text.span
  var stats = TableStats()
  for (i, line) in output.lines.enumerated() {
    let content = text.trimmed(line.bytes)
    if !content.isEmpty { stats.read(line.bytes, content, text, line: i, into: &reading) }
  }
  if !stats.isWhole { reading.failure = "it ends before its closing dashes" }
}

private let command = "tablestats"

/// The state of reading one output.
private struct TableStats {
  private enum Scope {
    case none, keyspace, table, topPartitions
  }
  private var scope = Scope.none
  private var keyspace = ""
  private var labels = Labels.none
  private var keyspaceCursor = KeyValueLayout.Cursor()
  private var tableCursor = KeyValueLayout.Cursor()
  /// True once the line of dashes after the last block was seen.
  private var isClosed = false
  /// True if the output has the number of tables, as it does from 3.0 on; dashes then end it.
  private var hasTotal = false
  /// True if the last line is the last line of a table.
  private var isEndOfTable = false

  /// An output of 1.2 to 2.1 has no end mark: it is complete after the last line of a table.
  var isWhole: Bool { isClosed || (!hasTotal && isEndOfTable) }

  private static let lastLabels: [StaticString] = [
    "Average tombstones per slice (last five minutes)", "Maximum tombstones per slice (last five minutes)",
    "Compacted row mean size", "Dropped Mutations", "Droppable tombstone ratio", "Failed Replication Count",
  ]

  mutating func read(
    _ line: Range<Int>, _ content: Range<Int>, _ text: Span<UInt8>, line i: Int,
    into reading: inout OutputReading
  ) {
    if text.hasPrefix("----", in: line) {
      isClosed = true
      scope = .none
      reading.mark(i, .decoration)
      return
    }
    if text.hasPrefix("Total number of tables: ", in: line) {
      hasTotal = true
      reading.mark(i, .known)
      return
    }
    isClosed = false
    isEndOfTable = false
    // A keyspace's name begins at column 0, its figures after one TAB, those of a table after two TABs, or
    // one with -s; the keys of top partitions have two more spaces.
    if text[line.lowerBound] == UInt8(ascii: "K"), let (label, value) = KeyValueLayout.split(line, text),
      text.equals("Keyspace", in: label)
    {
      keyspace = text.text(in: value)
      labels = Labels([("keyspace", keyspace)])
      scope = .keyspace
      reading.mark(i, .known)
      return
    }
    if scope == .topPartitions {
      if content.lowerBound - line.lowerBound > 2,
        text.hasPrefix("  ", in: (content.lowerBound - 2)..<content.upperBound)
      {
        reading.mark(i, .continuation)
        return
      }
      scope = .table
    }
    guard let parts = KeyValueLayout.split(content, text) else {
      reading.report(.nodetoolRow, ["command": command], line: i)
      return
    }
    var label = parts.label
    let value = parts.value
    if text.hasSuffix(", bytes", in: label) {
      label = label.lowerBound..<(label.upperBound - ", bytes".utf8.count)
    }
    for last in Self.lastLabels where text.equals(last, in: label) { isEndOfTable = true }
    if text.equals("Table", in: label) || text.equals("Table (index)", in: label)
      || text.equals("Column Family", in: label)
    {
      beginTable(text.text(in: value))
      reading.mark(i, .known)
      return
    }
    switch scope {
    case .keyspace:
      tableStatsKeyspaceLayout.read(
        label, value, of: text, line: i, command: command, labels: labels, cursor: &keyspaceCursor,
        into: &reading)
    case .table:
      if text.hasPrefix("Top partitions by ", in: label) {
        scope = .topPartitions
        reading.mark(i, .known)
      } else if text.equals("SSTables in each level", in: label) {
        readLevels(value, text, i, &reading)
      } else {
        tableStatsLayout.read(
          label, value, of: text, line: i, command: command, labels: labels, cursor: &tableCursor,
          into: &reading)
      }
    case .none, .topPartitions:
      reading.report(.nodetoolRow, ["command": command], line: i)
    }
  }

  /// `orders`, `orders.orders_customer` (an index) under a keyspace; `shop.orders` with -s, which prints no
  /// keyspaces.
  private mutating func beginTable(_ name: String) {
    if scope == .none || keyspace.isEmpty {
      keyspace = ""
      labels = TableName(dotted: name).map(Labels.init) ?? Labels([("table", name)])
    } else {
      labels = Labels(TableName(keyspace: keyspace, table: name))
    }
    scope = .table
  }

  /// `[5/4, 0, 27]`: SSTables, and the limit of a level that exceeds it.
  private func readLevels(
    _ value: Range<Int>, _ text: Span<UInt8>, _ i: Int, _ reading: inout OutputReading
  ) {
    guard text.hasPrefix("[", in: value), text.hasSuffix("]", in: value) else {
      reading.report(.nodetoolRow, ["command": command], line: i)
      return
    }
    reading.mark(i, .known)
    var level = 0
    for word in text.words(in: (value.lowerBound + 1)..<(value.upperBound - 1)) {
      var end = word.lowerBound
      while end < word.upperBound, digit(text[end]) != nil { end += 1 }
      let count = text.integer(in: word.lowerBound..<end).map(Double.init)
      let pairs =
        labels.pairs.map { (name: $0.name, value: $0.value) } + [(name: "level", value: String(level))]
      reading.sample(.tableLevelSSTables, Labels(pairs), count, line: i)
      level += 1
    }
  }
}

// MARK: JSON and YAML

extension DocumentLayout {
  static let tablestats = DocumentLayout(
    owns: { leaf, _ in
      if leaf.key(0) == totalKey { return true }
      guard let keyspace = leaf.key(0), let key = leaf.key(1) else { return false }
      return key == "tables" || keyspaceMeanings[key] != nil
        || (TableName(dotted: keyspace) != nil && tableMeanings[key] != nil)
    },
    facts: { TableStatsDocument() })
}

private let totalKey = "total_number_of_tables"

private let keyspaceMeanings: [String: KeyValueLayout.Meaning] = {
  var meanings = tableStatsKeyspaceLayout.documentMeanings
  // The same as read_latency_ms.
  meanings["read_latency"] = .unused
  return meanings
}()

private let tableMeanings: [String: KeyValueLayout.Meaning] = {
  var meanings = tableStatsLayout.documentMeanings
  // The text output calls it the time window of the SSTables.
  meanings["twcs"] = .unused
  meanings["top_size_partitions"] = .unused
  meanings["top_tombstone_partitions"] = .unused
  return meanings
}()

private struct TableStatsDocument: DocumentFacts {
  /// The labels of the last leaf; the next leaf mostly has the same.
  private var scope: [String] = []
  private var labels = Labels.none

  mutating func take(_ leaf: DocumentLeaf, _ text: Span<UInt8>, into reading: inout OutputReading) -> LeafFate
  {
    guard let keyspace = leaf.key(0) else { return .unknown }
    guard let key = leaf.key(1) else { return keyspace == totalKey ? .known : .unknown }
    if key == "tables" {
      guard let table = leaf.key(2), let name = leaf.key(3) else { return .unknown }
      if scope != [keyspace, table] {
        scope = [keyspace, table]
        labels = Labels(TableName(keyspace: keyspace, table: table))
      }
      return take(name, of: leaf, index: leaf.index(4), text, &reading)
    }
    if scope != [keyspace] {
      scope = [keyspace]
      labels = TableName(dotted: keyspace).map(Labels.init) ?? Labels([("keyspace", keyspace)])
    }
    if labels.pairs.count > 1 { return take(key, of: leaf, index: leaf.index(2), text, &reading) }
    return reading.take(keyspaceMeanings[key], labels, leaf, text)
  }

  /// A value of a table.
  private func take(
    _ key: String, of leaf: DocumentLeaf, index: Int?, _ text: Span<UInt8>, _ reading: inout OutputReading
  ) -> LeafFate {
    if key == "sstables_in_each_level" {
      return index.map { takeLevel($0, leaf, text, &reading) } ?? .known
    }
    // Figures of storage-attached indexes; every table has them, with or without such an index.
    if key.hasPrefix("sai_") { return .known }
    return reading.take(tableMeanings[key], labels, leaf, text)
  }

  /// `5/4`: SSTables, and the limit of a level that exceeds it.
  private func takeLevel(
    _ level: Int, _ leaf: DocumentLeaf, _ text: Span<UInt8>, _ reading: inout OutputReading
  ) -> LeafFate {
    // 3.11 writes a slash as `\/`.
    guard let count = Double(leaf.value.string(text).prefix { $0 != "/" }) else { return .malformed }
    let pairs =
      labels.pairs.map { (name: $0.name, value: $0.value) } + [(name: "level", value: String(level))]
    reading.sample(.tableLevelSSTables, Labels(pairs), count, line: leaf.line)
    return .known
  }
}
