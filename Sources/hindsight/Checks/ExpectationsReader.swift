// Reads a file of expectations. SampleData/expectations.json is an example. What no capture can hold is a mistake, so
// that no expectation passes because of a typing error.

import CassandraAnalysis
import CassandraInput
import CassandraModel

/// The expectations of one file.
struct ExpectationsReader {
  static let schema = "hindsight/expectations/1"

  private var document: DocumentReader
  private let rules: [String]
  private var expectations = Expectations()

  /// Reads `bytes`, the content of `file`.
  ///
  /// - Parameter settings: rules of the team, which may be named, too.
  static func read(
    _ bytes: [UInt8], file: String, settings: RuleSettings = .none
  ) throws(DocumentError) -> Expectations {
    var reader = ExpectationsReader(
      document: DocumentReader(file: file, family: "expectations"),
      rules: Rule.all.map(\.id) + settings.own.map(\.id))
    if let root = reader.document.root(bytes, schema: schema) { reader.read(root) }
    let mistakes = reader.document.orderedMistakes
    guard mistakes.isEmpty else { throw DocumentError(mistakes: mistakes) }
    return reader.expectations
  }

  private init(document: DocumentReader, rules: [String]) {
    self.document = document
    self.rules = rules
  }

  private mutating func read(_ root: JSONElement) {
    let known = [
      "schema", "must_not_appear", "must_appear", "budgets", "baseline", "new_findings", "coverage",
      "exceptions",
    ]
    guard let top = document.members(of: root, known: known) else { return }
    expectations.mustNotAppear = list(top["must_not_appear"]) { $0.appearance($1) }
    expectations.mustAppear = list(top["must_appear"]) { $0.appearance($1) }
    expectations.budgets = list(top["budgets"]) { $0.budget($1) }
    expectations.tolerances = list(top["baseline"]) { $0.tolerance($1) }
    if let element = top["new_findings"] {
      let choice = document.choice(element, of: NewFindings.self)
      expectations.newFindings = choice.flatMap { Severity(rawValue: $0.rawValue) }
    }
    if let element = top["coverage"] { coverage(element) }
    expectations.exceptions = list(top["exceptions"]) { $0.exception($1) }
  }

  private enum NewFindings: String, CaseIterable { case critical, warning, info, allowed }

  private mutating func list<Value>(
    _ element: JSONElement?, _ read: (inout ExpectationsReader, JSONElement) -> Value?
  ) -> [Value] {
    guard let element else { return [] }
    var values: [Value] = []
    for element in document.elements(of: element) ?? [] {
      if let value = read(&self, element) { values.append(value) }
    }
    return values
  }

  /// `$.budgets[0]` without the root.
  private func id(_ element: JSONElement) -> String { String(element.path.dropFirst(2)) }

  // MARK: Findings

  private static let selectorNames = ["category", "rule", "event", "severity", "node", "table"]

  private mutating func appearance(_ element: JSONElement) -> Expectations.Appearance? {
    guard
      let members = document.members(of: element, known: ExpectationsReader.selectorNames + ["reason"]),
      let selector = selector(members)
    else { return nil }
    return Expectations.Appearance(id: id(element), selector: selector, reason: text(members["reason"]))
  }

  private mutating func exception(_ element: JSONElement) -> Expectations.Exception? {
    let known = ExpectationsReader.selectorNames + ["reason", "until"]
    guard let members = document.members(of: element, known: known) else { return nil }
    let selector = selector(members)
    let reason = members.required("reason", &document).flatMap { document.text($0) }
    let until = members.required("until", &document)
    let untilText = until.flatMap { document.text($0) }
    let instant = untilText.flatMap { TimeArgument.instant($0) }
    if let until, untilText != nil, instant == nil {
      document.mistake("time", until, "must be a time such as \"2026-12-31\", is " + until.found)
    }
    guard let selector, let reason, let instant, let untilText else { return nil }
    return Expectations.Exception(
      id: id(element), selector: selector, reason: reason, until: instant, untilText: untilText)
  }

  private mutating func selector(_ members: DocumentMembers) -> FindingSelector? {
    let named = ["category", "rule", "event"].filter { members[$0] != nil }
    let severity = members["severity"].flatMap { document.choice($0, of: Severity.self) }
    let node = text(members["node"])
    let table = members["table"].flatMap { self.table($0) }
    guard named.count <= 1 else {
      document.mistake(
        "selector", members.element, "names " + named.joined(separator: " and ") + "; one is enough")
      return nil
    }
    guard let name = named.first, let element = members[name] else {
      if members["severity"] == nil {
        document.mistake("selector", members.element, "needs category, rule, event or severity")
      }
      return FindingSelector(.anything, severity: severity, node: node, table: table)
    }
    guard let id = document.text(element), let subject = subject(name, id, element) else { return nil }
    return FindingSelector(subject, severity: severity, node: node, table: table)
  }

