// A baseline in the format `hindsight/baseline/1`. Each finding and each figure has its own line, so that a
// change of a baseline in a repository can be reviewed.

package import CassandraAnalysis
import CassandraModel

package enum BaselineJSON {
  package static func render(_ baseline: Baseline) -> String {
    let lines = [
      "{", "  \"schema\": \"hindsight/baseline/1\",",
      "  \"clusters\": " + names(baseline.clusters) + ",",
      "  \"versions\": " + names(baseline.versions) + ",",
      "  \"findings\": " + list(baseline.findings.map { finding($0) }) + ",",
      "  \"figures\": " + list(series(baseline.figures)), "}", "",
    ]
    return lines.joined(separator: "\n")
  }

  static func finding(_ finding: Baseline.Finding) -> JSONValue {
    .object([
      "fingerprint": .text(finding.fingerprint), "kind": .text(finding.kind), "id": .text(finding.id),
      "severity": .text(finding.severity.rawValue), "tables": .array(finding.tables.map { .text($0) }),
    ])
  }

  /// One line for each series with all its aggregates; a figure without aggregates has a `value`.
  private static func series(_ figures: [Baseline.Figure]) -> [JSONValue] {
    struct Key: Hashable {
      let name: String
      let labels: Labels
    }
    var order: [Key] = []
    var values: [Key: [JSONMember]] = [:]
    for figure in figures {
      let parts = figure.id.split(separator: ".", maxSplits: 1).map(String.init)
      let key = Key(name: parts.first ?? figure.id, labels: figure.labels)
      if values[key] == nil { order.append(key) }
      values[key, default: []].append(
        JSONMember(parts.count > 1 ? parts[1] : Baseline.valueName, .decimal(figure.value)))
    }
    return order.map { key in
      .object([
        "figure": .text(key.name),
        "labels": .object(key.labels.pairs.map { JSONMember($0.name, .text($0.value)) }),
        "values": .object(values[key] ?? []),
      ])
    }
  }

  private static func names(_ names: [String]) -> String {
    JSONValue.array(names.map { .text($0) }).compactText
  }

  private static func list(_ values: [JSONValue]) -> String {
    values.isEmpty ? "[]" : "[\n    " + values.map(\.compactText).joined(separator: ",\n    ") + "\n  ]"
  }
}
