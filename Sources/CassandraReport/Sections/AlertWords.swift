// The words and values of alerts: their end, their context, values in their units.

import CassandraAnalysis
import CassandraModel

extension RuleAlert.End {
  var words: String {
    switch self {
    case .resolved: "resolved"
    case .open: "open at the end of the capture"
    case .unknown: "unknown after a gap"
    }
  }

  var isResolved: Bool { if case .resolved = self { true } else { false } }
}

extension RuleAlert.Subject {
  var isCompaction: Bool { if case .compaction = self { true } else { false } }
}

extension RuleAlert {
  /// `value` in the unit of the rule.
  func cell(_ value: Double) -> Cell {
    switch unit {
    case "bytes": Int64(exactly: value.rounded()).map { .bytes($0) } ?? .decimal(value, digits: 0)
    case "bytes per second": value == 0 ? .text("0 B/s") : .bytesPerSecond(value)
    case "seconds":
      Int64(exactly: (value * 1000).rounded()).map { .duration(TimeSpan(milliseconds: $0)) }
        ?? .decimal(value, digits: 1)
    case "ratio": .percent(ratio: value)
    default: .decimal(value, digits: value == value.rounded() ? 0 : 2)
    }
  }
}

extension [RuleMark] {
  /// The marks in words; missing when there are none.
  var cell: Cell { isEmpty ? .missing : .text(map(\.words).joined(separator: "; ")) }
}

extension RuleMark {
  var words: String {
    switch self {
    case .longCompaction(let rate):
      "artefact: a long compaction was running, at " + HumanText.bytesPerSecond(rate)
    case .idle: "artefact: idle"
    case .windowRollover(let tables):
      "expected: window rollover of " + tables.map(\.description).joined(separator: ", ")
    case .strategyUnknown(let tables):
      "strategy of " + tables.prefix(3).map(\.description).joined(separator: ", ")
        + (tables.count > 3 ? " and others" : "") + " unknown"
    case .concurrentWork(let work):
      "at the same time: "
        + work.prefix(4).map { $0.kind + ($0.table.map { " of " + $0.description } ?? "") }
        .joined(separator: ", ") + (work.count > 4 ? " and \(work.count - 4) more" : "")
    case .causes(let causes): "likely causes: " + causes.map(\.words).joined(separator: ", ")
    case .detail(let words): words
    }
  }
}

extension Tier {
  var words: String { rawValue }
}
