// Rules as text for terminals.

package import CassandraAnalysis
import CassandraModel

/// The text of `hindsight rules`.
package enum RuleText {
  /// A table of all rules, and the changes of the team.
  package static func render(_ rules: [EffectiveRule]) -> String {
    var rows = [["Rule", "Severity", "For", "Route", "From", "Fires when"]]
    for effective in rules where effective.isOn {
      let rule = effective.rule
      rows.append([
        rule.id.name + (effective.isChanged ? " *" : ""), rule.severity.rawValue, holds(rule), rule.route,
        origin(effective), condition(rule),
      ])
    }
    var lines = TextTable.aligned(rows, Array(repeating: .left, count: 6))
    let off = rules.filter { !$0.isOn }.map(\.rule.id.name)
    if !off.isEmpty { lines += [""] + TextTable.listed("Off:", off, column: 5) }
    if rules.contains(where: { $0.isOn && $0.isChanged }) { lines += ["", "* changed by the configuration"] }
    return visible(lines)
  }

  /// The condition of a rule with its parameters.
  static func condition(_ rule: Rule) -> String {
    guard case .builtIn = rule.condition else { return rule.condition.filled(by: rule).text }
    let numbers = rule.parameters.map(number)
    return rule.summary + (numbers.isEmpty ? "" : " (" + numbers.joined(separator: ", ") + ")")
  }

  /// `threshold 300 seconds`; a parameter that the team must set is `none given`.
  static func number(_ parameter: RuleParameter) -> String {
    let value = parameter.value.map { PlainText.decimal($0) } ?? "none given"
    return parameter.name + " " + value + (parameter.unit.isEmpty ? "" : " " + parameter.unit)
  }

  /// `> 5m`, `2 samples`, or a dash.
  static func holds(_ rule: Rule) -> String {
    if let span = rule.holdsFor, span.milliseconds > 0 { return "> " + span.prometheusText }
    return rule.holdsForSamples > 1 ? String(rule.holdsForSamples) + " samples" : HumanText.missing
  }

  static func origin(_ effective: EffectiveRule) -> String {
    switch effective.origin {
    case .builtIn: effective.rule.seeds.joined(separator: " ")
    case .own: "own"
    case .pack(let id): id
    }
  }

  /// `lines` with control characters made visible.
  static func visible(_ lines: [String]) -> String {
    lines.map { VisibleText.make($0) }.joined(separator: "\n") + "\n"
  }
}

/// The text of `hindsight rules --packs`.
package enum RulePackText {
  /// The parameters of the built-in rules and of all packs, by topic.
  package static func render() -> String {
    var lines: [String] = []
    for topic in Topic.allCases {
      var rows = [[topic.title, "Fires when", "For", "Severity", "Set"]]
      for rule in Rule.all where topic.holds(rule.inputs.first, of: rule.condition) {
        rows.append([
          rule.id.name, RuleText.condition(rule), RuleText.holds(rule), rule.severity.rawValue,
          "procedure " + rule.seeds.joined(separator: " "),
        ])
      }
      for pack in RulePack.all {
        for alert in pack.alerts where topic.holds(pack: alert.rule) {
          let span = alert.rule.holdsFor.map { "> " + $0.prometheusText } ?? HumanText.missing
          rows.append([
            alert.name, alert.rule.condition + (alert.difference == nil ? "" : " *"), span,
            alert.rule.severity.rawValue, pack.id,
          ])
        }
      }
      lines += TextTable.aligned(rows, Array(repeating: .left, count: 5)) + [""]
    }
    lines.append("Sets:")
    for pack in RulePack.all {
      lines += TextTable.flowed("  " + pack.id, pack.title + ": " + pack.source, column: 22)
    }
    lines += ["", "* not the same measure:"]
    for alert in RulePack.all.flatMap(\.alerts) {
      if let difference = alert.difference {
        lines += TextTable.flowed("  " + alert.rule.id.name, difference, column: 34)
      }
    }
    return RuleText.visible(lines)
  }

  /// Topics for comparing rules.
  private enum Topic: CaseIterable {
    case backlog
    case pool
    case tombstones
    case disk

    var title: String {
      switch self {
      case .backlog: "Pending compactions"
      case .pool: "Compaction's thread pool"
      case .tombstones: "Tombstones"
      case .disk: "Disk"
      }
    }

    private var words: [String] {
      switch self {
      case .backlog: ["compaction_pending_tasks"]
      case .pool: ["pool_"]
      case .tombstones: ["table_tombstones"]
      case .disk: ["disk_", "data_volume"]
      }
    }

    /// A rule belongs to the topic of the first metric in its condition.
    func holds(_ input: MetricName?, of condition: RuleCondition) -> Bool {
      let name = condition.metrics.first?.name ?? input?.name ?? ""
      return words.contains { name.hasPrefix($0) }
    }

    func holds(pack rule: OwnRule) -> Bool { words.contains { rule.condition.hasPrefix($0) } }
  }
}
