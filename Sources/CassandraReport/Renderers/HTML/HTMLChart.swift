// A chart as a figure: inline SVG, a legend, and values for the pointer and the arrow keys. One tab stop for
// each chart.
//
// Times are positions in percent of the width, so that a chart fits a phone and a page while its text keeps
// its size; only the lines are in a stretched picture. All charts of a page have the same left edge.

import CassandraModel

struct HTMLChart {
  let chart: Chart
  let lines: [Chart.Line]
  let clock: PageClock
  /// False if the previous chart has the same marks and lists them.
  let listsMarks: Bool
  private let values: [Double]
  private let marks: MarkRows

  private static let valuesWidth = 72
  private static let plotHeight = 190.0
  private static let axisHeight = 36.0
  private static let bandHeight = 32.0
  private static let nameHeight = 14.0
  private static let nameLimit = 44
  /// Width of the stretched picture, in its own units.
  private static let across = 1000.0
  /// Spans narrower than this share of the width are drawn as instants.
  private static let leastShare = 0.003

  init(_ chart: Chart, _ clock: PageClock, listsMarks: Bool = true) {
    self.chart = chart
    self.clock = clock
    self.listsMarks = listsMarks
    lines = chart.lines.map { Decimation.thinned($0, span: chart.span) }
    let most = chart.lines.flatMap { $0.stretches.flatMap { $0.map(\.value) } }.max() ?? 0
    let limits = chart.limits.map(\.value).filter { $0 <= max(most * 3, most + 1) }
    values = chart.lines.isEmpty ? [] : Axis.values(upTo: max(most, limits.max() ?? 0), unit: chart.unit)
    marks = MarkRows(chart)
  }

  private var top: Double { 6 + marks.height }
  private var plotBottom: Double { top + (lines.isEmpty ? 0 : Self.plotHeight) }
  /// The axis is above the bands if the chart has lines, otherwise below the bands.
  private var bandsTop: Double { plotBottom + (lines.isEmpty ? 0 : Self.axisHeight) }
  private var bottom: Double { bandsTop + Double(chart.bands.count) * Self.bandHeight }
  private var height: Double { lines.isEmpty ? bottom + Self.axisHeight : bottom + 4 }

  var html: String {
    var out = "<figure data-chart>\n<figcaption><strong>\(HTMLText.escape(chart.title))</strong>"
    out += "<span>\(HTMLText.escape(chart.summary))</span></figcaption>\n<div class=\"chart\">\n"
    out += valueAxis
    out += "<svg class=\"plot\" height=\"\(Self.number(height))\" role=\"img\" tabindex=\"0\""
    out += " aria-label=\"\(HTMLText.escape(HTMLChartText(self).name, limit: HTMLChartText.nameLimit))\">\n"
    out += gaps + grid + bands + paths + limits + markLines
    out += "<line class=\"cursor\" visibility=\"hidden\" y1=\"\(Self.number(top))\""
    out += " y2=\"\(Self.number(max(bottom, plotBottom)))\"/>\n</svg>\n</div>\n"
    out += HTMLChartLegend(self, marks, hasGaps: !gaps.isEmpty).html
    out += "<output aria-live=\"polite\"></output>\n"
    out += "<script type=\"application/json\">\(HTMLChartData(self).json.compactText)</script>\n</figure>\n"
    return out
  }

  // MARK: Positions

  /// The position of an instant, 0 to 1.
  static func share(_ at: Instant, _ chart: Chart) -> Double {
    let length = max(1, chart.span.upperBound.milliseconds - chart.span.lowerBound.milliseconds)
    return Double(min(max(0, at.milliseconds - chart.span.lowerBound.milliseconds), length)) / Double(length)
  }

  private func share(_ at: Instant) -> Double { Self.share(at, chart) }

  private static func percent(_ share: Double) -> String { number(share * 100, digits: 2) + "%" }

  /// The distance from the top of the plot, in pixels.
  private func depth(_ value: Double) -> Double {
    let most = values.last ?? 1
    return Self.plotHeight - min(max(0, value), most) / most * (Self.plotHeight - 8)
  }

  /// One decimal: a tenth of a pixel is finer than any screen.
  private static func number(_ value: Double, digits: Int = 1) -> String {
    let scale: Int64 = digits == 2 ? 100 : 10
    let units = Int64((value * Double(scale)).rounded())
    let (whole, rest) = units.quotientAndRemainder(dividingBy: scale)
    guard rest != 0 else { return String(whole) }
    let fraction = PlainText.padded(UInt64(rest.magnitude), to: digits)
    return String(whole) + "." + (fraction.hasSuffix("0") ? String(fraction.dropLast()) : fraction)
  }

