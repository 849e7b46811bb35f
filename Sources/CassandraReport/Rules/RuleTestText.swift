// The results of rule tests.

package import CassandraAnalysis
import CassandraModel

/// The text of `hindsight rules test`.
package enum RuleTestText {
  /// The tests of one file with their failed expectations.
  package struct File {
    package let name: String
    package let results: [(test: RuleTest, failures: [RuleTest.Failure])]

    /// The results of the tests of the file `name`.
    package init(name: String, results: [(test: RuleTest, failures: [RuleTest.Failure])]) {
      self.name = name
      self.results = results
    }

    package var hasFailed: Bool { results.contains { !$0.failures.isEmpty } }
  }

  /// A line for each file and each failed expectation. With `isQuiet`, files without a failure have no line.
  package static func render(_ files: [File], isQuiet: Bool) -> String {
    var lines: [String] = []
    for file in files {
      if isQuiet, !file.hasFailed { continue }
      for (test, failures) in file.results where !failures.isEmpty {
        lines.append("FAILED: " + test.name)
        for failure in failures { lines += describe(failure) }
      }
      let failed = file.results.count { !$0.failures.isEmpty }
      let expected = file.results.reduce(0) { $0 + $1.test.expectations.count }
      lines.append(
        file.name + ": " + InspectionText.counted(file.results.count, "test") + ", "
          + InspectionText.counted(expected, "expected state") + ", "
          + (failed == 0 ? "all met" : InspectionText.counted(failed, "test") + " failed"))
    }
    return lines.isEmpty ? "" : RuleText.visible(lines)
  }

  private static func describe(_ failure: RuleTest.Failure) -> [String] {
    let expectation = failure.expectation
    let subject = expectation.subject.map { " of " + $0 } ?? ""
    var lines = [
      "  " + expectation.source.description + ": at " + expectation.at.prometheusText + " "
        + expectation.rule.name
        + subject + " is " + failure.found.rawValue + ", expected " + expectation.state.rawValue
    ]
    if let reason = failure.reason { lines.append("    because " + reason) }
    for (series, value, at) in failure.values.prefix(10) {
      lines.append("    " + series + " is " + PlainText.decimal(value) + " since " + at.prometheusText)
    }
    return lines
  }
}
