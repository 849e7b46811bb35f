// The comparison in words: worse, better or the same for each area, and the unknown.

import CassandraAnalysis
import CassandraModel

extension ComparisonSection {
  static let verdict = ComparisonSection("summary", "Summary") { comparison in
    guard !comparison.matches.isEmpty else {
      return [
        .callout(
          .warning,
          "\(strong: "Nothing can be compared"): no node of one side is one of the other. Name pairs with \(code: "--map-node BEFORE=AFTER")."
        )
      ]
    }
    guard
      comparison.isJudged(.faults) || comparison.isJudged(.alerts)
        || comparison.figures.contains(where: { $0.change.isKnown }) || !comparison.findings.isEmpty
    else {
      return [
        .callout(.warning, "\(strong: "Nothing can be compared"): no measure is on both sides.")
      ]
    }
    if comparison.isUnchanged {
      return [.paragraph("\(strong: "Nothing changed").")] + [.paragraph(basis(comparison))]
    }
    let new = comparison.findings.filter(\.change.isNew)
    var blocks: [Block] = []
    if let worst = new.first(where: { $0.kind != CheckFinding.Kind.warning.rawValue }) {
      let more: Prose = new.count > 1 ? ", and \(new.count - 1) more" : ""
      blocks.append(
        .callout(worst.severity, "\(strong: "New"): \(worst.title) on \(nodes(worst.nodesAfter))\(more)."))
    } else {
      blocks.append(.paragraph("\(nothingNew(comparison))\(unjudged(comparison))"))
    }
    blocks.append(.bullets(ComparisonArea.allCases.map { line($0, comparison) }))
    blocks.append(.paragraph(basis(comparison)))
    return blocks
  }

  private static func nodes(_ names: [String]) -> Prose {
    names.map { Prose.code($0) }.listed(atMost: 3)
  }

  /// "No new error" holds only for data that both sides have.
  private static func nothingNew(_ comparison: Comparison) -> Prose {
    switch (comparison.isJudged(.faults), comparison.isJudged(.alerts)) {
    case (true, true): "\(strong: "No new error and no new alert")."
    case (true, false):
      "\(strong: "No new error"). New alerts unknown: no rule has samples on both sides."
    case (false, true):
      "\(strong: "No new alert"). New errors unknown: no node has a log on both sides."
    case (false, false):
      "\(strong: "New errors and alerts unknown"): no node has a log, or samples that rules need, on both sides."
    }
  }

  /// Errors and alerts of the second capture that the first one had no data for.
  private static func unjudged(_ comparison: Comparison) -> Prose {
    let blind = comparison.findings.count { $0.change == .notJudgedBefore }
    return blind == 0
      ? ""
      : " \(blind, "error or alert", "errors or alerts") after may have been there before: no data."
  }

  private static func line(_ area: ComparisonArea, _ comparison: Comparison) -> Prose {
    let found = comparison.findings.filter { $0.area == area }
    let changed = comparison.figures.filter { $0.measure.area == area && $0.change.isChange }
    var parts: [Prose] = FindingChange.Change.allCases.compactMap { change in
      let count = found.count { $0.change == change }
      return count == 0 ? nil : "\(count) \(change.rawValue)"
    }
    let more = found.count(where: \.isMore)
    if more > 0 { parts.append("\(more) known with more subjects") }
    parts += changed.prefix(3).map(words)
    if changed.count > 3 { parts.append("\(changed.count - 3, "more change")") }
    let detail: Prose = parts.isEmpty ? "" : " (\(parts.joined(by: "; ")))"
    let name = area.words.prefix(1).uppercased() + area.words.dropFirst()
    return "\(strong: name): \(comparison.verdict(on: area).rawValue)\(detail)"
  }

  /// `Disk use of /data on n1 70.0% → 85.0%`.
  private static func words(_ figure: FigureChange) -> Prose {
    let of: Prose = figure.of.isEmpty ? "" : " of \(code: figure.of)"
    return
      "\(figure.measure.title)\(of) on \(code: figure.match.after): \(ComparisonWords.cell(figure.before, figure.measure)) → \(ComparisonWords.cell(figure.after, figure.measure))"
  }

  private static func basis(_ comparison: Comparison) -> Prose {
    let known = comparison.figures.count(where: \.change.isKnown)
    let left = comparison.figures.count - known
    let rest: Prose = left > 0 ? "; \(left) on one side only, which is no change" : ""
    let alone = comparison.nodesGone.count + comparison.nodesNew.count
    let others: Prose =
      alone > 0 ? " \(alone, "node") \(alone == 1 ? "is" : "are") on one side only (see Nodes)." : ""
    return
      "Compared: \(comparison.matches.count, "node") and \(known, "figure") on both sides\(rest).\(others)"
  }
}

enum ComparisonWords {
  static func cell(_ value: Snapshot.Value?, _ measure: ComparisonMeasure) -> Cell {
    switch value {
    case nil: return .missing(reason: "unknown")
    case .text(let text)?: return .code(text)
    case .number(let number)?:
      switch measure.unit {
      case .bytes: return .bytes(Int64(exactly: number.rounded()) ?? (number < 0 ? .min : .max))
      case .bytesPerSecond: return .bytesPerSecond(number)
      case .ratio: return .percent(ratio: number)
      case .seconds:
        guard let milliseconds = Int64(exactly: (number * 1000).rounded()) else {
          return .decimal(number, digits: 3)
        }
        return .duration(TimeSpan(milliseconds: milliseconds))
      case .tier:
        let index = Int(exactly: number) ?? -1
        return Tier.allCases.indices.contains(index) ? .text(Tier.allCases[index].rawValue) : .missing
      case .perHour: return .decimal(number, digits: 1)
      case .count, .text: return .decimal(number, digits: number == number.rounded() ? 0 : 2)
      }
    }
  }
}
