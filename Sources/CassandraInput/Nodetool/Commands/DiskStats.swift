// /proc/diskstats: a row for each block device, counters since boot. Fields after the name: reads completed
// and merged, sectors read, milliseconds; the same for writes; requests in flight, milliseconds with any,
// weighted milliseconds; discards (Linux 4.18), flushes (5.5). A sector is 512 bytes, whatever the device's
// own sector size. Source: Linux, Documentation/admin-guide/iostats.rst.

import CassandraModel

extension NodetoolCommand {
  static let diskstats = NodetoolCommand(
    name: "diskstats", anchors: [.diskStatistics], hasManyBlocks: true, repeatsBlocks: true,
    read: readDiskStats)
}

/// The metrics of the fields after the name, and the factors to their units.
private let fields: [(place: Int, metric: MetricName, scale: Double)] = [
  (0, .diskReadsTotal, 1), (2, .diskReadBytesTotal, 512), (3, .diskReadSecondsTotal, 0.001),
  (4, .diskWritesTotal, 1), (6, .diskWrittenBytesTotal, 512), (7, .diskWriteSecondsTotal, 0.001),
  (8, .diskInFlight, 1), (9, .diskBusySecondsTotal, 0.001), (10, .diskQueueSecondsTotal, 0.001),
]

private func readDiskStats(_ output: CommandOutput, _ reading: inout OutputReading) {
  let text = output.text.span
  var seen: Set<String> = []
  for (i, line) in output.lines.enumerated() where !text.trimmed(line.bytes).isEmpty {
    let words = text.words(in: line.bytes)
    guard Anchor.diskStatistics.matches(text, line.bytes) else {
      reading.report(.nodetoolRow, ["command": "diskstats"], line: i)
      continue
    }
    let device = text.text(in: words[2])
    // A repeated device belongs to a later reading of the file.
    if !seen.insert(device).inserted {
      reading.forgetTime()
      seen = [device]
    }
    reading.mark(i, .known)
    for field in fields {
      let value = text.decimal(in: words[3 + field.place]).map { $0 * field.scale }
      reading.sample(field.metric, Labels([("device", device)]), value, line: i)
    }
  }
}
