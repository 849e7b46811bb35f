// The logs of all nodes as one, in time order, for relating records of one node to those of another. Times
// are UTC with a `Z`; without a known zone they are the node's own time, with `local`. Each record begins
// with the node. Compactions that only compactionhistory has are at their end time.
//
//     2026-11-21 05:33:21.740Z 127.0.0.1 ERROR [CompactionExecutor:2] JVMStabilityInspector.java - Exception in thread …
//
// It has the records that the catalog covers, and Cassandra's warnings and errors; other records are left
// out.

import CassandraInput
import CassandraModel

struct MergedLogBuffer: FactBuffer {
  static let fileName = "cluster.log"

  private struct Entry {
    /// Milliseconds since 1970, in UTC if the zone is known.
    let at: Int64
    let node: String
    let text: Range<Int>
  }

  private var bytes: [UInt8] = []
  private var entries: [Entry] = []
  /// Compactions whose end is in a log.
  private var ended: Set<TimeUUID> = []
  private var rows: [(row: CompactionRow, node: FactNode)] = []

  mutating func add(_ fact: Fact, of node: FactNode) {
    switch fact {
    case .event(let event):
      if event.role == .compactionFinished, let id = event.fields.uuid(.id) { ended.insert(id) }
      append(event.at, node, event.level.name, event.thread, event.logger, MergedLogBuffer.words(event))
    case .compaction(let row): rows.append((row, node))
    case .sample, .attribute, .poll, .ring, .gossip, .occurrence, .schema, .coverage, .diagnostic: break
    }
  }

  mutating func add(_ other: MergedLogBuffer) {
    let start = bytes.count
    bytes += other.bytes
    entries += other.entries.map { entry in
      Entry(
        at: entry.at, node: entry.node,
        text: (entry.text.lowerBound + start)..<(entry.text.upperBound + start))
    }
    ended.formUnion(other.ended)
    rows += other.rows
  }

  /// Does nothing: the first record can be written only after all have been added.
  mutating func flush(to output: FactsOutput, onlyIfFull: Bool) {}

  /// Writes all records in time order; at the same time by node, and for one node in the order of its log.
  mutating func write(to output: FactsOutput) {
    // From 4.1 on, a compaction has the same id in the history and in the log.
    var known: Set<TimeUUID> = ended
    for (row, node) in rows.sorted(by: { $0.row.source < $1.row.source }) where known.insert(row.id).inserted
    {
      let words =
        "Compacted \(row.table): \(row.bytesIn) bytes to \(row.bytesOut) bytes (compactionhistory \(row.id))"
      append(row.compactedAt, node, "INFO", "", "nodetool", words)
    }
    let order = entries.indices.sorted { a, b in
      let (left, right) = (entries[a], entries[b])
      if left.at != right.at { return left.at < right.at }
      return left.node != right.node ? left.node < right.node : a < b
    }
    var chunk: [UInt8] = []
    for index in order {
      chunk += bytes[entries[index].text]
      if chunk.count >= 1 << 20 {
        output.write(chunk, to: MergedLogBuffer.fileName)
        chunk.removeAll(keepingCapacity: true)
      }
    }
    output.write(chunk, to: MergedLogBuffer.fileName)
  }

  private mutating func append(
    _ at: LocalTime, _ node: FactNode, _ level: String, _ thread: String, _ logger: String, _ words: String
  ) {
    let instant = node.instant(at)
    let time = instant.map { LocalTime(milliseconds: $0.milliseconds).text + "Z" } ?? at.text + " local"
    let start = bytes.count
    bytes += time.utf8
    bytes += " \(node.id) ".utf8
    bytes += level.utf8
    for _ in level.utf8.count..<max(level.utf8.count, 5) { bytes.append(UInt8(ascii: " ")) }
    bytes += " [\(thread)] \(logger) - ".utf8
    // A record is one line: control characters become spaces.
    for byte in words.utf8 { bytes += byte < 0x20 || byte == 0x7F ? [UInt8(ascii: " ")] : [byte] }
    bytes.append(UInt8(ascii: "\n"))
    entries.append(
      Entry(at: instant?.milliseconds ?? at.milliseconds, node: node.id, text: start..<bytes.count))
  }

  /// The record's message, or the name and the fields of a frequent record, whose message is not kept; then
  /// the links of its exception.
  private static func words(_ event: Event) -> String {
    var words = event.message
    if words.isEmpty {
      words = event.name.name
      for (name, value) in zip(event.fields.names, event.fields.values) {
        words += " \(name.name)=\(value.text)"
      }
    }
    for link in event.throwable?.links ?? [] {
      words += " | " + link.className + (link.message.isEmpty ? "" : ": " + link.message)
    }
    return words
  }
}
