import CassandraAnalysis
import CassandraInput
import CassandraModel
import CassandraReport
import Testing

@testable import hindsight
import CassandraReplays

/// The arguments of a line, split at spaces; `_` stands for a space in an argument and `''` for an empty one.
private func words(_ line: String) -> [String] {
  line.split(separator: " ").map { $0 == "''" ? "" : String($0).replacing("_", with: " ") }
}

private func options(_ line: String) throws -> Options {
  guard case .run(let command, let options) = try CommandLine.parse(words(line)), command.id == .report else {
    throw NotAReport(line: line)
  }
  return options
}

private struct NotAReport: Error { let line: String }

/// The values of options, in a form that tests can compare.
private func summary(_ options: Options) -> String {
  var parts = options.paths.map { path in
    switch path {
    case .standardInput: "<stdin>"
    case .path(let path): path
    }
  }
  parts += options.output.map { ["output=" + $0] } ?? []
  parts.append(options.formats.map(\.id).joined(separator: "+"))
  parts += options.since.map { ["since=" + $0.iso8601] } ?? []
  parts += options.until.map { ["until=" + $0.iso8601] } ?? []
  parts += options.logZones.everywhere.map { ["zone=" + $0.initial.text] } ?? []
  parts += options.logZones.byNode.sorted { $0.key < $1.key }.map {
    $0.key.name + "=" + $0.value.initial.text
  }
  parts += options.jobs.map { ["jobs=" + String($0)] } ?? []
  parts += options.isQuiet ? ["quiet"] : []
  parts += options.color == .auto ? [] : [options.color.rawValue]
  parts += options.failOn.map { ["fail=" + $0.rawValue] } ?? []
  parts += options.maxExpansion == Options.defaultMaxExpansion ? [] : ["expansion=\(options.maxExpansion)"]
  return parts.joined(separator: " ")
}

@Suite struct CommandLineParseTests {
  @Test(arguments: [
    ("report a", "a markdown"),
    ("report a b", "a b markdown"),
    ("report -", "<stdin> markdown"),
    ("report --quiet a", "a markdown quiet"),
    ("report a --quiet --quiet", "a markdown quiet"),
    ("report --output out a", "a output=out markdown"),
    ("report a --output=out --format=markdown,csv", "a output=out markdown+csv"),
    ("report a --output o --format csv,csv", "a output=o csv"),
    // An equals sign in the value belongs to it.
    ("report --output=a=b c", "c output=a=b markdown"),
    ("report --output=--x c", "c output=--x markdown"),
    // After -- everything is a path.
    ("report -- --quiet -", "--quiet <stdin> markdown"),
    ("report --quiet -- --help", "--help markdown quiet"),
    (
      "report a --around 2026-11-21_05:00 --window 1h",
      "a markdown since=2026-11-21T04:30:00.000Z until=2026-11-21T05:30:00.000Z"
    ),
    (
      "report a --since 2026-11-21 --until 2026-11-21_05:03",
      "a markdown since=2026-11-21T00:00:00.000Z until=2026-11-21T05:03:00.000Z"
    ),
    // A value may start with one dash.
    ("report a --log-zone -3", "a markdown zone=-03:00"),
    (
      "report a --log-zone=+0530 --log-zone n1=UTC --log-zone dc=1/n2=Z",
      "a markdown zone=+05:30 dc=1/n2=UTC n1=UTC"
    ),
    (
      "report a --jobs 4 --color never --fail-on warning --max-expansion 200",
      "a markdown jobs=4 never fail=warning expansion=200"
    ),
  ])
  func argumentsBecomeOptions(line: String, expected: String) throws {
    #expect(summary(try options(line)) == expected)
  }

