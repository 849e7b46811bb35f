// The first stage: splits the typed arguments by form alone. It checks only option names; every part keeps
// the number of its argument, so that the second stage can name it.

import CassandraInput
import CassandraModel

struct Argument: Hashable, Sendable {
  /// The first argument after the program's name is 1.
  let position: Int
  let word: String
}

/// The arguments of a command, by kind.
struct TypedArguments: Sendable {
  struct Occurrence: Sendable {
    let option: Option
    /// Empty for an option without a value.
    let value: String
    /// The argument that names the option.
    let argument: Argument
  }

  private(set) var options: [Occurrence] = []
  private(set) var paths: [Argument] = []

  /// Splits the arguments after the name of `command`.
  ///
  /// `--name value` and `--name=value` are the same. A value does not start with `--`, so a forgotten value
  /// is noticed; `--name=--value` gives a value that does. After `--` every word is a path.
  init(_ arguments: [Argument], of command: Command.ID) throws(UsageError.Problem) {
    let known = Option.all(of: command)
    var rest = arguments[...]
    var takesOptions = true
    while let argument = rest.popFirst() {
      guard takesOptions, argument.word.hasPrefix("-"), argument.word != "-" else {
        paths.append(argument)
        continue
      }
      if argument.word == "--" {
        takesOptions = false
        continue
      }
      let parts = argument.word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = parts.first.map(String.init) ?? ""
      var value = parts.count > 1 ? String(parts[1]) : nil
      guard let option = known.first(where: { $0.names.contains(name) }) else {
        let names = known.map(\.name) + [CommandLine.helpName, CommandLine.completeHelpName]
        throw .unknownOption(argument, name: name, command, nearest: NearestName.of(name, among: names))
      }
      if option.placeholder == nil {
        if let value { throw .unexpectedValue(argument, option: name, value: value) }
      } else if value == nil, let next = rest.first, !next.word.hasPrefix("--"),
        !known.contains(where: { $0.names.contains(next.word) })
      {
        value = next.word
        rest = rest.dropFirst()
      }
      if let placeholder = option.placeholder, value == nil {
        throw .missingValue(argument, option: name, placeholder: placeholder)
      }
      // Paths of captures may be any bytes; files that this program writes, and that users write for it, have
      // UTF-8 names.
      if let value, !PathText.isUTF8(value) { throw .valueNotUTF8(argument, option: name) }
      // Two values would be ambiguous; a repeated --quiet is harmless.
      if option.placeholder != nil, !option.isRepeatable,
        let first = options.first(where: { $0.option.name == option.name })
      {
        throw .repeated(argument, option: option.name, first: first.argument)
      }
      options.append(Occurrence(option: option, value: value ?? "", argument: argument))
    }
  }
}
