// The verdict: what someone reads who reads nothing else.

import CassandraAnalysis
import CassandraModel

extension ReportSection {
  static let verdict = ReportSection("verdict", "Verdict") { findings in
    let paragraphs = Verdict(findings).paragraphs.map { $0.joined(by: " ") }
    guard let lead = paragraphs.first else { return [] }
    let rest = paragraphs.dropFirst().map(Block.paragraph)
    let hasFailed = findings.numberedFaults.contains { $0.fault.category.isError }
    guard hasFailed, let worst = findings.worst else { return [.paragraph(lead)] + rest }
    return [.callout(worst, lead)] + rest
  }
}

/// Three to six sentences that the findings amount to.
struct Verdict {
  let findings: Findings
  let faults: [NumberedFault]
  /// Nodes whose failures can be known.
  let judged: [NodeFindings]

  init(_ findings: Findings) {
    self.findings = findings
    faults = findings.numberedFaults
    judged = findings.nodesWithLog
  }

  /// The sentences, those together that belong together.
  var paragraphs: [[Prose]] {
    if findings.nodes.isEmpty { return nothingRead }
    var words = !faults.isEmpty ? failed : judged.isEmpty ? withoutLogs : notUnderstood ?? healthy
    if faults.isEmpty, let incidents { words.insert(["\(incidents)."], at: 1) }
    return alerts.map { words + [[$0]] } ?? words
  }

  /// How many incidents there are, and what the worst of them are; without its full stop. Nil when there is none.
  var incidents: Prose? {
    let all = findings.numberedIncidents
    guard !all.isEmpty else { return nil }
    let named = all.map { one -> Prose in
      let cause = one.incident.causes.first.flatMap { $0.confidence >= .likely ? $0 : nil }
      let words: Prose =
        all.count > 3
        ? ""
        : cause.map {
          "; \($0.confidence == .confirmed ? "" : "likely ")because \(Prose($0.title))"
        } ?? ""
      return "\(strong: one.id) \(one.incident.title)\(one.place)\(one.sequence)\(words)"
    }
    return
      "In all there \(all.count == 1 ? "is" : "are") \(all.count, "incident"): \(named.listedWithSemicolons(atMost: 5))"
  }

  /// What could not be judged, each once, the weightiest first, with the cause.
  var gaps: [(subject: Prose, cause: String)] {
    let all = findings.gaps
    return distinct(all.map(\.subject)).compactMap { subject in
      let own = all.filter { $0.subject == subject }
      let nodes = Set(own.compactMap(\.node)).count
      let isPartial = nodes > 0 && nodes < findings.nodes.count
      let place: Prose = isPartial ? " on \(nodes) of \(findings.nodes.count, "node")" : ""
      return own.first.map { ("\(subject)\(place)", $0.cause) }
    }
  }

  /// How and how often processes ended without a shutdown; nil when none did. The log does not know why, so
  /// neither does the report.
  var restarts: Prose? {
    let ends = findings.nodes.flatMap { node in
      node.processes.filter { findings.isCounted($0.last) }.map { (node: node.node, end: $0.end) }
    }
    let parts = [
      ending(
        ends.filter { $0.end == .abrupt }.map(\.node), "ended",
        "without a shutdown (the log does not say why)"),
      ending(ends.filter { $0.end.isByJVM }.map(\.node), "was ended", "by its own JVM"),
      ending(ends.filter { $0.end == .refused }.map(\.node), "refused to start", ""),
      ending(ends.filter { $0.end == .endedItself }.map(\.node), "ended itself", ""),
    ].compactMap { $0 }
    return parts.isEmpty ? nil : "The process \(parts.listed)."
  }

  private func ending(_ nodes: [NodeID], _ verb: String, _ how: String) -> Prose? {
    guard !nodes.isEmpty else { return nil }
    let names = Set(nodes).sorted().map { Prose.code($0.name) }.listed(atMost: 3)
    let often = nodes.count == 1 ? "once" : HumanText.count(Int64(nodes.count)) + " times"
    return "on \(names) \(verb) \(often)\(how.isEmpty ? "" : " ")\(how)"
  }
}

extension ProcessRun.End {
  fileprivate var isByJVM: Bool { if case .killedByJVM = self { true } else { false } }
}
