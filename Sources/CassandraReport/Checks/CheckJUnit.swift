// JUnit XML for Jenkins, GitLab and most others: one test case for each violation, and for each expectation
// without one. An expectation that could not be judged is an error, not a failure: the cause is in the capture,
// not in the cluster.

import CassandraAnalysis
import CassandraModel

enum CheckJUnit {
  private enum Result { case passed, failure, error }

  private struct Case {
    let outcome: CheckOutcome
    let violation: CheckViolation?
    let result: Result
  }

  static func render(_ report: CheckReport) -> String {
    let cases = report.result.outcomes.flatMap(cases)
    let errors = cases.count { $0.result == .error }
    let failures = cases.count { $0.result == .failure }
    let counts = "tests=\"\(cases.count)\" failures=\"\(failures)\" errors=\"\(errors)\""
    let head = [
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<testsuites name=\"hindsight check\" \(counts)>",
      "  <testsuite name=\"hindsight check\" \(counts) skipped=\"0\">",
    ]
    let body = cases.flatMap { lines($0, report) }
    return (head + body + ["  </testsuite>", "</testsuites>", ""]).joined(separator: "\n")
  }

  private static func cases(_ outcome: CheckOutcome) -> [Case] {
    guard outcome.verdict != .passed else {
      return [Case(outcome: outcome, violation: nil, result: .passed)]
    }
    let isError = outcome.verdict == .notJudged || outcome.isCoverage
    let violations: [CheckViolation?] = outcome.violations.isEmpty ? [nil] : outcome.violations
    return violations.map { Case(outcome: outcome, violation: $0, result: isError ? .error : .failure) }
  }

  private static func lines(_ one: Case, _ report: CheckReport) -> [String] {
    let outcome = one.outcome
    let group = outcome.isCoverage ? "hindsight.coverage" : "hindsight.check"
    // Several violations of one expectation need names of their own.
    let detail = outcome.violations.count > 1 ? one.violation.map { ": " + $0.message } ?? "" : ""
    var head =
      "    <testcase classname=\"" + group + "\" name=\""
      + XMLText.escape(outcome.id + ": " + outcome.title + detail) + "\""
    if let source = one.violation?.source {
      head += " file=\"" + XMLText.escape(report.path(source.file)) + "\""
      if source.line > 0 { head += " line=\"" + String(source.line) + "\"" }
    }
    guard one.result != .passed else { return [head + "/>"] }
    let element = one.result == .error ? "error" : "failure"
    let message = one.violation?.message ?? outcome.reason
    let place = one.violation?.source.map { report.place($0) + ": " } ?? ""
    return [
      head + ">",
      "      <" + element + " type=\"" + XMLText.escape(one.violation?.rule ?? outcome.verdict.rawValue)
        + "\" message=\"" + XMLText.escape(message) + "\">",
      XMLText.escape(place + message), "      </" + element + ">", "    </testcase>",
    ]
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
