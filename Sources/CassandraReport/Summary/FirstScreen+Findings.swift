// The first screen of an incident report: headline, impact, cause, attempted actions, first steps, the other
// incidents, data gaps, alerts. A healthy capture has five lines.

import CassandraAnalysis
import CassandraModel

extension FirstScreen {
  /// The first screen on `findings`.
  init(_ findings: Findings) {
    let summary = CaptureSummary(findings)
    self = FirstScreenBuilder(summary: summary, findings: findings).screen
  }
}

private struct FirstScreenBuilder {
  let summary: CaptureSummary
  let findings: Findings

  private static let impactLimit = 5
  private static let progressLimit = 3
  private static let incidentLimit = 10
  /// Up to this total, each other incident has a line.
  private static let nameLimit = 3

  var screen: FirstScreen {
    guard let one = summary.headline else { return withoutIncident }
    let incident = one.incident
    let status = OutcomeWords.status(incident.status).uppercased()
    return FirstScreen(
      severity: incident.severity,
      headline: [incident.severity.rawValue.uppercased(), status] + place(incident.nodes) + [ring(incident)],
      story: one.story,
      parts: [
        FirstScreen.Part("Impact", one.impact.map(\.capitalized), atMost: Self.impactLimit),
        FirstScreen.Part("Cause", [cause(incident)] + aggravated(one)),
        FirstScreen.Part(
          "Known bug", isKnownBug(incident) ? [] : findings.knownIssueSentence.map { [$0] } ?? []),
        FirstScreen.Part("Closed", one.closed.map(\.capitalized), atMost: Self.progressLimit),
        FirstScreen.Part("Tried", one.tried.map(\.capitalized), atMost: Self.progressLimit),
        FirstScreen.Part("Do first", one.actions.map(\.prose), isNumbered: true),
        others, gaps, alerts, selection,
      ], tiles: FirstScreenTiles(findings).tiles(one))
  }

  /// Cluster, nodes, release.
  private func place(_ nodes: [NodeID]) -> [String] {
    let chosen = findings.nodes.filter { nodes.contains($0.node) }
    let clusters = distinct(chosen.flatMap { $0.clusters.sorted() })
    let names = nodes.map(\.name)
    let shown = names.count > 2 ? "\(names[0]) and \(names.count - 1) more" : names.joined(separator: ", ")
    let versions = distinct(chosen.compactMap { $0.version?.text }).map { CassandraVersion.product($0) }
    return [list(clusters), shown, list(versions)]
  }

  /// Damaged data has no replica in a ring of one node.
  private func ring(_ incident: Incident) -> String {
    let isDamage = findings.errors(of: incident).contains { $0.category.family == .corruption }
    let chosen = findings.nodes.filter { incident.nodes.contains($0.node) }
    return isDamage && chosen.count == 1 && chosen[0].ring.count == 1 ? "one-node ring" : ""
  }

  private func aggravated(_ one: IncidentSummary) -> [Prose] {
    guard one.incident.causes.first?.id != "backlog.operation" else { return [] }
    return one.aggravations.prefix(1).map { "Aggravated: \($0)" }
  }

  private func list(_ names: [String]) -> String {
    names.prefix(Self.nameLimit).joined(separator: ", ")
      + (names.count > Self.nameLimit ? " and \(names.count - Self.nameLimit) more" : "")
  }

  private func cause(_ incident: Incident) -> Prose {
    guard let first = incident.causes.first else { return "Not in this capture" }
    return
      "\(first.confidence.rawValue.prefix(1).uppercased() + first.confidence.rawValue.dropFirst()): \(Prose(first.title))"
  }

  /// True if the cause already names the bug.
  private func isKnownBug(_ incident: Incident) -> Bool {
    incident.causes.first?.id == Incident.Cause.knownIssue
  }

  /// The other incidents, a line each.
  private var others: FirstScreen.Part {
    let own = summary.headline?.incident.nodes ?? []
    let lines = summary.incidents.dropFirst().map { one -> Prose in
      let incident = one.incident
      let status = OutcomeWords.status(incident.status)
      let at: Prose = incident.status.end.map { " \(.moment($0.at))" } ?? ""
      let nodes = incident.nodes.prefix(2).map { Prose.code($0.name) }.joined(by: ", ")
      let place: Prose = incident.nodes == own ? "" : "\(nodes) "
      return
        "\(.reference(one.id)) \(incident.severity.rawValue.uppercased()) \(status)\(at) \(place)\(one.title)"
    }
    return FirstScreen.Part("Others", lines, atMost: Self.incidentLimit)
  }

