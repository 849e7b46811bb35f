// Options that say where a run may leave something for the next one, or for itself.

extension Option {
  static let cache = Option(
    names: ["--cache"],
    placeholder: "DIR",
    help: """
      Keep what logs came to in the folder DIR, which is made if it is not there, and go on from that when they are read \
      again with others behind them. A file is known again by its size, its ends and its archive's checksum, whatever \
      it is called. Reports are the same with and without. DIR holds the words of logs; it may be removed at any time.
      """,
    commands: judging,
    apply: { value, options, _ throws(ValueError) in
      guard !value.isEmpty, value != "-" else { throw .notAFolder }
      options.cache = value
    })

  static let cacheVerify = Option(
    names: ["--cache-verify"],
    placeholder: nil,
    help: "With --cache: know files again by all of their bytes. What was kept without this is not used.",
    commands: judging,
    apply: { _, options, _ in options.verifiesCache = true })

  static let workFolder = Option(
    names: ["--work-dir"],
    placeholder: "DIR",
    help: """
      Where to put, in files without a name, what comes through a pipe and has to be read more than once. \
      Default: \(Options.defaultWorkFolder). Nothing is left there.
      """,
    commands: judging + [.merge],
    apply: { value, options, _ throws(ValueError) in
      guard !value.isEmpty, value != "-" else { throw .notAFolder }
      options.workFolder = value
    })
}
