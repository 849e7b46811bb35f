// First steps in words: a command in code, then what it is for.

import CassandraAnalysis
import CassandraModel

extension Action {
  /// The command and what it is for.
  var prose: Prose {
    guard let command else { return Prose(text.prefix(1).uppercased() + text.dropFirst()) }
    return "\(code: command)    \(text)"
  }
}

extension Findings {
  /// What to do first about `one`; nil when there is nothing to do.
  ///
  /// - Parameter incident: the incident that it belongs to, which tells its cause and whether the node is out of service.
  func firstSteps(_ one: NumberedFault, in incident: Incident? = nil) -> FirstSteps? {
    guard let runbook = one.fault.category.runbook, let node = findings(of: one.node)
    else { return nil }
    var context = AdviceContext(one.fault, on: node)
    if let incident { context.learn(from: incident, on: node) }
    return runbook.first(context)
  }
}
