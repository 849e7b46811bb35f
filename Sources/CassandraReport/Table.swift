// Tables: rows and columns for people, and files with described columns for programs.

/// Rows under described columns.
public struct Table: Hashable, Sendable {
  /// The stable name of its CSV file, without `.csv`. Tables of one report with the same name and columns
  /// become one file, rows in reading order; a table with the same name only gets a file with a number.
  public let name: String
  /// Title above the table; nil if the heading above is enough.
  public let title: String?
  /// The columns.
  public let columns: [Column]
  /// The number of visible rows; data formats have the rest, because a page of ten thousand rows hides the
  /// text after it. Nil for all.
  public let visibleRows: Int?
  /// True for selected rows of another table in the report; data formats leave them out.
  public let isExcerpt: Bool
  /// The number of rows left out because no requested format shows them.
  public let rowsLeftOut: Int
  /// The rows; each has a cell for each column.
  public private(set) var rows: [[Cell]]

  /// A table. `name` is in snake case, column ids differ, and every row is as wide as `columns`.
  public init(
    name: String, title: String? = nil, columns: [Column], rows: [[Cell]] = [], visibleRows: Int? = nil,
    isExcerpt: Bool = false, rowsLeftOut: Int = 0
  ) {
    precondition(isSnakeCase(name), "the name of a table is the name of a file: \(name)")
    precondition(Set(columns.map(\.id)).count == columns.count, "two columns of \(name) share an id")
    self.name = name
    self.title = title
    self.columns = columns
    self.visibleRows = visibleRows
    self.isExcerpt = isExcerpt
    self.rowsLeftOut = rowsLeftOut
    self.rows = []
    for row in rows { append(row) }
  }

  /// The number of rows, including those left out.
  var count: Int { rows.count + rowsLeftOut }

  /// At most `pageLimit` of `count` rows; another table with this name has all of them.
  static func excerpt(
    _ name: String, title: String? = nil, columns: [Column], rows: some Sequence<[Cell]>, of count: Int
  ) -> Table {
    let shown = Array(rows.prefix(pageLimit))
    return Table(
      name: name, title: title, columns: columns, rows: shown, isExcerpt: true,
      rowsLeftOut: count - shown.count)
  }

  /// The maximum number of visible rows in an excerpt.
  static let pageLimit = 20

  /// Adds a row with a cell for each column.
  public mutating func append(_ row: [Cell]) {
    precondition(row.count == columns.count, "a row of \(name) has \(row.count) cells")
    rows.append(row)
  }
}

/// A column with its title and the meaning of its values.
public struct Column: Hashable, Sendable {
  /// The kind of the cells in a column. It decides the unit, and so the suffix of the column's CSV name. A
  /// cell of another kind is written unchanged.
  public enum Kind: Hashable, Sendable {
    /// Words, names, severities, source locations.
    case text
    /// Whole numbers of the things in the column's title.
    case count
    /// Numbers in the given unit, for example `tasks per second`; nil for a bare number.
    case decimal(unit: String?)
    /// Sizes.
    case bytes
    /// Rates.
    case bytesPerSecond
    /// Durations.
    case duration
    /// Ratios.
    case percent
    /// Times. Two columns in CSV, so that a local time never stands among UTC ones.
    case moment
    /// Several values.
    case list
  }

  /// Stable name in snake case, without the unit.
  public let id: String
  /// Heading for people.
  public let title: String
  /// The kind of its cells.
  public let kind: Kind
  /// The meaning of a value, in one sentence.
  public let meaning: String
  /// True for a column in data formats only. On the page, its value is evident from the table's place, such
  /// as the error in the heading above.
  public let isDataOnly: Bool

  /// A column. `id` is in snake case.
  public init(_ id: String, _ title: String, _ kind: Kind, meaning: String, isDataOnly: Bool = false) {
    precondition(isSnakeCase(id), "a column's id is part of our interface: \(id)")
    self.id = id
    self.title = title
    self.kind = kind
    self.meaning = meaning
    self.isDataOnly = isDataOnly
  }
}

private func isSnakeCase(_ name: String) -> Bool {
  guard let first = name.utf8.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first) else {
    return false
  }
  return name.utf8.allSatisfy { byte in
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
    default: false
    }
  }
}
