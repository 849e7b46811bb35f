// vmstat: processes, memory, swap, blocks and processor time. The first row is the mean since boot. With -t
// each row has its time; the title of that column is the machine's zone. Source: procps, vmstat.c, 3.2 to
// 4.0.
//
//     procs -----------memory---------- ---swap-- -----io---- -system-- ------cpu----- -----timestamp-----
//      r  b   swpd   free   buff  cache   si   so    bi    bo   in   cs us sy id wa st                 UTC
//      1  0      0 527180 191324 285644    0    0     0     1    7    1  0  0 100  0  0 2020-01-08 15:41:09

import CassandraModel

extension NodetoolCommand {
  static let vmstat = NodetoolCommand(
    name: "vmstat", anchors: [.header("procs", with: "memory")], hasManyBlocks: true, repeatsBlocks: true,
    read: readVMStat)
}

private let memoryColumns: [String: (metric: MetricName, scale: Double)] = [
  "r": (.processesRunnable, 1), "b": (.processesBlocked, 1), "free": (.memoryFreeBytes, 1024),
  "swpd": (.swapUsedBytes, 1024),
]

/// Rates and shares of processor time cover an interval.
private let modes: [String: String] = [
  "us": "user", "sy": "system", "id": "idle", "wa": "iowait", "st": "steal",
]

private func readVMStat(_ output: CommandOutput, _ reading: inout OutputReading) {
  let text = output.text.span
  var titles: [String] = []
  var isUTC = false
  var rows = 0
  for (i, line) in output.lines.enumerated() where !text.trimmed(line.bytes).isEmpty {
    if text.hasPrefix("procs", in: line.bytes) {
      reading.mark(i, .decoration)
      continue
    }
    let words = text.words(in: line.bytes)
    if let first = words.first, text.equals("r", in: first) {
      titles = words.map { text.text(in: $0) }
      isUTC = titles.last == "UTC"
      reading.mark(i, .decoration)
      continue
    }
    // A time is two words under one title.
    let isStamped = words.count == titles.count + 1
    guard !titles.isEmpty, isStamped || words.count == titles.count,
      let row = VMStatRow(titles, words, text, isStamped: isStamped)
    else {
      reading.report(.nodetoolRow, ["command": "vmstat"], line: i)
      continue
    }
    rows += 1
    if let time = row.time {
      if isUTC {
        reading.setTime(CaptureTime(time.instant(at: UTCOffset(seconds: 0)), .content))
      } else {
        reading.setTime(local: time, line: i)
      }
    } else if rows > 1 {
      reading.forgetTime()
    }
    row.add(to: &reading, window: rows == 1 ? "boot" : "interval", line: i)
    reading.mark(i, .known)
  }
  if rows == 0 { reading.failure = "it has no rows" }
}

private struct VMStatRow {
  private let values: [(title: String, value: Double)]
  let time: LocalTime?

  init?(_ titles: [String], _ words: [Range<Int>], _ text: Span<UInt8>, isStamped: Bool) {
    var values: [(title: String, value: Double)] = []
    for (title, word) in zip(isStamped ? titles.dropLast() : titles[...], words) {
      guard let value = text.decimal(in: word) else { return nil }
      values.append((title, value))
    }
    self.values = values
    guard isStamped else {
      time = nil
      return
    }
    let stamp = words[words.count - 2].lowerBound..<words[words.count - 1].upperBound
    guard case .unknownOffset(let local)? = TimeMarker(text, in: stamp) else { return nil }
    time = local
  }

  func add(to reading: inout OutputReading, window: String, line i: Int) {
    for (title, value) in values {
      if let column = memoryColumns[title] {
        reading.sample(column.metric, .none, value * column.scale, line: i)
      } else if let mode = modes[title] {
        reading.sample(.cpuRatio, Labels([("mode", mode), ("window", window)]), value / 100, line: i)
      } else if title == "si" || title == "so" {
        reading.sample(
          title == "si" ? .swapInBytesPerSecond : .swapOutBytesPerSecond, Labels([("window", window)]),
          value * 1024, line: i)
      }
    }
  }
}

// MARK: Devices

extension NodetoolCommand {
  /// vmstat -d: counters since boot, as in /proc/diskstats.
  static let vmstatDisks = NodetoolCommand(
    name: "vmstat", anchors: [.prefix("disk- ---")], hasManyBlocks: true, repeatsBlocks: true,
    read: readVMStatDisks)
}

private let diskFields: [(metric: MetricName, scale: Double)?] = [
  (.diskReadsTotal, 1), nil, (.diskReadBytesTotal, 512), (.diskReadSecondsTotal, 0.001),
  (.diskWritesTotal, 1),
  nil, (.diskWrittenBytesTotal, 512), (.diskWriteSecondsTotal, 0.001), (.diskInFlight, 1),
  (.diskBusySecondsTotal, 1),
]

private func readVMStatDisks(_ output: CommandOutput, _ reading: inout OutputReading) {
  let text = output.text.span
  var isUTC = false
  var seen: Set<String> = []
  for (i, line) in output.lines.enumerated() where !text.trimmed(line.bytes).isEmpty {
    let words = text.words(in: line.bytes)
    if text.hasPrefix("disk-", in: line.bytes) || text.equals("total", in: words[0]) {
      if text.equals("total", in: words[0]) { isUTC = words.last.map { text.equals("UTC", in: $0) } ?? false }
      reading.mark(i, .decoration)
      continue
    }
    let values = words.dropFirst().prefix(diskFields.count).map { text.decimal(in: $0) }
    guard values.count == diskFields.count, !values.contains(nil) else {
      reading.report(.nodetoolRow, ["command": "vmstat"], line: i)
      continue
    }
    reading.mark(i, .known)
    let device = text.text(in: words[0])
    if words.count == diskFields.count + 3,
      case .unknownOffset(let local)? = TimeMarker(
        text, in: words[words.count - 2].lowerBound..<words[words.count - 1].upperBound)
    {
      if isUTC {
        reading.setTime(CaptureTime(local.instant(at: UTCOffset(seconds: 0)), .content))
      } else {
        reading.setTime(local: local, line: i)
      }
    } else if !seen.insert(device).inserted {
      reading.forgetTime()
    }
    for (field, value) in zip(diskFields, values) {
      guard let field, let value else { continue }
      reading.sample(field.metric, Labels([("device", device)]), value * field.scale, line: i)
    }
  }
}
