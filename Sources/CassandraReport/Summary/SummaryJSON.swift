// The members `summary` and `incidents` of the JSON report, `hindsight/report/2`: the content of the first
// screen, for bots.

import CassandraAnalysis
import CassandraModel

struct SummaryJSON {
  private let summary: CaptureSummary
  /// Longer timelines are in the table of steps.
  private static let stepLimit = 200
  private static let gapLimit = 10
  /// The most severe incidents are here; the table of incidents has all of them.
  private static let incidentLimit = 100
  private static let changeLimit = 500
  /// The limit for names, outages and effects of one incident.
  private static let listLimit = 100

  /// The form of times within sentences: the day and the zone are in the members that are times.
  private let clock: PageClock

  init(_ findings: Findings, _ clock: PageClock) {
    summary = CaptureSummary(findings)
    self.clock = clock
  }

  var members: [JSONMember] {
    [
      JSONMember("summary", head),
      JSONMember("incidents", .array(summary.incidents.prefix(Self.incidentLimit).map(incident))),
      JSONMember("changes", .array(Array(summary.findings.nodes.flatMap(changes).prefix(Self.changeLimit)))),
    ]
  }

  private func text(_ text: String) -> JSONValue { .text(VisibleText.make(text)) }
  private func text(_ prose: Prose) -> JSONValue { text(prose.text(clock)) }
  private func texts(_ all: [Prose]) -> JSONValue { .array(all.map { text($0) }) }
  private func names(_ all: [String]) -> JSONValue { .array(all.prefix(Self.listLimit).map(text)) }
  private func time(_ moment: Moment?) -> JSONValue { moment.map { .text($0.knownText) } ?? .null }

  private var head: JSONValue {
    let one = summary.headline
    let findings = summary.findings
    return .object([
      "severity": .text(one?.incident.severity.rawValue ?? "none"), "status": .text(summary.status),
      "title": text(one?.title ?? withoutIncident),
      "nodes": names(one?.incident.nodes.map(\.name) ?? findings.nodes.map(\.node.name)),
      "since": time(one?.incident.first), "until": time(one?.incident.status.end?.at),
      "impact": texts(one?.impact ?? ["none seen"]), "cause": one.map { cause($0.incident) } ?? .null,
      "closed": texts(one?.closed ?? []), "tried": texts(one?.tried ?? []),
      "actions": .array((one?.actions ?? []).map(action)), "data_gaps": names(gaps),
      "incidents": .integer(Int64(summary.incidents.count)),
      "open": .integer(Int64(summary.incidents.count { $0.incident.status.isOpen })),
    ])
  }

  private var withoutIncident: String {
    if summary.isHealthy { return "No errors" }
    if summary.findings.nodesWithLog.isEmpty { return "No system.log in the capture" }
    if !summary.findings.numberedFaults.isEmpty { return "Errors without an incident" }
    if !summary.findings.unreadErrors.isEmpty { return "Errors that were not understood" }
    return summary.findings.healthDoubts.first?.words.plainText ?? "Not all files could be read"
  }

  private var gaps: [String] {
    let all = distinct(summary.findings.gaps.map { $0.subject + ": " + $0.cause })
    return Array(all.prefix(Self.gapLimit))
  }

  private func cause(_ incident: Incident) -> JSONValue {
    guard let first = incident.causes.first else {
      return .object(["confidence": .text("unknown"), "text": .text("not in this capture")])
    }
    return .object([
      "confidence": .text(first.confidence.rawValue), "text": text(Prose(first.title)),
    ])
  }

  private func action(_ one: Action) -> JSONValue {
    .object(["command": .optional(one.command.map { VisibleText.make($0) }), "text": text(one.text)])
  }

