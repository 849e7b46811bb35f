// What a team sets: numbers of rules, rules of its own, and what captures seldom hold. Settings are values; where
// they come from (a configuration file, an option, a test) is of no concern to the rules.

public import CassandraModel

/// What a team sets: numbers of rules, and what captures seldom hold.
public struct RuleSettings: Sendable, Equatable {
  /// Changes by rule id, for all nodes.
  public var rules: [String: RuleChange]
  /// Changes by cluster, then by rule id; they win over `rules`.
  public var clusters: [String: [String: RuleChange]]
  /// Changes by node, then by rule id; they win over those of the cluster.
  public var nodes: [String: [String: RuleChange]]
  /// Rules of the team, beside the built-in ones.
  public var own: [OwnRule]
  /// What holds for all nodes.
  public var inputs: NodeInputs
  /// What holds for one node, by its name; it wins over `inputs`, figure by figure.
  public var inputsByNode: [String: NodeInputs]
  /// What the team calls routes, by name of the route.
  public var routes: [String: String] = [:]
  /// Addresses of the team's own pages, by rule, category, runbook or route.
  public var pages: [String: String] = [:]

  /// Nothing is set: every rule has its own numbers.
  public static let none = RuleSettings()

  /// Settings; what is left out is not set.
  public init(
    rules: [String: RuleChange] = [:], clusters: [String: [String: RuleChange]] = [:],
    nodes: [String: [String: RuleChange]] = [:], own: [OwnRule] = [], inputs: NodeInputs = NodeInputs(),
    inputsByNode: [String: NodeInputs] = [:]
  ) {
    self.rules = rules
    self.clusters = clusters
    self.nodes = nodes
    self.own = own
    self.inputs = inputs
    self.inputsByNode = inputsByNode
  }

  /// The team's page for the first of `names` that has one, the most particular first; nil without.
  public func page(for names: [String?]) -> String? {
    names.lazy.compactMap { $0.flatMap { pages[$0] } }.first
  }

  /// What holds for `rule` on `node` of `cluster`: the change of the node over that of its cluster over that of all.
  ///
  /// - Parameters:
  ///   - rule: its id.
  ///   - node: its name.
  ///   - cluster: the cluster's name; nil when the capture does not tell it.
  public func change(of rule: String, node: String, cluster: String?) -> RuleChange {
    var change = rules[rule] ?? RuleChange()
    if let cluster, let closer = clusters[cluster]?[rule] { change = closer.over(change) }
    if let closest = nodes[node]?[rule] { change = closest.over(change) }
    return change
  }

  /// What holds for `node`: its own figures over those for all nodes.
  public func inputs(of node: String) -> NodeInputs {
    inputsByNode[node].map { $0.over(inputs) } ?? inputs
  }
}

/// What is changed of one rule; nil leaves it as it is.
public struct RuleChange: Sendable, Equatable {
  /// Whether the rule is evaluated at all.
  public var isOn: Bool?
  /// Numbers by the name of the parameter, in the rule's own unit.
  public var numbers: [String: Double]
  /// How long the condition must hold before the rule fires.
  public var holdsFor: TimeSpan?
  /// How long the rule goes on firing after the condition ended.
  public var keepsFiringFor: TimeSpan?
  /// How bad it is.
  public var severity: Severity?
  /// Who is called: the name of a route.
  public var route: String?
  /// What is said when it fires.
  public var text: String?

  /// A change; what is left out stays as it is.
  public init(
    isOn: Bool? = nil, numbers: [String: Double] = [:], holdsFor: TimeSpan? = nil,
    keepsFiringFor: TimeSpan? = nil, severity: Severity? = nil, route: String? = nil, text: String? = nil
  ) {
    self.isOn = isOn
    self.numbers = numbers
    self.holdsFor = holdsFor
    self.keepsFiringFor = keepsFiringFor
    self.severity = severity
    self.route = route
    self.text = text
  }

  /// This change where it says something, else `other`.
  func over(_ other: RuleChange) -> RuleChange {
    RuleChange(
      isOn: isOn ?? other.isOn, numbers: other.numbers.merging(numbers) { $1 },
      holdsFor: holdsFor ?? other.holdsFor, keepsFiringFor: keepsFiringFor ?? other.keepsFiringFor,
      severity: severity ?? other.severity, route: route ?? other.route, text: text ?? other.text)
  }
}

