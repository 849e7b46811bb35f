// The course of an incident after it began: the parts of it that are over, the actions that did not end it,
// and the work that made it worse.

import CassandraModel

/// Closed parts, attempts and aggravations of one incident, each in the order of time.
public struct IncidentProgress: Sendable {
  /// Parts that are over, each with its evidence. Outages have their end in `Incident.outages`.
  public let closed: [Incident.Step]
  /// Actions after the beginning that did not end it.
  public let tried: [Incident.Step]
  /// Operations that took threads and space from compaction during a backlog.
  public let aggravations: [Incident.Step]
}

struct IncidentProgressBuilder {
  let findings: Findings
  let signs: [Sign]

  /// Operations that rewrite tables. Verify only reads: it cures nothing.
  private static let rewriting: Set<String> = ["Scrub", "Cleanup", "Upgrade sstables"]
  /// Earlier rewrites of the same table say no more.
  private static let rewriteLimit = 5
  /// Operations that run on the threads of compaction.
  private static let ofCompaction: Set<SignKind> = [.scrub, .cleanup, .verify, .upgradeSSTables]

  var progress: IncidentProgress {
    IncidentProgress(closed: inOrder(closed), tried: inOrder(tried), aggravations: inOrder(aggravations))
  }

  private func inOrder(_ steps: [Incident.Step]) -> [Incident.Step] {
    steps.enumerated().sorted { a, b in
      let (left, right) = (a.element.at.sortKey, b.element.at.sortKey)
      return left != right ? left < right : a.offset < b.offset
    }.map(\.element)
  }

  private func step(
    _ sign: Sign, at: Moment, until: Moment? = nil, _ text: Statement, _ source: SourceLocation?,
    role: Incident.Role = .reaction
  ) -> Incident.Step {
    let node = findings.nodes[sign.node].node
    return Incident.Step(
      role: role, node: node, at: at, until: until, text: text,
      fault: sign.fault.map { Incident.FaultKey(node: node, index: $0) }, source: source, why: nil)
  }

  // MARK: Closed

  /// One of each kind, the latest: three peers that are seen up again are one line.
  private var closed: [Incident.Step] {
    var latest: [Statement: Incident.Step] = [:]
    // An alert about tombstones ends with the warnings of the log.
    let hasError = signs.contains { $0.kind.matches(.errors(in: .tombstones)) && $0.outcome?.end != nil }
    for sign in signs where sign.outage == nil && !(hasError && sign.kind == .tombstoneAlert) {
      guard let outcome = sign.outcome, let end = outcome.end else { continue }
      let words: Statement
      if sign.kind.matches(.anyBacklog) {
        let length = TimeSpan(milliseconds: end.at.sortKey - sign.from.sortKey)
        words = "backlog drained after \(.span(length))"
      } else {
        words = "\(sign.title): \(OutcomeText.sentence(outcome))"
      }
      guard end.at.sortKey >= latest[words]?.at.sortKey ?? .min else { continue }
      latest[words] = step(sign, at: end.at, words, end.source, role: .end)
    }
    return latest.values.sorted { ($0.at.sortKey, $0.text.plainText) < ($1.at.sortKey, $1.text.plainText) }
  }

  // MARK: Tried

  private var tried: [Incident.Step] {
    var steps: [Incident.Step] = []
    let operations = rewritesByTable
    var restarts: [Int: (count: Int, step: Incident.Step)] = [:]
    for sign in signs where sign.outcome.map({ $0.end == nil }) ?? false {
      let node = findings.nodes[sign.node]
      if sign.kind.matches(.anyBacklog) { steps += raisedLimits(during: sign, node) }
      guard let index = sign.fault, node.faults.indices.contains(index) else { continue }
      let fault = node.faults[index]
      let runs = fault.episodes.map(\.process)
      if let first = runs.min(), let last = runs.max(), last > first,
        last - first > restarts[sign.node]?.count ?? 0,
        let again = fault.episodes.first(where: { $0.process == last })
      {
        let words: Statement = "\(last - first, "restart"): the error came again"
        restarts[sign.node] = (last - first, step(sign, at: again.first, words, again.source))
      }
      steps += rewrites(of: fault, sign, node, operations[sign.node] ?? [:])
    }
    return restarts.values.map(\.step) + steps
  }

  /// The latest rewrites of each table, node by node.
  private var rewritesByTable: [Int: [TableName: [LoggedOperation]]] {
    var all: [Int: [TableName: [LoggedOperation]]] = [:]
    for index in Set(signs.map(\.node)) {
      for one in findings.nodes[index].operations where Self.rewriting.contains(one.kind) {
        if let table = one.table { all[index, default: [:]][table, default: []].append(one) }
      }
    }
    return all
  }

  /// Scrubs and other rewrites of the damaged tables that failed, or left the SSTable out.
  private func rewrites(
    of fault: Fault, _ sign: Sign, _ node: NodeFindings, _ operations: [TableName: [LoggedOperation]]
  ) -> [Incident.Step] {
    let sstable = fault.sstables.first?.shortName ?? "the SSTable"
    return fault.tables.flatMap { (operations[$0] ?? []).suffix(Self.rewriteLimit) }.compactMap { one in
      guard let table = one.table else { return nil }
      let at = node.zone.moment(one.from)
      guard at.sortKey >= fault.first.sortKey else { return nil }
      let end = node.zone.moment(one.to)
      let command: Statement =
        "\(name: "nodetool \(one.commandName) \(table.keyspace) \(table.table)")"
      if one.hasFailed { return step(sign, at: at, "\(command) failed", one.source) }
      guard case .open(let reason, let evidence?) = fault.outcome,
        reason == .skippedSuspect || reason == .skippedNotLoaded,
        evidence.at.sortKey >= at.sortKey, evidence.at.sortKey <= end.sortKey.addingClamped(1000)
      else { return nil }
      return step(sign, at: at, "\(command) reported success but skipped \(name: sstable)", evidence.source)
    }
  }

  private func raisedLimits(during sign: Sign, _ node: NodeFindings) -> [Incident.Step] {
    let settings: [SettingChange.Setting] = [.compactionThroughput, .concurrentCompactors]
    return node.changes.filter { change in
      settings.contains(change.setting) && change.isRaising && change.at.sortKey > sign.from.sortKey
        && change.at.sortKey <= sign.to.sortKey
    }.map { step(sign, at: $0.at, "\($0.text): backlog still open", $0.source) }
  }

  // MARK: Aggravations

  private var aggravations: [Incident.Step] {
    let operations = signs.filter { Self.ofCompaction.contains($0.kind) }
    return signs.filter { $0.kind.matches(.anyBacklog) }.flatMap { backlog in
      operations.filter { one in
        one.node == backlog.node && one.from.sortKey > backlog.from.sortKey
          && one.from.sortKey < backlog.to.sortKey
      }.compactMap { one in
        one.steps.first.map { step(one, at: one.from, until: one.to, $0.text, $0.source) }
      }
    }
  }
}

extension LoggedOperation {
  /// The name of its command in nodetool; the kind in lower case for an operation without one.
  var commandName: String {
    kind == "Upgrade sstables" ? "upgradesstables" : kind.lowercased()
  }
}

extension SettingChange {
  /// True for a change to a higher limit, or to none.
  var isRaising: Bool {
    switch (before, after) {
    case (.rate(let old)?, .rate(let new)): old > 0 && (new == 0 || new > old)
    case (.bytes(let old)?, .bytes(let new)): new > old
    case (.count(let old)?, .count(let new)): new > old
    default: false
    }
  }
}
