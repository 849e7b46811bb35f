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

  /// One figure under a label.
  public struct Tile: Hashable, Sendable {
    /// For example `Peak pending`.
    public let label: String
    /// The figure.
    public let value: Prose
    /// When or where; nil when there is nothing more to say.
    public let note: Prose?
    /// How bad it is; nil for what is only a figure.
    public let severity: Severity?

    init(_ label: String, _ value: Prose, note: Prose? = nil, severity: Severity? = nil) {
      self.label = label
      self.value = value
      self.note = note
      self.severity = severity
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
  /// The figures that a page shows as tiles; each stands in the parts, or in the incident, too.
  public let tiles: [Tile]

  /// The time that it is about, where that is not the days of its times.
  private let period: String?

  init(
    severity: Severity?, headline: [String], period: String? = nil, story: Prose?, parts: [Part],
    tiles: [Tile] = []
  ) {
    self.severity = severity
    self.period = period
    self.headline = headline.filter { !$0.isEmpty }
    self.story = story
    self.parts = parts.filter { !$0.lines.isEmpty }
    self.tiles = tiles
  }

  /// The first line, with the day and the zone of all times.
  func title(_ clock: PageClock) -> String {
    (headline + [period ?? clock.heading]).filter { !$0.isEmpty }.joined(separator: " · ")
  }
}
