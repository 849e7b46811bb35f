// A report as one JSON document, schema `hindsight/report/2`: the report's text, and its tables with the same
// names, columns and units as in CSV, including columns without a value.
//
//     { "schema": "hindsight/report/2", "title": "…", "facts": { "Nodes": ["n1"], … },
//       "summary": { "severity": "critical", "status": "open", … }, "incidents": [ … ],   (SummaryJSON)
//       "sections": [ { "id": "incidents", "title": "Incidents", "text": ["…"] }, … ],
//       "tables": { "errors": { "columns": [ { "name": "written_bytes", "unit": "bytes", "meaning": "…" } ],
//                                  "rows": [ { "written_bytes": 13002342, … } ] }, … } }
//
// The size of the document is bounded: a table that would be larger has its first rows, and `rows_left_out`
// counts those that only CSV has; long texts and lists have their first lines and items.
//
// An unknown value is null. A time is in the column with `_utc` or in the one with `_local`, and the other is
// null. A later version may add members; the number of the schema changes when a member's meaning changes.

import CassandraModel

enum JSONRenderer {
  static let schema = "hindsight/report/2"
  /// Approximate limit of the rows of one table, in bytes.
  private static let tableLimit = 1 << 20
  /// The limit for tables that a comparison reads; see `SnapshotTables`.
  private static let comparedLimit = 2 << 20
  private static let textLimit = 500
  private static let listLimit = 100

  /// The document, with a line end at the end.
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
    var lines: [String] = []
    for block in section.blocks where lines.count <= textLimit { lines += text(of: block) }
    if lines.count > textLimit { lines[textLimit...] = ["and more: see the page, or the tables in CSV"] }
    return .object([
      "id": .optional(section.id), "title": .text(VisibleText.make(section.title)),
      "text": .array(lines.map { .text(VisibleText.make($0)) }),
    ])
  }

  /// The text of a block; its numbers are in the tables.
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
    let names = table.columns.map { CSVColumn.columns(for: $0).map(\.name) }
    let width = names.joined().reduce(0) { $0 + $1.utf8.count + columnFrame }
    var room = SnapshotTables.names.contains(table.name) ? comparedLimit : tableLimit
    var rows: [JSONValue] = []
    for row in table.rows {
      room -= row.reduce(width) { $0 + size(of: $1) }
      // The first row is kept whatever its size.
      if room < 0, !rows.isEmpty { break }
      rows.append(.object(zip(names, row).flatMap { members($0, $1) }))
    }
    var all = [JSONMember("columns", .array(columns)), JSONMember("rows", .array(rows))]
    let more = table.rows.count - rows.count
    if more > 0 { all.append(JSONMember("rows_left_out", .integer(Int64(more)))) }
    return .object(all)
  }

  /// Bytes around a column's name and value: spaces, quotes, a colon, a comma.
  private static let columnFrame = 12

  private static func members(_ names: [String], _ cell: Cell) -> [JSONMember] {
    guard names.count == 2 else { return [JSONMember(names[0], value(of: cell))] }
    let isLocal = if case .moment(.local) = cell { true } else { false }
    return [
      JSONMember(names[0], isLocal ? .null : value(of: cell)),
      JSONMember(names[1], isLocal ? value(of: cell) : .null),
    ]
  }

  /// The approximate size of the value, in bytes.
  private static func size(of cell: Cell) -> Int {
    switch cell {
    case .text(let text), .code(let text), .link(let text), .reference(let text): text.utf8.count
    case .prose(let prose): prose.plainText.utf8.count
    case .source(let source): source.file.utf8.count + 8
    case .moment: 24
    case .list(let items): items.prefix(listLimit).reduce(0) { $0 + size(of: $1) + columnFrame }
    case .count, .bytes, .decimal, .bytesPerSecond, .percent, .duration, .severity, .missing: 8
    }
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
    case .moment(let moment): .text(moment.knownText)
    case .severity(let severity): .text(severity.rawValue)
    case .source(let source): .text(VisibleText.make(source.description))
    case .list(let items):
      .array(
        items.prefix(listLimit).map(value)
          + (items.count > listLimit ? [.text("and \(items.count - listLimit) more")] : []))
    case .missing: .null
    }
  }
}
