// Charts of one incident: those of its nodes, clipped to its time.

import CassandraAnalysis
import CassandraModel

enum IncidentCharts {
  /// The charts of the nodes of `incident`, the node where it began first. Empty for an incident without
  /// times in UTC, and for one as long as the capture: the section of charts has those.
  static func charts(_ incident: Incident, _ findings: Findings) -> [Chart] {
    guard case .utc(let first) = incident.first, case .utc(let last) = incident.last,
      let whole = findings.chartSpan
    else { return [] }
    let length = max(last.milliseconds - first.milliseconds, leastLength)
    let margin = length / marginShare
    let from = max(whole.lowerBound.milliseconds, first.milliseconds - margin)
    let to = min(whole.upperBound.milliseconds, first.milliseconds + length + margin)
    let isWhole =
      Double(to - from) > 0.5 * Double(whole.upperBound.milliseconds - whole.lowerBound.milliseconds)
    guard from < to, !isWhole else { return [] }
    let span = Instant(milliseconds: from)...Instant(milliseconds: to)
    return incident.nodes.prefix(nodeLimit).flatMap { name -> [Chart] in
      guard let node = findings.findings(of: name) else { return [] }
      let marks = ChartMarks.marks(of: node, in: span, [incident])
      return NodeCharts.all(node, findings.evaluation[name], whole).compactMap {
        $0.clipped(to: span)?.marked(marks)
      }
    }
  }

  /// A shorter incident is drawn with the time around it. In milliseconds.
  private static let leastLength: Int64 = 120_000
  private static let marginShare: Int64 = 5
  private static let nodeLimit = 2
}

extension Chart {
  /// The part within `span`; nil if no line has a value there.
  fileprivate func clipped(to span: ClosedRange<Instant>) -> Chart? {
    let lines = lines.compactMap { line -> Line? in
      let stretches = line.stretches.map { $0.filter { span.contains($0.at) } }.filter { !$0.isEmpty }
      return stretches.isEmpty ? nil : Line(name: line.name, stretches: stretches, isStepped: line.isStepped)
    }
    guard !lines.isEmpty else { return nil }
    let bands = bands.compactMap { band -> Band? in
      let spans = band.spans.filter { $0.to >= span.lowerBound && $0.from <= span.upperBound }.map {
        Span(
          from: max($0.from, span.lowerBound), to: min($0.to, span.upperBound), severity: $0.severity,
          text: $0.text, source: $0.source)
      }
      return spans.isEmpty ? nil : Band(name: band.name, spans: spans)
    }
    return Chart(
      title: title, summary: summary, span: span, unit: unit, lines: lines, limits: limits, bands: bands)
  }
}
