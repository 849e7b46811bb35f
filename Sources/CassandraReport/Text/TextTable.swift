// Text for terminals of 80 columns: aligned columns, and lists wrapped between their items.

/// Lines of plain text. The caller makes control characters visible.
enum TextTable {
  /// The line width. It does not depend on the terminal: the same capture gives the same text.
  static let width = 80

  /// The alignment of a column.
  enum Side { case left, right }

  /// `rows` with their cells padded to the widest of their column, and two spaces between them.
  static func aligned(_ rows: [[String]], _ sides: [Side]) -> [String] {
    let widths = sides.indices.map { column in
      rows.map { $0.indices.contains(column) ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
      var line = ""
      for (column, cell) in row.enumerated() where column < sides.count {
        let padding = String(repeating: " ", count: max(0, widths[column] - cell.count))
        line += (column > 0 ? "  " : "") + (sides[column] == .left ? cell + padding : padding + cell)
      }
      while line.last == " " { line.removeLast() }
      return line
    }
  }

  /// `label`, padded to `column`, then `items` separated by commas, wrapped.
  static func listed(_ label: String, _ items: [String], separator: String = ",", column: Int) -> [String] {
    flowed(
      label, items.enumerated().map { $0.offset + 1 < items.count ? $0.element + separator : $0.element },
      column: column, width: width)
  }

  /// `label`, padded to `column`, then the words of `text`, wrapped.
  static func flowed(_ label: String, _ text: String, column: Int, width: Int = width) -> [String] {
    flowed(label, text.split(separator: " ").map(String.init), column: column, width: width)
  }

  private static func flowed(
    _ label: String, _ pieces: [String], column: Int, width: Int
  ) -> [String] {
    let margin = String(repeating: " ", count: column)
    let gap = label.isEmpty && column == 0 ? 0 : max(1, column - label.count)
    var line = label + String(repeating: " ", count: gap)
    var lines: [String] = []
    var isEmpty = true
    for piece in pieces {
      if !isEmpty, line.count + 1 + piece.count > width {
        lines.append(line)
        line = margin
        isEmpty = true
      }
      line += (isEmpty ? "" : " ") + piece
      isEmpty = false
    }
    return lines + [line]
  }
}
