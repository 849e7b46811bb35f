// The legend under a chart: a key for every colour, dash and sign, and the text of the marks.

import CassandraModel

struct HTMLChartLegend {
  private let drawn: HTMLChart
  private let marks: MarkRows
  private let hasGaps: Bool

  init(_ drawn: HTMLChart, _ marks: MarkRows, hasGaps: Bool) {
    self.drawn = drawn
    self.marks = marks
    self.hasGaps = hasGaps
  }

  var html: String {
    let items = lines + limits + severities + gap + signs
    guard !items.isEmpty else { return "" }
    return list("legend", items) + (drawn.listsMarks ? list("marks", actions) : "")
  }

  private func list(_ name: String, _ items: [String]) -> String {
    items.isEmpty
      ? "" : "<ul class=\"\(name)\">" + items.map { "<li>\($0)</li>" }.joined(separator: "\n") + "</ul>\n"
  }

  private func key(_ shape: String) -> String {
    "<svg class=\"key\" width=\"26\" height=\"16\" aria-hidden=\"true\">\(shape)</svg>"
  }

  private var lines: [String] {
    zip(drawn.lines, HTMLChartText(drawn).peaks).enumerated().map { index, line in
      key("<path class=\"line s\(index % HTMLStyle.colours)\" d=\"M0 8H26\"/>")
        + HTMLText.escape(line.0.name) + "<span>, " + HTMLText.escape(line.1) + "</span>"
    }
  }

  private var limits: [String] {
    drawn.chart.limits.map { limit in
      key("<line class=\"limit \(limit.severity.rawValue)\" x1=\"0\" x2=\"26\" y1=\"8\" y2=\"8\"/>")
        + HTMLText.escape(drawn.words(limit))
    }
  }

  private var severities: [String] {
    let used = Set(drawn.chart.bands.flatMap { $0.spans.map(\.severity) })
    let all: [(Severity?, String)] = [
      (.critical, "critical"), (.warning, "warning"), (.info, "info"), (nil, "healthy or resolved"),
    ]
    return all.filter { used.contains($0.0) }.map { severity, words in
      let height = Int(SeverityShape.height(of: severity))
      let shape = "<rect class=\"\(SeverityShape.name(severity))\" x=\"4\" width=\"18\" y=\"\(15 - height)\""
      return key(shape + " height=\"\(height)\"/>") + words
    }
  }

  private var gap: [String] {
    hasGaps ? [key("<rect class=\"gap\" x=\"4\" width=\"18\" y=\"1\" height=\"14\"/>") + "no samples"] : []
  }

  private var signs: [String] {
    let kinds = Set(marks.all.map(\.mark.kind))
    var items: [String] = []
    let sign = { (kind: String, text: String) in
      "<text class=\"mark \(kind)\" x=\"13\" y=\"12\" text-anchor=\"middle\">\(text)</text>"
    }
    if kinds.contains(.action) { items.append(key(sign("action", "A")) + "action, restart or reaction") }
    if kinds.contains(.error) { items.append(key(sign("error", "✕")) + "error") }
    return items
  }

  /// The text of the lettered marks.
  private var actions: [String] {
    marks.all.filter { $0.mark.kind == .action }.map { placed in
      let time = HTMLInline(drawn.clock).cell(.moment(.utc(placed.mark.at)))
      return "<strong>\(placed.sign)</strong> \(time) " + HTMLInline(drawn.clock).prose(placed.mark.text)
    }
  }
}