  // MARK: Parts

  private var valueAxis: String {
    let texts = values.map { value in
      "<text x=\"\(Self.valuesWidth - 6)\" y=\"\(Self.number(top + depth(value)))\" dy=\"4\" text-anchor=\"end\">"
        + HTMLText.escape(chart.unit.text(value)) + "</text>\n"
    }
    return
      "<svg class=\"values\" width=\"\(Self.valuesWidth)\" height=\"\(Self.number(height))\" aria-hidden=\"true\">\n"
      + texts.joined() + "</svg>\n"
  }

  private var grid: String {
    var out = values.map { value in
      let y = Self.number(top + depth(value))
      return "<line class=\"grid\" x1=\"0\" x2=\"100%\" y1=\"\(y)\" y2=\"\(y)\"/>\n"
    }.joined()
    let foot = lines.isEmpty ? bottom : plotBottom
    for (index, tick) in Axis.times(in: chart.span, count: 7).enumerated() {
      let x = Self.percent(share(tick.at))
      out +=
        "<line class=\"grid\" x1=\"\(x)\" x2=\"\(x)\" y1=\"\(Self.number(top))\" y2=\"\(Self.number(foot))\"/>"
      let odd = index.isMultiple(of: 2) ? "" : " class=\"odd\""
      let text = { (words: String, y: Double) in
        "<text\(odd) x=\"\(x)\" y=\"\(Self.number(y))\" text-anchor=\"middle\">\(HTMLText.escape(words))</text>"
      }
      out += text(tick.text, foot + 15) + (tick.day.map { text($0, foot + 29) } ?? "") + "\n"
    }
    return out
  }

  /// Periods without samples on any line. They differ from periods without events.
  private var gaps: String {
    guard !lines.isEmpty else { return "" }
    let seen = lines.flatMap(\.stretches).compactMap { stretch in
      stretch.first.flatMap { first in stretch.last.map { (from: first.at, to: $0.at) } }
    }.sorted { $0.from < $1.from }
    var out = ""
    var reached = chart.span.lowerBound
    for stretch in seen + [(from: chart.span.upperBound, to: chart.span.upperBound)] {
      let (from, to) = (share(reached), share(stretch.from))
      if to - from > Self.leastShare {
        out += "<rect class=\"gap\" x=\"\(Self.percent(from))\" width=\"\(Self.percent(to - from))\""
        out += " y=\"\(Self.number(top))\" height=\"\(Self.number(Self.plotHeight))\">"
        out += "<title>no samples</title></rect>\n"
      }
      reached = max(reached, stretch.to)
    }
    return out
  }

  private var paths: String {
    guard !lines.isEmpty else { return "" }
    let all = lines.enumerated().map { index, line in
      "<path class=\"line s\(index % HTMLStyle.colours)\" stroke-linecap=\"round\" d=\"\(path(line))\"/>\n"
    }
    return
      "<svg class=\"lines\" y=\"\(Self.number(top))\" width=\"100%\" height=\"\(Self.number(Self.plotHeight))\""
      + " viewBox=\"0 0 \(Self.number(Self.across)) \(Self.number(Self.plotHeight))\" preserveAspectRatio=\"none\">\n"
      + all.joined() + "</svg>\n"
  }

  private func path(_ line: Chart.Line) -> String {
    let x = { (at: Instant) in Self.number(share(at) * Self.across) }
    var path = ""
    for stretch in line.stretches {
      guard let first = stretch.first, let last = stretch.last else { continue }
      var y = Self.number(depth(first.value))
      path += "M" + x(first.at) + " " + y
      for point in stretch.dropFirst() {
        let next = Self.number(depth(point.value))
        if !line.isStepped {
          path += "L" + x(point.at) + " " + next
        } else if next != y {
          path += "H" + x(point.at) + "V" + next
        } else if point == last {
          path += "H" + x(point.at)
        }
        y = next
      }
      // A single sample has no length; a dot marks it.
      if stretch.count == 1 { path += "h.1" }
    }
    return path
  }

  private var limits: String {
    chart.limits.filter { $0.value <= values.last ?? 0 }.map { limit in
      let y = Self.number(top + depth(limit.value))
      return
        "<line class=\"limit \(limit.severity.rawValue)\" x1=\"0\" x2=\"100%\" y1=\"\(y)\" y2=\"\(y)\"><title>"
        + HTMLText.escape(words(limit)) + "</title></line>\n"
    }.joined()
  }

