// Annotations for GitHub Actions: workflow commands, one for each line. Values are escaped as the runner
// decodes them: percent signs and line ends, in properties also : and ,. Source: actions/toolkit, command.ts.

import CassandraAnalysis
import CassandraModel

enum CheckGitHub {
  static func render(_ report: CheckReport) -> String {
    var lines: [String] = []
    for (outcome, violation) in report.violations {
      lines.append(
        line(
          command(violation.severity), source: violation.source, title: outcome.title,
          violation.message + " [" + violation.rule + "]", report))
    }
    for outcome in report.result.outcomes where outcome.verdict == .notJudged {
      lines.append(
        line(
          "error", source: nil, title: outcome.title, "unknown: " + outcome.reason, report))
    }
    for note in report.result.notes {
      lines.append(line("notice", source: note.source, title: "hindsight", note.message, report))
    }
    // The runner could take a line of plain text for a command, so the summary is a command, too.
    lines.append(
      "::notice title=hindsight check::" + data("hindsight check " + report.verdict + ": " + report.summary))
    return lines.joined(separator: "\n") + "\n"
  }

  private static func line(
    _ command: String, source: SourceLocation?, title: String, _ message: String, _ report: CheckReport
  ) -> String {
    var properties: [String] = []
    if let source {
      properties.append("file=" + property(report.path(source.file)))
      if source.line > 0 { properties.append("line=" + String(source.line)) }
    }
    properties.append("title=" + property(title))
    return "::" + command + " " + properties.joined(separator: ",") + "::" + data(message)
  }

  private static func command(_ severity: Severity) -> String {
    switch severity {
    case .critical: "error"
    case .warning: "warning"
    case .info: "notice"
    }
  }

  private static func data(_ text: String) -> String {
    escape(VisibleText.make(VisibleText.shortened(text, to: 1000)), [("%", "%25")])
  }

  private static func property(_ text: String) -> String {
    escape(VisibleText.make(text), [("%", "%25"), (":", "%3A"), (",", "%2C")])
  }

  private static func escape(_ text: String, _ table: [(Unicode.Scalar, String)]) -> String {
    text.unicodeScalars.reduce(into: "") { escaped, scalar in
      if let entry = table.first(where: { $0.0 == scalar }) {
        escaped += entry.1
      } else {
        escaped.unicodeScalars.append(scalar)
      }
    }
  }
}
