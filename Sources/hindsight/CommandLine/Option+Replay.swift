// Options of `replay` only.

extension Option {
  static let replayForm = Option(
    names: ["--format", "-f"],
    placeholder: "FORMAT",
    brief: "json or text",
    help: "Output: json (what the script prints) or text (a summary). Default: json.",
    commands: [.replay],
    values: ReplayForm.allCases.map(\.rawValue),
    apply: { value, options, _ throws(ValueError) in
      options.replayForm = try oneOf(ReplayForm.allCases, value) { $0.rawValue }
    })

  static let stateFile = Option(
    names: ["--state-file"],
    placeholder: "FILE",
    brief: "tombstones: alert times of the last run",
    help: """
      tombstones only, one node: start from the alert times in FILE, if it exists, and update it as the script \
      does. Default: no state is read or written.
      """,
    commands: [.replay],
    apply: { value, options, _ throws(ValueError) in
      guard !value.isEmpty, value != "-", value.last != "/" else { throw .notAFile }
      options.stateFile = value
    })

  static let dryRun = Option(
    names: ["--dry-run"],
    placeholder: nil,
    help: "tombstones only: what the script prints with --dry-run. No state is kept.",
    commands: [.replay],
    apply: { _, options, _ in options.isDryRun = true })
}
