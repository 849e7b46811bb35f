// From signs to incidents: every sign is joined to its strongest and nearest cause. A sign without a cause
// that matters by itself is the root of an incident, and all signs that follow from it belong to it.

import CassandraModel

/// Builds the incidents of a capture. Its work grows only with the number of signs: only a limited number of
/// earlier signs of each kind is examined, and causes are sought only for as many incidents as a report
/// shows.
struct IncidentBuilder {
  private let findings: Findings
  private let signs: [Sign]
  /// Settings and commands by operators, node by node.
  private let settings: [[Sign]]
  /// Series of disk use, node by node.
  private let disks: [[SampleSeries]]
  private let sources: LinkSources
  /// The cause of each sign, and the link to it.
  private var parents: [(cause: Int, link: Int)?]
  /// Signs of one incident; a root is the sign that it begins with.
  private var sets: DisjointSets
  /// Roots that already have the one effect that a link allows.
  private var spent: Set<Int> = []

  /// Limit on the incidents that causes are sought for, in the order of the report.
  private static let explained = 1000

  init(_ findings: Findings) {
    self.findings = findings
    signs = SignCollector(findings).signs
    var settings = [[Sign]](repeating: [], count: findings.nodes.count)
    for sign in signs where sign.kind == .throughputChanged || sign.kind.matches(.anyOperation) {
      settings[sign.node].append(sign)
    }
    self.settings = settings
    disks = findings.nodes.map { $0.samples.all(of: .diskUsedBytes) }
    sources = LinkSources(signs, nodes: findings.nodes.count)
    parents = Array(repeating: nil, count: signs.count)
    sets = DisjointSets(count: signs.count)
    for index in signs.indices { join(index) }
  }

  // MARK: Links

  private mutating func join(_ index: Int) {
    var best: (cause: Int, link: Int)?
    for number in sources.links(to: signs[index].kind) {
      guard let cause = nearestCause(of: index, by: number), isBetter((cause, number), best) else { continue }
      best = (cause, number)
    }
    guard let best else { return }
    parents[index] = best
    sets.add(index, to: best.cause)
    if CausalLink.all[best.link].isFirstOnly { spent.insert(sets.root(best.cause)) }
  }

  /// The latest sign that `index` may follow from by a link; the first of several at one moment.
  private mutating func nearestCause(of index: Int, by number: Int) -> Int? {
    let link = CausalLink.all[number]
    var nearest: (cause: Int, at: Int64)?
    for candidates in sources.candidates(of: number, for: signs[index]) {
      for cause in candidates.reversed() where cause != index {
        let at = signs[cause].from.sortKey
        if let nearest {
          if at < nearest.at { break }
          if at == nearest.at, cause > nearest.cause { continue }
        }
        guard link.joins(signs[cause], signs[index]), !(link.isFirstOnly && spent.contains(sets.root(cause))),
          sets.root(cause) != index
        else { continue }
        nearest = (cause, at)
      }
    }
    return nearest?.cause
  }

  private func isBetter(_ one: (cause: Int, link: Int), _ other: (cause: Int, link: Int)?) -> Bool {
    guard let other else { return true }
    let (a, b) = (CausalLink.all[one.link].strength, CausalLink.all[other.link].strength)
    if a != b { return a > b }
    return signs[one.cause].from.sortKey > signs[other.cause].from.sortKey
  }

  // MARK: Incidents

  /// Related signs, before they are put into words.
  private struct Group {
    let rootIndex: Int
    let members: [Int]
    let root: Sign
    let signs: [Sign]
    let steps: [Incident.Step]
    let severity: Severity
    let status: Outcome
    let first: Moment
    let last: Moment
  }

  /// The incidents: open ones first, then the worst, then the earliest.
  mutating func incidents() -> [Incident] {
    let hasKernelLog = findings.coverage.contains { $0.format == "kernel log" }
    return sets.members().filter { signs[$0.key].isRoot }.sorted { $0.key < $1.key }
      .map { group($0.key, $0.value) }
      .enumerated().sorted { a, b in
        let (isOpen, isOtherOpen) = (a.element.status.isOpen, b.element.status.isOpen)
        if isOpen != isOtherOpen { return isOpen }
        if a.element.severity != b.element.severity { return a.element.severity > b.element.severity }
        let (left, right) = (a.element.first.sortKey, b.element.first.sortKey)
        return left != right ? left < right : a.offset < b.offset
      }.enumerated().map { place, one in
        let causes = place < Self.explained ? causes(of: one.element, hasKernelLog) : []
        return incident(one.element, causes)
      }
  }

  private func group(_ rootIndex: Int, _ members: [Int]) -> Group {
    let root = signs[rootIndex]
    let all = members.map { signs[$0] }
    let steps = members.flatMap { self.steps(of: $0) }
    let moments = steps.filter { $0.role != .cause }.flatMap { [$0.at, $0.until].compactMap { $0 } }
    return Group(
      rootIndex: rootIndex, members: members, root: root, signs: all, steps: steps,
      severity: all.map(\.severity).max() ?? .warning,
      status: status(all),
      first: moments.min { $0.sortKey < $1.sortKey } ?? root.from,
      last: moments.max { $0.sortKey < $1.sortKey } ?? root.to)
  }

