// Pages about rules, categories and runbooks, without a capture.

package import CassandraAnalysis
import CassandraModel

/// The text of `hindsight explain ID`.
package enum ExplanationText {
  private static let column = 12

  /// The team's names of routes, and its own pages by rule, category, runbook or route.
  package struct Team: Sendable {
    let routes: [String: String]
    let runbooks: [String: String]

    package init(routes: [String: String] = [:], runbooks: [String: String] = [:]) {
      self.routes = routes
      self.runbooks = runbooks
    }

    fileprivate func route(_ name: String) -> String {
      name + (routes[name].map { ": " + $0 } ?? "") + (runbooks[name].map { ", " + $0 } ?? "")
    }
  }

  // MARK: Rules

  /// The page of a rule: meaning, condition, actions.
  package static func page(of effective: EffectiveRule, team: Team = Team()) -> String {
    let rule = effective.rule
    var lines = [rule.id.name + ": " + rule.title, ""]
    lines += entry("Fires when", rule.summary)
    lines += entry("Condition", rule.condition.filled(by: rule).text)
    if let span = rule.holdsFor, span.milliseconds > 0 {
      lines += entry("For", "more than " + span.prometheusText)
    }
    if rule.holdsForSamples > 1 { lines += entry("For", String(rule.holdsForSamples) + " samples in a row") }
    if let span = rule.keepsFiringFor, span.milliseconds > 0 {
      lines += entry("Then", "goes on firing for " + span.prometheusText)
    }
    lines += entry("Severity", rule.severity.rawValue)
    lines += entry("Route", team.route(rule.route))
    lines += entry("Subject", subject(rule.subject))
    lines += entry("From", origin(effective))
    if !effective.isOn { lines += entry("Off", "the configuration switches it off") }
    if !rule.text.isEmpty { lines += entry("Says", rule.text) }
    for (index, parameter) in rule.parameters.enumerated() {
      let original = effective.original.parameters[index].value
      var text = RuleText.number(parameter) + ": " + parameter.meaning
      if original != parameter.value {
        text +=
          " (changed by the configuration from "
          + (original.map { PlainText.decimal($0) } ?? "none given") + ")"
      }
      lines += entry(index == 0 ? "Numbers" : "", text)
    }
    lines += entry("Looks at", rule.inputs.map(\.name).joined(separator: ", "))
    lines += entry("Capture", rule.capture)
    if let page = team.runbooks[rule.id.name] { lines += entry("Page", page) }
    let advice = rule.advice
    lines += list("Check", advice.filter { $0.kind == .check }.map(\.text))
    lines += list("Never", advice.filter { $0.kind == .never }.map(\.text))
    if let runbook = Runbook.all.first(where: { $0.id == rule.runbook }) {
      lines += [""] + steps(runbook, team)
    }
    return RuleText.visible(lines)
  }

  private static func subject(_ subject: RuleSubject) -> String {
    switch subject {
    case .node: "the node as a whole"
    case .table: "each table"
    case .compaction: "each running compaction"
    case .pool: "each thread pool"
    }
  }

  private static func origin(_ effective: EffectiveRule) -> String {
    switch effective.origin {
    case .builtIn: return "monitoring procedure " + effective.rule.seeds.joined(separator: ", ")
    case .own: return "the configuration"
    case .pack(let id):
      guard let pack = RulePack.named(id) else { return id }
      let alert = pack.alerts.first { $0.rule.id == effective.rule.id }
      return pack.title + (alert.map { ", alert " + $0.name + ": " + $0.expression } ?? "") + "; "
        + pack.source
        + (alert?.difference.map { "; not the same measure: " + $0 } ?? "")
    }
  }

  // MARK: Categories and runbooks

  /// The page of a category: meaning and actions.
  package static func page(of category: ErrorCategory, team: Team = Team()) -> String {
    var lines = [category.id.name + ": " + category.title, ""]
    lines += entry("Means", category.meaning)
    lines += entry("Severity", category.severity.rawValue)
    lines += entry("Route", team.route(category.route.rawValue))
    if !category.isError { lines += entry("Counts", "apart: it is no failure") }
    if let page = team.runbooks[category.id.name] { lines += entry("Page", page) }
    lines += list("Check", category.check)
    lines += list("Do", category.run, isNumbered: true)
    lines += list("Never", category.never)
    if let runbook = category.runbook { lines += [""] + steps(runbook, team) }
    return RuleText.visible(lines)
  }

  /// The page of a runbook: triggers, steps, and steps to avoid.
  package static func page(of runbook: Runbook, team: Team = Team()) -> String {
    var lines = steps(runbook, team)
    let advice = RuleAdvice.of(runbook: runbook.id)
    let categories = ErrorCategory.all.filter { $0.runbook == runbook }
    var never: [String] = []
    for text in categories.flatMap(\.never) + advice.filter({ $0.kind == .never }).map(\.text)
    where !never.contains(text) {
      never.append(text)
    }
    lines += list("Check", advice.filter { $0.kind == .check }.map(\.text))
    lines += list("Never", never)
    let rules = Rule.all.filter { $0.runbook == runbook.id }.map(\.id.name)
    lines.append("")
    if !categories.isEmpty {
      lines += TextTable.listed("Failures:", categories.map(\.id.name), column: column)
    }
    if !rules.isEmpty { lines += TextTable.listed("Rules:", rules, column: column) }
    return RuleText.visible(lines)
  }

  private static func steps(_ runbook: Runbook, _ team: Team) -> [String] {
    var lines = ["Runbook " + runbook.id + ": " + runbook.title]
    if let page = team.runbooks[runbook.id] { lines += entry("Page", page) }
    for (index, step) in runbook.steps.enumerated() {
      lines += TextTable.flowed("  " + String(index + 1) + ".", step, column: 6)
    }
    return lines
  }

  // MARK: Lines

  static func entry(_ label: String, _ text: String) -> [String] {
    TextTable.flowed(label, text, column: column)
  }

  static func list(_ title: String, _ items: [String], isNumbered: Bool = false) -> [String] {
    guard !items.isEmpty else { return [] }
    return ["", title + ":"]
      + items.enumerated().flatMap { index, item in
        TextTable.flowed(
          isNumbered ? "  " + String(index + 1) + "." : "  -", item, column: isNumbered ? 6 : 4)
      }
  }
}
