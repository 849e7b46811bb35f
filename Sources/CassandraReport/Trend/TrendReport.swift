// The trend report: the forecast for a cluster over the next weeks, and actions in time.

public import CassandraAnalysis
import CassandraModel

extension Report {
  /// The report on `trend`. It depends on no other input.
  public static func trendReport(_ trend: TrendFindings) -> Report {
    Report(
      title: "Compaction capacity trend", facts: facts(trend),
      sections: TrendSection.all.map { section in
        Section(id: section.id, title: section.title, blocks: section.blocks(trend))
      }, screen: FirstScreen(trend))
  }

  private static func facts(_ trend: TrendFindings) -> [HeaderFact] {
    var facts = [
      HeaderFact("Nodes", names: trend.nodes.map(\.node.name)),
      HeaderFact("Covered from", .optional(trend.period?.lowerBound) { .moment(.utc($0)) }),
      HeaderFact("Covered to", .optional(trend.period?.upperBound) { .moment(.utc($0)) }),
    ]
    if let selected = trend.selected { facts += selected.facts }
    if let assumption = trend.assumption {
      facts.append(HeaderFact("Assumed", .list(assumption.words.map { .text($0) })))
    }
    return facts
  }
}

struct TrendSection: Sendable {
  /// Stable: other formats link to it.
  let id: String
  let title: String
  /// The blocks under the heading; pages leave out a section without blocks.
  let blocks: @Sendable (TrendFindings) -> [Block]

  init(_ id: String, _ title: String, blocks: @escaping @Sendable (TrendFindings) -> [Block]) {
    self.id = id
    self.title = title
    self.blocks = blocks
  }

  /// All sections, in reading order.
  static let all: [TrendSection] = [
    disks, actions, charts, growth, compaction, peers, events, sizes, figures, notJudged,
  ]
}

extension TrendAssumption {
  /// The assumptions, one in each string.
  var words: [String] {
    var words: [String] = []
    if let throughput {
      words.append("compaction is limited to " + HumanText.bytesPerSecond(throughput))
    }
    if let diskBytes { words.append("each data disk has " + TrendWords.bytes(diskBytes)) }
    if let growth { words.append("everything grows " + PlainText.decimal(growth) + " times as fast") }
    words += expiring.map { $0.description + " expires as fast as it is written" }
    words += dropped.map { $0.description + " is dropped" }
    if let addedNodes { words.append(HumanText.count(Int64(addedNodes)) + " nodes are added") }
    return words
  }
}
