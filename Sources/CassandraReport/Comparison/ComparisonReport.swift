// The comparison of two captures, with its first screen.

public import CassandraAnalysis
import CassandraModel

/// Two captures with their names.
public struct NamedComparison: Sendable {
  let comparison: Comparison
  let before: String
  let after: String
  /// The compared part of both captures; nil for all.
  let selection: Selection?
  /// Findings left out of each side.
  let leftOut: (before: Int, after: Int)

  /// A comparison with the names of its sides.
  public init(
    _ comparison: Comparison, before: String, after: String, selection: Selection? = nil,
    leftOut: (before: Int, after: Int) = (0, 0)
  ) {
    self.comparison = comparison
    self.before = before
    self.after = after
    self.selection = selection
    self.leftOut = leftOut
  }
}

extension Report {
  /// The report on `named`. It depends on no other input.
  public static func comparison(_ named: NamedComparison) -> Report {
    let comparison = named.comparison
    var facts = [
      HeaderFact("Before", .code(named.before)), HeaderFact("After", .code(named.after)),
      HeaderFact(
        "Nodes",
        .text(
          HumanText.count(Int64(comparison.before.nodes.count)) + " before, "
            + HumanText.count(Int64(comparison.after.nodes.count)) + " after, "
            + HumanText.count(Int64(comparison.matches.count)) + " on both sides")),
    ]
    if let selection = named.selection {
      facts.append(HeaderFact("Selected", .list(selection.words.map { .code($0) })))
      facts.append(
        HeaderFact(
          "Left out",
          .text(
            HumanText.count(Int64(named.leftOut.before)) + " errors, alerts and warnings before, "
              + HumanText.count(Int64(named.leftOut.after)) + " after")))
    }
    facts.append(
      HeaderFact(
        "A change is",
        .text(
          "more than " + HumanText.percent(ratio: comparison.tolerance.relative)
            + " of the value before and more than the minimum of its measure; any, for a setting")))
    return Report(
      title: "Comparison", facts: facts,
      sections: ComparisonSection.all.map { section in
        Section(id: section.id, title: section.title, blocks: section.blocks(comparison))
      }, documentMembers: { ComparisonScreenBuilder(named).members($0) }, screen: FirstScreen(named))
  }
}

struct ComparisonSection: Sendable {
  let id: String
  let title: String
  /// Never empty.
  let blocks: @Sendable (Comparison) -> [Block]

  init(_ id: String, _ title: String, blocks: @escaping @Sendable (Comparison) -> [Block]) {
    self.id = id
    self.title = title
    self.blocks = blocks
  }

  /// All sections, in reading order.
  static let all: [ComparisonSection] = [
    faults, alerts, settings, rates, sizes, oneSided, nodes, everything,
  ]
}

extension ComparisonArea {
  var words: String {
    switch self {
    case .faults: "errors"
    case .alerts: "alerts and tiers"
    case .settings: "settings and versions"
    case .rates: "rates"
    case .backlog: "backlog"
    case .tombstones: "tombstones"
    case .disk: "disk use"
    case .sizes: "sizes"
    }
  }
}
