// info: the node about itself. Up to 2.0 its tokens are first. Source: Info.java, 3.11 to 6.0; NodeCmd.java,
// 1.2 to 2.0.

import CassandraModel

extension NodetoolCommand {
  static let info = NodetoolCommand(
    name: "info", anchors: [.label("ID ")], contains: ["info"], read: readInfo)

  /// The form of 1.2 and 2.0.
  static let oldInfo = NodetoolCommand(
    name: "info", anchors: [.label("Token ")], secondLines: ["ID "], contains: ["info"], read: readInfo)
}

private let command = "info"

private let layout = KeyValueLayout([
  "ID": .attribute(.hostID),
  "Gossip active": .attribute(.gossipActive),
  "Thrift active": .attribute(.thriftActive),
  "Native Transport active": .attribute(.nativeTransportActive),
  "Load": .sample(.nodeLoadBytes, .bytes),
  "Uncompressed load": .sample(.nodeUncompressedLoadBytes, .bytes),
  "Generation No": .attribute(.generation),
  "Uptime (seconds)": .sample(.nodeUptimeSeconds, .seconds),
  "Off Heap Memory (MB)": .sample(.offHeapUsedBytes, .mebibytes),
  "Data Center": .attribute(.dataCenter),
  "Rack": .attribute(.rack),
  // DSE 6.8
  "Status": .unused,
  "Exceptions": .sample(.nodeExceptionsTotal, .count),
  "Invalid Token Ops": .unused,
  "Percent Repaired": .sample(.nodeRepairedRatio, .percent),
  "Token": .unused,
  // 5.0 and later
  "Bootstrap state": .attribute(.bootstrapState),
  "Bootstrap failed": .attribute(.bootstrapFailed),
  "Decommissioning": .attribute(.decommissioning),
  "Decommission failed": .attribute(.decommissionFailed),
])

private func readInfo(_ output: CommandOutput, _ reading: inout OutputReading) {
  let text = output.text.span
  var cursor = KeyValueLayout.Cursor()
  var sawToken = false
  for (i, line) in output.lines.enumerated() where !text.trimmed(line.bytes).isEmpty {
    // Rows of the table under `Invalid Token Ops`, with -O.
    if isBlank(text[line.bytes.lowerBound]) {
      reading.mark(i, .continuation)
      continue
    }
    guard let (label, value) = KeyValueLayout.split(line.bytes, text) else {
      reading.report(.nodetoolRow, ["command": command], line: i)
      continue
    }
    if text.equals("Token", in: label) { sawToken = true }
    if text.equals("Heap Memory (MB)", in: label) {
      readHeap(value, text, i, &reading)
    } else if let cache = cacheName(label, text) {
      readCache(cache, value, text, i, &reading)
    } else if text.equals("Generation No", in: label), text.equals("0", in: value) {
      // While gossip is off there is no generation, and 0 is printed.
      reading.mark(i, .known)
    } else {
      layout.read(label, value, of: text, line: i, command: command, cursor: &cursor, into: &reading)
    }
  }
  if !sawToken { reading.failure = "it ends before its last lines" }
}

/// `316.52 / 900.00`, in MiB.
private func readHeap(_ value: Range<Int>, _ text: Span<UInt8>, _ i: Int, _ reading: inout OutputReading) {
  guard let slash = text.firstIndex(of: UInt8(ascii: "/"), in: value),
    let used = Quantity.mebibytes.value(text, in: text.trimmed(value.lowerBound..<slash)).number,
    let max = Quantity.mebibytes.value(text, in: text.trimmed((slash + 1)..<value.upperBound)).number
  else {
    reading.report(.nodetoolRow, ["command": command], line: i)
    return
  }
  reading.mark(i, .known)
  reading.sample(.heapUsedBytes, .none, used, line: i)
  reading.sample(.heapMaxBytes, .none, max, line: i)
}

/// `key` for `Key Cache`; nil for any other label.
private func cacheName(_ label: Range<Int>, _ text: Span<UInt8>) -> String? {
  guard text.hasSuffix(" Cache", in: label), let word = text.firstWord(in: label) else { return nil }
  return text.text(in: word).lowercased()
}

/// `entries 3090, size 241.41 KiB, capacity 45 MiB, 145 hits, 3240 requests, 0.045 recent hit rate, …`.
private func readCache(
  _ cache: String, _ value: Range<Int>, _ text: Span<UInt8>, _ i: Int, _ reading: inout OutputReading
) {
  reading.mark(i, .known)
  let labels = Labels([("cache", cache)])
  var rest = value
  while !rest.isEmpty {
    let comma = text.firstRange(of: ", ", in: rest)
    let part = rest.lowerBound..<(comma?.lowerBound ?? rest.upperBound)
    rest = (comma?.upperBound ?? rest.upperBound)..<rest.upperBound
    guard let word = text.firstWord(in: part) else { continue }
    let tail = text.trimmed(word.upperBound..<part.upperBound)
    if text.equals("entries", in: word) {
      reading.sample(.cacheEntries, labels, text.decimal(in: tail), line: i)
    } else if text.equals("size", in: word) {
      reading.sample(.cacheSizeBytes, labels, cacheBytes(tail, text), line: i)
    } else if text.equals("capacity", in: word) {
      reading.sample(.cacheCapacityBytes, labels, cacheBytes(tail, text), line: i)
    } else if text.equals("hits", in: tail) {
      reading.sample(.cacheHitsTotal, labels, text.decimal(in: word), line: i)
    } else if text.equals("requests", in: tail) {
      reading.sample(.cacheRequestsTotal, labels, text.decimal(in: word), line: i)
    }
  }
}

/// `45 MiB`, or in the form of 1.2 to 2.1 `1434 (bytes)`.
private func cacheBytes(_ value: Range<Int>, _ text: Span<UInt8>) -> Double? {
  let isPlain = text.hasSuffix(" (bytes)", in: value)
  return text.bytes(in: isPlain ? value.lowerBound..<(value.upperBound - " (bytes)".utf8.count) : value)
}
