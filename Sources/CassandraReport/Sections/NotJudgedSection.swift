// What could not be judged: without it, "nothing failed" would promise more than the capture can keep.

import CassandraAnalysis
import CassandraModel

extension ReportSection {
  static let notJudged = ReportSection("not_judged", "What could not be judged") { findings in
    let gaps = findings.gaps
    let rules = rulesNotEvaluated(findings.evaluation)
    guard !gaps.isEmpty || !rules.isEmpty else {
      return [.paragraph("Everything that this report is about could be judged.")]
    }
    let what: [Block] =
      gaps.isEmpty
      ? []
      : [
        .table(
          Table(
            name: "not_judged",
            columns: [
              Column("node", "Node", .text, meaning: "The node; empty when it concerns all."),
              Column("what", "What is not known", .text, meaning: "What could not be judged."),
              Column("why", "Because", .text, meaning: "Why not."),
              Column("detail", "In figures", .text, meaning: "How many, when first, where."),
              Column("capture", "Capture next time", .text, meaning: "What would tell."),
            ],
            rows: gaps.map { gap in
              [
                .optional(gap.node) { .code($0.name) }, .text(gap.subject), .text(gap.cause),
                .optional(gap.detail) { .text($0.plainText) }, .text(gap.remedy),
              ]
            }))
      ]
    guard !rules.isEmpty else { return what }
    return what + [
      .table(
        Table(
          name: "rules_not_evaluated", title: "Rules that were not evaluated", columns: ruleColumns,
          rows: rules,
          visibleRows: 60))
    ]
  }

  private static let ruleColumns = [
    Column("rules", "Rules", .list, meaning: "Ids of the rules."),
    Column("nodes", "Nodes", .count, meaning: "On how many nodes."),
    Column("reason", "Because", .text, meaning: "Why not."),
    Column(
      "samples", "At samples", .count,
      meaning: "At how many samples; empty when at none it could be evaluated, 0 for a part of the rule."),
    Column("capture", "Capture next time", .text, meaning: "What would tell."),
    Column("node_names", "On", .list, meaning: "The nodes.", isDataOnly: true),
  ]

  /// Rules that lack the same for the same reason are one row; of several nodes too.
  private static func rulesNotEvaluated(_ evaluation: Evaluation) -> [[Cell]] {
    var rows:
      [(reason: String, isPartial: Bool, rules: [String], nodes: [String], samples: Int, capture: [String])] =
        []
    for node in evaluation.nodes {
      for one in node.notEvaluated {
        let index =
          rows.firstIndex { $0.reason == one.reason && $0.isPartial == one.isPartial } ?? rows.count
        if index == rows.count { rows.append((one.reason, one.isPartial, [], [], 0, [])) }
        if !rows[index].rules.contains(one.rule) { rows[index].rules.append(one.rule) }
        if !rows[index].nodes.contains(node.node.name) { rows[index].nodes.append(node.node.name) }
        if !rows[index].capture.contains(one.capture) { rows[index].capture.append(one.capture) }
        rows[index].samples += one.samples ?? 0
      }
    }
    return (rows.filter { !$0.isPartial } + rows.filter(\.isPartial)).map { row in
      [
        .list(row.rules.map { .code($0) }), .count(Int64(row.nodes.count)), .text(row.reason),
        row.isPartial ? .count(Int64(row.samples)) : .missing(reason: "at none"),
        // Each rule names all that it needs: the shortest is nearest to what is missing.
        .optional(row.capture.min { ($0.utf8.count, $0) < ($1.utf8.count, $1) }) { .text($0) },
        .list(row.nodes.map { .code($0) }),
      ]
    }
  }
}
