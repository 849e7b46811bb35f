// A chart as text for screen readers: its accessible name has the peaks, limits, states and marks.

import CassandraModel

struct HTMLChartText {
  private let drawn: HTMLChart
  private var chart: Chart { drawn.chart }

  /// Maximum length of the accessible name, in scalars.
  static let nameLimit = 1500
  private static let markLimit = 12
  private static let bandLimit = 12

  init(_ drawn: HTMLChart) { self.drawn = drawn }

  private func time(_ at: Instant) -> String { drawn.clock.text(.utc(at)) }

  var name: String {
    let lines = zip(chart.lines, peaks).map { $0.name + ", " + $1 }
    let limits = chart.limits.map { "limit " + drawn.words($0) }
    let bands = chart.bands.prefix(Self.bandLimit).map(words)
    let marks = chart.marks.prefix(Self.markLimit).map { time($0.at) + " " + $0.text.text(drawn.clock) }
    let span = time(chart.span.lowerBound) + " to " + time(chart.span.upperBound)
    return ([chart.title, span] + lines + limits + bands + marks).joined(separator: "; ")
  }

  /// The maximum of each line with its time: `peak 834 at 05:31:41`.
  var peaks: [String] {
    chart.lines.map { line in
      var peak: Chart.Point?
      var least: Double?
      for point in line.stretches.joined() {
        if point.value > peak?.value ?? -.infinity { peak = point }
        least = min(least ?? point.value, point.value)
      }
      guard let peak, let least else { return "no samples" }
      let value = chart.unit.text(peak.value)
      return least < peak.value ? "peak " + value + " at " + time(peak.at) : value + " throughout"
    }
  }

  /// The most severe spans of a band, from the first to the last.
  private func words(_ band: Chart.Band) -> String {
    let worst = band.spans.compactMap(\.severity).max()
    let spans = band.spans.filter { $0.severity == worst }
    guard let first = spans.first, let last = spans.map(\.to).max() else { return band.name }
    let state = worst?.rawValue ?? "healthy"
    let count = spans.count > 1 ? String(spans.count) + " times, " : ""
    let until = last > first.from ? " to " + time(last) : ""
    return band.name + ", " + state + " " + count + time(first.from) + until
  }
}
