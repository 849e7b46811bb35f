// What to do first: at most three steps, from the likeliest cause, filled in for the node at hand, and what must not be
// done near them.

/// One step.
package struct Action: Hashable, Sendable {
  /// A command line, or several parted by semicolons; nil where no command does it.
  package let command: String?
  /// What it is for, or what to do where no command does it: an imperative, without a full stop.
  package let text: String

  /// A step that a command does.
  package init(_ command: String?, _ text: String) {
    self.command = command
    self.text = text
  }

  /// A step that no command does.
  package init(_ text: String) { self.init(nil, text) }
}

/// What to do first.
package struct FirstSteps: Hashable, Sendable {
  /// In order; at most `limit`.
  package let actions: [Action]
  /// What makes it worse, each a sentence that begins with "Do not".
  package let prohibitions: [String]

  /// More are not read at 3 a.m.
  package static let limit = 3

  /// Steps that apply, in order: those over the limit are left out.
  init(_ actions: [Action?], never prohibitions: [String?] = []) {
    self.actions = Array(actions.compactMap(\.self).prefix(FirstSteps.limit))
    self.prohibitions = prohibitions.compactMap(\.self)
  }

  /// How first steps follow from what is known.
  package typealias Procedure = @Sendable (AdviceContext) -> FirstSteps
}

extension AdviceContext {
  /// The step that brings a node back that is down or out of the ring; nil for a node that is neither.
  func rejoin(after condition: String) -> Action? {
    if isProcessGone {
      return Action("nodetool status", "start the node \(condition); expect UN")
    }
    guard isOutOfRing else { return nil }
    return Action(
      "nodetool enablegossip; nodetool enablebinary; nodetool status", "\(condition); expect UN")
  }
}
