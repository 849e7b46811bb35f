// The threat table of the documentation names tests. A test that does not exist, or a threat without a test,
// is an error in it.

import Foundation
import Testing

@Suite("Table of threats") struct ThreatTableTests {
  /// The rows of the table: the threat, and the tests that its last column names.
  private func rows() throws -> [(threat: String, tests: [String])] {
    let article = try DocumentationTests.article("SecurityAndHostileInput")
    let section = try #require(article.components(separatedBy: "\n## Damaged and hostile input\n").last)
    let table = section.components(separatedBy: "\n## ")[0].split(separator: "\n").filter {
      $0.hasPrefix("| ")
    }
    return table.dropFirst(2).map { row in
      let cells = row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      let names = cells.last?.split(separator: " ").map { $0.trimmingCharacters(in: ["`"]) } ?? []
      return (cells.first ?? "", names)
    }
  }

  @Test func everyThreatNamesTestsThatThereAre() throws {
    let tests = Captures.package.appending(path: "Tests")
    let files = FileManager.default.enumerator(at: tests, includingPropertiesForKeys: nil)?.compactMap {
      $0 as? URL
    }
    var names: Set<String> = []
    for file in files ?? [] where file.pathExtension == "swift" {
      let lines = try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
      // The attribute is on the line of the function, or above it, with any number of arguments between.
      for (index, line) in lines.enumerated() {
        guard let function = line.range(of: "func "), !line.contains("private func") else { continue }
        let above = lines[..<index].reversed().prefix { $0 != "  }" && !$0.contains("func ") }
          .joined(separator: "\n")
        guard line.contains("@Test") || above.contains("@Test") else { continue }
        names.insert(String(line[function.upperBound...].prefix { $0 != "(" && $0 != "<" }))
      }
    }
    let rows = try rows()
    #expect(rows.count > 30)
    for row in rows {
      #expect(!row.tests.isEmpty, "\(row.threat)")
      for test in row.tests { #expect(names.contains(test), "\(test) of “\(row.threat)”") }
    }
  }
}
