// The result of a check: an outcome for each expectation, with every violation and its place.

package import CassandraModel

/// The result of a check.
package struct CheckResult: Sendable {
  /// In the order of the expectations.
  package let outcomes: [CheckOutcome]
  /// Notes that do not change the status.
  package let notes: [CheckNote]
  /// The comparison with the baseline; nil without one.
  package let comparison: BaselineComparison?
  /// The nodes of the capture.
  package let nodes: [NodeID]

  /// The status of the whole check.
  package enum Status: String, Sendable {
    case passed
    case failed
    /// The input did not suffice for a judgement.
    case notJudged = "not_judged"
  }

  /// A failed coverage demand makes every other verdict doubtful. A failed expectation has failed, whatever
  /// else could not be judged; and the check does not pass while a demanded expectation could not be judged.
  package var status: Status {
    if outcomes.contains(where: { $0.isCoverage && $0.verdict != .passed }) { return .notJudged }
    if outcomes.contains(where: { $0.verdict == .failed }) { return .failed }
    return outcomes.contains { $0.verdict == .notJudged } ? .notJudged : .passed
  }

  package func count(_ verdict: CheckOutcome.Verdict) -> Int { outcomes.count { $0.verdict == verdict } }
}

/// The outcome of one expectation.
package struct CheckOutcome: Sendable {
  package enum Verdict: String, Sendable, CaseIterable {
    case passed
    case failed
    case notJudged = "not_judged"
  }

  /// Stable: the expectation's place in its file, or its name in the gate.
  package let id: String
  /// The expectation, in a few words.
  package let title: String
  package let verdict: Verdict
  /// One sentence.
  package let reason: String
  /// True for a demand on the capture, not on the cluster.
  package var isCoverage = false
  package var violations: [CheckViolation] = []
  /// Violations that an exception covers, each with its reason.
  package var excepted: [String] = []
}

/// One violation of an expectation.
package struct CheckViolation: Sendable {
  /// The id of the category, rule, message or figure.
  package let rule: String
  /// A few plain words.
  package let title: String
  package let severity: Severity
  /// One sentence.
  package let message: String
  /// File and line; nil when the violation is that something is missing.
  package let source: SourceLocation?
  package let others: [SourceLocation]
  /// The same when times, ids, paths and hosts change.
  package let fingerprint: String

  init(
    rule: String, title: String, severity: Severity = .critical, message: String,
    source: SourceLocation? = nil,
    others: [SourceLocation] = [], fingerprint: String
  ) {
    self.rule = rule
    self.title = title
    self.severity = severity
    self.message = message
    self.source = source.flatMap { $0.file.isEmpty ? nil : $0 }
    self.others = others.filter { !$0.file.isEmpty }
    self.fingerprint = fingerprint
  }

  init(_ finding: CheckFinding) {
    self.init(
      rule: finding.id, title: finding.title, severity: finding.severity, message: finding.message,
      source: finding.source, others: finding.others, fingerprint: finding.fingerprint)
  }
}

/// A note for the reader.
package struct CheckNote: Sendable {
  package let message: String
  package let source: SourceLocation?
}
