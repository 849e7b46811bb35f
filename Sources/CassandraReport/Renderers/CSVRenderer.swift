// A report's tables and timelines as CSV files (RFC 4180, UTF-8 without a byte-order mark), and COLUMNS.md,
// which says what every column means.

import CassandraModel

/// Renders the tables of a report as CSV.
enum CSVRenderer {
  /// The name of the description that accompanies the files.
  static let guideName = "COLUMNS.md"

  /// One file for each name of a table, in reading order, and the description of their columns.
  static func render(_ report: Report) -> [ReportFile] {
    let files = files(of: report)
    let guide = MarkdownRenderer.render(guide(to: files))
    return files.map { ReportFile(name: $0.name, text: $0.text) } + [ReportFile(name: guideName, text: guide)]
  }

  /// A file in the making.
  private struct File {
    let name: String
    let tableName: String
    let columns: [Column]
    var text: String

    init(name: String, for table: Table) {
      self.name = name
      tableName = table.name
      columns = table.columns
      text = CSVText.record(columns.flatMap(CSVColumn.columns).map(\.name))
    }

    mutating func append(_ table: Table) {
      for row in table.rows {
        let fields = zip(row, columns).flatMap { CSVColumn.fields(for: $0, kind: $1.kind) }
        text += CSVText.record(fields)
      }
    }
  }

  private static func files(of report: Report) -> [File] {
    var files: [File] = []
    report.forEachBlock { block in
      let table: Table
      switch block {
      case .table(let it):
        if it.isExcerpt { return }
        table = it
      case .timeline(let timeline): table = timeline.table(text: \.plainText)
      case .paragraph, .bullets, .evidence, .details, .callout: return
      }
      let sameName = files.indices.filter { files[$0].tableName == table.name }
      var index = sameName.first { files[$0].columns == table.columns }
      if index == nil {
        let number = sameName.isEmpty ? "" : "_" + String(sameName.count + 1)
        index = files.count
        files.append(File(name: table.name + number + ".csv", for: table))
      }
      if let index { files[index].append(table) }
    }
    return files
  }

  private static func guide(to files: [File]) -> Report {
    let sections = files.map { file in
      let table = Table(
        name: "columns",
        columns: [
          Column("column", "Column", .text, meaning: "Name in the first line of the file."),
          Column("unit", "Unit", .text, meaning: "What its values are measured in."),
          Column("meaning", "Meaning", .text, meaning: "What a value means."),
        ],
        rows: file.columns.flatMap(CSVColumn.columns).map { column in
          [.code(column.name), .text(column.unit), .text(column.meaning)]
        })
      return Section(title: file.name, blocks: [.table(table)])
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
      title: "Columns of the CSV files", facts: [],
      sections: [Section(title: "Rules", blocks: [.bullets(rules)])] + sections)
  }
}
