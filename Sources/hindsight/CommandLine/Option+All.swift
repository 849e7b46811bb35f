// All options. The order is the order in the help.

import CassandraModel
import CassandraReport

extension Option {
  static let all: [Option] = [
    output, reportFormat, inspectionForm, replayForm, stateFile, dryRun, factsFormat, root, checkFormat,
    expectations, baseline, writeBaseline, missing, assume, ruleListForm, sweepForm, packs, pack, node,
    threshold, holdsFor, at, around, window, nodes, mapNode, keyspace, table, severity, category, tolerance,
    configuration, since, until, logZone, redact, redactKey, redactMap, failOn, jobs, maxExpansion,
    workFolder, quiet,
    color, manual, completions,
  ]

  /// The commands that read a capture.
  static let reading: [Command.ID] = [
    .report, .inspect, .trend, .check, .replay, .extract, .explain, .sweep,
  ]

  /// Those, and what reads two captures; a window is of one.
  static let judging = reading + [.diff]

  /// The options that `command` takes.
  static func all(of command: Command.ID) -> [Option] { all.filter { $0.commands.contains(command) } }

  static let output = Option(
    names: ["--output"],
    placeholder: "DIR",
    help: """
      Write into the folder DIR, which is made if it is not there. Files of the same name are replaced. \
      Without it the result goes to standard output.
      """,
    commands: [.report, .diff, .trend, .extract, .merge, .check],
    apply: { value, options, _ throws(ValueError) in
      // `-` is standard output elsewhere, which is what a run without this option writes to.
      guard !value.isEmpty, value != "-" else { throw .notAFolder }
      options.output = value
    })

  /// What reports are written as. A command that writes something else has an entry of its own of this name.
  static let reportFormat = Option(
    names: ["--format"],
    placeholder: "FORMAT,…",
    help: "What to write: "
      + ReportFormat.all.map { $0.id + " (" + $0.help + ")" }.joined(separator: ", ")
      + ". Several need --output, and so does csv. Default: markdown.",
    commands: [.report, .diff, .trend],
    values: ReportFormat.all.map(\.id),
    apply: { value, options, _ throws(ValueError) in
      options.formats = []
      for id in value.split(separator: ",", omittingEmptySubsequences: false).map(String.init) {
        let format = try oneOf(ReportFormat.all, id, by: { $0.id })
        if !options.formats.contains(where: { $0.id == id }) { options.formats.append(format) }
      }
    })

  static let factsFormat = Option(
    names: ["--format"],
    placeholder: "FORMAT",
    help: "What to write: "
      + FactsFormat.allCases.map { $0.rawValue + " (" + $0.help + ")" }.joined(separator: ", ")
      + ". csv needs --output. Default: jsonl.",
    commands: [.extract],
    values: FactsFormat.allCases.map(\.rawValue),
    apply: { value, options, _ throws(ValueError) in
      options.factsFormat = try oneOf(FactsFormat.allCases, value)
    })

  static let since = Option(
    names: ["--since"],
    placeholder: "T",
    help: """
      Leave out what happened before T: 2026-11-21T05:03:00Z, with an offset as in \
      2026-11-21T06:03+01:00, '2026-11-21 05:03' or 2026-11-21. Without a zone T is UTC.
      """,
    commands: reading,
    apply: { value, options, _ throws(ValueError) in
      guard let instant = TimeArgument.instant(value) else { throw .notATime }
      options.since = instant
    })

  static let until = Option(
    names: ["--until"],
    placeholder: "T",
    help: "Leave out what happened at T or later. T as for --since; a date is the beginning of its day.",
    commands: reading,
    apply: { value, options, _ throws(ValueError) in
      guard let instant = TimeArgument.instant(value) else { throw .notATime }
      options.until = instant
    })

