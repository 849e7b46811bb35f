// Where the links of a page lead: each number of an incident or an error has one place, its heading, else its row.

/// The places of a page.
struct HTMLAnchors {
  /// Numbers that a heading or a title has.
  private var headings: Set<String> = []
  /// Numbers that the first cell of a row has, and no heading.
  private var rows: Set<String> = []
  /// Rows that have their place already.
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

  /// All numbers that have a place.
  var all: Set<String> { headings.union(rows) }

  /// The number in `cell` if its row is its place; only once for each number.
  mutating func place(of cell: Cell?) -> String? {
    guard case .reference(let id)? = cell, rows.contains(id), given.insert(id).inserted else { return nil }
    return id
  }
}
