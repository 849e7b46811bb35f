// Samples, attributes and polls: the facts from captures of commands.

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

  /// Labels from pairs in any order; if a name is given twice, the last value wins.
  public init(_ pairs: [(name: String, value: String)]) {
    // Nearly all pairs arrive in order.
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

/// One observation of one metric. A value that is not in the capture gives no sample: missing is not zero.
public struct Sample: Hashable, Sendable {
  /// Time of the observation; nil when the capture does not give it.
  public let at: Instant?
  /// The source of the instant; nil when there is no instant.
  public let atKind: InstantKind?
  /// The observed metric.
  public let metric: MetricName
  /// The observed object: table, pool, device, ….
  public let labels: Labels
  /// In the unit of the metric's name. Integers are exact up to 2^53.
  public let value: Double
  /// File and line.
  public package(set) var source: SourceLocation

  /// One observation from its parts.
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
  /// Time of the observation; nil when it is not known.
  public let at: Moment?
  /// Name of the attribute.
  public let name: AttributeName
  /// The value, as text.
  public let value: String
  /// File and line.
  public package(set) var source: SourceLocation

  /// An attribute from its parts.
  public init(at: Moment?, name: AttributeName, value: String, source: SourceLocation) {
    self.at = at
    self.name = name
    self.value = value
    self.source = source
  }
}

/// One run of one command, successful or not: a failed cycle is a fact, too.
public struct Poll: Hashable, Sendable {
  /// Time of the run; nil when the capture does not give it.
  public let at: Instant?
  /// The source of the instant; nil when there is no instant.
  public let atKind: InstantKind?
  /// The nodetool command, for example `compactionstats`, or the monitor, for example `tracker`; `unknown`
  /// when the output does not name one.
  public let command: String
  /// The error that the command printed, or the reason why its output is unusable (see `isReported`); nil
  /// when it succeeded.
  public let failure: String?
  /// The first line of the output.
  public package(set) var source: SourceLocation

  /// One run of a command; it succeeded if `failure` is nil.
  public init(
    at: Instant?, atKind: InstantKind?, command: String, failure: String?, source: SourceLocation
  ) {
    self.at = at
    self.atKind = atKind
    self.command = command
    self.failure = failure
    self.source = source
  }

  /// A `failure` that the command did not print: a problem of the output itself.
  public static func unusable(_ command: String, _ why: String) -> String { command + ": " + why }

  /// True if `failure` is the command's own message; false if it describes a problem of the output.
  public var isReported: Bool { failure?.hasPrefix(command + ": ") == false }
}
