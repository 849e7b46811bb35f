// What a check comes to: an outcome for each expectation, with everything that goes against it and where it stands.

package import CassandraModel

/// The result of a check.
package struct CheckResult: Sendable {
  /// In the order of the expectations.
  package let outcomes: [CheckOutcome]
  /// What is worth knowing and changes nothing.
  package let notes: [CheckNote]
  /// What the baseline told; nil without one.
  package let comparison: BaselineComparison?
  /// What the capture is of.
  package let nodes: [NodeID]

  /// What it all amounts to.
  package enum Status: String, Sendable {
    case passed
    case failed
    /// The input was not good enough to judge.
    case notJudged = "not_judged"
  }

  /// A coverage demand that fails makes every other verdict doubtful. What failed has failed, whatever else could not
  /// be judged; and nothing passes while something that was asked for could not be judged.
  package var status: Status {
    if outcomes.contains(where: { $0.isCoverage && $0.verdict != .passed }) { return .notJudged }
    if outcomes.contains(where: { $0.verdict == .failed }) { return .failed }
    return outcomes.contains { $0.verdict == .notJudged } ? .notJudged : .passed
  }

  /// How many outcomes have `verdict`.
  package func count(_ verdict: CheckOutcome.Verdict) -> Int { outcomes.count { $0.verdict == verdict } }
}

/// What one expectation came to.
package struct CheckOutcome: Sendable {
  package enum Verdict: String, Sendable, CaseIterable {
    case passed
    case failed
    case notJudged = "not_judged"
  }

  /// Stable: where the expectation stands in its file, or its name in the gate.
  package let id: String
  /// What was expected, in a few words.
  package let title: String
  package let verdict: Verdict
  /// One sentence.
  package let reason: String
  /// Whether it is a demand on the capture and not on the cluster.
  package var isCoverage = false
  /// Everything that goes against it.
  package var violations: [CheckViolation] = []
  /// What would have gone against it and is excepted, with why.
  package var excepted: [String] = []
}

/// One thing that goes against an expectation.
package struct CheckViolation: Sendable {
  /// The id of the category, rule, message or figure.
  package let rule: String
  /// A few plain words for it.
  package let title: String
  package let severity: Severity
  /// One sentence.
  package let message: String
  /// Where it stands; nil when it is about what is not there.
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

/// Something worth knowing.
package struct CheckNote: Sendable {
  package let message: String
  package let source: SourceLocation?
}
