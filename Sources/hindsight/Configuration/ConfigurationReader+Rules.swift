// The rules of a configuration: changes of existing rules, and rules of the team.

import CassandraAnalysis
import CassandraInput
import CassandraModel

extension ConfigurationReader {
  /// Every rule that a configuration may name: built-in rules, and those of the team or of its packs.
  var ruleNames: [String] { (Rule.all.map(\.id) + configuration.rules.own.map(\.id)).map(\.name) }

  // MARK: Changes

  /// `{"pending-high": {"numbers": {"threshold": 20}}, …}`
  mutating func readChanges(_ element: JSONElement) -> [RuleID: RuleChange] {
    var changes: [RuleID: RuleChange] = [:]
    for field in document.fields(of: element) ?? [] {
      let known = ruleNames
      guard known.contains(field.name) else {
        let nearest = NearestName.of(field.name, among: known)
        document.mistake(
          "rule", JSONDocument.path(element.path, field.name), line: field.line,
          "is no rule" + (nearest.map { "; did you mean " + $0 + "?" } ?? "; hindsight rules lists them"))
        continue
      }
      let id = RuleID(field.name)
      changes[id] = readChange(field.value, of: Rule.named(id))
    }
    return changes
  }

  /// `rule` is nil for a rule of the team, which has no parameters: its numbers are in its condition.
  private mutating func readChange(_ element: JSONElement, of rule: Rule?) -> RuleChange {
    let known = ["on", "numbers", "for", "keep_firing_for", "severity", "route", "text"]
    var change = RuleChange()
    guard let members = document.members(of: element, known: known) else { return change }
    change.isOn = members["on"].flatMap { document.truth($0) }
    change.holdsFor = members["for"].flatMap { document.span($0) }
    change.keepsFiringFor = members["keep_firing_for"].flatMap { document.span($0) }
    change.severity = members["severity"].flatMap { document.choice($0, of: Severity.self) }
    change.route = members["route"].flatMap { readRoute($0) }
    change.text = members["text"].flatMap { document.text($0) }
    for field in members["numbers"].flatMap({ document.fields(of: $0) }) ?? [] {
      let names = rule?.parameters.map(\.name) ?? []
      guard names.contains(field.name) else {
        let nearest = NearestName.of(field.name, among: names)
        document.mistake(
          "number", field.value,
          "is no number of this rule; "
            + (nearest.map { "did you mean " + $0 + "?" }
              ?? (names.isEmpty ? "it has none" : "there are " + names.joined(separator: ", "))))
        continue
      }
      // Every parameter of a rule is an amount, so none is negative; a share or a quantile is at most 1.
      let isShare = rule?.parameters.contains { $0.name == field.name && $0.isShare } ?? false
      change.numbers[field.name] = document.number(field.value, in: 0...(isShare ? 1 : 1e18))
    }
    return change
  }

  mutating func readRoute(_ element: JSONElement) -> String? {
    guard let name = document.text(element) else { return nil }
    routesNamed.append((element, name))
    return name
  }

  /// `{"NAME": {"rules": {…}}}` for nodes or clusters.
  mutating func readOverrides(_ element: JSONElement) -> [String: [RuleID: RuleChange]] {
    var overrides: [String: [RuleID: RuleChange]] = [:]
    for field in document.fields(of: element) ?? [] {
      guard let members = document.members(of: field.value, known: ["rules"]),
        let rules = members.required("rules", &document)
      else { continue }
      overrides[field.name] = readChanges(rules)
    }
    return overrides
  }

  // MARK: Rules of the team

  mutating func readOwnRules(_ element: JSONElement) {
    for element in document.elements(of: element) ?? [] {
      let known = ["id", "condition", "for", "keep_firing_for", "severity", "route", "text"]
      guard let members = document.members(of: element, known: known) else { continue }
      let id = members.required("id", &document).flatMap { readID($0) }
      let condition = members.required("condition", &document)
      let text = condition.flatMap { document.text($0) }
      var rule = OwnRule(id: id ?? RuleID(""), condition: text ?? "")
      rule.holdsFor = members["for"].flatMap { document.span($0) }
      rule.keepsFiringFor = members["keep_firing_for"].flatMap { document.span($0) }
      rule.severity = members["severity"].flatMap { document.choice($0, of: Severity.self) } ?? .warning
      rule.route = members["route"].flatMap { readRoute($0) } ?? "review"
      rule.text = members["text"].flatMap { document.text($0) } ?? ""
      if let condition, text != nil { conditions.append((condition, rule)) }
      if id != nil, text != nil { configuration.rules.own.append(rule) }
    }
  }

