// Signs of load: backlogs of compaction from alerts and tiers, long pauses, and what operators set and ran.

import CassandraModel

extension SignCollector {
  /// An alert alone makes an incident only if it is critical, no artefact, expected by nobody, and fires so long.
  static let lasting = TimeSpan.minutes(5)
  /// Alerts of a backlog that are further apart are two backlogs.
  private static let backlogGap: Int64 = 300_000

  /// Rules that say that compaction does not keep up.
  private static let backlogRules: Set<String> = [
    "pending-high", "pending-saturated", "pending-sustained", "pending-gate", "pending-intervention",
    "compactors-saturated", "backlog-ratio", "disk-and-pending", "backlog-warning", "backlog-critical",
    "undrainable", "compaction-stalled", "compactors-idle",
  ]
  /// Rules about what a backlog does, or what is done in it.
  private static let besideRules: Set<String> = [
    "forbidden-operation", "repair-during-backlog", "triage-throttle", "read-latency", "pool-blocked",
    "velocity-low", "rate-decay", "compaction-latency",
  ]
  private static let tombstoneRules: Set<String> = ["tombstones-critical", "cassandra-tombstone-failure"]

  // MARK: Backlogs

  func backlogs(_ index: Int) -> [Sign] {
    guard let evaluation = findings.evaluation[findings.nodes[index].node] else { return [] }
    let fired = evaluation.alerts.filter { $0.hasFired && !$0.isExcused }
    var groups: [[RuleAlert]] = []
    var end = Int64.min
    for alert in fired.filter({ Self.backlogRules.contains($0.rule) })
      .sorted(by: { $0.pendingSince < $1.pendingSince })
    {
      if groups.isEmpty || alert.pendingSince.milliseconds > end.addingClamped(Self.backlogGap) {
        groups.append([])
        end = .min
      }
      groups[groups.count - 1].append(alert)
      end = max(end, alert.over.milliseconds)
    }
    let beside = fired.filter { Self.besideRules.contains($0.rule) }
    return groups.compactMap { backlog($0, beside, evaluation, index) }
      + tombstones(fired.filter { Self.tombstoneRules.contains($0.rule) }, index)
  }

  private func backlog(
    _ alerts: [RuleAlert], _ beside: [RuleAlert], _ evaluation: NodeEvaluation, _ index: Int
  ) -> Sign? {
    guard let first = alerts.first, let over = alerts.map(\.over).max(),
      let last = alerts.max(by: { $0.over < $1.over })
    else { return nil }
    let isLasting = alerts.contains { alert in
      guard let since = alert.firingSince else { return false }
      return alert.severity == .critical
        && alert.over.milliseconds - since.milliseconds >= Self.lasting.milliseconds
    }
    var sign = Sign(
      isLasting ? "backlog.lasting" : "backlog.short", "Compaction backlog", node: index,
      from: .utc(first.pendingSince), to: .utc(over))
    sign.severity = alerts.map(\.severity).max() ?? .warning
    sign.isRoot = isLasting
    sign.alerts =
      alerts + beside.filter { $0.pendingSince <= over && first.pendingSince <= $0.over }
    let pending = findings.nodes[index].samples[.compactionPendingTasks]
    let points = pending?.points.filter { $0.at >= first.pendingSince && $0.at <= over } ?? []
    let begin: Statement = points.first.map { " (\(Int(clamping: Int64(clamping: $0.value))))" } ?? ""
    sign.steps = [
      step(
        index, .effect, at: .utc(first.pendingSince),
        "more compactions are pending than are worked off\(begin)",
        source: first.first)
    ]
    let tiers = evaluation.tiers.filter { span in
      (span.tier ?? .healthy) > .warning && span.from <= over && span.to >= first.pendingSince
    }
    if let full = alerts.first(where: { $0.rule == "disk-and-pending" }), let limit = full.threshold {
      sign.steps.append(
        step(
          index, .effect, at: .utc(full.pendingSince), "the data volume is more than \(.share(limit)) full",
          source: full.first))
    }
    // Only the way up: a tier that comes after a worse one is a relief.
    var worst = Tier.warning
    for span in tiers {
      guard let tier = span.tier, tier > worst else { continue }
      worst = tier
      sign.steps.append(
        step(
          index, .effect, at: .utc(span.from), "the node comes into tier \(tier.rawValue) (\(span.reason))",
          source: span.source))
    }
    if let peak = points.max(by: { $0.value < $1.value }), points.count > 1 {
      let source = findings.nodes[index].samples.source(of: peak)
      sign.steps.append(
        step(
          index, .effect, at: .utc(peak.at),
          "the backlog is at its largest: \(Int(clamping: Int64(clamping: peak.value))) compactions pending",
          source: source))
    }
    if alerts.allSatisfy({ if case .resolved = $0.end { true } else { false } }) {
      sign.end = .ended(.utc(over), last.last)
      sign.steps.append(
        step(
          index, .end, at: .utc(over), "the backlog is worked off: no alert of it holds any more",
          source: last.last))
    } else {
      sign.end = .notSeen
    }
    return sign
  }

