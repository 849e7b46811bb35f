// A report's tables as CSV files (RFC 4180, UTF-8 without a byte-order mark), and COLUMNS.md, which lists the
// questions that each file answers and the meaning of each column.

import CassandraModel

enum CSVRenderer {
  static let guideName = "COLUMNS.md"
  static let guideTitle = "Columns of the CSV files"

  /// One file for each table name that has rows, in reading order, and the guide.
  static func render(_ report: Report) -> [ReportFile] {
    let tables = DataTable.all(of: report).filter { !$0.rows.isEmpty }.map(CSVTable.init)
    let guide = MarkdownRenderer.render(guide(to: tables))
    return tables.map { ReportFile(name: $0.name + ".csv", text: $0.text) }
      + [ReportFile(name: guideName, text: guide)]
  }

  private static func guide(to tables: [CSVTable]) -> Report {
    let sections = tables.map { data in
      let table = Table(
        name: "columns",
        columns: [
          Column("column", "Column", .text, meaning: "Name in the first line of the file."),
          Column("unit", "Unit", .text, meaning: "Unit of its values."),
          Column("meaning", "Meaning", .text, meaning: "Meaning of a value."),
        ],
        rows: data.columns.map { column in
          [.code(column.name), .text(column.unit), .text(column.meaning)]
        })
      return Section(title: data.name + ".csv", blocks: [.table(table)])
    }
    let rules: [Prose] = [
      "UTF-8 without a byte-order mark, fields parted by commas, lines ended by CR LF (RFC 4180).",
      "An empty field means that the value is not known. It never means zero.",
      "A column without any value is left out. A file without rows is not written.",
      "Times are in UTC in columns ending in _utc. A node whose zone is unknown has them in _local.",
      "Numbers are plain: a point before decimals, no grouping, no exponent, at most 15 significant digits.",
      """
      Control characters and invisible marks in text are written as \(code: "\\n"), \(code: "\\x1b") or \
      \(code: "\\u{202E}").
      """,
      """
      Text that a spreadsheet would take for a formula has an apostrophe in front. Numbers never have one.
      """,
    ]
    return Report(
      title: guideTitle, facts: [],
      sections: [
        Section(title: "Question and file", blocks: [.table(CSVQuestions.table(tables.map(\.name)))]),
        Section(title: "Format", blocks: [.bullets(rules)]),
      ] + sections)
  }
}