  static let logZone = Option(
    names: ["--log-zone"],
    placeholder: "[NODE=]ZONE",
    help: """
      The zone of the nodes' clocks, which logs do not tell: UTC, an offset such as +02:00, +0200 or -3, or \
      a region such as Europe/Berlin. With NODE= for that node only; may be given for each. Without it the \
      zone is taken from the ids of compactions, where there are some. It holds for times without a zone in \
      captures of commands, too.
      """,
    commands: judging,
    isRepeatable: true,
    apply: { value, options, folder throws(ValueError) in
      // No zone has an equals sign, so the last one parts it from the node.
      guard let sign = value.lastIndex(of: "=") else {
        guard options.logZones.everywhere == nil else { throw .zoneGivenTwice(node: nil) }
        options.logZones.everywhere = try ZoneArgument.zone(value, in: folder)
        return
      }
      let node = String(value[..<sign])
      guard !node.isEmpty else { throw .notAZone }
      guard options.logZones.byNode[NodeID(node)] == nil else { throw .zoneGivenTwice(node: node) }
      let zone = try ZoneArgument.zone(String(value[value.index(after: sign)...]), in: folder)
      options.logZones.byNode[NodeID(node)] = zone
    })

  static let failOn = Option(
    names: ["--fail-on"],
    placeholder: "SEVERITY",
    help: """
      Exit with status 1 if a finding is as bad as SEVERITY or worse: info, warning or critical. Default: \
      findings do not change the status.
      """,
    commands: [.report, .diff],
    values: Severity.allCases.map(\.rawValue),
    apply: { value, options, _ throws(ValueError) in
      options.failOn = try oneOf(Severity.allCases, value)
    })

  static let jobs = Option(
    names: ["--jobs"],
    placeholder: "N",
    help: "Read N files at the same time. Default: one for each core. The result is the same for every N.",
    commands: judging + [.merge],
    apply: { value, options, _ throws(ValueError) in
      options.jobs = Int(try number(value, in: 1...1024))
    })

  static let maxExpansion = Option(
    names: ["--max-expansion"],
    placeholder: "RATIO",
    help: """
      Stop reading a compressed file that grows to more than RATIO bytes for each of its own. Default: \
      \(Options.defaultMaxExpansion), which gzip and zip cannot reach; logs usually stay below 50.
      """,
    commands: judging + [.merge],
    apply: { value, options, _ throws(ValueError) in
      options.maxExpansion = try number(value, in: 1...1_000_000)
    })

  static let quiet = Option(
    names: ["--quiet"],
    placeholder: nil,
    help: "Print no progress and no warnings. Errors are still printed.",
    commands: judging + [.merge, .rules],
    apply: { _, options, _ in options.isQuiet = true })

  static let color = Option(
    names: ["--color"],
    placeholder: "WHEN",
    help: """
      Colour messages: auto, always or never. Default: auto, which is only on a terminal and not if \
      NO_COLOR is set in the environment. Reports are never coloured.
      """,
    commands: judging + [.merge],
    values: ColorChoice.allCases.map(\.rawValue),
    apply: { value, options, _ throws(ValueError) in
      options.color = try oneOf(ColorChoice.allCases, value)
    })

  private static func oneOf<Choice: RawRepresentable<String>>(
    _ choices: [Choice], _ value: String
  ) throws(ValueError) -> Choice {
    try oneOf(choices, value, by: { $0.rawValue })
  }

  /// The choice that is called `value`.
  static func oneOf<Choice>(
    _ choices: [Choice], _ value: String, by name: (Choice) -> String
  ) throws(ValueError) -> Choice {
    guard let choice = choices.first(where: { name($0) == value }) else {
      let names = choices.map(name)
      throw .notOneOf(names, nearest: NearestName.of(value, among: names))
    }
    return choice
  }

  private static func number(_ value: String, in range: ClosedRange<Int64>) throws(ValueError) -> Int64 {
    guard let number = Int64(value), range.contains(number) else { throw .notAWholeNumber(range) }
    return number
  }
}
