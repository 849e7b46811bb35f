// The dates of a trend in order of arrival, and its data gaps.

import CassandraAnalysis
import CassandraModel

extension TrendSection {
  /// Later dates are in the CSV file.
  private static let pageLimit = 10

  static let actions = TrendSection("dates", "Dates") { trend in
    guard !trend.actions.isEmpty else { return [] }
    var columns = [
      Column("node", "Node", .text, meaning: "The node."),
      Column("severity", "Severity", .text, meaning: "info, warning or critical."),
      Column("what", "Event", .text, meaning: "The event."),
    ]
    columns += TrendWords.columns("date", "When", "Its date; empty when it is so already.")
    if trend.assumption != nil {
      columns += TrendWords.columns(
        "assumed", "When, as assumed", "Its date under the assumption; empty where it does not apply.")
    }
    let rows = trend.actions.map { action -> [Cell] in
      var row: [Cell] = [.code(action.node.name), .severity(action.severity), .text(action.words)]
      row += TrendWords.cells(action.date, from: trend.period?.upperBound, reason: "now")
      if trend.assumption != nil { row += TrendWords.cells(action.assumed, from: trend.period?.upperBound) }
      return row
    }
    return [.table(Table(name: "dates", columns: columns, rows: rows, visibleRows: pageLimit))]
  }

  static let notJudged = TrendSection("data_gaps", "Data gaps") { trend in
    var rows: [(what: String, why: String, nodes: [String])] = []
    for node in trend.nodes {
      for (what, why) in node.notJudged {
        if let index = rows.firstIndex(where: { $0.what == what && $0.why == why }) {
          rows[index].nodes.append(node.node.name)
        } else {
          rows.append((what, why, [node.node.name]))
        }
      }
    }
    guard !rows.isEmpty else { return [] }
    let columns = [
      Column("unknown", "Unknown", .text, meaning: "The part that is unknown."),
      Column("because", "Because", .text, meaning: "The reason."),
      Column("nodes", "Nodes", .list, meaning: "The nodes."),
    ]
    return [
      .table(
        Table(
          name: "data_gaps", columns: columns,
          rows: rows.map { [.text($0.what), .text($0.why), .list($0.nodes.map { .code($0) })] },
          visibleRows: Table.pageLimit))
    ]
  }
}
