// Findings of two sides: new, known, gone, or such that one side could not have told.

public import CassandraModel

/// All findings of one fingerprint on both sides.
public struct FindingChange: Sendable, Hashable {
  /// What became of it.
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

    /// True for what was not there before, as far as anyone could see.
    public var isNew: Bool { self == .new || self == .spread }
    /// True where both sides could tell.
    public var isJudged: Bool { self != .notJudgedBefore && self != .notJudgedAfter }
  }

  /// What became of it.
  public let change: Change
  /// What all of them have in common.
  public let fingerprint: String
  /// `category`, `rule` or `strain`.
  public let kind: String
  /// The id of the category, rule or sign.
  public let id: String
  /// A few plain words for it.
  public let title: String
  /// The worst of it.
  public let severity: Severity
  /// Tables concerned on either side, in order of name.
  public let tables: [String]
  /// Nodes that have it, by the names of their side.
  public let nodesBefore: [String]
  /// Nodes that have it after, likewise.
  public let nodesAfter: [String]
  /// How many faults, intervals or signs.
  public let countBefore: Int
  /// The same after.
  public let countAfter: Int
  /// Tasks that failed before; 0 for what is no fault.
  public let failuresBefore: Int64
  /// The same after.
  public let failuresAfter: Int64
  /// The first of the side that shows it best: the later one, where it is there.
  public let message: String
  /// Where that stands; empty when nowhere.
  public let source: String

  /// The area that it counts for.
  public var area: ComparisonArea { kind == CheckFinding.Kind.rule.rawValue ? .alerts : .faults }

  /// More subjects than before, such as a second corrupt SSTable of the same table.
  public var isMore: Bool {
    change == .known && kind == CheckFinding.Kind.category.rawValue && countAfter > countBefore
  }

  /// Known, with other counts.
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
    /// Whether the other side could have shown it: the same node, or any where none is.
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
