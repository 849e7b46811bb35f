// The incidents, the most severe first: each with status, impact, timeline, causes, actions and charts. If
// there are many, the first ones are in full and the rest are rows.

import CassandraAnalysis
import CassandraModel

extension ReportSection {
  static let incidents = ReportSection("incidents", "Incidents") { findings in
    let all = findings.numberedIncidents
    guard !all.isEmpty else { return [] }
    let numbers = findings.faultNumbers
    let summaries = all.prefix(shown).map { IncidentSummary($0, findings, numbers) }
    var blocks: [Block] = []
    let own = findings.nodesOnOwnClock
    if !own.isEmpty, findings.nodes.count > 1 {
      blocks.append(
        .paragraph(
          "Clock of \(own.map { Prose.code($0.name) }.listed(atMost: 5)) unknown: not comparable with other nodes."
        ))
    }
    // If there are many, those after the first few are shorter.
    let isMany = all.count > Self.inFull
    for (index, one) in zip(all, summaries).enumerated() {
      blocks.append(
        IncidentBlocks(one.0, one.1, findings, numbers, isShort: isMany && index >= Self.inFull).group)
    }
    if all.count > shown {
      let rest = all.dropFirst(shown)
      blocks.append(.table(IncidentTables.others(rest, of: rest.count)))
    }
    blocks.append(.table(IncidentTables.incidents(all, numbers)))
    blocks.append(.table(IncidentTables.timeline(all, numbers)))
    return blocks
  }

  /// Incidents beyond this number are rows only.
  private static let shown = 12
  /// With more incidents, the later ones are shortened.
  private static let inFull = 3
}

enum IncidentTables {
  /// Incidents without their own block on the page.
  static func others(_ all: some Sequence<NumberedIncident>, of count: Int) -> Table {
    Table.excerpt(
      "incidents", title: "Other incidents",
      columns: [
        Column("incident", "Id", .text, meaning: "Number of the incident."),
        Column("severity", "Severity", .text, meaning: "info, warning or critical."),
        Column("title", "Incident", .text, meaning: "The incident and its place."),
        Column("from", "Since", .moment, meaning: "The first symptom."),
        Column("status", "Status", .text, meaning: "open, resolved, resolved with loss, or unknown."),
      ],
      rows: all.map { one in
        [
          .reference(one.id), .severity(one.incident.severity), .prose("\(one.incident.title)\(one.place)"),
          .moment(one.incident.first), .text(OutcomeWords.status(one.incident.status)),
        ]
      }, of: count)
  }

  static func incidents(_ all: [NumberedIncident], _ numbers: [Incident.FaultKey: String]) -> Table {
    Table(
      name: "incidents",
      columns: [
        Column("incident", "Id", .text, meaning: "Number of the incident in this report."),
        Column("severity", "Severity", .text, meaning: "info, warning or critical."),
        Column(
          "kind", "Kind", .text,
          meaning: "Stable id: the category of an error, or backlog, tombstones, process.ended, peer.down."),
        Column("title", "Incident", .text, meaning: "The incident, and its effects."),
        Column("subject", "Affected", .list, meaning: "SSTable and table; empty for a node or its disk."),
        Column("nodes", "Nodes", .list, meaning: "Nodes that it shows on, the first one first."),
        Column("from", "From", .moment, meaning: "The first symptom."),
        Column("last", "Last seen", .moment, meaning: "The last thing that belongs to it."),
        Column("status", "Status", .text, meaning: "open, resolved, resolved with loss, or unknown."),
        Column("until", "Resolved at", .moment, meaning: "When it was resolved; empty while it is not."),
        Column("cause", "Likeliest cause", .text, meaning: "The likeliest cause; empty when not known."),
        Column(
          "confidence", "Confidence", .text, meaning: "confirmed, likely, possible, unlikely or unknown."),
        Column("errors", "Errors", .list, meaning: "Errors that belong to it."),
        Column("alerts", "Alerts", .list, meaning: "Rules that fired in it."),
      ],
      rows: all.map { one in
        let incident = one.incident
        let cause = incident.causes.first
        let errors = incident.faults.compactMap { numbers[$0] }.sorted { a, b in
          a.count != b.count ? a.count < b.count : a < b
        }
        return [
          .text(one.id), .severity(incident.severity), .code(incident.kind.name),
          .text(incident.title + one.sequence),
          .optional(incident.subject) { .list($0.names) }, .list(incident.nodes.map { .code($0.name) }),
          .moment(incident.first), .moment(incident.last), .text(OutcomeWords.status(incident.status)),
          .optional(incident.status.end) { .moment($0.at) },
          .optional(cause) { .text(Prose($0.title).plainText) },
          .text(cause?.confidence.rawValue ?? "unknown"), .list(errors.map { .reference($0) }),
          .list(incident.rules.map { .code($0.name) }),
        ]
      }, visibleRows: 0)
  }

  static func timeline(_ all: [NumberedIncident], _ numbers: [Incident.FaultKey: String]) -> Table {
    Table(
      name: "incident_timeline",
      columns: [
        Column("incident", "Id", .text, meaning: "Number of the incident."),
        Column("step", "Step", .count, meaning: "Number of the step, in the order of time."),
        Column("role", "Role", .text, meaning: "cause, first symptom, effect, reaction or end."),
        Column("node", "Node", .text, meaning: "The node."),
        Column("at", "Time", .moment, meaning: "When it happened, or began."),
        Column("until", "Until", .moment, meaning: "Its last time; empty for a single event."),
        Column("what", "Event", .text, meaning: "The event."),
        Column("error", "Error", .text, meaning: "Number of its error."),
        Column("why", "Because", .text, meaning: "Why it is taken to follow from the steps before."),
        Column("source", "Source", .text, meaning: "File and line."),
      ],
      rows: all.flatMap { one in
        one.incident.steps.enumerated().map { index, step in
          [
            .text(one.id), .count(Int64(index + 1)), .text(step.role.rawValue), .code(step.node.name),
            .moment(step.at), .optional(step.until) { .moment($0) }, .text(Prose(step.text).plainText),
            .optional(step.fault.flatMap { numbers[$0] }) { .reference($0) },
            .optional(step.why) { .text($0) }, .optional(step.source) { .source($0) },
          ]
        }
      }, visibleRows: 0)
  }
}
