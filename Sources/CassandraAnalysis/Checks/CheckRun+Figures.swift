// Budgets, and figures compared with those of a baseline.

import CassandraModel

extension CheckRun {
  func budget(_ budget: Expectations.Budget) -> CheckOutcome {
    let unit = budget.figure.unit
    let allowed = budget.limits.map { $0.text(unit: unit) }.joined(separator: " and ")
    let title = (budget.name ?? budget.figure.text) + " " + allowed
    let values = budget.figure.values(in: findings)
    guard let worst = worst(of: values, budget.limits) else {
      return CheckOutcome(
        id: budget.id, title: title, verdict: budget.isOptional ? .passed : .notJudged,
        reason: "not in the capture: " + budget.figure.text)
    }
    let wrong = values.filter { value in budget.limits.contains { !$0.holds(value.value) } }
    guard !wrong.isEmpty else {
      let asked = findings.nodes.filter { budget.figure.isOf($0.node) }.count
      let told = Set(values.map(\.node)).count
      let reason =
        CheckNumber.text(worst.value, unit: unit) + " on " + worst.place + " (" + worst.source.description
        + ")"
      return CheckOutcome(
        id: budget.id, title: title, verdict: .passed,
        reason: told < asked
          ? reason + "; unknown on " + String(asked - told) + " of " + String(asked) + " nodes"
          : reason)
    }
    let violations = wrong.map { value in
      CheckViolation(
        rule: "budget." + budget.figure.id, title: title,
        message: (budget.name ?? budget.figure.text) + " is " + CheckNumber.text(value.value, unit: unit)
          + " on "
          + value.place + " (allowed: " + allowed + ")" + (budget.reason.map { ": " + $0 } ?? ""),
        source: value.source,
        fingerprint: Fingerprint.of(
          ["budget", budget.figure.id] + value.labels.pairs.map { $0.name + "=" + $0.value }))
    }
    return CheckOutcome(
      id: budget.id, title: title, verdict: .failed, reason: violations.first?.message ?? "",
      violations: violations)
  }

  /// The most violating value, or the nearest to a violation: the highest for an upper bound, else the
  /// lowest.
  private func worst(
    of values: [CheckFigureValue], _ limits: [Expectations.Budget.Limit]
  ) -> CheckFigureValue? {
    let isUpper = limits.contains {
      switch $0 {
      case .atMost, .below: true
      case .atLeast, .above: false
      }
    }
    return isUpper ? values.max { $0.value < $1.value } : values.min { $0.value < $1.value }
  }

  func tolerance(_ tolerance: Expectations.Tolerance, _ baseline: Baseline) -> CheckOutcome {
    let figure = tolerance.figure
    let title = figure.text + " as in the baseline"
    let known = baseline.values(of: figure.id)
    var compared = 0
    var violations: [CheckViolation] = []
    for (labels, value, place) in Baseline.overNodes(figure, in: findings) {
      guard let before = known[labels] else { continue }
      compared += 1
      let worse: Double =
        switch tolerance.direction {
        case .higherIsWorse: value - before
        case .lowerIsWorse: before - value
        case .both: (value - before).magnitude
        }
      let allowed = max(tolerance.absolute, tolerance.relative * before.magnitude)
      guard worse > allowed else { continue }
      let unit = figure.unit
      violations.append(
        CheckViolation(
          rule: "baseline." + figure.id, title: title,
          message: figure.text
            + (labels.pairs.isEmpty ? "" : " of " + labels.pairs.map(\.value).joined(separator: "."))
            + " is " + CheckNumber.text(value, unit: unit) + ", in the baseline "
            + CheckNumber.text(before, unit: unit) + "; it may differ by "
            + CheckNumber.text(allowed, unit: unit),
          source: place.source,
          fingerprint: Fingerprint.of(
            ["baseline", figure.id] + labels.pairs.map { $0.name + "=" + $0.value })))
    }
    guard compared > 0 else {
      return CheckOutcome(
        id: tolerance.id, title: title, verdict: .notJudged,
        reason: "no series has this figure both here and in the baseline")
    }
    guard let first = violations.first else {
      return CheckOutcome(
        id: tolerance.id, title: title, verdict: .passed,
        reason: compared == 1
          ? "1 series is within its bounds" : String(compared) + " series are within their bounds")
    }
    return CheckOutcome(
      id: tolerance.id, title: title, verdict: .failed, reason: first.message, violations: violations)
  }
}
