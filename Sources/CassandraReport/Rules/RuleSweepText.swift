// The results of a sweep over thresholds and durations: as text, CSV and JSON.

package import CassandraAnalysis
import CassandraModel

/// The output of `hindsight sweep`.
package enum RuleSweepText {
  // MARK: Text

  /// A table, with the first failure as the reference for lead times.
  package static func table(_ sweep: RuleSweep) -> String {
    var lines = TextTable.flowed("", sweep.rule.id.name + ": " + sweep.rule.summary, column: 0)
    lines += TextTable.flowed("", failure(sweep), column: 0) + [""]
    var rows = [
      [parameter(sweep), "For", "Firings", "Possible", "Nodes", "Time firing", "First firing", "Lead time"]
    ]
    for result in sweep.results {
      rows.append([
        result.threshold.map { PlainText.decimal($0) } ?? HumanText.missing,
        result.holdsFor.map { $0.prometheusText } ?? HumanText.missing, String(result.firings),
        String(result.possible), String(result.nodes), HumanText.duration(result.firing),
        result.first.map { $0.iso8601 } ?? HumanText.missing, lead(result),
      ])
    }
    lines += TextTable.aligned(rows, [.right, .right, .right, .right, .right, .right, .left, .left])
    if !sweep.notEvaluated.isEmpty { lines += ["", "Not evaluated:"] }
    for (node, reason) in sweep.notEvaluated {
      lines += TextTable.flowed("  " + node.name, reason, column: 4)
    }
    return RuleText.visible(lines)
  }

  private static func parameter(_ sweep: RuleSweep) -> String {
    sweep.parameter.map { $0.prefix(1).uppercased() + $0.dropFirst() } ?? "Number"
  }

  private static func failure(_ sweep: RuleSweep) -> String {
    guard let failure = sweep.failure else {
      return sweep.failuresOnOwnClock > 0
        ? "No lead time: the zone of the logs is unknown."
        : "No lead time: no critical error in the logs."
    }
    return "First failure: " + failure.category.title + " on " + failure.node.name + " at "
      + failure.at.iso8601
      + (failure.source.map { " (" + $0.description + ")" } ?? "") + "."
  }

  private static func lead(_ result: RuleSweep.Result) -> String {
    guard let lead = result.lead else { return HumanText.missing }
    return lead.milliseconds >= 0
      ? HumanText.duration(lead) + " before"
      : HumanText.duration(TimeSpan(milliseconds: -lead.milliseconds)) + " after"
  }

  // MARK: CSV

  /// A line for each pair; numbers are plain, times in UTC.
  package static func csv(_ sweep: RuleSweep) -> String {
    var lines = [
      "rule,parameter,threshold,for_seconds,firings,possible,nodes,firing_seconds,first_firing,lead_seconds"
    ]
    for result in sweep.results {
      lines.append(
        [
          sweep.rule.id.name, sweep.parameter ?? "", result.threshold.map { PlainText.decimal($0) } ?? "",
          result.holdsFor.map { PlainText.seconds($0) } ?? "", String(result.firings),
          String(result.possible),
          String(result.nodes), PlainText.seconds(result.firing), result.first?.iso8601 ?? "",
          result.lead.map { PlainText.seconds($0) } ?? "",
        ].joined(separator: ","))
    }
    return lines.joined(separator: "\r\n") + "\r\n"
  }

  // MARK: JSON

  package static let schema = "hindsight/sweep/1"

  /// All results, with a line end at the end.
  package static func json(_ sweep: RuleSweep) -> String {
    let failure: JSONValue =
      sweep.failure.map { failure in
        .object([
          "node": .text(failure.node.name), "at": .text(failure.at.iso8601),
          "category": .text(failure.category.id.name), "source": .optional(failure.source?.description),
        ])
      } ?? .null
    let value = JSONValue.object([
      "schema": .text(schema), "rule": .text(sweep.rule.id.name), "parameter": .optional(sweep.parameter),
      "first_failure": failure, "failures_on_own_clock": .integer(Int64(sweep.failuresOnOwnClock)),
      "not_evaluated": .array(
        sweep.notEvaluated.map { .object(["node": .text($0.node.name), "reason": .text($0.reason)]) }),
      "results": .array(sweep.results.map(result)),
    ])
    return value.indentedText() + "\n"
  }

  private static func result(_ result: RuleSweep.Result) -> JSONValue {
    .object([
      "threshold": .optional(result.threshold), "for_seconds": seconds(result.holdsFor),
      "firings": .integer(Int64(result.firings)), "possible": .integer(Int64(result.possible)),
      "nodes": .integer(Int64(result.nodes)), "firing_seconds": seconds(result.firing),
      "first_firing": .optional(result.first?.iso8601), "lead_seconds": seconds(result.lead),
    ])
  }

  private static func seconds(_ span: TimeSpan?) -> JSONValue {
    .optional(span.map { Double($0.milliseconds) / 1000 })
  }
}
