// Rules for programs.

package import CassandraAnalysis
import CassandraModel

/// The JSON of `hindsight rules`.
package enum RuleJSON {
  package static let schema = "hindsight/rules/1"

  /// All rules, in order, with a line end.
  package static func render(_ rules: [EffectiveRule]) -> String {
    let value = JSONValue.object([
      "schema": .text(schema), "rules": .array(rules.map(rule)),
    ])
    return value.indentedText() + "\n"
  }

  private static func rule(_ effective: EffectiveRule) -> JSONValue {
    let rule = effective.rule
    return .object([
      "id": .text(rule.id.name), "title": .text(rule.title), "summary": .text(rule.summary),
      "on": .truth(effective.isOn), "changed": .truth(effective.isChanged),
      "from": origin(effective), "subject": .text(rule.subject.rawValue),
      "condition": .text(rule.condition.text), "effective_condition": .text(RuleText.condition(rule)),
      "numbers": .array(zip(rule.parameters, effective.original.parameters).map { number($0, original: $1) }),
      "for_seconds": seconds(rule.holdsFor), "for_samples": .integer(Int64(rule.holdsForSamples)),
      "keep_firing_for_seconds": seconds(rule.keepsFiringFor), "severity": .text(rule.severity.rawValue),
      "route": .text(rule.route), "text": rule.text.isEmpty ? .null : .text(rule.text),
      "runbook": .optional(rule.runbook), "inputs": .array(rule.inputs.map { .text($0.name) }),
      "capture": .text(rule.capture),
    ])
  }

  private static func origin(_ effective: EffectiveRule) -> JSONValue {
    switch effective.origin {
    case .builtIn: .array(effective.rule.seeds.map { .text("procedure " + $0) })
    case .own: .array([.text("own")])
    case .pack(let id): .array([.text("pack " + id)])
    }
  }

  private static func number(_ parameter: RuleParameter, original: RuleParameter) -> JSONValue {
    .object([
      "name": .text(parameter.name), "value": .optional(parameter.value),
      "default": .optional(original.value),
      "unit": .text(parameter.unit), "meaning": .text(parameter.meaning),
    ])
  }

  private static func seconds(_ span: TimeSpan?) -> JSONValue {
    .optional(span.map { Double($0.milliseconds) / 1000 })
  }
}
