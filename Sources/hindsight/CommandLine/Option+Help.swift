// Options of `help` only.

/// The output of `help`.
enum HelpForm: Hashable, Sendable {
  case text
  case manual
  case completions(Shell)
}

/// A shell with a completion script.
enum Shell: String, CaseIterable, Sendable {
  case bash
  case zsh
  case fish
}

extension Option {
  static let manual = Option(
    names: ["--man"],
    placeholder: nil,
    brief: "the manual page",
    help: "Print the manual page hindsight(1).",
    commands: [.help],
    apply: { _, options, _ in options.helpForm = .manual })

  static let completions = Option(
    names: ["--completions"],
    placeholder: "SHELL",
    brief: "completions for bash, zsh or fish",
    help: "Print the completions for SHELL: bash, zsh or fish.",
    commands: [.help],
    values: Shell.allCases.map(\.rawValue),
    apply: { value, options, _ throws(ValueError) in
      options.helpForm = .completions(try oneOf(Shell.allCases, value) { $0.rawValue })
    })
}
