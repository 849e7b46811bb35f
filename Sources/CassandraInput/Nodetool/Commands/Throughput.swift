// The getters of limits: getcompactionthroughput, getstreamthroughput, getinterdcstreamthroughput,
// getconcurrentcompactors. Source: GetCompactionThroughput.java, GetStreamThroughput.java, GetConcurrentCompactors.java, 3.11 to 6.0.

import CassandraModel

extension NodetoolCommand {
  static let getcompactionthroughput = NodetoolCommand(
    name: "getcompactionthroughput", anchors: [.prefix("Current compaction throughput: ")],
    read: { readSettings($0, compactionLayout, command: "getcompactionthroughput", &$1) })

  static let getstreamthroughput = NodetoolCommand(
    name: "getstreamthroughput",
    anchors: [.prefix("Current stream throughput: "), .prefix("Current entire SSTable stream throughput: ")],
    read: { readSettings($0, streamLayout, command: "getstreamthroughput", &$1) })

  static let getinterdcstreamthroughput = NodetoolCommand(
    name: "getinterdcstreamthroughput",
    anchors: [.glued("Current inter-datacenter stream throughput: ")], read: readInterDCThroughput)

  static let getconcurrentcompactors = NodetoolCommand(
    name: "getconcurrentcompactors", anchors: [.prefix("Current concurrent compactors in the system is:")],
    read: readConcurrentCompactors)
}

private let compactionLayout = KeyValueLayout([
  "Current compaction throughput": .sample(.compactionThroughputLimit, .throughput),
  // 6.0 (CASSANDRA-13890)
  "Current compaction throughput (1 minute)": .labelled(
    .compactionThroughput, .throughput, label: "window", value: "1m"),
  "Current compaction throughput (5 minute)": .labelled(
    .compactionThroughput, .throughput, label: "window", value: "5m"),
  "Current compaction throughput (15 minute)": .labelled(
    .compactionThroughput, .throughput, label: "window", value: "15m"),
])

private let streamLayout = KeyValueLayout([
  "Current stream throughput": .sample(.streamThroughputLimit, .throughput),
  // -e
  "Current entire SSTable stream throughput": .sample(.entireSSTableStreamThroughputLimit, .throughput),
  // DSE 6
  "Current streaming connections per host": .unused,
])

private func readSettings(
  _ output: CommandOutput, _ layout: KeyValueLayout, command: String, _ reading: inout OutputReading
) {
  let text = output.text.span
  var cursor = KeyValueLayout.Cursor()
  for (i, line) in output.lines.enumerated() where !text.trimmed(line.bytes).isEmpty {
    if let (label, value) = KeyValueLayout.split(line.bytes, text) {
      layout.read(label, value, of: text, line: i, command: command, cursor: &cursor, into: &reading)
    } else {
      reading.report(.nodetoolRow, ["command": command], line: i)
    }
  }
}

/// 4.1 and later print the number once more before the sentence, without a space.
private func readInterDCThroughput(_ output: CommandOutput, _ reading: inout OutputReading) {
  let text = output.text.span
  for (i, line) in output.lines.enumerated() where !text.trimmed(line.bytes).isEmpty {
    if let label = text.firstRange(of: "stream throughput: ", in: line.bytes),
      let limit = Quantity.throughput.value(text, in: text.trimmed(label.upperBound..<line.bytes.upperBound))
        .number
    {
      reading.mark(i, .known)
      reading.sample(.interDCStreamThroughputLimit, .none, limit, line: i)
    } else {
      reading.report(.nodetoolRow, ["command": "getinterdcstreamthroughput"], line: i)
    }
  }
}

/// A sentence, and the number on the next line.
private func readConcurrentCompactors(_ output: CommandOutput, _ reading: inout OutputReading) {
  let text = output.text.span
  var number: Int64?
  for (i, line) in output.lines.enumerated() {
    let content = text.trimmed(line.bytes)
    if content.isEmpty { continue }
    if text.hasPrefix("Current concurrent compactors", in: content) {
      reading.mark(i, .decoration)
    } else if number == nil, let value = text.integer(in: content) {
      number = value
      reading.mark(i, .known)
      reading.sample(.concurrentCompactors, .none, Double(value), line: i)
    } else {
      reading.report(.nodetoolRow, ["command": "getconcurrentcompactors"], line: i)
    }
  }
  if number == nil { reading.failure = "it ends before its number" }
}
