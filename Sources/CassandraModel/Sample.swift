// Samples, attributes and polls: what captures of commands say.

/// The labels of a sample: a few name and value pairs, ordered by name.
public struct Labels: Hashable, Sendable {
  /// Pairs in ascending order of name.
  public let pairs: [Pair]

  /// One label.
  public struct Pair: Hashable, Sendable {
    /// Label name.
    public let name: String
    /// Label value.
    public let value: String
  }

  /// No labels.
  public static let none = Labels([])

  /// Labels from pairs in any order; of a name given twice the last value holds.
  public init(_ pairs: [(name: String, value: String)]) {
    // Nearly all come in order.
    guard !zip(pairs, pairs.dropFirst()).allSatisfy({ $0.name < $1.name }) else {
      self.pairs = pairs.map { Pair(name: $0.name, value: $0.value) }
      return
    }
    var ordered: [Pair] = []
    for pair in pairs.sorted(by: { $0.name < $1.name }) {
      if ordered.last?.name == pair.name { ordered.removeLast() }
      ordered.append(Pair(name: pair.name, value: pair.value))
    }
    self.pairs = ordered
  }

  /// The value of `name`, or nil.
  public subscript(name: String) -> String? { pairs.first { $0.name == name }?.value }
}

extension Labels: Comparable {
  /// Ordered by the pairs in turn.
  public static func < (a: Labels, b: Labels) -> Bool {
    for (left, right) in zip(a.pairs, b.pairs) where left != right {
      return left.name != right.name ? left.name < right.name : left.value < right.value
    }
    return a.pairs.count < b.pairs.count
  }
}

/// One observation of one metric. A value that the capture does not have gives no sample: missing is not zero.
public struct Sample: Hashable, Sendable {
  /// When it was observed; nil when nothing in the capture says so.
  public let at: Instant?
  /// How the instant is known; nil when it is not.
  public let atKind: InstantKind?
  /// What was observed.
  public let metric: MetricName
  /// Of what: table, pool, device, ….
  public let labels: Labels
  /// In the unit of the metric's name. Integers are exact up to 2^53.
  public let value: Double
  /// Where it stands.
  public package(set) var source: SourceLocation

  /// An observation.
  public init(
    at: Instant?, atKind: InstantKind?, metric: MetricName, labels: Labels = .none, value: Double,
    source: SourceLocation
  ) {
    self.at = at
    self.atKind = atKind
    self.metric = metric
    self.labels = labels
    self.value = value
    self.source = source
  }
}

/// A fact about a node that is not a number over time.
public struct Attribute: Hashable, Sendable {
  /// When it was so; nil when nothing says when.
  public let at: Moment?
  /// Which fact.
  public let name: AttributeName
  /// Its value, as text.
  public let value: String
  /// Where it stands.
  public package(set) var source: SourceLocation

  /// A fact about a node.
  public init(at: Moment?, name: AttributeName, value: String, source: SourceLocation) {
    self.at = at
    self.name = name
    self.value = value
    self.source = source
  }
}

/// One capture of one command, whether it succeeded or not: so a failed cycle is a fact, too.
public struct Poll: Hashable, Sendable {
  /// When it ran; nil when nothing says so.
  public let at: Instant?
  /// How the instant is known; nil when it is not.
  public let atKind: InstantKind?
  /// The nodetool command, for example `compactionstats`, or the monitor, for example `tracker`; `unknown` when its
  /// output names none.
  public let command: String
  /// Why it failed, in the words it printed, or why its output is of no use (see `isReported`); nil when it succeeded.
  public let failure: String?
  /// Its first line.
  public package(set) var source: SourceLocation

  /// A capture of a command; `failure` nil means it succeeded.
  public init(
    at: Instant?, atKind: InstantKind?, command: String, failure: String?, source: SourceLocation
  ) {
    self.at = at
    self.atKind = atKind
    self.command = command
    self.failure = failure
    self.source = source
  }

  /// A `failure` that nothing printed: what was wrong with the output itself.
  public static func unusable(_ command: String, _ why: String) -> String { command + ": " + why }

  /// True if `failure` is in the words of what ran; false if it says what was wrong with its output.
  public var isReported: Bool { failure?.hasPrefix(command + ": ") == false }
}
