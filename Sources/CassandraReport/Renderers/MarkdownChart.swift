// Charts in Markdown: a row of block characters for each line and band, readable as plain text, too.
//
//     Pending compactions · n1
//       pending      ▁▁▂▄▅▇██▇▅▂▁····▁   0 to 834 (peak at 05:31:41)
//
// The height of a block is the maximum of its period, relative to the maximum of the line. A dot is a period
// without samples.

import CassandraModel

enum MarkdownChart {
  private static let columns = 60
  private static let blocks = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
  private static let nameLimit = 32

  /// Charts over one time span in one frame: a heading, and a row for each line that changed; a chart without
  /// lines has its bands. Rows without samples, or with zeros only, are left out.
  static func paragraphs(_ charts: [Chart], _ clock: PageClock) -> [String] {
    guard let span = charts.first?.span else { return [] }
    var rows: [Row] = []
    for chart in charts {
      let own =
        chart.lines.isEmpty
        ? chart.bands.map { Row(name: "  " + $0.name, text: band($0, chart), note: "") }
        : chart.lines.filter(moved).map {
          Row(name: "  " + $0.name, text: line($0, chart), note: note($0, chart, clock))
        }
      guard !own.isEmpty else { continue }
      rows += [Row(name: chart.title, text: "", note: "")] + own.prefix(rowLimit)
      let more = own.count - rowLimit
      if more > 0 { rows.append(Row(name: "  and \(more) more", text: "", note: "")) }
    }
    guard !rows.isEmpty else { return [] }
    let names = rows.map { $0.name.count > nameLimit ? $0.name.prefix(nameLimit - 1) + "…" : $0.name[...] }
    let width = zip(names, rows).filter { !$0.1.text.isEmpty }.map(\.0.count).max() ?? 0
    let text = zip(names, rows).map { name, row in
      if row.text.isEmpty { return MarkdownText.escape(row.name, as: .fenced) }
      let padded = name + String(repeating: " ", count: width - name.count)
      return MarkdownText.escape(
        padded + "  " + row.text + (row.note.isEmpty ? "" : "  " + row.note), as: .fenced)
    }
    let first = clock.text(.utc(span.lowerBound))
    let last = clock.text(.utc(span.upperBound))
    // The key explains only the characters in the rows.
    let drawn = Set(rows.map(\.text).joined())
    let legend = marks.filter { drawn.contains($0.mark) }.map { String($0.mark) + " " + $0.meaning }
    let fence = MarkdownText.fence(around: text)
    return [
      MarkdownText.escape(first + " to " + last + "; " + legend.joined(separator: ", ") + ".", as: .words),
      ([fence + "text"] + text + [fence]).joined(separator: "\n"),
    ]
  }

  private struct Row {
    let name: String
    let text: String
    let note: String
  }

  private static let marks: [(mark: Character, meaning: String)] = [
    ("█", "critical"), ("▓", "warning"), ("▒", "info"), ("░", "healthy"), ("·", "no data"),
  ]

  private static let rowLimit = 6

  private static func moved(_ line: Chart.Line) -> Bool {
    line.stretches.contains { $0.contains { $0.value != 0 } }
  }

  private static func column(_ at: Instant, _ chart: Chart) -> Int {
    let length = max(1, chart.span.upperBound.milliseconds - chart.span.lowerBound.milliseconds)
    let offset = Double(at.milliseconds - chart.span.lowerBound.milliseconds) / Double(length)
    return min(columns - 1, max(0, Int(offset * Double(columns))))
  }

  private static func line(_ line: Chart.Line, _ chart: Chart) -> String {
    var highest = [Double?](repeating: nil, count: columns)
    for stretch in line.stretches {
      var before: Chart.Point?
      for point in stretch {
        let at = column(point.at, chart)
        highest[at] = max(highest[at] ?? 0, point.value)
        // A stretch has no gaps: columns between two samples show the earlier one.
        if let before {
          let from = column(before.at, chart)
          if at - from > 1 { for between in (from + 1)..<at { highest[between] = before.value } }
        }
        before = point
      }
    }
    let most = highest.compactMap { $0 }.max() ?? 0
    return highest.map { value in
      guard let value else { return "·" }
      guard most > 0 else { return blocks[0] }
      // A damaged capture may have -1e300 and 1e-300 in one line.
      let share = min(1, max(0, value / most))
      return blocks[max(0, Int((share * Double(blocks.count)).rounded(.up)) - 1)]
    }.joined()
  }

  private static func note(_ line: Chart.Line, _ chart: Chart, _ clock: PageClock) -> String {
    let points = line.stretches.flatMap { $0 }
    guard let least = points.map(\.value).min(), let most = points.map(\.value).max(),
      let peak = points.first(where: { $0.value == most })
    else { return "no samples" }
    guard least < most else { return chart.unit.text(most) }
    return chart.unit.text(least) + " to " + chart.unit.text(most) + " (peak at "
      + clock.text(.utc(peak.at)) + ")"
  }

  private static func band(_ band: Chart.Band, _ chart: Chart) -> String {
    var worst = [Severity??](repeating: nil, count: columns)
    for span in band.spans {
      for at in column(span.from, chart)...column(span.to, chart) {
        guard let known = worst[at] else {
          worst[at] = .some(span.severity)
          continue
        }
        worst[at] = .some([known, span.severity].compactMap { $0 }.max())
      }
    }
    return worst.map { state in
      switch state {
      case nil: "·"
      case .some(nil): "░"
      case .some(.info): "▒"
      case .some(.warning): "▓"
      case .some(.critical): "█"
      }
    }.joined()
  }
}
