// Tables: what people see as rows and columns, and what programs read as a file with described columns.

/// Rows under described columns.
public struct Table: Hashable, Sendable {
  /// The stable name of its CSV file, without `.csv`. Tables of one report that share name and columns become
  /// one file, rows in reading order; one that shares the name only gets a file with a number.
  public let name: String
  /// Title above the table; nil when the heading above says enough.
  public let title: String?
  /// The columns.
  public let columns: [Column]
  /// How many rows people see; the rest is for data formats, because a page of ten thousand rows hides
  /// what stands after it. Nil for all.
  public let visibleRows: Int?
  /// True for rows that another table of the report has, too, picked out for people: data formats leave them out.
  public let isExcerpt: Bool
  /// How many rows were left out because no format that was asked for shows them.
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

  /// How many rows there are, those left out among them.
  var count: Int { rows.count + rowsLeftOut }

  /// Rows picked out for people, at most `pageLimit` of `count`: another table of this name has all of them.
  static func excerpt(
    _ name: String, title: String? = nil, columns: [Column], rows: some Sequence<[Cell]>, of count: Int
  ) -> Table {
    let shown = Array(rows.prefix(pageLimit))
    return Table(
      name: name, title: title, columns: columns, rows: shown, isExcerpt: true,
      rowsLeftOut: count - shown.count)
  }

  /// The most rows of a table that people see.
  static let pageLimit = 20

  /// Adds a row with a cell for each column.
  public mutating func append(_ row: [Cell]) {
    precondition(row.count == columns.count, "a row of \(name) has \(row.count) cells")
    rows.append(row)
  }
}

/// A column: what it is called, and what its values mean.
public struct Column: Hashable, Sendable {
  /// What the cells of a column hold. It decides the unit and thereby the ending of the column's CSV name.
  /// A cell of another kind is written as it is.
  public enum Kind: Hashable, Sendable {
    /// Words, names, severities, source locations: anything shown as it is.
    case text
    /// Whole numbers of what the column's title says.
    case count
    /// Numbers in the given unit, for example `tasks per second`; nil for a bare number.
    case decimal(unit: String?)
    /// Sizes.
    case bytes
    /// Rates.
    case bytesPerSecond
    /// Lengths of time.
    case duration
    /// Shares of a whole.
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
  /// What its cells hold.
  public let kind: Kind
  /// What a value means, in one sentence.
  public let meaning: String
  /// True for a column that only data formats show: what people see from the place of the table, such as the
  /// fault whose heading stands above it.
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