  private var gaps: FirstScreen.Part {
    let subjects = distinct(findings.gaps.map(\.subject))
    let more = subjects.count - Self.nameLimit
    let text = subjects.prefix(Self.nameLimit).joined(separator: "; ") + (more > 0 ? " and \(more) more" : "")
    return FirstScreen.Part("Data gaps", subjects.isEmpty ? [] : [Prose(text)])
  }

  private var alerts: FirstScreen.Part {
    let fired = findings.evaluation.alerts.filter(\.hasFired)
    guard let first = fired.compactMap(\.firingSince).min() else { return FirstScreen.Part("Alerts", []) }
    let rules = Set(fired.map(\.rule)).count
    let critical = fired.count { $0.severity == .critical }
    let from: Prose = fired.count > 1 ? " from \(rules, "rule")" : ""
    let urgent: Prose = critical > 0 ? ", \(critical) critical" : ""
    let page = fired.filter { $0.severity == .critical }.compactMap(\.firingSince).min()
    let lead = page.flatMap(leadTime)
    let at: Prose =
      page.map { "first page \(.moment(.utc($0)))\(lead ?? "")" } ?? "first \(.moment(.utc(first)))"
    return FirstScreen.Part("Alerts", ["\(fired.count)\(from)\(urgent); \(at)"])
  }

  /// The time from the first page to the first outage; nil if shorter than a minute.
  private func leadTime(_ page: Instant) -> Prose? {
    let outages = summary.headline?.incident.outages ?? []
    let starts = outages.compactMap { one -> Int64? in
      if case .utc(let at) = one.outage.start.at { at.milliseconds } else { nil }
    }
    guard let start = starts.min(), start - page.milliseconds >= 60_000 else { return nil }
    return
      ", \(.duration(TimeSpan(milliseconds: (start - page.milliseconds) / 60_000 * 60_000))) before the outage"
  }

  private var selection: FirstScreen.Part {
    var lines: [Prose] = []
    if let selected = findings.selected {
      let left = selected.leftOut.words
      lines.append("\(Prose(selected.selection.words.joined(separator: ", ")))")
      if !left.isEmpty { lines.append("left out: \(left.joined(separator: ", "))") }
    }
    if let since = findings.since { lines.append("from \(.moment(.utc(since)))") }
    if let until = findings.until { lines.append("until \(.moment(.utc(until)))") }
    return FirstScreen.Part("Selected", lines)
  }

  // MARK: Without an incident

  private var withoutIncident: FirstScreen {
    let isHealthy = summary.isHealthy
    let nodes = (isHealthy ? findings.nodesWithLog : findings.nodes).map(\.node)
    guard !nodes.isEmpty else { return nothingRead }
    return FirstScreen(
      severity: nil, headline: [isHealthy ? "HEALTHY" : "UNKNOWN"] + place(nodes),
      story: isHealthy ? healthy : nil,
      parts: (isHealthy ? warnings : whyUnknown) + [gaps, alerts, selection],
      tiles: FirstScreenTiles(findings).tiles(isHealthy: isHealthy))
  }

  private var nothingRead: FirstScreen {
    let count = findings.coverage.count
    return FirstScreen(
      severity: nil, headline: ["UNKNOWN", "no Cassandra node in the input"],
      story: count == 0 ? "No file to read" : "\(count, "file") read, none of a Cassandra node",
      parts: [
        FirstScreen.Part(
          "Do first",
          [
            "Capture \(code: "system.log") and \(code: "debug.log") of each node with all rotated parts, and the output of nodetool"
          ]
        ), selection,
      ])
  }

  private var healthy: Prose {
    let span: Prose = findings.logSpan.map { ", \(.moment($0.first)) to \(.moment($0.last))" } ?? ""
    let others = findings.nodes.count - findings.nodesWithLog.count
    let unknown: Prose = others > 0 ? "; \(others, "other node") without a log" : ""
    return "No errors\(span)\(unknown)"
  }

  /// The most severe warnings.
  private var warnings: [FirstScreen.Part] {
    let warnings = findings.nodes.flatMap(\.strains).filter { $0.severity > .info }
    let titles = distinct(warnings.map(\.title))
    return [FirstScreen.Part("Warnings", titles.isEmpty ? [] : [Prose(list(titles))]), stopped]
  }

  /// Nodes without errors that serve no clients.
  private var stopped: FirstScreen.Part {
    let all = findings.stoppedNodes
    let lines = all.prefix(Self.nameLimit).map { one -> Prose in
      "\(code: one.node.name) clean stop at \(.moment(one.at)), not serving since (\(.source(one.source)))"
    }
    let more = all.count - Self.nameLimit
    return FirstScreen.Part("Stopped", more > 0 ? lines + ["and \(more) more"] : lines)
  }

