// JUnit XML for Jenkins, GitLab and most others: one test case for each expectation. An expectation that
// could not be judged is an error, not a failure: the cause is in the capture, not in the cluster.

import CassandraAnalysis
import CassandraModel

enum CheckJUnit {
  static func render(_ report: CheckReport) -> String {
    let outcomes = report.result.outcomes
    let isError = { (outcome: CheckOutcome) in
      outcome.verdict == .notJudged || outcome.isCoverage && outcome.verdict == .failed
    }
    let errors = outcomes.count(where: isError)
    let failures = outcomes.count { $0.verdict == .failed && !isError($0) }
    let counts = "tests=\"\(outcomes.count)\" failures=\"\(failures)\" errors=\"\(errors)\""
    var lines = [
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<testsuites name=\"hindsight check\" \(counts)>",
      "  <testsuite name=\"hindsight check\" \(counts) skipped=\"0\">",
    ]
    for outcome in outcomes {
      let group = outcome.isCoverage ? "hindsight.coverage" : "hindsight.check"
      var head =
        "    <testcase classname=\"" + group + "\" name=\""
        + XMLText.escape(outcome.id + ": " + outcome.title)
        + "\""
      if outcome.verdict == .failed, let source = outcome.violations.first?.source {
        head += " file=\"" + XMLText.escape(report.path(source.file)) + "\""
        if source.line > 0 { head += " line=\"" + String(source.line) + "\"" }
      }
      guard outcome.verdict != .passed else {
        lines.append(head + "/>")
        continue
      }
      let element = isError(outcome) ? "error" : "failure"
      lines.append(head + ">")
      lines.append(
        "      <" + element + " type=\""
          + XMLText.escape(outcome.violations.first?.rule ?? outcome.verdict.rawValue)
          + "\" message=\"" + XMLText.escape(outcome.reason) + "\">")
      for violation in outcome.violations {
        let place = violation.source.map { report.place($0) + ": " } ?? ""
        lines.append(XMLText.escape(place + violation.message))
      }
      lines.append("      </" + element + ">")
      lines.append("    </testcase>")
    }
    lines += ["  </testsuite>", "</testsuites>", ""]
    return lines.joined(separator: "\n")
  }
}

/// Text escaped for XML 1.0, in content and in attributes.
enum XMLText {
  /// `text` with markup escaped, and with control and invisible scalars shown. Scalars that XML 1.0 forbids,
  /// such as U+FFFE, are shown as escapes, too.
  static func escape(_ text: String) -> String {
    var escaped = ""
    for scalar in VisibleText.make(text).unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&apos;"
      case "\u{FFFE}", "\u{FFFF}": escaped += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
