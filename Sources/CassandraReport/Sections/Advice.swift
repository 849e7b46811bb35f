// First steps in words: a command in code, then what it is for.

import CassandraAnalysis
import CassandraModel

extension Action {
  /// The command and what it is for.
  var prose: Prose {
    guard let command else { return Prose(text.prefix(1).uppercased() + text.dropFirst()) }
    return "\(code: command): \(text)"
  }
}

extension Findings {
  /// What to do first about `one`; nil when there is nothing to do.
  func firstSteps(_ one: NumberedFault, cause: String? = nil) -> FirstSteps? {
    guard let runbook = one.fault.category.runbook, let node = nodes.first(where: { $0.node == one.node })
    else { return nil }
    return runbook.first(AdviceContext(one.fault, on: node, cause: cause))
  }
}
