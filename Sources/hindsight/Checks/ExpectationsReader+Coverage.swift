// Demands on the capture, so that no expectation passes for lack of data.

import CassandraAnalysis
import CassandraInput
import CassandraModel

extension ExpectationsReader {
  mutating func coverage(_ element: JSONElement) {
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