  func words(_ limit: Chart.Limit) -> String { limit.name + ": " + chart.unit.text(limit.value) }

  private var bands: String {
    var out = ""
    for (index, band) in chart.bands.enumerated() {
      let top = bandsTop + Double(index) * Self.bandHeight
      let name =
        band.name.count > Self.nameLimit ? band.name.prefix(Self.nameLimit - 1) + "…" : band.name[...]
      out += "<text x=\"0\" y=\"\(Self.number(top + 12))\">" + HTMLText.escape(String(name)) + "</text>"
      for span in band.spans {
        let from = share(span.from)
        let width = share(span.to) - from
        let height = SeverityShape.height(of: span.severity)
        out += "<rect class=\"\(SeverityShape.name(span.severity))\" x=\"\(Self.percent(from))\""
        out += " width=\"\(width < Self.leastShare ? "3" : Self.percent(width))\""
        out += " y=\"\(Self.number(top + Self.nameHeight + 15 - height))\" height=\"\(Self.number(height))\">"
        out += "<title>\(HTMLText.escape(tooltip(span)))</title></rect>"
      }
      out += "\n"
    }
    return out
  }

  private func tooltip(_ span: Chart.Span) -> String {
    let from = PageClock.full.text(.utc(span.from))
    return (span.to > span.from ? from + " to " + PageClock.full.text(.utc(span.to)) : from) + ": "
      + span.text
  }

  private var markLines: String {
    marks.all.map { placed in
      let mark = placed.mark
      let x = Self.percent(share(mark.at))
      let foot = lines.isEmpty ? bottom : plotBottom
      let kind = mark.kind == .action ? "action" : "error"
      let words = PageClock.full.text(.utc(mark.at)) + ": " + mark.text.plainText
      return "<line class=\"mark \(kind)\" x1=\"\(x)\" x2=\"\(x)\" y1=\"\(Self.number(placed.bottom + 2))\""
        + " y2=\"\(Self.number(foot))\"/><text class=\"mark \(kind)\" x=\"\(x)\" y=\"\(Self.number(placed.bottom))\""
        + " text-anchor=\"middle\">\(placed.sign)<title>\(HTMLText.escape(words))</title></text>\n"
    }.joined()
  }
}

/// Severities by shape, for readers who do not see colours: each has a different height.
enum SeverityShape {
  static func name(_ severity: Severity?) -> String { severity?.rawValue ?? "ok" }

  static func height(of severity: Severity?) -> Double {
    switch severity {
    case .critical: 15
    case .warning: 11
    case .info, nil: 7
    }
  }
}

/// Marks in rows above a plot, so that letters close to each other do not overlap.
struct MarkRows {
  struct Placed {
    let mark: Chart.Mark
    /// A letter for an action, a cross for an error.
    let sign: String
    /// The bottom edge of the sign.
    let bottom: Double
  }

  private(set) var all: [Placed] = []
  private var rows = 0

  private static let rowHeight = 13.0
  private static let rowLimit = 4
  /// The width of a letter on a phone, as a share of the chart's width.
  private static let letter = 0.045
  private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ")

  /// The height of all rows, in pixels.
  var height: Double { Double(rows) * Self.rowHeight }

  init(_ chart: Chart) {
    var ends: [Double] = []
    var letters = Self.letters.makeIterator()
    var placed: [(mark: Chart.Mark, sign: String, row: Int)] = []
    let hasErrors = chart.marks.contains { $0.kind == .error }
    for mark in chart.marks {
      let share = HTMLChart.share(mark.at, chart)
      guard mark.kind == .action else {
        placed.append((mark, "✕", -1))
        continue
      }
      guard let sign = letters.next() else { continue }
      var row = ends.firstIndex { share - $0 >= Self.letter } ?? ends.count
      if row >= Self.rowLimit { row = 0 }
      if row == ends.count { ends.append(share) } else { ends[row] = share }
      placed.append((mark, String(sign), row))
    }
    rows = ends.count + (hasErrors ? 1 : 0)
    // Errors are in the row next to the lines.
    all = placed.map { one in
      let row = one.row < 0 ? ends.count : one.row
      return Placed(mark: one.mark, sign: one.sign, bottom: 6 + Double(row + 1) * Self.rowHeight - 3)
    }
  }
}
