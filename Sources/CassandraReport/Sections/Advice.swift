// First steps in words: a command in code, then its purpose.

import CassandraAnalysis
import CassandraModel

extension Action {
  var prose: Prose {
    guard let command else { return Prose(text.prefix(1).uppercased() + text.dropFirst()) }
    return "\(code: command)    \(text)"
  }
}

extension Findings {
  /// First steps for `one`; nil if no action is needed.
  ///
  /// - Parameter incident: the incident with the error; it has the cause, and shows whether the node is out
  ///   of service.
  func firstSteps(_ one: NumberedFault, in incident: Incident? = nil) -> FirstSteps? {
    guard let node = findings(of: one.node) else { return nil }
    var context = AdviceContext(one.fault, on: node)
    if let incident { context.learn(from: incident, on: node) }
    return one.fault.category.firstSteps(in: context)
  }
}
