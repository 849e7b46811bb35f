// Notification routes: the number of alerts for each, and the number suppressed by one hour of
// de-duplication.

import CassandraAnalysis
import CassandraModel

extension ReportSection {
  /// A line for each route, and a row for each rule with a route.
  static func notificationRoutes(_ findings: Findings) -> [Block] {
    let calls = findings.evaluation.calls()
    guard !calls.isEmpty else { return [] }
    let names = Route.allCases.map(\.rawValue).filter { $0 != Route.note.rawValue }
    let routes =
      names.reversed() + Set(calls.map(\.route)).subtracting(Route.allCases.map(\.rawValue)).sorted()
    let sentences: [Prose] = routes.compactMap { route in
      let own = calls.filter { $0.route == route }
      guard !own.isEmpty else { return nil }
      let fired = own.reduce(0) { $0 + $1.fired }
      let stopped = own.reduce(0) { $0 + $1.stopped }
      // A team may name its routes.
      let name = findings.settings.routes[route] ?? Route(rawValue: route)?.words
      let words = name.map { " (" + $0 + ")" } ?? ""
      let page: Prose = findings.settings.pages[route].map { " \(.link($0))" } ?? ""
      let breaker: Prose =
        stopped == 0 ? "" : ", \(stopped) suppressed by 1 h de-duplication"
      return "\(strong: route)\(words)\(page): \(fired, "alert")\(breaker)"
    }
    let table = Table(
      name: "notification_routes",
      columns: [
        Column("route", "Route", .text, meaning: "note, review, page, page_and_act, or one of the team."),
        Column("node", "Node", .text, meaning: "The node."),
        Column("rule", "Rule", .text, meaning: "Id of the rule."),
        Column("fired", "Alerts", .count, meaning: "Alerts of all its subjects."),
        Column(
          "suppressed", "Suppressed", .count,
          meaning: "Alerts within an hour after one of the same rule that was sent."),
        Column("first", "First", .moment, meaning: "When it first fired."),
        Column("last", "Last", .moment, meaning: "When it last fired."),
        Column("runbook", "Runbook", .text, meaning: "Id of the runbook; empty without one."),
        Column(
          "page", "Page", .text,
          meaning: "The team's own page, from the configuration: of the rule, the runbook or the route."),
      ],
      rows: calls.sorted { rank($0.route) > rank($1.route) }.map { one in
        [
          .code(one.route), .code(one.node.name), .code(one.rule.name), .count(Int64(one.fired)),
          .count(Int64(one.stopped)), .moment(.utc(one.first)), .moment(.utc(one.last)),
          .optional(findings.evaluation.rule(one.rule)?.runbook) { .text($0) },
          .optional(
            findings.settings.page(for: [
              one.rule.name, findings.evaluation.rule(one.rule)?.runbook, one.route,
            ])
          ) { .link($0) },
        ]
      }, visibleRows: 0)
    return (sentences.isEmpty ? [] : [.bullets(sentences)]) + [.table(table)]
  }

  /// Higher is more urgent; a route of the team ranks above all built-in ones.
  private static func rank(_ route: String) -> Int {
    Route.allCases.firstIndex { $0.rawValue == route } ?? Route.allCases.count
  }
}
