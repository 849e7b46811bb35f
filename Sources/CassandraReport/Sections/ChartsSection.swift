// The picture: faults of all nodes over time, and for each node what was pending, how fast compaction went, how
// full its disks were. All charts share one span of time, so that they can be held against each other.

import CassandraAnalysis
import CassandraModel

extension ReportSection {
  static let charts = ReportSection("charts", "At a glance") { findings in
    guard let span = findings.chartSpan else {
      return [.paragraph("Nothing can be drawn: no time in the capture is known in UTC.")]
    }
    var blocks: [Block] = []
    if let incidents = incidentChart(findings, span) { blocks.append(.chart(incidents)) }
    let faults = faultChart(findings, span)
    if let faults { blocks.append(.chart(faults)) }
    if let tiers = tierChart(findings, span) { blocks.append(.chart(tiers)) }
    if let failures = failureChart(findings, span) { blocks.append(.chart(failures)) }
    for node in findings.nodes {
      let charts = nodeCharts.compactMap { $0(node, findings.evaluation[node.node], span) }
      if charts.isEmpty { continue }
      if findings.nodes.count == 1 {
        blocks += charts.map { .chart($0) }
      } else {
        blocks.append(.details(title: node.node.name, blocks: charts.map { .chart($0) }))
      }
    }
    guard !blocks.isEmpty else {
      return [.paragraph("There is nothing to draw: no error, and no series of samples.")]
    }
    return blocks
  }

  /// What is drawn for each node.
  private static let nodeCharts: [@Sendable (NodeFindings, NodeEvaluation?, ClosedRange<Instant>) -> Chart?] =
    [
      pending, rate, disks, tombstones,
    ]

