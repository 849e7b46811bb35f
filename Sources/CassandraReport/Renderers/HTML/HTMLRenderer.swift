// A report as one HTML page: no network, nothing outside the file, readable without its script, on paper, on a
// phone, in the dark and by a screen reader. The script sorts and filters tables and reads out charts.

import CassandraModel

/// Renders a report as HTML.
struct HTMLRenderer {
  /// Quoted lines that are shown whole; of more, half of them from the beginning and half from the end.
  private static let evidenceLimit = 200
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

  /// The page, ending with a line end.
  static func render(_ report: Report) -> String {
    var renderer = HTMLRenderer()
    renderer.page(report)
    return renderer.out
  }

  private mutating func page(_ report: Report) {
    let title = HTMLText.escape(report.title)
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
    if !report.facts.isEmpty {
      out += "<dl class=\"facts\">\n"
      for fact in report.facts {
        out += "<div><dt>\(HTMLText.escape(fact.name))</dt><dd>\(HTMLInline.cell(fact.value))</dd></div>\n"
      }
      out += "</dl>\n"
    }
    out += "</header>\n<nav aria-label=\"Sections\">\n<ul>\n"
    for (index, section) in report.sections.enumerated() {
      out += "<li><a href=\"#\(id(of: section, index))\">\(HTMLText.escape(section.title))</a></li>\n"
    }
    out += "</ul>\n</nav>\n<main id=\"content\">\n"
    for (index, section) in report.sections.enumerated() {
      out += "<section id=\"\(id(of: section, index))\">\n<h2>\(HTMLText.escape(section.title))</h2>\n"
      for block in section.blocks { self.block(block) }
      out += "</section>\n"
    }
    out += "</main>\n<script>\(Self.script)</script>\n</body>\n</html>\n"
  }

  private func id(of section: Section, _ index: Int) -> String { "section-" + (section.id ?? String(index)) }

  private mutating func block(_ block: Block) {
    switch block {
    case .paragraph(let prose): out += "<p>\(HTMLInline.prose(prose))</p>\n"
    case .bullets(let items):
      out += "<ul>\n" + self.items(items) + "</ul>\n"
    case .numbered(let items, let first):
      out += (first == 1 ? "<ol>\n" : "<ol start=\"\(first)\">\n") + self.items(items) + "</ol>\n"
    case .table(let table): self.table(table)
    case .timeline(let timeline): self.timeline(timeline)
    case .chart(let chart):
      charts += 1
      out += HTMLChart(chart, number: charts).html
    case .evidence(let evidence): self.evidence(evidence)
    case .details(let title, let blocks):
      out += "<details>\n<summary>\(HTMLText.escape(title))</summary>\n"
      for inner in blocks { self.block(inner) }
      out += "</details>\n"
    case .callout(let severity, let prose):
      out += "<p class=\"callout \(severity.rawValue)\">\(HTMLInline.prose(prose))</p>\n"
    }
  }

  private func items(_ items: [Prose]) -> String {
    items.map { "<li>\(HTMLInline.prose($0))</li>\n" }.joined()
  }

  private mutating func table(_ table: Table) {
    if let title = table.title {
      out += "<p class=\"title\"><strong>\(HTMLText.escape(title))</strong></p>\n"
    }
    let shown = table.columns.indices.filter { !table.columns[$0].isDataOnly }
    guard table.count > 0 else {
      out += "<p>None.</p>\n"
      return
    }
    let rows = table.rows.prefix(table.visibleRows ?? table.rows.count)
    if !rows.isEmpty {
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
          let cell = HTMLInline.cell(row[index], localSuffix: " local")
          out += "<td\(isNumber ? " class=\"n\"" : "")\(key)>\(cell)</td>"
        }
        out += "</tr>\n"
      }
      out += "</tbody>\n</table>\n</div>\n"
    }
    remark(shown: rows.count, of: table.count, "row", "rows", in: table.name)
  }

  private mutating func timeline(_ timeline: Timeline) {
    let visible = timeline.visible
    out += "<ol class=\"timeline\">\n"
    for entry in visible {
      out += "<li class=\"\(entry.severity.rawValue)\">"
      let at = Cell.optional(entry.at, reason: "time not known") { .moment($0) }
      var parts = [HTMLInline.cell(at, localSuffix: " local")]
      if let node = entry.node { parts.append(HTMLInline.cell(.code(node.name))) }
      parts.append(HTMLInline.cell(.severity(entry.severity)))
      parts.append(HTMLInline.prose(entry.what))
      if let source = entry.source { parts.append(HTMLInline.cell(.source(source))) }
      out += parts.joined(separator: " ") + "</li>\n"
    }
    out += "</ol>\n"
    remark(shown: visible.count, of: timeline.entries.count, "entry", "entries", in: "timeline")
  }

  /// Where the rest is of what is not shown.
  private mutating func remark(
    shown: Int, of count: Int, _ noun: String, _ plural: String, in name: String
  ) {
    let left = count - shown
    guard left > 0 else { return }
    let more = (shown > 0 ? "… and " : "") + HumanText.count(Int64(left)) + (shown > 0 ? " more " : " ")
    let file = HTMLText.element("code", "", HTMLText.escape(name + ".csv"))
    out += "<p class=\"remark\">\(more)\(left == 1 ? noun : plural) in \(file) of the CSV format.</p>\n"
  }

  private mutating func evidence(_ evidence: Evidence) {
    var lines = evidence.lines
    if lines.count > Self.evidenceLimit {
      let half = Self.evidenceLimit / 2
      let left = HumanText.count(Int64(lines.count - 2 * half))
      lines = lines.prefix(half) + ["… (" + left + " lines left out) …"] + lines.suffix(half)
    }
    if let source = evidence.source { out += "<p class=\"cite\">\(HTMLInline.cell(.source(source))):</p>\n" }
    let text = lines.map { HTMLText.escape($0, limit: HTMLText.lineLimit) }.joined(separator: "\n")
    out += "<pre tabindex=\"0\"><code>\(text)</code></pre>\n"
  }
}
