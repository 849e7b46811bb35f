// GitLab Code Quality: the part of the Code Climate report that GitLab reads. Every issue needs a path, a
// line and a unique fingerprint; an issue without a place gets the first line of the capture.

import CassandraAnalysis
import CassandraModel

enum CheckGitLab {
  static func render(_ report: CheckReport) -> String {
    var seen: [String: Int] = [:]
    var issues: [JSONValue] = []
    for (_, violation) in report.violations {
      issues.append(
        issue(
          violation.message, violation.rule, level(violation.severity), violation.source,
          number(violation.fingerprint, &seen), report))
    }
    for outcome in report.result.outcomes where outcome.verdict == .notJudged {
      issues.append(
        issue(
          outcome.title + " unknown: " + outcome.reason, outcome.id, "major", nil,
          number("not_judged:" + outcome.id, &seen), report))
    }
    return JSONValue.array(issues).indentedText() + "\n"
  }

  /// GitLab shows one issue for each fingerprint, so a repeated one gets a number.
  private static func number(_ fingerprint: String, _ seen: inout [String: Int]) -> String {
    let count = seen[fingerprint, default: 0]
    seen[fingerprint] = count + 1
    return count == 0 ? fingerprint : fingerprint + "-" + String(count + 1)
  }

  private static func issue(
    _ message: String, _ rule: String, _ severity: String, _ source: SourceLocation?, _ fingerprint: String,
    _ report: CheckReport
  ) -> JSONValue {
    .object([
      "description": .text(VisibleText.make(VisibleText.shortened(message, to: 1000))),
      "check_name": .text(VisibleText.make(rule)), "fingerprint": .text(fingerprint),
      "severity": .text(severity),
      "location": .object([
        "path": .text(VisibleText.make(source.map { report.path($0.file) } ?? report.path(""))),
        "lines": .object(["begin": .integer(Int64(max(1, source?.line ?? 1)))]),
      ]),
    ])
  }

  private static func level(_ severity: Severity) -> String {
    switch severity {
    case .critical: "critical"
    case .warning: "major"
    case .info: "info"
    }
  }
}
