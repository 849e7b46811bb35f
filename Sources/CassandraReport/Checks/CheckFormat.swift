// The output formats of a check. The same result always gives the same bytes.

package import CassandraAnalysis
import CassandraModel

/// The result of a check, and the context that formats need.
package struct CheckReport: Sendable {
  package let result: CheckResult
  package let version: String
  /// Maps a file of the capture to the path that CI expects, relative to its working directory.
  package let path: @Sendable (String) -> String

  package init(
    _ result: CheckResult, version: String, path: @escaping @Sendable (String) -> String = { $0 }
  ) {
    self.result = result
    self.version = version
    self.path = path
  }

  /// All violations with their outcomes; each place once.
  var violations: [(outcome: CheckOutcome, violation: CheckViolation)] {
    result.outcomes.filter { $0.verdict == .failed }.flatMap { outcome in
      outcome.violations.map { (outcome, $0) }
    }
  }

  /// `path:line` for the reader of the report.
  func place(_ source: SourceLocation) -> String {
    SourceLocation(file: path(source.file), line: source.line).description
  }

  /// `3 of 4 expectations hold, 1 does not`.
  var summary: String {
    let all = result.outcomes.count
    let failed = result.count(.failed)
    let open = result.count(.notJudged)
    var text = String(result.count(.passed)) + " of " + String(all) + " expectations hold"
    if failed > 0 { text += ", " + String(failed) + (failed == 1 ? " does not" : " do not") }
    if open > 0 { text += ", " + String(open) + " unknown" }
    return text
  }

  /// The status in one word.
  var verdict: String {
    switch result.status {
    case .passed: "passed"
    case .failed: "failed"
    case .notJudged: "unknown"
    }
  }
}

package struct CheckFormat: Sendable {
  /// The value of `--format`.
  package let id: String
  package let help: String
  package let fileName: String
  package let render: @Sendable (CheckReport) -> String
}

extension CheckFormat {
  /// Every format. The order is the order in the help.
  package static let all: [CheckFormat] = [text, junit, sarif, github, gitlab, tap, markdown, json]

  package static let text = CheckFormat(
    id: "text", help: "for people and logs", fileName: "check.txt", render: CheckText.render)
  package static let junit = CheckFormat(
    id: "junit", help: "JUnit XML", fileName: "check.junit.xml", render: CheckJUnit.render)
  package static let sarif = CheckFormat(
    id: "sarif", help: "SARIF 2.1.0, for code scanning", fileName: "check.sarif", render: CheckSARIF.render)
  package static let github = CheckFormat(
    id: "github", help: "annotations of GitHub Actions", fileName: "check.github.txt",
    render: CheckGitHub.render)
  package static let gitlab = CheckFormat(
    id: "gitlab", help: "GitLab Code Quality", fileName: "check.gitlab.json", render: CheckGitLab.render)
  package static let tap = CheckFormat(
    id: "tap", help: "Test Anything Protocol 14", fileName: "check.tap", render: CheckTAP.render)
  package static let markdown = CheckFormat(
    id: "markdown", help: "a short comment for a pull request", fileName: "check.md",
    render: CheckMarkdown.render)
  package static let json = CheckFormat(
    id: "json", help: "everything, schema hindsight/check/1", fileName: "check.json", render: CheckJSON.render
  )
}
