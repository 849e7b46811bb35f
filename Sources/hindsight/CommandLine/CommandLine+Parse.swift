// Parses the words of the command line.

import CassandraAnalysis
import CassandraReplays
import CassandraInput
import CassandraModel
import CassandraReport

enum Invocation: Sendable {
  /// A command that reads input, with its options.
  case run(Command, Options)
  /// The help of a command, nil for that of hindsight itself: its main options, or all of them.
  case help(Command?, isComplete: Bool)
  /// The whole help as a manual page.
  case manual
  /// A completion script for a shell.
  case completions(Shell)
  case version
}

extension CommandLine {
  static let helpName = "--help"
  static let completeHelpName = "--help-all"
  static let versionName = "--version"

  /// Reads the arguments after the program's name. A wrong argument throws an error with the argument and the
  /// reason. Reads no file except time-zone files that an option names, and looks whether a word is a path where
  /// the command is missing.
  static func parse(
    _ words: [String], zones: ZoneFolder = .system
  ) throws(UsageError) -> Invocation {
    let arguments = words.enumerated().map { Argument(position: $0.offset + 1, word: $0.element) }
    let asksForHelp = arguments.prefix { $0.word != "--" }.contains { isHelp($0.word) }
    guard let first = arguments.first else { throw UsageError(problem: .missingCommand, command: nil) }
    if first.word == versionName || first.word == "-v" { return .version }
    let isComplete = arguments.contains { $0.word == completeHelpName }
    if isHelp(first.word) { return .help(nil, isComplete: isComplete) }
    let named: Command
    do { named = try command(first) } catch { throw UsageError(problem: error, command: nil) }
    // A request for help wins over any other mistake.
    if asksForHelp { return .help(named, isComplete: isComplete) }
    let rest = Array(arguments.dropFirst())
    do throws(UsageError.Problem) {
      guard named.run != nil else { return try help(rest, zones: zones) }
      return .run(named, try options(rest, of: named, zones: zones))
    } catch { throw UsageError(problem: error, command: named.id) }
  }

  private static func isHelp(_ word: String) -> Bool {
    word == helpName || word == "-h" || word == completeHelpName
  }

  private static func command(_ argument: Argument) throws(UsageError.Problem) -> Command {
    guard !argument.word.hasPrefix("-") else { throw .commandNotFirst(argument) }
    guard let command = Command.all.first(where: { $0.name == argument.word }) else {
      if SystemCalls.isThere(argument.word) { throw .pathWithoutCommand(argument) }
      throw .unknownCommand(
        argument, nearest: NearestName.of(argument.word, among: Command.all.map(\.name)))
    }
    return command
  }

  private static func help(
    _ arguments: [Argument], zones: ZoneFolder
  ) throws(UsageError.Problem) -> Invocation {
    let typed = try TypedArguments(arguments, of: .help)
    var options = Options()
    try apply(typed, to: &options, zones)
    // The manual and the completions cover all commands at once.
    let limit = options.helpForm == .text ? 1 : 0
    if typed.paths.count > limit { throw .tooMany(typed.paths[limit], .help) }
    switch options.helpForm {
    case .manual: return .manual
    case .completions(let shell): return .completions(shell)
    case .text:
      let topic = try typed.paths.first.map { topic throws(UsageError.Problem) in try command(topic) }
      return .help(topic, isComplete: false)
    }
  }

  /// Applies each option, in the order given.
  private static func apply(
    _ typed: TypedArguments, to options: inout Options, _ zones: ZoneFolder
  ) throws(UsageError.Problem) {
    for occurrence in typed.options {
      do { try occurrence.option.apply(occurrence.value, &options, zones) } catch {
        throw .badValue(
          occurrence.argument, option: occurrence.option.name, value: occurrence.value, error)
      }
    }
  }

  /// The topic of the command, before its paths.
  private static func topic(
    _ argument: Argument?, of command: Command
  ) throws(UsageError.Problem) -> String? {
    guard !command.topics.isEmpty else { return nil }
    guard let argument else { throw .missingTopic(command.id, of: command.topics) }
    guard command.topics.contains(argument.word) else {
      throw .unknownTopic(
        argument, command.id, of: command.topics,
        nearest: NearestName.of(argument.word, among: command.topics))
    }
    return argument.word
  }

  /// The second stage: each option checks its value, then the combination of options is checked.
  private static func options(
    _ arguments: [Argument], of command: Command, zones: ZoneFolder
  ) throws(UsageError.Problem) -> Options {
    let typed = try TypedArguments(arguments, of: command.id)
    var options = Options()
    try apply(typed, to: &options, zones)
    options.topic = try topic(typed.paths.first, of: command)
    let operands = typed.paths.dropFirst(command.topics.isEmpty ? 0 : 1)
    options.words = operands.prefix(command.words.upperBound).map(\.word)
    guard command.words.contains(options.words.count) else {
      throw .missingWord(command.id, command.wordName)
    }
    for argument in operands.dropFirst(command.words.upperBound) {
      guard !argument.word.isEmpty else { throw .emptyPath(argument) }
      let path = argument.word == "-" ? InputPath.standardInput : .path(argument.word)
      if path == .standardInput, options.paths.contains(path) { throw .standardInputTwice(argument) }
      options.paths.append(path)
    }
    guard !options.paths.isEmpty || !command.needsPath else { throw .missingPath(command.id) }
    if options.output == nil {
      if let format = options.formats.first(where: \.needsFolder) { throw .needsFolder(format: format.id) }
      if options.formats.count > 1 || options.check.formats.count > 1 { throw .severalNeedFolder }
      if options.factsFormat.needsFolder { throw .needsFolder(format: options.factsFormat.rawValue) }
    }
    if command.id == .extract, options.factsFormat == .jsonl, options.selection.choosesTables {
      throw .tablesOfLines
    }
    if let around = options.around {
      if options.since != nil || options.until != nil { throw .windowGivenTwice }
      let half = (options.rules.window ?? RuleOptions.defaultWindow).milliseconds / 2
      options.since = Instant(milliseconds: around.milliseconds - half)
      options.until = Instant(milliseconds: around.milliseconds + half)
    }
    if options.rules.window != nil, options.around == nil, options.rules.at == nil {
      throw .windowAlone(partner: command.id == .explain ? Option.at.name : Option.around.name)
    }
    if options.topic != Replay.tombstonesID {
      if options.stateFile != nil { throw .onlyForTombstones(option: Option.stateFile.name) }
      if options.isDryRun { throw .onlyForTombstones(option: Option.dryRun.name) }
    }
    if options.stateFile != nil, options.redaction.isOn { throw .stateFileRedacted }
    if let since = options.since, let until = options.until, since >= until {
      throw .emptyRange(since: since, until: until)
    }
    return options
  }
}
