// All samples of one node that are evaluated over time. A sample costs 24 bytes, however long its file's name
// is:
//
//     at 8 | value 8 | file 4 | line and kind of instant 4
//
// The order of arrival does not matter: `finish` sorts the samples once.

public import CassandraModel

/// The samples of one node, by series.
public struct SampleStore: Sendable {
  private var series = SeriesMap<SampleSeries>()
  private var files: [String] = []
  private var fileNumbers: [String: UInt32] = [:]
  private var latestFile: UInt32?
  /// Undated samples, in the order of reading.
  public private(set) var undated: [Sample] = []
  /// Dated samples of instants at which another sample is kept.
  private var others: [SeriesBook.Key: [SamplePoint]] = [:]
  /// Instants at which two files have different values of the same series.
  public private(set) var contradictions: [SampleContradiction] = []
  /// Limit on the contradictions that are kept.
  static let contradictionLimit = 1000

  /// No samples.
  public init() {}

  /// Adds `sample`. Returns the number of its series, for further samples of it; nil for an undated sample.
  @discardableResult
  public mutating func add(_ sample: Sample) -> Int? {
    guard let point = point(sample) else {
      undated.append(sample)
      return nil
    }
    let key = SeriesBook.Key(metric: sample.metric, labels: sample.labels)
    return series.update(key, from: SampleSeries(key: key)) { $0.points.append(point) }
  }

  /// Adds `sample` to the series with this number.
  mutating func add(_ sample: Sample, toSeries number: Int) {
    guard let point = point(sample) else { return undated.append(sample) }
    series.update(at: number) { $0.points.append(point) }
  }

  private mutating func point(_ sample: Sample) -> SamplePoint? {
    guard let at = sample.at, let kind = sample.atKind else { return nil }
    let place = SamplePlace(file: number(of: sample.source.file), line: sample.source.line, kind: kind)
    return SamplePoint(at: at, value: sample.value, place: place)
  }

  private mutating func number(of file: String) -> UInt32 {
    // Most samples are in the file of the one before them.
    if let latest = latestFile, files[Int(latest)] == file { return latest }
    let number = fileNumbers[file] ?? UInt32(files.count)
    if Int(number) == files.count {
      files.append(file)
      fileNumbers[file] = number
    }
    latestFile = number
    return number
  }

  /// Adds all samples of `other`.
  public mutating func merge(_ other: SampleStore) {
    let numbers = other.files.map { number(of: $0) }
    for added in other.series.values {
      series.update(added.key, from: SampleSeries(key: added.key)) {
        $0.points += added.points.lazy.map { point in
          var place = point.place
          place.file = numbers[Int(place.file)]
          return SamplePoint(at: point.at, value: point.value, place: place)
        }
      }
    }
    undated += other.undated
  }

  /// Puts every series in order. Among samples of one instant the one with the most exact instant is kept,
  /// then the one whose place comes first; a contradiction by the others is recorded.
  public mutating func finish() {
    for key in series.keys.sorted() {
      guard let points = series[key]?.points, !SampleStore.isInOrder(points) else { continue }
      let ordered = inOrder(points, of: key)
      series.update(key, from: SampleSeries(key: key)) { $0.points = ordered }
    }
    series.updateAll { $1.settle() }
  }

  /// The samples of series that `isWanted`.
  func filtered(_ isWanted: (SeriesBook.Key) -> Bool) -> SampleStore {
    var store = self
    store.series = series.filtered(isWanted)
    store.others = others.filter { isWanted($0.key) }
    store.undated = undated.filter { isWanted(SeriesBook.Key(metric: $0.metric, labels: $0.labels)) }
    store.contradictions = contradictions.filter { isWanted($0.key) }
    return store
  }

  /// The first and the last sample of each series.
  var ends: SampleStore {
    var store = SampleStore()
    (store.files, store.fileNumbers) = (files, fileNumbers)
    for one in series.values {
      var points = Array(one.points.prefix(1))
      if one.points.count > 1 { points += one.points.suffix(1) }
      store.series.update(one.key, from: SampleSeries(key: one.key)) { $0.points = points }
    }
    return store
  }

  /// True for samples of one loop, the usual case: each instant once, in ascending order.
  private static func isInOrder(_ points: [SamplePoint]) -> Bool {
    zip(points, points.dropFirst()).allSatisfy { $0.at < $1.at }
  }

