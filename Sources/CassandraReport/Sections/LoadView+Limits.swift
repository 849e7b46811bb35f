// The view of the process and its limits.

import CassandraAnalysis
import CassandraModel

extension LoadView {
  static let limits = LoadView(
    title: "The process and its limits", isOnPage: false,
    missing: { findings in
      findings.nodes.allSatisfy(\.processLimits.isEmpty)
        ? "free -m, df, JVM options, process_open_fds; start-up checks in system.log" : nil
    },
    blocks: { findings in
      let all = findings.nodes.flatMap { node in node.processLimits.map { (node: node, limit: $0) } }
      let rows = all.map { node, limit -> [Cell] in
        [
          .code(node.node.name), .text(limit.title), .text(Prose(limit.found).plainText),
          .text(limit.isRight ? "ok" : "warning"), limit.advice.isEmpty ? .missing : .text(limit.advice),
          .optional(limit.source) { .source($0) }, .code(limit.id),
        ]
      }
      let wrong = all.count { !$0.limit.isRight }
      let ordered = rows.filter { $0[3] == .text("warning") } + rows.filter { $0[3] != .text("warning") }
      let columns = [
        Column("node", "Node", .text, meaning: "The node."),
        Column("check", "Check", .text, meaning: "Limit or start-up check."),
        Column("found", "Found", .text, meaning: "Value found."),
        Column("verdict", "Verdict", .text, meaning: "ok or warning."),
        Column("advice", "Do", .text, meaning: "Advice."),
        Column("source", "Source", .text, meaning: "File and line.", isDataOnly: true),
        Column("id", "Id", .text, meaning: "Stable id of the check.", isDataOnly: true),
      ]
      return [
        .table(Table(name: "process_limits", columns: columns, rows: ordered, visibleRows: min(5, wrong)))
      ]
    })
}
