// Charts of all nodes over one time span: incidents, backlog tiers, errors by category, then for each node
// pending compactions, rate, disks, tombstones.

import CassandraAnalysis
import CassandraModel

extension ReportSection {
  static let charts = ReportSection("charts", "Charts") { findings in
    // A node without events needs no chart.
    let hasFired = findings.evaluation.alerts.contains { $0.hasFired && $0.severity > .info }
    guard let span = findings.chartSpan, !findings.incidents.isEmpty || hasFired else { return [] }
    let all = [incidentChart, tierChart, errorChart].compactMap { $0(findings, span) }
    var blocks = all.map(Block.chart)
    let incidents = ChartMarks.byNode(findings.incidents)
    let nodes = findings.nodes.map { node in
      let charts = NodeCharts.all(node, findings.evaluation[node.node], span)
      let marks = charts.isEmpty ? [] : ChartMarks.marks(of: node, in: span, incidents[node.node] ?? [])
      return (node: node.node, charts: charts.map { $0.marked(marks) })
    }.filter { !$0.charts.isEmpty }
    for (index, one) in nodes.enumerated() {
      if index < nodesInFull {
        blocks += one.charts.map(Block.chart)
      } else {
        blocks.append(.details(title: one.node.name, blocks: one.charts.map(Block.chart)))
      }
    }
    return blocks
  }

  /// With more nodes, the charts are collapsed.
  private static let nodesInFull = 3

  // MARK: All nodes

  /// A band for each incident on each of its nodes.
  private static func incidentChart(_ findings: Findings, _ span: ClosedRange<Instant>) -> Chart? {
    let bands = findings.numberedIncidents.prefix(incidentBands).flatMap { one in
      one.incident.nodes.compactMap { node -> Chart.Band? in
        let spans = one.incident.steps.filter { $0.node == node && $0.role != .cause }
          .compactMap { step -> Chart.Span? in
            guard case .utc(let from) = step.at else { return nil }
            var to = from
            if case .utc(let until)? = step.until { to = until }
            return Chart.Span(
              from: from, to: to, severity: step.role == .end ? nil : one.incident.severity,
              text: step.role.rawValue + ": " + Prose(step.text).plainText, source: step.source)
          }
        return spans.isEmpty ? nil : Chart.Band(name: one.id + " · " + node.name, spans: spans)
      }
    }
    guard !bands.isEmpty else { return nil }
    return Chart(
      title: "Incidents",
      summary: "Each incident on each of its nodes, step by step; green is its end.",
      span: span, bands: bands)
  }

  /// More bands are unreadable.
  private static let incidentBands = 30

  private static func tierChart(_ findings: Findings, _ span: ClosedRange<Instant>) -> Chart? {
    let bands = findings.evaluation.nodes.compactMap { node -> Chart.Band? in
      let spans = node.tiers.compactMap { tier -> Chart.Span? in
        guard let state = tier.tier else { return nil }
        return Chart.Span(
          from: tier.from, to: tier.to, severity: state.severity,
          text: state.rawValue + ": " + tier.reason, source: tier.source)
      }
      return spans.isEmpty ? nil : Chart.Band(name: node.node.name, spans: spans)
    }
    guard !bands.isEmpty else { return nil }
    return Chart(
      title: "Backlog tiers",
      summary: "Healthy, warning, critical or emergency; the last two are drawn alike.",
      span: span, bands: bands)
  }

  private static func errorChart(_ findings: Findings, _ span: ClosedRange<Instant>) -> Chart? {
    var perCategory: [CategoryID: [Instant: (count: Int, source: SourceLocation)]] = [:]
    for node in findings.nodes {
      for step in node.failureSteps {
        guard case .utc(let from) = step.from else { continue }
        let source = node.faults.first { $0.category.id == step.category }?.evidence.first?.source
        let known = perCategory[step.category]?[from]
        perCategory[step.category, default: [:]][from] = (
          (known?.count ?? 0) + step.count, known?.source ?? source ?? SourceLocation(file: "", line: 0)
        )
      }
    }
    let bands = perCategory.sorted { $0.key < $1.key }.map { category, steps in
      let title = ErrorCategory.named(category)?.title ?? category.name
      let severity = ErrorCategory.named(category)?.severity
      return Chart.Band(
        name: category.name,
        spans: steps.sorted { $0.key < $1.key }.map { from, step in
          Chart.Span(
            from: from, to: from, severity: severity, text: "\(title), \(step.count) failed",
            source: step.source)
        })
    }
    guard !bands.isEmpty else { return nil }
    return Chart(
      title: "Failed operations by category", summary: "When operations failed.",
      span: span, bands: bands)
  }
}

extension Tier {
  /// The severity of a tier; nil for a healthy node.
  fileprivate var severity: Severity? {
    switch self {
    case .healthy: nil
    case .warning: .warning
    case .critical, .emergency: .critical
    }
  }
}

extension Findings {
  /// The span of the charts; nil without times in UTC.
  var chartSpan: ClosedRange<Instant>? {
    var instants: [Instant] = nodes.flatMap { node -> [Instant] in
      guard let covered = node.covered else { return [] }
      return [covered.first, covered.last].compactMap { if case .utc(let at) = $0 { at } else { nil } }
    }
    for node in nodes {
      if let period = node.samples.period { instants += [period.lowerBound, period.upperBound] }
    }
    guard let first = instants.min(), let last = instants.max(), first < last else { return nil }
    let from = since.map { max(first, $0) } ?? first
    let to = until.map { min(last, $0) } ?? last
    return from < to ? from...to : nil
  }
}
