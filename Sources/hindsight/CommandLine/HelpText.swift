// The help, generated from the tables of commands and options, so that it is complete.

/// The pages of the help, for a terminal of 80 columns.
enum HelpText {
  static let width = 80

  /// The output of `hindsight --help`, on one screen.
  static var overview: String {
    let names = Command.all.map { ($0.name, $0.summary) }
    let general = [
      ("-h, " + CommandLine.helpName, "this page; after a command, its main options"),
      (CommandLine.completeHelpName, "after a command, all its options"),
      ("-v, " + CommandLine.versionName, "the version"),
    ]
    return """
      hindsight: what went wrong with compaction in an Apache Cassandra cluster

      Usage: hindsight COMMAND PATH… [options]

      Commands:
      \(entries(names))

      Options:
      \(entries(general))

      Start with: hindsight report FOLDER

      """
  }

  /// The output of `hindsight COMMAND --help`, on one screen.
  static func page(of command: Command) -> String {
    let all = Option.all(of: command.id)
    let main = all.filter { $0.brief != nil }
    var options = main.map { (term(of: $0), $0.brief ?? "") }
    if all.count > main.count {
      options.append((CommandLine.completeHelpName, "all \(all.count) options, in full"))
    }
    var parts = ["Usage: hindsight " + command.name + " " + command.arguments]
    parts += command.description.prefix(1).map { wrapped($0, indent: 0).joined(separator: "\n") }
    if !command.topics.isEmpty { parts += ["NAME: " + command.topics.joined(separator: ", ")] }
    if !options.isEmpty { parts.append("Options:\n" + entries(options)) }
    parts.append(examples(of: command, atMost: 3))
    return parts.joined(separator: "\n\n") + "\n"
  }

  /// The output of `hindsight COMMAND --help-all`.
  static func completePage(of command: Command) -> String {
    var parts = ["Usage: hindsight " + command.name + " " + command.arguments]
    parts += command.description.map { wrapped($0, indent: 0).joined(separator: "\n") }
    let options = Option.all(of: command.id).map { option in
      "  " + term(of: option) + "\n" + wrapped(option.help, indent: 6).joined(separator: "\n")
    }
    if !options.isEmpty { parts.append((["Options:"] + options).joined(separator: "\n")) }
    parts.append(examples(of: command, atMost: .max))
    parts.append(exitStatus)
    return parts.joined(separator: "\n\n") + "\n"
  }

  /// The output of `hindsight --help-all`.
  static var completeOverview: String {
    overview + "\n" + exitStatus + "\n\n"
      + "hindsight COMMAND --help-all explains all options of a command.\n"
  }

  /// The requested page; nil for the overview.
  static func page(of command: Command?, isComplete: Bool) -> String {
    switch (command, isComplete) {
    case (let command?, true): completePage(of: command)
    case (let command?, false): page(of: command)
    case (nil, true): completeOverview
    case (nil, false): overview
    }
  }

  private static var exitStatus: String {
    "Exit status:\n" + entries(ExitStatus.allCases.map { (String($0.rawValue), $0.meaning) })
  }

  /// The names of an option, the short one first, and its value.
  private static func term(of option: Option) -> String {
    option.names.reversed().joined(separator: ", ") + (option.placeholder.map { " " + $0 } ?? "")
  }

  private static func examples(of command: Command, atMost limit: Int) -> String {
    let examples = command.examples.prefix(limit).map {
      "  " + $0.line + "\n" + wrapped($0.meaning, indent: 6).joined(separator: "\n")
    }
    return (["Examples:"] + examples).joined(separator: "\n")
  }

  private static func entries(_ entries: [(name: String, meaning: String)]) -> String {
    let column = (entries.map(\.name.count).max() ?? 0) + 4
    return entries.map { name, meaning in
      let lines = wrapped(meaning, indent: column)
      let start = "  " + name
      let first = start + String(repeating: " ", count: column - start.count)
      return first + (lines.first?.dropFirst(column) ?? "")
        + lines.dropFirst().map { "\n" + $0 }.joined()
    }.joined(separator: "\n")
  }

  /// The words of `text` in lines of at most `width`, each after `indent` spaces.
  static func wrapped(_ text: String, indent: Int) -> [String] {
    let margin = String(repeating: " ", count: indent)
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, indent + line.count + 1 + word.count > width {
        lines.append(margin + line)
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    return line.isEmpty ? lines : lines + [margin + line]
  }
}
