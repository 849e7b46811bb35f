// The result of a check for programs: `hindsight/check/1`.
//
//   status        passed, failed or not_judged
//   outcomes      an object for each expectation: id, title, verdict, reason, coverage (true for a demand on the
//                 capture), violations, excepted
//   violations    rule, severity, message, path and line (null without a place), fingerprint
//   baseline      null without one, else new, known and gone findings
//   notes         remarks that do not affect the status

import CassandraAnalysis
import CassandraModel

enum CheckJSON {
  static func render(_ report: CheckReport) -> String {
    let result = report.result
    return JSONValue.object([
      "schema": .text("hindsight/check/1"), "status": .text(result.status.rawValue),
      "nodes": .array(result.nodes.map { .text($0.name) }),
      "outcomes": .array(result.outcomes.map { outcome($0, report) }),
      "baseline": result.comparison.map { baseline($0, report) } ?? .null,
      "notes": .array(
        result.notes.map { note in
          .object(place(note.source, report) + [JSONMember("message", .text(note.message))])
        }),
    ]).indentedText() + "\n"
  }

  private static func outcome(_ outcome: CheckOutcome, _ report: CheckReport) -> JSONValue {
    .object([
      "id": .text(outcome.id), "title": .text(outcome.title), "verdict": .text(outcome.verdict.rawValue),
      "reason": .text(outcome.reason), "coverage": .truth(outcome.isCoverage),
      "violations": .array(
        outcome.violations.map { violation in
          .object(
            [
              JSONMember("rule", .text(violation.rule)),
              JSONMember("severity", .text(violation.severity.rawValue)),
              JSONMember("message", .text(violation.message)),
            ] + place(violation.source, report) + [JSONMember("fingerprint", .text(violation.fingerprint))])
        }),
      "excepted": .array(outcome.excepted.map { .text($0) }),
    ])
  }

  private static func baseline(_ comparison: BaselineComparison, _ report: CheckReport) -> JSONValue {
    let found = { (findings: [CheckFinding]) -> JSONValue in
      .array(
        findings.map { finding in
          .object(
            [
              JSONMember("kind", .text(finding.kind.rawValue)), JSONMember("id", .text(finding.id)),
              JSONMember("severity", .text(finding.severity.rawValue)),
              JSONMember("node", .text(finding.node.name)), JSONMember("message", .text(finding.message)),
            ] + place(finding.source, report) + [JSONMember("fingerprint", .text(finding.fingerprint))])
        })
    }
    return .object([
      "new": found(comparison.new), "known": found(comparison.known),
      "gone": .array(comparison.gone.map { BaselineJSON.finding($0) }),
    ])
  }

  private static func place(_ source: SourceLocation?, _ report: CheckReport) -> [JSONMember] {
    [
      JSONMember("path", .optional(source.map { report.path($0.file) })),
      JSONMember("line", source.flatMap { $0.line > 0 ? .integer(Int64($0.line)) : nil } ?? .null),
    ]
  }
}
