// A chart: values and states over time, independent of the format. All times are in UTC; a chart has no times
// that are known only on a node's own clock.

public import CassandraModel

/// Lines and bands over one span of time.
public struct Chart: Hashable, Sendable {
  /// The unit of the values.
  public enum Unit: Hashable, Sendable {
    /// A count of the things in the title.
    case count
    /// Bytes.
    case bytes
    /// Bytes per second.
    case bytesPerSecond
    /// A ratio; 1 is 100 %.
    case ratio
  }

  /// One value of a line.
  public struct Point: Hashable, Sendable {
    /// The instant.
    public let at: Instant
    /// The value, in the chart's unit.
    public let value: Double
    /// The source location.
    public let source: SourceLocation

    /// A value at an instant.
    public init(at: Instant, value: Double, source: SourceLocation) {
      self.at = at
      self.value = value
      self.source = source
    }
  }

  /// One series of values.
  public struct Line: Hashable, Sendable {
    /// The name in the legend.
    public let name: String
    /// Stretches without gaps, in time order. No samples exist between two stretches.
    public let stretches: [[Point]]
    /// True for values that hold until the next one, such as settings.
    public let isStepped: Bool

    /// A line from its stretches.
    public init(name: String, stretches: [[Point]], isStepped: Bool = false) {
      self.name = name
      self.stretches = stretches.filter { !$0.isEmpty }
      self.isStepped = isStepped
    }
  }

  /// A threshold for a line.
  public struct Limit: Hashable, Sendable {
    /// The name in the legend.
    public let name: String
    /// The value, in the chart's unit.
    public let value: Double
    /// The severity of exceeding it.
    public let severity: Severity

    /// A threshold for a line.
    public init(name: String, value: Double, severity: Severity) {
      self.name = name
      self.value = value
      self.severity = severity
    }
  }

  /// A period in which a state held.
  public struct Span: Hashable, Sendable {
    /// The first instant.
    public let from: Instant
    /// The last instant.
    public let to: Instant
    /// The severity; nil for a healthy state.
    public let severity: Severity?
    /// A short description.
    public let text: String
    /// The source location; nil for a derived span.
    public let source: SourceLocation?

    /// A span.
    public init(
      from: Instant, to: Instant, severity: Severity?, text: String, source: SourceLocation? = nil
    ) {
      self.from = from
      self.to = max(from, to)
      self.severity = severity
      self.text = text
      self.source = source
    }
  }

  /// Spans of one subject, in time order.
  public struct Band: Hashable, Sendable {
    /// The label: a node or a rule.
    public let name: String
    /// The spans.
    public let spans: [Span]

    /// Spans of one subject.
    public init(name: String, spans: [Span]) {
      self.name = name
      self.spans = spans
    }
  }

  /// An event that explains the lines: an action or an error.
  public struct Mark: Hashable, Sendable {
    /// The kind of event.
    public enum Kind: Hashable, Sendable {
      /// A change, a command, a restart.
      case action
      /// An operation failed.
      case error
    }

    /// The instant.
    public let at: Instant
    /// The kind of event.
    public let kind: Kind
    /// A short description.
    public let text: Prose
    /// The source location; nil for a derived mark.
    public let source: SourceLocation?

    /// A mark at an instant.
    public init(at: Instant, kind: Kind, text: Prose, source: SourceLocation? = nil) {
      self.at = at
      self.kind = kind
      self.text = text
      self.source = source
    }
  }

  /// The title.
  public let title: String
  /// The main observation, in one sentence; also the accessible description.
  public let summary: String
  /// The time span; the same for all charts of a report, so that they can be compared.
  public let span: ClosedRange<Instant>
  /// The unit of the values.
  public let unit: Unit
  /// The lines; empty for a chart of bands only.
  public let lines: [Line]
  /// Thresholds for the lines.
  public let limits: [Limit]
  /// Bands under the lines.
  public let bands: [Band]
  /// Events that explain the lines and bands, in time order.
  public let marks: [Mark]

  /// A chart.
  public init(
    title: String, summary: String, span: ClosedRange<Instant>, unit: Unit = .count, lines: [Line] = [],
    limits: [Limit] = [], bands: [Band] = [], marks: [Mark] = []
  ) {
    self.title = title
    self.summary = summary
    self.span = span
    self.unit = unit
    self.lines = lines
    self.limits = limits
    self.bands = bands
    self.marks = marks
  }

  func marked(_ marks: [Mark]) -> Chart {
    Chart(
      title: title, summary: summary, span: span, unit: unit, lines: lines, limits: limits, bands: bands,
      marks: marks.filter { span.contains($0.at) })
  }
}

extension Chart.Unit {
  func text(_ value: Double) -> String {
    switch self {
    case .count: HumanText.decimal(value, digits: value == value.rounded() ? 0 : 2)
    case .bytes: Int64(exactly: value.rounded()).map(HumanText.bytes) ?? PlainText.decimal(value)
    case .bytesPerSecond: HumanText.bytesPerSecond(value)
    case .ratio: HumanText.percent(ratio: value)
    }
  }
}
