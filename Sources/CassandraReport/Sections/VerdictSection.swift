// The verdict: what someone reads who reads nothing else.

import CassandraAnalysis
import CassandraModel

extension ReportSection {
  static let verdict = ReportSection("verdict", "Verdict") { findings in
    let sentences = Verdict(findings).sentences
    let text = sentences.joined(by: " ")
    guard let worst = findings.worst else { return [.paragraph(text)] }
    return [.callout(worst, text)]
  }
}

/// Three to six sentences that the findings amount to.
struct Verdict {
  private let findings: Findings
  private let faults: [NumberedIncident]
  private let gaps: [Gap]
  /// Nodes whose failures can be known.
  private let judged: [NodeFindings]

  init(_ findings: Findings) {
    self.findings = findings
    faults = findings.faults
    gaps = findings.gaps
    judged = findings.nodes.filter { $0.logRecords > 0 }
  }

  var sentences: [Prose] {
    if findings.nodes.isEmpty { return nothingRead }
    if faults.isEmpty { return judged.isEmpty ? withoutLogs : healthy }
    return [begin, counts, effects, restarts, nextStep, notJudged].compactMap { $0 }
  }

  // MARK: Something failed

  /// What came first. Of several the first of the worst: a warning may come before, and matter less.
  private var begin: Prose? {
    let worst = faults.filter { $0.incident.severity == faults.first?.incident.severity }
    guard let first = worst.min(by: { $0.incident.first.sortKey < $1.incident.first.sortKey }) else {
      return nil
    }
    let incident = first.incident
    let place: Prose = first.subject.map { ", in \($0)" } ?? ""
    let inferred = incident.isTableInferred ? " (the table is that of the compaction on the thread)" : ""
    let what: Prose = "\(strong: incident.category.title) on \(code: first.node.name)\(place)\(inferred)"
    let others = faults.count > 1 ? "The first \(incident.severity.rawValue) failure (\(first.id)): " : ""
    let again: Prose =
      incident.first == incident.last || faults.count > 1 ? "" : ", last at \(.moment(incident.last))"
    let root: Prose =
      incident.apparent.map {
        "; it arrives as \u{201C}\($0.title)\u{201D}, but its root is \(code: incident.rootCause)"
      } ?? ""
    return "\(others)\(what), first at \(.moment(incident.first))\(again)\(root)."
  }

  /// How much, and of which kind.
  private var counts: Prose {
    let failures = faults.reduce(0) { $0 + $1.incident.failures }
    let records = faults.reduce(0) { $0 + $1.incident.records }
    let told: Prose = records > 0 ? ", told in \(records, "record") of the logs" : ", told in no record"
    if faults.count == 1, let family = faults.first?.incident.category.family {
      return
        "In all there \(failures == 1 ? "is" : "are") \(failures, "failure")\(told): one incident (\(family.words))."
    }
    let families = ErrorCategory.Family.allCases.compactMap { family -> (failures: Int, text: Prose)? in
      let own = faults.filter { $0.incident.category.family == family }
      guard !own.isEmpty else { return nil }
      let failures = own.reduce(0) { $0 + $1.incident.failures }
      return (failures, "\(family.words) (\(failures, "failure") in \(own.count, "incident"))")
    }
    let ordered = families.sorted { $0.failures > $1.failures }.map(\.text)
    let nodes = Set(faults.map(\.node)).count
    let place: Prose = findings.nodes.count > 1 ? " on \(nodes, "node")" : ""
    return
      "In all there are \(failures, "failure")\(told), which come down to \(faults.count, "incident")\(place): \(ordered.listed)."
  }

  /// What the node did about it, and whether it is over.
  private var effects: Prose {
    let policy = policyWords
    guard let state = stateWords else {
      return policy.map { "\($0)." } ?? "The logs show no action of the disk-failure policy."
    }
    return policy.map { "\($0); \(state)." } ?? "\(state.capitalized)."
  }

  /// What the disk-failure policy did; nil when the logs show nothing of it.
  private var policyWords: Prose? {
    var effects: [PolicyEffect: Set<NodeID>] = [:]
    for fault in faults {
      for reaction in fault.incident.reactions {
        effects[PolicyEffect(reaction.text), default: []].insert(fault.node)
      }
    }
    let words = PolicyEffect.allCases.filter { effects[$0] != nil }
    guard !words.isEmpty else { return nil }
    let nodes = effects.values.reduce(into: Set<NodeID>()) { $0.formUnion($1) }.sorted()
    return
      "The disk-failure policy \(words.map { Prose($0.words) }.listed) on \(nodes.map { Prose.code($0.name) }.listed(atMost: 3))"
  }

  /// Which incidents ended; nil when there is none of which that can be said.
  private var stateWords: Prose? {
    let lasting = faults.filter { !$0.incident.isAbruptEnd }
    guard let first = lasting.first else { return nil }
    let ended = lasting.filter { if case .ended = $0.incident.outcome { true } else { false } }
    if lasting.count == 1 {
      switch first.incident.outcome {
      case .ended(let how, let at, _): return "it ended at \(.moment(at)): \(how)"
      case .notEnded(let why, _): return "it has not ended: \(why)"
      case .open: return "nothing shows that it ended"
      }
    }
    if ended.count == lasting.count { return "all of it ended" }
    let notEnded = lasting.first { if case .notEnded = $0.incident.outcome { true } else { false } }
    var reason: Prose = ""
    if let notEnded, case .notEnded(let why, _) = notEnded.incident.outcome {
      reason = " (\(notEnded.id): \(why))"
    }
    if ended.isEmpty { return "nothing shows that any of it ended\(reason)" }
    let left = lasting.count - ended.count
    return
      "\(ended.map { Prose($0.id) }.listed(atMost: 3)) ended, and nothing shows that the other \(left) did\(reason)"
  }

