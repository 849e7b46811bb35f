// The first steps: at most three, for the likeliest cause, filled in for the node at hand, with the
// prohibitions that belong to them.

/// One step.
package struct Action: Hashable, Sendable {
  /// A command line, or several separated by semicolons; nil for a step without a command.
  package let command: String?
  /// The purpose of the command, or the step itself where there is no command: an imperative, without a full
  /// stop.
  package let text: String

  /// A step with a command.
  package init(_ command: String?, _ text: String) {
    self.command = command
    self.text = text
  }

  /// A step without a command.
  package init(_ text: String) { self.init(nil, text) }
}

package struct FirstSteps: Hashable, Sendable {
  /// In order; at most `limit`.
  package let actions: [Action]
  /// Steps that make it worse, each a sentence that begins with "Do not".
  package let prohibitions: [String]

  /// An operator reads no more at 3 a.m.
  package static let limit = 3

  /// Steps that apply, in order: steps beyond the limit are dropped.
  init(_ actions: [Action?], never prohibitions: [String?] = []) {
    self.actions = Array(actions.compactMap(\.self).prefix(FirstSteps.limit))
    self.prohibitions = prohibitions.compactMap(\.self)
  }

  /// Makes the first steps from the facts in the context.
  package typealias Procedure = @Sendable (AdviceContext) -> FirstSteps
}

extension AdviceContext {
  /// The step that brings a node back that is down or out of the ring; nil for any other node.
  func rejoin(after condition: String) -> Action? {
    if isProcessGone {
      return Action("nodetool status", "start the node \(condition); expect UN")
    }
    guard isOutOfRing else { return nil }
    return Action(
      "nodetool enablegossip; nodetool enablebinary; nodetool status", "\(condition); expect UN")
  }
}