  private func incident(_ group: Group, _ causes: [Incident.Cause]) -> Incident {
    let (root, all, severity) = (group.root, group.signs, group.severity)
    // The incident is named after its worst sign; after its root, if that is as bad.
    let headIndex =
      root.severity == severity
      ? group.rootIndex
      : group.members.first { signs[$0].severity == severity && signs[$0].isRoot } ?? group.rootIndex
    let head = signs[headIndex]
    let steps = ordered(group.steps + [causeStep(causes.first, root)].compactMap(\.self))
    let faults = all.compactMap { sign in
      sign.fault.map { Incident.FaultKey(node: findings.nodes[sign.node].node, index: $0) }
    }
    let nodes = distinct(
      all.sorted { $0.from.sortKey < $1.from.sortKey }.map { findings.nodes[$0.node].node })
    let others = group.members.filter { signs[$0].isEffect && signs[$0].title != head.title }.sorted { a, b in
      signs[a].severity != signs[b].severity ? signs[a].severity > signs[b].severity : a < b
    }
    // An effect of the head comes after it, even where its record was written first.
    let isBefore = { (index: Int) in
      signs[index].from.sortKey < head.from.sortKey && !follows(index, headIndex)
    }
    let before = others.filter(isBefore).map { signs[$0] }
    let after = others.filter { !isBefore($0) }.map { signs[$0] }
    return Incident(
      kind: head.kind.incident,
      title: head.title, severity: severity, nodes: nodes, subject: subject(of: head),
      first: group.first, last: group.last, steps: steps, causes: causes,
      missing: missing(root, causes), faults: worstFirst(distinct(faults)),
      alerts: all.flatMap(\.alerts).sorted { $0.pendingSince < $1.pendingSince },
      precursors: distinct(before.map(\.title)), effects: distinct(after.map(\.title)),
      status: group.status, outages: outages(all), peakPending: peakPending(all),
      peakDisk: peakDisk(root, all),
      progress: IncidentProgressBuilder(findings: findings, signs: all).progress)
  }

  /// True if `index` follows from `cause`, through any number of links.
  private func follows(_ index: Int, _ cause: Int) -> Bool {
    var at = index
    var left = signs.count
    while let parent = parents[at], left > 0 {
      if parent.cause == cause { return true }
      at = parent.cause
      left -= 1
    }
    return false
  }

  private func steps(of index: Int) -> [Incident.Step] {
    let link = parents[index].map { CausalLink.all[$0.link] }
    return signs[index].steps.enumerated().map { number, step in
      let role = step.role == .effect ? link?.role ?? .effect : step.role
      return Incident.Step(
        role: role, node: step.node, at: step.at, until: step.until, text: step.text, fault: step.fault,
        source: step.source, why: number == 0 ? link?.why : nil)
    }
  }

  /// Lost SSTables first: they are the worst of an incident. The others stay in the order of time.
  private func worstFirst(_ keys: [Incident.FaultKey]) -> [Incident.FaultKey] {
    let isLost = { (key: Incident.FaultKey) -> Bool in
      guard let fault = findings.fault(key) else { return false }
      return fault.category.id == .corruptionDataFileLost || fault.outcome.loss == .wholeSSTable
    }
    return keys.filter(isLost) + keys.filter { !isLost($0) }
  }

  /// The step of a cause that has a time of its own before the first symptom, such as a limit that was
  /// lowered.
  private func causeStep(_ cause: Incident.Cause?, _ root: Sign) -> Incident.Step? {
    guard let cause, cause.confidence >= .likely else { return nil }
    let first = cause.evidence.first { evidence in
      evidence.isFor && evidence.weight >= 2
        && evidence.at.map { $0.sortKey < root.from.sortKey && $0.isUTC == root.from.isUTC } ?? false
    }
    guard let first, let at = first.at else { return nil }
    return Incident.Step(
      role: .cause, node: findings.nodes[root.node].node, at: at, until: nil, text: first.text, fault: nil,
      source: first.source, why: nil)
  }

  /// In the order of time; the earliest that is no cause is the first symptom. A reaction of a policy or a
  /// person is not a symptom, even where its record comes first.
  private func ordered(_ steps: [Incident.Step]) -> [Incident.Step] {
    var sorted = steps.enumerated().sorted { a, b in
      let (left, right) = (a.element.at.sortKey, b.element.at.sortKey)
      return left != right ? left < right : a.offset < b.offset
    }.map(\.element)
    let first =
      sorted.firstIndex { $0.role == .effect } ?? sorted.firstIndex { $0.role == .reaction }
    if let index = first {
      let step = sorted[index]
      sorted[index] = Incident.Step(
        role: .firstSymptom, node: step.node, at: step.at, until: step.until, text: step.text,
        fault: step.fault, source: step.source, why: nil)
    }
    return sorted
  }

