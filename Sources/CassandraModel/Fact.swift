// The narrow waist: every reader produces facts, and the analysis consumes nothing else.

/// One fact. It does not carry the tool that it came from.
public enum Fact: Hashable, Sendable {
  /// An observation of a metric.
  case sample(Sample)
  /// A log record.
  case event(Event)
  /// An attribute of a node: not a number over time.
  case attribute(Attribute)
  /// One run of one command.
  case poll(Poll)
  /// A completed compaction, from the history.
  case compaction(CompactionRow)
  /// A node of the ring as another node sees it.
  case ring(RingEntry)
  /// A node as gossip describes it.
  case gossip(GossipEntry)
  /// A table as the schema describes it.
  case schema(TableSchema)
  /// An occurrence from a source other than Cassandra's log.
  case occurrence(Occurrence)
  /// Line counts of a file.
  case coverage(Coverage)
  /// A problem of the input.
  case diagnostic(Diagnostic)
}

/// The receiver of facts. Readers push, because a reader then never lends its bytes out and keeps no iterator
/// state.
public protocol FactSink {
  /// Receives one fact. The facts of one file arrive in file order.
  mutating func receive(_ fact: Fact)

  /// Receives events in the order of time: the same as `receive` for each, in one call.
  mutating func receive(events: Slice<EventBatch>)

  /// Receives samples: the same as `receive` for each, in one call, because most facts of a capture are
  /// samples.
  mutating func receive(samples: ArraySlice<Sample>)
}

extension FactSink {
  /// Calls `receive` for each event.
  public mutating func receive(events: Slice<EventBatch>) {
    for event in events { receive(.event(event)) }
  }

  /// Calls `receive` for each sample.
  public mutating func receive(samples: ArraySlice<Sample>) {
    for sample in samples { receive(.sample(sample)) }
  }
}

/// A sink for the facts of one node, filled from several files.
public protocol NodeSink: FactSink, Sendable {
  /// The node's own clock. It is read after the node's log records and before its captures: times in captures
  /// that give no offset from UTC are times of this clock. Nil when it is not known.
  var clock: WallClock? { get }
  /// Merges the facts of the node's other files: everything except log records.
  mutating func merge(captures other: Self)
  /// Called once, after the last fact.
  mutating func finish()
}

extension NodeSink {
  /// The default: not known.
  public var clock: WallClock? { nil }
}

/// A sink that keeps all facts, for small inputs and tests.
public struct FactRecorder: FactSink, Sendable {
  /// All facts, in the order received.
  public private(set) var facts: [Fact] = []

  /// An empty recorder.
  public init() {}

  /// Keeps `fact`.
  public mutating func receive(_ fact: Fact) { facts.append(fact) }
}

extension FactRecorder {
  /// The samples, in the order received.
  public var samples: [Sample] {
    facts.compactMap { if case .sample(let sample) = $0 { sample } else { nil } }
  }
  /// The events, in the order received.
  public var events: [Event] { facts.compactMap { if case .event(let event) = $0 { event } else { nil } } }
  /// The attributes, in the order received.
  public var attributes: [Attribute] {
    facts.compactMap { if case .attribute(let attribute) = $0 { attribute } else { nil } }
  }
  /// The polls, in the order received.
  public var polls: [Poll] { facts.compactMap { if case .poll(let poll) = $0 { poll } else { nil } } }
  /// The rows of the compaction history, in the order received.
  public var compactions: [CompactionRow] {
    facts.compactMap { if case .compaction(let row) = $0 { row } else { nil } }
  }
  /// The nodes of the ring, in the order received.
  public var ring: [RingEntry] { facts.compactMap { if case .ring(let entry) = $0 { entry } else { nil } } }
  /// The nodes that gossip knows, in the order received.
  public var gossip: [GossipEntry] {
    facts.compactMap { if case .gossip(let entry) = $0 { entry } else { nil } }
  }
  /// The tables of the schema, in the order received.
  public var schemas: [TableSchema] {
    facts.compactMap { if case .schema(let table) = $0 { table } else { nil } }
  }
  /// The occurrences, in the order received.
  public var occurrences: [Occurrence] {
    facts.compactMap { if case .occurrence(let occurrence) = $0 { occurrence } else { nil } }
  }
  /// The diagnostics, in the order received.
  public var diagnostics: [Diagnostic] {
    facts.compactMap { if case .diagnostic(let diagnostic) = $0 { diagnostic } else { nil } }
  }
}
