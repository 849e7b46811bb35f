// Tables in Markdown. Columns are aligned in the raw text up to a limit, for readers of the raw text.

/// A table of escaped cells.
struct MarkdownTable {
  /// Wider cells are not padded for: one long message would otherwise push all columns apart.
  static let alignmentLimit = 40

  struct Heading {
    let text: String
    let isNumber: Bool
  }

  let headings: [Heading]
  let rows: [[String]]

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
    // Three dashes are the shortest delimiter that every Markdown parser accepts.
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
