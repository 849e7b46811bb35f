// Options of `check` only.

import CassandraReport

struct CheckOptions: Sendable {
  var expectations: String?
  var baseline: String?
  var newBaseline: String?
  /// Each format once.
  var formats: [CheckFormat] = [.text]
}

extension Option {
  static let checkFormat = Option(
    names: ["--format", "-f"],
    placeholder: "FORMAT,…",
    brief: "text, junit, sarif, github, gitlab, tap, …",
    help: "Formats: "
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
    brief: "what to expect; has a default",
    help: """
      Thresholds and expectations, JSON with comments; SampleData/expectations.json is an example. Default: at \
      most 150 pending compactions, no critical error (with --baseline: no new one), every file readable.
      """,
    commands: [.check],
    apply: { value, options, _ throws(ValueError) in
      guard !value.isEmpty else { throw .notAFile }
      options.check.expectations = value
    })

  static let baseline = Option(
    names: ["--baseline"],
    placeholder: "FILE",
    brief: "a good run: only new errors fail",
    help: "A good run, written by --write-baseline: its errors are known, only new ones fail.",
    commands: [.check],
    apply: { value, options, _ throws(ValueError) in
      guard !value.isEmpty else { throw .notAFile }
      options.check.baseline = value
    })

  static let writeBaseline = Option(
    names: ["--write-baseline"],
    placeholder: "FILE",
    brief: "write this run as a baseline",
    help: """
      Write the errors and figures of this run as a baseline to FILE. A run without enough data writes \
      none.
      """,
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
    summary: "test a capture against thresholds and a baseline (CI)",
    description: [
      """
      Tests a capture: errors that must or must not occur, limits of figures, a baseline, and required coverage. \
      Prints each expectation with ✓ or ✗, expected and actual value, file and line.
      """,
      """
      Exit status: 0 passed, 1 an expectation failed, 3 nothing could be judged: the capture is empty, damaged, or \
      lacks the input of an expectation, and no other failed.
      """,
    ],
    examples: [
      Example(line: "hindsight check bundle/", meaning: "with the default expectations"),
      Example(
        line: "hindsight check bundle/ --expectations e.json -o ci -f junit,sarif",
        meaning: "own expectations, files for CI in the folder ci"),
      Example(line: "hindsight check good/ --write-baseline baseline.json", meaning: "write a baseline"),
      Example(
        line: "hindsight check bundle/ --baseline baseline.json",
        meaning: "fail on new errors only"),
    ],
    run: { await CheckCommand(options: $0).run() })
}