  /// Ends of the process. The log does not know why, so neither do we.
  private var restarts: Prose? {
    let nodes = findings.nodes.compactMap { node -> (node: NodeID, count: Int)? in
      let count = node.processes.count { $0.end == .abrupt }
      return count > 0 ? (node.node, count) : nil
    }
    guard !nodes.isEmpty else { return nil }
    let count = nodes.reduce(0) { $0 + $1.count }
    return
      "The process on \(nodes.map { Prose.code($0.node.name) }.listed(atMost: 3)) was started \(count == 1 ? "once" : "\(count) times") without a shutdown before; the log does not say why."
  }

  /// The first thing to do about the incident that needs it most.
  private var nextStep: Prose? {
    let open = faults.filter { if case .ended = $0.incident.outcome { false } else { true } }
    let candidates = open.isEmpty ? faults : open
    guard let fault = candidates.max(by: { Verdict.urgency($0) < Verdict.urgency($1) }) else { return nil }
    let category = fault.incident.category
    guard let step = (category.run + category.check).first else { return nil }
    let advice = Advice.asClause(Advice.filled(step, for: fault.incident))
    let number = faults.count > 1 ? "for \(fault.id), " : ""
    let runbook = category.runbook.map { " (" + number + "runbook " + $0.id + " " + $0.title + ")" } ?? ""
    return "\(strong: "Next step")\(runbook): \(advice)."
  }

  /// The worst first, then what has to be acted on, then what came first.
  private static func urgency(_ fault: NumberedIncident) -> (Int, Int, Int64) {
    let incident = fault.incident
    let severity = Severity.allCases.filter { $0 < incident.severity }.count
    let route = Route.allCases.firstIndex(of: incident.category.route) ?? 0
    return (severity, incident.isAbruptEnd ? -1 : route, -incident.first.sortKey)
  }

  /// What the capture could not tell.
  private var notJudged: Prose? {
    guard !gaps.isEmpty else { return nil }
    var said: Set<String> = []
    let distinct = gaps.filter { said.insert($0.subject).inserted }
    let words = distinct.map { gap in Prose(gap.subject) }
    return "Not judged, for want of captures: \(words.listed(atMost: 4)) (see What could not be judged)."
  }

  // MARK: Nothing failed, as far as known

  private var healthy: [Prose] {
    let names = judged.map { Prose.code($0.node.name) }
    let span = findings.span.map { span -> Prose in
      " between \(.moment(span.first)) and \(.moment(span.last))"
    }
    var sentences: [Prose] = ["\(strong: "Nothing failed") on \(names.listed(atMost: 5))\(span ?? "")."]
    let records = judged.reduce(0) { $0 + $1.logRecords }
    let finished = judged.reduce(0) { $0 + $1.activity.reduce(0) { $0 + $1.activity.finished } }
    let knowsActivity = judged.contains { $0.activitySource != .none }
    let work: Prose = knowsActivity ? " and \(finished, "compaction") that ended well" : ""
    sentences.append("That rests on \(records, "record") of the logs\(work).")
    if let strain = strainWords { sentences.append(strain) }
    if let restarts { sentences.append(restarts) }
    sentences.append(couldNotBeJudged)
    return sentences
  }

  private var strainWords: Prose? {
    let strains = findings.nodes.flatMap(\.strains).filter { $0.severity > .info }
    guard !strains.isEmpty else { return nil }
    var seen: Set<String> = []
    let titles = strains.map(\.title).filter { seen.insert($0).inserted }
    return
      "There are signs of strain: \(titles.map { Prose($0.prefix(1).lowercased() + $0.dropFirst()) }.listed(atMost: 3))."
  }

  private var couldNotBeJudged: Prose {
    var said: Set<String> = []
    let distinct = gaps.filter { said.insert($0.subject).inserted }
    guard !distinct.isEmpty else { return "Everything that this report is about could be judged." }
    let words = distinct.map { gap in "\(gap.subject), because \(gap.reason)" as Prose }
    return "This could not be judged: \(words.listedWithSemicolons(atMost: 3))."
  }

  private var withoutLogs: [Prose] {
    let names = findings.nodes.map { Prose.code($0.node.name) }
    let why: Prose =
      findings.nodes.contains { !$0.processes.isEmpty }
      ? "no record of its log counts in the time asked for" : "there is no Cassandra log"
    return [
      "\(strong: "Whether anything failed is not known") on \(names.listed(atMost: 5)): \(why).",
      pendingWords,
      couldNotBeJudged,
    ]
  }

  /// The largest backlog that captures show.
  private var pendingWords: Prose {
    let peaks = findings.nodes.compactMap { node in
      node.series[.compactionPendingTasks]?.maximum.map { (node: node.node, point: $0) }
    }
    guard let peak = peaks.max(by: { $0.point.value < $1.point.value }) else {
      return "No capture tells how much compaction was pending."
    }
    let at: Prose = peak.point.at.map { " at \(.moment(.utc($0)))" } ?? ""
    return
      "The largest compaction backlog in the captures was \(.decimal(peak.point.value, digits: 0)) pending tasks on \(code: peak.node.name)\(at)."
  }

  private var nothingRead: [Prose] {
    let count = findings.coverage.count
    return [
      "\(strong: "Nothing could be judged"): in \(count, "file") nothing speaks of a Cassandra node.",
      "So it is not known whether anything failed.",
      "\(strong: "Next step"): capture \(code: "logs/system.log") and \(code: "logs/debug.log") of each node with all their rotated parts, and the output of nodetool.",
    ]
  }
}
