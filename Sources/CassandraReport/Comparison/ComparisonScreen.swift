// The first screen of a comparison: what got worse, what got better, what is new, in that order, and the
// unknown.

import CassandraAnalysis
import CassandraModel

extension FirstScreen {
  /// The first screen on `named`.
  init(_ named: NamedComparison) { self = ComparisonScreenBuilder(named).screen }
}

struct ComparisonScreenBuilder {
  private let named: NamedComparison
  private let comparison: Comparison
  private static let limit = 6

  init(_ named: NamedComparison) {
    self.named = named
    comparison = named.comparison
  }

  var screen: FirstScreen {
    let isChanged = !isIncomparable && !comparison.isUnchanged
    return FirstScreen(
      severity: isChanged ? severity : nil, headline: [status, "Comparison", sides], period: "",
      story: story,
      parts: [
        FirstScreen.Part("Worse", isChanged ? worse : [], atMost: Self.limit),
        FirstScreen.Part("Better", isChanged ? better : [], atMost: Self.limit),
        FirstScreen.Part("New", isChanged ? new : [], atMost: Self.limit),
        FirstScreen.Part("Changed", isChanged ? changed : [], atMost: Self.limit),
        FirstScreen.Part("Unknown", isChanged ? unknown : []),
        FirstScreen.Part("Compared", isIncomparable ? [] : [basis]),
        FirstScreen.Part("Selected", selected),
      ])
  }

  private var sides: String { named.before + " → " + named.after }

  // MARK: Status

  private var hasNoMeasure: Bool {
    !comparison.isJudged(.faults) && !comparison.isJudged(.alerts) && comparison.findings.isEmpty
      && !comparison.figures.contains { $0.change.isKnown }
  }

  private var isIncomparable: Bool { comparison.matches.isEmpty || hasNoMeasure }

  private var story: Prose? {
    if comparison.matches.isEmpty {
      return
        "Nothing can be compared: no node is on both sides. Name pairs with \(code: "--map-node BEFORE=AFTER")"
    }
    if hasNoMeasure { return "Nothing can be compared: no measure is on both sides" }
    return comparison.isUnchanged ? "Nothing changed" : nil
  }

  private var severity: Severity? {
    comparison.worstNew ?? (worse.isEmpty ? nil : .warning)
  }

  private var status: String {
    if isIncomparable { return "UNKNOWN" }
    if comparison.isUnchanged { return "UNCHANGED" }
    let isWorse = !worse.isEmpty || comparison.worstNew != nil
    if isWorse { return better.isEmpty ? "WORSE" : "WORSE AND BETTER" }
    if !better.isEmpty { return "BETTER" }
    let isJudged = comparison.isJudged(.faults) && comparison.isJudged(.alerts)
    return isJudged || !changed.isEmpty ? "CHANGED" : "UNKNOWN"
  }

  // MARK: Parts

  var worse: [Prose] {
    comparison.figures.filter { $0.change == .worse }.map(words)
      + comparison.findings.filter(\.isMore).map { one in
        "\(one.title): \(one.countBefore) → \(one.countAfter) on \(nodes(one.nodesAfter))"
      }
  }

  var better: [Prose] {
    comparison.findings.filter { $0.change == .gone && Self.isWeighty($0) }.map { one in
      "gone: \(one.title) on \(nodes(one.nodesBefore))"
    } + comparison.figures.filter { $0.change == .better }.map(words)
  }

  var new: [Prose] {
    let all = comparison.findings.filter { $0.change.isNew && Self.isWeighty($0) }.map { one -> Prose in
      "\(one.severity.rawValue.uppercased()) \(one.title) on \(nodes(one.nodesAfter))"
    }
    return all.isEmpty ? [nothingNew] : all
  }

  var changed: [Prose] { comparison.figures.filter { $0.change == .changed }.map(words) }

  var unknown: [Prose] {
    let areas = ComparisonArea.allCases.filter { comparison.verdict(on: $0) == .notKnown }.map(\.words)
    let blind = comparison.findings.count { $0.change == .notJudgedBefore }
    let lost = comparison.findings.count { $0.change == .notJudgedAfter }
    var lines: [Prose] = areas.isEmpty ? [] : ["no data on both sides: \(areas.joined(separator: ", "))"]
    if blind > 0 {
      lines.append("\(blind, "error or alert", "errors or alerts") after may have been there before: no data")
    }
    if lost > 0 {
      lines.append("\(lost, "error or alert", "errors or alerts") before may still be there: no data")
    }
    return lines
  }

  /// Warnings that are only notes come and go.
  private static func isWeighty(_ finding: FindingChange) -> Bool {
    finding.severity > .info || finding.kind != CheckFinding.Kind.warning.rawValue
  }

  private func nodes(_ names: [String]) -> Prose { names.map { Prose.code($0) }.listed(atMost: 3) }

  /// "No new error" holds only for data that both sides have.
  private var nothingNew: Prose {
    switch (comparison.isJudged(.faults), comparison.isJudged(.alerts)) {
    case (true, true): "no new error and no new alert"
    case (true, false): "no new error; new alerts unknown: no rule has samples on both sides"
    case (false, true): "no new alert; new errors unknown: no node has a log on both sides"
    case (false, false):
      "new errors and alerts unknown: no node has a log, or samples that rules need, on both sides"
    }
  }

  /// `Disk use of /data on n1: 70.0% → 85.0% (21.4%)`.
  private func words(_ figure: FigureChange) -> Prose {
    let of: Prose = figure.of.isEmpty ? "" : " of \(code: figure.of)"
    let before = ComparisonWords.cell(figure.before, figure.measure)
    let after = ComparisonWords.cell(figure.after, figure.measure)
    return "\(figure.measure.title)\(of) on \(code: figure.match.after): \(before) → \(after)"
  }

  private var basis: Prose {
    let known = comparison.figures.count(where: \.change.isKnown)
    let left = comparison.figures.count - known
    let rest: Prose = left > 0 ? "; \(left) on one side only, which is no change" : ""
    let alone = comparison.nodesGone.count + comparison.nodesNew.count
    let others: Prose =
      alone > 0 ? "; \(alone, "node") on one side only (see Nodes)" : ""
    return
      "\(comparison.matches.count, "node") and \(known, "figure") on both sides\(rest)\(others)"
  }

  private var selected: [Prose] {
    guard let selection = named.selection else { return [] }
    let left = named.leftOut
    return [
      "\(selection.words.map { Prose.code($0) }.joined(by: ", ")); errors, alerts and warnings left out: \(left.before) before, \(left.after) after"
    ]
  }

  // MARK: JSON

  /// The member `summary` of the JSON document.
  func members(_ clock: PageClock) -> [JSONMember] {
    let texts = { (lines: [Prose]) -> JSONValue in
      .array(lines.map { .text(VisibleText.make($0.text(clock))) })
    }
    return [
      JSONMember(
        "summary",
        .object([
          "status": .text(status.lowercased().replacing(" ", with: "_")), "worse": texts(worse),
          "better": texts(better),
          "new": texts(comparison.findings.contains(where: \.change.isNew) ? new : []),
          "changed": texts(changed),
          "unknown": texts(unknown),
        ]))
    ]
  }
}
