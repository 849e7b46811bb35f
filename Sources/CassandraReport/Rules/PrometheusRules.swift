// The rules as a rule file for Prometheus that `promtool check rules` accepts.

package import CassandraAnalysis
import CassandraModel

/// A rule file, and the rules that it lacks.
package struct PrometheusRules: Sendable {
  package let text: String
  /// Rules that Prometheus cannot express, each with the reason as a clause for the words after "because".
  package let missing: [(rule: String, reason: String)]

  /// The enabled rules.
  ///
  /// - Parameters:
  ///   - inputs: values from the configuration that replace metrics without an exporter.
  ///   - runbooks: pages by rule or runbook.
  package init(_ rules: [EffectiveRule], inputs: NodeInputs, runbooks: [String: String]) {
    var groups: [(name: String, rules: [String])] = []
    var missing: [(rule: String, reason: String)] = []
    for effective in rules where effective.isOn {
      let rule = effective.rule
      do throws(Inexpressible) {
        let expression = try PrometheusExpression.text(of: rule, inputs)
        let name = "hindsight-" + PrometheusRules.group(effective)
        let entry = PrometheusRules.entry(rule, expression, runbooks)
        // Group names are unique in a file.
        if let index = groups.firstIndex(where: { $0.name == name }) {
          groups[index].rules.append(entry)
        } else {
          groups.append((name, [entry]))
        }
      } catch {
        missing.append((rule.id.name, error.reason))
      }
    }
    var lines = PrometheusRules.head
    lines += missing.isEmpty ? [] : ["#", "# Not here, because Prometheus cannot express them:"]
    lines += missing.map { "#   " + $0.rule + ": " + $0.reason }
    lines.append("groups:" + (groups.isEmpty ? " []" : ""))
    for group in groups {
      lines += ["  - name: " + PrometheusRules.quoted(group.name), "    rules:"]
      lines += group.rules
    }
    text = lines.joined(separator: "\n") + "\n"
    self.missing = missing
  }

  private static let head = [
    "# Alerting rules for Prometheus 2.42 and later, from hindsight rules --format prometheus.",
    "#",
    "# Names are those of jmx_exporter with lowercaseOutputName and these rules:",
    "#   - pattern: org.apache.cassandra.metrics<type=(\\w+), name=(\\w+)><>(\\w+)",
    "#     name: cassandra_$1_$2_$3",
    "#   - pattern: org.apache.cassandra.metrics<type=ThreadPools, path=(\\w+), scope=(\\S+), name=(\\w+)><>(\\w+)",
    "#     name: cassandra_threadpools_$3_$4",
    "#     labels: {path: $1, pool: $2}",
    "#   - pattern: org.apache.cassandra.metrics<type=Table, keyspace=(\\S+), scope=(\\S+), name=(\\w+)><>(\\w+)",
    "#     name: cassandra_table_$3_$4",
    "#     labels: {keyspace: $1, table: $2}",
    "#   - pattern: org.apache.cassandra.metrics<type=(\\w+), scope=(\\S+), name=(\\w+)><>(\\w+)",
    "#     name: cassandra_$1_$3_$4",
    "#     labels: {scope: $2}",
    "# Disks are node_exporter's; both exporters of a node must have the same label instance.",
    "# Here a rule fires when its condition held for more than its time, in Prometheus when for at least that.",
    "# Rates look back 5 minutes here; in captures they are taken between two samples.",
  ]

  private static func group(_ effective: EffectiveRule) -> String {
    switch effective.origin {
    case .builtIn: effective.rule.seeds.first ?? "built-in"
    case .own: "own"
    case .pack(let id): id
    }
  }

  private static func entry(_ rule: Rule, _ expression: String, _ runbooks: [String: String]) -> String {
    var lines = [
      "      - alert: " + quoted(rule.id.name),
      "        expr: '" + expression.replacing("'", with: "''") + "'",
    ]
    if let span = rule.holdsFor, span.milliseconds > 0 { lines.append("        for: " + span.prometheusText) }
    if let span = rule.keepsFiringFor, span.milliseconds > 0 {
      lines.append("        keep_firing_for: " + span.prometheusText)
    }
    lines += [
      "        labels:", "          severity: " + rule.severity.rawValue,
      "          route: " + quoted(rule.route), "        annotations:",
      "          summary: " + quoted(template(rule.text.isEmpty ? rule.title : rule.text)),
      "          description: " + quoted(template(rule.summary)),
    ]
    if let page = runbooks[rule.id.name] ?? rule.runbook.flatMap({ runbooks[$0] }) {
      lines.append("          runbook_url: " + quoted(template(page)))
    }
    return lines.joined(separator: "\n")
  }

  /// Text that Prometheus prints literally: it takes `{{` for the beginning of a template.
  private static func template(_ text: String) -> String { text.replacing("{{", with: "{{ \"{{\" }}") }

  /// A double-quoted YAML scalar.
  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\" + String(scalar)
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}", "\u{FEFF}":
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
