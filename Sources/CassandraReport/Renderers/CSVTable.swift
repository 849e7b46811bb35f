// A table as a CSV file: columns with their units, without those that have no value.

/// One CSV file.
struct CSVTable {
  /// Its name without `.csv`.
  let name: String
  /// The columns that have a value in some row.
  let columns: [CSVColumn]
  /// Head and rows.
  let text: String

  init(_ table: DataTable) {
    name = table.name
    let all = table.columns.flatMap(CSVColumn.columns)
    let rows = table.rows.map { row in
      zip(row, table.columns).flatMap { CSVColumn.fields(for: $0, kind: $1.kind) }
    }
    let kept = all.indices.filter { index in rows.contains { !$0[index].isEmpty } }
    columns = kept.map { all[$0] }
    text = rows.reduce(into: CSVText.record(columns.map(\.name))) { text, row in
      text += CSVText.record(kept.map { row[$0] })
    }
  }
}
