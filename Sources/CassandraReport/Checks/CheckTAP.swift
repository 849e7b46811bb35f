// Test Anything Protocol 14: one test point for each expectation, with its violations in a YAML block.

import CassandraAnalysis
import CassandraModel

enum CheckTAP {
  static func render(_ report: CheckReport) -> String {
    var lines = ["TAP version 14", "1.." + String(report.result.outcomes.count)]
    for (index, outcome) in report.result.outcomes.enumerated() {
      let head = (outcome.verdict == .passed ? "ok " : "not ok ") + String(index + 1) + " - "
      lines.append(head + description(outcome.id + ": " + outcome.title))
      guard outcome.verdict != .passed else { continue }
      lines.append("  ---")
      lines.append("  message: " + quoted(outcome.reason))
      lines.append("  severity: " + (outcome.verdict == .failed ? "fail" : "not_judged"))
      if !outcome.violations.isEmpty {
        lines.append("  at:")
        for violation in outcome.violations {
          lines.append("    - rule: " + quoted(violation.rule))
          lines.append("      message: " + quoted(violation.message))
          if let source = violation.source { lines.append("      place: " + quoted(report.place(source))) }
        }
      }
      lines.append("  ...")
    }
    lines.append("# hindsight check " + report.verdict + ": " + report.summary)
    return lines.joined(separator: "\n") + "\n"
  }

  /// A hash would begin a directive such as SKIP.
  private static func description(_ text: String) -> String {
    VisibleText.make(text).unicodeScalars.reduce(into: "") { escaped, scalar in
      if scalar == "#" || scalar == "\\" { escaped += "\\" }
      escaped.unicodeScalars.append(scalar)
    }
  }

  /// JSON strings are valid YAML strings.
  private static func quoted(_ text: String) -> String {
    JSONValue.text(VisibleText.make(VisibleText.shortened(text, to: 1000))).compactText
  }
}
