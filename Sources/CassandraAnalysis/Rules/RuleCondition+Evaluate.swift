// Evaluates terms at each sample of the leading series: that of the first term. Other series give their latest sample
// that is not too old.

import CassandraModel

/// A term with its series, walked along.
private struct TermWalk {
  let comparison: RuleComparison
  let number: Double
  var left: RuleCursor
  var right: RuleCursor?

  /// Whether it holds at `instant`, with both sides; nil when a side is not known there.
  @inline(__always)
  mutating func judge(_ instant: Instant) -> (holds: Bool, value: Double, threshold: Double)? {
    guard let value = left.point(at: instant)?.value else { return nil }
    var threshold = number
    if right != nil {
      guard let factor = right?.point(at: instant)?.value else { return nil }
      threshold *= factor
    }
    return (comparison.holds(value, threshold), value, threshold)
  }
}

extension RulePass {
  /// Evaluates the terms of the rule's condition.
  mutating func evaluateTerms() {
    let isAny: Bool
    switch rule.condition {
    case .all: isAny = false
    case .any: isAny = true
    case .builtIn: return
    }
    var terms = rule.condition.filled(by: rule).terms
    if terms.contains(where: { if case .parameter = $0.number { true } else { false } }) {
      return cannot("no number is given")
    }
    let missing = terms.filter { missingSeries(of: $0) != nil }
    if isAny {
      terms.removeAll { missingSeries(of: $0) != nil }
      for term in missing { cannotInPart(missingSeries(of: term) ?? "") }
    } else if let first = missing.first {
      return cannot(missingSeries(of: first) ?? "")
    }
    // Of any term none is there: each is said above.
    guard let leading = terms.first else { return }
    for (labels, series) in inputs.series(of: leading.left) {
      evaluate(terms, isAny, leading: applied(leading.left.function, to: series), labels)
    }
  }

  private func missingSeries(of term: RuleTerm) -> String? {
    for operand in [term.left, term.right].compactMap({ $0 }) where inputs.series(of: operand).isEmpty {
      return inputs.missing(operand.metric)
    }
    return nil
  }

  private mutating func evaluate(
    _ terms: [RuleTerm], _ isAny: Bool, leading: RuleSeries, _ labels: Labels
  ) {
    var walks: [TermWalk] = []
    for (index, term) in terms.enumerated() {
      let left = index == 0 ? leading : series(of: term.left, near: labels)
      let right = term.right.map { series(of: $0, near: labels) }
      guard let left, case .literal(let number) = term.number, right.map({ $0 != nil }) ?? true else {
        return
      }
      walks.append(
        TermWalk(
          comparison: term.comparison, number: number, left: RuleCursor(left),
          right: right.flatMap { $0 }.map { RuleCursor($0) }))
    }
    let first = terms[0]
    let reasons = terms.map { inputs.tooOld($0.left.metric, $0.right?.metric) }
    fold(
      inputs.subject(rule.subject, labels), along: leading, unit: inputs.unit(of: first.left),
      isBelow: first.comparison.isBelow, reasons: reasons
    ) { fold in
      for point in leading.points {
        var (isKnown, isTrue, unknown) = (true, !isAny, 0)
        var shown = (value: point.value, threshold: Double.nan)
        for index in walks.indices {
          guard let one = walks[index].judge(point.at) else {
            isKnown = false
            unknown = index
            continue
          }
          if index == 0 || (isAny && one.holds && !isTrue) { shown = (one.value, one.threshold) }
          if isAny { isTrue = isTrue || one.holds } else { isTrue = isTrue && one.holds }
        }
        // What is known may decide alone: one false term of all, one true term of any.
        if isKnown || isTrue == isAny {
          fold.take(point, isTrue, value: shown.value, threshold: shown.threshold)
        } else {
          fold.skip(point, unknown)
        }
      }
    }
  }

  /// The series of `operand`, its function applied: that with the labels of the leading one, else the first.
  private func series(of operand: RuleOperand, near labels: Labels) -> RuleSeries? {
    let all = inputs.series(of: operand)
    let chosen = all.first { $0.labels == labels } ?? all.first
    return chosen.map { applied(operand.function, to: $0.series) }
  }

  private func applied(_ function: RuleFunction, to series: RuleSeries) -> RuleSeries {
    switch function {
    case .value: series
    case .rate: RuleSeries(ResolvedInputs.rates(of: series), like: series)
    case .delta: RuleSeries(series.deltas, like: series)
    case .mean(let span): RuleSeries(series.means(over: span), like: series)
    case .max(let span): RuleSeries(series.maxima(over: span), like: series)
    }
  }
}

extension RuleSeries {
  /// What it grew from sample to sample; none across a fall or a gap.
  fileprivate var deltas: [SamplePoint] {
    var deltas: [SamplePoint] = []
    for index in points.indices.dropFirst() {
      let (before, now) = (points[index - 1], points[index])
      guard now.value >= before.value,
        now.at.milliseconds - before.at.milliseconds <= maximumGap.milliseconds
      else { continue }
      deltas.append(SamplePoint(at: now.at, value: now.value - before.value, place: now.place))
    }
    return deltas
  }

  /// The mean of the samples of the last `span` at each sample.
  fileprivate func means(over span: TimeSpan) -> [SamplePoint] {
    var (means, first, sum): ([SamplePoint], Int, Double) = ([], 0, 0)
    for (index, point) in points.enumerated() {
      sum += point.value
      while point.at.milliseconds - points[first].at.milliseconds > span.milliseconds {
        sum -= points[first].value
        first += 1
      }
      means.append(
        SamplePoint(at: point.at, value: sum / Double(index - first + 1), place: point.place))
    }
    return means
  }

  /// The largest of the samples of the last `span` at each sample.
  fileprivate func maxima(over span: TimeSpan) -> [SamplePoint] {
    var maxima: [SamplePoint] = []
    /// Indices of samples that may still become the largest, their values falling.
    var candidates: [Int] = []
    var first = 0
    for (index, point) in points.enumerated() {
      while candidates.count > first, points[candidates[candidates.count - 1]].value <= point.value {
        candidates.removeLast()
      }
      candidates.append(index)
      while point.at.milliseconds - points[candidates[first]].at.milliseconds > span.milliseconds {
        first += 1
      }
      maxima.append(
        SamplePoint(at: point.at, value: points[candidates[first]].value, place: point.place))
    }
    return maxima
  }
}
