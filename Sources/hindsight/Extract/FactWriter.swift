// The sink that writes facts instead of analyzing them. The facts of each capture of a node go into a buffer,
// and these buffers into the node's own. The node's buffer is flushed when it is full, so the size of a log
// is not limited by memory.

import CassandraAnalysis
import CassandraInput
import CassandraModel
import CassandraReport

/// Facts in one format, until they are written.
protocol FactBuffer: Sendable {
  init()
  mutating func add(_ fact: Fact, of node: FactNode)
  mutating func add(_ other: Self)
  /// Writes the buffered facts and clears the buffer; with `onlyIfFull` only if it is full.
  mutating func flush(to output: FactsOutput, onlyIfFull: Bool)
}

struct FactWriter<Buffer: FactBuffer>: NodeSink {
  private(set) var buffer = Buffer()
  private let node: FactNode
  private let window: FactWindow
  /// Nil for one capture of the node, which is merged later.
  private let output: FactsOutput?

  /// The node's clock, if it is known before its captures are read.
  let clock: WallClock?

  init(_ node: FactNode, clock: WallClock?, window: FactWindow, output: FactsOutput?) {
    self.node = node
    self.clock = clock
    self.window = window
    self.output = output
  }

  mutating func receive(_ fact: Fact) {
    guard window.contains(fact, of: node) else { return }
    buffer.add(fact, of: node)
    if let output { buffer.flush(to: output, onlyIfFull: true) }
  }

  mutating func merge(captures other: FactWriter<Buffer>) {
    buffer.add(other.buffer)
    if let output { buffer.flush(to: output, onlyIfFull: true) }
  }

  mutating func finish() {
    if let output { buffer.flush(to: output, onlyIfFull: false) }
  }
}

struct FactWindow: Sendable {
  var since: Instant?
  var until: Instant?
  /// Facts of other tables are left out; facts without a table are written.
  var selection = Selection.everything

  /// True if the fact was requested.
  func contains(_ fact: Fact, of node: FactNode) -> Bool {
    isInTime(fact, of: node) && (!selection.choosesTables || isOfTables(fact))
  }

  private func isOfTables(_ fact: Fact) -> Bool {
    let table: TableName?
    switch fact {
    case .sample(let sample):
      let labels = sample.labels
      if labels["table"] == nil, let keyspace = labels["keyspace"] {
        return selection.keyspaces.isEmpty || selection.keyspaces.contains(keyspace)
      }
      table = labels["table"].flatMap { name in
        labels["keyspace"].map { TableName(keyspace: $0, table: name) }
      }
    case .event(let event): table = event.fields[.table].flatMap { TableName(dotted: $0.text) }
    case .compaction(let row): table = row.table
    case .schema(let schema): table = schema.table
    case .attribute, .poll, .ring, .gossip, .occurrence, .coverage, .diagnostic: table = nil
    }
    return table.map(selection.selects) ?? true
  }

  /// True for a fact in the window, and for a fact without a time. Without a zone, the node's own time
  /// counts.
  private func isInTime(_ fact: Fact, of node: FactNode) -> Bool {
    guard since != nil || until != nil else { return true }
    let moment: Moment? =
      switch fact {
      case .sample(let it): it.at.map { .utc($0) }
      case .event(let it): .local(it.at)
      case .attribute(let it): it.at
      case .poll(let it): it.at.map { .utc($0) }
      case .compaction(let it): .local(it.compactedAt)
      case .ring(let it): it.at.map { .utc($0) }
      case .gossip(let it): it.at.map { .utc($0) }
      case .occurrence(let it): it.at
      case .schema, .coverage, .diagnostic: nil
      }
    guard let moment else { return true }
    var time = moment.sortKey
    if case .local(let local) = moment, let instant = node.instant(local) { time = instant.milliseconds }
    return time >= since?.milliseconds ?? .min && until.map { time < $0.milliseconds } ?? true
  }
}

struct JSONLinesBuffer: FactBuffer {
  static let fileName = "facts.jsonl"
  private var line = JSONLine()

  mutating func add(_ fact: Fact, of node: FactNode) { fact.write(to: &line, of: node) }

  mutating func add(_ other: JSONLinesBuffer) { line.bytes += other.line.bytes }

  mutating func flush(to output: FactsOutput, onlyIfFull: Bool) {
    if onlyIfFull, line.bytes.count < 1 << 20 { return }
    output.write(line.bytes, to: JSONLinesBuffer.fileName)
    line.bytes.removeAll(keepingCapacity: true)
  }
}

/// Samples. The first one can be written only after all have been added.
struct SamplesBuffer: FactBuffer {
  static let fileName = "samples.openmetrics"
  private(set) var samples = OpenMetricsText()

  mutating func add(_ fact: Fact, of node: FactNode) {
    if case .sample(let sample) = fact { samples.add(sample, of: node.id) }
  }

  mutating func add(_ other: SamplesBuffer) { samples.merge(other.samples) }

  mutating func flush(to output: FactsOutput, onlyIfFull: Bool) {}
}
