// A runbook: what people do about a category of errors, in order.

/// A procedure for people, with an id that reports and configurations refer to.
public struct Runbook: Hashable, Sendable {
  /// For example `RB-1b`.
  public let id: String
  /// A few words.
  public let title: String
  /// What to do, in order.
  public let steps: [String]

  /// A runbook.
  public init(id: String, title: String, steps: [String]) {
    self.id = id
    self.title = title
    self.steps = steps
  }
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
