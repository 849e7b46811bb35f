// Findings of two sides: new, known, gone, or not visible on one side.

public import CassandraModel

/// All findings of one fingerprint on both sides.
public struct FindingChange: Sendable, Hashable {
  /// Whether a finding is new, gone or changed.
  public enum Change: String, Sendable, Hashable, CaseIterable {
    /// Only after.
    case new
    /// On both sides, and after on a node that did not have it before.
    case spread = "new on a node"
    /// Only after, and before it could not have been seen.
    case notJudgedBefore = "unknown before"
    /// On both sides.
    case known
    /// Only before.
    case gone
    /// Only before, and after it could not have been seen.
    case notJudgedAfter = "unknown after"

    /// True for a finding that was not there before, as far as the capture shows.
    public var isNew: Bool { self == .new || self == .spread }
    /// True where both sides had the data for it.
    public var isJudged: Bool { self != .notJudgedBefore && self != .notJudgedAfter }
  }

  /// Whether the finding is new, gone or changed.
  public let change: Change
  /// The fingerprint that all of them share.
  public let fingerprint: String
  /// `category`, `rule` or `strain`.
  public let kind: String
  /// The id of the category, rule or warning.
  public let id: String
  /// A few plain words.
  public let title: String
  /// The worst severity of either side.
  public let severity: Severity
  /// Affected tables of either side, in order of name.
  public let tables: [String]
  /// Nodes that have it before, by the names of their side.
  public let nodesBefore: [String]
  /// Nodes that have it after, by the names of their side.
  public let nodesAfter: [String]
  /// Number of errors, intervals or warnings.
  public let countBefore: Int
  /// The same after.
  public let countAfter: Int
  /// Tasks that failed before; 0 for a finding that is no error.
  public let failuresBefore: Int64
  /// The same after.
  public let failuresAfter: Int64
  /// The message of the first finding: of the later side, if it has one.
  public let message: String
  /// File and line; empty when there is none.
  public let source: String

  /// Its area.
  public var area: ComparisonArea { kind == CheckFinding.Kind.rule.rawValue ? .alerts : .faults }

  /// More subjects than before, such as a second corrupt SSTable of the same table.
  public var isMore: Bool {
    change == .known && kind == CheckFinding.Kind.category.rawValue && countAfter > countBefore
  }

  /// True when it is known, with other counts.
  public var isOtherwise: Bool { countBefore != countAfter || failuresBefore != failuresAfter }

  static func all(_ before: Snapshot, _ after: Snapshot, _ matches: [NodeMatch]) -> [FindingChange] {
    let old = Dictionary(grouping: before.findings) { $0.fingerprint }
    let now = Dictionary(grouping: after.findings) { $0.fingerprint }
    return Set(old.keys).union(now.keys).compactMap { key in
      FindingChange(
        old[key] ?? [], now[key] ?? [], Sides(before: before, after: after, matches: matches))
    }
    .sorted { a, b in
      if a.change != b.change { return rank(a.change) < rank(b.change) }
      if a.severity != b.severity { return a.severity > b.severity }
      if a.kind != b.kind { return a.kind < b.kind }
      return a.id != b.id ? a.id < b.id : a.fingerprint < b.fingerprint
    }
  }

  private static func rank(_ change: Change) -> Int { Change.allCases.firstIndex(of: change) ?? 0 }

  private struct Sides {
    let before: Snapshot
    let after: Snapshot
    let matches: [NodeMatch]
  }

  private init?(_ old: [Snapshot.Finding], _ now: [Snapshot.Finding], _ sides: Sides) {
    guard let first = now.first ?? old.first else { return nil }
    fingerprint = first.fingerprint
    kind = first.kind
    id = first.id
    title = first.title
    severity = (now.isEmpty ? old : now).map(\.severity).max() ?? first.severity
    tables = Set((old + now).flatMap(\.tables)).sorted()
    let (left, right) = (Set(old.map(\.node)), Set(now.map(\.node)))
    nodesBefore = left.sorted()
    nodesAfter = right.sorted()
    countBefore = old.count
    countAfter = now.count
    failuresBefore = old.reduce(0) { $0.addingClamped($1.failures) }
    failuresAfter = now.reduce(0) { $0.addingClamped($1.failures) }
    message = first.message
    source = first.source
    let subject = first.kind == CheckFinding.Kind.rule.rawValue ? first.id : Snapshot.failures
    let isJudged = { (side: Snapshot, node: String) in side.texts(.judged, of: node)[subject] != nil }
    /// True if the other side could have shown it: on the same node, or on any node where no node matches.
    func couldTell(_ nodes: Set<String>, _ other: Snapshot, _ name: (String) -> String?) -> Bool {
      let others = nodes.compactMap(name)
      return (others.isEmpty ? other.nodes : others).contains { isJudged(other, $0) }
    }
    if old.isEmpty {
      let could = couldTell(right, sides.before) { node in sides.matches.first { $0.after == node }?.before }
      change = could ? .new : .notJudgedBefore
    } else if now.isEmpty {
      let could = couldTell(left, sides.after) { node in sides.matches.first { $0.before == node }?.after }
      change = could ? .gone : .notJudgedAfter
    } else {
      let isSpread = sides.matches.contains { match in
        right.contains(match.after) && !left.contains(match.before) && isJudged(sides.before, match.before)
      }
      change = isSpread ? .spread : .known
    }
  }
}
