// The options that `inspect` alone takes.

extension Option {
  static let inspectionForm = Option(
    names: ["--format"],
    placeholder: "FORMAT",
    help: "What to print: text (a page for people) or json (the same for programs). Default: text.",
    commands: [.inspect],
    values: InspectionForm.allCases.map(\.rawValue),
    apply: { value, options, _ throws(ValueError) in
      options.inspectionForm = try oneOf(InspectionForm.allCases, value) { $0.rawValue }
    })

  static let missing = Option(
    names: ["--missing"],
    placeholder: nil,
    help: """
      Print, in place of the page, a script for a POSIX shell that collects on a node what the rules lacked \
      here: one growing file a command, with the time before each sample. Save it, read it, run it.
      """,
    commands: [.inspect],
    apply: { _, options, _ in options.printsCollector = true })
}
