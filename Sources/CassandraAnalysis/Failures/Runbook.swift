// A runbook: what people do about a category of errors, in order.

/// A procedure for people, with an id that reports and configurations refer to.
public struct Runbook: Sendable {
  /// For example `RB-1b`.
  public let id: String
  /// A few words.
  public let title: String
  /// What to do, in order.
  public let steps: [String]
  /// What of it comes first, for the node and the table at hand.
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

/// Who is called.
public enum Route: String, Hashable, Sendable, CaseIterable {
  /// Nobody: the report notes it.
  case note
  /// Someone looks at it in working hours.
  case review
  /// The person on call is woken up.
  case page
  /// The person on call is woken up, and there is something to do at once.
  case pageAndAct = "page_and_act"
}
