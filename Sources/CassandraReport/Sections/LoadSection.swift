// Load and resources: many small views of a node's figures under one heading. What an operator decides by stands on the
// page; the rest is in the files of the CSV format, which one line names. Views without their input say so in another.

import CassandraAnalysis
import CassandraModel

/// One view.
struct LoadView: Sendable {
  /// What it shows, as its heading and in the lines about views that are not on the page.
  let title: String
  /// Links lead to it by this.
  var id: String { "load-" + title.lowercased().map { $0.isLetter ? String($0) : "-" }.joined() }
  /// True for one whose tables people see on the page; false for one that only data formats have.
  var isOnPage = true
  /// What to capture; the view has no input without it. Nil when the input is there.
  let missing: @Sendable (Findings) -> String?
  /// What it shows; empty when there is nothing worth showing.
  let blocks: @Sendable (Findings) -> [Block]
}

extension ReportSection {
  static let load = ReportSection("load", "Load and resources") { findings in
    var shown: [Block] = []
    var hidden: [Block] = []
    var more: [Prose] = []
    var absent: [String] = []
    for view in LoadView.all {
      if let missing = view.missing(findings) {
        absent.append(view.title.lowercasedFirst + " (" + missing + ")")
        continue
      }
      let own = view.blocks(findings)
      if view.isOnPage, own.contains(where: \.isShown) {
        shown.append(.group(id: view.id, title: Prose(view.title), blocks: own))
      } else {
        hidden += own.compactMap(\.forDataAlone)
        // Rows that people would see are worth a word; a table of usual values is not.
        if let table = own.lazy.compactMap(\.tableName).first, own.contains(where: \.isShown) {
          more.append("\(view.title.lowercasedFirst) (\(code: table + ".csv"))")
        }
      }
    }
    if !more.isEmpty {
      shown.append(.paragraph("\(strong: "More in the CSV format:") \(more.joined(by: ", "))."))
    }
    if !absent.isEmpty {
      shown.append(.paragraph("\(strong: "Not in the capture:") \(absent.joined(separator: "; "))."))
    }
    return shown + hidden
  }
}

extension Block {
  /// The table, for data formats only; nil for anything else.
  fileprivate var forDataAlone: Block? {
    guard case .table(let table) = self else { return nil }
    return .table(
      Table(
        name: table.name, title: table.title, columns: table.columns, rows: table.rows, visibleRows: 0,
        isExcerpt: table.isExcerpt, rowsLeftOut: table.rowsLeftOut))
  }

  fileprivate var tableName: String? {
    if case .table(let table) = self { table.name } else { nil }
  }
}

extension LoadView {
  /// In reading order.
  static let all: [LoadView] = [
    backlogs, changes, outliers, differences, tables, repairs, tombstones, readers, disks, sstables, limits,
    warnings, pauses, pools, statements, monitors,
  ]
}

extension String {
  /// As a sentence goes on with it; a name of more than one capital stays.
  fileprivate var lowercasedFirst: String {
    guard let first, dropFirst().first?.isLowercase ?? true else { return self }
    return first.lowercased() + dropFirst()
  }
}
