// The result of a check as text: a line an expectation with expected and actual, failed ones first, each with its
// places.

import CassandraAnalysis
import CassandraModel

enum CheckText {
  /// The maximum number of places listed for one expectation; the other formats list all.
  private static let limit = 20

  static func render(_ report: CheckReport) -> String {
    var lines: [String] = []
    let order: [CheckOutcome.Verdict] = [.failed, .notJudged, .passed]
    for verdict in order {
      for outcome in report.result.outcomes where outcome.verdict == verdict {
        let actual = verdict == .failed && !outcome.violations.isEmpty ? found(outcome) : outcome.reason
        lines.append(
          word(verdict) + " " + visible(outcome.title) + ": " + visible(actual) + " [" + visible(outcome.id)
            + "]")
        for violation in outcome.violations.prefix(limit) where verdict == .failed {
          let place = violation.source.map { report.place($0) + ": " } ?? ""
          lines.append(
            "    " + visible(place) + violation.severity.rawValue + ": " + visible(violation.message) + " ["
              + visible(violation.rule) + "]")
        }
        if outcome.violations.count > limit {
          lines.append("    and " + HumanText.count(Int64(outcome.violations.count - limit)) + " more")
        }
        if !outcome.excepted.isEmpty {
          lines.append("    excepted: " + HumanText.count(Int64(outcome.excepted.count)))
        }
      }
    }
    if let comparison = report.result.comparison {
      lines.append(
        "baseline: " + String(comparison.new.count) + " new, " + String(comparison.known.count) + " known, "
          + String(comparison.gone.count) + " gone")
      lines += comparison.new.map {
        "  new    " + visible($0.message) + " (" + visible(report.place($0.source)) + ")"
      }
      lines += comparison.gone.map { gone in
        "  gone   " + visible(gone.kind + " " + gone.id)
          + (gone.tables.isEmpty ? "" : " of " + visible(gone.tables.joined(separator: ", ")))
      }
    }
    for note in report.result.notes {
      lines.append("note: " + visible((note.source.map { report.place($0) + ": " } ?? "") + note.message))
    }
    lines.append("hindsight check " + report.verdict + ": " + report.summary)
    return lines.joined(separator: "\n") + "\n"
  }

  /// The number of violations, which follow one a line; each has the expected value where there is one.
  private static func found(_ outcome: CheckOutcome) -> String {
    HumanText.count(Int64(outcome.violations.count))
      + (outcome.violations.count == 1 ? " violation" : " violations")
  }

  private static func word(_ verdict: CheckOutcome.Verdict) -> String {
    switch verdict {
    case .passed: "✓"
    case .failed: "✗"
    case .notJudged: "?"
    }
  }

  private static func visible(_ text: String) -> String {
    VisibleText.make(VisibleText.shortened(text, to: 1000))
  }
}
