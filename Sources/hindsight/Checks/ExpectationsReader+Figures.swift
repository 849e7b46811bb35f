// Figures with their bounds: budgets, and tolerances against a baseline.

import CassandraAnalysis
import CassandraInput
import CassandraModel

extension ExpectationsReader {
  private static let figureNames = ["metric", "figure", "aggregate", "threshold", "labels", "nodes"]

  private mutating func figure(_ members: DocumentMembers, inBaseline: Bool) -> CheckFigure? {
    let labels = labels(members["labels"])
    let nodes = texts(members["nodes"])
    switch (members["metric"], members["figure"]) {
    case (let element?, nil):
      guard let name = document.text(element),
        isKnown(name, among: MetricName.all.map(\.name), "metric", element),
        let aggregate = aggregate(members, of: MetricName(name), element, inBaseline)
      else { return nil }
      var threshold: Double?
      if aggregate == .timeOver {
        threshold = members.required("threshold", &document).flatMap {
          amount($0, unit: CheckNumber.unit(of: name))
        }
      } else if let element = members["threshold"] {
        document.mistake("threshold", element, "is of use to the aggregate time_over only")
      }
      return CheckFigure(
        .metric(MetricName(name), aggregate), threshold: threshold, labels: labels, nodes: nodes)
    case (nil, let element?):
      for name in ["aggregate", "threshold"] {
        if let element = members[name] {
          document.mistake("figure", element, "is for a metric, not for a figure")
        }
      }
      guard let name = document.text(element) else { return nil }
      guard isKnown(name, among: CheckFigureName.allCases.map(\.rawValue), "figure", element) else {
        return nil
      }
      return CheckFigureName(rawValue: name).map { CheckFigure(.figure($0), labels: labels, nodes: nodes) }
    default:
      document.mistake("figure", members.element, "needs either metric or figure")
      return nil
    }
  }

  private mutating func aggregate(
    _ members: DocumentMembers, of metric: MetricName, _ element: JSONElement, _ inBaseline: Bool
  ) -> CheckAggregate? {
    guard let word = members.required("aggregate", &document) else { return nil }
    guard let name = document.text(word) else { return nil }
    let names = CheckAggregate.allCases.map(\.rawValue)
    guard isKnown(name, among: names, "aggregate", word), let aggregate = CheckAggregate(rawValue: name)
    else {
      return nil
    }
    if !NodeHistory.isJudged(metric) {
      if inBaseline {
        document.mistake("metric", element, "is not kept in baselines")
        return nil
      }
      if !CheckAggregate.ofSummaries.contains(aggregate) {
        document.mistake(
          "aggregate", word,
          "is unknown for " + metric.name + ": only "
            + CheckAggregate.ofSummaries.map(\.rawValue).joined(separator: ", ") + " are kept")
        return nil
      }
    }
    if inBaseline, !Baseline.aggregates.contains(aggregate) {
      document.mistake("aggregate", word, "is not kept in baselines")
      return nil
    }
    return aggregate
  }

  private mutating func labels(_ element: JSONElement?) -> Labels {
    guard let element else { return .none }
    var pairs: [(name: String, value: String)] = []
    for field in document.fields(of: element) ?? [] {
      if let value = document.text(field.value) { pairs.append((name: field.name, value: value)) }
    }
    return Labels(pairs)
  }

  /// A number, or a text with a unit if the figure has one.
  private mutating func amount(_ element: JSONElement, unit: String) -> Double? {
    if case .number = element.kind {
      return document.number(element, in: -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude)
    }
    switch unit {
    case "bytes": return document.bytes(element)
    case "bytes_per_second": return document.bytesPerSecond(element)
    case "seconds": return document.span(element).map { Double($0.milliseconds) / 1000 }
    default:
      return document.number(element, in: -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude)
    }
  }

  mutating func budget(_ element: JSONElement) -> Expectations.Budget? {
    let bounds = ["at_most", "at_least", "below", "above"]
    let known = ExpectationsReader.figureNames + bounds + ["name", "reason", "if_missing"]
    guard let members = document.members(of: element, known: known) else { return nil }
    let figure = figure(members, inBaseline: false)
    let unit = figure?.unit ?? ""
    var limits: [Expectations.Budget.Limit] = []
    for bound in bounds {
      guard let element = members[bound], figure != nil, let value = amount(element, unit: unit) else {
        continue
      }
      switch bound {
      case "at_most": limits.append(.atMost(value))
      case "at_least": limits.append(.atLeast(value))
      case "below": limits.append(.below(value))
      default: limits.append(.above(value))
      }
    }
    if bounds.allSatisfy({ members[$0] == nil }) {
      document.mistake("missing", element, "needs a bound: " + bounds.joined(separator: ", "))
    }
    let missing = members["if_missing"].flatMap { document.choice($0, of: Missing.self) }
    guard let figure, !limits.isEmpty else { return nil }
    return Expectations.Budget(
      id: id(element), name: text(members["name"]), figure: figure, limits: limits,
      reason: text(members["reason"]), isOptional: missing == .pass)
  }

  private enum Missing: String, CaseIterable { case pass, unjudged = "not_judged" }

  mutating func tolerance(_ element: JSONElement) -> Expectations.Tolerance? {
    let known = ["metric", "figure", "aggregate", "labels", "absolute", "relative", "direction"]
    guard let members = document.members(of: element, known: known) else { return nil }
    let figure = figure(members, inBaseline: true)
    let absolute = members["absolute"].flatMap { amount($0, unit: figure?.unit ?? "") }
    let relative = members["relative"].flatMap { document.number($0, in: 0...1e9) }
    let direction = members["direction"].map {
      document.choice($0, of: Expectations.Tolerance.Direction.self)
    }
    if members["absolute"] == nil, members["relative"] == nil {
      document.mistake("missing", element, "needs absolute or relative: how far the figure may be off")
    }
    if let absolute, absolute < 0, let element = members["absolute"] {
      document.mistake("range", element, "must be at least 0, is " + element.found)
    }
    guard let figure else { return nil }
    return Expectations.Tolerance(
      id: id(element), figure: figure, absolute: absolute ?? 0, relative: relative ?? 0,
      direction: (direction ?? .higherIsWorse) ?? .higherIsWorse)
  }
}
