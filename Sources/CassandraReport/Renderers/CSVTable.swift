// A table as a CSV file: columns with their units; columns without a value are left out.

struct CSVTable {
  /// The file name without `.csv`.
  let name: String
  /// The columns that have a value in at least one row.
  let columns: [CSVColumn]
  /// Header and rows.
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
