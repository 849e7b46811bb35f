import CassandraAnalysis
import CassandraInput
import CassandraModel
import CassandraReport
import Testing

@testable import hindsight

/// The arguments of a line, parted at spaces; `_` stands for a space in an argument and `''` for an empty one.
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

/// What options say, in a form that tests can compare.
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
    ("", "a command is missing; there are \(Command.all.map(\.name).joined(separator: ", "))"),
    ("--quiet report a", "'--quiet' stands where the command belongs; options follow it"),
    ("reprot a", "'reprot' is not a command; did you mean report?"),
    ("bundle/", "'bundle/' is not a command; there are \(Command.all.map(\.name).joined(separator: ", "))"),
    ("report", "report needs a PATH: a folder, a file, or - for standard input"),
    ("report --quiet", "report needs a PATH: a folder, a file, or - for standard input"),
    ("report a ''", "argument 3: a path is empty"),
    ("report - a -", "argument 4: standard input can be read only once"),
    ("report a --outptu x", "argument 3: '--outptu' is not an option of report; did you mean --output?"),
    ("inspect", "inspect needs a PATH: a folder, a file, or - for standard input"),
    ("inspect a --format csv", "argument 3: --format: 'csv' is not known; there are text, json"),
    ("inspect a --missing=yes", "argument 3: --missing takes no value, but 'yes' was given"),
    ("inspect a --output x", "argument 3: '--output' is not an option of inspect"),
    ("replay", "replay needs one of \(Replay.all.map(\.id).joined(separator: ", "))"),
    ("replay tracker", "replay needs a PATH: a folder, a file, or - for standard input"),
    ("replay traker a", "argument 2: 'traker' is nothing that replay knows; did you mean tracker?"),
    (
      "replay bundle/ tracker",
      "argument 2: 'bundle/' is nothing that replay knows; there are \(Replay.all.map(\.id).joined(separator: ", "))"
    ),
    (
      "replay poll a --format markdown", "argument 4: --format: 'markdown' is not known; there are json, text"
    ),
    ("report a --table ''", "argument 3: --table: '' is no name"),
    (
      "report a --category coruption",
      "argument 3: --category: 'coruption' is not known; did you mean corruption?"
    ),
    (
      "report a --severity bad",
      "argument 3: --severity: 'bad' is not known; there are info, warning, critical"
    ),
    // An inspection is about files, a script about everything.
    ("inspect a --table t", "argument 3: '--table' is not an option of inspect"),
    ("trend a --severity info", "argument 3: '--severity' is not an option of trend"),
    (
      "extract a --table t",
      "--keyspace and --table choose from --format csv and openmetrics; jsonl keeps everything, and whoever reads it chooses"
    ),
    ("report a --missing", "argument 3: '--missing' is not an option of report"),
    ("report a --zzzzzzzzz", "argument 3: '--zzzzzzzzz' is not an option of report"),
    ("report a --cache c", "argument 3: '--cache' is not an option of report"),
    ("report a -3", "argument 3: '-3' is not an option of report"),
    ("report a --Quiet", "argument 3: '--Quiet' is not an option of report; did you mean --quiet?"),
    ("report a --quiet=yes", "argument 3: --quiet takes no value, but 'yes' was given"),
    ("report a --jobs", "argument 3: --jobs needs a value: --jobs N"),
    ("report a --output --quiet", "argument 3: --output needs a value: --output DIR"),
    ("report a --jobs 2 --jobs=3", "argument 5: --jobs was already given as argument 3"),
    ("report a --jobs 0", "argument 3: --jobs: '0' is not a whole number from 1 to 1024"),
    (
      "report a --jobs 99999999999999999999",
      "argument 3: --jobs: '99999999999999999999' is not a whole number from 1 to 1024"
    ),
    (
      "report a --max-expansion 1.5",
      "argument 3: --max-expansion: '1.5' is not a whole number from 1 to 1000000"
    ),
    (
      "report a --output -",
      "argument 3: --output: '-' is not a folder; leave the option out to write to standard output"
    ),
    (
      "report a --output=",
      "argument 3: --output: '' is not a folder; leave the option out to write to standard output"
    ),
    (
      "report a --format pdf", "argument 3: --format: 'pdf' is not known; there are markdown, csv, html, json"
    ),
    ("report a --format markdwon", "argument 3: --format: 'markdwon' is not known; did you mean markdown?"),
    (
      "report a --format markdown,",
      "argument 3: --format: 'markdown,' is not known; there are markdown, csv, html, json"
    ),
    ("report a --format csv", "--format csv gives several files and needs --output DIR"),
    ("extract a --format csv", "--format csv gives several files and needs --output DIR"),
    (
      "extract a --format markdown",
      "argument 3: --format: 'markdown' is not known; there are jsonl, csv, openmetrics"
    ),
    ("merge a --format csv", "argument 3: '--format' is not an option of merge"),
    (
      "report a --color sometimes",
      "argument 3: --color: 'sometimes' is not known; there are auto, always, never"
    ),
    (
      "report a --fail-on error",
      "argument 3: --fail-on: 'error' is not known; there are info, warning, critical"
    ),
    (
      "report a --since yesterday",
      "argument 3: --since: 'yesterday' is not a time; write 2026-11-21, '2026-11-21 05:03' or 2026-11-21T05:03:00Z"
    ),
    (
      "report a --since 2026-11-22 --around 2026-11-22",
      "--around gives a window, and so do --since and --until; use one of the two"
    ),
    (
      "report a --since 2026-11-22 --until 2026-11-22",
      "--since 2026-11-22T00:00:00.000Z is not before --until 2026-11-22T00:00:00.000Z, so nothing would be left"
    ),
    (
      "report a --log-zone Nowhere/Land",
      "argument 3: --log-zone: 'Nowhere/Land' is not a region that this system knows; write an offset such as +02:00 instead"
    ),
    (
      "report a --log-zone ../../../etc/passwd",
      "argument 3: --log-zone: '../../../etc/passwd' is not a zone; write UTC, an offset such as +02:00, or a region such as Europe/Berlin"
    ),
    (
      "report a --log-zone =UTC",
      "argument 3: --log-zone: '=UTC' is not a zone; write UTC, an offset such as +02:00, or a region such as Europe/Berlin"
    ),
    ("report a --log-zone UTC --log-zone Z", "argument 5: --log-zone: 'Z' is a second zone for all nodes"),
    ("report a --log-zone n=UTC --log-zone n=Z", "argument 5: --log-zone: 'n=Z' is a second zone for 'n'"),
    // A file name may hold what a terminal obeys.
    ("report --\u{1b}[31m\u{202e}", "argument 2: '--\\x1b[31m\\u{202E}' is not an option of report"),
    ("help report extra", "argument 3: 'extra' is more than help takes"),
    ("help raport", "'raport' is not a command; did you mean report?"),
    ("help --quiet", "argument 2: '--quiet' is not an option of help"),
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
    #expect(none.text.contains("\nTry 'hindsight --help'.\n"))
  }

  @Test(arguments: [
    ("--help", "-"), ("-h", "-"), ("help", "-"), ("help report", "report"), ("report --help", "report"),
    ("help --help", "help"),
    // Whoever asks for help gets it, whatever else is wrong.
    ("report --bogus --jobs --help", "report"), ("--help report", "-"),
  ])
  func helpCanBeAskedForInEveryWay(line: String, page: String) throws {
    guard case .help(let command) = try CommandLine.parse(words(line)) else {
      Issue.record("no help")
      return
    }
    #expect((command?.name ?? "-") == page)
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