/// A rule that a team adds. Its subject is the node.
public struct OwnRule: Sendable, Equatable {
  /// Stable; no built-in rule has it.
  public var id: String
  /// The condition in the text form of `RuleCondition`.
  public var condition: String
  /// How long the condition must hold before the rule fires; nil to fire on the first sample.
  public var holdsFor: TimeSpan?
  /// How long the rule goes on firing after the condition ended; nil to resolve at once.
  public var keepsFiringFor: TimeSpan?
  /// How bad it is.
  public var severity: Severity
  /// Who is called: the name of a route.
  public var route: String
  /// What is said when it fires.
  public var text: String

  /// A rule of a team.
  public init(
    id: String, condition: String, holdsFor: TimeSpan? = nil, keepsFiringFor: TimeSpan? = nil,
    severity: Severity = .warning, route: String = "review", text: String = ""
  ) {
    self.id = id
    self.condition = condition
    self.holdsFor = holdsFor
    self.keepsFiringFor = keepsFiringFor
    self.severity = severity
    self.route = route
    self.text = text
  }
}

/// What rules need and a capture seldom holds; nil is not given.
public struct NodeInputs: Sendable, Equatable {
  /// What the data volume writes in the long run.
  public var diskBandwidthBytesPerSecond: Double?
  /// What the disk does in all at peak, for the share of compaction.
  public var diskThroughputBytesPerSecond: Double?
  /// What the disk controller lets through.
  public var controllerLimitBytesPerSecond: Double?
  /// How long maintenance may take.
  public var maintenanceWindow: TimeSpan?
  /// The 99th percentile of reads when all is well.
  public var readLatencyBaselineSeconds: Double?
  /// The mean time that compactions are active when all is well.
  public var meanElapsedBaselineSeconds: Double?
  /// concurrent_compactors.
  public var concurrentCompactors: Double?
  /// The configured compaction throughput; 0 is unlimited.
  public var compactionThroughputBytesPerSecond: Double?
  /// The folder of the data, which tells the volume.
  public var dataDirectory: String?
  /// The size of the data volume.
  public var diskSizeBytes: Double?

  /// Figures; what is left out is not given.
  public init(
    diskBandwidthBytesPerSecond: Double? = nil, diskThroughputBytesPerSecond: Double? = nil,
    controllerLimitBytesPerSecond: Double? = nil, maintenanceWindow: TimeSpan? = nil,
    readLatencyBaselineSeconds: Double? = nil, meanElapsedBaselineSeconds: Double? = nil,
    concurrentCompactors: Double? = nil, compactionThroughputBytesPerSecond: Double? = nil,
    dataDirectory: String? = nil, diskSizeBytes: Double? = nil
  ) {
    self.diskBandwidthBytesPerSecond = diskBandwidthBytesPerSecond
    self.diskThroughputBytesPerSecond = diskThroughputBytesPerSecond
    self.controllerLimitBytesPerSecond = controllerLimitBytesPerSecond
    self.maintenanceWindow = maintenanceWindow
    self.readLatencyBaselineSeconds = readLatencyBaselineSeconds
    self.meanElapsedBaselineSeconds = meanElapsedBaselineSeconds
    self.concurrentCompactors = concurrentCompactors
    self.compactionThroughputBytesPerSecond = compactionThroughputBytesPerSecond
    self.dataDirectory = dataDirectory
    self.diskSizeBytes = diskSizeBytes
  }

  /// These figures where they are given, else those of `other`.
  func over(_ other: NodeInputs) -> NodeInputs {
    NodeInputs(
      diskBandwidthBytesPerSecond: diskBandwidthBytesPerSecond ?? other.diskBandwidthBytesPerSecond,
      diskThroughputBytesPerSecond: diskThroughputBytesPerSecond ?? other.diskThroughputBytesPerSecond,
      controllerLimitBytesPerSecond: controllerLimitBytesPerSecond ?? other.controllerLimitBytesPerSecond,
      maintenanceWindow: maintenanceWindow ?? other.maintenanceWindow,
      readLatencyBaselineSeconds: readLatencyBaselineSeconds ?? other.readLatencyBaselineSeconds,
      meanElapsedBaselineSeconds: meanElapsedBaselineSeconds ?? other.meanElapsedBaselineSeconds,
      concurrentCompactors: concurrentCompactors ?? other.concurrentCompactors,
      compactionThroughputBytesPerSecond: compactionThroughputBytesPerSecond
        ?? other.compactionThroughputBytesPerSecond,
      dataDirectory: dataDirectory ?? other.dataDirectory, diskSizeBytes: diskSizeBytes ?? other.diskSizeBytes
    )
  }
}
