// From signs to incidents: every sign is joined to its strongest and nearest cause; what has none, and matters by
// itself, is the root of an incident, and all that follows from it belongs to it.

import CassandraModel

/// Builds the incidents of a capture. Its work grows with the number of signs: of each kind only so many that came
/// before are looked at.
struct IncidentBuilder {
  private let findings: Findings
  private let signs: [Sign]
  /// The cause of each sign, and why.
  private var parents: [Int: (cause: Int, link: Int)] = [:]
  /// Signs by what a link looks for, in order of time: for each link and node.
  private var sources: [[[Int]]] = []
  /// Roots that have got the one effect that a link allows them.
  private var spent: Set<Int> = []

  /// How many causes of one link are looked at for a sign, the nearest first.
  private static let reach = 64

  init(_ findings: Findings) {
    self.findings = findings
    signs = SignCollector(findings).signs
    sources = CausalLink.all.map { link in
      var byNode = [[Int]](repeating: [], count: findings.nodes.count)
      for (index, sign) in signs.enumerated() where link.from.contains(where: sign.matches) {
        byNode[sign.node].append(index)
      }
      return byNode
    }
    for index in signs.indices { join(index) }
  }

  // MARK: Links

  private mutating func join(_ index: Int) {
    let effect = signs[index]
    var best: (cause: Int, link: Int)?
    for (number, link) in CausalLink.all.enumerated() where link.to.contains(where: effect.matches) {
      for node in nodes(of: link, effect) {
        for cause in candidates(sources[number][node], before: effect.from.sortKey, link) where cause != index
        {
          guard link.joins(signs[cause], effect), !(link.isFirstOnly && spent.contains(root(cause))),
            isBetter((cause, number), best), root(cause) != index
          else { continue }
          best = (cause, number)
        }
      }
    }
    guard let best else { return }
    parents[index] = best
    if CausalLink.all[best.link].isFirstOnly { spent.insert(root(best.cause)) }
  }

  /// Nodes on which the cause may be.
  private func nodes(of link: CausalLink, _ effect: Sign) -> [Int] {
    switch link.scope {
    case .file, .disk, .table, .node, .run: [effect.node]
    case .peer: findings.nodes.indices.filter { effect.about.contains(PeerBook.key($0)) }
    case .samePeer: effect.about.isEmpty ? [effect.node] : Array(findings.nodes.indices)
    }
  }

  /// The last ones of `all` that begin soon enough to be a cause.
  private func candidates(_ all: [Int], before moment: Int64, _ link: CausalLink) -> ArraySlice<Int> {
    let limit = moment.addingClamped(link.before.milliseconds)
    var (low, high) = (0, all.count)
    while low < high {
      let middle = (low + high) / 2
      if signs[all[middle]].from.sortKey <= limit { low = middle + 1 } else { high = middle }
    }
    return all[max(0, low - Self.reach)..<low]
  }

  private func isBetter(_ one: (cause: Int, link: Int), _ other: (cause: Int, link: Int)?) -> Bool {
    guard let other else { return true }
    let (a, b) = (CausalLink.all[one.link].strength, CausalLink.all[other.link].strength)
    if a != b { return a > b }
    return signs[one.cause].from.sortKey > signs[other.cause].from.sortKey
  }

  private func root(_ index: Int) -> Int {
    var at = index
    var left = signs.count
    while let parent = parents[at], left > 0 {
      at = parent.cause
      left -= 1
    }
    return at
  }

  // MARK: Incidents

  /// The incidents: those that are open first, of them the worst first, then the earliest.
  var incidents: [Incident] {
    var members: [Int: [Int]] = [:]
    for index in signs.indices { members[root(index), default: []].append(index) }
    let hasKernelLog = findings.coverage.contains { $0.format == "kernel log" }
    return members.filter { signs[$0.key].isRoot }.sorted { $0.key < $1.key }
      .map { incident($0.key, $0.value, hasKernelLog) }
      .enumerated().sorted { a, b in
        let (isOpen, isOtherOpen) = (a.element.status.isOpen, b.element.status.isOpen)
        if isOpen != isOtherOpen { return isOpen }
        if a.element.severity != b.element.severity { return a.element.severity > b.element.severity }
        let (left, right) = (a.element.first.sortKey, b.element.first.sortKey)
        return left != right ? left < right : a.offset < b.offset
      }.map(\.element)
  }

