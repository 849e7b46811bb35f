// A report as one Markdown page that reads well on GitHub, on GitLab and as plain text. The only raw HTML in
// it is <details> and <summary>, and a reader who shows them as they are loses nothing.

import CassandraModel

/// Renders a report as Markdown.
enum MarkdownRenderer {
  /// Quoted lines that are shown whole; of more, half of them from the beginning and half from the end.
  static let evidenceLimit = 200

  /// The page, ending with a line end.
  static func render(_ report: Report) -> String {
    var parts = ["# " + MarkdownText.escape(report.title, as: .words)]
    if !report.facts.isEmpty {
      parts.append(
        report.facts.map { fact in
          "- " + MarkdownText.strong(fact.name + ":") + " " + inline(fact.value)
        }.joined(separator: "\n"))
    }
    if report.hasLocalTimeInRows {
      parts.append(
        "Times marked *local* are what the node's own clock showed. They are not in UTC.")
    }
    for section in report.sections {
      parts.append("## " + MarkdownText.escape(section.title, as: .words))
      parts += section.blocks.flatMap(paragraphs)
    }
    return parts.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
  }

  /// The paragraphs of a block, to be parted by empty lines.
  private static func paragraphs(_ block: Block) -> [String] {
    switch block {
    case .paragraph(let prose): [line(prose)]
    case .bullets(let items): [items.map { "- " + line($0) }.joined(separator: "\n")]
    case .numbered(let items, let first):
      [zip(first..., items).map { "\($0). " + line($1) }.joined(separator: "\n")]
    case .table(let table): paragraphs(table)
    case .timeline(let timeline): paragraphs(timeline)
    case .chart(let chart): MarkdownChart.paragraphs(chart)
    case .evidence(let evidence): paragraphs(evidence)
    case .details(let title, let blocks):
      ["<details><summary>" + MarkdownText.escape(title, as: .summary) + "</summary>"]
        + blocks.flatMap(paragraphs) + ["</details>"]
    case .callout(let severity, let prose):
      ["> " + MarkdownText.strong(heading(severity) + ":") + " " + inline(prose)]
    }
  }

  private static func paragraphs(_ timeline: Timeline) -> [String] {
    let visible = timeline.visible
    let list = visible.map { "- " + line($0) }.joined(separator: "\n")
    let remark = remark(shown: visible.count, of: timeline.entries.count, "entry", "entries", in: "timeline")
    return [list] + remark
  }

  private static func paragraphs(_ table: Table) -> [String] {
    let title = table.title.map { [MarkdownText.strong($0)] } ?? []
    let shown = table.columns.indices.filter { !table.columns[$0].isDataOnly }
    guard table.count > 0 else { return title + ["None."] }
    let rows = table.rows.prefix(table.visibleRows ?? table.rows.count)
    let remark = remark(shown: rows.count, of: table.count, "row", "rows", in: table.name)
    guard !rows.isEmpty else { return title + remark }
    let text = MarkdownTable(
      headings: shown.map { column in
        MarkdownTable.Heading(
          text: MarkdownText.escape(table.columns[column].title, as: .words, inTable: true),
          isNumber: table.columns[column].kind.isNumber)
      },
      rows: rows.map { row in
        shown.map { inline(row[$0], inTable: true, localSuffix: " local") }
      })
    return title + [text.lines.joined(separator: "\n")] + remark
  }

  /// Where the rest is of what is not shown.
  private static func remark(
    shown: Int, of count: Int, _ noun: String, _ plural: String, in name: String
  ) -> [String] {
    let left = count - shown
    guard left > 0 else { return [] }
    let more = (shown > 0 ? "… and " : "") + HumanText.count(Int64(left)) + (shown > 0 ? " more " : " ")
    return [more + (left == 1 ? noun : plural) + " in `" + name + ".csv` of the CSV format."]
  }

  private static func paragraphs(_ evidence: Evidence) -> [String] {
    var lines = evidence.lines
    if lines.count > evidenceLimit {
      let half = evidenceLimit / 2
      let left = HumanText.count(Int64(lines.count - 2 * half))
      lines = lines.prefix(half) + ["… (" + left + " lines left out) …"] + lines.suffix(half)
    }
    let escaped = lines.map { MarkdownText.escape($0, as: .fenced) }
    let fence = MarkdownText.fence(around: escaped)
    let block = ([fence + "text"] + escaped + [fence]).joined(separator: "\n")
    return (evidence.source.map { [inline(.source($0)) + ":"] } ?? []) + [block]
  }

  private static func line(_ entry: Timeline.Entry) -> String {
    var parts = [inline(.optional(entry.at, reason: "time not known") { .moment($0) }, localSuffix: " local")]
    if let node = entry.node { parts.append(inline(.code(node.name))) }
    parts.append(inline(.severity(entry.severity)))
    parts.append(inline(entry.what))
    if let source = entry.source { parts.append(inline(.source(source))) }
    return parts.joined(separator: " · ")
  }

  private static func line(_ prose: Prose) -> String { MarkdownText.line(inline(prose)) }

  private static func inline(_ prose: Prose) -> String {
    MarkdownText.joined(
      prose.runs.map { run in
        switch run {
        case .plain(let text): MarkdownText.escape(text, as: .words)
        case .strong(let text): MarkdownText.strong(text)
        case .value(let cell): inline(cell)
        }
      })
  }

  private static func inline(
    _ cell: Cell, inTable: Bool = false, localSuffix: String = " (node's local time)"
  ) -> String {
    switch cell {
    case .code(let text): MarkdownText.escape(text, as: .code, inTable: inTable)
    case .link(let address):
      LinkText.safe(address).map { "<" + $0 + ">" }
        ?? MarkdownText.escape(address, as: .code, inTable: inTable)
    case .source(let source): MarkdownText.escape(source.description, as: .code, inTable: inTable)
    case .severity(.critical): MarkdownText.strong(Severity.critical.rawValue)
    case .list(let items) where !items.isEmpty:
      items.map { inline($0, inTable: inTable, localSuffix: localSuffix) }.joined(separator: ", ")
    case .text, .count, .decimal, .bytes, .bytesPerSecond, .duration, .percent, .moment, .severity, .list,
      .missing:
      MarkdownText.escape(HumanText.cell(cell, localSuffix: localSuffix), as: .words, inTable: inTable)
    }
  }

  private static func heading(_ severity: Severity) -> String {
    switch severity {
    case .info: "Note"
    case .warning: "Warning"
    case .critical: "Critical"
    }
  }
}

extension Column.Kind {
  /// True when the cells stand to the right, so that digits line up.
  var isNumber: Bool {
    switch self {
    case .count, .decimal, .bytes, .bytesPerSecond, .duration, .percent: true
    case .text, .moment, .list: false
    }
  }
}

extension Report {
  /// True when a table or a timeline shows a time of which only the node's clock is known.
  fileprivate var hasLocalTimeInRows: Bool {
    var found = false
    forEachBlock { block in
      switch block {
      case .table(let table): found = found || table.rows.contains { $0.contains(where: \.isLocalTime) }
      case .timeline(let timeline):
        found = found || timeline.entries.contains { Cell.optional($0.at) { .moment($0) }.isLocalTime }
      case .paragraph, .bullets, .numbered, .chart, .evidence, .details, .callout: break
      }
    }
    return found
  }
}

extension Cell {
  fileprivate var isLocalTime: Bool {
    switch self {
    case .moment(.local): true
    case .list(let items): items.contains(where: \.isLocalTime)
    default: false
    }
  }
}
