// All signs of a capture: from its errors, processes, alerts, peers and operator actions.

import CassandraModel

/// Collects the signs of all nodes.
struct SignCollector {
  let findings: Findings
  let peers: PeerBook
  private(set) var signs: [Sign] = []

  init(_ findings: Findings) {
    self.findings = findings
    peers = PeerBook(findings.nodes)
    for index in findings.nodes.indices {
      signs += faults(index) + processes(index) + policies(index) + backlogs(index) + pauses(index)
      signs += operations(index) + cluster(index)
    }
    signs = signs.enumerated().sorted { a, b in
      let (left, right) = (a.element.from.sortKey, b.element.from.sortKey)
      return left != right ? left < right : a.offset < b.offset
    }.map(\.element)
  }

  func step(
    _ node: Int, _ role: Incident.Role, at: Moment, until: Moment? = nil, _ text: Statement,
    fault: Int? = nil, source: SourceLocation?
  ) -> Incident.Step {
    let id = findings.nodes[node].node
    return Incident.Step(
      role: role, node: id, at: at, until: until.flatMap { $0 == at ? nil : $0 }, text: text,
      fault: fault.map { Incident.FaultKey(node: id, index: $0) }, source: source, why: nil)
  }

  // MARK: Faults

  private func faults(_ index: Int) -> [Sign] {
    let node = findings.nodes[index]
    let reads = Dictionary(node.tombstones.map { ($0.table, $0.reads) }) { first, _ in first }
    return node.faults.enumerated().compactMap { number, fault in
      let isOwn =
        fault.category.isError && fault.severity > .info && fault.category.id != .processAbruptStop
        && !isToldByOutage(fault, node)
      return isOwn ? sign(of: fault, number, index, reads) : nil
    }
  }

  private func sign(
    of fault: Fault, _ number: Int, _ index: Int, _ reads: [TableName?: TombstoneReads]
  ) -> Sign {
    var sign = Sign(
      .error(fault.category.id), fault.category.title, node: index, from: fault.first, to: fault.last)
    sign.severity = fault.severity
    sign.isRoot = true
    sign.fault = number
    sign.failures = fault.failures
    sign.tables = Set(fault.tables)
    sign.sstables = Set(fault.sstables.map(\.base))
    sign.components = Set(fault.sstables.compactMap(\.component))
    // A start that is rejected takes nothing out of service.
    sign.hasReactions = fault.reactions.contains { $0.name != .startupRefused }
    sign.episodes = fault.episodes.map { (run: $0.process, from: $0.first, to: $0.last) }
    let cluster: Set<ErrorCategory.Family> = [.repair, .stream, .hints, .network]
    if cluster.contains(fault.category.family) {
      sign.about = peers.mentioned(
        in: ([fault.rootCause] + fault.evidence.map(\.text)).joined(separator: " "))
    }
    sign.steps = steps(of: fault, number, index, reads)
    // A mere warning has no end of its own.
    let hasEnd = fault.severity > .warning || fault.failures > 0 || fault.outcome.end != nil
    sign.outcome = hasEnd ? fault.outcome : nil
    sign.directories = Set(fault.dataDirectories)
    return sign
  }

  /// True for lone records of the policy that the outage of the node already reports.
  private func isToldByOutage(_ fault: Fault, _ node: NodeFindings) -> Bool {
    fault.category.id == .processOutOfService
      && node.outages.contains { outage in
        guard case .policy = outage.cause else { return false }
        return fault.episodes.allSatisfy { $0.process == outage.process }
      }
  }

