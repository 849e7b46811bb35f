// Load and resources: small views of a node's figures under one heading. Views that support an operator's
// decision are on the page; one line names the CSV files of the rest. Another line lists the views without
// input.

import CassandraAnalysis
import CassandraModel

struct LoadView: Sendable {
  /// The heading, also used in the lines about views that are not on the page.
  let title: String
  /// The link target.
  var id: String { "load-" + title.lowercased().map { $0.isLetter ? String($0) : "-" }.joined() }
  /// True if the page shows its tables; false if only data formats have them.
  var isOnPage = true
  /// The missing input of the view, as data to capture; nil if the input is there.
  let missing: @Sendable (Findings) -> String?
  /// The blocks; empty without noteworthy values.
  let blocks: @Sendable (Findings) -> [Block]
}

extension ReportSection {
  static let load = ReportSection("load", "Load and resources") { findings in
    var shown: [Block] = []
    var hidden: [Block] = []
    var more: [Prose] = []
    var absent: [(title: String, wants: String)] = []
    for view in LoadView.all {
      if let missing = view.missing(findings) {
        absent.append((view.title.lowercasedFirst, missing))
        continue
      }
      let own = view.blocks(findings)
      if view.isOnPage, own.contains(where: \.isShown) {
        shown.append(.group(id: view.id, title: Prose(view.title), blocks: own))
      } else {
        hidden += own.compactMap(\.forDataAlone)
        // Only a table with visible rows is named.
        if let table = own.lazy.compactMap(\.tableName).first, own.contains(where: \.isShown) {
          more.append("\(view.title.lowercasedFirst) (\(code: table + ".csv"))")
        }
      }
    }
    // The guide to the CSV files names them as well: not worth a section of their own on the page of a healthy node.
    if !more.isEmpty, !(shown.isEmpty && findings.incidents.isEmpty) {
      shown.append(.paragraph("\(strong: "More in the CSV format:") \(more.joined(by: ", "))."))
    }
    // The page of a healthy capture has its data gaps in the appendix.
    if !absent.isEmpty, !findings.incidents.isEmpty {
      // For a single log nearly all views are absent: their names suffice, the appendix says what to capture.
      let isShort = absent.count > Self.absentLimit
      let names = absent.map { isShort ? $0.title : $0.title + " (" + $0.wants + ")" }
      shown.append(
        .paragraph("\(strong: "Not in the capture:") \(names.joined(separator: isShort ? ", " : "; "))."))
    }
    return shown + hidden
  }

  private static let absentLimit = 5
}

extension Block {
  /// The table, for data formats only; nil for any other block.
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
  /// With a lowercase first letter, for the middle of a sentence; a name with several capitals is unchanged.
  fileprivate var lowercasedFirst: String {
    guard let first, dropFirst().first?.isLowercase ?? true else { return self }
    return first.lowercased() + dropFirst()
  }
}