  @Test(arguments: [
    ("--quiet report a", "'--quiet': the command comes first, options after it"),
    ("reprot a", "unknown command 'reprot'; did you mean report?"),
    ("bundle/", "unknown command 'bundle/' (\(Command.all.map(\.name).joined(separator: ", ")))"),
    ("report", "report: missing PATH (a folder, a file, or - for standard input)"),
    ("report --quiet", "report: missing PATH (a folder, a file, or - for standard input)"),
    ("report a ''", "argument 3: the path is empty"),
    ("report - a -", "standard input (-) is given twice"),
    ("report a --outptu x", "report: unknown option '--outptu'; did you mean --output?"),
    ("inspect", "inspect: missing PATH (a folder, a file, or - for standard input)"),
    ("inspect a --format csv", "--format: unknown value 'csv' (text, json)"),
    ("inspect a --missing=yes", "--missing: takes no value, got 'yes'"),
    ("inspect a --output x", "inspect: unknown option '--output'"),
    ("replay", "replay: missing NAME (\(Replay.all.map(\.id).joined(separator: ", ")))"),
    ("replay tracker", "replay: missing PATH (a folder, a file, or - for standard input)"),
    ("replay traker a", "replay: unknown name 'traker'; did you mean tracker?"),
    (
      "replay bundle/ tracker",
      "replay: unknown name 'bundle/' (\(Replay.all.map(\.id).joined(separator: ", ")))"
    ),
    (
      "replay poll a --format markdown", "--format: unknown value 'markdown' (json, text)"
    ),
    ("report a --table ''", "--table: '' is not a name"),
    (
      "report a --category coruption",
      "--category: unknown value 'coruption'; did you mean corruption?"
    ),
    (
      "report a --severity bad",
      "--severity: unknown value 'bad' (info, warning, critical)"
    ),
    // An inspection covers files, a script covers everything.
    ("inspect a --table t", "inspect: unknown option '--table'"),
    ("trend a --severity info", "trend: unknown option '--severity'"),
    (
      "extract a --table t",
      "--keyspace and --table need --format csv or openmetrics; JSON Lines always hold all tables"
    ),
    ("report a --missing", "report: unknown option '--missing'"),
    ("report a --zzzzzzzzz", "report: unknown option '--zzzzzzzzz'"),
    ("report a -3", "report: unknown option '-3'"),
    ("report a --Quiet", "report: unknown option '--Quiet'; did you mean --quiet?"),
    ("report a --quiet=yes", "--quiet: takes no value, got 'yes'"),
    ("report a --jobs", "--jobs: missing value N"),
    ("report a --output --quiet", "--output: missing value DIR"),
    ("report a --jobs 2 --jobs=3", "--jobs: given twice, as arguments 3 and 5"),
    ("report a --jobs 0", "--jobs: '0' is not a whole number (1 to 1024)"),
    (
      "report a --jobs 99999999999999999999",
      "--jobs: '99999999999999999999' is not a whole number (1 to 1024)"
    ),
    (
      "report a --max-expansion 1.5",
      "--max-expansion: '1.5' is not a whole number (1 to 1000000)"
    ),
    (
      "report a --output -",
      "--output: '-' is not a folder; without the option, output goes to standard output"
    ),
    ("report a --work-dir=", "--work-dir: '' is not a folder"),
    (
      "report a --output=",
      "--output: '' is not a folder; without the option, output goes to standard output"
    ),
    (
      "report a --format pdf", "--format: unknown value 'pdf' (text, markdown, csv, html, json)"
    ),
    ("report a --format markdwon", "--format: unknown value 'markdwon'; did you mean markdown?"),
    (
      "report a --format markdown,",
      "--format: unknown value 'markdown,' (text, markdown, csv, html, json)"
    ),
    ("report a --format csv", "--format csv writes several files: add --output DIR"),
    ("extract a --format csv", "--format csv writes several files: add --output DIR"),
    (
      "extract a --format markdown",
      "--format: unknown value 'markdown' (jsonl, csv, openmetrics, log)"
    ),
    ("merge a --format csv", "merge: unknown option '--format'"),
    (
      "report a --color sometimes",
      "--color: unknown value 'sometimes' (auto, always, never)"
    ),
    (
      "report a --fail-on error",
      "--fail-on: unknown value 'error' (info, warning, critical)"
    ),
    (
      "report a --since yesterday",
      "--since: 'yesterday' is not a time (2026-11-21, '2026-11-21 05:03' or 2026-11-21T05:03:00Z)"
    ),
    (
      "report a --window 1h", "--window needs --around T"
    ),
    (
      "report a --since 2026-11-22 --around 2026-11-22",
      "--around cannot be used with --since or --until"
    ),
    (
      "report a --since 2026-11-22 --until 2026-11-22",
      "--since 2026-11-22T00:00:00.000Z is not before --until 2026-11-22T00:00:00.000Z"
    ),
    (
      "report a --log-zone Nowhere/Land",
      "--log-zone: 'Nowhere/Land' is not a time zone of this system: use an offset such as +02:00"
    ),
    (
      "report a --log-zone ../../../etc/passwd",
      "--log-zone: '../../../etc/passwd' is not a time zone (UTC, +02:00 or Europe/Berlin)"
    ),
    (
      "report a --log-zone =UTC",
      "--log-zone: '=UTC' is not a time zone (UTC, +02:00 or Europe/Berlin)"
    ),
    ("report a --log-zone UTC --log-zone Z", "--log-zone: 'Z' is a second time zone for all nodes"),
    ("report a --log-zone n=UTC --log-zone n=Z", "--log-zone: 'n=Z' is a second time zone for 'n'"),
    // A file name may contain terminal escapes.
    ("report --\u{1b}[31m\u{202e}", "report: unknown option '--\\x1b[31m\\u{202E}'"),
    ("help report extra", "help: unexpected argument 'extra'"),
    ("help raport", "unknown command 'raport'; did you mean report?"),
    ("help --quiet", "help: unknown option '--quiet'"),
  ])
  func mistakesAreNamed(line: String, message: String) throws {
    let error = try #require(throws: UsageError.self) { try CommandLine.parse(words(line)) }
    #expect(error.problem.message == message)
    #expect(error.text.hasSuffix(" --help'.\n"))
  }

