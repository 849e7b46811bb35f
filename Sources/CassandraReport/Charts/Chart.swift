// A chart: values and states over time, before anyone decides how it is drawn. All times are in UTC; what is known
// only on a node's own clock is in no chart.

public import CassandraModel

/// Lines and bands over one span of time.
public struct Chart: Hashable, Sendable {
  /// What the values are measured in.
  public enum Unit: Hashable, Sendable {
    /// A number of what the title says.
    case count
    /// Bytes.
    case bytes
    /// Bytes a second.
    case bytesPerSecond
    /// A share of a whole, 1 being all of it.
    case ratio
  }

  /// One value of a line.
  public struct Point: Hashable, Sendable {
    /// When.
    public let at: Instant
    /// The value, in the chart's unit.
    public let value: Double
    /// Where it stands.
    public let source: SourceLocation

    /// A value at an instant.
    public init(at: Instant, value: Double, source: SourceLocation) {
      self.at = at
      self.value = value
      self.source = source
    }
  }

  /// Values that belong together.
  public struct Line: Hashable, Sendable {
    /// What the legend calls it.
    public let name: String
    /// Stretches without gaps, in the order of time: between two of them nobody looked.
    public let stretches: [[Point]]
    /// True for values that hold until the next one, as settings do.
    public let isStepped: Bool

    /// A line of stretches.
    public init(name: String, stretches: [[Point]], isStepped: Bool = false) {
      self.name = name
      self.stretches = stretches.filter { !$0.isEmpty }
      self.isStepped = isStepped
    }
  }

  /// A value that a line is judged by.
  public struct Limit: Hashable, Sendable {
    /// What the legend calls it.
    public let name: String
    /// The value, in the chart's unit.
    public let value: Double
    /// How bad it is to pass it.
    public let severity: Severity

    /// A value that a line is judged by.
    public init(name: String, value: Double, severity: Severity) {
      self.name = name
      self.value = value
      self.severity = severity
    }
  }

  /// A stretch of time in which something held.
  public struct Span: Hashable, Sendable {
    /// Its first instant.
    public let from: Instant
    /// Its last instant.
    public let to: Instant
    /// How bad it is; nil for what is all right.
    public let severity: Severity?
    /// In a few words.
    public let text: String
    /// Where it stands; nil when it was concluded.
    public let source: SourceLocation?

    /// A stretch of time.
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

  /// Spans of one subject, in the order of time.
  public struct Band: Hashable, Sendable {
    /// What stands beside it: a node, a rule.
    public let name: String
    /// The spans.
    public let spans: [Span]

    /// Spans of one subject.
    public init(name: String, spans: [Span]) {
      self.name = name
      self.spans = spans
    }
  }

  /// An instant at which something happened that explains the lines: an action, or an error.
  public struct Mark: Hashable, Sendable {
    /// What happened.
    public enum Kind: Hashable, Sendable {
      /// A change, a command, a restart.
      case action
      /// An operation failed.
      case error
    }

    /// When.
    public let at: Instant
    /// What happened.
    public let kind: Kind
    /// In a few words.
    public let text: Prose
    /// Where it stands; nil when it was concluded.
    public let source: SourceLocation?

    /// A mark at an instant.
    public init(at: Instant, kind: Kind, text: Prose, source: SourceLocation? = nil) {
      self.at = at
      self.kind = kind
      self.text = text
      self.source = source
    }
  }

  /// What it shows.
  public let title: String
  /// What a reader sees in it, in a sentence: also what is read aloud.
  public let summary: String
  /// The span of time; the same for all charts of a report, so that they can be compared.
  public let span: ClosedRange<Instant>
  /// What the values are measured in.
  public let unit: Unit
  /// The lines; none for a chart of bands only.
  public let lines: [Line]
  /// Values that the lines are judged by.
  public let limits: [Limit]
  /// Bands under the lines.
  public let bands: [Band]
  /// What explains them, in the order of time.
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

  /// The same with `marks`.
  func marked(_ marks: [Mark]) -> Chart {
    Chart(
      title: title, summary: summary, span: span, unit: unit, lines: lines, limits: limits, bands: bands,
      marks: marks.filter { span.contains($0.at) })
  }
}

extension Chart.Unit {
  /// A value as people read it.
  func text(_ value: Double) -> String {
    switch self {
    case .count: HumanText.decimal(value, digits: value == value.rounded() ? 0 : 2)
    case .bytes: Int64(exactly: value.rounded()).map(HumanText.bytes) ?? PlainText.decimal(value)
    case .bytesPerSecond: HumanText.bytesPerSecond(value)
    case .ratio: HumanText.percent(ratio: value)
    }
  }
}
