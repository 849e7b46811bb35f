// The configuration, and the options of the commands about rules.

import CassandraAnalysis
import CassandraModel

extension Option {
  static let configuration = Option(
    names: ["--config"],
    placeholder: "FILE",
    brief: "thresholds, own rules, disks, zones, routes",
    help: """
      Configuration: thresholds, own rules, disks, zones, notification routes, runbook links. JSON with \
      comments; SampleData/hindsight.json shows every key.
      """,
    commands: judging + [.rules],
    apply: { value, options, _ throws(ValueError) in
      guard !value.isEmpty else { throw .notAFile }
      options.configurationFile = value
    })

  static let ruleListForm = Option(
    names: ["--format", "-f"],
    placeholder: "FORMAT",
    brief: "text, json or prometheus",
    help: """
      Output: text (a table), json (everything) or prometheus (a rule file; what Prometheus cannot express is \
      listed in comments and on standard error). Default: text.
      """,
    commands: [.rules],
    values: RuleOptions.ListForm.allCases.map(\.rawValue),
    apply: { value, options, _ throws(ValueError) in
      options.rules.listForm = try oneOf(RuleOptions.ListForm.allCases, value) { $0.rawValue }
    })

  static let sweepForm = Option(
    names: ["--format", "-f"],
    placeholder: "FORMAT",
    brief: "table, csv or json",
    help: "Output: table, csv or json. Default: table.",
    commands: [.sweep],
    values: RuleOptions.SweepForm.allCases.map(\.rawValue),
    apply: { value, options, _ throws(ValueError) in
      options.rules.sweepForm = try oneOf(RuleOptions.SweepForm.allCases, value) { $0.rawValue }
    })

  static let packs = Option(
    names: ["--packs"],
    placeholder: nil,
    brief: "compare public alert sets",
    help: "Compare public alert sets with the default thresholds, with sources.",
    commands: [.rules],
    apply: { _, options, _ in options.rules.showsPacks = true })

  static let pack = Option(
    names: ["--pack"],
    placeholder: "NAME",
    brief: "add a public alert set as rules",
    help: "Add the alerts of a public alert set as rules: "
      + RulePack.all.map(\.id).joined(separator: ", ") + ". May be given several times.",
    commands: [.rules, .explain, .sweep],
    values: RulePack.all.map(\.id),
    isRepeatable: true,
    apply: { value, options, _ throws(ValueError) in
      let pack = try oneOf(RulePack.all, value) { $0.id }
      if !options.rules.packs.contains(where: { $0.id == pack.id }) { options.rules.packs.append(pack) }
    })

  static let threshold = Option(
    names: ["--threshold"],
    placeholder: "A..B[/STEP]",
    brief: "thresholds to try",
    help: """
      Thresholds to try for the first number of the rule: from A to B in steps of STEP, or in ten steps. A \
      single number is allowed. Default: the threshold of the rule.
      """,
    commands: [.sweep],
    apply: { value, options, _ throws(ValueError) in
      guard let numbers = RangeArgument.numbers(value) else { throw .notARange("10..100 or 10..100/5") }
      options.rules.thresholds = numbers
    })

  static let holdsFor = Option(
    names: ["--for"],
    placeholder: "C..D[/STEP]",
    brief: "durations to try",
    help: """
      Durations to try: from C to D in steps of STEP, or in ten steps, as in 0s..30m/5m. Default: the duration \
      of the rule.
      """,
    commands: [.sweep],
    apply: { value, options, _ throws(ValueError) in
      guard let spans = RangeArgument.spans(value) else { throw .notARange("0s..30m or 0s..30m/5m") }
      options.rules.spans = spans
    })

  static let at = Option(
    names: ["--at"],
    placeholder: "T",
    brief: "the instant to explain",
    help: "The instant to explain. T as for --since.",
    commands: [.explain],
    apply: { value, options, _ throws(ValueError) in
      guard let instant = TimeArgument.instant(value) else { throw .notATime }
      options.rules.at = instant
    })
}
