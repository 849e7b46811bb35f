// The first screen of a report, independent of the format: headline, story, and labelled parts.

public import CassandraModel

/// The summary for a reader who reads nothing else.
public struct FirstScreen: Hashable, Sendable {
  /// Lines under one label.
  public struct Part: Hashable, Sendable {
    /// For example `Impact`.
    public let label: String
    /// The lines.
    public let lines: [Prose]
    /// True for steps in order.
    public let isNumbered: Bool
    /// Number of further lines that no page shows.
    let more: Int

    init(_ label: String, _ lines: [Prose], isNumbered: Bool = false, atMost limit: Int = .max) {
      self.label = label
      // A last line is no longer than the words that would replace it.
      let shown = lines.count - 1 == limit ? lines.count : limit
      self.lines = Array(lines.prefix(shown))
      self.isNumbered = isNumbered
      more = max(0, lines.count - shown)
    }

    /// The first of the lines, at most `limit`, and the number of the others.
    func shown(_ limit: Int = .max) -> [Prose] {
      let left = more + max(0, lines.count - limit)
      return lines.prefix(limit) + (left > 0 ? ["and \(left) more"] : [])
    }
  }

  /// One figure under a label.
  public struct Tile: Hashable, Sendable {
    /// For example `Peak pending`.
    public let label: String
    /// The figure.
    public let value: Prose
    /// Time or place; nil if not needed.
    public let note: Prose?
    /// The severity; nil for a plain figure.
    public let severity: Severity?

    init(_ label: String, _ value: Prose, note: Prose? = nil, severity: Severity? = nil) {
      self.label = label
      self.value = value
      self.note = note
      self.severity = severity
    }
  }

  /// The highest severity; nil for a healthy capture.
  public let severity: Severity?
  /// Severity, status, cluster, nodes, release: the words of the first line before the date.
  public let headline: [String]
  /// The incident in one line; nil if the headline is enough.
  public let story: Prose?
  /// The parts, in reading order; none is empty.
  public let parts: [Part]
  /// Figures that a page shows as tiles; each of them is also in a part or in the incident.
  public let tiles: [Tile]

  /// The period of the report, if it differs from the days of its times.
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

  /// The same with another part at the end.
  func adding(_ part: Part) -> FirstScreen {
    FirstScreen(
      severity: severity, headline: headline, period: period, story: story, parts: parts + [part],
      tiles: tiles)
  }

  /// The words of the first line, with the day and the zone of all times.
  func titleWords(_ clock: PageClock) -> [String] {
    (headline + [period ?? clock.heading]).filter { !$0.isEmpty }
  }

  /// The first line, with the day and the zone of all times.
  func title(_ clock: PageClock) -> String {
    titleWords(clock).joined(separator: " · ")
  }
}