  private func steps(
    of fault: Fault, _ number: Int, _ index: Int, _ reads: [TableName?: TombstoneReads]
  ) -> [Incident.Step] {
    var steps: [Incident.Step] = []
    let title: Statement = "\(fault.category.title)\(place(fault))"
    let episodes = fault.episodes
    if let first = episodes.first {
      let times: Statement = first.failures > 1 ? ": \(first.failures, "failure")" : ""
      steps.append(
        step(
          index, .effect, at: first.first, until: first.last, "\(title)\(times)", fault: number,
          source: first.source))
    } else {
      let times: Statement = fault.failures > 1 ? ": \(fault.failures) times" : ""
      steps.append(
        step(
          index, .effect, at: fault.first, until: fault.last, "\(title)\(times)", fault: number,
          source: fault.evidence.first?.source))
    }
    if let warned = warnings(before: fault, index, reads) { steps.insert(warned, at: 0) }
    let again = episodes.dropFirst()
    if let next = again.first, let last = again.last {
      let failures = again.reduce(0) { $0 + $1.failures }
      let runs = Set(again.map(\.process)).count
      let often: Statement = failures > 1 ? "\(failures) more times" : "once more"
      let over: Statement =
        fault.processes == 1
        ? ", after a pause"
        : runs == 1 ? ", in another run of the process" : ", in \(runs) more runs of the process"
      steps.append(
        step(
          index, .effect, at: next.first, until: last.last, "the same error \(often)\(over)", fault: number,
          source: next.source))
    }
    // The outage reports that clients and gossip were stopped; the end of the process has a sign of its own.
    let directories = fault.directoriesGivenUp
    if !directories.isEmpty, let first = fault.reactions.first, let last = fault.reactions.last {
      steps.append(
        step(
          index, .reaction, at: first.at, until: last.at,
          "disk_failure_policy=best_effort: \(names: directories) given up", fault: number,
          source: first.source))
    }
    if let end = fault.outcome.end {
      steps.append(
        step(index, .end, at: end.at, OutcomeText.sentence(fault.outcome), fault: number, source: end.source))
    }
    return steps
  }

  /// Reads with a warning before the first aborted one.
  private func warnings(
    before fault: Fault, _ index: Int, _ reads: [TableName?: TombstoneReads]
  ) -> Incident.Step? {
    guard fault.category.id == .tombstonesOverload, case .table(let table) = fault.subject,
      let reads = reads[table], reads.first.sortKey < fault.first.sortKey
    else { return nil }
    let source = reads.evidence.first { $0.at == reads.first }?.source
    return step(
      index, .effect, at: reads.first,
      "reads of \(name: table.description) begin to pass the warning threshold for tombstones: \(reads.warnings, "warning")",
      source: source ?? reads.evidence.last?.source)
  }

  /// The place of an error, to follow its title.
  private func place(_ fault: Fault) -> Statement {
    if case .sstable = fault.subject, let sstable = fault.sstables.first {
      guard let table = sstable.table ?? fault.tables.first else { return " in \(name: sstable.shortName)" }
      return " in \(name: sstable.shortName) of \(name: table.description)"
    }
    let names = fault.tables.map(\.description)
    guard !names.isEmpty else { return "" }
    if case .table = fault.subject { return " in \(names: names)" }
    return ", while working on \(names: names)"
  }

  // MARK: Processes

  private func processes(_ index: Int) -> [Sign] {
    let node = findings.nodes[index]
    let abrupt = node.faults.firstIndex { $0.category.id == .processAbruptStop }
    let outages = Dictionary(node.outages.map { ($0.process, $0) }) { first, _ in first }
    return node.processes.indices.compactMap { number in
      let run = node.processes[number]
      guard findings.isCounted(run.last) else { return nil }
      let next = number + 1 < node.processes.count ? node.processes[number + 1] : nil
      switch run.end {
      case .abrupt:
        let open = Set(run.openCompactions.compactMap(\.table))
        let work: Statement =
          open.isEmpty ? "" : ", in the middle of a compaction of \(names: open.sorted().map(\.description))"
        let text: Statement = "unclean shutdown: the log stops\(work)"
        var sign = ended(.processEnded, "Unclean shutdown", run, next, index, text, outages, abrupt)
        sign.tables = open
        sign.severity = open.isEmpty ? .warning : .critical
        return sign
      case .killedByJVM(let reason, let source):
        let text: Statement = "the JVM ends the process: \(name: reason)"
        return ended(
          .processKilled, "JVM ended the process", run, next, index, text, outages, source: source)
      case .refused:
        return ended(
          .processRefused, "Startup failed", run, next, index,
          "startup failed: the process exited before it was ready", outages)
      case .endedItself:
        return ended(
          .processEndedItself, "Process exited", run, next, index, "the process exits",
          outages)
      case .orderly: return next.map { restarted(run, $0, index) }
      case .unknown: return nil
      }
    }
  }

