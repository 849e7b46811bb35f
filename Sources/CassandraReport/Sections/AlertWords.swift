// The words and figures of alerts: how they ended, what is beside them, values in their units.

import CassandraAnalysis
import CassandraModel

extension RuleAlert.End {
  /// How an interval ended.
  var words: String {
    switch self {
    case .resolved: "resolved"
    case .open: "open at the end of data"
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

extension Rule {
  /// True when small values are the bad ones.
  var isBelow: Bool {
    if let first = condition.terms.first { return first.comparison == .less || first.comparison == .atMost }
    return ["compaction-stalled", "velocity-low", "stream-throttle-low"].contains(id)
  }
}

extension [RuleMark] {
  /// The marks in words; missing when there are none.
  var cell: Cell { isEmpty ? .missing : .text(map(\.words).joined(separator: "; ")) }
}

extension RuleMark {
  /// What has to be known.
  var words: String {
    switch self {
    case .longCompaction(let rate):
      "artefact: a long compaction was running, at " + HumanText.bytesPerSecond(rate)
    case .idle: "artefact: idle"
    case .windowRollover(let tables):
      "expected: window rollover of " + tables.map(\.description).joined(separator: ", ")
    case .strategyUnknown(let tables):
      "strategy of " + tables.prefix(3).map(\.description).joined(separator: ", ")
        + (tables.count > 3 ? " and others" : "") + " is not known"
    case .concurrentWork(let work):
      "ran beside it: "
        + work.prefix(4).map { $0.kind + ($0.table.map { " of " + $0.description } ?? "") }
        .joined(separator: ", ") + (work.count > 4 ? " and \(work.count - 4) more" : "")
    case .causes(let causes): "likely causes: " + causes.joined(separator: ", ")
    case .detail(let words): words
    }
  }
}

extension Tier {
  /// As a sentence has it.
  var words: String { rawValue }

  /// Its height in a band.
  var block: Character {
    switch self {
    case .healthy: "\u{2581}"
    case .warning: "\u{2583}"
    case .critical: "\u{2586}"
    case .emergency: "\u{2588}"
    }
  }
}

extension Verdict {
  /// What the rules would have said; nil when none would have fired.
  var alerts: Prose? {
    let fired = findings.evaluation.alerts.filter(\.hasFired)
    guard let worst = fired.map(\.severity).max() else { return nil }
    let leading = fired.filter { $0.severity == worst }
    guard let first = leading.min(by: { $0.pendingSince < $1.pendingSince }) else { return nil }
    let rules = Set(fired.map(\.rule)).count
    let node: Prose = findings.nodes.count > 1 ? " on \(code: first.node.name)" : ""
    let lead: Prose =
      "\(strong: "Alerts"): \(rules, "rule") would have fired \(fired.count, "time"), \(leading.count) of them \(worst.rawValue), first \(code: first.rule)\(node) at \(.moment(.utc(first.firingSince ?? first.pendingSince)))"
    let tiers = findings.evaluation.nodes.flatMap { node in node.tiers.map { (node: node.node, span: $0) } }
    let top = tiers.compactMap { $0.span.tier }.max()
    guard let top, top > .healthy, let span = tiers.first(where: { $0.span.tier == top }) else {
      return "\(lead)."
    }
    let place: Prose = findings.nodes.count > 1 ? " on \(code: span.node.name)" : ""
    return "\(lead); the worst tier was \(top.words), first at \(.moment(.utc(span.span.from)))\(place)."
  }
}
