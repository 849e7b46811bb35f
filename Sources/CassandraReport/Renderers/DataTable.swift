// The tables of a report as data formats have them: those of one name and the same columns put together, excerpts
// left out.

/// A table for programs.
struct DataTable {
  /// Its stable name; a second table of a name with other columns has a number behind it.
  let name: String
  /// The columns.
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
