// A runbook: the steps for a category of errors, in order.

/// An operator's procedure, with an id that reports and configurations refer to.
public struct Runbook: Sendable {
  /// For example `RB-1b`.
  public let id: String
  /// A few words.
  public let title: String
  /// The steps, in order.
  public let steps: [String]
  /// The first steps, filled in for the node and the table at hand.
  package let first: FirstSteps.Procedure

  /// A runbook.
  package init(id: String, title: String, steps: [String], first: @escaping FirstSteps.Procedure) {
    self.id = id
    self.title = title
    self.steps = steps
    self.first = first
  }
}

extension Runbook: Hashable {
  /// Runbooks are the same when their ids are.
  public static func == (a: Runbook, b: Runbook) -> Bool { a.id == b.id }
  /// By id.
  public func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

/// A notification route.
public enum Route: String, Hashable, Sendable, CaseIterable {
  /// No page and no ticket: the report notes it.
  case note
  /// A ticket for working hours.
  case review
  /// A page to on-call.
  case page
  /// A page to on-call with a step to be taken at once.
  case pageAndAct = "page_and_act"
}