  /// A line of fewer samples than this says less than its numbers.
  private static let leastPoints = 3

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
      summary: "Each incident on each of its nodes, step by step; green is what shows that it was over.",
      span: span, bands: bands)
  }

  /// More bands are no picture.
  private static let incidentBands = 30

  private static func faultChart(_ findings: Findings, _ span: ClosedRange<Instant>) -> Chart? {
    let bands = findings.nodes.compactMap { node -> Chart.Band? in
      let spans = node.faults.compactMap { fault -> Chart.Span? in
        guard case .utc(let first) = fault.first, case .utc(let last) = fault.last else { return nil }
        return Chart.Span(
          from: first, to: last, severity: fault.severity, text: fault.category.title,
          source: fault.evidence.first?.source)
      }
      return spans.isEmpty ? nil : Chart.Band(name: node.node.name, spans: spans.sorted { $0.from < $1.from })
    }
    guard !bands.isEmpty else { return nil }
    return Chart(
      title: "Errors", summary: "When each node had errors, and how bad they were.", span: span,
      bands: bands)
  }

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
      title: "Tiers",
      summary:
        "The state of each node: healthy, warning, and critical or emergency, which are drawn alike.",
      span: span, bands: bands)
  }

  private static func failureChart(_ findings: Findings, _ span: ClosedRange<Instant>) -> Chart? {
    var perCategory: [String: [Instant: (count: Int, source: SourceLocation)]] = [:]
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
      let title = ErrorCategory.all.first { $0.id == category }?.title ?? category
      let severity = ErrorCategory.all.first { $0.id == category }?.severity
      return Chart.Band(
        name: category,
        spans: steps.sorted { $0.key < $1.key }.map { from, step in
          Chart.Span(
            from: from, to: from, severity: severity, text: "\(title), \(step.count) in this step",
            source: step.source)
        })
    }
    guard !bands.isEmpty else { return nil }
    return Chart(
      title: "Failures by category", summary: "When tasks failed, minute by minute in a short capture.",
      span: span, bands: bands)
  }

  // MARK: One node

  private static func pending(
    _ node: NodeFindings, _ evaluation: NodeEvaluation?, _ span: ClosedRange<Instant>
  ) -> Chart? {
    guard let series = node.samples[.compactionPendingTasks], series.points.count >= leastPoints else {
      return nil
    }
    var lines = [line("pending", series, node)]
    let pool = Labels([("pool", "CompactionExecutor")])
    for (name, metric) in [("pool active", MetricName.poolActive), ("pool pending", .poolPending)] {
      if let series = node.samples[metric, pool], series.points.count >= leastPoints {
        lines.append(line(name, series, node))
      }
    }
    return Chart(
      title: "Pending compactions · " + node.node.name,
      summary:
        "Compaction's own estimate of what is left to do, what its pool was doing, and which alerts would have fired.",
      span: span, lines: lines, bands: alertBands(evaluation))
  }

  /// The alerts that fired, a band for each rule: the worst first, and no more than fit under a chart.
  private static func alertBands(_ evaluation: NodeEvaluation?) -> [Chart.Band] {
    var byRule: [String: [RuleAlert]] = [:]
    for alert in evaluation?.alerts ?? [] where alert.hasFired && alert.severity > .info {
      byRule[alert.rule, default: []].append(alert)
    }
    let worst = byRule.mapValues { $0.map(\.severity).max() ?? .info }
    let order = byRule.keys.sorted { a, b in
      worst[a] != worst[b] ? (worst[a] ?? .info) > (worst[b] ?? .info) : a < b
    }
    return order.prefix(12).map { rule in
      let alerts = (byRule[rule] ?? []).sorted { $0.pendingSince < $1.pendingSince }
      return Chart.Band(
        name: rule,
        spans: alerts.compactMap { alert in
          alert.firingSince.map { since in
            Chart.Span(
              from: since, to: alert.over, severity: alert.severity,
              text: "fires, " + alert.subject.name + ", peak "
                + HumanText.decimal(alert.peak.value, digits: 2),
              source: alert.peak.source)
          }
        })
    }
  }

  private static func rate(
    _ node: NodeFindings, _ evaluation: NodeEvaluation?, _ span: ClosedRange<Instant>
  ) -> Chart? {
    let read = CompactionRate(node.ledger, span: span)
    guard !read.stretches.isEmpty else { return nil }
    var lines = [Chart.Line(name: "read by compactions", stretches: read.stretches, isStepped: true)]
    if let limit = node.samples[.compactionThroughputLimit], limit.points.contains(where: { $0.value > 0 }) {
      lines.append(line("throughput limit", limit, node, isStepped: true))
    }
    return Chart(
      title: "Compaction rate · " + node.node.name,
      summary: "Bytes that compactions read from disk, spread over the time that each of them took.",
      span: span, unit: .bytesPerSecond, lines: lines)
  }

  private static func disks(
    _ node: NodeFindings, _ evaluation: NodeEvaluation?, _ span: ClosedRange<Instant>
  ) -> Chart? {
    let lines = node.samples.all(of: .diskUsedBytes).compactMap { used -> Chart.Line? in
      guard let free = node.samples[.diskFreeBytes, used.key.labels], used.points.count >= leastPoints else {
        return nil
      }
      let stretches = used.stretches.map { points in
        points.compactMap { point -> Chart.Point? in
          guard let free = free.latest(at: point.at, within: .seconds(1)) else { return nil }
          let size = point.value + free.value
          guard size > 0 else { return nil }
          return Chart.Point(at: point.at, value: point.value / size, source: node.samples.source(of: point))
        }
      }
      return Chart.Line(name: used.key.labels["mount"] ?? "disk", stretches: stretches)
    }
    guard !lines.isEmpty else { return nil }
    return Chart(
      title: "Disk use · " + node.node.name, summary: "Share of each file system that is in use.", span: span,
      unit: .ratio, lines: lines,
      limits: [
        Chart.Limit(name: "critical with a backlog", value: 0.85, severity: .warning),
        Chart.Limit(name: "critical", value: 0.9, severity: .critical),
      ])
  }

  private static func tombstones(
    _ node: NodeFindings, _ evaluation: NodeEvaluation?, _ span: ClosedRange<Instant>
  ) -> Chart? {
    let all = node.samples.all(of: .tableTombstonesPerSliceMax)
    let worst = all.filter { $0.points.count >= leastPoints && ($0.points.map(\.value).max() ?? 0) >= 1000 }
      .sorted { ($0.points.map(\.value).max() ?? 0) > ($1.points.map(\.value).max() ?? 0) }
      .prefix(HTMLStyle.colours)
    guard !worst.isEmpty else { return nil }
    return Chart(
      title: "Tombstones · " + node.node.name,
      summary: "Most tombstones that one slice read in the last five minutes, of the worst tables.",
      span: span,
      lines: worst.map { series in
        line((series.key.labels["keyspace"] ?? "") + "." + (series.key.labels["table"] ?? ""), series, node)
      },
      limits: [
        Chart.Limit(name: "warning", value: 5000, severity: .warning),
        Chart.Limit(name: "critical", value: 50_000, severity: .critical),
      ])
  }

  private static func line(
    _ name: String, _ series: SampleSeries, _ node: NodeFindings, isStepped: Bool = false
  ) -> Chart.Line {
    Chart.Line(
      name: name,
      stretches: series.stretches.map { points in
        points.map {
          Chart.Point(at: $0.at, value: $0.value, source: node.samples.source(of: $0))
        }
      }, isStepped: isStepped)
  }
}

extension Tier {
  /// How bad a tier is; nil for a healthy node.
  fileprivate var severity: Severity? {
    switch self {
    case .healthy: nil
    case .warning: .warning
    case .critical, .emergency: .critical
    }
  }
}

extension Findings {
  /// The time that charts show; nil when nothing is known in UTC.
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
