// The first screen of a report, before anyone decides in which format: headline, story, and parts with a label each.

public import CassandraModel

/// What a person reads who reads nothing else.
public struct FirstScreen: Hashable, Sendable {
  /// Lines under one label.
  public struct Part: Hashable, Sendable {
    /// For example `Impact`.
    public let label: String
    /// A line each.
    public let lines: [Prose]
    /// True for steps in order.
    public let isNumbered: Bool

    init(_ label: String, _ lines: [Prose], isNumbered: Bool = false) {
      self.label = label
      self.lines = lines
      self.isNumbered = isNumbered
    }
  }

  /// The worst of it; nil when nothing is wrong.
  public let severity: Severity?
  /// Severity, status, cluster, nodes, release: what stands in the first line, before the date.
  public let headline: [String]
  /// What happened, in one line; nil when the headline says it all.
  public let story: Prose?
  /// The parts, in reading order; none is empty.
  public let parts: [Part]

  init(severity: Severity?, headline: [String], story: Prose?, parts: [Part]) {
    self.severity = severity
    self.headline = headline.filter { !$0.isEmpty }
    self.story = story
    self.parts = parts.filter { !$0.lines.isEmpty }
  }

  /// The first line, with the day and the zone of all times.
  func title(_ clock: PageClock) -> String {
    (headline + [clock.heading]).filter { !$0.isEmpty }.joined(separator: " · ")
  }
}
