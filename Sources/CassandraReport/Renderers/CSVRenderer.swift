// A report's tables and timelines as CSV files (RFC 4180, UTF-8 without a byte-order mark), and README.md,
// which says what every column means; forges show a file of this name beside the list of files.

import CassandraModel

/// Renders the tables of a report as CSV.
enum CSVRenderer {
  /// The name of the description that accompanies the files.
  static let guideName = "README.md"
  /// Its first line.
  static let guideTitle = "Columns of the CSV files"

  /// One file for each name of a table, in reading order, and the description of their columns.
  static func render(_ report: Report) -> [ReportFile] {
    let tables = DataTable.all(of: report)
    let guide = MarkdownRenderer.render(guide(to: tables))
    return tables.map { ReportFile(name: $0.name + ".csv", text: text(of: $0)) }
      + [ReportFile(name: guideName, text: guide)]
  }

  private static func text(of table: DataTable) -> String {
    let names = table.columns.flatMap(CSVColumn.columns).map(\.name)
    return table.rows.reduce(into: CSVText.record(names)) { text, row in
      text += CSVText.record(
        zip(row, table.columns).flatMap { CSVColumn.fields(for: $0, kind: $1.kind) })
    }
  }

  private static func guide(to tables: [DataTable]) -> Report {
    let sections = tables.map { data in
      let table = Table(
        name: "columns",
        columns: [
          Column("column", "Column", .text, meaning: "Name in the first line of the file."),
          Column("unit", "Unit", .text, meaning: "What its values are measured in."),
          Column("meaning", "Meaning", .text, meaning: "What a value means."),
        ],
        rows: data.columns.flatMap(CSVColumn.columns).map { column in
          [.code(column.name), .text(column.unit), .text(column.meaning)]
        })
      return Section(title: data.name + ".csv", blocks: [.table(table)])
    }
    let rules: [Prose] = [
      "UTF-8 without a byte-order mark, fields parted by commas, lines ended by CR LF (RFC 4180).",
      "An empty field means that the value is not known. It never means zero.",
      "Numbers are plain: a point before decimals, no grouping, no exponent.",
      """
      Control characters and invisible marks in text are written as \(code: "\\n"), \(code: "\\x1b") or \
      \(code: "\\u{202E}").
      """,
      """
      Text that a spreadsheet would take for a formula has an apostrophe in front. Numbers are never changed.
      """,
    ]
    return Report(
      title: guideTitle, facts: [],
      sections: [Section(title: "Rules", blocks: [.bullets(rules)])] + sections)
  }
}
