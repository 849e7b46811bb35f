// Figures of matched nodes, with the values of both sides.

/// One figure on both sides.
public struct FigureChange: Sendable, Hashable {
  /// The direction of a change.
  public enum Change: String, Sendable, Hashable {
    case worse, better, changed, same
    /// Unknown after.
    case onlyBefore = "not known after"
    /// Unknown before.
    case onlyAfter = "not known before"

    /// True where both sides have it.
    public var isKnown: Bool { self != .onlyBefore && self != .onlyAfter }
    /// True where it differs by more than the tolerance.
    public var isChange: Bool { isKnown && self != .same }
  }

  /// The node.
  public let match: NodeMatch
  /// The measured quantity.
  public let measure: ComparisonMeasure
  /// The object of the figure: a table, a setting, a disk; empty for the node.
  public let of: String
  /// Its value before; nil when not known.
  public let before: Snapshot.Value?
  /// Its value after; nil when not known.
  public let after: Snapshot.Value?
  /// The direction of the change.
  public let change: Change
  /// File and line before; empty when there is none.
  public let sourceBefore: String
  /// File and line after; empty when there is none.
  public let sourceAfter: String

  /// The growth as a share of the value before; nil for words, for one side, and from zero.
  public var relative: Double? {
    guard case .number(let old)? = before, case .number(let now)? = after else { return nil }
    return old == 0 ? nil : (now - old) / old.magnitude
  }

  static func all(
    _ before: Snapshot, _ after: Snapshot, _ matches: [NodeMatch], _ tolerance: Comparison.Tolerance
  ) -> [FigureChange] {
    let (old, now) = (
      Dictionary(grouping: before.figures) { $0.node }, Dictionary(grouping: after.figures) { $0.node }
    )
    var all: [FigureChange] = []
    for match in matches {
      let left = byKey(old[match.before] ?? [])
      let right = byKey(now[match.after] ?? [])
      let known = ComparisonMeasure.all.filter { $0.area != nil || $0 == .judged }
      for measure in known {
        let names = Set(left[measure.id]?.keys.map { $0 } ?? []).union(
          right[measure.id]?.keys.map { $0 } ?? [])
        for name in names.sorted() {
          all.append(
            FigureChange(
              match, measure, name, left[measure.id]?[name], right[measure.id]?[name], tolerance))
        }
      }
    }
    return all
  }

  private static func byKey(_ figures: [Snapshot.Figure]) -> [String: [String: Snapshot.Figure]] {
    var byKey: [String: [String: Snapshot.Figure]] = [:]
    for figure in figures where byKey[figure.measure]?[figure.of] == nil {
      byKey[figure.measure, default: [:]][figure.of] = figure
    }
    return byKey
  }

  private init(
    _ match: NodeMatch, _ measure: ComparisonMeasure, _ of: String, _ old: Snapshot.Figure?,
    _ now: Snapshot.Figure?, _ tolerance: Comparison.Tolerance
  ) {
    self.match = match
    self.measure = measure
    self.of = of
    before = old?.value
    after = now?.value
    sourceBefore = old?.source ?? ""
    sourceAfter = now?.source ?? ""
    change =
      switch (old?.value, now?.value) {
      case (let left?, let right?): FigureChange.change(measure, left, right, tolerance)
      case (_?, nil): .onlyBefore
      default: .onlyAfter
      }
  }

  private static func change(
    _ measure: ComparisonMeasure, _ old: Snapshot.Value, _ now: Snapshot.Value,
    _ tolerance: Comparison.Tolerance
  ) -> Change {
    guard case .number(let left) = old, case .number(let right) = now else {
      return old == now ? .same : .changed
    }
    if let floor = measure.floor {
      let allowed = max(floor, tolerance.relative * left.magnitude)
      if (right - left).magnitude <= allowed { return .same }
    } else if left == right {
      return .same
    }
    switch measure.worse {
    case .neither: return .changed
    case .higherIsWorse: return right > left ? .worse : .better
    case .lowerIsWorse: return right < left ? .worse : .better
    }
  }
}
