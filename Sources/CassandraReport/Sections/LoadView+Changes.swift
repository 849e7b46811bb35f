// Changes of compaction and stream settings, their effect in the five minutes after, and their outcome.

import CassandraAnalysis
import CassandraModel

extension LoadView {
  static let changes = LoadView(
    title: "Changes by people",
    missing: { findings in
      findings.nodesWithLog.isEmpty && findings.nodes.allSatisfy { $0.samples.all.isEmpty }
        ? "system.log, or getters over time" : nil
    },
    blocks: { findings in
      let effects = findings.nodes.flatMap { node in
        node.changeEffects(RuleEngine(settings: findings.settings).inputs(of: node)).map {
          (node: node, effect: $0)
        }
      }
      guard !effects.isEmpty else { return [] }
      let rows = effects.map { row($0.node, $0.effect) }
      // On the page if there was a backlog before or after the change.
      let matters = effects.contains { max($0.effect.pendingBefore ?? 0, $0.effect.pendingAfter ?? 0) > 32 }
      return [
        .table(Table(name: "changes", columns: changeColumns, rows: rows, visibleRows: matters ? 4 : 0))
      ]
    })

  private static let changeColumns = [
    Column(
      "at", "At", .moment, meaning: "When; of a change that samples show, the first sample that has it."),
    Column("node", "Node", .text, meaning: "The node."),
    Column("setting", "Setting", .text, meaning: "Which setting."),
    Column("before", "Before", .text, meaning: "Its value before; empty when not told."),
    Column("after", "After", .text, meaning: "Its value after."),
    Column("basis", "Known from", .text, meaning: "log, samples or restart.", isDataOnly: true),
    Column("pending_before", "Pending", .count, meaning: "Pending compactions at the change."),
    Column("pending_after", "5 min later", .count, meaning: "Pending compactions five minutes after it."),
    Column(
      "verdict", "Pending did", .text, meaning: "fell, rose, level, or unknown: no samples.",
      isDataOnly: true),
    Column(
      "rate_before", "Rate before", .bytesPerSecond,
      meaning: "Progress of compactions in the five minutes before.", isDataOnly: true),
    Column(
      "rate_after", "Rate after", .bytesPerSecond,
      meaning: "Progress of compactions in the five minutes after."),
    Column(
      "pool_pending_after", "Pool pending", .count,
      meaning: "The most tasks that waited in CompactionExecutor in the five minutes after.", isDataOnly: true
    ),
    Column(
      "read_before", "Read p99 before", .duration, meaning: "Read p99 at the change.", isDataOnly: true),
    Column(
      "read_after", "Read p99 after", .duration, meaning: "The highest read p99 in the five minutes after.",
      isDataOnly: true),
    Column(
      "fate", "Then", .text, meaning: "restored, changed again, lost at a restart, or kept."),
    Column("fate_at", "Then at", .moment, meaning: "When that was.", isDataOnly: true),
    Column("source", "Source", .text, meaning: "File and line.", isDataOnly: true),
  ]

  private static func row(_ node: NodeFindings, _ effect: ChangeEffect) -> [Cell] {
    let change = effect.change
    let seconds = { (value: Double) -> Cell in
      Int64(exactly: (value * 1000).rounded()).map { .duration(TimeSpan(milliseconds: $0)) } ?? .missing
    }
    let whole = { (value: Double) -> Cell in .count(Int64(exactly: value.rounded()) ?? 0) }
    let (fate, at) = effect.fate.words
    return [
      .moment(change.at), .code(node.node.name), .code(change.setting.rawValue),
      .optional(change.before) { .text(value($0)) }, .text(value(change.after)), .text(change.basis.rawValue),
      .optional(effect.pendingBefore, reason: "no sample near") { whole($0) },
      .optional(effect.pendingAfter, reason: "no sample near") { whole($0) }, .text(effect.verdict.rawValue),
      .optional(effect.rateBefore) { .bytesPerSecond($0) },
      .optional(effect.rateAfter) { .bytesPerSecond($0) },
      .optional(effect.poolPendingAfter) { whole($0) }, .optional(effect.readBefore) { seconds($0) },
      .optional(effect.readAfter) { seconds($0) }, .text(fate), .optional(at) { .moment($0) },
      .source(change.source),
    ]
  }

  private static func value(_ value: SettingChange.Value) -> String {
    switch value {
    case .rate(0): "unlimited"
    case .rate(let rate): HumanText.bytesPerSecond(rate)
    case .bytes(let bytes): HumanText.bytes(bytes)
    case .count(let count): HumanText.count(count)
    case .word(let word): word
    }
  }
}

extension ChangeEffect.Fate {
  fileprivate var words: (text: String, at: Moment?) {
    switch self {
    case .restored(let at): ("restored", at)
    case .changedAgain(let at): ("changed again", at)
    case .lostAtRestart(let at): ("lost at the restart", at)
    case .restores: ("restores the first value", nil)
    case .kept: ("not restored at the end of the capture", nil)
    case .ofStart: ("set by the start", nil)
    }
  }
}
