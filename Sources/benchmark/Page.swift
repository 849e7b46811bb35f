// The table of a run, in Markdown, with the machine and versions needed to compare it with another.

import Glibc

enum Page {
  static func text(_ outcomes: [Outcome], _ truth: Truth, runs: Int) -> String {
    var lines = [
      "| aim | wanted | measured | |",
      "|---|---|---|---|",
    ]
    for outcome in outcomes {
      lines.append(
        "| "
          + [outcome.aim, outcome.wanted, outcome.measured, outcome.standing.rawValue]
          .joined(separator: " | ") + " |")
    }
    lines += [
      "",
      "Medians of \(runs) runs in turn (least to most), on \(Cores.numbers.count) cores of \(processor).",
      "The log: \(size(truth.bytes)), \(truth.lines) lines, \(truth.records) records, of which "
        + "\(truth["compaction.finished"]) end a compaction.",
    ]
    return lines.joined(separator: "\n") + "\n"
  }

  /// A number of bytes in the largest unit that leaves a whole number before the point.
  static func size(_ bytes: Int64) -> String {
    for (unit, factor) in [("GB", 1_000_000_000.0), ("MB", 1_000_000.0), ("kB", 1000.0)] {
      if Double(bytes) >= factor { return decimal(Double(bytes) / factor) + " " + unit }
    }
    return String(bytes) + " bytes"
  }

  /// The system's name for the processor.
  private static var processor: String {
    let lines = (try? WholeFile.text("/proc/cpuinfo"))?.split(separator: "\n") ?? []
    let name = lines.first { $0.hasPrefix("model name") }?.split(separator: ":").last
    return name.map { $0.drop { $0 == " " } }.map(String.init) ?? "an unknown processor"
  }
}
