// Link targets of a page: each incident and each error has one, its heading or else its row.

struct HTMLAnchors {
  /// Numbers in a heading or a title.
  private var headings: Set<String> = []
  /// Numbers in the first cell of a row, without a heading.
  private var rows: Set<String> = []
  /// Numbers whose row has its id already.
  private var given: Set<String> = []

  init(_ report: Report) {
    report.forEachBlock { block in
      switch block {
      case .group(let id, _, _), .details(let id?, _, _): headings.insert(id)
      default: break
      }
    }
    report.forEachBlock { block in
      guard case .table(let table) = block, let column = table.columns.firstIndex(where: { !$0.isDataOnly })
      else { return }
      for row in table.rows.prefix(table.visibleRows ?? table.rows.count) {
        if case .reference(let id) = row[column], !headings.contains(id) { rows.insert(id) }
      }
    }
  }

  /// All numbers with a link target.
  var all: Set<String> { headings.union(rows) }

  /// The number in `cell` if its row is the link target; returned once for each number.
  mutating func place(of cell: Cell?) -> String? {
    guard case .reference(let id)? = cell, rows.contains(id), given.insert(id).inserted else { return nil }
    return id
  }
}
