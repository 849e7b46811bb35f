// Shell completion scripts, generated from the tables of commands and options.

enum Completions {
  static func script(for shell: Shell) -> String {
    switch shell {
    case .bash: bash
    case .zsh: zsh
    case .fish: fish
    }
  }

  /// The kind of an option's value, for completion.
  private enum Value {
    case none, folder, file, text
    case one(of: [String])
  }

  private static func value(of option: Option) -> Value {
    guard let placeholder = option.placeholder else { return .none }
    if !option.values.isEmpty { return .one(of: option.values) }
    switch placeholder {
    case "DIR": return .folder
    case "FILE": return .file
    default: return .text
    }
  }

  private static func options(of command: Command) -> [Option] { Option.all(of: command.id) }

  /// The words before the paths of a command.
  private static func words(of command: Command) -> [String] {
    if command.run == nil { return Command.all.map(\.name) }
    return command.topics
  }

  private static func joined(_ words: [String]) -> String { words.joined(separator: " ") }

  // MARK: bash

  private static var bash: String {
    var values = ""
    var names = ""
    var topics = ""
    for command in Command.all {
      for option in options(of: command) {
        let reply: String
        switch value(of: option) {
        case .none: continue
        case .folder: reply = "compopt -o filenames; COMPREPLY=($(compgen -d -- \"$word\"))"
        case .file: reply = "compopt -o filenames; COMPREPLY=($(compgen -f -- \"$word\"))"
        case .one(let choices): reply = "COMPREPLY=($(compgen -W '\(joined(choices))' -- \"$word\"))"
        case .text: reply = ":"
        }
        values += "    \(command.name):\(option.name)) \(reply); return ;;\n"
      }
      let all = options(of: command).flatMap(\.names) + [CommandLine.helpName]
      names += "      \(command.name)) COMPREPLY=($(compgen -W '\(joined(all))' -- \"$word\")) ;;\n"
      let own = words(of: command)
      if !own.isEmpty {
        topics +=
          "    \(command.name):2) COMPREPLY=($(compgen -W '\(joined(own))' -- \"$word\")); return ;;\n"
      }
    }
    return """
      # Completion of hindsight for bash: source <(hindsight help --completions bash)
      _hindsight() {
        local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command=${COMP_WORDS[1]}
        COMPREPLY=()
        if [ "$COMP_CWORD" -eq 1 ]; then
          COMPREPLY=($(compgen -W '\(joined(Command.all.map(\.name) + [CommandLine.helpName, CommandLine.versionName]))' -- "$word"))
          return
        fi
        case $command:$before in
      \(values)  esac
        if [[ $word == -* ]]; then
          case $command in
      \(names)    esac
          return
        fi
        case $command:$COMP_CWORD in
      \(topics)  esac
        compopt -o filenames
        COMPREPLY=($(compgen -f -- "$word"))
      }
      complete -F _hindsight hindsight

      """
  }

  // MARK: zsh

  private static var zsh: String {
    let commands = Command.all.map { "    '" + zshText($0.name + ":" + $0.summary) + "'\n" }.joined()
    var cases = ""
    for command in Command.all {
      cases += "    \(command.name))\n      _arguments \\\n"
      for option in options(of: command) {
        var entry = (option.isRepeatable ? "*" : "") + option.name + "[" + zshLabel(brief(option)) + "]"
        let label = zshLabel(option.placeholder ?? "")
        switch value(of: option) {
        case .none: break
        case .folder: entry += ":" + label + ":_files -/"
        case .file: entry += ":" + label + ":_files"
        case .one(let choices): entry += ":" + label + ":(" + joined(choices) + ")"
        case .text: entry += ":" + label + ": "
        }
        cases += "        '" + zshText(entry) + "' \\\n"
      }
      let own = words(of: command)
      if !own.isEmpty { cases += "        '1:what:(\(joined(own)))' \\\n" }
      cases += "        '*:path:_files' ;;\n"
    }
    return """
      #compdef hindsight
      # Completion of hindsight for zsh: a file _hindsight in a folder of $fpath, or source it.
      _hindsight() {
        local -a commands=(
      \(commands)  )
        if (( CURRENT == 2 )); then
          _describe command commands
          return
        fi
        local command=$words[2]
        shift words
        (( CURRENT-- ))
        case $command in
      \(cases)  esac
      }
      if [ "$funcstack[1]" = "_hindsight" ]; then _hindsight "$@"; else compdef _hindsight hindsight; fi

      """
  }

  /// Escaped for single quotes.
  private static func zshText(_ text: String) -> String { text.replacing("'", with: "'\\''") }

  /// Escaped for a place where colons and brackets have a meaning.
  private static func zshLabel(_ text: String) -> String {
    var label = ""
    for character in text { label += (":[]\\".contains(character) ? "\\" : "") + String(character) }
    return label
  }

  // MARK: fish

  private static var fish: String {
    var lines = ["# Completion of hindsight for fish: hindsight help --completions fish | source"]
    let start = "complete -c hindsight"
    for command in Command.all {
      lines.append(
        "\(start) -n __fish_use_subcommand -f -a \(command.name) -d '\(fishText(command.summary))'")
    }
    for command in Command.all {
      let here = "\(start) -n '__fish_seen_subcommand_from \(command.name)'"
      for option in options(of: command) {
        let rest: String
        switch value(of: option) {
        case .none: rest = "-f"
        case .folder: rest = "-x -a '(__fish_complete_directories)'"
        case .file: rest = "-r -F"
        case .one(let choices): rest = "-x -a '\(joined(choices))'"
        case .text: rest = "-x"
        }
        lines.append("\(here) -l \(option.name.dropFirst(2)) \(rest) -d '\(fishText(brief(option)))'")
      }
      let own = words(of: command)
      if !own.isEmpty { lines.append("\(here) -a '\(joined(own))'") }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func fishText(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("'", with: "\\'")
  }

  /// The first sentence of an option's help.
  private static func brief(_ option: Option) -> String {
    let end = option.help.firstRange(of: ". ")?.lowerBound ?? option.help.endIndex
    let sentence = option.help[..<end]
    return sentence.hasSuffix(".") ? String(sentence.dropLast()) : String(sentence)
  }
}
