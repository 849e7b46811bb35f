// tablestats (cfstats until 5.0-alpha2): one block a table, under one a keyspace unless sorted with -s.
// Source: TableStatsPrinter.java and TableStatsHolder.java, 3.11 to 6.0.

import CassandraModel

extension NodetoolCommand {
  static let tablestats = NodetoolCommand(
    name: "tablestats", aliases: ["cfstats"], anchors: [.prefix("Total number of tables: ")],
    contains: ["datapaths"], document: .tablestats,
    read: { output, reading in
      let text = output.text.span
      var stats = TableStats()
      for (i, line) in output.lines.enumerated() {
        let content = text.trimmed(line.bytes)
        if !content.isEmpty { stats.read(line.bytes, content, text, line: i, into: &reading) }
      }
      if !stats.isClosed { reading.failure = "it ends before its closing dashes" }
    })
}

private let command = "tablestats"

let tableStatsKeyspaceLayout = KeyValueLayout([
  "Read Count": .sample(.keyspaceReadsTotal, .count),
  "Read Latency": .sample(.keyspaceReadLatencySeconds, .milliseconds),
  "Write Count": .sample(.keyspaceWritesTotal, .count),
  "Write Latency": .sample(.keyspaceWriteLatencySeconds, .milliseconds),
  "Pending Flushes": .sample(.keyspacePendingFlushes, .count),
  // 6.0 (CASSANDRA-19671): sums over the tables.
  "Space used (live)": .unused,
  "Space used (total)": .unused,
])

let tableStatsLayout = KeyValueLayout([
  "SSTable count": .sample(.tableSSTables, .count),
  "Old SSTable count": .sample(.tableOldSSTables, .count),
  "Max SSTable size": .sample(.tableSSTableMaxBytes, .bytes),
  "SSTables Time Window": .unused,
  "SSTable bytes in each level": .unused,
  "Space used (live)": .sample(.tableLiveBytes, .bytes),
  "Space used (total)": .sample(.tableTotalBytes, .bytes),
  "Space used by snapshots (total)": .sample(.tableSnapshotBytes, .bytes),
  "Off heap memory used (total)": .unused,
  "SSTable Compression Ratio": .sample(.tableCompressionRatio, .ratio),
  "Number of partitions (estimate)": .sample(.tablePartitions, .count),
  "Number of keys (estimate)": .sample(.tablePartitions, .count),
  "Memtable cell count": .unused,
  "Memtable data size": .sample(.tableMemtableBytes, .bytes),
  "Memtable off heap memory used": .unused,
  "Memtable switch count": .unused,
  "Speculative retries": .unused,
  "Local read count": .sample(.tableReadsTotal, .count),
  "Local read latency": .sample(.tableReadLatencySeconds, .milliseconds),
  "Local write count": .sample(.tableWritesTotal, .count),
  "Local write latency": .sample(.tableWriteLatencySeconds, .milliseconds),
  "Local read/write ratio": .unused,
  "Pending flushes": .sample(.tablePendingFlushes, .count),
  "Percent repaired": .sample(.tableRepairedRatio, .percent),
  "Bytes repaired": .sample(.tableRepairedBytes, .bytes),
  "Bytes unrepaired": .sample(.tableUnrepairedBytes, .bytes),
  "Bytes pending repair": .sample(.tablePendingRepairBytes, .bytes),
  "Bloom filter false positives": .unused,
  "Bloom filter false ratio": .unused,
  "Bloom filter space used": .unused,
  "Bloom filter off heap memory used": .unused,
  "Index summary off heap memory used": .unused,
  "Compression dictionaries memory used": .unused,
  "Compression metadata off heap memory used": .unused,
  "Compacted partition minimum bytes": .unused,
  "Compacted partition maximum bytes": .sample(.tablePartitionMaxBytes, .bytes),
  "Compacted partition mean bytes": .sample(.tablePartitionMeanBytes, .bytes),
  "Average live cells per slice (last five minutes)": .unused,
  "Maximum live cells per slice (last five minutes)": .sample(.tableLiveCellsPerSliceMax, .count),
  "Average tombstones per slice (last five minutes)": .sample(.tableTombstonesPerSliceMean, .count),
  // 9223372036854775807 when the histogram overflowed: more than it can count, so it stays a very large
  // number.
  "Maximum tombstones per slice (last five minutes)": .sample(.tableTombstonesPerSliceMax, .count),
  "Dropped Mutations": .sample(.tableDroppedMutationsTotal, .count),
  "Droppable tombstone ratio": .sample(.tableDroppableTombstoneRatio, .ratio),
  "SSTables in correct location": .unused,
])

/// Where the reading of one output stands.
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
  private(set) var isClosed = false

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
      reading.mark(i, .known)
      return
    }
    isClosed = false
    // A keyspace's name stands at the margin, its figures behind one TAB, those of a table behind two, or one
    // with -s; the keys of top partitions behind two more blanks.
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
    guard content.lowerBound > line.lowerBound, let (label, value) = KeyValueLayout.split(content, text)
    else {
      reading.report(.nodetoolRow, ["command": command], line: i)
      return
    }
    if text.equals("Table", in: label) || text.equals("Table (index)", in: label) {
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

  /// `orders`, `orders.orders_customer` (an index) under a keyspace; `shop.orders` with -s, where no keyspace
  /// was.
  private mutating func beginTable(_ name: String) {
    if scope == .none || keyspace.isEmpty {
      keyspace = ""
      labels = TableName(dotted: name).map(Labels.init) ?? Labels([("table", name)])
    } else {
      labels = Labels(TableName(keyspace: keyspace, table: name))
    }
    scope = .table
  }

  /// `[5/4, 0, 27]`: SSTables, and the limit of a level that is over it.
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
