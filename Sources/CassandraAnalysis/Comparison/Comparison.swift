// Changes between two captures. A finding or a figure that one side could not have is reported as such, not
// as a change.

public import CassandraModel

/// Two captures, compared.
public struct Comparison: Sendable {
  /// The difference between two figures that counts as a change.
  public struct Tolerance: Sendable, Hashable {
    /// A share of the value before; 0.1 is a tenth. Each measure also has a floor of its own.
    public let relative: Double

    /// A tolerance.
    public init(relative: Double) { self.relative = relative }

    /// A tenth.
    public static let standard = Tolerance(relative: 0.1)
  }

  /// The earlier side.
  public let before: Snapshot
  /// The later side.
  public let after: Snapshot
  /// The difference that counts as a change.
  public let tolerance: Tolerance
  /// Nodes that are on both sides.
  public let matches: [NodeMatch]
  /// Nodes that only the earlier side has, in order.
  public let nodesGone: [String]
  /// Nodes that only the later side has, in order.
  public let nodesNew: [String]
  /// Errors, alerts and warnings: the worst changes first.
  public let findings: [FindingChange]
  /// Every figure of the matched nodes.
  public let figures: [FigureChange]

  /// Compares two captures.
  ///
  /// - Parameters:
  ///   - before: the earlier side.
  ///   - after: the later side.
  ///   - tolerance: how far figures may differ and still be the same.
  ///   - given: nodes that the user matches by hand.
  public init(
    _ before: Snapshot, _ after: Snapshot, tolerance: Tolerance = .standard,
    given: [(before: String, after: String)] = []
  ) {
    self.before = before
    self.after = after
    self.tolerance = tolerance
    let matches = NodeMatch.all(before, after, given: given)
    self.matches = matches
    nodesGone = before.nodes.filter { name in !matches.contains { $0.before == name } }
    nodesNew = after.nodes.filter { name in !matches.contains { $0.after == name } }
    findings = FindingChange.all(before, after, matches)
    figures = FigureChange.all(before, after, matches, tolerance)
  }

  /// The result of one area.
  public enum Verdict: String, Sendable, Hashable {
    case worse, better
    /// Some figures are worse and some better.
    case mixed = "worse and better"
    /// Figures differ, and neither direction is worse.
    case changed
    case same
    /// No figure is known on both sides.
    case notKnown = "not known"
  }

  /// The result of `area`.
  public func verdict(on area: ComparisonArea) -> Verdict {
    let own = figures.filter { $0.measure.area == area }
    var isWorse = own.contains { $0.change == .worse }
    var isBetter = own.contains { $0.change == .better }
    let isChanged = own.contains { $0.change == .changed }
    var isKnown = own.contains { $0.change.isKnown }
    let found = findings.filter { $0.area == area }
    // Warnings that are only notes come and go.
    let weighty = found.filter { $0.severity > .info || $0.kind != CheckFinding.Kind.warning.rawValue }
    isWorse = isWorse || weighty.contains { $0.change.isNew || $0.isMore }
    isBetter = isBetter || weighty.contains { $0.change == .gone }
    if area == .faults || area == .alerts { isKnown = isKnown || isJudged(area) }
    if isWorse { return isBetter ? .mixed : .worse }
    if isBetter { return .better }
    return isChanged ? .changed : isKnown ? .same : .notKnown
  }

  /// True if findings of `area`, errors or alerts, could have been seen on both sides of at least one node.
  public func isJudged(_ area: ComparisonArea) -> Bool {
    if findings.contains(where: { $0.area == area && $0.change.isJudged }) { return true }
    let judged = { (side: Snapshot, node: String) -> Set<String> in
      Set(side.texts(.judged, of: node).keys.filter { ($0 == Snapshot.failures) == (area == .faults) })
    }
    return matches.contains { !judged(before, $0.before).isDisjoint(with: judged(after, $0.after)) }
  }

  /// True when both sides have the same data and no differences.
  public var isUnchanged: Bool {
    nodesGone.isEmpty && nodesNew.isEmpty && findings.allSatisfy { $0.change == .known && !$0.isOtherwise }
      && figures.allSatisfy { $0.change == .same }
  }

  /// The worst of the new errors and alerts; nil when there are none.
  public var worstNew: Severity? {
    findings.filter { $0.change.isNew && $0.kind != CheckFinding.Kind.warning.rawValue }.map(\.severity).max()
  }
}
