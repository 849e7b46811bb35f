// Options that choose a part of a capture.

import CassandraModel

extension Option {
  static let around = Option(
    names: ["--around"],
    placeholder: "T",
    help: "Only what happened around T, as much of it as --window says. T as for --since.",
    commands: [.report, .inspect, .trend, .check, .replay, .extract],
    apply: { value, options, _ throws(ValueError) in
      guard let instant = TimeArgument.instant(value) else { throw .notATime }
      options.around = instant
    })

  static let window = Option(
    names: ["--window"],
    placeholder: "D",
    help: "How much time around T, half of it before T: 90s, 10m, 2h, 1d. Default: 10m.",
    commands: [.report, .inspect, .trend, .check, .replay, .extract, .explain],
    apply: { value, options, _ throws(ValueError) in
      guard let span = TimeSpan(prometheus: value), span.milliseconds > 0 else { throw .notASpan }
      options.rules.window = span
    })

  static let node = Option(
    names: ["--node"],
    placeholder: "NODE",
    help: "Only this node, by the name that reports give it.",
    commands: [.report, .inspect, .trend, .check, .replay, .rules, .explain, .sweep],
    apply: { value, options, _ in options.rules.node = NodeID(value) })

  static let root = Option(
    names: ["--root"],
    placeholder: "DIR",
    help: """
      Each PATH is a bundle of its own in the folder DIR: files are called what they are called when DIR is read as \
      a whole, and a bundle is of one node where nothing in it says more. Bundles that are extracted one by one, on \
      any machine, and merged give the facts of all of them.
      """,
    commands: [.report, .inspect, .trend, .extract],
    apply: { value, options, _ throws(ValueError) in
      guard !value.isEmpty, value != "-" else { throw .notAFolderOfPaths }
      options.root = value
    })
}
