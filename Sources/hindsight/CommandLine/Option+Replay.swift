// The options that `replay` alone takes.

extension Option {
  static let replayForm = Option(
    names: ["--format"],
    placeholder: "FORMAT",
    help: "What to print: json (what the script prints) or text (a summary for people). Default: json.",
    commands: [.replay],
    apply: { value, options, _ throws(ValueError) in
      options.replayForm = try oneOf(ReplayForm.allCases, value) { $0.rawValue }
    })
}
