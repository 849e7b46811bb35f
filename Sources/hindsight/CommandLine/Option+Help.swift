// The options that `help` alone takes.

/// What `help` prints.
enum HelpForm: Hashable, Sendable {
  case text
  case manual
  case completions(Shell)
}

/// A shell whose completions are written.
enum Shell: String, CaseIterable, Sendable {
  case bash
  case zsh
  case fish
}

extension Option {
  static let manual = Option(
    names: ["--man"],
    placeholder: nil,
    help: "Print all of the help as one page of the manual, hindsight(1).",
    commands: [.help],
    apply: { _, options, _ in options.helpForm = .manual })

  static let completions = Option(
    names: ["--completions"],
    placeholder: "SHELL",
    help: "Print what SHELL needs to complete commands, options and values: bash, zsh or fish.",
    commands: [.help],
    values: Shell.allCases.map(\.rawValue),
    apply: { value, options, _ throws(ValueError) in
      options.helpForm = .completions(try oneOf(Shell.allCases, value) { $0.rawValue })
    })
}
