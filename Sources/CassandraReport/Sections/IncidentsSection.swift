// What happened, story by story: a table to scan, then for each incident its steps in the order of time, what may have
// caused it and why, and what to do first.

import CassandraAnalysis
import CassandraModel

extension ReportSection {
  static let incidents = ReportSection("incidents", "Incidents") { findings in
    let all = findings.numberedIncidents
    guard !all.isEmpty else {
      return [
        .paragraph(
          findings.nodesWithLog.isEmpty
            ? "Not known: they are told from logs, and there is none."
            : "None: no failure, no backlog of five minutes or more that was critical, no node that was gone."
        )
      ]
    }
    let numbers = findings.faultNumbers
    var blocks: [Block] = [
      .paragraph(
        "An incident is what belongs together in time and subject, on whatever nodes it shows. A cause is \(strong: "confirmed") when a record says so itself, \(strong: "likely") when something speaks clearly for it and less against it, \(strong: "possible") when something fits, \(strong: "unlikely") when more speaks against it."
      ),
      .table(IncidentTables.incidents(all, numbers)),
    ]
    let own = findings.nodesOnOwnClock
    if !own.isEmpty, findings.nodes.count > 1 {
      blocks.append(
        .paragraph(
          "The clocks of \(own.map { Prose.code($0.name) }.listed(atMost: 5)) are not known: what happened there is not put in order with other nodes."
        ))
    }
    for one in all.prefix(shown) { blocks += IncidentBlocks(one, findings, numbers).all }
    if all.count > shown {
      blocks.append(
        .paragraph(
          "Of \(all.count - shown) more incidents the steps are in \(code: "incident_steps.csv") only."))
    }
    blocks.append(.table(IncidentTables.steps(all, numbers)))
    return blocks
  }

  /// More stories than this are not read.
  private static let shown = 40
}

/// The tables of incidents and their steps.
enum IncidentTables {
  static func incidents(_ all: [NumberedIncident], _ numbers: [Incident.FaultKey: String]) -> Table {
    Table(
      name: "incidents",
      columns: [
        Column("incident", "Id", .text, meaning: "Number of the incident in this report."),
        Column("severity", "Severity", .text, meaning: "info, warning or critical."),
        Column(
          "kind", "Kind", .text,
          meaning: "Stable id: the category of an error, or backlog, tombstones, process.ended, peer.down.",
          isDataOnly: true),
        Column("what", "What happened", .text, meaning: "What it is, and what followed from it."),
        Column("subject", "In", .list, meaning: "SSTable and table; empty for a node or its disk."),
        Column("nodes", "Nodes", .list, meaning: "Nodes that it shows on, the first one first."),
        Column("from", "From", .moment, meaning: "The first symptom."),
        Column("last", "Last sign", .moment, meaning: "The last thing that belongs to it."),
        Column("status", "Status", .text, meaning: "open, resolved, resolved with loss, or unknown."),
        Column(
          "until", "Resolved at", .moment, meaning: "When it was over; empty while it is not.",
          isDataOnly: true),
        Column("cause", "Likeliest cause", .text, meaning: "The likeliest cause; empty when not known."),
        Column(
          "confidence", "How sure", .text, meaning: "confirmed, likely, possible, unlikely or not known."),
        Column("errors", "Errors", .list, meaning: "Errors that belong to it."),
        Column("alerts", "Alerts", .list, meaning: "Rules that fired in it.", isDataOnly: true),
      ],
      rows: all.map { one in
        let incident = one.incident
        let cause = incident.causes.first
        let faults = incident.faults.compactMap { numbers[$0] }.sorted { a, b in
          a.count != b.count ? a.count < b.count : a < b
        }
        return [
          .text(one.id), .severity(incident.severity), .code(incident.kind),
          .text(incident.title + one.sequence),
          .optional(incident.subject) { .list($0.names) }, .list(incident.nodes.map { .code($0.name) }),
          .moment(incident.first), .moment(incident.last), .text(OutcomeWords.status(incident.status)),
          .optional(incident.status.end) { .moment($0.at) },
          .optional(cause) { .text(Prose($0.title).plainText) },
          .text(cause?.confidence.rawValue ?? "not known"), .list(faults.map { .text($0) }),
          .list(incident.rules.map { .code($0) }),
        ]
      })
  }

  static func steps(_ all: [NumberedIncident], _ numbers: [Incident.FaultKey: String]) -> Table {
    Table(
      name: "incident_steps",
      columns: [
        Column("incident", "Id", .text, meaning: "Number of the incident."),
        Column("step", "Step", .count, meaning: "Number of the step, in the order of time."),
        Column("role", "Role", .text, meaning: "cause, first symptom, effect, reaction or end."),
        Column("node", "Node", .text, meaning: "The node."),
        Column("at", "Time", .moment, meaning: "When it happened, or began."),
        Column("until", "Until", .moment, meaning: "Its last time; empty for what happened once."),
        Column("what", "What", .text, meaning: "What happened."),
        Column("error", "Error", .text, meaning: "Number of the error that it is of."),
        Column("why", "Why", .text, meaning: "Why it is taken to follow from what came before."),
        Column("source", "Source", .text, meaning: "File and line that say so."),
      ],
      rows: all.flatMap { one in
        one.incident.steps.enumerated().map { index, step in
          [
            .text(one.id), .count(Int64(index + 1)), .text(step.role.rawValue), .code(step.node.name),
            .moment(step.at), .optional(step.until) { .moment($0) }, .text(Prose(step.text).plainText),
            .optional(step.fault.flatMap { numbers[$0] }) { .text($0) }, .optional(step.why) { .text($0) },
            .optional(step.source) { .source($0) },
          ]
        }
      }, visibleRows: 0)
  }
}
