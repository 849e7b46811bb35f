// Links of a compaction backlog. SSTables pile up, the disk fills with them, and reads meet unmerged
// SSTables; operators change limits, and commands that do not belong in a backlog make it worse.

import CassandraModel

extension CausalLink {
  static let backlog: [CausalLink] = [
    CausalLink(
      id: "backlog-fills-disk", from: [.backlogLasting], to: [.errors(in: .disk)], scope: .node,
      within: .minutes(10), strength: 2,
      why: "SSTables that were not compacted, and the output of large compactions, take the space",
      origin: "Until a compaction ends, its inputs and its output are both on the disk."),
    CausalLink(
      id: "backlog-keeps-tombstones", from: [.backlogLasting],
      to: [.errors(in: .tombstones), .tombstoneAlert],
      scope: .node, within: .minutes(5), strength: 1,
      why: "it falls into the backlog: compaction, which removes old tombstones, was behind",
      origin: "Tombstones are purged by compaction only, after gc_grace_seconds."),
    CausalLink(
      id: "throughput-in-backlog", from: [.anyBacklog], to: [.throughputChanged, .compactorsChanged],
      scope: .node,
      within: .minutes(1), strength: 2, role: .reaction, why: "it is done while the backlog lasts",
      origin: "nodetool setcompactionthroughput."),
    CausalLink(
      id: "operation-in-backlog", from: [.anyBacklog], to: [.anyOperation], scope: .node, within: .seconds(0),
      strength: 2, role: .reaction,
      why: "it is started while the backlog lasts, and takes threads and space from compaction",
      origin: "Scrub, cleanup, verify and upgrade run on CompactionExecutor."),
    CausalLink(
      id: "stop-in-backlog", from: [.anyBacklog], to: [.compactionInterrupted], scope: .node,
      within: .seconds(0), strength: 2, role: .reaction, why: "it is done while the backlog lasts",
      origin: "CompactionManager.runWithCompactionsDisabled, nodetool stop."),
    CausalLink(
      id: "backlog-refuses-repair", from: [.anyBacklog], to: [.errors(in: .backlog)], scope: .node,
      within: .minutes(5), strength: 2, why: "work is refused while too much is pending",
      origin: "ActiveRepairService.verifyCompactionsPendingThreshold."),
    CausalLink(
      id: "policy-after-failure", from: [.errors(in: .corruption), .errors(in: .io), .errors(in: .disk)],
      to: [.policyChanged], scope: .node, within: .hours(1), strength: 2, role: .reaction,
      why: "it is changed after the failure", origin: "cassandra.yaml, read at the start."),
    CausalLink(
      id: "heap-after-memory", from: [.errors(in: .memory)], to: [.heapChanged], scope: .node,
      within: .hours(24), strength: 2, role: .reaction, why: "it is changed after the lack of memory",
      origin: "jvm.options, read at the start."),
    CausalLink(
      id: "truncate-after-damage", from: [.errors(in: .corruption)], to: [.truncate], scope: .table,
      within: .hours(24), strength: 2, role: .reaction, why: "it removes the damaged table's data",
      origin: "TRUNCATE deletes all SSTables of the table."),
    CausalLink(
      id: "work-on-damage", from: [.errors(in: .corruption)],
      to: [.scrub, .verify, .upgradeSSTables], scope: .table,
      within: .hours(24), strength: 2, role: .reaction, why: "it is run on the damaged table afterwards",
      origin: "nodetool scrub and verify."),
  ]
}

extension CauseHypothesis {
  static let backlogCauses: [CauseHypothesis] = [
    CauseHypothesis(
      id: "backlog.throttle", explains: [.anyBacklog],
      title: "compaction throughput is set too low",
      detail: { context in
        guard let sign = lowered(context), let now = sign.value else { return nil }
        return
          "compaction throughput lowered from \(limit(sign.previous)) to \(limit(now)) at \(.moment(sign.from))"
      },
      wants: "nodetool getcompactionthroughput beside compactionstats"
    ) { context in throttle(context) },
    CauseHypothesis(
      id: "backlog.writes", explains: [.anyBacklog], title: "more is written than before"
    ) { context in
      for alert in context.root.alerts {
        for mark in alert.marks {
          if case .causes(let likely) = mark, let writes = likely.first(where: { $0.kind == .writes }) {
            return [
              .speaking(
                for: 1, "\(writes.words), while \(alert.rule.name) held", at: .utc(alert.pendingSince),
                alert.first
              )
            ]
          }
        }
      }
      return []
    },
    CauseHypothesis(
      id: "backlog.operation", explains: [.anyBacklog],
      title: "other work took the threads of compaction: scrub, cleanup, verify, upgrade"
    ) { context in
      let operations = context.settings.filter { sign in
        sign.kind.matches(.anyOperation) && sign.from.sortKey <= context.root.to.sortKey
          && sign.to.sortKey >= context.root.from.sortKey
      }
      guard let one = operations.first, let step = one.steps.first else { return [] }
      var evidence = [
        Incident.Evidence.speaking(
          for: 1, "\(one.title.lowercased()) ran in it, until \(.moment(one.to))", at: one.from, step.source)
      ]
      if one.from.sortKey > context.root.from.sortKey {
        evidence.append(
          .speaking(
            against: 2, "the backlog had begun before, at \(.moment(context.root.from))",
            at: context.root.from,
            context.root.steps.first?.source))
      }
      return evidence
    },
    CauseHypothesis(
      id: "backlog.repair", explains: [.anyBacklog], title: "repair or streams brought many small SSTables"
    ) { context in
      for alert in context.root.alerts {
        for mark in alert.marks {
          guard case .concurrentWork(let work) = mark,
            let one = work.first(where: { $0.isRepair || $0.kind.hasPrefix("stream") })
          else { continue }
          var evidence = [
            Incident.Evidence.speaking(
              for: 1, "\(one.kind) ran at the same time", at: .utc(one.from), one.source)
          ]
          if one.from.milliseconds > context.root.from.sortKey {
            evidence.append(
              .speaking(
                against: 1, "the backlog had begun before, at \(.moment(context.root.from))",
                at: context.root.from, context.root.steps.first?.source))
          }
          return evidence
        }
      }
      return []
    },
  ]

