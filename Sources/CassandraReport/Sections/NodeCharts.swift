// Charts of one node: pending compactions with the alerts that fired, compaction rate, disk use, tombstones.

import CassandraAnalysis
import CassandraModel

enum NodeCharts {
  /// The charts of `node` over `span` that have data.
  static func all(
    _ node: NodeFindings, _ evaluation: NodeEvaluation?, _ span: ClosedRange<Instant>
  ) -> [Chart] {
    [pending, rate, disks, tombstones].compactMap { $0(node, evaluation, span) }
  }

  /// A line with fewer samples is left out; its numbers are in the tables.
  private static let leastPoints = 3
  /// More lines cannot be distinguished.
  private static let lineLimit = HTMLStyle.colours

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
      summary: "Cassandra's estimate, its compaction pool, and the alerts that fire.",
      span: span, lines: lines, limits: pendingLimits(evaluation), bands: alertBands(evaluation))
  }

  /// More limits would hide the lines.
  private static let limitCount = 4

  /// The thresholds of the rules that fired, for rules on pending compactions alone.
  private static func pendingLimits(_ evaluation: NodeEvaluation?) -> [Chart.Limit] {
    let rules = Set(Rule.all.filter { $0.inputs == [.compactionPendingTasks] }.map(\.id))
    let alerts = (evaluation?.alerts ?? []).filter { $0.hasFired && rules.contains($0.rule) }
    var limits: [Chart.Limit] = []
    for alert in alerts.sorted(by: { ($0.threshold ?? 0, $0.rule) < ($1.threshold ?? 0, $1.rule) }) {
      guard let threshold = alert.threshold, alert.unit.isEmpty, threshold.isFinite,
        !limits.contains(where: { $0.name == alert.rule.name })
      else { continue }
      limits.append(Chart.Limit(name: alert.rule.name, value: threshold, severity: alert.severity))
    }
    return Array(limits.suffix(limitCount))
  }

  /// The alerts that fired, a band for each rule: the most severe first, up to the limit.
  private static func alertBands(_ evaluation: NodeEvaluation?) -> [Chart.Band] {
    var byRule: [RuleID: [RuleAlert]] = [:]
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
        name: rule.name,
        spans: alerts.compactMap { alert in
          alert.firingSince.map { since in
            Chart.Span(
              from: since, to: alert.over, severity: alert.severity,
              text: "firing, " + alert.subject.name + ", peak "
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
      summary: "Bytes read by compactions, spread over the duration of each.",
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
      title: "Disk use · " + node.node.name, summary: "Use of each file system.", span: span,
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
      .prefix(lineLimit)
    guard !worst.isEmpty else { return nil }
    return Chart(
      title: "Tombstones · " + node.node.name,
      summary: "Maximum tombstones per slice in the last five minutes, worst tables.",
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
