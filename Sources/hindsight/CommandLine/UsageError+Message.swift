// The words for what is wrong with a command line: what was typed, what is wrong with it, what would be right.

import CassandraInput
import CassandraModel
import CassandraReport

extension UsageError.Problem {
  /// One sentence or two. What was typed is quoted, and shown harmless: a name from a folder may hold anything.
  var message: String {
    switch self {
    case .missingCommand: "a command is missing; there are " + list(Command.all.map(\.name))
    case .commandNotFirst(let argument):
      quoted(argument.word) + " stands where the command belongs; options follow it"
    case .unknownCommand(let argument, let nearest):
      quoted(argument.word) + " is not a command"
        + (suggestion(nearest) ?? "; there are " + list(Command.all.map(\.name)))
    case .unknownOption(let argument, let name, let command, let nearest):
      at(argument) + quoted(name) + " is not an option of " + command.rawValue + (suggestion(nearest) ?? "")
    case .missingValue(let argument, let option, let placeholder):
      at(argument) + option + " needs a value: " + option + " " + placeholder
    case .unexpectedValue(let argument, let option, let value):
      at(argument) + option + " takes no value, but " + quoted(value) + " was given"
    case .repeated(let argument, let option, let first):
      at(argument) + option + " was already given as argument " + String(first.position)
    case .badValue(let argument, let option, let value, let error):
      at(argument) + option + ": " + quoted(value) + error.message
    case .tooMany(let argument, let command):
      at(argument) + quoted(argument.word) + " is more than " + command.rawValue + " takes"
    case .missingTopic(let command, let topics): command.rawValue + " needs one of " + list(topics)
    case .unknownTopic(let argument, let command, let topics, let nearest):
      at(argument) + quoted(argument.word) + " is nothing that " + command.rawValue + " knows"
        + (suggestion(nearest) ?? "; there are " + list(topics))
    case .emptyPath(let argument): at(argument) + "a path is empty"
    case .missingPath(let command):
      command.rawValue + " needs a PATH: a folder, a file, or - for standard input"
    case .missingWord(let command, let name): command.rawValue + " needs " + name
    case .standardInputTwice(let argument): at(argument) + "standard input can be read only once"
    case .needsFolder(let format): "--format " + format + " gives several files and needs --output DIR"
    case .severalNeedFolder: "several formats need --output DIR"
    case .windowGivenTwice: "--around gives a window, and so do --since and --until; use one of the two"
    case .tablesOfLines:
      "--keyspace and --table choose from --format csv and openmetrics; jsonl keeps everything, and whoever reads it chooses"
    case .onlyForTombstones(let option): option + " belongs to replay tombstones alone"
    case .stateFileRedacted:
      "--state-file holds tables by their names, which --redact replaces; use one of the two"
    case .emptyRange(let since, let until):
      "--since " + since.iso8601 + " is not before --until " + until.iso8601 + ", so nothing would be left"
    }
  }

  private func at(_ argument: Argument) -> String { "argument " + String(argument.position) + ": " }
}

extension UsageError {
  /// The message as it is printed, and where to read more.
  var text: String {
    let help = "hindsight " + (command.map { $0.rawValue + " " } ?? "") + CommandLine.helpName
    return "hindsight: " + problem.message + "\nTry '" + help + "'.\n"
  }
}

extension ValueError {
  /// What follows the quoted value.
  var message: String {
    switch self {
    case .notOneOf(let names, let nearest):
      " is not known" + (suggestion(nearest) ?? "; there are " + list(names))
    case .notAWholeNumber(let range):
      " is not a whole number from " + String(range.lowerBound) + " to " + String(range.upperBound)
    case .notATime:
      " is not a time; write 2026-11-21, '2026-11-21 05:03' or 2026-11-21T05:03:00Z"
    case .notAZone: " is not a zone; " + zoneForms
    case .notASpan: " is not a length of time; write 90s, 15m or 1h30m"
    case .notARange(let example): " is not a range; write " + example
    case .notAFile: " is not a file"
    case .noName: " is no name"
    case .notAPair: " is no pair; write BEFORE=AFTER"
    case .zoneUnknown: " is not a region that this system knows; " + offsetForm
    case .zoneUnusable(_, .damaged): " is a region whose zone file is damaged; " + offsetForm
    case .zoneUnusable(_, .countsLeapSeconds):
      " is a region that counts leap seconds, which the clocks of nodes do not; " + offsetForm
    case .zoneGivenTwice(let node):
      node.map { " is a second zone for " + quoted($0) } ?? " is a second zone for all nodes"
    case .notAnAssumption(let part):
      " has the part " + quoted(part) + ", which is no assumption or says something twice; write "
        + "throughput=64MiB/s, disk=2TiB, growth=1.5, ttl=KEYSPACE.TABLE, drop=KEYSPACE.TABLE or nodes=2"
    case .notAFolderOfPaths: " is not a folder that paths lie in"
    case .notAFolder: " is not a folder; leave the option out to write to standard output"
    }
  }
}

private let zoneForms = "write UTC, an offset such as +02:00, or a region such as Europe/Berlin"
private let offsetForm = "write an offset such as +02:00 instead"

private func suggestion(_ nearest: String?) -> String? { nearest.map { "; did you mean " + $0 + "?" } }

private func list(_ names: [String]) -> String { names.joined(separator: ", ") }

private func quoted(_ text: String) -> String { "'" + VisibleText.make(text) + "'" }
