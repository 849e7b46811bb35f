// A report as one HTML page: no network, nothing outside the file, readable without its script, on paper, on a
// phone, in the dark and by a screen reader. The script sorts and filters tables and reads out charts.

import CassandraModel

/// Renders a report as HTML.
struct HTMLRenderer {
  /// Tables with more rows get a field to filter them.
  private static let filterRows = 10

  // A browser applies only what has these hashes: no text can add to it.
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
  private var charts = 0
  private let clock: PageClock

  private init(clock: PageClock) { self.clock = clock }

  /// The page, ending with a line end.
  static func render(_ report: Report) -> String {
    var renderer = HTMLRenderer(clock: report.clock)
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
      <header>
      <h1>\(title)</h1>

      """
    if let screen = report.screen {
      head(screen)
    } else if !report.facts.isEmpty {
      out += "<dl class=\"facts\">\n"
      for fact in report.facts {
        out +=
          "<div><dt>\(HTMLText.escape(fact.name))</dt><dd>\(HTMLInline.cell(fact.value, clock))</dd></div>\n"
      }
      out += "</dl>\n"
    }
    out += "</header>\n<nav aria-label=\"Sections\">\n<ul>\n"
    for (index, section) in report.sections.enumerated() where section.isShown {
      out += "<li><a href=\"#\(id(of: section, index))\">\(HTMLText.escape(section.title))</a></li>\n"
    }
    out += "</ul>\n</nav>\n<main id=\"content\">\n"
    for (index, section) in report.sections.enumerated() where section.isShown {
      out += "<section id=\"\(id(of: section, index))\">\n<h2>\(HTMLText.escape(section.title))</h2>\n"
      for block in section.blocks { self.block(block) }
      out += "</section>\n"
    }
    out += "</main>\n<script>\(Self.script)</script>\n</body>\n</html>\n"
  }

  private func id(of section: Section, _ index: Int) -> String { "section-" + (section.id ?? String(index)) }

  private mutating func block(_ block: Block) {
    switch block {
    case .paragraph(let prose): out += "<p>\(HTMLInline.prose(prose, clock))</p>\n"
    case .bullets(let items):
      out += "<ul>\n" + self.items(items) + "</ul>\n"
    case .numbered(let items, let first):
      out += (first == 1 ? "<ol>\n" : "<ol start=\"\(first)\">\n") + self.items(items) + "</ol>\n"
    case .table(let table): self.table(table)
    case .chart(let chart):
      charts += 1
      out += HTMLChart(chart, number: charts).html
    case .group(let id, let title, let blocks):
      out += "<section\(HTMLText.attribute("id", id))>\n<h3>\(HTMLInline.prose(title, clock))</h3>\n"
      for inner in blocks { self.block(inner) }
      out += "</section>\n"
    case .details(let id, let title, let blocks):
      out +=
        "<details\(id.map { HTMLText.attribute("id", $0) } ?? "")>\n<summary>\(HTMLText.escape(title))</summary>\n"
      for inner in blocks { self.block(inner) }
      out += "</details>\n"
    case .callout(let severity, let prose):
      out += "<p class=\"callout \(severity.rawValue)\">\(HTMLInline.prose(prose, clock))</p>\n"
    }
  }

  private func items(_ items: [Prose]) -> String {
    items.map { "<li>\(HTMLInline.prose($0, clock))</li>\n" }.joined()
  }

  private mutating func table(_ table: Table) {
    let rows = table.rows.prefix(table.visibleRows ?? table.rows.count)
    guard !rows.isEmpty else { return }
    if let title = table.title {
      out += "<p class=\"title\"><strong>\(HTMLText.escape(title))</strong></p>\n"
    }
    let shown = table.columns.indices.filter { !table.columns[$0].isDataOnly }
    out += "<div class=\"scroll\" tabindex=\"0\" role=\"region\""
    out += HTMLText.attribute("aria-label", "Table: " + (table.title ?? table.name))
    out += ">\n<table\(rows.count > Self.filterRows ? " class=\"filter\"" : "")>\n<thead><tr>"
    for index in shown {
      let column = table.columns[index]
      out += "<th scope=\"col\"\(column.kind.isNumber ? " class=\"n\"" : "")"
      out += HTMLText.attribute("title", column.meaning) + ">\(HTMLText.escape(column.title))</th>"
    }
    out += "</tr></thead>\n<tbody>\n"
    for row in rows {
      out += "<tr>"
      for index in shown {
        let isNumber = table.columns[index].kind.isNumber
        let key = HTMLInline.sortKey(row[index]).map { " data-v=\"\($0)\"" } ?? ""
        let cell = HTMLInline.cell(row[index], clock)
        out += "<td\(isNumber ? " class=\"n\"" : "")\(key)>\(cell)</td>"
      }
      out += "</tr>\n"
    }
    out += "</tbody>\n</table>\n</div>\n"
    remark(shown: rows.count, of: table.count, in: table.name)
  }

  /// The first screen, under its first line.
  private mutating func head(_ screen: FirstScreen) {
    if let story = screen.story { out += "<p class=\"story\">\(HTMLInline.prose(story, clock))</p>\n" }
    out += "<dl class=\"screen\">\n"
    for part in screen.parts {
      out += "<div><dt>\(HTMLText.escape(part.label))</dt><dd>"
      let tag = part.isNumbered ? "ol" : "ul"
      out +=
        part.lines.count > 1 || part.isNumbered
        ? "<\(tag)>\n" + items(part.lines) + "</\(tag)>"
        : part.lines.map { HTMLInline.prose($0, clock) }.joined()
      out += "</dd></div>\n"
    }
    out += "</dl>\n"
  }

  /// Where the rest is of what is not shown.
  private mutating func remark(shown: Int, of count: Int, in name: String) {
    let left = count - shown
    guard left > 0 else { return }
    let file = HTMLText.element("code", "", HTMLText.escape(name + ".csv"))
    out += "<p class=\"remark\">… and \(HumanText.count(Int64(left))) more in \(file)</p>\n"
  }
}
