// compactionstats: pending tasks, running operations and, from 5.0 on, completed ones. Source:
// CompactionStats.java, 3.11 to 6.0.
//
// Up to 4.1 a line `pending tasks: N`, lines `- ks.table: n`, an empty line, and a table if an operation is
// running. Up to 2.2 there is no empty line, and up to 2.0 the remaining time is printed also when nothing is
// running. From 5.0 on a single table of columns without colons holds everything (CASSANDRA-18305). All three
// parts of it share the columns, so a row of a pending table is distinguished from a label by the offset of
// its second cell:
//
//     pending tasks                    8
//     shop                             orders           7
//     compactions completed            9
//                                      ^ the column of values

import CassandraModel

extension NodetoolCommand {
  static let compactionstats = NodetoolCommand(
    name: "compactionstats",
    anchors: [.prefix("pending tasks: "), .header("concurrent compactors ", with: " ")],
    read: { output, reading in
      let text = output.text.span
      var stats = CompactionStats()
      for (i, line) in output.lines.enumerated() {
        if text.trimmed(line.bytes).isEmpty {
          stats.sawBlank = true
        } else {
          stats.read(line.bytes, text, line: i, into: &reading)
        }
      }
      stats.finish(into: &reading)
    })
}

private let command = "compactionstats"

/// 5.0 and later.
private let totals = KeyValueLayout([
  "concurrent compactors": .sample(.concurrentCompactors, .count),
  "pending tasks": .sample(.compactionPendingTasks, .count),
  "compactions completed": .labelled(
    .compactionsCompletedTotal, .count, label: "source", value: "compactionstats"),
  "data compacted": .labelled(
    .compactionBytesCompactedTotal, .bytes, label: "source", value: "compactionstats"),
  // 5.0.9 and 6.0-alpha2 (CASSANDRA-21245)
  "compressed data compacted": .labelled(
    .compactionCompressedBytesCompactedTotal, .bytes, label: "source", value: "compactionstats"),
  "compactions aborted": .sample(.compactionsAbortedTotal, .count),
  "compactions reduced": .sample(.compactionsReducedTotal, .count),
  "sstables dropped from compaction": .sample(.compactionSSTablesDroppedTotal, .count),
  "15 minute rate": .labelled(.compactionsPerSecond, .rate, label: "window", value: "15m"),
  "mean rate": .labelled(.compactionsPerSecond, .rate, label: "window", value: "start"),
  "compaction throughput (MiB/s)": .sample(.compactionThroughputLimit, .mebibytes),
  // 6.0 (CASSANDRA-13890)
  "current compaction throughput (1 minute)": .labelled(
    .compactionThroughput, .throughput, label: "window", value: "1m"),
  "current compaction throughput (5 minute)": .labelled(
    .compactionThroughput, .throughput, label: "window", value: "5m"),
  "current compaction throughput (15 minute)": .labelled(
    .compactionThroughput, .throughput, label: "window", value: "15m"),
])

/// The state of reading one output.
private struct CompactionStats {
  private var pendingLine: Int?
  private var isIdle = false
  private var table: CompactionTaskTable?
  private var rows = 0
  private var look = CompactionTaskTable.Look()
  private var sawRemaining = false
  /// Offset of the values in 5.0's table; nil before its first line and in older versions.
  private var valueColumn: Int?
  private var isListingTables = false
  private var sawThroughput = false
  var sawBlank = false
  private var cursor = KeyValueLayout.Cursor()

  mutating func read(
    _ line: Range<Int>, _ text: Span<UInt8>, line i: Int, into reading: inout OutputReading
  ) {
    if text.hasPrefix("ctive compaction remaining time", in: line.dropFirst()) {
      readRemaining(line, text, i, &reading)
    } else if let table {
      rows += 1
      look.add(line, text)
      if !table.read(line, text, line: i, into: &reading) {
        reading.report(.nodetoolRow, ["command": command], line: i)
      }
    } else if let header = CompactionTaskTable(header: line, text) {
      header.reportUnknown(text, line: i, command: command, into: &reading)
      table = header
      reading.mark(i, .decoration)
    } else if text.hasPrefix("pending tasks:", in: line) {
      pendingLine = i
      let value = text.trimmed((line.lowerBound + "pending tasks:".utf8.count)..<line.upperBound)
      isIdle = text.equals("0", in: value)
      add(.compactionPendingTasks, .none, value, text, i, &reading)
    } else if text.hasPrefix("- ", in: line), let colon = text.lastIndex(of: UInt8(ascii: ":"), in: line) {
      readPendingTable(
        (line.lowerBound + 2)..<colon, text.trimmed((colon + 1)..<line.upperBound), text, i, &reading)
    } else {
      readTotals(line, text, i, &reading)
    }
  }

  /// An output with rows always ends with the remaining time; an output of 5.0 always has the throughput. Up
  /// to 4.1 the rows follow an empty line: without it they may be missing, unless nothing was pending. A line
  /// that was not understood may have been their header.
  func finish(into reading: inout OutputReading) {
    if pendingLine == nil || (valueColumn != nil && !sawThroughput) || (table != nil && !sawRemaining) {
      reading.failure = "it is cut off"
    } else if let pendingLine, valueColumn != nil || sawBlank || isIdle || sawRemaining,
      !reading.fates.contains(where: { $0 == .unparsed || $0 == .unknown })
    {
      reading.sample(.compactionActive, .none, Double(rows), line: pendingLine)
      reading.sample(.compactionStatsForm, form, 1, line: pendingLine)
    }
  }

