// A report as one Markdown page that reads well on GitHub, on GitLab and as plain text. It has no raw HTML:
// collapsed blocks are replaced by the names of their files.

import CassandraModel

struct MarkdownRenderer {
  private let clock: PageClock

  /// The page, with a line end at the end.
  static func render(_ report: Report) -> String {
    MarkdownRenderer(clock: report.clock).page(report)
  }

  private func page(_ report: Report) -> String {
    var parts: [String] = []
    if let screen = report.screen {
      parts += head(screen)
    } else {
      parts.append("# " + MarkdownText.escape(report.title, as: .words))
      let facts = report.facts.map { fact in
        "- " + MarkdownText.strong(fact.name + ":") + " " + inline(fact.value)
      }
      if !facts.isEmpty { parts.append(facts.joined(separator: "\n")) }
    }
    for section in report.sections where section.isShown {
      parts.append("## " + MarkdownText.escape(section.title, as: .words))
      parts += paragraphs(section.blocks)
    }
    return parts.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
  }

  private func head(_ screen: FirstScreen) -> [String] {
    let items = screen.parts.map { part -> String in
      let label = "- " + MarkdownText.strong(part.label + ":")
      let shown = part.shown()
      guard shown.count > 1 || part.isNumbered else {
        return ([label] + shown.map { inline($0) }).joined(separator: " ")
      }
      let lines = shown.enumerated().map { index, line in
        "  " + (part.isNumbered ? String(index + 1) + ". " : "- ") + self.line(line)
      }
      return ([label] + lines).joined(separator: "\n")
    }
    let story = screen.story.map { line($0) } ?? ""
    return [
      "# " + MarkdownText.escape(screen.title(clock), as: .words), story, items.joined(separator: "\n"),
    ]
  }

  // MARK: Blocks

  /// The paragraphs of blocks, to be separated by empty lines. Consecutive charts share one frame;
  /// consecutive lists, and references to collapsed blocks, become one list.
  private func paragraphs(_ blocks: [Block]) -> [String] {
    var parts: [String] = []
    var charts: [Chart] = []
    var items: [String] = []
    var links: [Link] = []
    func flush() {
      if !charts.isEmpty { parts += MarkdownChart.paragraphs(charts, clock) }
      if !links.isEmpty { items.append("- In CSV: " + links.map(\.text).joined(separator: "; ") + ".") }
      if !items.isEmpty { parts.append(items.joined(separator: "\n")) }
      (charts, items, links) = ([], [], [])
    }
    for block in blocks where block.isShown {
      switch block {
      case .chart(let chart):
        if !items.isEmpty || !links.isEmpty { flush() }
        charts.append(chart)
      case .details(let id, let title, let inner):
        if !charts.isEmpty { flush() }
        let link = Link(id ?? title, inner)
        guard !link.files.isEmpty else { continue }
        if let last = links.indices.last, links[last].files == link.files {
          links[last].titles += link.titles
        } else {
          links.append(link)
        }
      case .bullets(let prose):
        // One list, with one line of references at its end.
        if !charts.isEmpty { flush() }
        items += prose.map { "- " + line($0) }
      default:
        // A table for data formats only has no paragraph.
        let inner = paragraphs(block).filter { !$0.isEmpty }
        if inner.isEmpty { continue }
        flush()
        parts += inner
      }
    }
    flush()
    return parts
  }

  /// A reference to the file of a collapsed block.
  private struct Link {
    var titles: [String]
    let files: [String]
    /// The maximum number of titles for one file; the rest are counted.
    private static let limit = 6

    init(_ title: String, _ blocks: [Block]) {
      titles = [title]
      var names: [String] = []
      func visit(_ blocks: [Block]) {
        for block in blocks {
          switch block {
          case .table(let table): if !names.contains(table.name) { names.append(table.name) }
          case .details(_, _, let inner), .group(_, _, let inner): visit(inner)
          case .paragraph, .bullets, .numbered, .chart, .callout: break
          }
        }
      }
      visit(blocks)
      files = names.map { "`" + $0 + ".csv`" }
    }

