// A chart as a figure: inline SVG, a legend, and the values for whoever points at it or goes through it with the
// arrow keys. One tab stop a chart.

import CassandraModel

/// Draws one chart.
struct HTMLChart {
  private let chart: Chart
  private let number: Int
  private let left: Double
  private let values: [Double]

  private static let viewWidth = 960.0
  private static let right = 14.0
  private static let top = 8.0
  private static let plotHeight = 190.0
  private static let bandHeight = 20.0
  private static let nameLimit = 30

  /// - Parameter number: tells the charts of a page apart.
  init(_ chart: Chart, number: Int) {
    self.chart = chart
    self.number = number
    let longest = chart.bands.map { min($0.name.count, Self.nameLimit) }.max() ?? 0
    left = max(74, Double(longest) * 6.8 + 12)
    let most = chart.lines.flatMap { $0.stretches.flatMap { $0.map(\.value) } }.max() ?? 0
    let limits = chart.limits.map(\.value).filter { $0 <= max(most * 3, most + 1) }
    values = chart.lines.isEmpty ? [] : Axis.values(upTo: max(most, limits.max() ?? 0), unit: chart.unit)
  }

  private var width: Double { Self.viewWidth - left - Self.right }
  private var plotBottom: Double { Self.top + (chart.lines.isEmpty ? 0 : Self.plotHeight) }
  private var bandsTop: Double { plotBottom + (chart.lines.isEmpty || chart.bands.isEmpty ? 0 : 22) }
  private var bottom: Double { bandsTop + Double(chart.bands.count) * Self.bandHeight }
  private var height: Double { max(plotBottom + 22, bottom + (chart.lines.isEmpty ? 22 : 6)) }

  /// The figure.
  var html: String {
    let lines = chart.lines.map { Decimation.thinned($0, span: chart.span) }
    let title = HTMLText.escape(chart.title)
    var out = "<figure data-chart>\n<figcaption id=\"chart-\(number)\"><strong>\(title)</strong>"
    out += "<span>\(HTMLText.escape(chart.summary))</span></figcaption>\n"
    out +=
      "<svg viewBox=\"0 0 \(Int(Self.viewWidth)) \(Self.coordinate(height))\" role=\"img\" tabindex=\"0\""
    out += " aria-labelledby=\"chart-\(number)\">\n"
    out += gaps(lines) + grid() + bands() + lines.enumerated().map { path($1, $0) }.joined() + limits()
    out += "<line class=\"cursor\" visibility=\"hidden\" y1=\"\(Self.coordinate(Self.top))\""
    out +=
      " y2=\"\(Self.coordinate(max(bottom, plotBottom)))\"/>\n</svg>\n" + legend(lines)
      + "<output aria-live=\"polite\"></output>\n"
    out += "<script type=\"application/json\">\(data(lines).compactText)</script>\n</figure>\n"
    return out
  }

  // MARK: Places

  private func x(_ at: Instant) -> Double {
    let length = max(1, chart.span.upperBound.milliseconds - chart.span.lowerBound.milliseconds)
    let offset = min(max(0, at.milliseconds - chart.span.lowerBound.milliseconds), length)
    return left + Double(offset) / Double(length) * width
  }

  private func y(_ value: Double) -> Double {
    let most = values.last ?? 1
    return plotBottom - min(max(0, value), most) / most * (Self.plotHeight - 8)
  }

  /// One digit after the point: a tenth of a pixel is finer than any screen.
  private static func coordinate(_ value: Double) -> String {
    let tenths = Int64((value * 10).rounded())
    let (whole, rest) = tenths.quotientAndRemainder(dividingBy: 10)
    return rest == 0 ? String(whole) : String(whole) + "." + String(abs(rest))
  }

  // MARK: Parts

  private func grid() -> String {
    var out = ""
    for value in values {
      let y = Self.coordinate(y(value))
      out += "<line class=\"grid\" x1=\"\(Self.coordinate(left))\" x2=\"\(Self.coordinate(left + width))\""
      out += " y1=\"\(y)\" y2=\"\(y)\"/>"
      out += "<text x=\"\(Self.coordinate(left - 6))\" y=\"\(y)\" dy=\"4\" text-anchor=\"end\">"
      out += HTMLText.escape(chart.unit.text(value)) + "</text>\n"
    }
    let ticksAt = chart.lines.isEmpty ? bottom + 16 : plotBottom + 16
    for tick in Axis.times(in: chart.span, count: 7) {
      let x = Self.coordinate(x(tick.at))
      out += "<line class=\"grid\" x1=\"\(x)\" x2=\"\(x)\" y1=\"\(Self.coordinate(Self.top))\""
      out += " y2=\"\(Self.coordinate(chart.lines.isEmpty ? bottom : plotBottom))\"/>"
      out += "<text x=\"\(x)\" y=\"\(Self.coordinate(ticksAt))\" text-anchor=\"middle\">"
      out += HTMLText.escape(tick.text) + "</text>\n"
    }
    return out
  }

