// The logs of all nodes as one, in time order, for relating records of one node to those of another. Times
// are UTC with a `Z`; without a known zone they are the node's own time, with `local`. Each record begins
// with the node and is one line; its stack trace is the links of the exception. Compactions that only
// compactionhistory has are at their end time.
//
//     2026-11-21 05:33:21.740Z 127.0.0.1 ERROR [CompactionExecutor:2] JVMStabilityInspector.java - Exception in thread …
//
// It has every record of every log, each once. Records are sorted in runs of 16 MiB a node, which wait in a
// file of the work folder, so the size of the logs is not limited by memory.

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

  private struct Run {
    let node: String
    let place: Range<Int64>
  }

  private var bytes: [UInt8] = []
  private var entries: [Entry] = []
  /// Sorted runs on disk, in the order of the log.
  private var runs: [Run] = []
  /// Compactions whose end is in a log.
  private var ended: Set<TimeUUID> = []
  private var rows: [(row: CompactionRow, node: FactNode)] = []
  /// Bytes after which a run is written.
  private var runSize = 16 << 20

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
    runs += other.runs
    ended.formUnion(other.ended)
    rows += other.rows
  }

  /// Writes a run once it is long enough. A buffer that is flushed has the records of one node.
  mutating func flush(to output: FactsOutput, onlyIfFull: Bool) {
    guard bytes.count >= runSize, let node = entries.first?.node else { return }
    var run: [UInt8] = []
    run.reserveCapacity(bytes.count + 12 * entries.count)
    for index in order { MergeRuns.encode(at: entries[index].at, bytes[entries[index].text], into: &run) }
    guard let place = output.runs.append(run) else {
      runSize = .max
      return
    }
    runs.append(Run(node: node, place: place))
    bytes.removeAll(keepingCapacity: true)
    entries.removeAll(keepingCapacity: true)
  }

  /// By time, then by node, and for one node in the order of its log.
  private var order: [Int] {
    entries.indices.sorted { a, b in
      let (left, right) = (entries[a], entries[b])
      if left.at != right.at { return left.at < right.at }
      return left.node != right.node ? left.node < right.node : a < b
    }
  }

  /// Writes all records in time order. Returns false if a run could not be read back.
  mutating func write(to output: FactsOutput) -> Bool {
    // From 4.1 on, a compaction has the same id in the history and in the log.
    var known: Set<TimeUUID> = ended
    for (row, node) in rows.sorted(by: { $0.row.source < $1.row.source }) where known.insert(row.id).inserted
    {
      let words =
        "Compacted \(row.table): \(row.bytesIn) bytes to \(row.bytesOut) bytes (compactionhistory \(row.id))"
      append(row.compactedAt, node, "INFO", "", "nodetool", words)
    }
    var cursors = runs.map { MergeRuns.Cursor(output.runs, $0.place) }
    var heads = MergeHeads()
    for index in cursors.indices {
      if let record = cursors[index].next() {
        heads.add(MergeHead(at: record.at, node: runs[index].node, run: index, text: record.text))
      }
    }
    var chunk: [UInt8] = []
    func emit(_ text: some Collection<UInt8>) {
      chunk += text
      guard chunk.count >= 1 << 20 else { return }
      output.write(chunk, to: MergedLogBuffer.fileName)
      chunk.removeAll(keepingCapacity: true)
    }
    func drain(before limit: (at: Int64, node: String)?) {
      while let head = heads.first {
        // Records in memory came after those of the runs.
        if let limit, (head.at, head.node) > limit { return }
        emit(head.text)
        if let record = cursors[head.run].next() {
          heads.replaceFirst(MergeHead(at: record.at, node: head.node, run: head.run, text: record.text))
        } else {
          heads.removeFirst()
        }
      }
    }
    for index in order {
      drain(before: (entries[index].at, entries[index].node))
      emit(bytes[entries[index].text])
    }
    drain(before: nil)
    output.write(chunk, to: MergedLogBuffer.fileName)
    return !cursors.contains(where: \.isCut)
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

  /// The record's message, or the name and the fields of a record from facts, which lacks its message; then
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

/// The next record of one run.
private struct MergeHead {
  let at: Int64
  let node: String
  let run: Int
  let text: [UInt8]

  static func < (a: MergeHead, b: MergeHead) -> Bool { (a.at, a.node, a.run) < (b.at, b.node, b.run) }
}

/// The heads of all runs as a heap: the first one is the earliest.
private struct MergeHeads {
  private var heap: [MergeHead] = []

  var first: MergeHead? { heap.first }

  mutating func add(_ head: MergeHead) {
    heap.append(head)
    var child = heap.count - 1
    while child > 0, heap[child] < heap[(child - 1) / 2] {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func replaceFirst(_ head: MergeHead) {
    heap[0] = head
    sink()
  }

  mutating func removeFirst() {
    let last = heap.removeLast()
    guard !heap.isEmpty else { return }
    heap[0] = last
    sink()
  }

  private mutating func sink() {
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && heap[child] < heap[least] {
        least = child
      }
      if least == parent { return }
      heap.swapAt(parent, least)
      parent = least
    }
  }
}
