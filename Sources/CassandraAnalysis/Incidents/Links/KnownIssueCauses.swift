// A known bug of Cassandra as the cause of an incident: only if its records match, the release has it, and no other
// bug logs the same. A record that merely looks like a bug is no evidence of a cause.

import CassandraModel

extension CauseHypothesis {
  static let knownIssueCauses: [CauseHypothesis] = [
    CauseHypothesis(
      id: Incident.Cause.knownIssue, explains: [.anyError], title: "a known bug of Cassandra",
      detail: { context in
        context.knownIssue.map { match in
          let fix = match.fixed.map { ", fixed in " + $0 } ?? ""
          return "known bug \(name: match.issue.id)\(fix): \(match.issue.summaryWithoutStop)"
        }
      }
    ) { context in
      guard let match = context.knownIssue, let version = match.version,
        let first = context.fault?.evidence.first
      else { return [] }
      return [
        .speaking(
          for: 2, "its exception and frames, in \(name: version.text), which has it", at: first.at,
          first.source)
      ]
    }
  ]
}

extension Incident.Cause {
  /// The id of a known bug as the cause.
  package static let knownIssue = "software.known_issue"
}

extension CauseContext {
  /// The one bug that the root error certainly is.
  fileprivate var knownIssue: KnownIssueMatch? {
    let certain = fault.map { node.knownIssues(of: $0).filter(\.isCertain) } ?? []
    return certain.count == 1 ? certain[0] : nil
  }
}

extension KnownIssue {
  /// The summary, for the end of a clause.
  fileprivate var summaryWithoutStop: String { summary.hasSuffix(".") ? String(summary.dropLast()) : summary }
}