  /// Where no line has a sample nobody looked, which is not the same as nothing happening.
  private func gaps(_ lines: [Chart.Line]) -> String {
    guard !lines.isEmpty else { return "" }
    let seen = lines.flatMap(\.stretches).compactMap { stretch in
      stretch.first.flatMap { first in stretch.last.map { (from: first.at, to: $0.at) } }
    }.sorted { $0.from < $1.from }
    var out = ""
    var reached = chart.span.lowerBound
    for stretch in seen + [(from: chart.span.upperBound, to: chart.span.upperBound)] {
      let (from, to) = (x(reached), x(stretch.from))
      if to - from > 2 {
        out += "<rect class=\"gap\" x=\"\(Self.coordinate(from))\" width=\"\(Self.coordinate(to - from))\""
        out += " y=\"\(Self.coordinate(Self.top))\" height=\"\(Self.coordinate(Self.plotHeight))\">"
        out += "<title>no samples</title></rect>\n"
      }
      reached = max(reached, stretch.to)
    }
    return out
  }

  private func path(_ line: Chart.Line, _ index: Int) -> String {
    let place = { (at: Instant, value: Double) in Self.coordinate(x(at)) + " " + Self.coordinate(y(value)) }
    var path = ""
    for stretch in line.stretches {
      guard let first = stretch.first else { continue }
      path += "M" + place(first.at, first.value)
      for point in stretch.dropFirst() {
        path +=
          line.isStepped
          ? "H\(Self.coordinate(x(point.at)))V\(Self.coordinate(y(point.value)))"
          : "L" + place(point.at, point.value)
      }
      // One sample alone has no length: a dot stands for it.
      if stretch.count == 1 { path += "h.1" }
    }
    let colour = index % HTMLStyle.colours
    return "<path class=\"plot s\(colour)\" stroke-linecap=\"round\" d=\"\(path)\"/>\n"
  }

  private func limits() -> String {
    chart.limits.filter { $0.value <= values.last ?? 0 }.map { limit in
      let y = Self.coordinate(y(limit.value))
      return "<path class=\"limit \(limit.severity.rawValue)\" d=\"M\(Self.coordinate(left)) \(y)"
        + "H\(Self.coordinate(left + width))\"><title>\(HTMLText.escape(words(limit)))</title></path>\n"
    }.joined()
  }

  private func words(_ limit: Chart.Limit) -> String { limit.name + ": " + chart.unit.text(limit.value) }

  private func bands() -> String {
    var out = ""
    for (index, band) in chart.bands.enumerated() {
      let top = bandsTop + Double(index) * Self.bandHeight
      let name =
        band.name.count > Self.nameLimit ? band.name.prefix(Self.nameLimit - 1) + "…" : band.name[...]
      out +=
        "<text x=\"\(Self.coordinate(left - 6))\" y=\"\(Self.coordinate(top + 13))\" text-anchor=\"end\">"
      out += HTMLText.escape(String(name)) + "</text>"
      for span in band.spans {
        let (from, to) = (x(span.from), x(span.to))
        out += "<rect class=\"\(span.severity?.rawValue ?? "ok")\" x=\"\(Self.coordinate(from))\""
        out += " width=\"\(Self.coordinate(max(2, to - from)))\" y=\"\(Self.coordinate(top + 3))\""
        out +=
          " height=\"\(Self.coordinate(height(of: span)))\"><title>\(HTMLText.escape(span.text))</title></rect>"
      }
      out += "\n"
    }
    return out
  }

  /// Severities differ in height, too: colour alone does not tell everybody.
  private func height(of span: Chart.Span) -> Double {
    switch span.severity {
    case .critical: 15
    case .warning: 11
    case .info, nil: 7
    }
  }

  private func legend(_ lines: [Chart.Line]) -> String {
    var items: [String] = []
    for (index, line) in lines.enumerated() {
      items.append("<i class=\"s\(index % HTMLStyle.colours)\"></i>" + HTMLText.escape(line.name))
    }
    items += chart.limits.map { "╌ " + HTMLText.escape(words($0)) }
    guard !items.isEmpty else { return "" }
    return "<ul class=\"legend\">" + items.map { "<li>\($0)</li>" }.joined() + "</ul>\n"
  }

  // MARK: Values

  /// What the script reads out: of each line instants as steps, values as words, and where they stand.
  private func data(_ lines: [Chart.Line]) -> JSONValue {
    let spans = chart.bands.flatMap { band in
      band.spans.map { span -> JSONValue in
        .array([
          .integer(span.from.milliseconds),
          .text(VisibleText.make(band.name + ": " + span.text)),
          .text(span.source.map { VisibleText.make($0.description) } ?? ""),
        ])
      }
    }
    return .object([
      "from": .integer(chart.span.lowerBound.milliseconds),
      "to": .integer(chart.span.upperBound.milliseconds),
      "left": .decimal(left), "width": .decimal(width), "viewWidth": .decimal(Self.viewWidth),
      "lines": .array(lines.map(data)), "spans": .array(spans),
    ])
  }

  private func data(_ line: Chart.Line) -> JSONValue {
    let points = line.stretches.flatMap { $0 }
    let files = Set(points.map(\.source.file)).sorted()
    var last: Int64 = 0
    let steps = points.map { point -> JSONValue in
      defer { last = point.at.milliseconds }
      return .integer(point.at.milliseconds - last)
    }
    let places = points.map { point in JSONValue.integer(Int64(files.firstIndex(of: point.source.file) ?? 0))
    }
    return .object([
      "name": .text(VisibleText.make(line.name)), "t": .array(steps),
      "x": .array(points.map { .text(chart.unit.text($0.value)) }),
      "l": .array(points.map { .integer(Int64($0.source.line)) }),
      "f": .array(files.map { .text(VisibleText.make($0)) }), "p": .array(files.count > 1 ? places : []),
    ])
  }
}
