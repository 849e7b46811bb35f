// Prohibitions and checks of the seed documents, by the rules that they concern: an operator who looks a rule
// up needs the next step.

/// A sentence of advice and the rules that carry it.
package struct RuleAdvice: Sendable {
  package enum Kind: Sendable {
    /// An action that makes it worse.
    case never
    /// A thing to look at.
    case check
  }

  package let kind: Kind
  package let text: String
  /// Ids of rules; empty for all.
  private let rules: [String]

  /// The advice for the rule `id`.
  package static func of(_ id: String) -> [RuleAdvice] {
    all.filter { $0.rules.isEmpty || $0.rules.contains(id) }
  }

  /// The advice of a runbook: that of the rules that point to it.
  package static func of(runbook id: String) -> [RuleAdvice] {
    let rules = Rule.all.filter { $0.runbook == id }.map(\.id)
    return all.filter { advice in advice.rules.contains { rules.contains($0) } }
  }

  private static let backlog = [
    "pending-high", "pending-saturated", "compaction-stalled", "pending-intervention", "compactors-saturated",
    "undrainable", "pending-gate", "forbidden-operation", "backlog-ratio", "pending-sustained",
    "disk-and-pending", "backlog-warning", "backlog-critical", "triage-throttle",
  ]
  private static let repairs = ["repair-during-backlog", "repair-sessions"]
  private static let tombstones = [
    "tombstones-warning", "tombstones-critical", "cassandra-tombstone-warn", "cassandra-tombstone-failure",
  ]
  private static let throughput = [
    "throughput-over-disk", "velocity-low", "pending-intervention", "compactors-saturated", "undrainable",
    "triage-throttle",
  ]

  private static let all: [RuleAdvice] = [
    RuleAdvice(kind: .never, text: Prohibition.rewrite, rules: backlog),
    RuleAdvice(kind: .never, text: Prohibition.restart, rules: backlog + ["compactors-idle"]),
    RuleAdvice(kind: .never, text: Prohibition.throughput, rules: throughput),
    RuleAdvice(
      kind: .never, text: Prohibition.streamThroughput, rules: ["stream-throttle-low"] + repairs),
    RuleAdvice(kind: .never, text: Prohibition.repairNow, rules: backlog + repairs),
    RuleAdvice(kind: .never, text: Prohibition.interruptRepair, rules: repairs),
    RuleAdvice(kind: .never, text: Prohibition.scrubAgainstTombstones, rules: tombstones),
    RuleAdvice(kind: .never, text: Prohibition.raiseThreshold, rules: tombstones),
    RuleAdvice(
      kind: .never,
      text:
        "Do not look for nodetool reloadyaml: there is none. Settings made at runtime are lost at the next "
        + "restart; write them into cassandra.yaml.", rules: ["settings-not-restored"] + throughput),
    RuleAdvice(
      kind: .never, text: "Do not tune read_repair_chance: it does not exist from 4.0 on.",
      rules: ["read-latency", "backlog-critical"]),
    RuleAdvice(
      kind: .check, text: "Act only on a node in state UN: nodetool status.",
      rules: ["pending-intervention", "compactors-saturated", "undrainable", "triage-throttle"]),
    RuleAdvice(
      kind: .check, text: "Look at nodetool compactionstats before a repair.", rules: repairs + tombstones),
    RuleAdvice(
      kind: .check, text: "After the repair: did the tombstones fall? nodetool tablestats.", rules: tombstones
    ),
    RuleAdvice(
      kind: .check,
      text: "Compare a compaction that took too long with nodetool compactionhistory and nodetool tpstats.",
      rules: ["compaction-latency"]),
    RuleAdvice(
      kind: .check,
      text:
        "Look at Load and Uptime in nodetool info: an Uptime that fell is a restart, and counters start over.",
      rules: ["compaction-stalled", "velocity-low", "rate-decay", "compaction-latency"]),
    RuleAdvice(
      kind: .check,
      text: "Tell a passing stall from a corrupt SSTable: once, again and again, or until the next restart.",
      rules: ["compaction-stalled", "compactors-idle", "rate-decay"]),
  ]
}
