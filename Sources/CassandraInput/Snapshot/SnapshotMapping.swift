// JSON of a shape that the user explains: the paths of records and times, and the numbers that are metrics.
// Plain data, made by the reader of a configuration.

public import CassandraModel

/// The way to read one shape of JSON. Paths are `$`, `$.a.b`, `$.a[*].b`, `$.a[0]`, `$['a.b']`; an array at
/// the top of a file is read element by element, and `$` is then one element.
public struct SnapshotMapping: Hashable, Sendable {
  /// The form of a time.
  public enum TimeForm: String, Hashable, Sendable, CaseIterable {
    /// ISO 8601; without an offset it is on an unknown clock.
    case iso8601
    /// ISO 8601; without an offset it is UTC.
    case utc
    /// Seconds, or milliseconds, since 1970.
    case epoch
  }

  /// The source of a label's value.
  public enum LabelValue: Hashable, Sendable {
    /// A constant.
    case constant(String)
    /// The value at this path of the record.
    case path(String)
  }

  /// A label of a sample.
  public struct Label: Hashable, Sendable {
    /// Its name.
    public var name: String
    /// The source of its value.
    public var value: LabelValue

    /// A label.
    public init(_ name: String, _ value: LabelValue) {
      self.name = name
      self.value = value
    }
  }

  /// A number that is a metric.
  public struct Measure: Hashable, Sendable {
    /// Its path in the record; each number there is a sample.
    public var path: String
    /// The metric of the sample.
    public var metric: MetricName
    /// The factor from the number's unit to the metric's unit.
    public var scale: Double
    /// Labels in addition to those of the record.
    public var labels: [Label]

    /// A number that is a metric.
    public init(path: String, metric: MetricName, scale: Double = 1, labels: [Label] = []) {
      self.path = path
      self.metric = metric
      self.scale = scale
      self.labels = labels
    }
  }

  /// The name of such a file in reports, and the command of its polls.
  public var name: String
  /// Paths of files, as in a manifest: `*` and `?` within a name, `**` for folders. Empty: selected by `keys`
  /// alone.
  public var files: [String]
  /// Keys that each value must have; this mapping does not read a file without one of them.
  public var keys: [String]
  /// The path of the records in a value.
  public var records: String
  /// The path of the time in a record; nil when it has none.
  public var time: String?
  /// The form of the time.
  public var timeForm: TimeForm
  /// The metrics.
  public var measures: [Measure]

  /// A mapping.
  public init(
    name: String, files: [String] = [], keys: [String] = [], records: String = "$", time: String? = nil,
    timeForm: TimeForm = .iso8601, measures: [Measure]
  ) {
    self.name = name
    self.files = files
    self.keys = keys
    self.records = records
    self.time = time
    self.timeForm = timeForm
    self.measures = measures
  }

  /// The invalid paths, for the reader of a configuration file. A measure with an invalid path is skipped.
  public var wrongPaths: [String] {
    var paths = [records] + (time.map { [$0] } ?? [])
    for measure in measures {
      paths.append(measure.path)
      for label in measure.labels { if case .path(let path) = label.value { paths.append(path) } }
    }
    return paths.filter { JSONPath($0) == nil }
  }
}

extension MonitorKind {
  /// A kind that a user explains.
  init(_ mapping: SnapshotMapping) {
    let records = JSONPath(mapping.records)
    let time = mapping.time.flatMap { JSONPath($0) }
    let measures = mapping.measures.compactMap { MappedMeasure($0) }
    self.init(
      name: mapping.name, command: mapping.name,
      takes: { item in item.isObject && mapping.keys.allSatisfy { item[$0] != nil } },
      read: { item, state in
        var entry = SnapshotEntry(.unknown)
        entry.poll(mapping.name, line: item.line)
        for record in records?.values(in: item) ?? [] {
          let own =
            time.flatMap { $0.values(in: record).first }
            .map { SnapshotTime($0, naiveIsUTC: mapping.timeForm == .utc) } ?? .unknown
          if entry.time == .unknown { entry.time = own }
          var instant: Instant?
          if case .utc(let said) = own { instant = said }
          for measure in measures { measure.add(record, at: instant, to: &entry) }
        }
        return entry
      })
  }
}

/// A measure with parsed paths.
private struct MappedMeasure: Sendable {
  private enum Value: Sendable {
    case constant(String)
    case path(JSONPath)
  }
  private let measure: SnapshotMapping.Measure
  private let path: JSONPath
  private var labels: [(name: String, value: Value)] = []

  /// Nil if its path is invalid.
  init?(_ measure: SnapshotMapping.Measure) {
    guard let path = JSONPath(measure.path) else { return nil }
    self.measure = measure
    self.path = path
    for label in measure.labels {
      switch label.value {
      case .constant(let text): labels.append((label.name, .constant(text)))
      case .path(let text): if let path = JSONPath(text) { labels.append((label.name, .path(path))) }
      }
    }
  }

  func add(_ record: JSONItem, at instant: Instant?, to entry: inout SnapshotEntry) {
    var pairs: [(name: String, value: String)] = []
    for (name, value) in labels {
      switch value {
      case .constant(let text): pairs.append((name, text))
      case .path(let path):
        if let found = path.values(in: record).first.flatMap({ FieldValue($0) }) {
          pairs.append((name, found.text))
        }
      }
    }
    for value in path.values(in: record) {
      entry.sample(
        measure.metric, Labels(pairs), value.quotedNumber.map { $0 * measure.scale }, own: instant,
        line: value.line
      )
    }
  }
}
