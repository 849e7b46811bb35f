// The HTML page, without a browser: links, ids, columns, contrast, words for colours, marks and names of charts.

import CassandraModel
import TestSupport
import Testing

@testable import CassandraReport

@Suite struct HTMLPageTests {
  private let start = Instant(milliseconds: 1_795_237_200_000)
  private let end = Instant(milliseconds: 1_795_240_800_000)
  private func at(_ seconds: Int64) -> Instant { Instant(milliseconds: start.milliseconds + seconds * 1000) }
  private let place = SourceLocation(file: "logs/system.log", line: 7)

  private func page(_ blocks: [Block]) -> String {
    HTMLRenderer.render(Report(title: "R", facts: [], sections: [Section(title: "S", blocks: blocks)]))
  }

  private func matches(_ text: String, from start: String, to end: String) -> [String] {
    var found: [String] = []
    var rest = Substring(text)
    while let open = rest.firstRange(of: start) {
      guard let close = rest[open.upperBound...].firstRange(of: end) else { break }
      found.append(String(rest[open.upperBound..<close.lowerBound]))
      rest = rest[close.upperBound...]
    }
    return found
  }

  private func errors(_ ids: [String]) -> Table {
    Table(
      name: "errors", columns: [Column("error", "Id", .text, meaning: "Id.")],
      rows: ids.map { [.reference($0)] })
  }

  @Test("a number leads to its heading, else to its row, else it is no link")
  func linksResolve() {
    let text = page([
      .group(
        id: "I1", title: "I1",
        blocks: [.bullets(["\(.reference("E1")) \(.reference("E2")) \(.reference("E9"))"])]),
      .table(errors(["E1", "E2"])), .table(errors(["E2"])),
      .details(id: "E1", title: "E1", blocks: [.paragraph("x")]),
    ])
    let ids = matches(text, from: " id=\"", to: "\"")
    let targets = matches(text, from: "href=\"#", to: "\"")
    #expect(Set(ids).count == ids.count, "ids are unique: \(ids)")
    #expect(Set(targets).isSubset(of: ids))
    #expect(targets.contains("E1") && targets.contains("E2") && !targets.contains("E9"))
    #expect(text.contains("<tr id=\"E2\">") && !text.contains("<tr id=\"E1\">"))
  }

  @Test("the page of a capture has unique ids and links that resolve")
  func linksOfTheSampleResolve() {
    let text = HTMLRenderer.render(SampleReport.report)
    let ids = matches(text, from: " id=\"", to: "\"")
    #expect(Set(ids).count == ids.count)
    #expect(Set(matches(text, from: "href=\"#", to: "\"")).isSubset(of: ids))
  }

  @Test("a table has seven columns, and the others stand under each row")
  func wideTables() {
    let columns = (1...9).map { Column("c\($0)", "Title \($0)", .count, meaning: "C.") }
    let table = Table(name: "t", columns: columns, rows: [(1...9).map { .count($0) }])
    let text = page([.table(table)])
    #expect(matches(text, from: "<th scope", to: "</th>").count == 7)
    #expect(text.contains("<tr class=\"more\"><td colspan=\"7\"><span class=\"label\">Title 8</span> 8 · "))
    let narrow = page([
      .table(Table(name: "t", columns: Array(columns.prefix(7)), rows: [(1...7).map { .count($0) }]))
    ])
    #expect(!narrow.contains("class=\"more\""))
  }

