// The selected part of a capture, and the number of things left out.

import CassandraAnalysis
import CassandraModel

extension Selected.LeftOut {
  /// The counts of things left out; empty if there are none.
  package var words: [String] {
    let critical = criticalFaults > 0 ? " (" + HumanText.count(Int64(criticalFaults)) + " critical)" : ""
    return [
      counted(nodes, "node"), counted(files, "file"), counted(tables, "table"),
      counted(faults, "error").map { $0 + critical },
      counted(alerts, "alert"),
      counted(strains, "warning", "warnings"), counted(compactions, "compaction"),
      counted(timeline, "line of the timeline", "lines of the timeline"),
    ].compactMap { $0 }
  }

  private func counted(_ count: Int, _ noun: String, _ plural: String? = nil) -> String? {
    guard count > 0 else { return nil }
    return HumanText.count(Int64(count)) + " " + (count == 1 ? noun : plural ?? noun + "s")
  }
}

extension Selected {
  /// Lines under the title of a report.
  var facts: [Report.HeaderFact] {
    [
      Report.HeaderFact("Selected", .list(selection.words.map { .code($0) })),
      Report.HeaderFact("Left out by that", .list(leftOut.words.map { .text($0) })),
    ]
  }
}

extension Findings {
  /// `otherwise` if the selection left out none; else a sentence with their number.
  func none(leavingOut count: Int, _ noun: Prose, _ otherwise: Prose) -> Prose {
    guard count > 0 else { return otherwise }
    return "None selected; \(HumanText.count(Int64(count))) \(noun) not selected."
  }

  /// The number of things of one kind that the selection left out.
  func leftOut(_ count: KeyPath<Selected.LeftOut, Int>) -> Int { selected?.leftOut[keyPath: count] ?? 0 }
}