    var text: String {
      let more = titles.count - Self.limit
      let shown = titles.prefix(Self.limit) + (more > 0 ? ["\(more) more"] : [])
      return shown.map { MarkdownText.escape($0, as: .words) }.joined(separator: ", ") + " "
        + files.joined(separator: ", ")
    }
  }

  private func paragraphs(_ block: Block) -> [String] {
    switch block {
    case .paragraph(let prose): [line(prose)]
    case .numbered(let items, let first):
      [zip(first..., items).map { "\($0). " + line($1) }.joined(separator: "\n")]
    case .table(let table): paragraphs(table)
    case .group(_, let title, let blocks): ["### " + inline(title)] + paragraphs(blocks)
    case .callout(let severity, let prose):
      ["> " + MarkdownText.strong(heading(severity) + ":") + " " + inline(prose)]
    case .bullets, .chart, .details: paragraphs([block])
    }
  }

  private func paragraphs(_ table: Table) -> [String] {
    let title = table.title.map { [MarkdownText.strong($0)] } ?? []
    let shown = table.columns.indices.filter { !table.columns[$0].isDataOnly }
    let rows = table.rows.prefix(table.visibleRows ?? table.rows.count)
    guard !rows.isEmpty else { return [] }
    let text = MarkdownTable(
      headings: shown.map { column in
        MarkdownTable.Heading(
          text: MarkdownText.escape(table.columns[column].title, as: .words, inTable: true),
          isNumber: table.columns[column].kind.isNumber)
      },
      rows: rows.map { row in shown.map { inline(row[$0], inTable: true) } })
    let left = table.count - rows.count
    let remark =
      left > 0 ? ["… and " + HumanText.count(Int64(left)) + " more in `" + table.name + ".csv`."] : []
    return title + [text.lines.joined(separator: "\n")] + remark
  }

  // MARK: Text

  private func line(_ prose: Prose) -> String { MarkdownText.line(inline(prose)) }

  private func inline(_ prose: Prose, inTable: Bool = false) -> String {
    MarkdownText.joined(
      prose.runs.map { run in
        switch run {
        case .plain(let text): MarkdownText.escape(text, as: .words, inTable: inTable)
        case .strong(let text): MarkdownText.strong(text, inTable: inTable)
        case .value(let cell): inline(cell, inTable: inTable)
        }
      })
  }

  private func inline(_ cell: Cell, inTable: Bool = false) -> String {
    switch cell {
    case .code(let text): MarkdownText.escape(text, as: .code, inTable: inTable)
    case .link(let address):
      LinkText.isPage(address)
        ? "[" + MarkdownText.escape(LinkText.pageName(address), as: .words, inTable: inTable) + "](" + address
          + ")"
        : LinkText.safe(address).map { "<" + $0 + ">" }
          ?? MarkdownText.escape(address, as: .code, inTable: inTable)
    case .source(let source): MarkdownText.escape(source.description, as: .code, inTable: inTable)
    case .severity(.critical): MarkdownText.strong(Severity.critical.rawValue)
    case .prose(let prose): inline(prose, inTable: inTable)
    case .list(let items) where !items.isEmpty:
      items.map { inline($0, inTable: inTable) }.joined(separator: ", ")
    case .text, .count, .decimal, .bytes, .bytesPerSecond, .duration, .percent, .moment, .severity, .list,
      .missing, .reference:
      MarkdownText.escape(HumanText.cell(cell, clock), as: .words, inTable: inTable)
    }
  }

  private func heading(_ severity: Severity) -> String {
    switch severity {
    case .info: "Note"
    case .warning: "Warning"
    case .critical: "Critical"
    }
  }
}

extension Column.Kind {
  /// True if cells are right-aligned, so that digits line up.
  var isNumber: Bool {
    switch self {
    case .count, .decimal, .bytes, .bytesPerSecond, .duration, .percent: true
    case .text, .moment, .list: false
    }
  }
}
