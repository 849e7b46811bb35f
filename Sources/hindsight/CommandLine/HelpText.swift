// The help, made from the tables of commands and options, so that it cannot forget one.

/// The pages of the help, for a terminal of 80 columns.
enum HelpText {
  static let width = 80

  /// What `hindsight --help` prints.
  static var overview: String {
    let names = Command.all.map { ($0.name, $0.summary) }
    let general = [
      (CommandLine.helpName + ", -h", "this page; after a command, the page of that command"),
      (CommandLine.versionName, "the version"),
    ]
    return """
      hindsight - what happened to compaction in an Apache Cassandra cluster

      usage: hindsight COMMAND PATH… [options]

      commands:
      \(entries(names))

      options:
      \(entries(general))

      exit status:
      \(entries(ExitStatus.allCases.map { (String($0.rawValue), $0.meaning) }))

      """
  }

  /// What `hindsight COMMAND --help` prints.
  static func page(of command: Command) -> String {
    var parts = ["usage: hindsight " + command.name + " " + command.arguments]
    parts += command.description.map { wrapped($0, indent: 0).joined(separator: "\n") }
    let options = Option.all(of: command.id).map { option in
      "  " + option.names.joined(separator: ", ") + (option.placeholder.map { " " + $0 } ?? "") + "\n"
        + wrapped(option.help, indent: 6).joined(separator: "\n")
    }
    if !options.isEmpty { parts.append((["options:"] + options).joined(separator: "\n")) }
    let examples = command.examples.map {
      "  " + $0.line + "\n" + wrapped($0.meaning, indent: 6).joined(separator: "\n")
    }
    parts.append((["examples:"] + examples).joined(separator: "\n"))
    return parts.joined(separator: "\n\n") + "\n"
  }

  /// The page that was asked for; nil for the overview.
  static func page(of command: Command?) -> String { command.map { page(of: $0) } ?? overview }

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
