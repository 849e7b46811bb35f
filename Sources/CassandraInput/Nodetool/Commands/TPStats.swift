// tpstats: thread pools and dropped messages. Up to 3.11 fixed widths with right-aligned numbers, 4.0 and
// later left-aligned columns; no name contains a space, so both split into words. DSE 6 has more columns, a
// table of meters, and a pool for each kind of task of its cores:
//
//     Pools                 Active  Pending  Backpressure  Delayed  Shared  Stolen  Completed  Blocked  All time blocked
//     TPC/all/WRITE_LOCAL        0        0           N/A      N/A       0       0   34331275      N/A                 0
//
// Source: TpStatsPrinter.java and, for JSON and YAML, TpStatsHolder.java, 3.11 to 6.0; TpStats.java, 1.2 to
// 3.0.

import CassandraModel

extension NodetoolCommand {
  static let tpstats = NodetoolCommand(
    name: "tpstats",
    anchors: [.header("Pool Name", with: "Blocked"), .header("Pools", with: "Blocked")], document: .tpstats,
    read: readTPStats)
}

private enum PoolColumn: String, CaseIterable {
  case pool = "Pool Name"
  case pools = "Pools"
  case active = "Active"
  case pending = "Pending"
  // DSE 6.0 and 6.7: `0 (N/A)`
  case pendingAndPaused = "Pending (w/Backpressure)"
  // DSE 6.8
  case paused = "Backpressure"
  case delayed = "Delayed"
  case shared = "Shared"
  case stolen = "Stolen"
  case completed = "Completed"
  case blocked = "Blocked"
  case allTimeBlocked = "All time blocked"
  // 6.0 with -v
  case coreSize = "Core Pool Size"
  case maxSize = "Max Pool Size"
  case maxQueued = "Max Tasks Queued"
}

/// The latencies of the second table are unrelated to drops (a healthy node has them, too), so they are not
/// kept.
private enum MessageColumn: String, CaseIterable {
  case type = "Message type"
  case messages = "Messages"
  case dropped = "Dropped"
  case latency = "Latency waiting in queue (micros)"
  case median = "50%"
  case p95 = "95%"
  case p99 = "99%"
  case max = "Max"
}

private let poolLayout = ColumnLayout<PoolColumn>()
private let messageLayout = ColumnLayout<MessageColumn>()

private let poolMetrics: [(column: PoolColumn, metric: MetricName)] = [
  (.active, .poolActive), (.pending, .poolPending), (.pendingAndPaused, .poolPending),
  (.paused, .poolBackpressured), (.delayed, .poolDelayed), (.shared, .poolSharedTotal),
  (.stolen, .poolStolenTotal), (.completed, .poolCompletedTotal), (.blocked, .poolBlocked),
  (.allTimeBlocked, .poolBlockedTotal),
]

private func readTPStats(_ output: CommandOutput, _ reading: inout OutputReading) {
  let text = output.text.span
  var table: Table?
  // Captures with the pools only are common. The rows are padded to the header's length, so a shorter last
  // row was cut off, unless earlier rows have lost their padding, too.
  var isWhole = false
  var isStripped = false
  var headerLength = 0
  for (i, line) in output.lines.enumerated() where !text.trimmed(line.bytes).isEmpty {
    if text.hasPrefix("Pool Name", in: line.bytes) || text.hasPrefix("Pools", in: line.bytes) {
      let columns = poolLayout.locate(line.bytes, text)
      headerLength = line.bytes.count
      columns.reportUnknown(text, line: i, command: "tpstats", into: &reading)
      table = Table(pools: columns)
      reading.mark(i, .decoration)
    } else if text.hasPrefix("Message type", in: line.bytes) || text.hasPrefix("Messages ", in: line.bytes) {
      let columns = messageLayout.locate(line.bytes, text)
      columns.reportUnknown(text, line: i, command: "tpstats", into: &reading)
      table = Table(messages: columns)
      isWhole = true
      reading.mark(i, .decoration)
    } else if text.hasPrefix("Meters ", in: line.bytes) {
      table = .meters
      reading.mark(i, .decoration)
    } else if text.hasPrefix("Latencies waiting in queue", in: line.bytes)
      || text.hasPrefix("50% ", in: text.trimmed(line.bytes))
    {
      reading.mark(i, .decoration)
    } else if table?.read(line.bytes, text, line: i, into: &reading) != true {
      reading.report(.nodetoolRow, ["command": "tpstats"], line: i)
    } else if table?.label == "pool" {
      isWhole = line.bytes.count >= headerLength || isStripped
      if line.bytes.count < headerLength { isStripped = true }
    }
  }
  if !isWhole { reading.failure = "it ends before its last pool" }
}

