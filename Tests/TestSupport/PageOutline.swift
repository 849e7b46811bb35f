// The structure of a page: headings, columns, ids, and numbers of rows and items. A better word leaves it as it
// is; a lost row, section or column does not.

import Foundation

/// Outlines of reports.
public enum PageOutline {
  /// The outline of a page in Markdown: a line for each heading, table and list.
  public static func markdown(_ page: String) -> String {
    var lines: [String] = []
    var rows = 0
    var items = 0
    func flush() {
      if rows > 0 { lines.append("  \(rows) rows") }
      if items > 0 { lines.append("  \(items) items") }
      (rows, items) = (0, 0)
    }
    var isTable = false
    for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("#") {
        flush()
        lines.append(heading(line))
      } else if line.hasPrefix("| --") {
        continue
      } else if line.hasPrefix("|") {
        if isTable {
          rows += 1
        } else {
          flush()
          lines.append("  table: " + cells(line).joined(separator: ", "))
        }
      } else if line.drop(while: { $0 == " " }).hasPrefix("- ") || line.first?.isNumber == true {
        items += 1
      }
      isTable = line.hasPrefix("|")
    }
    flush()
    return lines.joined(separator: "\n") + "\n"
  }

  /// The outline of tables in CSV: names, columns, number of rows.
  public static func tables(_ tables: [(name: String, text: String)]) -> String {
    tables.filter { $0.name.hasSuffix(".csv") }.map { table in
      let lines = table.text.components(separatedBy: "\r\n").filter { !$0.isEmpty }
      return "\(table.name): \(max(0, lines.count - 1)) rows\n  \(lines.first ?? "")\n"
    }.joined()
  }

  /// The outline of a JSON document: each key with the number of its values.
  public static func json(_ text: String) throws -> String {
    var counts: [String: Int] = [:]
    func visit(_ value: Any, _ path: String) {
      switch value {
      case let object as [String: Any]: for (key, value) in object { visit(value, path + "." + key) }
      case let list as [Any]: for value in list { visit(value, path + "[]") }
      default: counts[path, default: 0] += 1
      }
    }
    visit(try JSONSerialization.jsonObject(with: Data(text.utf8)), "$")
    return counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)\n" }.joined()
  }

  /// The number, severity and status of an incident's or error's heading; other headings in full.
  private static func heading(_ line: Substring) -> String {
    let parts = line.components(separatedBy: " · ")
    return parts.count > 1 ? parts.prefix(3).joined(separator: " · ") : String(line)
  }

  private static func cells(_ line: Substring) -> [String] {
    line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
  }
}
