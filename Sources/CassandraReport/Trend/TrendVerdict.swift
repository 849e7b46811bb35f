// What someone reads who reads nothing else, and what to do first.

import CassandraAnalysis
import CassandraModel

extension TrendSection {
  static let verdict = TrendSection("verdict", "Verdict") { trend in
    guard let period = trend.period else {
      return [.callout(.warning, "Nothing can be said: no sample with a time was read.")]
    }
    let judged = trend.nodes.flatMap(\.disks).filter { $0.dates != nil }
    let dated = trend.actions.filter { $0.date != nil }
    var blocks: [Block] = []
    if let first = dated.first, let date = first.date {
      let severity = dated.map(\.severity).max() ?? .info
      blocks.append(
        .callout(
          severity,
          "\(strong: "First:") on \(code: first.node.name) \(first.words): \(TrendWords.date(date, from: period.upperBound))."
        ))
      let next = dated.dropFirst().first { if case .expected = $0.date { true } else { false } }
      if let next, let date = next.date {
        blocks.append(
          .paragraph(
            "Next, on \(code: next.node.name) \(next.words): \(TrendWords.date(date, from: period.upperBound))."
          ))
      }
    } else if judged.isEmpty {
      blocks.append(
        .callout(
          .warning, "No date can be given: there is too little data of disks, or none (see the last section)."
        ))
    } else {
      blocks.append(.paragraph("No disk passes 70% of its size within a year as things go on."))
    }
    if let fastest = trend.growth.first, fastest.perDay > 0, let share = fastest.share {
      blocks.append(
        .paragraph(
          "\(trend.selected.map { $0.leftOut.tables > 0 } ?? false ? "Of the tables that were selected, " : "")\(code: fastest.table.description) grows fastest: \(TrendWords.size(fastest.perDay)) a day on \(fastest.nodes, "node"), \(.percent(ratio: share)) of all growth."
        ))
    }
    let (first, last) = (period.lowerBound.milliseconds, period.upperBound.milliseconds)
    let length = Cell.duration(TimeSpan(milliseconds: last &- first))
    blocks.append(
      .paragraph(
        "Seen: \(trend.nodes.count, "node") over \(length). A trend needs \(TrendResult.leastDays) days with samples over a week; bands hold in 99 of 100 cases if things go on as they did."
      ))
    return blocks
  }

  static let actions = TrendSection("act_first", "Act first") { trend in
    guard !trend.actions.isEmpty else {
      return [.paragraph("Nothing has a date within a year, and nothing is over its limit.")]
    }
    var columns = [
      Column("node", "Node", .text, meaning: "The node."),
      Column("severity", "Severity", .text, meaning: "How bad it is."),
      Column("what", "What", .text, meaning: "What happens."),
    ]
    columns += TrendWords.columns("date", "When", "When it happens; empty when it is so already.")
    if trend.assumption != nil {
      columns += TrendWords.columns(
        "assumed", "When, as assumed", "When it happens under the assumption; empty where it does not apply.")
    }
    let rows = trend.actions.map { action -> [Cell] in
      var row: [Cell] = [.code(action.node.name), .severity(action.severity), .text(action.words)]
      row += TrendWords.cells(action.date, from: trend.period?.upperBound, reason: "now")
      if trend.assumption != nil { row += TrendWords.cells(action.assumed, from: trend.period?.upperBound) }
      return row
    }
    return [.table(Table(name: "act_first", columns: columns, rows: rows, visibleRows: 30))]
  }

  static let notJudged = TrendSection("not_judged", "What could not be judged") { trend in
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
    guard !rows.isEmpty else { return [.paragraph("Nothing was read of any node.")] }
    let columns = [
      Column("what", "What is not known", .text, meaning: "What could not be judged."),
      Column("why", "Because", .text, meaning: "Why not."),
      Column("nodes", "On", .list, meaning: "The nodes."),
    ]
    return [
      .table(
        Table(
          name: "not_judged", columns: columns,
          rows: rows.map { [.text($0.what), .text($0.why), .list($0.nodes.map { .code($0) })] },
          visibleRows: 60))
    ]
  }
}
