// Evaluates terms at each sample of the leading series: that of the first term. Other series give their latest sample
// that is not too old.

import CassandraModel

/// A term with cursors on its series.
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
    let terms = rule.condition.filled(by: rule).terms
    if terms.contains(where: { if case .parameter = $0.number { true } else { false } }) {
      return cannot("no number is given")
    }
    var resolved: [ResolvedTerm] = []
    for term in terms {
      let one = ResolvedTerm(term, inputs)
      if let reason = one.missing {
        guard isAny else { return cannot(reason) }
        cannotInPart(reason)
      } else {
        resolved.append(one)
      }
    }
    // No term has a series: each is reported above.
    guard let leading = resolved.first else { return }
    for (labels, series) in inputs.leading(leading.term.left) ?? leading.left {
      evaluate(resolved, isAny, leading: series.applying(leading.term.left.function), labels)
    }
  }

  private mutating func evaluate(
    _ terms: [ResolvedTerm], _ isAny: Bool, leading: RuleSeries, _ labels: Labels
  ) {
    var walks: [TermWalk] = []
    for (index, one) in terms.enumerated() {
      guard case .literal(let number) = one.term.number,
        let left = index == 0 ? leading : one.left(near: labels)
      else { return }
      walks.append(
        TermWalk(
          comparison: one.term.comparison, number: number, left: RuleCursor(left),
          right: one.right(near: labels).map { RuleCursor($0) }))
    }
    let first = terms[0].term
    fold(
      inputs.subject(rule.subject, labels), along: leading, unit: inputs.unit(of: first.left),
      reasons: terms.map { inputs.tooOld($0.term.left.metric, $0.term.right?.metric) }
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
        // A known term may decide alone: one false term of `all`, one true term of `any`.
        if isKnown || isTrue == isAny {
          fold.take(point, isTrue, value: shown.value, threshold: shown.threshold)
        } else {
          fold.skip(point, unknown)
        }
      }
    }
  }
}

/// A term with its series, looked up once.
private struct ResolvedTerm {
  let term: RuleTerm
  let left: [(labels: Labels, series: RuleSeries)]
  private let right: [(labels: Labels, series: RuleSeries)]
  /// Why it cannot be evaluated; nil when it can.
  let missing: String?

  init(_ term: RuleTerm, _ inputs: ResolvedInputs) {
    self.term = term
    left = inputs.series(of: term.left)
    right = term.right.map { inputs.series(of: $0) } ?? []
    if left.isEmpty {
      missing = inputs.missing(term.left.metric)
    } else {
      missing = right.isEmpty ? term.right.map { inputs.missing($0.metric) } : nil
    }
  }

  /// The series with `labels`, else the first.
  func left(near labels: Labels) -> RuleSeries? {
    ResolvedTerm.near(labels, left)?.applying(term.left.function)
  }

  /// The right side's series, like `left(near:)`; nil when the term has none.
  func right(near labels: Labels) -> RuleSeries? {
    term.right.flatMap { ResolvedTerm.near(labels, right)?.applying($0.function) }
  }

  private static func near(
    _ labels: Labels, _ all: [(labels: Labels, series: RuleSeries)]
  ) -> RuleSeries? {
    (all.first { $0.labels == labels } ?? all.first)?.series
  }
}

extension RuleSeries {
  /// The series after `function` is applied.
  fileprivate func applying(_ function: RuleFunction) -> RuleSeries {
    switch function {
    case .value: self
    case .rate: RuleSeries(ResolvedInputs.rates(of: self), like: self)
    case .delta: RuleSeries(deltas, like: self)
    case .mean(let span): RuleSeries(means(over: span), like: self)
    case .max(let span): RuleSeries(maxima(over: span), like: self)
    }
  }

  /// Growth from sample to sample; none across a fall or a gap.
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
