// Signs of load: backlogs of compaction from alerts and tiers, long pauses, settings and commands by
// operators.

import CassandraModel

extension SignCollector {
  /// An alert alone makes an incident only if it is critical, neither an artefact nor expected, and fires for
  /// this long.
  static let lasting = TimeSpan.minutes(5)
  /// Milliseconds: samples that are further apart do not show that a state lasted.
  private static let densest: Int64 = 600_000
  /// Milliseconds: alerts of a backlog that are further apart are two backlogs.
  private static let backlogGap: Int64 = 300_000

  // MARK: Backlogs

  func backlogs(_ index: Int) -> [Sign] {
    guard let evaluation = findings.evaluation[findings.nodes[index].node] else { return [] }
    let fired = evaluation.alerts.filter { $0.hasFired && !$0.isExcused }
    let about = { (topic: RuleTopic) in
      let rules = Rule.ids(about: topic)
      return fired.filter { rules.contains($0.rule) }
    }
    let (own, beside) = (about(.backlog), about(.backlogEffect))
    let signs =
      findings.nodes[index].backlogSpans.map { spans in
        let (all, others) = (AlertPeriods(own), AlertPeriods(beside))
        // A span without an alert is only a busy minute.
        return BacklogSpan.joined(spans.filter { !all.alerts(in: $0.period).isEmpty })
          .compactMap { backlog($0, all, others, evaluation, index) }
      } ?? withoutSamples(own, beside, index)
    return signs + tombstones(about(.tombstoneOverload), index)
  }

  private func backlog(
    _ span: BacklogSpan, _ own: AlertPeriods, _ beside: AlertPeriods, _ evaluation: NodeEvaluation,
    _ index: Int
  ) -> Sign? {
    let alerts = own.alerts(in: span.period)
    guard !alerts.isEmpty else { return nil }
    let samples = findings.nodes[index].samples
    var sign = makeBacklog(alerts, alerts + beside.alerts(in: span.period), span.period, index)
    let place = { (point: SamplePoint) in samples.source(of: point) }
    let count = { (point: SamplePoint) in Int(clamping: Int64(clamping: point.value)) }
    sign.steps = [
      step(
        index, .effect, at: .utc(span.begin.at), "pending compactions rising (\(count(span.begin)))",
        source: place(span.begin))
    ]
    sign.steps += tiers(alerts, span.period, evaluation, index)
    sign.steps.append(
      step(
        index, .effect, at: .utc(span.peak.at), "peak: \(count(span.peak)) pending compactions",
        source: place(span.peak)))
    sign.peak = (span.peak.value, .utc(span.peak.at))
    if let drained = span.drained {
      let evidence = Outcome.Evidence(at: .utc(drained.at), source: place(drained))
      sign.outcome = .resolved(by: .drained, evidence)
      sign.steps.append(step(index, .end, at: evidence.at, "backlog drained", source: evidence.source))
    } else {
      sign.outcome = .open(.stillPending, Outcome.Evidence(at: .utc(span.last.at), source: place(span.last)))
    }
    return sign
  }

  private func makeBacklog(
    _ alerts: [RuleAlert], _ all: [RuleAlert], _ period: ClosedRange<Instant>, _ index: Int
  ) -> Sign {
    let isLasting = alerts.contains { alert in
      guard let since = alert.firingSince else { return false }
      // Samples hours apart show two moments, not the time between them.
      let held = alert.lastSeen.milliseconds - since.milliseconds
      return alert.severity == .critical && held >= Self.lasting.milliseconds
        && held / Int64(max(1, alert.samples - 1)) <= Self.densest
    }
    var sign = Sign(
      isLasting ? .backlogLasting : .backlogShort, "Compaction backlog", node: index,
      from: .utc(period.lowerBound), to: .utc(period.upperBound))
    sign.severity = alerts.map(\.severity).max() ?? .warning
    sign.isRoot = isLasting
    sign.alerts = all
    return sign
  }

  /// Backlogs from alerts alone, where no sample has the number of pending compactions.
  private func withoutSamples(_ own: [RuleAlert], _ beside: [RuleAlert], _ index: Int) -> [Sign] {
    var groups: [[RuleAlert]] = []
    var end = Int64.min
    for alert in own.sorted(by: { $0.pendingSince < $1.pendingSince }) {
      if groups.isEmpty || alert.pendingSince.milliseconds > end.addingClamped(Self.backlogGap) {
        groups.append([])
        end = .min
      }
      groups[groups.count - 1].append(alert)
      end = max(end, alert.over.milliseconds)
    }
    let others = AlertPeriods(beside) { $0.over }
    return groups.compactMap { alerts in
      guard let first = alerts.first, let last = alerts.max(by: { $0.over < $1.over }) else { return nil }
      let period = first.pendingSince...max(first.pendingSince, last.over)
      let also = last.over < first.pendingSince ? [] : others.alerts(in: period)
      var sign = makeBacklog(alerts, alerts + also, period, index)
      sign.steps = [
        step(
          index, .effect, at: sign.from, "\(name: first.rule.name) holds: compaction is behind",
          source: first.first)
      ]
      let isOver = alerts.allSatisfy { if case .resolved = $0.end { true } else { false } }
      let evidence = Outcome.Evidence(at: sign.to, source: last.last)
      sign.outcome = isOver ? .resolved(by: .drained, evidence) : .open(.stillPending, evidence)
      if isOver {
        sign.steps.append(
          step(index, .end, at: sign.to, "last alert resolved", source: last.last))
      }
      return sign
    }
  }

