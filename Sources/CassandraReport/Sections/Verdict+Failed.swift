// The verdict when something failed: what came first, how much, what it did, how it stands, what to do next.

import CassandraAnalysis
import CassandraModel

extension Verdict {
  var failed: [[Prose]] {
    let issue = findings.knownIssueSentence.map { "Known bug: \($0)." as Prose }
    let middle = [counts, effects, restarts, issue].compactMap { $0 }
    return [[lead].compactMap { $0 }, middle, [nextStep].compactMap { $0 }, [notJudged].compactMap { $0 }]
      .filter { !$0.isEmpty }
  }

  /// What came first. Of several the first of the worst: a warning may come before, and matter less.
  private var lead: Prose? {
    let worst = faults.filter { $0.fault.severity == faults.first?.fault.severity }
    // Times of which only a node's own clock is known cannot be compared with those of other nodes.
    let known = worst.filter(\.fault.first.isUTC)
    let isMixed = !known.isEmpty && known.count < worst.count
    let candidates = isMixed ? known : worst
    guard let first = candidates.min(by: { $0.fault.first.sortKey < $1.fault.first.sortKey }) else {
      return nil
    }
    let fault = first.fault
    let origin = fault.tableOrigin.map { " (" + $0 + ")" } ?? ""
    let what: Prose = "\(strong: fault.category.title) \(first.place)\(origin)"
    let root: Prose =
      fault.apparent.map {
        "; it arrives as \u{201C}\($0.title)\u{201D} (\($0.family.words)), but its root is \(code: fault.rootCause)"
      } ?? ""
    if faults.count > 1 {
      let kind = worst.count == faults.count ? "failure" : fault.severity.rawValue + " failure"
      let isByOwnClocks = known.isEmpty && Set(worst.map(\.node)).count > 1
      let scope =
        isMixed ? " on nodes whose clocks are known" : isByOwnClocks ? " by the nodes' own clocks" : ""
      return
        "The first \(kind)\(scope), at \(.moment(fault.first)), was \(what) (\(first.id))\(root).\(beginning(of: first))"
    }
    guard fault.first != fault.last else {
      return "\(what), at \(.moment(fault.first))\(root).\(beginning(of: first))"
    }
    return
      "\(what), first at \(.moment(fault.first)) and last at \(.moment(fault.last))\(root).\(beginning(of: first))"
  }

  /// What `fault` came out of, if its incident began earlier and with something else; empty if not.
  private func beginning(of fault: NumberedFault) -> Prose {
    let ids = findings.incidentsOfFaults[fault.id] ?? []
    let source = findings.numberedIncidents.first { one in
      ids.contains(one.id) && one.incident.kind != fault.fault.category.id
        && one.incident.first != fault.fault.first
    }
    guard let source else { return "" }
    return
      " It came in an incident that began as \(strong: source.incident.title) at \(.moment(source.incident.first)) (\(source.id))."
  }

  /// How much, and of which kind: incident by incident, where there is more to tell than of one fault.
  private var counts: Prose {
    let isStory = findings.incidents.contains(where: { !$0.effects.isEmpty || !$0.causes.isEmpty })
    guard let incidents, faults.count > 1 || isStory else { return failureCounts }
    let failures = faults.reduce(0) { $0 + $1.fault.failures }
    let records = faults.reduce(0) { $0 + $1.fault.records }
    let told: Prose = records > 0 ? "told in \(records, "record") of the logs" : "told in no record"
    return "\(incidents) (\(faults.count, "error") with \(failures, "failure"), \(told))."
  }

  private var failureCounts: Prose {
    let failures = faults.reduce(0) { $0 + $1.fault.failures }
    let records = faults.reduce(0) { $0 + $1.fault.records }
    let all: Prose = "In all there \(failures == 1 ? "is" : "are") \(failures, "failure")"
    let told: Prose = records > 0 ? "told in \(records, "record") of the logs" : "told in no record"
    if faults.count == 1, let family = faults.first?.fault.category.family {
      return "\(all), \(told): one error (\(family.words))."
    }
    let nodes = Set(faults.map(\.node)).count
    let place: Prose = findings.nodes.count > 1 ? " on \(nodes, "node")" : ""
    return "\(all), \(told), which come down to \(faults.count, "error")\(place): \(families.listed)."
  }

  /// Failures and faults by family, most failures first.
  private var families: [Prose] {
    let families = ErrorCategory.Family.allCases.compactMap { family -> (failures: Int, text: Prose)? in
      let own = faults.filter { $0.fault.category.family == family }
      guard !own.isEmpty else { return nil }
      let failures = own.reduce(0) { $0 + $1.fault.failures }
      return (failures, "\(family.words) (\(failures, "failure") in \(own.count, "error"))")
    }
    return families.sorted { $0.failures > $1.failures }.map(\.text)
  }

