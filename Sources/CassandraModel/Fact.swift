// The narrow waist: everything that reading produces and everything that analysis consumes is a fact.

/// One fact. Which tool it came from is not part of it.
public enum Fact: Hashable, Sendable {
  /// An observation of a metric.
  case sample(Sample)
  /// A log record.
  case event(Event)
  /// Something about a node that is not a number over time.
  case attribute(Attribute)
  /// One capture of one command.
  case poll(Poll)
  /// A compaction that ended, from the history.
  case compaction(CompactionRow)
  /// A node of the ring as another node sees it.
  case ring(RingEntry)
  /// A node as gossip describes it.
  case gossip(GossipEntry)
  /// A table as the schema describes it.
  case schema(TableSchema)
  /// Something that another source than Cassandra's log says happened.
  case occurrence(Occurrence)
  /// The account of a file.
  case coverage(Coverage)
  /// Something wrong with the input.
  case diagnostic(Diagnostic)
}

/// Where readers push facts. Push, not pull: a reader lends its bytes to nobody and keeps no iterator state.
public protocol FactSink {
  /// Takes one fact. Facts of one file come in the order in which they stand in it.
  mutating func receive(_ fact: Fact)

  /// Takes events in the order of time: what `receive` does with each, in one call.
  mutating func receive(events: Slice<EventBatch>)

  /// Takes samples: what `receive` does with each, in one call, because they are most of what captures hold.
  mutating func receive(samples: ArraySlice<Sample>)
}

extension FactSink {
  /// Takes events one by one.
  public mutating func receive(events: Slice<EventBatch>) {
    for event in events { receive(.event(event)) }
  }

  /// Takes samples one by one.
  public mutating func receive(samples: ArraySlice<Sample>) {
    for sample in samples { receive(.sample(sample)) }
  }
}

/// A sink for the facts of one node, filled from several files.
public protocol NodeSink: FactSink, Sendable {
  /// The node's own clock, asked for when its log records have been given and before its captures are: times in these
  /// that do not say how far they are from UTC are of that clock. Nil when it is not known.
  var clock: WallClock? { get }
  /// Takes in what other files of the node gave: everything but log records.
  mutating func merge(captures other: Self)
  /// Called once, after the last fact.
  mutating func finish()
}

extension NodeSink {
  /// Not known.
  public var clock: WallClock? { nil }
}

/// A sink that keeps everything, for small inputs and tests.
public struct FactRecorder: FactSink, Sendable {
  /// All facts, in order.
  public private(set) var facts: [Fact] = []

  /// No facts yet.
  public init() {}

  /// Keeps `fact`.
  public mutating func receive(_ fact: Fact) { facts.append(fact) }
}

extension FactRecorder {
  /// The samples, in order.
  public var samples: [Sample] {
    facts.compactMap { if case .sample(let sample) = $0 { sample } else { nil } }
  }
  /// The events, in order.
  public var events: [Event] { facts.compactMap { if case .event(let event) = $0 { event } else { nil } } }
  /// The attributes, in order.
  public var attributes: [Attribute] {
    facts.compactMap { if case .attribute(let attribute) = $0 { attribute } else { nil } }
  }
  /// The polls, in order.
  public var polls: [Poll] { facts.compactMap { if case .poll(let poll) = $0 { poll } else { nil } } }
  /// The rows of the compaction history, in order.
  public var compactions: [CompactionRow] {
    facts.compactMap { if case .compaction(let row) = $0 { row } else { nil } }
  }
  /// The nodes of the ring, in order.
  public var ring: [RingEntry] { facts.compactMap { if case .ring(let entry) = $0 { entry } else { nil } } }
  /// The nodes that gossip knows, in order.
  public var gossip: [GossipEntry] {
    facts.compactMap { if case .gossip(let entry) = $0 { entry } else { nil } }
  }
  /// The tables of a schema, in order.
  public var schemas: [TableSchema] {
    facts.compactMap { if case .schema(let table) = $0 { table } else { nil } }
  }
  /// What other sources than the log say happened, in order.
  public var occurrences: [Occurrence] {
    facts.compactMap { if case .occurrence(let occurrence) = $0 { occurrence } else { nil } }
  }
  /// The diagnostics, in order.
  public var diagnostics: [Diagnostic] {
    facts.compactMap { if case .diagnostic(let diagnostic) = $0 { diagnostic } else { nil } }
  }
}