  /// The form of the text.
  private var form: Labels {
    var pairs: [(name: String, value: String)] = [
      ("form", valueColumn == nil ? "colons" : "columns"),
      ("rows", table?.isView == true ? "view" : look.isRounded ? "rounded" : "plain"),
    ]
    if look.hasCommas { pairs.append(("decimals", "comma")) }
    return Labels(pairs)
  }

  // MARK: Lines

  /// `h:mm` without bounds: `312h07m09s`; `n/a` without a limit; `0h00m-5s` when more was completed than the
  /// total.
  private mutating func readRemaining(
    _ line: Range<Int>, _ text: Span<UInt8>, _ i: Int, _ reading: inout OutputReading
  ) {
    let label = "Active compaction remaining time".utf8.count
    var value = text.trimmed((line.lowerBound + label)..<line.upperBound)
    if text.hasPrefix(":", in: value) { value = text.trimmed((value.lowerBound + 1)..<value.upperBound) }
    if let hours = text.firstIndex(of: UInt8(ascii: "h"), in: value),
      let minutes = text.firstIndex(of: UInt8(ascii: "m"), in: hours..<value.upperBound),
      text.hasSuffix("s", in: value),
      let h = text.integer(in: value.lowerBound..<hours),
      let m = text.integer(in: (hours + 1)..<minutes),
      let s = text.integer(in: (minutes + 1)..<(value.upperBound - 1))
    {
      reading.sample(
        .compactionRemainingSeconds, .none, Double(h) * 3600 + Double(m) * 60 + Double(s), line: i)
    } else if !Quantity.isMissing(text, in: value) || value.isEmpty {
      reading.report(.nodetoolRow, ["command": command], line: i)
      return
    }
    sawRemaining = true
    reading.mark(i, .known)
  }

  private func readPendingTable(
    _ name: Range<Int>, _ value: Range<Int>, _ text: Span<UInt8>, _ i: Int, _ reading: inout OutputReading
  ) {
    guard let table = TableName(dotted: text.text(in: name)) else {
      reading.report(.nodetoolRow, ["command": command], line: i)
      return
    }
    add(.compactionPendingTasks, Labels(table), value, text, i, &reading)
  }

  private mutating func readTotals(
    _ line: Range<Int>, _ text: Span<UInt8>, _ i: Int, _ reading: inout OutputReading
  ) {
    guard let (label, value) = splitTotals(line, text) else {
      let words = text.words(in: line)
      if isListingTables, words.count == 3 {
        let table = TableName(keyspace: text.text(in: words[0]), table: text.text(in: words[1]))
        add(.compactionPendingTasks, Labels(table), words[2], text, i, &reading)
      } else {
        reading.report(.nodetoolRow, ["command": command], line: i)
      }
      return
    }
    isListingTables = text.equals("pending tasks", in: label)
    if isListingTables { pendingLine = i }
    if text.equals("compaction throughput (MiB/s)", in: label) {
      sawThroughput = true
      if text.equals("throttling disabled (0)", in: value) {
        reading.mark(i, .known)
        reading.sample(.compactionThroughputLimit, .none, 0, line: i)
        return
      }
    }
    totals.read(label, value, of: text, line: i, command: command, cursor: &cursor, into: &reading)
  }

  /// Splits a line of 5.0 into label and value: at the column of values, known from the first line, or after
  /// a known label, if the capture lost its spaces. nil for the row of a pending table, and for any other
  /// line.
  private mutating func splitTotals(
    _ line: Range<Int>, _ text: Span<UInt8>
  ) -> (label: Range<Int>, value: Range<Int>)? {
    if valueColumn == nil, text.hasPrefix("concurrent compactors ", in: line) {
      let rest = (line.lowerBound + "concurrent compactors".utf8.count)..<line.upperBound
      valueColumn = text.firstWord(in: rest).map { $0.lowerBound - line.lowerBound }
    }
    guard let valueColumn else { return nil }
    var parts: (label: Range<Int>, value: Range<Int>)?
    let start = line.lowerBound + valueColumn
    if valueColumn < line.count, isBlank(text[start - 1]), !isBlank(text[start]) {
      parts = (text.trimmed(line.lowerBound..<start), text.trimmed(start..<line.upperBound))
    }
    if let parts, totals.meaning(of: parts.label, text, &cursor) != nil { return parts }
    if let known = totals.splitAfterLabel(line, text) { return known }
    // In the list of tables, an unknown line is a table.
    return isListingTables ? nil : parts
  }

  private func add(
    _ metric: MetricName, _ labels: Labels, _ value: Range<Int>, _ text: Span<UInt8>, _ i: Int,
    _ reading: inout OutputReading
  ) {
    guard let number = text.integer(in: value) else {
      reading.report(.nodetoolRow, ["command": command], line: i)
      return
    }
    reading.mark(i, .known)
    reading.sample(metric, labels, Double(number), line: i)
  }
}

extension Labels {
  init(_ table: TableName) { self.init([("keyspace", table.keyspace), ("table", table.table)]) }
}