  // MARK: How it stands

  /// What the node did about it, and whether it is over.
  private var effects: Prose? {
    guard let state else { return policy.map { "\($0)." } }
    return policy.map { "\($0); \(state)." } ?? "\(state.capitalized)."
  }

  /// What the disk-failure policy did; nil when it is not concerned.
  private var policy: Prose? {
    let acted = faults.filter { !$0.fault.reactions.isEmpty }
    guard !acted.isEmpty else {
      let concerned: Set<ErrorCategory.Family> = [.corruption, .io, .disk, .commitLog]
      let isConcerned = faults.contains { concerned.contains($0.fault.category.family) }
      return isConcerned ? "The logs show no action of the disk-failure policy" : nil
    }
    // Nodes of which the same is to be said, in the order of the first of them.
    var groups: [(who: Prose, what: Prose, nodes: [Prose])] = []
    for node in Set(acted.map(\.node)).sorted() {
      let (who, what) = PolicyEffect.words(for: acted.filter { $0.node == node }.map(\.fault))
      let name = Prose.code(node.name)
      if let same = groups.firstIndex(where: { $0.who == who && $0.what == what }) {
        groups[same].nodes.append(name)
      } else {
        groups.append((who, what, [name]))
      }
    }
    let clauses = groups.enumerated().map { index, group -> Prose in
      let isSame = index > 0 && groups[index - 1].who == group.who
      let place: Prose = "\(group.what) on \(group.nodes.listed(atMost: 3))"
      return isSame ? place : "\(group.who) \(place)"
    }
    return clauses.listed(atMost: 4).capitalized
  }

  /// Which faults ended; nil when there is none of which that can be said.
  private var state: Prose? {
    let lasting = faults.filter { !$0.fault.isAbruptEnd }
    guard let first = lasting.first else { return nil }
    if lasting.count == 1 {
      let name = faults.count > 1 ? first.id : "it"
      return "\(name): \(OutcomeWords.sentence(first.fault, withSource: false))"
    }
    let ended = lasting.filter { $0.fault.hasEnded }
    let left = lasting.count - ended.count
    let lossy = ended.filter { $0.fault.hasLoss }.map { Prose($0.id) }
    let loss: Prose = lossy.isEmpty ? "" : " (with loss: \(lossy.listed(atMost: 3)))"
    if left == 0 { return "all of it ended\(loss)" }
    let reason = triedInVain(lasting).map { " (\($0))" as Prose } ?? ""
    if ended.isEmpty { return "nothing shows that any of it ended\(reason)" }
    let names = ended.map { Prose($0.id) }.listed(atMost: 3)
    return "\(names) ended\(loss), and nothing shows that the \(left == 1 ? "other" : "others") did\(reason)"
  }

  /// The first fault that someone tried to mend without success.
  private func triedInVain(_ faults: [NumberedFault]) -> Prose? {
    for one in faults {
      if case .open(let reason, _?) = one.fault.outcome {
        return "\(one.id): \(Prose(OutcomeText.words(reason)))"
      }
    }
    return nil
  }

  // MARK: What to do

  /// The first thing to do about the fault that needs it most.
  private var nextStep: Prose? {
    let open = faults.filter { !$0.fault.hasEnded }
    let candidates = open.isEmpty ? faults : open
    guard let one = candidates.max(by: { Verdict.urgency($0) < Verdict.urgency($1) }) else { return nil }
    let category = one.fault.category
    guard let step = findings.firstSteps(one)?.actions.first else { return nil }
    let place = (faults.count > 1 ? [one.id] : []) + (category.runbook.map { ["runbook " + $0.id] } ?? [])
    let remark = place.isEmpty ? "" : " (" + place.joined(separator: ", ") + ")"
    return "\(strong: "Do first")\(remark): \(step.prose)."
  }

  /// The worst first, then what has to be acted on, then what came first.
  private static func urgency(_ one: NumberedFault) -> (Int, Int, Int64) {
    let fault = one.fault
    let severity = Severity.allCases.count { $0 < fault.severity }
    let route = Route.allCases.firstIndex(of: fault.category.route) ?? 0
    return (severity, fault.isAbruptEnd ? -1 : route, -fault.first.sortKey)
  }

  /// What the capture could not tell.
  private var notJudged: Prose? {
    let gaps = gaps
    guard !gaps.isEmpty else { return nil }
    return
      "Not judged: \(gaps.map(\.subject).listed(atMost: 5)) (see \u{201C}What could not be judged\u{201D})."
  }
}

extension Fault {
  fileprivate var hasEnded: Bool { outcome.end != nil }
  fileprivate var hasLoss: Bool { outcome.loss != nil }
}
