// The logs of all nodes as one, in the order of time: for people who look for what happened on one node while another
// said something. Times are UTC with a `Z`; without a known zone the node's own time, with `local`. The node stands before
// each record. Compactions that only compactionhistory tells of stand where they ended.
//
//     2026-11-21 05:33:21.740Z 127.0.0.1 ERROR [CompactionExecutor:2] JVMStabilityInspector.java - Exception in thread …
//
// What Hindsight knows or Cassandra warned of is in it; chatter that no message of the catalog describes is not.

import CassandraInput
import CassandraModel

/// Records of one node, or of several, on their way into one log.
struct MergedLogBuffer: FactBuffer {
  static let fileName = "cluster.log"

  private struct Entry {
    /// Milliseconds since 1970, in UTC where that is known.
    let at: Int64
    let node: String
    let text: Range<Int>
  }

  private var bytes: [UInt8] = []
  private var entries: [Entry] = []
  /// Compactions whose end a log has.
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

  /// All of it is needed before the first record can be written.
  mutating func flush(to output: FactsOutput, onlyIfFull: Bool) {}

  /// Writes everything in the order of time; of one moment, node by node, each in the order of its log.
  mutating func write(to output: FactsOutput) {
    // From 4.1 on a compaction has the same id in the history and in the log.
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
    // A record is a line: what would break it is written as an escape.
    for byte in words.utf8 { bytes += byte < 0x20 || byte == 0x7F ? [UInt8(ascii: " ")] : [byte] }
    bytes.append(UInt8(ascii: "\n"))
    entries.append(
      Entry(at: instant?.milliseconds ?? at.milliseconds, node: node.id, text: start..<bytes.count))
  }

  /// The record's words; of a frequent one, whose words are not kept, its name and fields. An exception's links follow.
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
