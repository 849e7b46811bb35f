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
}
