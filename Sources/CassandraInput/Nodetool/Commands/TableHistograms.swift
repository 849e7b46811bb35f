// tablehistograms (cfhistograms): latencies and sizes of one table or of all. Columns moved in 4.0, so the
// header is read. Without an argument versions before 5.0 print all histograms as many times as there are
// tables (CASSANDRA-18955), so each table is read once. Source: TableHistograms.java, 3.11 to 6.0.

import CassandraModel

extension NodetoolCommand {
  static let tablehistograms = NodetoolCommand(
    name: "tablehistograms", aliases: ["cfhistograms"], anchors: [.tableHistograms], hasManyBlocks: true,
    repeatsBlocks: true, read: readTableHistograms)
}

private enum Column: String, CaseIterable {
  case percentile = "Percentile"
  case read = "Read Latency"
  case write = "Write Latency"
  case sstables = "SSTables"
  case partitionSize = "Partition Size"
  case cells = "Cell Count"
}

private let layout = ColumnLayout<Column>()

/// The metric of a column; latencies, in microseconds, also have their request.
private let figures: [(column: Column, metric: MetricName, request: String?)] = [
  (.read, .tableLatencySeconds, "read"), (.write, .tableLatencySeconds, "write"),
  (.sstables, .tableSSTablesPerRead, nil), (.partitionSize, .tablePartitionBytes, nil),
  (.cells, .tablePartitionCells, nil),
]

private func readTableHistograms(_ output: CommandOutput, _ reading: inout OutputReading) {
  let text = output.text.span
  var block = HistogramBlock()
  var seen: Set<String> = []
  for (i, line) in output.lines.enumerated() where !text.trimmed(line.bytes).isEmpty {
    let bytes = line.bytes
    if Anchor.tableHistograms.matches(text, bytes), let title = text.firstWord(in: bytes) {
      let name = text.text(in: title)
      block = HistogramBlock(name, isRepeat: !seen.insert(name).inserted)
      reading.mark(i, .known)
    } else if text.hasPrefix("Percentile ", in: bytes) {
      let columns = layout.locate(bytes, text)
      columns.reportUnknown(text, line: i, command: "tablehistograms", into: &reading)
      block.columns = columns
      reading.mark(i, .decoration)
    } else if text.contains("(micros)", in: bytes) || text.hasPrefix("No SSTables exist", in: bytes) {
      reading.mark(i, .decoration)
    } else if let row = block.row(bytes, text) {
      reading.mark(i, .known)
      block.add(row, line: i, text, into: &reading)
    } else {
      reading.report(.nodetoolRow, ["command": "tablehistograms"], line: i)
    }
  }
  if !block.isWhole { reading.failure = "it ends before its row of maxima" }
}

/// One table's histograms so far.
private struct HistogramBlock {
  typealias Row = (quantile: String, cells: [Range<Int>])
  var columns: LocatedColumns<Column>?
  private var labels = Labels.none
  private var rows: [(line: Int, row: Row)] = []
  private let isRepeat: Bool
  private(set) var isWhole = false

  /// Before the first title.
  init() { isRepeat = false }

  /// The block of `title`, `shop/orders`.
  init(_ title: String, isRepeat: Bool) {
    self.isRepeat = isRepeat
    let parts = title.split(separator: "/", maxSplits: 1)
    if parts.count == 2 { labels = Labels([("keyspace", String(parts[0])), ("table", String(parts[1]))]) }
  }

  func row(_ line: Range<Int>, _ text: Span<UInt8>) -> Row? {
    guard let columns else { return nil }
    return quantileRow(line, text, width: columns.items.count)
  }

  /// Takes a row. The last one holds the maxima: a histogram whose maximum is 0 is empty, and has no
  /// quantiles, not quantiles of zero.
  mutating func add(_ row: Row, line: Int, _ text: Span<UInt8>, into reading: inout OutputReading) {
    rows.append((line, row))
    guard row.quantile == "1", let columns else { return }
    isWhole = true
    if isRepeat { return }
    for (line, earlier) in rows {
      for figure in figures {
        guard let place = columns.place(of: figure.column),
          let max = text.decimal(in: row.cells[place]), max > 0,
          let value = text.decimal(in: earlier.cells[place])
        else { continue }
        var pairs = labels.pairs.map { (name: $0.name, value: $0.value) }
        pairs.append(("quantile", earlier.quantile))
        if let request = figure.request { pairs.append(("request", request)) }
        let scaled = figure.request == nil ? value : value / 1_000_000
        reading.sample(figure.metric, Labels(pairs), scaled, line: line)
      }
    }
  }
}
