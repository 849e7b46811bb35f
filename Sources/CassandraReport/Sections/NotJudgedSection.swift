// What could not be judged: without it, "nothing failed" would promise more than the capture can keep.

import CassandraAnalysis
import CassandraModel

extension ReportSection {
  static let notJudged = ReportSection("not_judged", "What could not be judged") { findings in
    let gaps = findings.gaps
    let rules = rulesNotEvaluated(findings.evaluation)
    let disagreements = contradictions(findings)
    guard !gaps.isEmpty || !rules.isEmpty || !disagreements.isEmpty else {
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
    var tables: [Table] = []
    if !rules.isEmpty {
      tables.append(
        Table(
          name: "rules_not_evaluated", title: "Rules that were not evaluated", columns: ruleColumns,
          rows: rules, visibleRows: 60))
    }
    if !disagreements.isEmpty {
      tables.append(
        Table(
          name: "sample_contradictions", title: "Samples of one instant that contradict each other",
          columns: contradictionColumns, rows: disagreements, visibleRows: 20))
    }
    return what + tables.map(Block.table)
  }

  private static let contradictionColumns = [
    Column("node", "Node", .text, meaning: "The node."),
    Column("at", "Time", .moment, meaning: "The instant that both are of."),
    Column("metric", "Metric", .text, meaning: "Stable name of the metric; its unit is in the name."),
    Column("labels", "Of", .text, meaning: "Table, pool and the like."),
    Column("value", "Counts", .decimal(unit: "see metric"), meaning: "The value that is used."),
    Column("source", "In", .text, meaning: "File and line of it."),
    Column("other", "Left out", .decimal(unit: "see metric"), meaning: "The other value."),
    Column("other_source", "Also in", .text, meaning: "File and line of the other."),
  ]

  /// Samples of one series and instant that two files give differently.
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
        // Nodes come one after another, and each has its own name.
        if rows[index].nodes.last != node.node.name { rows[index].nodes.append(node.node.name) }
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