  private func ended(
    _ kind: SignKind, _ title: String, _ run: ProcessRun, _ next: ProcessRun?, _ index: Int,
    _ text: Statement,
    _ outages: [Int: NodeOutage], _ fault: Int? = nil, source: SourceLocation? = nil
  ) -> Sign {
    let back = next.map { $0.ready ?? $0.start }
    let outage = outages[run.number]
    // A sample may show that it lived longer than its log.
    let isOwn = outage.map { $0.cause == .uncleanShutdown } ?? false
    let from = isOwn ? outage?.start.at ?? run.last : run.last
    var sign = Sign(kind, title, node: index, from: from, to: back ?? run.last)
    sign.severity = .critical
    sign.isRoot = true
    sign.fault = fault
    sign.episodes = [(run: run.number, from: from, to: from)]
    sign.steps = [
      step(
        index, .effect, at: from, text, fault: fault,
        source: source ?? (isOwn ? outage?.start.source : nil) ?? run.lastSource)
    ]
    if let next { sign.steps.append(start(next, index)) }
    // The next run has signs of its own.
    sign.outage = outage
    if let outage = sign.outage {
      sign.outcome = outage.outcome
      if let back = outage.end { sign.to = back }
    } else {
      sign.outcome =
        back.map {
          .resolved(
            by: .startedAgain,
            Outcome.Evidence(at: $0, source: next?.readySource ?? next?.source ?? run.lastSource))
        } ?? .open(.notStarted, nil)
    }
    return sign
  }

  // MARK: Failure policies

  /// Outages in which a failure policy stopped clients and gossip.
  private func policies(_ index: Int) -> [Sign] {
    let faults = findings.nodes[index].faults
    let told = faults.indices.filter { faults[$0].category.id == .processOutOfService }
    return findings.nodes[index].outages.compactMap { outage in
      guard case .policy(let setting) = outage.cause, findings.isCounted(outage.start.at) else { return nil }
      var sign = Sign(
        .outage, "Node out of service", node: index, from: outage.start.at,
        to: outage.end ?? outage.stopped?.at ?? outage.lastSeenOff?.at ?? outage.start.at)
      sign.severity = .critical
      sign.isRoot = true
      sign.outage = outage
      sign.fault = told.first { faults[$0].episodes.allSatisfy { $0.process == outage.process } }
      sign.outcome = outage.outcome
      sign.episodes = [(run: outage.process, from: outage.start.at, to: outage.start.at)]
      sign.steps = [
        step(
          index, .effect, at: outage.start.at,
          "\(name: setting): CQL and gossip stopped, node out of the ring",
          source: outage.start.source)
      ]
      if let off = outage.lastSeenOff, outage.outcome.isOpen {
        sign.steps.append(
          step(index, .effect, at: off.at, "CQL and gossip still off", source: off.source))
      }
      if let stopped = outage.stopped, outage.outcome.isOpen {
        sign.steps.append(
          step(index, .reaction, at: stopped.at, "the node is drained", source: stopped.source))
      }
      if let end = outage.outcome.end {
        sign.steps.append(
          step(index, .end, at: end.at, OutcomeText.sentence(outage.outcome), source: end.source))
      }
      return sign
    }
  }

  private func start(_ run: ProcessRun, _ index: Int) -> Incident.Step {
    guard let ready = run.ready else {
      return step(
        index, .reaction, at: run.start, "restarted; not ready by the end of the log",
        source: run.source)
    }
    return step(
      index, .reaction, at: run.start, "restarted, ready at \(.moment(ready))",
      source: run.source)
  }

  private func restarted(_ run: ProcessRun, _ next: ProcessRun, _ index: Int) -> Sign {
    var sign = Sign(
      .processRestarted, "Restart", node: index, from: run.last, to: next.ready ?? next.start)
    sign.episodes = [(run: run.number, from: run.last, to: run.last)]
    let ready: Statement =
      next.ready.map { " (ready at \(.moment($0)))" } ?? " (it never says that it is ready)"
    sign.steps = [
      step(
        index, .reaction, at: run.last, until: next.start,
        "clean restart\(ready)", source: next.source)
    ]
    return sign
  }
}
