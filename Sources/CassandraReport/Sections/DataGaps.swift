// Data gaps: data that the capture lacks, its effect on the report, and commands to run next time.

import CassandraAnalysis
import CassandraModel

extension ReportSection {
  static func dataGaps(_ findings: Findings) -> [Block] {
    let gaps = findings.gaps
    let rules = rulesNotEvaluated(findings.evaluation)
    let contradictions = contradictions(findings)
    let rows = gaps.map { gap -> [Cell] in
      [
        .optional(gap.node) { .code($0.name) }, .text(gap.subject), .text(gap.cause),
        .optional(gap.detail) { .prose($0) }, .text(gap.remedy),
      ]
    }
    return [
      .bullets(merged(gaps, findings)),
      .details(
        title: "Rules without enough data",
        blocks: rules.isEmpty
          ? []
          : [
            .table(
              Table(
                name: "rules_without_data", columns: ruleColumns, rows: rules, visibleRows: Table.pageLimit))
          ]),
      .details(
        title: "Contradictory samples",
        blocks: contradictions.isEmpty
          ? []
          : [
            .table(
              Table(
                name: "contradictory_samples", columns: contradictionColumns, rows: contradictions,
                visibleRows: Table.pageLimit))
          ]),
      .table(Table(name: "data_gaps", columns: gapColumns, rows: rows, visibleRows: 0)),
    ]
  }

  /// Equal gaps of several nodes become one line.
  private static func merged(_ gaps: [Gap], _ findings: Findings) -> [Prose] {
    var rows: [(gap: Gap, nodes: [String])] = []
    for gap in gaps {
      let index =
        rows.firstIndex { $0.gap.subject == gap.subject && $0.gap.cause == gap.cause } ?? rows.count
      if index == rows.count { rows.append((gap, [])) }
      if let node = gap.node?.name { rows[index].nodes.append(node) }
    }
    return rows.map { row in
      let isPartial = !row.nodes.isEmpty && row.nodes.count < findings.nodes.count
      let nodes: Prose = isPartial ? " (\(row.nodes.map { Prose.code($0) }.listed(atMost: 3)))" : ""
      return
        "\(strong: "Data gap:") \(row.gap.subject)\(nodes): \(row.gap.cause). Capture: \(row.gap.remedy)."
    }
  }

  private static let gapColumns = [
    Column("node", "Node", .text, meaning: "The node; empty when it concerns all."),
    Column("unknown", "Unknown", .text, meaning: "The part that is unknown."),
    Column("because", "Because", .text, meaning: "The reason."),
    Column("detail", "Detail", .text, meaning: "Count, time and place."),
    Column("capture", "Capture next time", .text, meaning: "The command or file that would tell."),
  ]

  private static let contradictionColumns = [
    Column("node", "Node", .text, meaning: "The node."),
    Column("at", "Time", .moment, meaning: "The instant that both are of."),
    Column("metric", "Metric", .text, meaning: "Stable name of the metric; its unit is in the name."),
    Column("labels", "Labels", .text, meaning: "Table, pool and the like.", isDataOnly: true),
    Column("value", "Used", .decimal(unit: "see metric"), meaning: "The value that is used."),
    Column("source", "Source", .text, meaning: "File and line of it."),
    Column("other", "Left out", .decimal(unit: "see metric"), meaning: "The other value."),
    Column("other_source", "Other source", .text, meaning: "File and line of the other.", isDataOnly: true),
  ]

  /// Samples of one series and instant with different values in two files.
  private static func contradictions(_ findings: Findings) -> [[Cell]] {
    findings.nodes.flatMap { node in
      node.samples.contradictions.map { one in
        let labels = one.key.labels.pairs.map { $0.name + " " + $0.value }.joined(separator: ", ")
        return [
          .code(node.node.name), .moment(.utc(one.at)), .code(one.key.metric.name),
          labels.isEmpty ? .missing : .text(labels), .decimal(one.value, digits: 3), .source(one.source),
          .decimal(one.other, digits: 3), .source(one.otherSource),
        ]
      }
    }
  }

  private static let ruleColumns = [
    Column("rules", "Rules", .list, meaning: "Ids of the rules."),
    Column("nodes", "Nodes", .count, meaning: "Number of nodes."),
    Column("reason", "Because", .text, meaning: "The reason."),
    Column(
      "samples", "Samples", .count,
      meaning: "Samples without enough data; empty for all of them, 0 for a part of the rule."),
    Column("capture", "Capture next time", .text, meaning: "The command or file that would tell."),
    Column("node_names", "Node names", .list, meaning: "The nodes.", isDataOnly: true),
  ]

  /// Rules that lack the same data for the same reason share one row, also across nodes.
  private static func rulesNotEvaluated(_ evaluation: Evaluation) -> [[Cell]] {
    var rows:
      [(reason: String, isPartial: Bool, rules: [RuleID], nodes: [String], samples: Int, capture: [String])] =
        []
    for node in evaluation.nodes {
      for one in node.notEvaluated {
        let index =
          rows.firstIndex { $0.reason == one.reason && $0.isPartial == one.isPartial } ?? rows.count
        if index == rows.count { rows.append((one.reason, one.isPartial, [], [], 0, [])) }
        if !rows[index].rules.contains(one.rule) { rows[index].rules.append(one.rule) }
        // The rows arrive node by node.
        if rows[index].nodes.last != node.node.name { rows[index].nodes.append(node.node.name) }
        if !rows[index].capture.contains(one.capture) { rows[index].capture.append(one.capture) }
        rows[index].samples += one.samples ?? 0
      }
    }
    return (rows.filter { !$0.isPartial } + rows.filter(\.isPartial)).map { row in
      [
        .list(row.rules.map { .code($0.name) }), .count(Int64(row.nodes.count)), .text(row.reason),
        row.isPartial ? .count(Int64(row.samples)) : .missing,
        // Each rule names all its inputs; the shortest text is closest to the missing one.
        .optional(row.capture.min { ($0.utf8.count, $0) < ($1.utf8.count, $1) }) { .text($0) },
        .list(row.nodes.map { .code($0) }),
      ]
    }
  }
}
