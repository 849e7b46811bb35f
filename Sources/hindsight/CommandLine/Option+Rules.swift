// The configuration, and the options of the commands about rules.

import CassandraAnalysis
import CassandraModel

extension Option {
  static let configuration = Option(
    names: ["--config"],
    placeholder: "FILE",
    help: """
      Take numbers of rules, rules of your own, disks, zones and routes from FILE, JSON with comments. \
      SampleData/hindsight.json shows every key.
      """,
    commands: judging + [.rules],
    apply: { value, options, _ throws(ValueError) in
      guard !value.isEmpty else { throw .notAFile }
      options.configurationFile = value
    })

  static let ruleListForm = Option(
    names: ["--format"],
    placeholder: "FORMAT",
    help: """
      What to print: text (a table for people), json (everything, for programs) or prometheus (a rule file for \
      Prometheus; what it cannot express is named in comments and on standard error). Default: text.
      """,
    commands: [.rules],
    values: RuleOptions.ListForm.allCases.map(\.rawValue),
    apply: { value, options, _ throws(ValueError) in
      options.rules.listForm = try oneOf(RuleOptions.ListForm.allCases, value) { $0.rawValue }
    })

  static let sweepForm = Option(
    names: ["--format"],
    placeholder: "FORMAT",
    help: "What to print: table, csv or json. Default: table.",
    commands: [.sweep],
    values: RuleOptions.SweepForm.allCases.map(\.rawValue),
    apply: { value, options, _ throws(ValueError) in
      options.rules.sweepForm = try oneOf(RuleOptions.SweepForm.allCases, value) { $0.rawValue }
    })

  static let packs = Option(
    names: ["--packs"],
    placeholder: nil,
    help: "Print the numbers of public alert sets side by side with those of the seeds, with their sources.",
    commands: [.rules],
    apply: { _, options, _ in options.rules.showsPacks = true })

  static let pack = Option(
    names: ["--pack"],
    placeholder: "NAME",
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
    help: """
      The numbers to try in the place of the rule's first one: from A to B in steps of STEP, or in ten steps. \
      One number is allowed. Default: the rule's own.
      """,
    commands: [.sweep],
    apply: { value, options, _ throws(ValueError) in
      guard let numbers = RangeArgument.numbers(value) else { throw .notARange("10..100 or 10..100/5") }
      options.rules.thresholds = numbers
    })

  static let holdsFor = Option(
    names: ["--for"],
    placeholder: "C..D[/STEP]",
    help: """
      How long the condition must hold: from C to D in steps of STEP, or in ten steps, as in 0s..30m/5m. \
      Default: the rule's own.
      """,
    commands: [.sweep],
    apply: { value, options, _ throws(ValueError) in
      guard let spans = RangeArgument.spans(value) else { throw .notARange("0s..30m or 0s..30m/5m") }
      options.rules.spans = spans
    })

  static let at = Option(
    names: ["--at"],
    placeholder: "T",
    help: "The moment to explain. T as for --since.",
    commands: [.explain],
    apply: { value, options, _ throws(ValueError) in
      guard let instant = TimeArgument.instant(value) else { throw .notATime }
      options.rules.at = instant
    })
}
