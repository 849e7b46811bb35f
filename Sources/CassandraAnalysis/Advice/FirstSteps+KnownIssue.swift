// First steps for an error that is certainly a known bug: its workaround and the release with the fix, in place of
// the category's steps, which may blame a sound disk or a sound SSTable.

import CassandraModel

extension ErrorCategory {
  /// The first steps in `context`: those of the known bug if the error is certainly one, else the category's own,
  /// else those of its runbook; nil when no action is needed.
  package func firstSteps(in context: AdviceContext) -> FirstSteps? {
    guard let own = first ?? runbook?.first else { return nil }
    let certain = context.knownIssues.filter(\.isCertain)
    // Two bugs with the same records: at most one is it, so neither decides.
    guard certain.count == 1, let match = certain.first else { return own(context) }
    return FirstSteps(match, isOver: context.isOver) ?? own(context)
  }
}

extension FirstSteps {
  /// The steps for a known bug; nil when its sources name none.
  ///
  /// - Parameter isOver: true when the error is resolved; only the upgrade is left then.
  fileprivate init?(_ match: KnownIssueMatch, isOver: Bool) {
    let issue = match.issue
    let workaround = isOver ? [] : issue.workaround.prefix(FirstSteps.limit - 1).map(FirstSteps.action)
    let upgrade = match.fixed.map { fixed in
      let isOtherBranch = CassandraVersion(fixed)?.branch != match.version?.branch
      let effect = issue.upgrade.map { "; " + $0 } ?? ""
      return Action(
        "\(isOtherBranch ? "plan the upgrade" : "upgrade") to \(fixed), which has the fix of \(issue.id)\(effect)"
      )
    }
    let actions = workaround + [upgrade].compactMap(\.self)
    guard !actions.isEmpty else { return nil }
    self.init(actions, never: issue.never)
  }

  /// A sentence of the table as a step: without its full stop.
  private static func action(_ sentence: String) -> Action {
    Action(sentence.hasSuffix(".") ? String(sentence.dropLast()) : sentence)
  }
}
