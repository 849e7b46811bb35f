// A report as one JSON document, schema `hindsight/report/2`: its tables with the same names, columns and units as in
// the CSV format, and its text.
//
//     { "schema": "hindsight/report/2", "title": "…", "facts": { "Nodes": ["n1"], … },
//       "summary": { "severity": "critical", "status": "open", … }, "incidents": [ … ],   (SummaryJSON)
//       "sections": [ { "id": "verdict", "title": "Verdict", "text": ["…"] }, … ],
//       "tables": { "errors": { "columns": [ { "name": "written_bytes", "unit": "bytes", "meaning": "…" } ],
//                                  "rows": [ { "written_bytes": 13002342, … } ] }, … } }
//
// A value that is not known is null, and a time is in the column with `_utc` or in that with `_local`, the other being
// null. A later version may add members; it takes another number when it changes what one means.

import CassandraModel

/// Renders a report as JSON.
enum JSONRenderer {
  /// The name of the form of the document.
  static let schema = "hindsight/report/2"

  /// The document, ending with a line end.
  static func render(_ report: Report) -> String {
    let facts = report.facts.map { JSONMember(VisibleText.make($0.name), value(of: $0.value)) }
    let document: JSONValue = .object(
      [
        JSONMember("schema", .text(schema)), JSONMember("title", .text(VisibleText.make(report.title))),
        JSONMember("facts", .object(facts)),
      ] + report.documentMembers + [
        JSONMember("sections", .array(report.sections.map(section))),
        JSONMember("tables", .object(DataTable.all(of: report).map { JSONMember($0.name, table($0)) })),
      ])
    return document.indentedText(1) + "\n"
  }

  private static func section(_ section: Section) -> JSONValue {
    .object([
      "id": .optional(section.id), "title": .text(VisibleText.make(section.title)),
      "text": .array(section.blocks.flatMap(text).map { .text(VisibleText.make($0)) }),
    ])
  }

  /// What a block says in words; what it has in numbers stands in the tables.
  private static func text(of block: Block) -> [String] {
    switch block {
    case .paragraph(let prose), .callout(_, let prose): [prose.plainText]
    case .bullets(let items): items.map(\.plainText)
    case .numbered(let items, let first): zip(first..., items).map { "\($0). " + $1.plainText }
    case .details(_, _, let blocks): blocks.flatMap(text)
    case .group(_, let title, let blocks): [title.plainText] + blocks.flatMap(text)
    case .table, .chart: []
    }
  }

  private static func table(_ table: DataTable) -> JSONValue {
    let columns = table.columns.flatMap(CSVColumn.columns).map { column -> JSONValue in
      .object([
        "name": .text(column.name), "unit": .text(column.unit),
        "meaning": .text(VisibleText.make(column.meaning)),
      ])
    }
    let rows = table.rows.map { row -> JSONValue in
      .object(
        zip(table.columns, row).flatMap { column, cell -> [JSONMember] in
          let names = CSVColumn.columns(for: column).map(\.name)
          guard names.count == 2 else { return [JSONMember(names[0], value(of: cell))] }
          let isLocal = if case .moment(.local) = cell { true } else { false }
          return [
            JSONMember(names[0], isLocal ? .null : value(of: cell)),
            JSONMember(names[1], isLocal ? value(of: cell) : .null),
          ]
        })
    }
    return .object(["columns": .array(columns), "rows": .array(rows)])
  }

  private static func value(of cell: Cell) -> JSONValue {
    switch cell {
    case .text(let text), .code(let text), .link(let text), .reference(let text):
      .text(VisibleText.make(text))
    case .prose(let prose): .text(VisibleText.make(prose.plainText))
    case .count(let value), .bytes(let value): .integer(value)
    case .decimal(let value, _), .bytesPerSecond(let value), .percent(let value): .decimal(value)
    case .duration(let span): .decimal(Double(span.milliseconds) / 1000)
    case .moment(.local(.undated)): .null
    case .moment(let moment): .text(moment.text)
    case .severity(let severity): .text(severity.rawValue)
    case .source(let source): .text(VisibleText.make(source.description))
    case .list(let items): .array(items.map(value))
    case .missing: .null
    }
  }
}
