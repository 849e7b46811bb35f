// The figures kept of a series of samples: enough for a report, in memory that does not grow with their
// number.

public import CassandraModel

/// A series, reduced to its ends and extremes. Summaries of two parts of a series merge into that of the whole.
public struct SeriesSummary: Sendable, Equatable {
  /// One sample of the series.
  public struct Point: Sendable, Equatable {
    /// The instant; nil without a date.
    public let at: Instant?
    /// In the unit of the metric's name.
    public let value: Double
    /// Place of the sample.
    public let source: SourceLocation

    fileprivate func mapTime(_ change: (Instant) -> Instant?) -> Point {
      Point(at: at.flatMap(change), value: value, source: source)
    }
  }

  /// Number of samples.
  public private(set) var count = 0
  /// The earliest sample (undated ones come last).
  public private(set) var first: Point?
  /// The latest sample; an undated one only where none is dated.
  public private(set) var last: Point?
  /// The smallest sample, the earliest of equals.
  public private(set) var minimum: Point?
  /// The largest sample, the earliest of equals.
  public private(set) var maximum: Point?

  /// No samples.
  public init() {}

  /// Adds one sample.
  public mutating func add(_ sample: Sample) {
    let point = Point(at: sample.at, value: sample.value, source: sample.source)
    count += 1
    if SeriesSummary.isBetter(point, than: first, SeriesSummary.isEarlier) { first = point }
    if SeriesSummary.isBetter(point, than: last, SeriesSummary.isLater) { last = point }
    if SeriesSummary.isBetter(point, than: minimum, SeriesSummary.isSmaller) { minimum = point }
    if SeriesSummary.isBetter(point, than: maximum, SeriesSummary.isLarger) { maximum = point }
  }

  /// Adds all samples of `other`; the result does not depend on the order of merging.
  public mutating func merge(_ other: SeriesSummary) {
    count += other.count
    first = SeriesSummary.pick(first, other.first, SeriesSummary.isEarlier)
    last = SeriesSummary.pick(last, other.last, SeriesSummary.isLater)
    minimum = SeriesSummary.pick(minimum, other.minimum, SeriesSummary.isSmaller)
    maximum = SeriesSummary.pick(maximum, other.maximum, SeriesSummary.isLarger)
  }

  /// The same series with every instant changed.
  func mapTimes(_ change: (Instant) -> Instant?) -> SeriesSummary {
    var moved = self
    moved.first = first.map { $0.mapTime(change) }
    moved.last = last.map { $0.mapTime(change) }
    moved.minimum = minimum.map { $0.mapTime(change) }
    moved.maximum = maximum.map { $0.mapTime(change) }
    return moved
  }

  private static func pick(_ a: Point?, _ b: Point?, _ precedes: (Point, Point) -> Bool) -> Point? {
    guard let b else { return a }
    return isBetter(b, than: a, precedes) ? b : a
  }

  @inline(__always)
  private static func isBetter(_ point: Point, than known: Point?, _ precedes: (Point, Point) -> Bool) -> Bool
  {
    guard let known else { return true }
    return precedes(point, known)
  }

  private static func isSmaller(_ a: Point, _ b: Point) -> Bool {
    a.value != b.value ? a.value < b.value : isEarlier(a, b)
  }

  private static func isLarger(_ a: Point, _ b: Point) -> Bool {
    a.value != b.value ? a.value > b.value : isEarlier(a, b)
  }

  /// An undated sample proves nothing about the end: dated ones come later.
  private static func isLater(_ a: Point, _ b: Point) -> Bool {
    (a.at == nil) == (b.at == nil) ? isEarlier(b, a) : a.at != nil
  }

  /// By instant, then place, so that samples without an instant are ordered, too.
  private static func isEarlier(_ a: Point, _ b: Point) -> Bool {
    switch (a.at, b.at) {
    case (let left?, let right?) where left != right: left < right
    case (_?, nil): true
    case (nil, _?): false
    default: a.source < b.source
    }
  }
}

/// The series of one node, by metric and labels.
public struct SeriesBook: Sendable, Equatable {
  /// A metric with its labels.
  public struct Key: Hashable, Comparable, Sendable {
    /// The metric.
    public let metric: MetricName
    /// Its labels.
    public let labels: Labels
    /// Ordered by metric, then labels.
    public static func < (a: Key, b: Key) -> Bool {
      a.metric != b.metric ? a.metric < b.metric : a.labels < b.labels
    }
  }

  private var series = SeriesMap<SeriesSummary>()

  /// No series.
  public init() {}

  /// The series, in the order of their first samples.
  public var keys: [Key] { series.keys }

  /// Adds a sample to its series; returns the place of the series in `keys`.
  @discardableResult
  public mutating func add(_ sample: Sample) -> Int {
    series.update(Key(metric: sample.metric, labels: sample.labels), from: SeriesSummary()) { $0.add(sample) }
  }

  /// Adds all series of `other`.
  public mutating func merge(_ other: SeriesBook) {
    for (key, summary) in zip(other.series.keys, other.series.values) {
      series.update(key, from: SeriesSummary()) { $0.merge(summary) }
    }
  }

  /// The same series with wall-clock times (kept as if they were UTC) turned into instants; without instants
  /// when the zone is not known.
  func moved(by zone: LogZone) -> SeriesBook {
    let rule = zone.rule
    var moved = self
    moved.series.updateAll { _, summary in
      summary = summary.mapTimes { rule?.instant(LocalTime(milliseconds: $0.milliseconds)) }
    }
    return moved
  }

  /// The series with wanted keys.
  func filtered(_ isWanted: (Key) -> Bool) -> SeriesBook {
    var book = SeriesBook()
    book.series = series.filtered(isWanted)
    return book
  }

  /// The series of `metric` with `labels`; nil without one.
  public subscript(_ metric: MetricName, _ labels: Labels = .none) -> SeriesSummary? {
    series[Key(metric: metric, labels: labels)]
  }

  /// All series in order of metric and labels.
  public var all: [(key: Key, summary: SeriesSummary)] {
    inOrder(Array(series.keys.indices))
  }

  /// The series of `metric`, in order of labels.
  public func all(of metric: MetricName) -> [(key: Key, summary: SeriesSummary)] {
    inOrder(series.keys.indices.filter { series.keys[$0].metric == metric })
  }

  /// Numbers are sorted, not series: series are large, and there may be a hundred thousand.
  private func inOrder(_ numbers: [Int]) -> [(key: Key, summary: SeriesSummary)] {
    numbers.sorted { series.keys[$0] < series.keys[$1] }.map { (series.keys[$0], series.values[$0]) }
  }
}
