// The option that says where a run may leave something for itself.

extension Option {
  static let workFolder = Option(
    names: ["--work-dir"],
    placeholder: "DIR",
    help: """
      Folder for temporary files without a name: input from a pipe that has to be read more than once. \
      Default: \(Options.defaultWorkFolder). Nothing is left there.
      """,
    commands: judging + [.merge],
    apply: { value, options, _ throws(ValueError) in
      guard !value.isEmpty, value != "-" else { throw .notAFolder }
      options.workFolder = value
    })
}