  private func incident(_ one: IncidentSummary) -> JSONValue {
    let incident = one.incident
    let errors = summary.findings.errors(of: incident)
    let nodes = incident.nodes.map(\.name)
    let tables = distinct(errors.flatMap { $0.tables.map(\.description) })
    let sstables = distinct(errors.flatMap { $0.sstables.map(\.base) })
    let pairs: KeyValuePairs<String, JSONValue> = [
      "id": .text(one.id), "severity": .text(incident.severity.rawValue),
      "status": .text(CaptureSummary.word(incident.status)), "title": text(one.title),
      "nodes": names(nodes), "tables": names(tables), "sstables": names(sstables),
      "categories": names(distinct([incident.kind] + errors.map(\.category.id)).map(\.name)),
      "since": time(incident.first), "until": time(incident.status.end?.at),
      "status_evidence": .object([
        "text": text(OutcomeWords.sentence(incident.status, withSource: false)),
        "file": .optional(one.statusSource.map { VisibleText.make($0.file) }),
        "line": .optional(one.statusSource.map { Int64($0.line) }),
      ]),
      "impact": texts(Array(one.impact.prefix(Self.listLimit))),
      "outages": .array(incident.outages.prefix(Self.listLimit).map(outage)),
      "causes": .array(incident.causes.map(cause)),
      "closed": texts(one.closed), "tried": texts(one.tried), "aggravated": texts(one.aggravations),
      "steps": .array(incident.steps.prefix(Self.stepLimit).map(step)),
      "actions": .array(one.actions.map(action)),
    ]
    let counts = [
      ("nodes", nodes.count), ("tables", tables.count), ("sstables", sstables.count),
      ("outages", incident.outages.count), ("steps", incident.steps.count),
    ].filter { $0.1 > ($0.0 == "steps" ? Self.stepLimit : Self.listLimit) }
    let members = pairs.map { JSONMember($0.key, $0.value) }
    guard !counts.isEmpty else { return .object(members) }
    // For truncated lists, `counts` has the full length.
    let cut = counts.map { JSONMember($0.0, .integer(Int64($0.1))) }
    return .object(members + [JSONMember("counts", .object(cut))])
  }

  private func outage(_ one: Incident.Outage) -> JSONValue {
    let length = one.outage.end.map { Double($0.sortKey - one.outage.start.at.sortKey) / 1000 }
    let reason =
      switch one.outage.cause {
      case .policy(let setting): setting
      case .uncleanShutdown: "unclean_shutdown"
      case .exit: "process_exit"
      case .startupFailed: "startup_failed"
      }
    return .object([
      "node": text(one.node.name), "reason": text(reason), "from": time(one.outage.start.at),
      "to": time(one.outage.end), "seconds": .optional(length),
      "last_seen_off": time(one.outage.lastSeenOff?.at), "seen_down": time(one.seenDown?.at),
    ])
  }

  private func cause(_ one: Incident.Cause) -> JSONValue {
    let all = { (isFor: Bool) -> JSONValue in
      .array(one.evidence.filter { $0.isFor == isFor }.map(evidence))
    }
    return .object([
      "confidence": .text(one.confidence.rawValue), "text": text(Prose(one.title)),
      "for": all(true),
      "against": all(false),
    ])
  }

  private func evidence(_ one: Incident.Evidence) -> JSONValue {
    .object([
      "text": text(Prose(one.text)), "at": time(one.at),
      "file": .optional(one.source.map { VisibleText.make($0.file) }),
      "line": .optional(one.source.map { Int64($0.line) }),
    ])
  }

  private func changes(_ node: NodeFindings) -> [JSONValue] {
    let words = { (value: SettingChange.Value?) -> JSONValue in
      value.map { text(Prose(SettingChange.words($0))) } ?? .null
    }
    return node.changes.map { one in
      .object([
        "node": text(node.node.name), "at": time(one.at), "setting": .text(one.setting.rawValue),
        "from": words(one.before), "to": words(one.after), "basis": .text(one.basis.rawValue),
        "file": text(one.source.file), "line": .integer(Int64(one.source.line)),
      ])
    }
  }

  private func step(_ one: Incident.Step) -> JSONValue {
    .object([
      "role": .text(one.role.rawValue), "at": time(one.at), "until": time(one.until),
      "node": text(one.node.name), "text": text(Prose(one.text)),
      "file": .optional(one.source.map { VisibleText.make($0.file) }),
      "line": .optional(one.source.map { Int64($0.line) }),
    ])
  }
}
