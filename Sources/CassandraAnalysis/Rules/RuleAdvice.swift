// Prohibitions and checks of the seed documents: an operator who looks a rule up needs the next step. A rule
// names its own in its entry.

/// A sentence of advice.
package struct RuleAdvice: Sendable, Hashable {
  package enum Kind: Sendable {
    /// An action that makes it worse.
    case never
    /// A thing to look at.
    case check
  }

  package let kind: Kind
  package let text: String

  /// The advice of a runbook: that of the rules that point to it, each once.
  package static func of(runbook id: String) -> [RuleAdvice] {
    let given = Set(Rule.all.filter { $0.runbook == id }.flatMap(\.advice))
    return all.filter(given.contains)
  }

  private static func never(_ text: String) -> RuleAdvice { RuleAdvice(kind: .never, text: text) }
  private static func check(_ text: String) -> RuleAdvice { RuleAdvice(kind: .check, text: text) }

  /// Everything, in the order of reports.
  static let all: [RuleAdvice] = [
    rewrite, restart, throughput, streamThroughput, repairNow, interruptRepair, scrubAgainstTombstones,
    raiseThreshold, reloadYAML, readRepairChance, nodeIsUp, backlogFirst, tombstonesFell, compareLong, uptime,
    stallOrCorruption,
  ]

  // MARK: Advice that several rules share

  static let inBacklog: [RuleAdvice] = [.rewrite, .restart, .repairNow]
  static let beforeThroughput: [RuleAdvice] = [.throughput, .reloadYAML]
  static let inRepairs: [RuleAdvice] = [.streamThroughput, .repairNow, .interruptRepair, .backlogFirst]
  static let onTombstones: [RuleAdvice] = [
    .scrubAgainstTombstones, .raiseThreshold, .backlogFirst, .tombstonesFell,
  ]

  // MARK: Prohibitions

  static let rewrite = never(Prohibition.rewrite)
  static let restart = never(Prohibition.restart)
  static let throughput = never(Prohibition.throughput)
  static let streamThroughput = never(Prohibition.streamThroughput)
  static let repairNow = never(Prohibition.repairNow)
  static let interruptRepair = never(Prohibition.interruptRepair)
  static let scrubAgainstTombstones = never(Prohibition.scrubAgainstTombstones)
  static let raiseThreshold = never(Prohibition.raiseThreshold)
  static let reloadYAML = never(
    "Do not look for nodetool reloadyaml: there is none. Settings made at runtime are lost at the next "
      + "restart; write them into cassandra.yaml.")
  static let readRepairChance = never("Do not tune read_repair_chance: it does not exist from 4.0 on.")

  // MARK: Checks

  static let nodeIsUp = check("Act only on a node in state UN: nodetool status.")
  static let backlogFirst = check("Look at nodetool compactionstats before a repair.")
  static let tombstonesFell = check("After the repair: did the tombstones fall? nodetool tablestats.")
  static let compareLong = check(
    "Compare a compaction that took too long with nodetool compactionhistory and nodetool tpstats.")
  static let uptime = check(
    "Look at Load and Uptime in nodetool info: an Uptime that fell is a restart, and counters start over.")
  static let stallOrCorruption = check(
    "Tell a passing stall from a corrupt SSTable: once, again and again, or until the next restart.")
}
