// Charts in Markdown: a line of blocks for each line and band, which reads well as plain text, too.
//
//     pending      ▁▁▂▄▅▇██▇▅▂▁····▁   0 to 834
//
// The height of a block is the greatest value of its stretch of time, against the greatest of the line. A dot is a
// stretch in which nobody looked.

import CassandraModel

/// Charts as text.
enum MarkdownChart {
  /// How many blocks a line has.
  private static let columns = 60
  private static let blocks = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
  private static let nameLimit = 32

  static func paragraphs(_ chart: Chart) -> [String] {
    let lines = chart.lines.map { (name: $0.name, text: line($0, chart), note: note($0, chart)) }
    let bands = chart.bands.map { (name: $0.name, text: band($0, chart), note: "") }
    let rows = lines + bands
    guard !rows.isEmpty else { return [] }
    let shortened = rows.map { row in
      row.name.count > nameLimit ? row.name.prefix(nameLimit - 1) + "…" : row.name[...]
    }
    let width = shortened.map(\.count).max() ?? 0
    let text = zip(shortened, rows).map { name, row in
      let padded = name + String(repeating: " ", count: width - name.count)
      return MarkdownText.escape(
        padded + "  " + row.text + (row.note.isEmpty ? "" : "  " + row.note), as: .fenced)
    }
    let first = HumanText.moment(.utc(chart.span.lowerBound), localSuffix: "")
    let last = HumanText.moment(.utc(chart.span.upperBound), localSuffix: "")
    let legend = bands.isEmpty ? "" : "; bands: █ critical, ▓ warning, ▒ info, ░ all right, · not seen"
    let fence = MarkdownText.fence(around: text)
    return [
      MarkdownText.strong(chart.title) + " " + MarkdownText.escape(chart.summary, as: .words),
      ([fence + "text"] + text + [fence]).joined(separator: "\n"),
      MarkdownText.escape("From " + first + " to " + last + legend + ".", as: .words),
    ]
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
        // Within a stretch there is no gap: columns between two samples show the earlier one.
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
      // A damaged capture may say -1e300 beside 1e-300.
      let share = min(1, max(0, value / most))
      return blocks[max(0, Int((share * Double(blocks.count)).rounded(.up)) - 1)]
    }.joined()
  }

  private static func note(_ line: Chart.Line, _ chart: Chart) -> String {
    let values = line.stretches.flatMap { $0.map(\.value) }
    guard let least = values.min(), let most = values.max() else { return "no samples" }
    return chart.unit.text(least) + " to " + chart.unit.text(most)
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