  private var whyUnknown: [FirstScreen.Part] {
    if findings.nodesWithLog.isEmpty {
      let hasLog = findings.nodes.contains { findings.hasLog(of: $0) }
      return [
        FirstScreen.Part(
          "Unread",
          [hasLog ? "No log record in the time asked for" : "No \(code: "system.log") in the capture"]),
        failedCommand, backlog,
      ]
    }
    if let first = findings.unreadErrors.first {
      let layout = first.fields["layout"] ?? "a log"
      let more = findings.unreadErrors.count - 1
      let others: Prose = more > 0 ? "; \(more) more" : ""
      return [
        FirstScreen.Part(
          "Unread", ["\(.source(first.source)): \(code: first.fields["sample"] ?? "") (\(layout))\(others)"]),
        FirstScreen.Part(
          "Do first",
          [
            "Name the layout with \(code: "--log-pattern"), or capture \(code: "system.log") as the node wrote it"
          ]
        ),
      ]
    }
    let errors = findings.diagnostics.entries.map(\.diagnostic).filter { $0.code.severity == .error }
    if let error = errors.first {
      return [
        FirstScreen.Part("Unread", ["\(.source(error.source)): \(error.message)"]),
        FirstScreen.Part("Do first", ["Capture again what could not be read"]),
      ]
    }
    if let stop = findings.unexplainedStops.first, let record = stop.fault.evidence.first {
      return [
        FirstScreen.Part("Error", ["\(.source(record.source)): \(code: record.text)"]),
        FirstScreen.Part(
          "Do first",
          ["Only a shutdown explains it, and none is in the log: capture all of \(code: "system.log")"]
        ),
      ]
    }
    if let node = findings.nodes.first(where: { $0.gossipOff != nil }), let off = node.gossipOff {
      return [
        FirstScreen.Part(
          "Gossip",
          ["Stopped by an operator on \(code: node.node.name) at \(.moment(off.at)), not started again"]),
        FirstScreen.Part("Do first", ["\(code: "nodetool enablegossip; nodetool status")    expect UN"]),
      ]
    }
    let left = findings.leftOut(\.faults)
    if left > 0 {
      let critical = findings.leftOut(\.criticalFaults)
      return [
        FirstScreen.Part("Errors", ["No error selected; \(left, "error") not selected, \(critical) critical"])
      ]
    }
    let doubts = findings.healthDoubts
    if findings.numberedFaults.isEmpty, let doubt = doubts.first {
      let more = doubts.count - Self.nameLimit
      let lines = doubts.prefix(Self.nameLimit).map(\.words)
      return [
        FirstScreen.Part("Reason", more > 0 ? lines + ["and \(more) more"] : lines),
        FirstScreen.Part("Do first", [doubt.action]),
      ]
    }
    let titles = distinct(findings.numberedFaults.map(\.fault.category.title))
    return [
      FirstScreen.Part(
        "Errors", ["\(findings.numberedFaults.count, "error") without an incident: \(list(titles))"])
    ]
  }

  /// The first command that reached a node and failed there. Its output may be the only evidence of an error.
  private var failedCommand: FirstScreen.Part {
    let failed = findings.nodes.flatMap { node in
      node.polls.flatMap { poll in poll.failures.map { (command: poll.command, poll: $0) } }
    }
    let first = failed.filter { one in
      let words = one.poll.failure ?? ""
      return one.poll.isReported && !words.isEmpty && !Self.unreached.contains { words.contains($0) }
    }
    .min { $0.poll.source < $1.poll.source }
    guard let first, let words = first.poll.failure else { return FirstScreen.Part("Failed", []) }
    return FirstScreen.Part(
      "Failed", ["\(code: "nodetool " + first.command): \(code: words) (\(.source(first.poll.source)))"])
  }

  /// Messages of nodetool that does not reach a node. Source: NodeProbe and NodeTool, 3.0 to 6.0.
  private static let unreached = ["Failed to connect", "Connection refused", "ConnectException"]

  /// The largest sampled backlog.
  private var backlog: FirstScreen.Part {
    let peaks = findings.nodes.compactMap { node in
      node.series[.compactionPendingTasks]?.maximum.map { (node: node.node, point: $0) }
    }
    guard let peak = peaks.max(by: { $0.point.value < $1.point.value }) else {
      return FirstScreen.Part("Backlog", [])
    }
    let at: Prose = peak.point.at.map { " (\(.moment(.utc($0))))" } ?? ""
    return FirstScreen.Part(
      "Backlog",
      ["Peak: \(.decimal(peak.point.value, digits: 0)) pending compactions on \(code: peak.node.name)\(at)"])
  }
}
