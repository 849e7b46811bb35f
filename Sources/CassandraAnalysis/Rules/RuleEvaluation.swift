// What all rules came to, node by node.

public import CassandraModel

/// What the rules came to over a capture.
public struct Evaluation: Sendable {
  /// The nodes, in order of their names.
  public let nodes: [NodeEvaluation]
  /// The rules as they were evaluated where a node changes nothing.
  public let rules: [Rule]

  /// No node was evaluated.
  public static let none = Evaluation(nodes: [], rules: [])

  /// All intervals, node by node, in order of time.
  public var alerts: [RuleAlert] { nodes.flatMap(\.alerts) }

  /// The evaluation of `node`; nil if there is none.
  public subscript(node: NodeID) -> NodeEvaluation? {
    let index = nodes.partition { $0.node >= node }
    return index < nodes.count && nodes[index].node == node ? nodes[index] : nil
  }

  /// The rule of this id; nil if there is none.
  public func rule(_ id: String) -> Rule? { rules.first { $0.id == id } }
}

/// What the rules came to on one node.
public struct NodeEvaluation: Sendable {
  /// The node.
  public let node: NodeID
  /// Intervals in the order of time, then of the rules; also those that never fired.
  public let alerts: [RuleAlert]
  /// Rules that could not be evaluated, or not at every sample.
  public let notEvaluated: [NotEvaluated]
  /// Its state over time, without holes; empty when nothing tells it.
  public let tiers: [TierSpan]
  /// Samples at which some rule was evaluated.
  public let evaluatedSamples: Int
}

/// A rule that could not be evaluated.
public struct NotEvaluated: Sendable, Hashable {
  /// The rule's id.
  public let rule: String
  /// Why not, to follow "because".
  public let reason: String
  /// What to capture next time.
  public let capture: String
  /// At how many samples; nil when at none it could be.
  public let samples: Int?

  /// True when the rule could be evaluated at other samples.
  public var isPartial: Bool { samples != nil }
}

/// How a node stands, in the four steps of the flow chart of 003.
public enum Tier: String, Sendable, Hashable, CaseIterable, Comparable {
  /// Pending is at most twice the compactors.
  case healthy
  /// Pending is more than that.
  case warning
  /// Also the disk is nearly full and reads meet many tombstones.
  case critical
  /// Also the disk is fuller still, or threads starve.
  case emergency

  /// Better tiers are smaller.
  public static func < (a: Tier, b: Tier) -> Bool {
    (allCases.firstIndex(of: a) ?? 0) < (allCases.firstIndex(of: b) ?? 0)
  }
}

/// A time in which the tier of a node did not change.
public struct TierSpan: Sendable, Hashable {
  /// The tier; nil where nobody saw it.
  public let tier: Tier?
  /// The first sample of it.
  public let from: Instant
  /// The first sample of the next one, or the last sample.
  public let to: Instant
  /// What made it so.
  public let reason: String
  /// Where the first sample stands; nil in a gap.
  public let source: SourceLocation?
}
