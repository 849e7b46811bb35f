// Settings of a team: numbers of rules, rules of its own, and figures that captures seldom hold. Settings are
// values; the rules do not know their source (a configuration file, an option, a test).

public import CassandraModel

/// Settings of a team: numbers of rules, and figures that captures seldom hold.
public struct RuleSettings: Sendable, Equatable {
  /// Changes by rule id, for all nodes.
  public var rules: [RuleID: RuleChange]
  /// Changes by cluster, then by rule id; they win over `rules`.
  public var clusters: [String: [RuleID: RuleChange]]
  /// Changes by node, then by rule id; they win over those of the cluster.
  public var nodes: [String: [RuleID: RuleChange]]
  /// Rules of the team, in addition to the built-in ones.
  public var own: [OwnRule]
  /// Figures for all nodes.
  public var inputs: NodeInputs
  /// Figures for one node, by its name; each wins over the same figure in `inputs`.
  public var inputsByNode: [String: NodeInputs]
  /// The team's names of routes, by the name of the route.
  public var routes: [String: String] = [:]
  /// Addresses of the team's own pages, by rule, category, runbook or route.
  public var pages: [String: String] = [:]

  /// No settings: every rule has its own numbers.
  public static let none = RuleSettings()

  /// Settings; an omitted one keeps its default.
  public init(
    rules: [RuleID: RuleChange] = [:], clusters: [String: [RuleID: RuleChange]] = [:],
    nodes: [String: [RuleID: RuleChange]] = [:], own: [OwnRule] = [], inputs: NodeInputs = NodeInputs(),
    inputsByNode: [String: NodeInputs] = [:]
  ) {
    self.rules = rules
    self.clusters = clusters
    self.nodes = nodes
    self.own = own
    self.inputs = inputs
    self.inputsByNode = inputsByNode
  }

  /// The team's page for the first of `names` that has one; `names` begin with the most specific. nil without
  /// a page.
  public func page(for names: [String?]) -> String? {
    names.lazy.compactMap { $0.flatMap { pages[$0] } }.first
  }

  /// The change of `rule` on `node` of `cluster`: the node's change over its cluster's over the one for all
  /// nodes.
  ///
  /// - Parameters:
  ///   - rule: its id.
  ///   - node: its name.
  ///   - cluster: the cluster's name; nil when it is not in the capture.
  public func change(of rule: RuleID, node: String, cluster: String?) -> RuleChange {
    var change = rules[rule] ?? RuleChange()
    if let cluster, let closer = clusters[cluster]?[rule] { change = closer.over(change) }
    if let closest = nodes[node]?[rule] { change = closest.over(change) }
    return change
  }

  /// Figures for `node`: its own over those for all nodes.
  public func inputs(of node: String) -> NodeInputs {
    inputsByNode[node].map { $0.over(inputs) } ?? inputs
  }
}

/// Changes to one rule; a nil field leaves the rule's value.
public struct RuleChange: Sendable, Equatable {
  /// False to switch the rule off.
  public var isOn: Bool?
  /// Numbers by the name of the parameter, in the rule's own unit.
  public var numbers: [String: Double]
  /// How long the condition must hold before the rule fires.
  public var holdsFor: TimeSpan?
  /// How long the rule keeps firing after the condition ended.
  public var keepsFiringFor: TimeSpan?
  /// The severity.
  public var severity: Severity?
  /// The name of the notification route.
  public var route: String?
  /// The message when it fires.
  public var text: String?

  /// A change; an omitted field leaves the rule's value.
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

  /// This change, completed by `other`.
  func over(_ other: RuleChange) -> RuleChange {
    RuleChange(
      isOn: isOn ?? other.isOn, numbers: other.numbers.merging(numbers) { $1 },
      holdsFor: holdsFor ?? other.holdsFor, keepsFiringFor: keepsFiringFor ?? other.keepsFiringFor,
      severity: severity ?? other.severity, route: route ?? other.route, text: text ?? other.text)
  }
}

/// A rule that a team adds. Its subject is the node.
public struct OwnRule: Sendable, Equatable {
  /// Stable id, different from every built-in rule's.
  public var id: RuleID
  /// The condition in the text form of `RuleCondition`.
  public var condition: String
  /// How long the condition must hold before the rule fires; nil to fire on the first sample.
  public var holdsFor: TimeSpan?
  /// How long the rule keeps firing after the condition ended; nil to resolve at once.
  public var keepsFiringFor: TimeSpan?
  /// The severity.
  public var severity: Severity
  /// The name of the notification route.
  public var route: String
  /// The message when it fires.
  public var text: String

  /// A rule of a team.
  public init(
    id: RuleID, condition: String, holdsFor: TimeSpan? = nil, keepsFiringFor: TimeSpan? = nil,
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

/// Figures that rules need and a capture seldom holds; nil is not given.
public struct NodeInputs: Sendable, Equatable {
  /// Sustained write bandwidth of the data volume.
  public var diskBandwidthBytesPerSecond: Double?
  /// Peak throughput of the disk, reads and writes together, for the share of compaction.
  public var diskThroughputBytesPerSecond: Double?
  /// Throughput limit of the disk controller.
  public var controllerLimitBytesPerSecond: Double?
  /// Length of the maintenance window.
  public var maintenanceWindow: TimeSpan?
  /// The 99th percentile of reads of a healthy node.
  public var readLatencyBaselineSeconds: Double?
  /// The mean time that compactions are active on a healthy node.
  public var meanElapsedBaselineSeconds: Double?
  /// concurrent_compactors.
  public var concurrentCompactors: Double?
  /// The configured compaction throughput; 0 is unlimited.
  public var compactionThroughputBytesPerSecond: Double?
  /// The data directory, which identifies the volume.
  public var dataDirectory: String?
  /// The size of the data volume.
  public var diskSizeBytes: Double?

  /// Figures; an omitted one is not given.
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

  /// These figures, completed by those of `other`.
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