  private func tombstones(_ alerts: [RuleAlert], _ index: Int) -> [Sign] {
    var byTable: [String: [RuleAlert]] = [:]
    for alert in alerts { byTable[alert.subject.name, default: []].append(alert) }
    return byTable.sorted { $0.key < $1.key }.compactMap { name, alerts in
      guard let first = alerts.min(by: { $0.pendingSince < $1.pendingSince }),
        let over = alerts.map(\.over).max(), let peak = alerts.max(by: { $0.peak.value < $1.peak.value })
      else { return nil }
      let isLasting = alerts.contains { alert in
        alert.over.milliseconds - (alert.firingSince ?? alert.over).milliseconds >= Self.lasting.milliseconds
      }
      var sign = Sign(
        "tombstones.alert", "Reads over very many tombstones", node: index, from: .utc(first.pendingSince),
        to: .utc(over))
      sign.severity = .critical
      sign.isRoot = isLasting
      sign.tables = Set([TableName(dotted: name)].compactMap { $0 })
      sign.alerts = alerts
      sign.steps = [
        step(
          index, .effect, at: .utc(first.pendingSince), until: .utc(over),
          "samples show reads over up to \(Int(clamping: Int64(clamping: peak.peak.value))) tombstones in \(name: name)",
          source: peak.peak.source)
      ]
      let isOver = alerts.allSatisfy { if case .resolved = $0.end { true } else { false } }
      sign.end = isOver ? .ended(.utc(over), alerts.last?.last) : .notSeen
      return sign
    }
  }

  // MARK: Pauses

  func pauses(_ index: Int) -> [Sign] {
    let node = findings.nodes[index]
    return node.milestones.filter { $0.name == EventName("gc.pause") }.map { pause in
      var sign = Sign(
        "pauses", "Long garbage-collection pauses", node: index, from: node.zone.moment(pause.first),
        to: node.zone.moment(pause.last))
      sign.severity = .warning
      sign.failures = pause.count
      sign.value = pause.value
      sign.episodes = [(run: pause.process, from: sign.from, to: sign.to)]
      let longest = TimeSpan(milliseconds: pause.value ?? 0)
      let what: Statement =
        pause.count == 1
        ? "garbage collection stops the process for \(.span(longest))"
        : "\(pause.count) garbage-collection pauses of a second or more, the longest \(.span(longest))"
      sign.steps = [
        step(index, .effect, at: sign.from, until: sign.to, what, source: pause.source)
      ]
      return sign
    }
  }

  // MARK: Operators

  func operations(_ index: Int) -> [Sign] {
    let node = findings.nodes[index]
    var signs = node.operations.filter { $0.kind != "repair session" }.map { one in
      var sign = Sign(
        "operation." + one.kind.lowercased(), one.kind, node: index, from: node.zone.moment(one.from),
        to: node.zone.moment(one.to))
      sign.tables = Set([one.table].compactMap { $0 })
      let table: Statement = one.table.map { " of \(name: $0.description)" } ?? ""
      let end: Statement = one.hasEnded ? "" : "; the log has no end of it"
      sign.steps = [
        step(
          index, .reaction, at: sign.from, until: sign.to,
          "somebody runs \(one.kind.lowercased())\(table)\(end)",
          source: one.source)
      ]
      return sign
    }
    for one in node.milestones {
      let at = node.zone.moment(one.first)
      switch one.name.name {
      case "config.throughput_changed":
        var sign = Sign("setting.throughput", "Compaction throughput set", node: index, from: at, to: at)
        sign.value = one.value
        sign.previous = one.previous
        let limit: Statement =
          one.value.map { $0 == 0 ? "no limit" : "\(.rate(Double($0)))" } ?? "another value"
        let before: Statement =
          one.previous.map { $0 == 0 ? " (it was without limit)" : " (it was \(.rate(Double($0))))" } ?? ""
        sign.steps = [
          step(
            index, .reaction, at: at, "somebody sets compaction throughput to \(limit)\(before)",
            source: one.source)
        ]
        signs.append(sign)
      case "compaction.interrupted":
        var sign = Sign(
          "compaction.interrupted", "Compactions stopped on purpose", node: index, from: at,
          to: node.zone.moment(one.last))
        sign.tables = Set([TableName(dotted: one.subject)].compactMap { $0 })
        let often: Statement = one.count > 1 ? "\(one.count) compactions" : "a compaction"
        let table: Statement = one.subject.isEmpty ? "" : " of \(name: one.subject)"
        let verb = one.count > 1 ? "are" : "is"
        sign.steps = [
          step(
            index, .reaction, at: at, until: sign.to,
            "\(often)\(table) \(verb) stopped to make way for a command", source: one.source)
        ]
        signs.append(sign)
      default: break
      }
    }
    return signs
  }
}

extension RuleAlert {
  /// True for an artefact of how figures are taken, and for what is expected.
  fileprivate var isExcused: Bool {
    marks.contains { mark in
      switch mark {
      case .longCompaction, .idle, .windowRollover: true
      case .strategyUnknown, .concurrentWork, .causes, .detail: false
      }
    }
  }
}
