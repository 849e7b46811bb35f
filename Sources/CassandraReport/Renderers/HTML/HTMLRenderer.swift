// A report as one self-contained HTML page: no network and no other files. It is readable without the script,
// on paper, on a phone, in dark mode and by a screen reader. The script sorts and filters tables and shows
// the values of charts.

import CassandraModel

struct HTMLRenderer {
  // The policy has these hashes, so that a browser ignores any other style or script: text from a log cannot
  // add one.
  private static let style = "\n" + HTMLStyle.text
  private static let script = "\n" + HTMLScript.text
  private static let styleHash = hash(of: style)
  private static let scriptHash = hash(of: script)

  private static func hash(of text: String) -> String {
    var hash = SHA256()
    hash.update(Array(text.utf8))
    return "'sha256-" + Base64.encoded(hash.finish()) + "'"
  }

  private var out = ""
  /// The marks of the previous chart; a chart with the same marks does not list them again.
  private var marks: [Chart.Mark] = []
  private var anchors: HTMLAnchors
  private let clock: PageClock
  private let inline: HTMLInline

  private init(_ report: Report) {
    clock = report.clock
    anchors = HTMLAnchors(report)
    inline = HTMLInline(report.clock, anchors: anchors.all)
  }

  /// The page, with a line end at the end.
  static func render(_ report: Report) -> String {
    var renderer = HTMLRenderer(report)
    renderer.page(report)
    return renderer.out
  }

  private mutating func page(_ report: Report) {
    let title = HTMLText.escape(report.screen?.title(report.clock) ?? report.title)
    out += """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src \(Self.styleHash); \
      script-src \(Self.scriptHash); base-uri 'none'; form-action 'none'">
      <title>\(title)</title>
      <style>\(Self.style)</style>
      </head>
      <body>
      <a class="skip" href="#content">Skip to the report</a>
      <header id="summary">

      """
    if let screen = report.screen {
      out += HTMLSummary(screen, clock, inline).html
    } else {
      let days = clock.heading
      out +=
        "<h1>\(title)</h1>\n" + (days.isEmpty ? "" : "<p class=\"remark\">\(HTMLText.escape(days))</p>\n")
      out += facts(report.facts)
    }
    out += "</header>\n"
    // A page of one section needs no list of them.
    let isLong = report.sections.count(where: \.isShown) > 1
    if isLong { out += "<nav aria-label=\"Sections\">\n<ul>\n" }
    for (index, section) in report.sections.enumerated() where isLong && section.isShown {
      out += "<li><a href=\"#\(id(of: section, index))\">\(HTMLText.escape(section.title))</a></li>\n"
    }
    out += (isLong ? "</ul>\n</nav>\n" : "") + "<main id=\"content\">\n"
    for (index, section) in report.sections.enumerated() where section.isShown {
      out += "<section id=\"\(id(of: section, index))\">\n<h2>\(HTMLText.escape(section.title))</h2>\n"
      blocks(section.blocks, level: 3)
      out += "</section>\n"
    }
    out += "</main>\n<script>\(Self.script)</script>\n</body>\n</html>\n"
  }

  private func id(of section: Section, _ index: Int) -> String { "section-" + (section.id ?? String(index)) }

  private func facts(_ facts: [Report.HeaderFact]) -> String {
    guard !facts.isEmpty else { return "" }
    let all = facts.map { fact in
      "<div><dt>\(HTMLText.escape(fact.name))</dt><dd>\(inline.cell(fact.value))</dd></div>\n"
    }
    return "<dl class=\"facts\">\n" + all.joined() + "</dl>\n"
  }

  /// - Parameter level: the level of the headings in the blocks.
  private mutating func blocks(_ blocks: [Block], level: Int) {
    marks = []
    for block in blocks { self.block(block, level: level) }
  }

  private mutating func block(_ block: Block, level: Int) {
    switch block {
    case .paragraph(let prose): out += "<p>\(inline.prose(prose))</p>\n"
    case .bullets(let items): out += HTMLList(items, inline).bullets
    case .numbered(let items, let first): out += HTMLList(items, inline).numbered(from: first)
    case .table(let table): out += HTMLTable(table, inline).html(level: level, &anchors)
    case .chart(let chart):
      out += HTMLChart(chart, clock, listsMarks: chart.marks != marks).html
      marks = chart.marks
    case .group(let id, let title, let inner):
      out += "<section\(HTMLText.attribute("id", id))>\n<h3>\(inline.prose(title))</h3>\n"
      blocks(inner, level: 4)
      out += "</section>\n"
    case .details(let id, let title, let inner):
      out += "<details\(id.map { HTMLText.attribute("id", $0) } ?? "")>\n"
      out += "<summary>\(HTMLText.escape(title))</summary>\n"
      blocks(inner, level: level)
      out += "</details>\n"
    case .callout(let severity, let prose):
      let word = HTMLText.element("strong", "", Self.word(severity) + ":")
      out += "<p class=\"callout \(severity.rawValue)\">\(word) \(inline.prose(prose))</p>\n"
    }
  }

  private static func word(_ severity: Severity) -> String {
    switch severity {
    case .info: "Note"
    case .warning: "Warning"
    case .critical: "Critical"
    }
  }
}
