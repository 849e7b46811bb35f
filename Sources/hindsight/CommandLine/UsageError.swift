// Errors of the command line. Data only: the words are in `UsageError+Message.swift`.

import CassandraModel

/// An invalid command line: exit status 2.
struct UsageError: Error, Hashable, Sendable {
  let problem: Problem
  /// The command whose help applies; nil for hindsight itself.
  let command: Command.ID?

  enum Problem: Error, Hashable, Sendable {
    case missingCommand
    case commandNotFirst(Argument)
    case pathWithoutCommand(Argument)
    case unknownCommand(Argument, nearest: String?)
    case unknownOption(Argument, name: String, Command.ID, nearest: String?)
    case missingValue(Argument, option: String, placeholder: String)
    case unexpectedValue(Argument, option: String, value: String)
    case valueNotUTF8(Argument, option: String)
    case repeated(Argument, option: String, first: Argument)
    case badValue(Argument, option: String, value: String, ValueError)
    case tooMany(Argument, Command.ID)
    case missingTopic(Command.ID, of: [String])
    case unknownTopic(Argument, Command.ID, of: [String], nearest: String?)
    case emptyPath(Argument)
    case missingPath(Command.ID)
    case missingWord(Command.ID, String)
    case standardInputTwice(Argument)
    case needsFolder(format: String)
    case severalNeedFolder
    case windowGivenTwice
    case windowAlone(partner: String)
    case tablesOfLines
    case onlyForTombstones(option: String)
    case stateFileRedacted
    case emptyRange(since: Instant, until: Instant)
  }
}