/// One of the tables: the name of its label, and the metric of each word of a row.
private struct Table {
  let label: String
  /// Number of cells in a row; nil for a table that is not kept.
  let width: Int?
  var metrics: [(place: Int, metric: MetricName)] = []

  /// Rates of the requests that DSE's cores took.
  static let meters = Table(label: "meter", width: nil)

  private init(label: String, width: Int?) {
    self.label = label
    self.width = width
  }

  init(pools columns: LocatedColumns<PoolColumn>) {
    self.init(label: "pool", width: columns.items.count)
    for (column, metric) in poolMetrics {
      if let place = columns.place(of: column) { metrics.append((place, metric)) }
    }
  }

  init(messages columns: LocatedColumns<MessageColumn>) {
    // The latencies are four cells under one title.
    self.init(label: "type", width: columns.items.count + (columns.has(.latency) ? 3 : 0))
    if let place = columns.place(of: .dropped) { metrics.append((place, .droppedMessagesTotal)) }
  }

  func read(_ row: Range<Int>, _ text: Span<UInt8>, line i: Int, into reading: inout OutputReading) -> Bool {
    // `0 (N/A)`: pending tasks, and those of them that wait for room.
    let cells = text.words(in: row).filter { text[$0.lowerBound] != UInt8(ascii: "(") }
    guard let name = cells.first, cells.count == width ?? cells.count else { return false }
    // All cells are checked before the first sample is emitted: a row counts as a whole or not at all.
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

// MARK: JSON and YAML

extension DocumentLayout {
  static let tpstats = DocumentLayout(
    owns: { leaf, _ in
      leaf.key(0).map { ["ThreadPools", "DroppedMessage", "WaitLatencies"].contains($0) } ?? false
    },
    facts: { TPStatsDocument() })
}

private struct TPStatsDocument: DocumentFacts {
  mutating func take(_ leaf: DocumentLeaf, _ text: Span<UInt8>, into reading: inout OutputReading) -> LeafFate
  {
    switch (leaf.key(0), leaf.key(1)) {
    case ("ThreadPools", let pool?):
      return reading.take(poolKeys[leaf.key(2) ?? ""], Labels([("pool", pool)]), leaf, text)
    case ("DroppedMessage", let type?):
      return reading.take(.sample(.droppedMessagesTotal, .count), Labels([("type", type)]), leaf, text)
    // A healthy node has them, too, so they are unrelated to drops.
    case ("WaitLatencies", _): return .known
    default: return .unknown
    }
  }
}

private let poolKeys: [String: KeyValueLayout.Meaning] = [
  "ActiveTasks": .sample(.poolActive, .count),
  "PendingTasks": .sample(.poolPending, .count),
  "CompletedTasks": .sample(.poolCompletedTotal, .count),
  "CurrentlyBlockedTasks": .sample(.poolBlocked, .count),
  "TotalBlockedTasks": .sample(.poolBlockedTotal, .count),
  // 6.0, also without -v
  "CorePoolSize": .unused,
  "MaxPoolSize": .unused,
  "MaxTasksQueued": .unused,
]
