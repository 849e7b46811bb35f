// The data of a chart for the script: for each line, the instants as steps, the values as text, and their
// source locations.

import CassandraModel

struct HTMLChartData {
  private let drawn: HTMLChart
  private var chart: Chart { drawn.chart }

  init(_ drawn: HTMLChart) { self.drawn = drawn }

  var json: JSONValue {
    let spans = chart.bands.flatMap { band in
      band.spans.map { event($0.from, band.name + ": " + $0.text, $0.source) }
    }
    let marks = chart.marks.map { event($0.at, $0.text.plainText, $0.source) }
    return .object([
      "from": .integer(chart.span.lowerBound.milliseconds),
      "to": .integer(chart.span.upperBound.milliseconds),
      "lines": .array(drawn.lines.map(line)), "spans": .array(spans + marks),
    ])
  }

  private func event(_ at: Instant, _ text: String, _ source: SourceLocation?) -> JSONValue {
    .array([
      .integer(at.milliseconds), .text(VisibleText.make(text)),
      .text(source.map { VisibleText.make($0.description) } ?? ""),
    ])
  }

  private func line(_ line: Chart.Line) -> JSONValue {
    let points = line.stretches.flatMap { $0 }
    let files = Set(points.map(\.source.file)).sorted()
    let numbers = Dictionary(uniqueKeysWithValues: files.enumerated().map { ($1, Int64($0)) })
    var last: Int64 = 0
    let steps = points.map { point -> JSONValue in
      defer { last = point.at.milliseconds }
      return .integer(point.at.milliseconds - last)
    }
    let places = points.map { JSONValue.integer(numbers[$0.source.file] ?? 0) }
    return .object([
      "name": .text(VisibleText.make(line.name)), "t": .array(steps),
      "x": .array(points.map { .text(chart.unit.text($0.value)) }),
      "l": .array(points.map { .integer(Int64($0.source.line)) }),
      "f": .array(files.map { .text(VisibleText.make($0)) }), "p": .array(files.count > 1 ? places : []),
    ])
  }
}
