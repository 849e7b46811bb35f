// Routes: who would have been called, how often, and how many calls a breaker would have kept away.

import CassandraAnalysis
import CassandraModel

extension ReportSection {
  static let routes = ReportSection("routes", "Who would have been called") { findings in
    let calls = findings.evaluation.calls()
    guard !calls.isEmpty else {
      return [
        .paragraph(
          findings.none(
            leavingOut: findings.leftOut(\.alerts), "intervals of rules",
            "No rule would have fired, so nobody."))
      ]
    }
    let names = Route.allCases.map(\.rawValue).filter { $0 != Route.note.rawValue }
    let routes =
      names.reversed() + Set(calls.map(\.route)).subtracting(Route.allCases.map(\.rawValue)).sorted()
    let sentences: [Prose] = routes.compactMap { route in
      let own = calls.filter { $0.route == route }
      guard !own.isEmpty else { return nil }
      let fired = own.reduce(0) { $0 + $1.fired }
      let stopped = own.reduce(0) { $0 + $1.stopped }
      // A team calls its routes by names of its own.
      let name = findings.settings.routes[route] ?? Route(rawValue: route)?.words
      let words = name.map { ": " + $0 } ?? ""
      let page: Prose = findings.settings.pages[route].map { " (\(.link($0)))" } ?? ""
      let breaker: Prose =
        stopped == 0 ? "" : ", of which a breaker of one hour would have stopped \(stopped)"
      return "\(strong: route)\(words)\(page): \(fired, "time")\(breaker)"
    }
    let table = Table(
      name: "routes",
      columns: [
        Column("route", "Route", .text, meaning: "note, review, page, page_and_act, or one of the team."),
        Column("node", "Node", .text, meaning: "The node."),
        Column("rule", "Rule", .text, meaning: "Id of the rule."),
        Column("fired", "Fired", .count, meaning: "How often it fired, each subject and time anew."),
        Column(
          "stopped", "Stopped by a breaker", .count,
          meaning: "Of these, those within the cooldown of 004 after one that was let through."),
        Column("first", "First", .moment, meaning: "When it first fired."),
        Column("last", "Last", .moment, meaning: "When it last fired."),
        Column("runbook", "Runbook", .text, meaning: "Id of the runbook; empty without one."),
        Column(
          "page", "Page", .text,
          meaning: "The team's own page, from the configuration: of the rule, the runbook or the route."),
      ],
      rows: calls.sorted { rank($0.route) > rank($1.route) }.map { one in
        [
          .code(one.route), .code(one.node.name), .code(one.rule), .count(Int64(one.fired)),
          .count(Int64(one.stopped)), .moment(.utc(one.first)), .moment(.utc(one.last)),
          .optional(findings.evaluation.rule(one.rule)?.runbook) { .text($0) },
          .optional(
            findings.settings.page(for: [one.rule, findings.evaluation.rule(one.rule)?.runbook, one.route])
          ) { .link($0) },
        ]
      }, visibleRows: 40)
    return (sentences.isEmpty ? [] : [.bullets(sentences)]) + [.table(table)]
  }

  /// The most urgent route is the largest; one of a team comes before all.
  private static func rank(_ route: String) -> Int {
    Route.allCases.firstIndex { $0.rawValue == route } ?? Route.allCases.count
  }
}
