// A baseline as it is written, `hindsight/baseline/1`. Findings and figures stand one a line, so that a change of a
// baseline that is kept in a repository can be reviewed.

package import CassandraAnalysis
import CassandraModel

package enum BaselineJSON {
  package static func render(_ baseline: Baseline) -> String {
    let lines = [
      "{", "  \"schema\": \"hindsight/baseline/1\",",
      "  \"clusters\": " + names(baseline.clusters) + ",",
      "  \"versions\": " + names(baseline.versions) + ",",
      "  \"findings\": " + list(baseline.findings.map { finding($0) }) + ",",
      "  \"figures\": " + list(baseline.figures.map { figure($0) }), "}", "",
    ]
    return lines.joined(separator: "\n")
  }

  static func finding(_ finding: Baseline.Finding) -> JSONValue {
    .object([
      "fingerprint": .text(finding.fingerprint), "kind": .text(finding.kind), "id": .text(finding.id),
      "severity": .text(finding.severity.rawValue), "tables": .array(finding.tables.map { .text($0) }),
    ])
  }

  private static func figure(_ figure: Baseline.Figure) -> JSONValue {
    .object([
      "figure": .text(figure.id),
      "labels": .object(figure.labels.pairs.map { JSONMember($0.name, .text($0.value)) }),
      "value": .decimal(figure.value),
    ])
  }

  private static func names(_ names: [String]) -> String {
    JSONValue.array(names.map { .text($0) }).compactText
  }

  private static func list(_ values: [JSONValue]) -> String {
    values.isEmpty ? "[]" : "[\n    " + values.map(\.compactText).joined(separator: ",\n    ") + "\n  ]"
  }
}
