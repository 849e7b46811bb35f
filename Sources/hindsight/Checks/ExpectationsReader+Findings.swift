// Required and forbidden findings, and exceptions: by category, rule, message or severity.

import CassandraAnalysis
import CassandraInput
import CassandraModel

extension ExpectationsReader {
  private static let selectorNames = ["category", "rule", "event", "severity", "node", "table"]

  mutating func appearance(_ element: JSONElement) -> Expectations.Appearance? {
    guard
      let members = document.members(of: element, known: ExpectationsReader.selectorNames + ["reason"]),
      let selector = selector(members)
    else { return nil }
    return Expectations.Appearance(id: id(element), selector: selector, reason: text(members["reason"]))
  }

  mutating func exception(_ element: JSONElement) -> Expectations.Exception? {
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
          ErrorCategory.all.compactMap { $0.id.name.split(separator: ".").first.map(String.init) })
        return isKnown(family, among: families.sorted(), "family of categories", element)
          ? .family(family) : nil
      }
      return isKnown(id, among: ErrorCategory.all.map(\.id.name), "category", element)
        ? .category(CategoryID(id)) : nil
    case "rule": return isKnown(id, among: rules, "rule", element) ? .rule(RuleID(id)) : nil
    default:
      let events = MessageCatalog.messages.map(\.name.name)
      return isKnown(id, among: events, "message", element) ? .event(id) : nil
    }
  }

  private mutating func table(_ element: JSONElement) -> TableName? {
    guard let text = document.text(element) else { return nil }
    guard let table = TableName(dotted: text) else {
      document.mistake("value", element, "must be written keyspace.table, is " + element.found)
      return nil
    }
    return table
  }
}