  private func causes(of group: Group, _ hasKernelLog: Bool) -> [Incident.Cause] {
    let root = group.root
    let node = findings.nodes[root.node]
    let context = CauseContext(
      node: node, nodeIndex: root.node, evaluation: findings.evaluation[node.node], root: root,
      signs: group.signs, settings: settings[root.node], hasKernelLog: hasKernelLog)
    let found = CauseHypothesis.all.filter { $0.explains.contains(where: root.kind.matches) }
      .compactMap { $0.cause(context) }
    return found.enumerated().sorted { a, b in
      if a.element.cause.confidence != b.element.cause.confidence {
        return a.element.cause.confidence > b.element.cause.confidence
      }
      return a.element.score != b.element.score ? a.element.score > b.element.score : a.offset < b.offset
    }.map(\.element.cause)
  }

  /// Data that would settle the cause, unless a record states it.
  private func missing(_ root: Sign, _ causes: [Incident.Cause]) -> [String] {
    if causes.first?.confidence == .confirmed { return [] }
    return distinct(
      CauseHypothesis.all.filter { $0.explains.contains(where: root.kind.matches) }.compactMap(\.wants))
  }

  private func subject(of sign: Sign) -> Statement? {
    let node = findings.nodes[sign.node]
    if let number = sign.fault, node.faults.indices.contains(number) {
      let fault = node.faults[number]
      if case .sstable = fault.subject, let sstable = fault.sstables.first {
        guard let table = sstable.table ?? fault.tables.first else { return "\(name: sstable.shortName)" }
        return "\(name: sstable.shortName) of \(name: table.description)"
      }
      if case .table(let table) = fault.subject { return "\(name: table.description)" }
      return nil
    }
    return sign.kind == .tombstoneAlert ? sign.tables.first.map { "\(name: $0.description)" } : nil
  }

  /// Open as long as one of its worst signs is open; resolved when the last of them was.
  private func status(_ all: [Sign]) -> Outcome {
    let judged = all.filter { $0.outcome != nil }
    let worst = judged.map(\.severity).max()
    let outcomes = judged.filter { $0.severity == worst }.compactMap(\.outcome)
    if let open = outcomes.first(where: \.isOpen) { return open }
    if let contrary = outcomes.first(where: { $0.isUnknown && $0 != .unknown }) { return contrary }
    guard !outcomes.isEmpty, !outcomes.contains(.unknown) else { return .unknown }
    guard let last = outcomes.max(by: { $0.endKey < $1.endKey }), let end = last.end else { return .unknown }
    let lossy = judged.compactMap(\.outcome).first { $0.loss != nil }
    guard let loss = lossy?.loss else { return last }
    return .resolvedWithLoss(by: last.reason ?? .deleted, loss, end)
  }

  /// One process that is gone may appear twice: by its end, and by the earlier reaction of its policy.
  private func outages(_ all: [Sign]) -> [Incident.Outage] {
    distinct(
      all.compactMap { sign in
        sign.outage.map { outage in
          let down = all.filter { one in
            one.kind == .peerDown && one.about.contains(PeerBook.key(sign.node))
              && one.from.sortKey >= outage.start.at.sortKey
          }.min { $0.from.sortKey < $1.from.sortKey }
          let source = down?.steps.first?.source
          return Incident.Outage(
            node: findings.nodes[sign.node].node, outage: outage,
            seenDown: down.flatMap { one in source.map { Outcome.Evidence(at: one.from, source: $0) } })
        }
      }
    ).sorted { $0.outage.start.at.sortKey < $1.outage.start.at.sortKey }
  }

  private func peakPending(_ all: [Sign]) -> Incident.Peak? {
    all.compactMap(\.peak).max { $0.value < $1.value }.map { Incident.Peak(value: $0.value, at: $0.at) }
  }

  /// Only for an incident about space or a backlog: the disk is irrelevant to others.
  private func peakDisk(_ root: Sign, _ all: [Sign]) -> Incident.Peak? {
    guard all.contains(where: { $0.kind.matches(.errors(in: .disk)) || $0.kind.matches(.anyBacklog) }),
      let from = all.map(\.from.sortKey).min(), let to = all.map(\.to.sortKey).max(), root.from.isUTC
    else { return nil }
    let samples = findings.nodes[root.node].samples
    var peak: Incident.Peak?
    for used in disks[root.node] {
      guard let free = samples[.diskFreeBytes, used.key.labels] else { continue }
      let begin = used.points.partition { $0.at.milliseconds >= from }
      for point in used.points[begin...].prefix(while: { $0.at.milliseconds <= to }) {
        guard let other = free.latest(at: point.at, within: .seconds(1)), point.value + other.value > 0 else {
          continue
        }
        let share = point.value / (point.value + other.value)
        if share > peak?.value ?? 0 { peak = Incident.Peak(value: share, at: .utc(point.at)) }
      }
    }
    return peak
  }
}

extension Sign {
  /// True for a sign that counts among the effects in a headline.
  fileprivate var isEffect: Bool {
    (isRoot && kind != .tombstoneAlert) || kind.matches(.anyBacklog) || kind == .hintsSent
      || kind == .pauses
  }
}
