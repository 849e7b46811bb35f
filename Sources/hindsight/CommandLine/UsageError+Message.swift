// The messages of command-line errors: the typed word, the error, the correct form.

import CassandraInput
import CassandraModel
import CassandraReport

extension UsageError.Problem {
  /// One or two sentences. The typed word is quoted with control characters made visible: a name from a
  /// folder may hold any bytes.
  var message: String {
    switch self {
    case .missingCommand: "no command"
    case .commandNotFirst(let argument):
      quoted(argument.word) + ": the command comes first, options after it"
    case .pathWithoutCommand(let argument):
      quoted(argument.word) + " is a path, not a command; did you mean 'hindsight report "
        + VisibleText.make(argument.word) + "'?"
    case .unknownCommand(let argument, let nearest):
      "unknown command " + quoted(argument.word) + choice(nearest, among: Command.all.map(\.name))
    case .unknownOption(_, let name, let command, let nearest):
      command.rawValue + ": unknown option " + quoted(name) + (suggestion(nearest) ?? "")
    case .missingValue(_, let option, let placeholder): option + ": missing value " + placeholder
    case .unexpectedValue(_, let option, let value): option + ": takes no value, got " + quoted(value)
    case .valueNotUTF8(_, let option): option + ": not UTF-8; only paths of captures may hold other bytes"
    case .repeated(let argument, let option, let first):
      option + ": given twice, as arguments \(first.position) and \(argument.position)"
    case .badValue(_, let option, let value, let error): option + ": " + error.message(of: value)
    case .tooMany(let argument, let command):
      command.rawValue + ": unexpected argument " + quoted(argument.word)
    case .missingTopic(let command, let topics): command.rawValue + ": missing NAME (" + list(topics) + ")"
    case .unknownTopic(let argument, let command, let topics, let nearest):
      command.rawValue + ": unknown name " + quoted(argument.word) + choice(nearest, among: topics)
    case .emptyPath(let argument): "argument \(argument.position): the path is empty"
    case .missingPath(let command):
      command.rawValue + ": missing PATH (a folder, a file, or - for standard input)"
    case .missingWord(let command, let name): command.rawValue + ": missing " + name
    case .standardInputTwice: "standard input (-) is given twice"
    case .needsFolder(let format): "--format " + format + " writes several files: add --output DIR"
    case .severalNeedFolder: "several formats: add --output DIR"
    case .windowGivenTwice: "--around cannot be used with --since or --until"
    case .windowAlone(let partner): "--window needs " + partner + " T"
    case .tablesOfLines:
      "--keyspace and --table need --format csv or openmetrics; JSON Lines always hold all tables"
    case .onlyForTombstones(let option): option + " applies to replay tombstones only"
    case .stateFileRedacted: "--state-file cannot be used with --redact: it holds table names"
    case .emptyRange(let since, let until):
      "--since " + since.iso8601 + " is not before --until " + until.iso8601
    }
  }
}

extension UsageError {
  /// The printed message, with a reference to the help.
  var text: String {
    // Without any argument, the overview is more useful than an error.
    if problem == .missingCommand { return HelpText.overview }
    let help = "hindsight " + (command.map { $0.rawValue + " " } ?? "") + CommandLine.helpName
    return "hindsight: " + problem.message + "\nTry '" + help + "'.\n"
  }
}

extension ValueError {
  /// The error in `value`, and the correct form.
  func message(of value: String) -> String {
    let quoted = quoted(value)
    return switch self {
    case .notOneOf(let names, let nearest): "unknown value " + quoted + choice(nearest, among: names)
    case .notAWholeNumber(let range):
      quoted + " is not a whole number (\(range.lowerBound) to \(range.upperBound))"
    case .notATime:
      quoted + " is not a time (2026-11-21, '2026-11-21 05:03' or 2026-11-21T05:03:00Z)"
    case .notAPattern(.unknownWord(let word)):
      quoted + " is not a logback pattern: %" + VisibleText.make(word) + " is not a conversion word"
    case .notAPattern(.noLevel): quoted + " has no %level: no record could be told to be an error"
    case .notAPattern(.noMessage): quoted + " has no %msg"
    case .notAPattern(.unclosed): quoted + " is not a logback pattern: a bracket is not closed"
    case .notAZone: quoted + " is not a time zone (UTC, +02:00 or Europe/Berlin)"
    case .notASpan: quoted + " is not a duration (90s, 15m or 1h30m)"
    case .notARange(let example): quoted + " is not a range (" + example + ")"
    case .notAFile: quoted + " is not a file"
    case .noName: quoted + " is not a name"
    case .notAPair: quoted + " is not a pair BEFORE=AFTER"
    case .zoneUnknown: quoted + " is not a time zone of this system: " + offsetForm
    case .zoneUnusable(_, .damaged): "the zone file of " + quoted + " is damaged: " + offsetForm
    case .zoneUnusable(_, .countsLeapSeconds):
      "the zone file of " + quoted + " counts leap seconds: " + offsetForm
    case .zoneGivenTwice(let node):
      quoted + " is a second time zone for " + (node.map { "'" + VisibleText.make($0) + "'" } ?? "all nodes")
    case .notAnAssumption(let part):
      "unknown or repeated assumption '" + VisibleText.make(part) + "' (throughput=64MiB/s, disk=2TiB, "
        + "growth=1.5, ttl=KEYSPACE.TABLE, drop=KEYSPACE.TABLE or nodes=2)"
    case .notAFolderOfPaths: quoted + " is not a folder that contains the paths"
    case .notAWorkFolder: quoted + " is not a folder"
    case .notAFolder: quoted + " is not a folder; without the option, output goes to standard output"
    }
  }
}

private let offsetForm = "use an offset such as +02:00"

/// The nearest name, or all names.
private func choice(_ nearest: String?, among names: [String]) -> String {
  suggestion(nearest) ?? " (" + list(names) + ")"
}

private func suggestion(_ nearest: String?) -> String? { nearest.map { "; did you mean " + $0 + "?" } }

private func list(_ names: [String]) -> String { names.joined(separator: ", ") }

private func quoted(_ text: String) -> String { "'" + VisibleText.make(text) + "'" }