  private func incident(_ rootIndex: Int, _ members: [Int], _ hasKernelLog: Bool) -> Incident {
    let root = signs[rootIndex]
    let all = members.map { signs[$0] }
    let severity = all.map(\.severity).max() ?? .warning
    // The worst that is told of it is what people call it; what it began with, if that is as bad.
    let head = root.severity == severity ? root : all.first { $0.severity == severity && $0.isRoot } ?? root
    var steps = members.flatMap { self.steps(of: $0) }
    let causes = self.causes(of: root, all, hasKernelLog)
    if let step = causeStep(causes.first, root) { steps.append(step) }
    steps = ordered(steps)
    let faults = all.compactMap { sign in
      sign.fault.map { Incident.FaultKey(node: findings.nodes[sign.node].node, index: $0) }
    }
    let nodes = distinct(
      all.sorted { $0.from.sortKey < $1.from.sortKey }.map { findings.nodes[$0.node].node })
    let others = all.filter { $0.isEffect && $0.title != head.title }.enumerated().sorted { a, b in
      a.element.severity != b.element.severity ? a.element.severity > b.element.severity : a.offset < b.offset
    }.map(\.element)
    let (before, after) = (
      others.filter { $0.from.sortKey < head.from.sortKey },
      others.filter { $0.from.sortKey >= head.from.sortKey }
    )
    let moments = steps.filter { $0.role != .cause }.flatMap { [$0.at, $0.until].compactMap { $0 } }
    return Incident(
      kind: head.incidentKind,
      title: head.title, severity: severity, nodes: nodes, subject: subject(of: head),
      first: moments.min { $0.sortKey < $1.sortKey } ?? root.from,
      last: moments.max { $0.sortKey < $1.sortKey } ?? root.to, steps: steps, causes: causes,
      missing: missing(root, causes), faults: distinct(faults),
      alerts: all.flatMap(\.alerts).sorted { $0.pendingSince < $1.pendingSince },
      precursors: distinct(before.map(\.title)), effects: distinct(after.map(\.title)),
      status: status(all), outages: outages(all), peakPending: peakPending(all), peakDisk: peakDisk(root, all)
    )
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

  /// What a cause did that has a time of its own before the first symptom, such as a limit that was lowered.
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

  /// In the order of time; the earliest that is no cause is the first symptom. What a policy or a person did because
  /// of it is none, even where its record comes first.
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

  private func causes(of root: Sign, _ all: [Sign], _ hasKernelLog: Bool) -> [Incident.Cause] {
    let node = findings.nodes[root.node]
    let context = CauseContext(
      node: node, nodeIndex: root.node, evaluation: findings.evaluation[node.node], root: root, signs: all,
      settings: signs.filter {
        $0.node == root.node && ($0.kind == "setting.throughput" || $0.kind.hasPrefix("operation."))
      }, hasKernelLog: hasKernelLog)
    let found = CauseHypothesis.all.filter { $0.explains.contains(where: root.matches) }
      .compactMap { $0.cause(context) }
    return found.enumerated().sorted { a, b in
      if a.element.cause.confidence != b.element.cause.confidence {
        return a.element.cause.confidence > b.element.cause.confidence
      }
      return a.element.score != b.element.score ? a.element.score > b.element.score : a.offset < b.offset
    }.map(\.element.cause)
  }

  /// What would tell more, unless a record tells it.
  private func missing(_ root: Sign, _ causes: [Incident.Cause]) -> [String] {
    if causes.first?.confidence == .confirmed { return [] }
    return distinct(
      CauseHypothesis.all.filter { $0.explains.contains(where: root.matches) }.compactMap(\.wants))
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
    return sign.kind == "tombstones.alert" ? sign.tables.first.map { "\(name: $0.description)" } : nil
  }

  /// Open as long as anything of it is that is as bad as the whole; over when the last of that was.
  private func status(_ all: [Sign]) -> Outcome {
    let judged = all.filter { $0.outcome != nil }
    let worst = judged.map(\.severity).max()
    let outcomes = judged.filter { $0.severity == worst }.compactMap(\.outcome)
    if let open = outcomes.first(where: \.isOpen) { return open }
    guard !outcomes.isEmpty, !outcomes.contains(.unknown) else { return .unknown }
    guard let last = outcomes.max(by: { $0.endKey < $1.endKey }), let end = last.end else { return .unknown }
    let lossy = judged.compactMap(\.outcome).first { $0.loss != nil }
    guard let loss = lossy?.loss else { return last }
    return .resolvedWithLoss(by: last.reason ?? .deleted, loss, end)
  }

  /// One process that is gone may be told by its end and by what its policy did before.
  private func outages(_ all: [Sign]) -> [Incident.Outage] {
    distinct(
      all.compactMap { sign in
        sign.outage.map { Incident.Outage(node: findings.nodes[sign.node].node, outage: $0) }
      }
    ).sorted { $0.outage.start.at.sortKey < $1.outage.start.at.sortKey }
  }

  private func peakPending(_ all: [Sign]) -> Incident.Peak? {
    all.compactMap(\.peak).max { $0.value < $1.value }.map { Incident.Peak(value: $0.value, at: $0.at) }
  }

  /// Of an incident about space or a backlog: else the disk is beside the point.
  private func peakDisk(_ root: Sign, _ all: [Sign]) -> Incident.Peak? {
    guard all.contains(where: { $0.kind.hasPrefix("fault.disk.") || $0.kind.hasPrefix("backlog.") }),
      let from = all.map(\.from.sortKey).min(), let to = all.map(\.to.sortKey).max(), root.from.isUTC
    else { return nil }
    let samples = findings.nodes[root.node].samples
    var peak: Incident.Peak?
    for used in samples.all(of: .diskUsedBytes) {
      guard let free = samples[.diskFreeBytes, used.key.labels] else { continue }
      for point in used.points where point.at.milliseconds >= from && point.at.milliseconds <= to {
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
  /// What an incident of this head is called: the category of a fault, `backlog`, `tombstones`, `process.ended`, ….
  fileprivate var incidentKind: String {
    if kind.hasPrefix("fault.") { return String(kind.dropFirst(6)) }
    if kind.hasPrefix("backlog.") { return "backlog" }
    if kind == "outage" { return "process.out_of_service" }
    return kind == "tombstones.alert" ? "tombstones" : kind
  }

  /// True for what counts among the effects in a headline.
  fileprivate var isEffect: Bool {
    (isRoot && kind != "tombstones.alert") || kind.hasPrefix("backlog.") || kind == "hints.sent"
      || kind == "repair" || kind == "pauses"
  }
}

/// Each of `values` once, in the order of their first.
private func distinct<Value: Hashable>(_ values: [Value]) -> [Value] {
  var seen: Set<Value> = []
  return values.filter { seen.insert($0).inserted }
}
