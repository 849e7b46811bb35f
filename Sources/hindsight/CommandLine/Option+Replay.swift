// The options that `replay` alone takes.

extension Option {
  static let replayForm = Option(
    names: ["--format"],
    placeholder: "FORMAT",
    help: "What to print: json (what the script prints) or text (a summary for people). Default: json.",
    commands: [.replay],
    values: ReplayForm.allCases.map(\.rawValue),
    apply: { value, options, _ throws(ValueError) in
      options.replayForm = try oneOf(ReplayForm.allCases, value) { $0.rawValue }
    })

  static let stateFile = Option(
    names: ["--state-file"],
    placeholder: "FILE",
    help: """
      tombstones only, on one node: begin with the times of last alerts in FILE, if it is there, and leave in it what \
      the script would have left. Default: nothing is remembered and nothing is written.
      """,
    commands: [.replay],
    apply: { value, options, _ throws(ValueError) in
      guard !value.isEmpty, value != "-", value.last != "/" else { throw .notAFile }
      options.stateFile = value
    })

  static let dryRun = Option(
    names: ["--dry-run"],
    placeholder: nil,
    help: "tombstones only: what a dry run would have said. It remembers nothing, and writes no state file.",
    commands: [.replay],
    apply: { _, options, _ in options.isDryRun = true })
}
