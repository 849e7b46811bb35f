// What `check` alone takes.

import CassandraReport

/// The options of `check`.
struct CheckOptions: Sendable {
  var expectations: String?
  var baseline: String?
  var newBaseline: String?
  /// Each format once.
  var formats: [CheckFormat] = [.text]
}

extension Option {
  static let checkFormat = Option(
    names: ["--format"],
    placeholder: "FORMAT,…",
    help: "What to write: "
      + CheckFormat.all.map { $0.id + " (" + $0.help + ")" }.joined(separator: ", ")
      + ". Several need --output, where each is a file check.… and the text is printed, too. Default: text.",
    commands: [.check],
    values: CheckFormat.all.map(\.id),
    apply: { value, options, _ throws(ValueError) in
      options.check.formats = []
      for id in value.split(separator: ",", omittingEmptySubsequences: false).map(String.init) {
        let format = try oneOf(CheckFormat.all, id, by: { $0.id })
        if !options.check.formats.contains(where: { $0.id == id }) { options.check.formats.append(format) }
      }
    })

  static let expectations = Option(
    names: ["--expectations"],
    placeholder: "FILE",
    help: """
      What to expect, in JSON with comments; SampleData/expectations.json is an example. Without it: pending at \
      most 150, no critical finding (with a baseline: no new one), every file readable.
      """,
    commands: [.check],
    apply: { value, options, _ throws(ValueError) in
      guard !value.isEmpty else { throw .notAFile }
      options.check.expectations = value
    })

  static let baseline = Option(
    names: ["--baseline"],
    placeholder: "FILE",
    help: "A good run, from --write-baseline: its findings are known, and new ones fail.",
    commands: [.check],
    apply: { value, options, _ throws(ValueError) in
      guard !value.isEmpty else { throw .notAFile }
      options.check.baseline = value
    })

  static let writeBaseline = Option(
    names: ["--write-baseline"],
    placeholder: "FILE",
    help:
      "Keep this run, its findings and figures, as a baseline in FILE. Nothing is kept of one not judged.",
    commands: [.check],
    apply: { value, options, _ throws(ValueError) in
      guard !value.isEmpty, value != "-", !value.hasSuffix("/") else { throw .notAFile }
      options.check.newBaseline = value
    })
}

extension Command {
  static let check = Command(
    id: .check,
    arguments: "PATH… [options]",
    summary: "hold a capture against expectations and a baseline, for CI",
    description: [
      """
      Reads every PATH and holds it against what is expected: what must and must not appear, budgets of \
      figures, a baseline, and what the capture must have to be judged at all. Prints what does not hold, each \
      with its file and line.
      """,
      """
      Exit status: 0 all hold, 1 an expectation does not, 3 the capture could not be judged: it is empty, damaged, \
      or lacks what an expectation is about, and nothing else failed.
      """,
    ],
    examples: [
      Example(line: "hindsight check bundle/", meaning: "the gate without any file"),
      Example(
        line: "hindsight check bundle/ --expectations e.json --output ci --format junit,sarif",
        meaning: "a team's own, and files for CI in the folder ci"),
      Example(line: "hindsight check good/ --write-baseline baseline.json", meaning: "keep a good run"),
      Example(
        line: "hindsight check bundle/ --baseline baseline.json",
        meaning: "fail if there is a finding that the good run did not have"),
    ],
    run: { await CheckCommand(options: $0).run() })
}
