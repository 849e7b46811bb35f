// The tables of a report for data formats: tables with the same name and columns are joined, excerpts are
// left out.

struct DataTable {
  /// The stable name. A second table with the same name and other columns gets a number as suffix.
  let name: String
  let columns: [Column]
  /// The rows, in reading order.
  private(set) var rows: [[Cell]]

  /// All tables of `report`, in reading order.
  static func all(of report: Report) -> [DataTable] {
    var tables: [DataTable] = []
    var origins: [String] = []
    report.forEachBlock { block in
      guard case .table(let table) = block, !table.isExcerpt else { return }
      let sameName = tables.indices.filter { origins[$0] == table.name }
      if let index = sameName.first(where: { tables[$0].columns == table.columns }) {
        tables[index].rows += table.rows
        return
      }
      let number = sameName.isEmpty ? "" : "_" + String(sameName.count + 1)
      origins.append(table.name)
      tables.append(DataTable(name: table.name + number, columns: table.columns, rows: table.rows))
    }
    return tables
  }
}
