// One rule on one node: the inputs and state of its condition or predicate.

import CassandraModel

/// The evaluation of one rule on one node.
package struct RulePass {
  let rule: Rule
  let inputs: ResolvedInputs
  /// Alerts of rules that were evaluated before.
  let earlier: [RuleAlert]
  /// True to keep every sample, for `explain`.
  let isRecording: Bool
  private(set) var alerts: [RuleAlert] = []
  private(set) var notEvaluated: [NotEvaluated] = []
  private(set) var judged = 0
  package private(set) var readings: [(subject: RuleAlert.Subject, readings: [RuleReading])] = []
  private var skipped: [(reason: String, samples: Int)] = []
  /// True when the rule reads the counter of compacted bytes.
  private let usesCounter: Bool

  package init(_ rule: Rule, _ inputs: ResolvedInputs, earlier: [RuleAlert] = [], isRecording: Bool = false) {
    self.rule = rule
    self.inputs = inputs
    self.earlier = earlier
    self.isRecording = isRecording
    usesCounter = rule.inputs.contains(.compactionBytesCompactedTotal)
  }

  /// The number of the parameter `name`; a rule has every parameter that its predicate needs, or it is not
  /// evaluated.
  func number(_ name: String) -> Double { rule.number(name) ?? .nan }

  /// The rule cannot be evaluated at all.
  mutating func cannot(_ reason: String) {
    notEvaluated.append(NotEvaluated(rule: rule.id, reason: reason, capture: rule.capture, samples: nil))
  }

  /// A part of the rule cannot be evaluated; the rest is.
  mutating func cannotInPart(_ reason: String) {
    if !skipped.contains(where: { $0.reason == reason }) { skipped.append((reason, 0)) }
  }

  /// Folds the samples that `body` evaluates into alerts of `subject`.
  ///
  /// - Parameters:
  ///   - series: the leading series, whose interval decides what is a gap.
  ///   - reasons: why single samples may not be evaluated, by number.
  mutating func fold(
    _ subject: RuleAlert.Subject, along series: RuleSeries, unit: String = "",
    reasons: [String] = [], _ body: (inout RuleFold) -> Void
  ) {
    var fold = RuleFold(
      rule, subject, node: inputs.node, like: series, unit: unit,
      counterSource: usesCounter ? inputs.compacted?.source : nil, reasons: reasons, isRecording: isRecording)
    body(&fold)
    fold.finish(at: series.points.last?.at)
    alerts += fold.alerts
    judged += fold.judged
    for (reason, count) in zip(reasons, fold.skipped) where count > 0 {
      if let index = skipped.firstIndex(where: { $0.reason == reason }) {
        skipped[index].samples += count
      } else {
        skipped.append((reason, count))
      }
    }
    if let kept = fold.readings { readings.append((subject, kept)) }
  }

  /// To be called once, last.
  mutating func finish() {
    for (reason, samples) in skipped {
      notEvaluated.append(
        NotEvaluated(
          rule: rule.id, reason: reason, capture: rule.capture, samples: judged == 0 ? nil : samples))
    }
  }

  /// The time in which one of `rules` held (fired, where it has a `for`).
  func spans(of rules: [RuleID]) -> RuleSpans {
    RuleSpans(
      earlier.compactMap { alert in
        guard rules.contains(alert.rule), let since = alert.firingSince else { return nil }
        // At the sample that resolves it, it no longer holds.
        return since...max(since, alert.lastSeen)
      })
  }
}
