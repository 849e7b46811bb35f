// Outputs with tables. Columns are found from the header, so that a version with an additional column still
// parses. Cells are cut at the offsets of the titles, because other methods fail on blank cells, kinds of
// several words, units of three words and sizes of two (`Anticompaction after repair`, `token range parts`,
// `4.7 GiB`).
//
//     id                                   compaction type keyspace table         completed total    unit
//     ^start of id                         ^               ^        ^             ^         ^        ^
//     b19e77d0-e56b-11f1-ad89-e330752d9e38 Compaction      shop     orders        1.97 MiB  8.87 MiB bytes
//
// Java counts widths in UTF-16 units. All names in these tables are ASCII, so bytes are the same. A table
// copied through a spreadsheet has TABs between its cells; those are used instead of offsets.

/// The possible columns of a table; the raw value of a column is its title.
struct ColumnLayout<Column>: Sendable
where Column: RawRepresentable & CaseIterable & Hashable & Sendable, Column.RawValue == String {
  private struct Title: Sendable {
    let column: Column
    let bytes: [UInt8]
  }
  /// Longest first: `total compressed` before `total`.
  private let titles: [Title]

  init() {
    titles = Column.allCases.map { Title(column: $0, bytes: Array($0.rawValue.utf8)) }
      .sorted { $0.bytes.count > $1.bytes.count }
  }

  /// Finds the titles in a header.
  func locate(_ header: Range<Int>, _ text: Span<UInt8>) -> LocatedColumns<Column> {
    let tab = UInt8(ascii: "\t")
    var columns: [LocatedColumns<Column>.Item] = []
    var rest = header
    while let word = text.firstWord(in: rest) {
      let known = titles.first { isTitle($0.bytes, at: word.lowerBound, header.upperBound, text) }
      let end = known.map { word.lowerBound + $0.bytes.count } ?? word.upperBound
      columns.append(
        LocatedColumns.Item(
          column: known?.column, title: word.lowerBound..<end, start: word.lowerBound - header.lowerBound))
      rest = end..<header.upperBound
    }
    let content = text.trimmed(header)
    return LocatedColumns(items: columns, isTabbed: text.firstIndex(of: tab, in: content) != nil)
  }

  private func isTitle(_ title: [UInt8], at start: Int, _ end: Int, _ text: Span<UInt8>) -> Bool {
    let after = start + title.count
    guard after <= end, after == end || isBlank(text[after]) else { return false }
    for i in title.indices where text[start + i] != title[i] { return false }
    return true
  }
}

/// The columns of one table.
struct LocatedColumns<Column: Hashable & Sendable>: Sendable {
  struct Item: Sendable {
    /// nil for a title that the layout does not have.
    let column: Column?
    let title: Range<Int>
    /// Offset of its first byte in the header.
    let start: Int
  }
  let items: [Item]
  /// True if TABs separate the titles, and therefore the cells.
  var isTabbed = false

  func has(_ column: Column) -> Bool { items.contains { $0.column == column } }

  /// True if the offsets of the header fall between the cells of `row`. They do not if a capture lost spaces.
  func fit(_ row: Range<Int>, _ text: Span<UInt8>) -> Bool {
    if isTabbed { return text.firstIndex(of: UInt8(ascii: "\t"), in: row) != nil }
    for item in items where item.start > 0 && item.start < row.count {
      if !isBlank(text[row.lowerBound + item.start - 1]) { return false }
    }
    return true
  }

  /// The cell of `column` in `row`, trimmed; empty if it is blank or the row is too short, nil without that
  /// column.
  func cell(_ column: Column, in row: Range<Int>, _ text: Span<UInt8>) -> Range<Int>? {
    guard let index = items.firstIndex(where: { $0.column == column }) else { return nil }
    if isTabbed { return tabbedCell(index, in: row, text) }
    let start = min(row.lowerBound + items[index].start, row.upperBound)
    let end =
      index + 1 < items.count ? min(row.lowerBound + items[index + 1].start, row.upperBound) : row.upperBound
    return text.trimmed(start..<end)
  }

  private func tabbedCell(_ index: Int, in row: Range<Int>, _ text: Span<UInt8>) -> Range<Int> {
    var rest = row
    for _ in 0..<index {
      guard let tab = text.firstIndex(of: UInt8(ascii: "\t"), in: rest) else {
        return row.upperBound..<row.upperBound
      }
      rest = (tab + 1)..<row.upperBound
    }
    let end = text.firstIndex(of: UInt8(ascii: "\t"), in: rest) ?? rest.upperBound
    return text.trimmed(rest.lowerBound..<end)
  }

  /// The index of `column` among the columns: for tables whose cells are single words.
  func place(of column: Column) -> Int? { items.firstIndex { $0.column == column } }

  /// Reports titles that the layout does not have.
  func reportUnknown(_ text: Span<UInt8>, line i: Int, command: String, into reading: inout OutputReading) {
    for item in items where item.column == nil {
      reading.report(.nodetoolColumn, ["name": text.text(in: item.title), "command": command], line: i)
    }
  }
}
