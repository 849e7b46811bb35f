// Tests a capture against expectations. An expectation without data does not pass: it is reported as not
// judged.

import CassandraModel

/// One run of a check.
package struct CheckRun {
  let findings: Findings
  let expectations: Expectations
  let baseline: Baseline?
  /// Errors, alerts, warnings, and the requested messages.
  let all: [CheckFinding]

  /// - Parameter events: the messages that expectations name, where they are in the logs.
  package init(
    _ findings: Findings, _ expectations: Expectations, baseline: Baseline? = nil, events: [CheckFinding] = []
  ) {
    self.findings = findings
    self.expectations = expectations
    self.baseline = baseline
    all = findings.checkFindings + events
  }

  package func result() -> CheckResult {
    var outcomes = expectations.mustNotAppear.map { mustNotAppear($0) }
    outcomes += expectations.mustAppear.map { mustAppear($0) }
    outcomes += expectations.budgets.map { budget($0) }
    let comparison = baseline.map { BaselineComparison(all.filter { $0.kind != .event }, with: $0) }
    if let baseline, let comparison {
      if let severity = expectations.newFindings { outcomes.append(noNew(comparison, from: severity)) }
      outcomes += expectations.tolerances.map { tolerance($0, baseline) }
    }
    outcomes += expectations.exceptions.filter { !holds($0) }.map { expired($0) }
    outcomes += coverage()
    return CheckResult(
      outcomes: outcomes, notes: notes, comparison: comparison, nodes: findings.nodes.map(\.node))
  }

  // MARK: Findings

  private func mustNotAppear(_ expected: Expectations.Appearance) -> CheckOutcome {
    let title = "no " + expected.selector.text
    let found = all.filter { expected.selector.matches($0) }
    let (violations, excepted) = divide(found)
    if let first = violations.first {
      let count = String(violations.count) + " found (allowed: 0), the worst: "
      return CheckOutcome(
        id: expected.id, title: title, verdict: .failed, reason: count + first.message,
        violations: violations.map { CheckViolation($0) }, excepted: excepted)
    }
    if let missing = missing(for: expected.selector) {
      return CheckOutcome(
        id: expected.id, title: title, verdict: .notJudged, reason: missing, excepted: excepted)
    }
    return CheckOutcome(
      id: expected.id, title: title, verdict: .passed,
      reason: (excepted.isEmpty ? "0 found" : "0 found beyond the exceptions") + blindness,
      excepted: excepted)
  }

  private func mustAppear(_ expected: Expectations.Appearance) -> CheckOutcome {
    let title = "expected: " + expected.selector.text
    if let found = all.first(where: { expected.selector.matches($0) }) {
      return CheckOutcome(
        id: expected.id, title: title, verdict: .passed,
        reason: "found: " + found.message + " (" + found.source.description + ")")
    }
    if let missing = missing(for: expected.selector) {
      return CheckOutcome(id: expected.id, title: title, verdict: .notJudged, reason: missing)
    }
    let reason = "not found" + (expected.reason.map { "; expected because " + $0 } ?? "")
    return CheckOutcome(
      id: expected.id, title: title, verdict: .failed, reason: reason,
      violations: [violation(expected.id, title, reason)])
  }

  /// The number of nodes that have only samples, as the end of a sentence.
  private var blindness: String {
    let blind = findings.nodes.count { findings.logSpan(of: $0) == nil }
    guard blind > 0 else { return "" }
    return "; no log on " + String(blind) + " of " + String(findings.nodes.count) + " nodes, samples only"
  }

  /// The reason why findings of a kind could not have been seen; nil when they could.
  private func missing(for selector: FindingSelector) -> String? {
    let nodes = findings.nodes.filter { node in selector.node.map { $0 == node.node.name } ?? true }
    if let name = selector.node, nodes.isEmpty { return "there is no node " + name + " in the capture" }
    let hasLog = nodes.contains { findings.logSpan(of: $0) != nil }
    let evaluated = nodes.compactMap { findings.evaluation[$0.node] }.filter { $0.evaluatedSamples > 0 }
    switch selector.subject {
    case .rule(let id):
      let isEvaluated = evaluated.contains { node in
        !node.notEvaluated.contains { $0.rule == id && !$0.isPartial }
      }
      guard !isEvaluated else { return nil }
      let why = nodes.compactMap { findings.evaluation[$0.node] }.flatMap(\.notEvaluated)
        .first { $0.rule == id }
      return "the rule could not be evaluated" + (why.map { ", because " + $0.reason } ?? "")
    case .category, .family, .event: return hasLog ? nil : "not in the capture: system.log"
    case .anything:
      return hasLog || !evaluated.isEmpty
        ? nil : "there is neither a log nor a sample that a rule could judge"
    }
  }

  /// Splits `found` into violations of an expectation and excepted findings, with the reason of each
  /// exception.
  private func divide(_ found: [CheckFinding]) -> (violations: [CheckFinding], excepted: [String]) {
    var violations: [CheckFinding] = []
    var excepted: [String] = []
    for finding in found {
      if let exception = expectations.exceptions.first(where: { $0.selector.matches(finding) && holds($0) }) {
        excepted.append(
          finding.message + " (excepted until " + exception.untilText + ": " + exception.reason + ")")
      } else {
        violations.append(finding)
      }
    }
    return (violations, excepted)
  }

  func violation(
    _ rule: String, _ title: String, _ message: String, at source: SourceLocation? = nil
  ) -> CheckViolation {
    CheckViolation(
      rule: rule, title: title, message: message, source: source, fingerprint: Fingerprint.of([rule, title]))
  }

  // MARK: Exceptions

  /// The end of the data: the clock of the analyzing machine has no influence on the result.
  private var end: Instant? {
    findings.nodes.compactMap { findings.span(of: $0)?.last.sortKey }.max().map { Instant(milliseconds: $0) }
  }

  private func holds(_ exception: Expectations.Exception) -> Bool {
    end.map { $0 < exception.until } ?? false
  }

  private func expired(_ exception: Expectations.Exception) -> CheckOutcome {
    let title = "exception for " + exception.selector.text
    let reason =
      end == nil
      ? "nothing in the capture is dated, so whether the exception still holds cannot be told"
      : "the exception ended on " + exception.untilText + ", before the data do; it was made because "
        + exception.reason
    return CheckOutcome(
      id: exception.id, title: title, verdict: .failed, reason: reason,
      violations: [violation(exception.id, title, reason)])
  }

  // MARK: Baseline

  private func noNew(_ comparison: BaselineComparison, from severity: Severity) -> CheckOutcome {
    let title = "no error, alert or warning beyond the baseline, " + severity.rawValue + " or worse"
    // Warnings come and go with the load of the machine that runs a test.
    let counted = comparison.new.filter { $0.severity >= severity && $0.kind != .warning }
    let (violations, excepted) = divide(counted)
    let known = String(comparison.known.count) + " known, " + String(comparison.gone.count) + " gone"
    guard let first = violations.first else {
      if let missing = missing(for: FindingSelector(.anything)) {
        return CheckOutcome(id: "baseline.new", title: title, verdict: .notJudged, reason: missing)
      }
      return CheckOutcome(
        id: "baseline.new", title: title, verdict: .passed, reason: "none; " + known, excepted: excepted)
    }
    return CheckOutcome(
      id: "baseline.new", title: title, verdict: .failed,
      reason: String(violations.count) + " new, " + known + "; the worst: " + first.message,
      violations: violations.map { CheckViolation($0) }, excepted: excepted)
  }

  // MARK: Notes

  /// One note, with the first pair of contradictory samples.
  private var contradictions: CheckNote? {
    let all = findings.nodes.flatMap { node in node.samples.contradictions.map { (node: node.node, pair: $0) }
    }
    guard let first = all.first else { return nil }
    let one = first.pair
    let metrics = Set(all.map(\.pair.key.metric.name)).count
    let nodes = Set(all.map(\.node)).count
    let more =
      all.count > 1
      ? "; \(all.count) pairs in all, of \(metrics) \(metrics == 1 ? "metric" : "metrics") on \(nodes) \(nodes == 1 ? "node" : "nodes")"
      : ""
    return CheckNote(
      message: "contradictory samples of " + one.key.metric.name + " on " + first.node.name + ": "
        + CheckNumber.plain(one.value) + " (used) and " + CheckNumber.plain(one.other) + " ("
        + one.otherSource.description + ")" + more,
      source: one.source)
  }

  private var notes: [CheckNote] {
    var notes = [contradictions].compactMap(\.self)
    // Durations across such a step are not reliable.
    notes += findings.diagnostics.entries.map(\.diagnostic).filter { $0.code.name.hasPrefix("log.clock_") }
      .map { CheckNote(message: $0.message, source: $0.source) }
    if let selected = findings.selected {
      let left = selected.leftOut
      notes.append(
        CheckNote(
          message: "checked only: " + selected.selection.words.joined(separator: ", ")
            + "; left out: \(left.faults) errors (\(left.criticalFaults) critical), \(left.alerts) alerts",
          source: nil))
    }
    if let baseline, !baseline.versions.isEmpty {
      let found = Baseline.values(of: .version, in: findings)
      if !found.isEmpty, found != baseline.versions {
        notes.append(
          CheckNote(
            message: "the baseline is of Cassandra " + baseline.versions.joined(separator: ", ")
              + ", this capture of " + found.joined(separator: ", "), source: nil))
      }
    }
    return notes
  }
}
