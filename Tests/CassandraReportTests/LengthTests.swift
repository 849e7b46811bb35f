// Long tables: the page shows a part and names the file with the rest; data formats have all rows.

import CassandraModel
import Testing

@testable import CassandraReport

@Suite struct LengthTests {
  private func table(rows: Int, visible: Int?) -> Table {
    Table(
      name: "numbers", columns: [Column("n", "N", .count, meaning: "A number.")],
      rows: (0..<rows).map { [.count(Int64($0))] }, visibleRows: visible)
  }

  private func page(_ block: Block) -> String {
    MarkdownRenderer.render(Report(title: "R", facts: [], sections: [Section(title: "S", blocks: [block])]))
  }

  @Test(
    arguments: [
      (3, nil, "|   2 |\n"), (3, 3, "|   2 |\n"),
      (3, 2, "… and 1 more in `numbers.csv`.\n"),
      (1200, 1, "… and 1,199 more in `numbers.csv`.\n"),
      (1, 0, "# R\n"), (0, 0, "# R\n"),
    ] as [(Int, Int?, String)])
  func aLongTableEndsWithWhereTheRestIs(rows: Int, visible: Int?, end: String) {
    #expect(page(.table(table(rows: rows, visible: visible))).hasSuffix(end))
  }

  @Test(arguments: [(0, 0, false), (12, 12, false), (13, 12, true), (1_012, 12, true)])
  func theHeadOfAReportNamesNoHundredsOfNodes(names: Int, shown: Int, isCounted: Bool) {
    let fact = Report.HeaderFact("Nodes", names: (0..<names).map { "n\($0)" })
    guard case .list(let cells) = fact.value else { return #expect(Bool(false), "\(fact)") }
    #expect(cells.prefix(shown) == (0..<shown).map { .code("n\($0)") }[...])
    let rest = names == 1_012 ? "1,000 more" : "1 more"
    #expect(Array(cells.dropFirst(shown)) == (isCounted ? [.text(rest)] : []))
  }

  @Test func dataFormatsHaveEveryRow() throws {
    let report = Report(
      title: "R", facts: [],
      sections: [Section(title: "S", blocks: [.table(table(rows: 5, visible: 0))])])
    let file = try #require(CSVRenderer.render(report).first)
    #expect(String(decoding: file.bytes, as: UTF8.self) == "n\r\n0\r\n1\r\n2\r\n3\r\n4\r\n")
  }
}
