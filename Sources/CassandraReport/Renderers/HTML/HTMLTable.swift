// A table in HTML with at most seven columns; the other columns are in a line below each row.

import CassandraModel

struct HTMLTable {
  private let table: Table
  private let inline: HTMLInline
  private let rows: ArraySlice<[Cell]>
  private let columns: [Int]
  private let others: [Int]

  /// More columns do not fit a page of 1,280 px, or paper.
  private static let columnLimit = 7
  /// Tables with more rows get a filter field.
  private static let filterRows = 20
  /// On a phone, rows with at most this many columns and no number show one cell below the other.
  private static let stackLimit = 5

  init(_ table: Table, _ inline: HTMLInline) {
    self.table = table
    self.inline = inline
    rows = table.rows.prefix(table.visibleRows ?? table.rows.count)
    let shown = table.columns.indices.filter { !table.columns[$0].isDataOnly }
    columns = Array(shown.prefix(Self.columnLimit))
    others = Array(shown.dropFirst(Self.columnLimit))
  }

  /// The table under its title, a heading of `level`; empty for a table without visible rows.
  func html(level: Int, _ anchors: inout HTMLAnchors) -> String {
    guard !rows.isEmpty else { return "" }
    var out = table.title.map { "<h\(level)>\(HTMLText.escape($0))</h\(level)>\n" } ?? ""
    out += "<div class=\"scroll\" tabindex=\"0\" role=\"region\""
    out += HTMLText.attribute("aria-label", "Table: " + (table.title ?? table.name)) + ">\n"
    out += "<table\(classes)>\n<thead><tr>"
    for index in columns {
      let column = table.columns[index]
      out += "<th scope=\"col\"\(column.kind.isNumber ? " class=\"n\"" : "")"
      out += HTMLText.attribute("title", column.meaning) + ">\(HTMLText.escape(column.title))</th>"
    }
    out += "</tr></thead>\n<tbody>\n"
    for row in rows {
      let place = anchors.place(of: columns.first.map { row[$0] })
      out += "<tr\(place.map { HTMLText.attribute("id", $0) } ?? "")>"
      out += columns.map { cell(row[$0], table.columns[$0]) }.joined() + "</tr>\n" + second(row)
    }
    return out + "</tbody>\n</table>\n</div>\n" + remark
  }

  private var classes: String {
    let isStack = columns.count <= Self.stackLimit && !columns.contains { table.columns[$0].kind.isNumber }
    let names = [
      rows.count > Self.filterRows ? "filter" : nil,
      isStack ? "stack" : columns.count > Self.stackLimit ? "wide" : nil,
    ].compactMap(\.self)
    return names.isEmpty ? "" : " class=\"\(names.joined(separator: " "))\""
  }

  private func cell(_ cell: Cell, _ column: Column) -> String {
    let key = HTMLInline.sortKey(cell).map { " data-v=\"\($0)\"" } ?? ""
    return "<td\(column.kind.isNumber ? " class=\"n\"" : "")\(key)>\(inline.cell(cell))</td>"
  }

  /// The columns that do not fit, with their titles.
  private func second(_ row: [Cell]) -> String {
    guard !others.isEmpty else { return "" }
    let parts = others.map { index in
      "<span class=\"label\">\(HTMLText.escape(table.columns[index].title))</span> \(inline.cell(row[index]))"
    }
    return "<tr class=\"more\"><td colspan=\"\(columns.count)\">" + parts.joined(separator: " · ")
      + "</td></tr>\n"
  }

  /// The number of hidden rows and the file that has them.
  private var remark: String {
    let left = table.count - rows.count
    guard left > 0 else { return "" }
    let file = HTMLText.element("code", "", HTMLText.escape(table.name + ".csv"))
    return "<p class=\"remark\">… and \(HumanText.count(Int64(left))) more in \(file)</p>\n"
  }
}
