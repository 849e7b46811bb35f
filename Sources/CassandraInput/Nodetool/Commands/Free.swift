// free: the machine's memory, in any unit. With -h values carry their unit. Without it the output does not
// distinguish bytes, KiB and MiB, so the total decides: at most one of the three units gives a machine of 1
// GiB or more and less than 1 TiB. Source: procps-ng, free.c, 3.2 to 4.0.

import CassandraModel

extension NodetoolCommand {
  static let free = NodetoolCommand(
    name: "free", anchors: [.memoryTitles], hasManyBlocks: true, repeatsBlocks: true, read: readFree)
}

private let memoryColumns: [String: MetricName] = [
  "total": .memoryTotalBytes, "used": .memoryUsedBytes, "free": .memoryFreeBytes,
  "available": .memoryAvailableBytes, "buff/cache": .memoryCacheBytes, "cache": .memoryCacheBytes,
  "cached": .memoryCacheBytes,
]
private let swapColumns: [String: MetricName] = ["total": .swapTotalBytes, "used": .swapUsedBytes]

private func readFree(_ output: CommandOutput, _ reading: inout OutputReading) {
  let text = output.text.span
  var titles: [String] = []
  var unit: Double?
  var rows = 0
  for (i, line) in output.lines.enumerated() where !text.trimmed(line.bytes).isEmpty {
    if Anchor.memoryTitles.matches(text, line.bytes) {
      // With -s it repeats, at a later time.
      if !titles.isEmpty { reading.forgetTime() }
      titles = text.words(in: line.bytes).map { text.text(in: $0) }
      reading.mark(i, .decoration)
      continue
    }
    var cells = text.words(in: line.bytes)
    guard let name = cells.first, !titles.isEmpty else {
      reading.report(.nodetoolRow, ["command": "free"], line: i)
      continue
    }
    cells.removeFirst()
    if text.equals("Mem:", in: name), let total = cells.first { unit = memoryUnit(of: total, text) }
    let isMemory = text.equals("Mem:", in: name)
    guard isMemory || text.equals("Swap:", in: name) else {
      // `Total:` of -t, `Low:` and `High:` of -l, `-/+ buffers/cache:` of old versions: sums of the others.
      reading.mark(i, .known)
      continue
    }
    let values = cells.map { text.shortBytes(in: $0) }
    guard let unit, !values.isEmpty, !values.contains(nil) else {
      reading.report(.nodetoolRow, ["command": "free"], line: i)
      continue
    }
    rows += 1
    reading.mark(i, .known)
    for (title, value) in zip(titles, values) {
      guard let metric = isMemory ? memoryColumns[title] : swapColumns[title] else { continue }
      reading.sample(metric, .none, value.map { $0 * unit }, line: i)
    }
  }
  if rows == 0 { reading.failure = "it has no rows that can be read" }
}

/// Bytes per unit of a plain number, from the total of the memory; nil if no unit gives a plausible machine.
private func memoryUnit(of total: Range<Int>, _ text: Span<UInt8>) -> Double? {
  guard let value = text.decimal(in: total) else { return text.shortBytes(in: total) == nil ? nil : 1 }
  return [1, 1024, 1_048_576].first { (0x1p30..<0x1p40).contains(value * $0) }
}
