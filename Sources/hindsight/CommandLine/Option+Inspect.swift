// Options of `inspect` only.

extension Option {
  static let inspectionForm = Option(
    names: ["--format", "-f"],
    placeholder: "FORMAT",
    brief: "text or json",
    help: "Output: text or json. Default: text.",
    commands: [.inspect],
    values: InspectionForm.allCases.map(\.rawValue),
    apply: { value, options, _ throws(ValueError) in
      options.inspectionForm = try oneOf(InspectionForm.allCases, value) { $0.rawValue }
    })

  static let missing = Option(
    names: ["--missing"],
    placeholder: nil,
    brief: "print a script that collects what is missing",
    help: """
      Print a POSIX shell script instead. Run on a node, it collects what the alert rules lacked here: one \
      growing file a command, with the time before each sample.
      """,
    commands: [.inspect],
    apply: { _, options, _ in options.printsCollector = true })
}