  /// Steps for the volume that filled up in the backlog, and for each worse tier once.
  private func tiers(
    _ alerts: [RuleAlert], _ period: ClosedRange<Instant>, _ evaluation: NodeEvaluation, _ index: Int
  ) -> [Incident.Step] {
    var steps: [Incident.Step] = []
    if let full = alerts.first(where: { $0.rule == .diskAndPending }), let limit = full.threshold {
      steps.append(
        step(
          index, .effect, at: .utc(full.pendingSince), "the data volume is more than \(.share(limit)) full",
          source: full.first))
    }
    // Only the way up: a tier below the worst one so far is an improvement.
    var worst = Tier.warning
    let begin = evaluation.tiers.partition { $0.to >= period.lowerBound }
    for span in evaluation.tiers[begin...].prefix(while: { $0.from <= period.upperBound }) {
      guard let tier = span.tier, tier > worst else { continue }
      worst = tier
      steps.append(
        step(
          index, .effect, at: .utc(span.from), "backlog tier \(tier.rawValue) (\(span.reason))",
          source: span.source))
    }
    return steps
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
        .tombstoneAlert, "Reads over very many tombstones", node: index, from: .utc(first.pendingSince),
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
      let last = alerts.max { $0.over < $1.over }
      let isOver = alerts.allSatisfy { if case .resolved = $0.end { true } else { false } }
      sign.outcome =
        isOver
        ? last.map {
          .resolved(by: .belowThreshold, Outcome.Evidence(at: .utc(over), source: $0.last))
        } : .unknown
      return sign
    }
  }

  // MARK: Pauses

  func pauses(_ index: Int) -> [Sign] {
    let node = findings.nodes[index]
    return node.milestones.filter { $0.name == EventName("gc.pause") }.map { pause in
      var sign = Sign(
        .pauses, "Long garbage-collection pauses", node: index, from: node.zone.moment(pause.first),
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
        .operation(one.kind), one.kind, node: index, from: node.zone.moment(one.from),
        to: node.zone.moment(one.to))
      sign.tables = Set([one.table].compactMap { $0 })
      let end: Statement =
        one.hasFailed ? "; it failed" : one.hasEnded ? "" : "; the log has no end of it"
      sign.steps = [
        step(
          index, .reaction, at: sign.from, until: sign.to,
          "\(command(one))\(end)",
          source: one.source)
      ]
      return sign
    }
    for one in node.milestones {
      let at = node.zone.moment(one.first)
      switch one.name.name {
      case "operator.truncate_started":
        var sign = Sign(.truncate, "Truncate", node: index, from: at, to: at)
        sign.tables = Set([TableName(dotted: one.subject)].compactMap(\.self))
        let table: Statement = one.subject.isEmpty ? "" : " \(name: one.subject)"
        sign.steps = [step(index, .reaction, at: at, "TRUNCATE\(table)", source: one.source)]
        signs.append(sign)
      case "compaction.interrupted":
        var sign = Sign(
          .compactionInterrupted, "Compactions stopped on purpose", node: index, from: at,
          to: node.zone.moment(one.last))
        sign.tables = Set([TableName(dotted: one.subject)].compactMap { $0 })
        let often: Statement = one.count > 1 ? "\(one.count) compactions" : "a compaction"
        let table: Statement = one.subject.isEmpty ? "" : " of \(name: one.subject)"
        let verb = one.count > 1 ? "are" : "is"
        sign.steps = [
          step(
            index, .reaction, at: at, until: sign.to,
            "\(often)\(table) \(verb) interrupted by a command", source: one.source)
        ]
        signs.append(sign)
      default: break
      }
    }
    return signs + node.changes.map { changed($0, index) }
  }

  /// The command as it was typed, as far as the log has it.
  private func command(_ one: LoggedOperation) -> Statement {
    let commands: Set<String> = ["Scrub", "Verify", "Cleanup", "Upgrade sstables"]
    guard commands.contains(one.kind) else {
      let table: Statement = one.table.map { " \(name: $0.keyspace + " " + $0.table)" } ?? ""
      return "\(one.commandName)\(table)"
    }
    let table = one.table.map { " " + $0.keyspace + " " + $0.table } ?? ""
    return "\(name: "nodetool " + one.commandName + table)"
  }

  private func changed(_ change: SettingChange, _ index: Int) -> Sign {
    let kind: SignKind =
      switch change.setting {
      case .compactionThroughput: .throughputChanged
      case .concurrentCompactors: .compactorsChanged
      case .streamThroughput: .streamThroughputChanged
      case .maxHeap: .heapChanged
      case .diskFailurePolicy, .commitFailurePolicy: .policyChanged
      }
    var sign = Sign(kind, "Setting changed", node: index, from: change.at, to: change.at)
    if case .rate(let rate) = change.after { sign.value = Int64(exactly: rate.rounded()) }
    if case .rate(let rate)? = change.before { sign.previous = Int64(exactly: rate.rounded()) }
    sign.steps = [step(index, .reaction, at: change.at, change.text, source: change.source)]
    return sign
  }
}

extension RuleAlert {
  /// True for an artefact of measurement, and for an expected alert.
  fileprivate var isExcused: Bool {
    marks.contains { mark in
      switch mark {
      case .longCompaction, .idle, .windowRollover: true
      case .strategyUnknown, .concurrentWork, .causes, .detail: false
      }
    }
  }
}
