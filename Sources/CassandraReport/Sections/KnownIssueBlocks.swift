// Known bugs of Cassandra: with each matching error, for each node with the first release that has the fix,
// and in one line of the first screen.

import CassandraAnalysis
import CassandraModel

extension Findings {
  /// The known bugs that match an error, certain or likely; empty for a record that is not an error.
  func knownIssues(of one: NumberedFault) -> [KnownIssueMatch] {
    guard let node = findings(of: one.node) else { return [] }
    return node.knownIssues(of: one.fault)
  }

  /// Bullets about known bugs on the page of an error; empty without a match.
  func knownIssueBlocks(of one: NumberedFault) -> [Block] {
    let matches = knownIssues(of: one)
    guard !matches.isEmpty else { return [] }
    let ambiguity: [Prose] =
      matches.count > 1 ? ["\(strong: "Known bugs"): \(matches.count) log the same, at most one is it"] : []
    return [.bullets(ambiguity + matches.flatMap(KnownIssueWords.bullets))]
  }

  /// The known bug for the first screen: certain before likely, then by the error's severity. Nil without a
  /// match.
  var knownIssueSentence: Prose? {
    let all = numberedFaults.flatMap { one in knownIssues(of: one).map { (one: one, match: $0) } }
    guard let first = all.first(where: { $0.match.isCertain }) ?? all.first else { return nil }
    let others = Set(all.map(\.match.issue.number)).count - 1
    let more: Prose = others > 0 ? "; \(others) more in the errors" : ""
    return "\(KnownIssueWords.lead(first.match)) on \(code: first.one.node.name) (\(first.one.id))\(more)"
  }

  /// The known bugs in each node's logs, with the first release that has the fix; nil without a match.
  var knownIssueTable: Table? {
    let rows = numberedFaults.flatMap { one in knownIssues(of: one).map { KnownIssueWords.row(one, $0) } }
    guard !rows.isEmpty else { return nil }
    return Table(name: "known_issues", columns: KnownIssueWords.columns, rows: rows)
  }
}

private enum KnownIssueWords {
  static func address(_ issue: KnownIssue) -> String { "https://issues.apache.org/jira/browse/" + issue.id }

  private static func release(_ match: KnownIssueMatch) -> String {
    match.version.map { CassandraVersion.product($0.text) } ?? "a release that the capture does not name"
  }

  private static func fix(_ match: KnownIssueMatch) -> String {
    match.fixed.map { "fixed in " + $0 } ?? "no fixed release known"
  }

  private static func effect(_ match: KnownIssueMatch) -> String {
    match.fixed == nil ? "" : match.issue.upgrade.map { ": " + $0 } ?? ""
  }

  /// `CASSANDRA-19704 (4.0.13 has it, fixed in 4.0.14)`, or `looks like CASSANDRA-19704`.
  static func lead(_ match: KnownIssueMatch) -> Prose {
    guard match.isCertain, let version = match.version else { return "looks like \(match.issue.id)" }
    return "\(match.issue.id) (\(version.text) has it, \(fix(match)))"
  }

  static func bullets(_ match: KnownIssueMatch) -> [Prose] {
    let issue = match.issue
    var all: [Prose] = []
    let summary = issue.summary.dropLast()
    if match.isCertain {
      all.append(
        "\(strong: "Known bug: " + issue.id): \(String(summary)). \(release(match)) has it; \(fix(match))\(effect(match))."
      )
    } else {
      let standing = match.fixed.map { "; fixed in " + $0 } ?? ""
      all.append("\(strong: "Looks like " + issue.id): \(String(summary))\(standing).")
      if let open = match.open { all.append("\(strong: "To settle"): \(open)") }
    }
    all.append("\(strong: "Effect"): \(issue.effect)")
    for (index, step) in issue.workaround.enumerated() {
      all.append("\(strong: index == 0 ? "Until the upgrade" : "Then"): \(step)")
    }
    if issue.workaround.isEmpty {
      all.append("\(strong: "Workaround"): its sources name none.")
    }
    return all + issue.never.map { Prose($0) } + ["\(strong: "Ticket"): \(.link(address(issue)))"]
  }

  static let columns = [
    Column("node", "Node", .text, meaning: "The node."),
    Column("version", "Release", .text, meaning: "Its release at the time; empty when unknown."),
    Column("issue", "Known bug", .text, meaning: "Number in the issue tracker of Cassandra."),
    Column("standing", "Standing", .text, meaning: "has it, or looks like it."),
    Column("summary", "Summary", .text, meaning: "The bug in a sentence."),
    Column(
      "fixed", "First release without", .text, meaning: "Empty when none is known, or the release is not."),
    Column("error", "Error", .text, meaning: "Number of the error in this report."),
    Column(
      "open", "To settle", .text, meaning: "Evidence that would settle it.", isDataOnly: true),
    Column("affected", "Affected", .text, meaning: "Releases that have it.", isDataOnly: true),
    Column("ticket", "Ticket", .text, meaning: "Address of the ticket.", isDataOnly: true),
  ]

  static func row(_ one: NumberedFault, _ match: KnownIssueMatch) -> [Cell] {
    [
      .code(one.node.name), .optional(match.version) { .text($0.text) }, .text(match.issue.id),
      .text(match.isCertain ? "has it" : "looks like it"), .text(match.issue.summary),
      .optional(match.fixed) { .text($0) }, .text(one.id), .optional(match.open) { .text($0) },
      .text(match.issue.releasesText), .link(address(match.issue)),
    ]
  }
}