  private mutating func subject(
    _ name: String, _ id: String, _ element: JSONElement
  ) -> FindingSelector.Subject? {
    switch name {
    case "category":
      if id.hasSuffix(".*") {
        let family = String(id.dropLast(2))
        let families = Set(
          ErrorCategory.all.compactMap { $0.id.split(separator: ".").first.map(String.init) })
        return isKnown(family, among: families.sorted(), "family of categories", element)
          ? .family(family) : nil
      }
      return isKnown(id, among: ErrorCategory.all.map(\.id), "category", element) ? .category(id) : nil
    case "rule": return isKnown(id, among: rules, "rule", element) ? .rule(id) : nil
    default:
      let events = MessageCatalog.messages.map(\.name.name)
      return isKnown(id, among: events, "message", element) ? .event(id) : nil
    }
  }

  private mutating func isKnown(
    _ name: String, among names: [String], _ kind: String, _ element: JSONElement
  ) -> Bool {
    if names.contains(name) { return true }
    let nearest = NearestName.of(name, among: names)
    document.mistake(
      "name", element,
      element.found + " is no " + kind + " that a capture can hold"
        + (nearest.map { "; did you mean " + $0 + "?" } ?? ""))
    return false
  }

  private mutating func text(_ element: JSONElement?) -> String? {
    element.flatMap { document.text($0) }
  }

  private mutating func table(_ element: JSONElement) -> TableName? {
    guard let text = document.text(element) else { return nil }
    guard let table = TableName(dotted: text) else {
      document.mistake("value", element, "must be written keyspace.table, is " + element.found)
      return nil
    }
    return table
  }

  private mutating func texts(_ element: JSONElement?) -> [String] {
    list(element) { $0.document.text($1) }
  }

  // MARK: Figures

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
          "cannot be told of " + metric.name + ", of which only "
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

  /// A number, or a text with a unit where the figure has one.
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

  private mutating func budget(_ element: JSONElement) -> Expectations.Budget? {
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

  private mutating func tolerance(_ element: JSONElement) -> Expectations.Tolerance? {
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

  // MARK: Coverage

  private mutating func coverage(_ element: JSONElement) {
    let known = ["no_unreadable_file", "logs", "at_least", "no_gap_over"]
    guard let members = document.members(of: element, known: known) else { return }
    var demands = Expectations.CoverageDemands()
    if let element = members["no_unreadable_file"] {
      demands.everythingReadable = document.truth(element) ?? true
    }
    if let element = members["logs"] { demands.logs = document.truth(element) ?? false }
    demands.counts = list(members["at_least"]) { $0.count($1) }
    if let element = members["no_gap_over"] {
      for field in document.fields(of: element) ?? [] {
        let span = document.span(field.value)
        guard isKnown(field, among: KnownCommands.names), let span else { continue }
        demands.gaps.append(.init(id: id(field.value), command: field.name, longest: span))
      }
    }
    expectations.coverage = demands
  }

  private mutating func isKnown(_ field: JSONField, among names: [String]) -> Bool {
    if names.contains(field.name) { return true }
    let nearest = NearestName.of(field.name, among: names)
    document.mistake(
      "name", field.value,
      "is for no command that a capture can hold" + (nearest.map { "; did you mean " + $0 + "?" } ?? ""))
    return false
  }

  private mutating func count(_ element: JSONElement) -> Expectations.CoverageDemands.Count? {
    guard
      let members = document.members(of: element, known: ["metric", "command", "samples", "nodes"])
    else { return nil }
    let samples = members.required("samples", &document).flatMap {
      document.integer($0, in: 1...1_000_000_000)
    }
    let nodes = texts(members["nodes"])
    var subject: Expectations.CoverageDemands.Count.Subject?
    switch (members["metric"], members["command"]) {
    case (let element?, nil):
      if let name = document.text(element),
        isKnown(name, among: MetricName.all.map(\.name), "metric", element)
      {
        subject = .metric(MetricName(name))
      }
    case (nil, let element?):
      if let name = document.text(element), isKnown(name, among: KnownCommands.names, "command", element) {
        subject = .command(name)
      }
    default: document.mistake("missing", element, "needs either metric or command")
    }
    guard let subject, let samples else { return nil }
    return .init(id: id(element), subject: subject, samples: Int(samples), nodes: nodes)
  }
}
