// The incident report: the incidents of a capture, in the order in which an on-call engineer needs them.

public import CassandraAnalysis
import CassandraModel

extension Report {
  /// The incident report on `findings`. It depends on no other input, so it is the same on every machine.
  ///
  /// - Parameters:
  ///   - findings: the findings to report.
  ///   - hasData: false leaves out rows that only data formats show, which saves memory and time.
  public static func incidentReport(_ findings: Findings, hasData: Bool = true) -> Report {
    incidentReport(findings, hasData: hasData, index: nil)
  }

  /// The same, for a page with a link to its `index`.
  static func incidentReport(_ findings: Findings, hasData: Bool, index: String?) -> Report {
    var screen = FirstScreen(findings)
    if let index { screen = screen.adding(FirstScreen.Part("Index", ["\(.link(index))"])) }
    return Report(
      title: "Compaction incident report", facts: facts(findings),
      sections: ReportSection.all.map { section in
        let section =
          section.id == ReportSection.compactions.id && !hasData ? .compactionsForPeople : section
        return Section(id: section.id, title: section.title, blocks: section.blocks(findings))
      }, documentMembers: { SummaryJSON(findings, $0).members }, screen: screen)
  }

  private static func facts(_ findings: Findings) -> [HeaderFact] {
    let read = findings.coverage.count { $0.format != nil }
    var facts = [
      HeaderFact("Nodes", names: findings.nodes.map(\.node.name)),
      HeaderFact(
        "Files read",
        .text(HumanText.count(Int64(read)) + " of " + HumanText.count(Int64(findings.coverage.count)))),
    ]
    let clusters = Set(findings.nodes.flatMap(\.clusters)).sorted()
    if !clusters.isEmpty { facts.insert(HeaderFact("Cluster", .list(clusters.map { .code($0) })), at: 0) }
    facts.append(HeaderFact("Covered from", .optional(findings.span?.first) { .moment($0) }))
    facts.append(HeaderFact("Covered to", .optional(findings.span?.last) { .moment($0) }))
    let own = findings.nodesOnOwnClock
    if !own.isEmpty, findings.nodes.count > 1 {
      facts.append(HeaderFact("Not comparable, on their own clocks", names: own.map(\.name)))
    }
    if let selected = findings.selected { facts += selected.facts }
    if let since = findings.since { facts.append(HeaderFact("Counted from", .moment(.utc(since)))) }
    if let until = findings.until { facts.append(HeaderFact("Counted until", .moment(.utc(until)))) }
    return facts
  }
}
