// The state of a rule at an instant, with the reason in words and numbers.

package import CassandraAnalysis
package import CassandraModel

/// The text of `hindsight explain RULE PATH… --at T`.
package enum RuleMomentText {
  /// The rule, and its input for each node.
  package static func render(_ rule: Rule, _ moments: [RuleMoment], at: Instant) -> String {
    var lines = TextTable.flowed("", rule.id.name + " fires when " + rule.summary + ".", column: 0)
    lines.append("At " + at.iso8601 + ":")
    if moments.isEmpty { lines += ["", "There is no node in these captures."] }
    for moment in moments { lines += [""] + node(moment, at: at) }
    return RuleText.visible(lines)
  }

  private static func node(_ moment: RuleMoment, at: Instant) -> [String] {
    guard let rule = moment.rule else {
      return [moment.node.name + ": the rule is switched off by the configuration."]
    }
    if let lacking = moment.notEvaluated {
      return TextTable.flowed(
        moment.node.name + ":",
        "not evaluated, because " + lacking.reason + ". Capture next time: "
          + lacking.capture + ".", column: 2) + inputs(moment, at: at)
    }
    if moment.subjects.isEmpty {
      return [moment.node.name + ": nothing to judge; there is no sample of what the rule looks at."]
        + inputs(moment, at: at)
    }
    var lines: [String] = []
    for subject in moment.subjects {
      let name = moment.node.name + (subject.subject.name.isEmpty ? "" : ", " + subject.subject.name)
      lines += TextTable.flowed(name + ":", sentence(subject, rule, at: at), column: 2)
      lines += rows(subject, rule, at: at)
    }
    if moment.quietSubjects > 0 {
      lines.append(
        "  " + InspectionText.counted(moment.quietSubjects, "other") + ": the condition did not hold")
    }
    return lines + inputs(moment, at: at)
  }

  // MARK: Words

  private static func sentence(_ moment: RuleMoment.SubjectMoment, _ rule: Rule, at: Instant) -> String {
    let words: String
    switch moment.state {
    case .firing:
      let since = moment.alert?.firingSince
      words =
        "it fired" + (since.map { " at " + clock($0) } ?? "") + ", because the condition had held"
        + (moment.alert.map { " since " + clock($0.pendingSince) } ?? "") + needed(rule)
    case .pending:
      let since = moment.alert?.pendingSince ?? at
      let held = TimeSpan(milliseconds: at.milliseconds - since.milliseconds)
      words =
        "it did not fire: the condition had held since " + clock(since) + ", for "
        + HumanText.duration(held) + needed(rule)
    case .possible:
      words =
        "it may have fired: the condition held at every sample since "
        + clock(moment.alert?.pendingSince ?? at)
        + ", but they lie further apart than the rule's duration"
    case .unknown:
      words = "unknown: no sample for too long" + (moment.last.map { " after " + clock($0.at) } ?? "")
    case .resolved, .inactive, .notEvaluated:
      words =
        "it did not fire" + (moment.last.map { ": " + comparison($0, rule) } ?? ": no sample before then")
    }
    return words + "."
  }

  /// The last sample's value against the threshold.
  private static func comparison(_ reading: RuleReading, _ rule: Rule) -> String {
    guard reading.holds != nil, let value = reading.value else {
      return "the sample of " + clock(reading.at) + " lacks data"
        + (reading.reason.map { ": " + $0 } ?? "")
    }
    let threshold = reading.threshold.map {
      ", and has to be " + (rule.condition.terms.first?.comparison.rawValue ?? ">") + " " + number($0)
    }
    let holds = reading.holds == true ? "the condition held" : "the condition did not hold"
    let isAlone = rule.condition.terms.count <= 1
    return holds + " at " + clock(reading.at) + ": the value was " + number(value)
      + (isAlone || reading.holds == true
        ? threshold ?? "" : threshold.map { $0 + " (first term of several)" } ?? "")
  }

  private static func needed(_ rule: Rule) -> String {
    if let span = rule.holdsFor, span.milliseconds > 0 {
      return " (it takes more than " + span.prometheusText + ")"
    }
    return rule.holdsForSamples > 1 ? " (it takes " + String(rule.holdsForSamples) + " samples in a row)" : ""
  }

  // MARK: Numbers

  private static func rows(_ moment: RuleMoment.SubjectMoment, _ rule: Rule, at: Instant) -> [String] {
    guard !moment.readings.isEmpty else { return ["  no sample around then"] }
    let sign = rule.condition.terms.first?.comparison.rawValue ?? ""
    var rows = [["", "Sample", "Value", "Threshold", "Holds", "State", "Source"]]
    // The arrow marks the last sample at or before the instant.
    let current = moment.readings.last { $0.reading.at <= at }?.reading.at
    for row in moment.readings {
      let reading = row.reading
      rows.append([
        reading.at == current ? "  >" : "   ", clock(reading.at),
        reading.value.map(number) ?? HumanText.missing,
        reading.threshold.map { (sign.isEmpty ? "" : sign + " ") + number($0) } ?? HumanText.missing,
        reading.holds.map { $0 ? "yes" : "no" } ?? "unknown", state(reading),
        row.source?.description ?? HumanText.missing,
      ])
    }
    var lines = TextTable.aligned(rows, [.left, .left, .right, .left, .left, .left, .left])
    if moment.leftOut > 0 {
      lines.append(
        "    and " + InspectionText.counted(moment.leftOut, "sample") + " further away in the window")
    }
    return lines
  }

  private static func state(_ reading: RuleReading) -> String {
    if reading.holds == nil { return reading.reason ?? "unchanged" }
    switch reading.state {
    case .inactive: return "inactive"
    case .pending(let since): return "pending since " + clock(since)
    case .firing(let since): return "firing since " + clock(since)
    }
  }

  private static func inputs(_ moment: RuleMoment, at: Instant) -> [String] {
    guard !moment.inputs.isEmpty else { return [] }
    var rows: [[String]] = []
    for input in moment.inputs {
      let age = TimeSpan(milliseconds: at.milliseconds - input.at.milliseconds)
      rows.append([
        "   ", input.series.text, number(input.value), HumanText.duration(age) + " before",
        input.source.description,
      ])
    }
    return ["  What it looks at, as it was last known:"]
      + TextTable.aligned(rows, [.left, .left, .right, .right, .left])
  }

  private static func number(_ value: Double) -> String {
    HumanText.decimal(value, digits: value == value.rounded() ? 0 : 3)
  }

  private static func clock(_ instant: Instant) -> String { instant.iso8601 }
}
