// Tables in Markdown, lined up in the raw text as long as that helps a person who reads it there.

/// A table of finished cells.
struct MarkdownTable {
  /// Wider cells are left to stick out, or one long message would push every other row apart.
  static let alignmentLimit = 40

  /// A heading, and whether its cells stand to the right.
  struct Heading {
    let text: String
    let isNumber: Bool
  }

  let headings: [Heading]
  let rows: [[String]]

  /// The lines of the table.
  var lines: [String] {
    let widths = headings.indices.map(width)
    let titles = line(headings.map(\.text), widths)
    let ruler = zip(headings, widths).map { heading, width in
      heading.isNumber
        ? String(repeating: "-", count: width - 1) + ":" : String(repeating: "-", count: width)
    }
    return [titles, line(ruler, widths)] + rows.map { line($0, widths) }
  }

  private func width(ofColumn column: Int) -> Int {
    // Three is the shortest ruler that every reader of Markdown takes.
    rows.reduce(max(3, headings[column].text.count)) { width, row in
      let count = row[column].count
      return count <= MarkdownTable.alignmentLimit ? max(width, count) : width
    }
  }

  private func line(_ cells: [String], _ widths: [Int]) -> String {
    let padded = headings.indices.map { column in
      let padding = String(repeating: " ", count: max(0, widths[column] - cells[column].count))
      return headings[column].isNumber ? padding + cells[column] : cells[column] + padding
    }
    return "| " + padded.joined(separator: " | ") + " |"
  }
}