  private mutating func inOrder(_ points: [SamplePoint], of key: SeriesBook.Key) -> [SamplePoint] {
    var kept: [SamplePoint] = []
    kept.reserveCapacity(points.count)
    for point in points.sorted(by: { isBefore($0, $1) }) {
      guard let last = kept.last, last.at == point.at else {
        kept.append(point)
        continue
      }
      others[key, default: []].append(point)
      // Two polls of one loop may fall into the same second.
      let isOtherFile = last.place.file != point.place.file
      if isOtherFile, last.value != point.value, contradictions.count < SampleStore.contradictionLimit {
        contradictions.append(
          SampleContradiction(
            key: key, at: point.at, value: last.value, source: source(of: last), other: point.value,
            otherSource: source(of: point)))
      }
    }
    return kept
  }

  private func isBefore(_ a: SamplePoint, _ b: SamplePoint) -> Bool {
    if a.at != b.at { return a.at < b.at }
    let (left, right) = (rank(a.atKind), rank(b.atKind))
    return left != right ? left < right : source(of: a) < source(of: b)
  }

  private func rank(_ kind: InstantKind) -> Int { InstantKind.allCases.firstIndex(of: kind) ?? 0 }

  /// Place of `point`, which is of this store.
  public func source(of point: SamplePoint) -> SourceLocation {
    let number = Int(point.place.file)
    return SourceLocation(file: number < files.count ? files[number] : "", line: point.place.line)
  }

  /// The series of `metric` with `labels`; nil if it has no dated sample.
  public subscript(_ metric: MetricName, _ labels: Labels = .none) -> SampleSeries? {
    series[SeriesBook.Key(metric: metric, labels: labels)]
  }

  /// All series of `metric`, in order of labels.
  public func all(of metric: MetricName) -> [SampleSeries] {
    series.values.filter { $0.key.metric == metric }.sorted { $0.key < $1.key }
  }

  /// All series, in order of metric and labels.
  public var all: [SampleSeries] { series.values.sorted { $0.key < $1.key } }

  /// All samples of `series`, which is of this store, also those that do not hold at their instant: place
  /// separates streams of samples from different files. In order of time, then of how exactly it is known.
  package func everyPoint(of series: SampleSeries) -> [SamplePoint] {
    guard let others = others[series.key] else { return series.points }
    return (series.points + others).sorted { isBefore($0, $1) }
  }

  /// The numbers of `files` in places.
  package func numbers(of files: Set<String>) -> Set<UInt32> { Set(files.compactMap { fileNumbers[$0] }) }

  /// First and last instant of all samples; nil without any.
  public var period: ClosedRange<Instant>? {
    let firsts = series.values.compactMap(\.points.first?.at)
    let lasts = series.values.compactMap(\.points.last?.at)
    guard let first = firsts.min(), let last = lasts.max() else { return nil }
    return first...last
  }

  /// All samples of series that `isWanted`, also those that do not hold: dated ones in the order of time,
  /// then undated ones.
  public func samples(where isWanted: (SeriesBook.Key) -> Bool) -> [Sample] {
    var dated: [Sample] = []
    for one in series.values where isWanted(one.key) {
      dated += (one.points + (others[one.key] ?? [])).map { point in
        Sample(
          at: point.at, atKind: point.atKind, metric: one.key.metric, labels: one.key.labels,
          value: point.value, source: source(of: point))
      }
    }
    let rest = undated.filter { isWanted(SeriesBook.Key(metric: $0.metric, labels: $0.labels)) }
    return dated.sorted { SampleStore.isBefore($0, $1) } + rest.sorted { SampleStore.isBefore($0, $1) }
  }

  private static func isBefore(_ a: Sample, _ b: Sample) -> Bool {
    if let left = a.at, let right = b.at, left != right { return left < right }
    if a.metric != b.metric { return a.metric < b.metric }
    return a.source != b.source ? a.source < b.source : a.labels < b.labels
  }
}

/// Two sources with different values of one series at one instant.
public struct SampleContradiction: Sendable, Hashable {
  /// The series.
  public let key: SeriesBook.Key
  /// The instant.
  public let at: Instant
  /// The value that is kept.
  public let value: Double
  /// Place of the sample.
  public let source: SourceLocation
  /// The value that is not.
  public let other: Double
  /// Place of the other sample.
  public let otherSource: SourceLocation
}