  @Test func inspectHasOptionsOfItsOwn() throws {
    guard
      case .run(let command, let options) = try CommandLine.parse(words("inspect a --format json --missing"))
    else { throw NotAReport(line: "inspect") }
    #expect(command.id == .inspect)
    #expect(options.inspectionForm == .json && options.printsCollector)
    guard case .run(_, let plain) = try CommandLine.parse(words("inspect a")) else {
      throw NotAReport(line: "inspect")
    }
    #expect(plain.inspectionForm == .text && !plain.printsCollector)
  }

  @Test func replayTakesItsNameBeforeThePaths() throws {
    guard
      case .run(let command, let options) = try CommandLine.parse(
        words("replay --format text poll tracker b"))
    else { throw NotAReport(line: "replay") }
    #expect(command.id == .replay && options.topic == "poll" && options.replayForm == .text)
    #expect(options.paths == [.path("tracker"), .path("b")])
  }

  @Test func anErrorPointsToTheHelpOfItsCommand() throws {
    let report = try #require(throws: UsageError.self) { try CommandLine.parse(["report"]) }
    #expect(report.text.contains("\nTry 'hindsight report --help'.\n"))
    let none = try #require(throws: UsageError.self) { try CommandLine.parse([]) }
    #expect(none.text == HelpText.overview, "the name alone asks what there is")
  }

  @Test(arguments: [
    ("--help", "-"), ("-h", "-"), ("help", "-"), ("help report", "report"), ("report --help", "report"),
    ("help --help", "help"),
    // A request for help is answered, whatever else is wrong.
    ("report --bogus --jobs --help", "report"), ("--help report", "-"),
  ])
  func helpCanBeAskedForInEveryWay(line: String, page: String) throws {
    guard case .help(let command, isComplete: false) = try CommandLine.parse(words(line)) else {
      Issue.record("no help")
      return
    }
    #expect((command?.name ?? "-") == page)
  }

  @Test(
    "--help-all asks for all options",
    arguments: ["--help-all", "report --help-all", "report --help --help-all"])
  func helpAllAsksForAllOptions(line: String) throws {
    guard case .help(_, isComplete: true) = try CommandLine.parse(words(line)) else {
      Issue.record("no complete help")
      return
    }
  }

  @Test("short names stand for long ones")
  func shortNamesStandForLongOnes() throws {
    let long = try CommandLine.parse(words("report x --output out --format csv"))
    let short = try CommandLine.parse(words("report x -o out -f csv"))
    guard case .run(_, let a) = long, case .run(_, let b) = short else {
      Issue.record("no run")
      return
    }
    #expect(a.output == b.output && a.formats.map(\.id) == b.formats.map(\.id))
    #expect(throws: UsageError.self) { try CommandLine.parse(words("report x -o -f csv")) }
  }

  @Test func theVersionIsPrintedOnRequest() throws {
    guard case .version = try CommandLine.parse(["--version"]) else {
      Issue.record("no version")
      return
    }
  }

  @Test func aNodesOwnZoneComesBeforeTheZoneOfAll() throws {
    let zones = try options("report a --log-zone +01:00 --log-zone n1=+02:00").logZones
    #expect(zones[NodeID("n1")]?.initial == UTCOffset(seconds: 7200))
    #expect(zones[NodeID("n2")]?.initial == UTCOffset(seconds: 3600))
  }

  @Test func colourIsForTerminalsAndHonoursNoColor() {
    #expect(ColorChoice.auto.isOn(isTerminal: true, noColor: nil))
    #expect(ColorChoice.auto.isOn(isTerminal: true, noColor: ""), "an empty NO_COLOR does not count")
    #expect(!ColorChoice.auto.isOn(isTerminal: true, noColor: "1"))
    #expect(!ColorChoice.auto.isOn(isTerminal: false, noColor: nil))
    #expect(ColorChoice.always.isOn(isTerminal: false, noColor: "1"))
    #expect(!ColorChoice.never.isOn(isTerminal: true, noColor: nil))
  }

  @Test(arguments: [
    ("reprot", "report"), ("rep", nil), ("REPORT", "report"), ("hlep", nil), ("hel", "help"), ("", nil),
    ("reporter", "report"),
  ])
  func onlyNearNamesAreSuggested(typed: String, nearest: String?) {
    #expect(NearestName.of(typed, among: ["report", "help"]) == nearest)
  }
}
