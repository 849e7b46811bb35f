// Options for temporary files, and for the places that a run may read.

extension Option {
  static let follow = Option(
    names: ["--follow"],
    placeholder: nil,
    help: "Read what links name that lead out of the capture, too. Without it they are noted.",
    commands: judging,
    apply: { _, options, _ in options.followsLinksOut = true })

  static let workFolder = Option(
    names: ["--work-dir"],
    placeholder: "DIR",
    help: """
      Folder for temporary files without a name: input from a pipe that has to be read more than once. \
      Default: \(Options.defaultWorkFolder). Nothing is left there.
      """,
    commands: judging + [.merge],
    apply: { value, options, _ throws(ValueError) in
      guard !value.isEmpty, value != "-" else { throw .notAWorkFolder }
      options.workFolder = value
    })
}
