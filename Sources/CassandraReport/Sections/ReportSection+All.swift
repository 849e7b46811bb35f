// All sections. The order is the reading order: the verdict, what failed, what else was going on, and in the
// end what the verdict rests on.

extension ReportSection {
  static let all: [ReportSection] = [
    verdict, incidents, charts, findings, alerts, tiers, routes, strains, timeline, errors, activity, ledger,
    backlog, replays, processes, nodes, notJudged, figures, coverage,
  ]
}
