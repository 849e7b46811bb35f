// Reads a file of expectations. SampleData/expectations.json is an example. An expectation that no capture
// can meet or violate is a mistake, so that none passes because of a typing error.

import CassandraAnalysis
import CassandraInput
import CassandraModel

struct ExpectationsReader {
  static let schema = "hindsight/expectations/1"

  var document: DocumentReader
  let rules: [String]
  var expectations = Expectations()

  /// Reads `bytes`, the content of `file`.
  ///
  /// - Parameter settings: rules of the team; expectations may name them, too.
  static func read(
    _ bytes: [UInt8], file: String, settings: RuleSettings = .none
  ) throws(DocumentError) -> Expectations {
    var reader = ExpectationsReader(
      document: DocumentReader(file: file, family: "expectations"),
      rules: (Rule.all.map(\.id) + settings.own.map(\.id)).map(\.name))
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

  // MARK: Common parts

  mutating func list<Value>(
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
  func id(_ element: JSONElement) -> String { String(element.path.dropFirst(2)) }

  mutating func isKnown(
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

  mutating func text(_ element: JSONElement?) -> String? {
    element.flatMap { document.text($0) }
  }

  mutating func texts(_ element: JSONElement?) -> [String] {
    list(element) { $0.document.text($1) }
  }
}
