// What could not be judged: without it, "nothing failed" would promise more than the capture can keep.

import CassandraAnalysis
import CassandraModel

extension ReportSection {
  static let notJudged = ReportSection("not_judged", "What could not be judged") { findings in
    let gaps = findings.gaps
    guard !gaps.isEmpty else { return [.paragraph("Everything that this report is about could be judged.")] }
    return [
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
  }
}