  private mutating func readID(_ element: JSONElement) -> RuleID? {
    guard let name = document.text(element) else { return nil }
    let isPlain = name.utf8.allSatisfy { byte in
      byte == UInt8(ascii: "-") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
    if !isPlain || name.utf8.count > 64 {
      document.mistake(
        "id", element, "must be at most 64 small letters, digits and hyphens, is " + element.found)
      return nil
    }
    let id = RuleID(name)
    if Rule.named(id) != nil {
      document.mistake("id", element, "is a rule that is there already; $.rules changes it")
      return nil
    }
    if configuration.rules.own.contains(where: { $0.id == id }) {
      document.mistake("id", element, "is the id of a rule before it")
      return nil
    }
    return id
  }

  mutating func readPacks(_ element: JSONElement) {
    for element in document.elements(of: element) ?? [] {
      guard let id = document.text(element) else { continue }
      guard let pack = RulePack.named(id) else {
        let ids = RulePack.all.map(\.id)
        let nearest = NearestName.of(id, among: ids)
        document.mistake(
          "pack", element,
          "is no rule pack; "
            + (nearest.map { "did you mean " + $0 + "?" } ?? "there are " + ids.joined(separator: ", ")))
        continue
      }
      for rule in pack.rules where !configuration.rules.own.contains(where: { $0.id == rule.id }) {
        configuration.rules.own.append(rule)
      }
    }
  }

  // MARK: Conditions

  /// Checks the conditions of the team's rules: their syntax, and that their metrics exist. A rule is not a
  /// metric; a circular reference between rules has its own message.
  mutating func checkOwnRules() {
    var inputs: [String: [String]] = [:]
    var parsed: [(element: JSONElement, rule: OwnRule, condition: RuleCondition)] = []
    for (element, rule) in conditions {
      do throws(RuleConditionError) {
        let condition = try RuleCondition(parsing: rule.condition)
        check(condition, element)
        parsed.append((element, rule, condition))
        inputs[rule.id.name] = condition.metrics.compactMap { ruleNamed($0) }
      } catch {
        document.mistake(
          "condition", element,
          "is no condition: " + error.message + " (character " + String(error.offset + 1) + ")")
      }
    }
    for (element, rule, condition) in parsed {
      for metric in condition.metrics where !Rule.knownMetrics.contains(metric) {
        if let named = ruleNamed(metric) {
          let way = circle(from: rule.id.name, by: named, inputs)
          document.mistake(
            way == nil ? "input" : "circular", element,
            way.map { "is circular: " + $0.joined(separator: " needs ") + "; a rule takes metrics only" }
              ?? "needs " + named + ", which is a rule; a rule takes metrics only")
          continue
        }
        let nearest = NearestName.of(metric.name, among: Rule.knownMetrics.map(\.name))
        document.mistake(
          "input", element,
          "needs " + metric.name + ", which no capture gives"
            + (nearest.map { "; did you mean " + $0 + "?" }
              ?? "; hindsight rules --metrics lists what there is"))
      }
    }
  }

  /// Rejects features of built-in rules: a predicate, and parameters by name.
  private mutating func check(_ condition: RuleCondition, _ element: JSONElement) {
    if case .builtIn(let name) = condition {
      document.mistake(
        "condition", element, "has the predicate " + name.name + ", which is for the rule that is built in")
    }
    for term in condition.terms {
      if case .parameter(let name) = term.number {
        document.mistake("condition", element, "has $" + name + "; write the number itself")
      }
    }
  }

  /// The rule whose name equals that of a metric, with underscores for hyphens: conditions have no hyphens.
  private func ruleNamed(_ metric: MetricName) -> String? {
    ruleNames.first { $0 == metric.name || $0.split(separator: "-").joined(separator: "_") == metric.name }
  }

  /// The path from `rule` over `next` back to `rule`; nil if there is none.
  private func circle(from rule: String, by next: String, _ inputs: [String: [String]]) -> [String]? {
    var ways = [[rule, next]]
    var seen: Set<String> = []
    while let way = ways.popLast(), let last = way.last {
      if last == rule { return way }
      guard seen.insert(last).inserted else { continue }
      for further in inputs[last] ?? [] { ways.append(way + [further]) }
    }
    return nil
  }
}
