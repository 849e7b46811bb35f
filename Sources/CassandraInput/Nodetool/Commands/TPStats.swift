// tpstats: thread pools and dropped messages. 3.11 prints fixed widths with right-aligned numbers, 4.0 and
// later left-aligned columns; no name has a blank, so both split into words. Source: TpStatsPrinter.java,
// 3.11 to 6.0.

import CassandraModel

extension NodetoolCommand {
  static let tpstats = NodetoolCommand(
    name: "tpstats", anchors: [.header("Pool Name", with: "Blocked")], document: .tpstats, read: readTPStats)
}

private enum PoolColumn: String, CaseIterable {
  case pool = "Pool Name"
  case active = "Active"
  case pending = "Pending"
  case completed = "Completed"
  case blocked = "Blocked"
  case allTimeBlocked = "All time blocked"
  // 6.0 with -v
  case coreSize = "Core Pool Size"
  case maxSize = "Max Pool Size"
  case maxQueued = "Max Tasks Queued"
}

/// The latencies of the second table say nothing about drops (they are filled on a healthy node), so they are
/// not kept.
private enum MessageColumn: String, CaseIterable {
  case type = "Message type"
  case dropped = "Dropped"
  case median = "50%"
  case p95 = "95%"
  case p99 = "99%"
  case max = "Max"
}

private let poolLayout = ColumnLayout<PoolColumn>()
private let messageLayout = ColumnLayout<MessageColumn>()

private let poolMetrics: [(column: PoolColumn, metric: MetricName)] = [
  (.active, .poolActive), (.pending, .poolPending), (.completed, .poolCompletedTotal),
  (.blocked, .poolBlocked),
  (.allTimeBlocked, .poolBlockedTotal),
]

private func readTPStats(_ output: CommandOutput, _ reading: inout OutputReading) {
  let text = output.text.span
  var table: Table?
  // Captures that keep the pools only are common. The rows are padded to the header's length, so a last row that is
  // shorter was cut off.
  var isWhole = false
  var headerLength = 0
  for (i, line) in output.lines.enumerated() where !text.trimmed(line.bytes).isEmpty {
    if text.hasPrefix("Pool Name", in: line.bytes) {
      let columns = poolLayout.locate(line.bytes, text)
      headerLength = line.bytes.count
      columns.reportUnknown(text, line: i, command: "tpstats", into: &reading)
      table = Table(pools: columns)
      reading.mark(i, .decoration)
    } else if text.hasPrefix("Message type", in: line.bytes) {
      let columns = messageLayout.locate(line.bytes, text)
      columns.reportUnknown(text, line: i, command: "tpstats", into: &reading)
      table = Table(messages: columns)
      isWhole = true
      reading.mark(i, .decoration)
    } else if text.hasPrefix("Latencies waiting in queue", in: line.bytes) {
      reading.mark(i, .decoration)
    } else if table?.read(line.bytes, text, line: i, into: &reading) != true {
      reading.report(.nodetoolRow, ["command": "tpstats"], line: i)
    } else if table?.label == "pool" {
      isWhole = line.bytes.count >= headerLength
    }
  }
  if !isWhole { reading.failure = "it ends before its last pool" }
}

/// One of the two tables: the name of its label, and which word of a row is which metric.
private struct Table {
  let label: String
  let width: Int
  var metrics: [(place: Int, metric: MetricName)] = []

  init(pools columns: LocatedColumns<PoolColumn>) {
    label = "pool"
    width = columns.items.count
    for (column, metric) in poolMetrics {
      if let place = columns.place(of: column) { metrics.append((place, metric)) }
    }
  }

  init(messages columns: LocatedColumns<MessageColumn>) {
    label = "type"
    width = columns.items.count
    if let place = columns.place(of: .dropped) { metrics.append((place, .droppedMessagesTotal)) }
  }

  func read(_ row: Range<Int>, _ text: Span<UInt8>, line i: Int, into reading: inout OutputReading) -> Bool {
    let cells = text.words(in: row)
    guard cells.count == width, let name = cells.first else { return false }
    // All cells are judged before the first sample is given: a row counts as a whole or not at all.
    for (place, _) in metrics where Quantity.count.value(text, in: cells[place]) == .malformed {
      return false
    }
    let labels = Labels([(label, text.text(in: name))])
    for (place, metric) in metrics {
      reading.sample(metric, labels, Quantity.count.value(text, in: cells[place]).number, line: i)
    }
    reading.mark(i, .known)
    return true
  }
}
