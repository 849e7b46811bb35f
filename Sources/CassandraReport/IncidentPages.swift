// The pages of an incident report: one for a cluster; for unrelated captures an index and a page for each. The
// tables stay one set, with the numbers that the pages use.

public import CassandraAnalysis
import CassandraModel

/// An incident report with all its files.
public struct IncidentPages: Sendable {
  private let findings: Findings

  private struct Group {
    let name: String
    let findings: Findings
  }

  /// The pages on `findings`.
  public init(_ findings: Findings) { self.findings = findings }

  /// The whole as one report: standard output, the summary, the tables.
  public func report(hasData: Bool) -> Report { .incidentReport(findings, hasData: hasData) }

  /// The files of `formats`. `whole` is the report with the rows that they need.
  public func files(_ formats: [ReportFormat], of whole: Report) -> [ReportFile] {
    let groups = formats.contains { $0.pageSuffix != nil } ? groups : []
    return formats.flatMap { format -> [ReportFile] in
      guard let suffix = format.pageSuffix, !groups.isEmpty, let name = format.fileName else {
        return format.render(whole)
      }
      let others = formats.filter { $0.pageSuffix == nil }.map { $0.fileName ?? CSVGuide.fileName }
      let index = format.render(index(groups, suffix, others))
      let pages = groups.flatMap { group -> [ReportFile] in
        let report = Report.incidentReport(group.findings, hasData: false, index: name)
        return format.render(report).map { ReportFile(name: group.name + "." + suffix, bytes: $0.bytes) }
      }
      return index + pages
    }
  }

  /// The groups of nodes with a page each; empty for one page.
  private var groups: [Group] {
    let all = findings.nodeGroups
    guard all.count > 1 else { return [] }
    var names = PageNames()
    return zip(all, findings.pages(of: all)).map { nodes, part in
      Group(name: names.name(for: nodes), findings: part)
    }
  }

  // MARK: The index

  private static let title = "captures, one page each"
  private static let section = "Captures"

  private func index(_ groups: [Group], _ suffix: String, _ others: [String]) -> Report {
    let summary = CaptureSummary(findings)
    let worst = summary.headline?.incident
    let status =
      worst.map { [$0.severity.rawValue.uppercased(), OutcomeWords.status($0.status).uppercased()] }
      ?? [summary.isHealthy ? "HEALTHY" : "UNKNOWN"]
    return Report(
      title: "Compaction incident report", facts: [],
      sections: [Section(title: Self.section, blocks: [.table(table(groups, suffix))])],
      screen: FirstScreen(
        severity: worst?.severity, headline: status + ["\(groups.count) " + Self.title],
        story: nil,
        parts: [
          FirstScreen.Part("Unread", unread),
          FirstScreen.Part("For all", others.isEmpty ? [] : [others.map { Prose.code($0) }.joined(by: ", ")]),
        ],
        tiles: []))
  }

  /// Input that was lost: no page of a capture may have its place.
  private var unread: [Prose] {
    let errors = findings.diagnostics.entries.map(\.diagnostic).filter { $0.code.severity == .error }
    let shown = errors.prefix(Self.unreadLimit).map { error -> Prose in
      "\(.source(error.source)): \(error.message)"
    }
    let more = errors.count - shown.count
    return more > 0 ? shown + ["and \(more) more in \(code: "input_problems.csv")"] : shown
  }

  private static let unreadLimit = 5

  private func table(_ groups: [Group], _ suffix: String) -> Table {
    Table(
      name: "captures",
      columns: [
        Column("page", "Page", .text, meaning: "The page."),
        Column("severity", "Severity", .text, meaning: "The severity of the worst incident."),
        Column("status", "Status", .text, meaning: "open, resolved, unknown or healthy."),
        Column("incident", "Incident", .text, meaning: "The worst incident with its time."),
        Column("cause", "Cause", .text, meaning: "The likeliest cause."),
        Column("release", "Release", .list, meaning: "The releases of Cassandra."),
      ],
      rows: groups.map { group in
        let summary = CaptureSummary(group.findings)
        let one = summary.headline
        let versions = distinct(group.findings.nodes.compactMap { $0.version?.text })
        let more = summary.incidents.count - 1
        let others: Prose = more > 0 ? "; \(more, "other incident")" : ""
        return [
          .link(group.name + "." + suffix), .optional(one?.incident.severity) { .severity($0) },
          .text(summary.status.replacing("_", with: " ")),
          .prose(one.map { "\($0.story)\(others)" } ?? (summary.isHealthy ? "No errors" : "–")),
          .optional(one?.incident.causes.first) { .prose("\($0.confidence.rawValue): \(Prose($0.title))") },
          .list(versions.map { .text($0) }),
        ]
      })
  }

  /// The pages that an earlier index lists; empty if `text` is no index.
  public static func pages(in text: String) -> [String] {
    guard text.contains(title), text.contains("## " + section) || text.contains("<h2>" + section) else {
      return []
    }
    let parts =
      text.split(separator: "](").dropFirst().map { $0.prefix { $0 != ")" } }
      + text.split(separator: "href=\"").dropFirst().map { $0.prefix { $0 != "\"" } }
    return distinct(parts.map(String.init).filter(LinkText.isPage))
  }
}

/// Gives each group of nodes a file name of its own.
private struct PageNames {
  private var used: Set<String> = ["report", "summary", "columns", "index", "readme"]
  private static let limit = 80

  mutating func name(for nodes: [NodeID]) -> String {
    let text = nodes.first?.name ?? ""
    var name = String(
      text.unicodeScalars.prefix(Self.limit).map { LinkText.isOfName($0) ? Character($0) : "_" })
    name = String(name.drop { $0 == "." || $0 == "-" })
    if name.isEmpty { name = "node" }
    var candidate = name
    var number = 1
    while !used.insert(candidate.lowercased()).inserted {
      number += 1
      candidate = name + "-\(number)"
    }
    return candidate
  }
}