  @Test("a severity is a word wherever it is a colour")
  func severitiesAreWords() {
    let text = page([.callout(.critical, "Full."), .callout(.warning, "Nearly."), .callout(.info, "Fine.")])
    for word in ["Critical:", "Warning:", "Note:"] { #expect(text.contains("<strong>\(word)</strong>")) }
    #expect(HTMLInline(.full).cell(.severity(.critical)).contains(">critical<"))
  }

  // MARK: Charts

  private func chart(_ marks: [Chart.Mark] = []) -> Chart {
    Chart(
      title: "Pending compactions · n1", summary: "Estimate.", span: start...end,
      lines: [
        Chart.Line(
          name: "pending",
          stretches: [
            [
              Chart.Point(at: start, value: 3, source: place),
              Chart.Point(at: at(1301), value: 834, source: place),
            ]
          ])
      ],
      limits: [Chart.Limit(name: "pending-high", value: 10, severity: .warning)],
      bands: [
        Chart.Band(
          name: "rule", spans: [Chart.Span(from: start, to: end, severity: .critical, text: "firing")])
      ], marks: marks)
  }

  private func mark(_ seconds: Int64, _ kind: Chart.Mark.Kind, _ text: Prose) -> Chart.Mark {
    Chart.Mark(at: at(seconds), kind: kind, text: text, source: place)
  }

  @Test("the name of a chart carries its peaks, limits, states and marks")
  func chartsHaveNames() throws {
    let drawn = HTMLChart(chart([mark(600, .action, "nodetool scrub")]), .full).html
    let name = try #require(matches(drawn, from: "aria-label=\"", to: "\"").first)
    for part in [
      "pending, peak 834 at 2026-11-21 05:21:41.000 UTC", "pending-high: 10", "rule, critical",
      "nodetool scrub",
    ] {
      #expect(name.contains(part), "\(part) in \(name)")
    }
  }

  @Test("each action has a letter and its words, each error a cross at its instant")
  func chartsHaveMarks() {
    let marks = [
      mark(0, .action, "throughput 1"), mark(900, .error, "ENOSPC"), mark(1800, .action, "scrub"),
      mark(1805, .action, "restart"),
    ]
    let drawn = HTMLChart(chart(marks), .full).html
    for letter in ["A", "B", "C"] { #expect(drawn.contains("<strong>\(letter)</strong>")) }
    #expect(drawn.contains("<line class=\"mark error\" x1=\"25%\" x2=\"25%\""))
    #expect(matches(drawn, from: "<text class=\"mark action\" x=\"50%\"", to: ">").count == 1)
    let rows = MarkRows(chart(marks)).all.filter { $0.mark.kind == .action }.map(\.bottom)
    #expect(rows[1] != rows[2], "letters that are close stand in two rows")
  }

  @Test("of two charts with the same marks the first has their words")
  func marksAreListedOnce() {
    let marks = [mark(60, .action, "nodetool scrub")]
    let text = page([.chart(chart(marks)), .chart(chart(marks)), .chart(chart())])
    #expect(matches(text, from: "<ul class=\"marks\">", to: "</ul>").count == 1)
    #expect(matches(text, from: "<text class=\"mark action\" x=\"1.67%\"", to: "</text>").count == 2)
  }

  @Test("the legend has a key for each line, limit, state, gap and sign")
  func legends() throws {
    let drawn = HTMLChart(chart([mark(60, .error, "ENOSPC"), mark(90, .action, "scrub")]), .full).html
    let legend = try #require(matches(drawn, from: "<ul class=\"legend\">", to: "</ul>").first)
    for word in ["pending", "pending-high: 10", "critical", "no samples", "error", "action"] {
      #expect(legend.contains(word))
    }
    #expect(matches(legend, from: "<svg class=\"key\"", to: "</svg>").count == 6)
  }

  @Test("every line has a dash of its own, and so has every limit")
  func dashes() {
    let dashes = matches(HTMLStyle.text, from: "stroke-dasharray: ", to: ";")
    let lines = (0..<HTMLStyle.colours).compactMap { number in
      matches(HTMLStyle.text, from: "svg .s\(number) {", to: "}").first.flatMap {
        matches($0, from: "stroke-dasharray: ", to: ";").first
      }
    }
    #expect(Set(lines).count == HTMLStyle.colours && dashes.count >= HTMLStyle.colours + 3)
  }

  @Test("a chart that holds a value writes each change once")
  func steppedLinesAreShort() {
    let points = (0..<500).map { index in
      Chart.Point(
        at: at(Int64(index)), value: index < 250 ? 1 : 2, source: place)
    }
    let line = Chart.Line(name: "limit", stretches: [points], isStepped: true)
    let drawn = HTMLChart(Chart(title: "t", summary: "s", span: start...end, lines: [line]), .full).html
    let path = matches(drawn, from: " d=\"M", to: "\"").first ?? ""
    #expect(path.count { $0 == "H" } == 2 && path.count { $0 == "V" } == 1)
  }

  // MARK: Contrast

  /// Relative luminance (WCAG 2.2).
  private func luminance(_ hex: String) -> Double {
    let value = Int(hex.dropFirst(), radix: 16) ?? 0
    // The power 2.4 without a library: x^2.4 = x² · x^0.4, and the root by Newton's method.
    let parts = [value >> 16, value >> 8 & 255, value & 255].map { part -> Double in
      let share = Double(part) / 255
      if share <= 0.04045 { return share / 12.92 }
      let base = (share + 0.055) / 1.055
      var root = base
      for _ in 0..<60 { root -= (root * root * root * root * root - base) / (5 * root * root * root * root) }
      return base * base * root * root
    }
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
  }

  private func contrast(_ a: String, _ b: String) -> Double {
    let (high, low) = (max(luminance(a), luminance(b)), min(luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)
  }

  @Test("text has a contrast of 4.5 and shapes of 3, in light and dark")
  func contrasts() {
    #expect(abs(contrast("#ffffff", "#000000") - 21) < 0.001)
    for theme in [HTMLStyle.light, HTMLStyle.dark] {
      let colour = Dictionary(uniqueKeysWithValues: theme.map { ($0.0, $0.1) })
      let value = { (name: String) in colour[name] ?? "#000000" }
      for ground in ["bg", "panel"] {
        for text in ["fg", "soft", "link", "info", "warning", "critical"] {
          #expect(contrast(value(text), value(ground)) >= 4.5, "\(text) on \(ground)")
        }
      }
      for ground in ["info", "warning", "critical", "soft"] {
        #expect(contrast(value("on"), value(ground)) >= 4.5, "badge \(ground)")
      }
      for shape in ["s0", "s1", "s2", "s3", "s4", "s5", "ok", "info", "warning", "critical"] {
        for ground in ["bg", "gap"] {
          #expect(contrast(value(shape), value(ground)) >= 3, "\(shape) on \(ground)")
        }
      }
    }
  }
}
