// A comment for a pull request: a summary line and a table of the failed expectations, within the size limit.

import CassandraAnalysis
import CassandraModel

enum CheckMarkdown {
  private static let limit = 20

  static func render(_ report: CheckReport) -> String {
    var lines = ["**hindsight check " + report.verdict + "**: " + words(report.summary) + ".", ""]
    let found = report.violations
    if !found.isEmpty {
      lines += ["| severity | what | where |", "| --- | --- | --- |"]
      for (_, violation) in found.prefix(limit) {
        let place = violation.source.map { code(report.place($0)) } ?? "–"
        lines.append(
          "| " + violation.severity.rawValue + " | " + cell(violation.message) + " | " + place + " |")
      }
      lines.append("")
      if found.count > limit { lines += ["and " + String(found.count - limit) + " more.", ""] }
    }
    for outcome in report.result.outcomes where outcome.verdict == .notJudged {
      lines.append("- ? unknown: " + words(outcome.title) + ": " + words(outcome.reason))
    }
    if let comparison = report.result.comparison {
      lines.append(
        "- beside the baseline: " + String(comparison.new.count) + " new, " + String(comparison.known.count)
          + " known, " + String(comparison.gone.count) + " gone")
    }
    for note in report.result.notes { lines.append("- note: " + words(note.message)) }
    while lines.last == "" { lines.removeLast() }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func words(_ text: String) -> String { MarkdownText.escape(text, as: .words) }
  private static func cell(_ text: String) -> String { MarkdownText.escape(text, as: .words, inTable: true) }
  private static func code(_ text: String) -> String { MarkdownText.escape(text, as: .code, inTable: true) }
}
