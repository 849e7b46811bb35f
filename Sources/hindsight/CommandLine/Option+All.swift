// All options, in the order of the help.

import CassandraInput
import CassandraModel
import CassandraReport

extension Option {
  static let all: [Option] = [
    output, reportFormat, inspectionForm, replayForm, stateFile, dryRun, factsFormat, root, checkFormat,
    expectations, baseline, writeBaseline, missing, assume, ruleListForm, sweepForm, packs, pack, node,
    threshold, holdsFor, at, around, window, nodes, mapNode, keyspace, table, severity, category, tolerance,
    configuration, since, until, logZone, logPattern, redact, redactKey, redactMap, failOn, jobs,
    maxExpansion, follow, workFolder, quiet,
    color, manual, completions,
  ]

  /// The commands that read a capture.
  static let reading: [Command.ID] = [
    .report, .inspect, .trend, .check, .replay, .extract, .explain, .sweep,
  ]

  /// The commands that read a capture, and `diff`, which reads two; a time window needs a single capture.
  static let judging = reading + [.diff]

  static func all(of command: Command.ID) -> [Option] { all.filter { $0.commands.contains(command) } }

  static let output = Option(
    names: ["--output", "-o"],
    placeholder: "DIR",
    brief: "write files into the folder DIR",
    help: """
      Write files into the folder DIR, which is created if needed. Files of the same name are replaced. The \
      summary is printed as well. Default: standard output.
      """,
    commands: [.report, .diff, .trend, .extract, .merge, .check],
    apply: { value, options, _ throws(ValueError) in
      // `-` means standard output in other programs; this program writes there without the option.
      guard !value.isEmpty, value != "-" else { throw .notAFolder }
      options.output = value
    })

  /// The formats of reports. A command with other formats has its own option of this name.
  static let reportFormat = Option(
    names: ["--format", "-f"],
    placeholder: "FORMAT,…",
    brief: "text, markdown, csv, html, json",
    help: "Formats: "
      + ReportFormat.all.map { $0.id + " (" + $0.help + ")" }.joined(separator: ", ")
      + ". Several need --output, and so does csv. Default: markdown; on a terminal, text.",
    commands: [.report, .diff, .trend],
    values: ReportFormat.all.map(\.id),
    apply: { value, options, _ throws(ValueError) in
      options.formats = []
      options.choseFormats = true
      for id in value.split(separator: ",", omittingEmptySubsequences: false).map(String.init) {
        let format = try oneOf(ReportFormat.all, id, by: { $0.id })
        if !options.formats.contains(where: { $0.id == id }) { options.formats.append(format) }
      }
    })

  static let factsFormat = Option(
    names: ["--format", "-f"],
    placeholder: "FORMAT",
    brief: "jsonl, csv or openmetrics",
    help: "Formats: "
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
    brief: "start time, UTC unless it has a zone",
    help: """
      Start time: 2026-11-21T05:03:00Z, with an offset as in 2026-11-21T06:03+01:00, '2026-11-21 05:03' or \
      2026-11-21. Without a zone T is UTC.
      """,
    commands: reading,
    apply: { value, options, _ throws(ValueError) in
      guard let instant = TimeArgument.instant(value) else { throw .notATime }
      options.since = instant
    })

  static let until = Option(
    names: ["--until"],
    placeholder: "T",
    brief: "end time",
    help: "End time, exclusive. T as for --since; a date is the beginning of its day.",
    commands: reading,
    apply: { value, options, _ throws(ValueError) in
      guard let instant = TimeArgument.instant(value) else { throw .notATime }
      options.until = instant
    })

  static let logZone = Option(
    names: ["--log-zone"],
    placeholder: "[NODE=]ZONE",
    brief: "time zone of the logs, if it cannot be inferred",
    help: """
      Time zone of the nodes' logs: UTC, an offset such as +02:00, +0200 or -3, or a region such as \
      Europe/Berlin. With NODE= for one node; repeat it for each. It also holds for times without a zone in \
      captured outputs. Default: inferred from the ids of compactions.
      """,
    commands: judging,
    isRepeatable: true,
    apply: { value, options, folder throws(ValueError) in
      // A zone has no equals sign, so the last one separates it from the node.
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

  static let logPattern = Option(
    names: ["--log-pattern"],
    placeholder: "PATTERN",
    help: """
      Layout of the logs' records, as logback.xml has it: '%-5level [%thread] %date{ISO8601} %F:%L - %msg%n'. It is \
      tried on logs that are not in Cassandra's default layout, before the layouts that they show. May be repeated. \
      Default: what the logs show.
      """,
    commands: judging,
    isRepeatable: true,
    apply: { value, options, _ throws(ValueError) in
      do throws(LogPattern.Failure) { options.logPatterns.append(try LogPattern(value)) } catch {
        throw .notAPattern(error)
      }
    })

  static let failOn = Option(
    names: ["--fail-on"],
    placeholder: "SEVERITY",
    brief: "exit with 1 on info, warning or critical",
    help: """
      Exit with status 1 if an error, alert or warning of this severity or worse was found: info, warning or \
      critical. Default: they do not change the status.
      """,
    commands: [.report, .diff],
    values: Severity.allCases.map(\.rawValue),
    apply: { value, options, _ throws(ValueError) in
      options.failOn = try oneOf(Severity.allCases, value)
    })

  static let jobs = Option(
    names: ["--jobs"],
    placeholder: "N",
    help: "Read N files at a time. Default: one for each core. The result is the same for every N.",
    commands: judging + [.merge],
    apply: { value, options, _ throws(ValueError) in
      options.jobs = Int(try number(value, in: 1...1024))
    })

  static let maxExpansion = Option(
    names: ["--max-expansion"],
    placeholder: "RATIO",
    help: """
      Stop reading a compressed file that expands to more than RATIO times its size. Default: \
      \(Options.defaultMaxExpansion), the limit of gzip and zip; logs rarely exceed 50.
      """,
    commands: judging + [.merge],
    apply: { value, options, _ throws(ValueError) in
      options.maxExpansion = try number(value, in: 1...1_000_000)
    })

  static let quiet = Option(
    names: ["--quiet"],
    placeholder: nil,
    brief: "no progress, no warnings",
    help: "No progress and no warnings on standard error; errors are still printed.",
    commands: judging + [.merge, .rules],
    apply: { _, options, _ in options.isQuiet = true })

  static let color = Option(
    names: ["--color"],
    placeholder: "WHEN",
    help: """
      Colour messages: auto, always or never. Default: auto (on a terminal, unless NO_COLOR is set). Files are \
      never coloured.
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
