// iostat, with or without -x: rates of block devices and shares of processor time. The first report of a run
// is the mean since boot, each further one covers an interval. Their times are known only if iostat prints
// them (-t). sar begins with the same banner. Source: sysstat, iostat.c, 9 to 12.
//
//     Linux 6.1.0 (db1)   11/21/2026  _x86_64_  (8 CPU)
//
//     avg-cpu:  %user   %nice %system %iowait  %steal   %idle
//                5.00    0.00    1.00    0.50    0.00   93.50
//
//     Device            r/s     rkB/s  …  aqu-sz  %util

import CassandraModel

extension NodetoolCommand {
  static let iostat = NodetoolCommand(
    name: "iostat",
    anchors: [
      .header("Linux ", with: "CPU)"), .header("avg-cpu:", with: "%iowait"), .header("Device", with: "/s"),
    ], hasManyBlocks: true, repeatsBlocks: true, other: { isSar($0) ? "sar" : nil }, read: readIOStat)
}

/// True if a time and titles follow the banner.
private func isSar(_ output: CommandOutput) -> Bool {
  let text = output.text.span
  var clock = SysstatClock()
  for line in output.lines.prefix(6) {
    if text.hasPrefix("Linux ", in: line.bytes) { clock.readBanner(line.bytes, text) }
    let words = text.words(in: line.bytes)
    if let (_, count) = clock.time(words, text) { return words.count > count }
  }
  return false
}

/// The metric of a column, and the factor to its unit. Several titles of one metric are from different
/// versions.
private let columns: [String: (metric: MetricName, scale: Double)] = [
  "r/s": (.diskReadsPerSecond, 1), "w/s": (.diskWritesPerSecond, 1),
  "rkB/s": (.diskReadBytesPerSecond, 1024), "wkB/s": (.diskWrittenBytesPerSecond, 1024),
  "kB_read/s": (.diskReadBytesPerSecond, 1024), "kB_wrtn/s": (.diskWrittenBytesPerSecond, 1024),
  "rMB/s": (.diskReadBytesPerSecond, 1_048_576), "wMB/s": (.diskWrittenBytesPerSecond, 1_048_576),
  "MB_read/s": (.diskReadBytesPerSecond, 1_048_576), "MB_wrtn/s": (.diskWrittenBytesPerSecond, 1_048_576),
  "rsec/s": (.diskReadBytesPerSecond, 512), "wsec/s": (.diskWrittenBytesPerSecond, 512),
  "r_await": (.diskReadWaitSeconds, 0.001), "w_await": (.diskWriteWaitSeconds, 0.001),
  "aqu-sz": (.diskQueue, 1), "avgqu-sz": (.diskQueue, 1), "%util": (.diskBusyRatio, 0.01),
]

/// Columns that are not kept.
private let unusedColumns: Set<String> = [
  "tps", "rrqm/s", "wrqm/s", "%rrqm", "%wrqm", "rareq-sz", "wareq-sz", "avgrq-sz", "await", "svctm", "d/s",
  "dkB/s", "dMB/s", "drqm/s", "%drqm", "d_await", "dareq-sz", "f/s", "f_await", "kB_read", "kB_wrtn",
  "MB_read",
  "MB_wrtn", "kB_dscd/s", "kB_dscd", "MB_dscd/s", "MB_dscd",
]

private func readIOStat(_ output: CommandOutput, _ reading: inout OutputReading) {
  let text = output.text.span
  var report = IOReport()
  for (i, line) in output.lines.enumerated() where !text.trimmed(line.bytes).isEmpty {
    if let fate = report.read(line.bytes, text, line: i, into: &reading) {
      reading.mark(i, fate)
    } else {
      reading.report(.nodetoolRow, ["command": "iostat"], line: i)
    }
  }
}

/// The state of reading one run.
private struct IOReport {
  private enum Table {
    case none
    case processors([String])
    case devices([String])
  }
  private var table = Table.none
  private var hasBanner = false
  /// Titles that opened a table in the current report.
  private var opened: Set<String> = []
  private var number = 1
  private var clock = SysstatClock()
  /// True if the current report has its time.
  private var isDated = false

  mutating func read(
    _ line: Range<Int>, _ text: Span<UInt8>, line i: Int, into reading: inout OutputReading
  ) -> LineFate? {
    if text.hasPrefix("Linux ", in: line) {
      hasBanner = true
      clock.readBanner(line, text)
      opened = []
      number = 1
      return .decoration
    }
    if text.hasPrefix("avg-cpu:", in: line) {
      begin("cpu", &reading)
      table = .processors(text.words(in: line).dropFirst().map { text.text(in: $0) })
      return .decoration
    }
    if text.hasPrefix("Device", in: line) {
      begin("device", &reading)
      let titles = text.words(in: line).dropFirst().map { text.text(in: $0) }.filter { $0 != ":" }
      for title in titles where columns[title] == nil && !unusedColumns.contains(title) {
        reading.report(.nodetoolColumn, ["name": title, "command": "iostat"], line: i)
      }
      table = .devices(titles)
      return .decoration
    }
    if let time = clock.reportTime(line, text) {
      if !opened.isEmpty { number += 1 }
      opened = []
      isDated = true
      reading.setTime(local: time, line: i)
      return .decoration
    }
    let words = text.words(in: line)
    switch table {
    case .processors(let titles) where words.count == titles.count:
      return readProcessors(titles, words, text, i, &reading)
    case .devices(let titles) where words.count == titles.count + 1:
      return readDevice(titles, words, text, i, &reading)
    // `11/21/2026 05:10:09 AM`, of -t.
    default: return text.contains(":", in: line) && words.count <= 3 ? .decoration : nil
    }
  }

  /// Begins a table: a second one of its kind belongs to the next report.
  private mutating func begin(_ kind: String, _ reading: inout OutputReading) {
    if opened.insert(kind).inserted { return }
    opened = [kind]
    number += 1
    if !isDated { reading.forgetTime() }
  }

  /// Without the banner the first report cannot be recognised, so each counts as an interval.
  private var window: String { hasBanner && number == 1 ? "boot" : "interval" }

  private func readProcessors(
    _ titles: [String], _ words: [Range<Int>], _ text: Span<UInt8>, _ i: Int, _ reading: inout OutputReading
  ) -> LineFate? {
    let values = words.map { text.decimal(in: $0) }
    if values.contains(nil) { return nil }
    for (title, value) in zip(titles, values) {
      let labels = Labels([("mode", String(title.drop { $0 == "%" })), ("window", window)])
      reading.sample(.cpuRatio, labels, value.map { $0 / 100 }, line: i)
    }
    return .known
  }

  private func readDevice(
    _ titles: [String], _ words: [Range<Int>], _ text: Span<UInt8>, _ i: Int, _ reading: inout OutputReading
  ) -> LineFate? {
    let values = words.dropFirst().map { text.decimal(in: $0) }
    if values.contains(nil) { return nil }
    let name = text.text(in: words[0])
    let labels = Labels([
      ("device", name.hasSuffix(":") ? String(name.dropLast()) : name), ("window", window),
    ])
    for (title, value) in zip(titles, values) {
      guard let column = columns[title] else { continue }
      reading.sample(column.metric, labels, value.map { $0 * column.scale }, line: i)
    }
    return .known
  }
}
