// Results of all rules, node by node.

public import CassandraModel

/// Results of the rules over a capture.
public struct Evaluation: Sendable {
  /// The nodes, in order of their names.
  public let nodes: [NodeEvaluation]
  /// The rules as evaluated on nodes without changes of their own.
  public let rules: [Rule]

  /// No node was evaluated.
  public static let none = Evaluation(nodes: [], rules: [])

  /// All alerts, node by node, in order of time.
  public var alerts: [RuleAlert] { nodes.flatMap(\.alerts) }

  /// The evaluation of `node`; nil without one.
  public subscript(node: NodeID) -> NodeEvaluation? {
    let index = nodes.partition { $0.node >= node }
    return index < nodes.count && nodes[index].node == node ? nodes[index] : nil
  }

  /// The rule of this id; nil without one.
  public func rule(_ id: RuleID) -> Rule? { rules.first { $0.id == id } }
}

/// Results of the rules on one node.
public struct NodeEvaluation: Sendable {
  /// The node.
  public let node: NodeID
  /// Alerts in the order of time, then of the rules; also those that never fired.
  public let alerts: [RuleAlert]
  /// Rules that could not be evaluated, or not at every sample.
  public let notEvaluated: [NotEvaluated]
  /// Backlog tiers over time, without holes; empty when the capture has no backlog samples.
  public let tiers: [TierSpan]
  /// Samples at which some rule was evaluated.
  public let evaluatedSamples: Int
}

/// A rule that could not be evaluated.
public struct NotEvaluated: Sendable, Hashable {
  /// The rule's id.
  public let rule: RuleID
  /// The reason, to follow "because".
  public let reason: String
  /// The command to capture next time.
  public let capture: String
  /// Number of samples without an evaluation; nil for all.
  public let samples: Int?

  /// True when the rule could be evaluated at other samples.
  public var isPartial: Bool { samples != nil }
}

extension RuleID {
  /// The backlog tiers, among what could not be evaluated: they are no rule.
  static let tiers = RuleID("tiers")
}

/// The backlog tier of a node, in the four steps of the flow chart of 003.
public enum Tier: String, Sendable, Hashable, CaseIterable, Comparable {
  /// Pending is at most twice the compactors.
  case healthy
  /// Pending is more than that.
  case warning
  /// The disk is also nearly full, and reads meet many tombstones.
  case critical
  /// The disk is also fuller still, or threads starve.
  case emergency

  /// Better tiers are smaller.
  public static func < (a: Tier, b: Tier) -> Bool {
    (allCases.firstIndex(of: a) ?? 0) < (allCases.firstIndex(of: b) ?? 0)
  }
}

/// A time in which the tier of a node did not change.
public struct TierSpan: Sendable, Hashable {
  /// The backlog tier; nil between samples that are too far apart.
  public let tier: Tier?
  /// The first sample of it.
  public let from: Instant
  /// The first sample of the next one, or the last sample.
  public let to: Instant
  /// The reason for the tier.
  public let reason: String
  /// Place of the first sample; nil in a gap.
  public let source: SourceLocation?
}