  /// The limit before the backlog, the compaction rate under it, and the effect of raising it.
  private static func throttle(_ context: CauseContext) -> [Incident.Evidence] {
    let root = context.root
    var evidence: [Incident.Evidence] = []
    let settings = context.settings.filter { $0.kind == .throughputChanged }
    if let lowered = lowered(context), let now = lowered.value {
      evidence.append(
        .speaking(
          for: 2, "the limit was lowered shortly before, from \(limit(lowered.previous)) to \(limit(now))",
          at: lowered.from, lowered.steps.first?.source))
    }
    let samples = context.node.samples[.compactionThroughputLimit]
    let middle = Instant(milliseconds: root.from.sortKey / 2 + root.to.sortKey / 2)
    let limit = samples?.nearest(to: middle)
    if let limit, limit.value == 0 {
      evidence.append(
        .speaking(
          against: 2, "compaction throughput has no limit", at: .utc(limit.at),
          context.node.samples.source(of: limit)))
    }
    if let limit, limit.value > 0, let rate = progress(context) {
      let source = context.node.samples.source(of: limit)
      if rate >= 0.7 * limit.value {
        evidence.append(
          .speaking(
            for: 2,
            "compactions read \(.rate(rate)) under a limit of \(.rate(limit.value)): they are held back by it",
            at: .utc(limit.at), source))
      } else if rate < 0.4 * limit.value {
        evidence.append(
          .speaking(
            against: 1, "compactions read \(.rate(rate)), far less than the limit of \(.rate(limit.value))",
            at: .utc(limit.at), source))
      }
    }
    let raised = settings.first { sign in
      guard sign.from.sortKey > root.from.sortKey, sign.from.sortKey < root.to.sortKey, let now = sign.value
      else { return false }
      return now == 0 || sign.previous.map { $0 > 0 && now > $0 } ?? false
    }
    if let raised, let end = root.outcome?.end {
      evidence.append(
        .speaking(
          for: 2, "after the limit was raised the backlog drained, by \(.moment(end.at))",
          at: raised.from,
          raised.steps.first?.source))
    }
    return evidence
  }

  /// The last time that the limit was lowered in the hour before, up to a minute after the first symptom.
  private static func lowered(_ context: CauseContext) -> Sign? {
    let root = context.root
    let sign = context.settings.last { sign in
      guard sign.kind == .throughputChanged, sign.from.sortKey <= root.from.sortKey.addingClamped(60_000),
        let now = sign.value, now > 0
      else { return false }
      return sign.previous.map { $0 == 0 || $0 > now } ?? false
    }
    guard let sign, root.from.sortKey - sign.from.sortKey <= 3_600_000 else { return nil }
    // A limit that was raised again before the backlog is not its cause.
    let later = context.settings.last {
      $0.kind == .throughputChanged && $0.from.sortKey > sign.from.sortKey
        && $0.from.sortKey <= root.from.sortKey
    }
    return later == nil ? sign : nil
  }

  private static func limit(_ value: Int64?) -> Statement {
    value.map { $0 == 0 ? "no limit" : "\(.rate(Double($0)))" } ?? "another value"
  }

  /// Bytes a second that running compactions completed in the backlog, as alerts on the counter measured
  /// them.
  private static func progress(_ context: CauseContext) -> Double? {
    let alerts = context.evaluation?.alerts ?? []
    let rates = alerts.compactMap { alert -> Double? in
      guard alert.pendingSince.milliseconds >= context.root.from.sortKey,
        alert.over.milliseconds <= context.root.to.sortKey
      else { return nil }
      for mark in alert.marks {
        if case .longCompaction(let rate) = mark { return rate }
      }
      return nil
    }.sorted()
    return rates.isEmpty ? nil : rates[rates.count / 2]
  }
}
