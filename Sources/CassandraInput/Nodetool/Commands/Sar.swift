// sar: the machine's activity in each interval of a day: processors (-u), memory (-r), swap (-S), paging
// (-B), queues (-q), block devices (-d). Other tables are not kept. Source: sysstat, pr_stats.c, 9 to 12.
//
//     Linux 5.10.0 (db1)   11/21/2026  _x86_64_  (8 CPU)
//
//     12:00:01 AM     CPU     %user     %nice   %system   %iowait    %steal     %idle
//     12:10:01 AM     all      5.00      0.00      1.00      0.50      0.00     93.50
//     Average:        all      5.00      0.00      1.00      0.50      0.00     93.50

import CassandraModel

extension NodetoolCommand {
  /// It begins with the same banner as iostat: see `iostat`.
  static let sar = NodetoolCommand(name: "sar", read: readSar)
}

/// The metrics of a table's columns, and the factors to their units.
private let columns: [String: (metric: MetricName, scale: Double)] = [
  "kbmemfree": (.memoryFreeBytes, 1024), "kbavail": (.memoryAvailableBytes, 1024),
  "kbmemused": (.memoryUsedBytes, 1024), "kbcached": (.memoryCacheBytes, 1024),
  "kbswpused": (.swapUsedBytes, 1024), "majflt/s": (.memoryMajorFaultsPerSecond, 1),
  "runq-sz": (.processesRunnable, 1), "blocked": (.processesBlocked, 1),
]

private let deviceColumns: [String: (metric: MetricName, scale: Double)] = [
  "rkB/s": (.diskReadBytesPerSecond, 1024), "wkB/s": (.diskWrittenBytesPerSecond, 1024),
  "rd_sec/s": (.diskReadBytesPerSecond, 512), "wr_sec/s": (.diskWrittenBytesPerSecond, 512),
  "aqu-sz": (.diskQueue, 1), "avgqu-sz": (.diskQueue, 1), "%util": (.diskBusyRatio, 0.01),
]

private func readSar(_ output: CommandOutput, _ reading: inout OutputReading) {
  let text = output.text.span
  var table = SarTable()
  for (i, line) in output.lines.enumerated() where !text.trimmed(line.bytes).isEmpty {
    if let fate = table.read(line.bytes, text, line: i, into: &reading) {
      reading.mark(i, fate)
    } else {
      reading.report(.nodetoolRow, ["command": "sar"], line: i)
    }
  }
}

/// The current table.
private struct SarTable {
  private var clock = SysstatClock()
  private var titles: [String] = []
  /// The time of the last row, to detect midnight.
  private var last: LocalTime?
  private var days: Int64 = 0

  mutating func read(
    _ line: Range<Int>, _ text: Span<UInt8>, line i: Int, into reading: inout OutputReading
  ) -> LineFate? {
    if text.hasPrefix("Linux ", in: line) {
      clock.readBanner(line, text)
      (last, days, titles) = (nil, 0, [])
      return .decoration
    }
    if text.hasPrefix("Average:", in: line) || text.hasPrefix("Summary:", in: line) { return .known }
    let words = text.words(in: line)
    guard let (time, count) = clock.time(words, text) else { return nil }
    let cells = Array(words.dropFirst(count))
    guard let first = cells.first else { return nil }
    // `LINUX RESTART (8 CPU)`, `COM …`
    if text.equals("LINUX", in: first) || text.equals("COM", in: first) { return .known }
    if cells.allSatisfy({ text.decimal(in: $0) == nil }) {
      // A table's titles; each table begins again at midnight. Titles repeat on every page.
      let found = cells.map { text.text(in: $0) }
      if found != titles { (last, days) = (nil, 0) }
      titles = found
      return .decoration
    }
    guard cells.count == titles.count else { return nil }
    if let last, time.milliseconds < last.milliseconds - 3_600_000 { days += 1 }
    last = time
    reading.setTime(local: LocalTime(milliseconds: time.milliseconds + days * 86_400_000), line: i)
    return add(cells, text, i, &reading)
  }

  private func add(
    _ cells: [Range<Int>], _ text: Span<UInt8>, _ i: Int, _ reading: inout OutputReading
  ) -> LineFate? {
    var labels: [(name: String, value: String)] = []
    var known = columns
    switch titles[0] {
    case "CPU":
      guard text.equals("all", in: cells[0]) else { return .known }
      for (title, cell) in zip(titles, cells).dropFirst() where title.hasPrefix("%") {
        guard let value = text.decimal(in: cell) else { return nil }
        let mode = Labels([("mode", String(title.dropFirst())), ("window", "interval")])
        reading.sample(.cpuRatio, mode, value / 100, line: i)
      }
      return .known
    case "DEV":
      labels = [("device", text.text(in: cells[0])), ("window", "interval")]
      known = deviceColumns
    default: break
    }
    for (title, cell) in zip(titles, cells) {
      guard let column = known[title] else { continue }
      guard let value = text.decimal(in: cell) else { return nil }
      reading.sample(column.metric, Labels(labels), value * column.scale, line: i)
    }
    return .known
  }
}
