// Measures that are followed over weeks, as data; the series of each; and samples that do not fit.

public import CassandraModel

/// The subject of a trend.
public enum TrendSubject: Hashable, Sendable {
  /// The node as a whole.
  case node
  /// All tables of a keyspace.
  case keyspace(String)
  /// One table.
  case table(TableName)
  /// A file system, by its mount point.
  case disk(String)

  /// The name in reports; `node` for the whole node.
  public var name: String {
    switch self {
    case .node: "node"
    case .keyspace(let name): name
    case .table(let table): table.description
    case .disk(let mount): mount
    }
  }
}

/// A measure over time.
public struct TrendMeasure: Hashable, Sendable {
  /// The unit of the values.
  public enum Unit: String, Hashable, Sendable {
    /// Bytes.
    case bytes
    /// Bytes a day.
    case bytesPerDay
    /// A number of the things in the title.
    case count
    /// A share of a whole.
    case ratio
    /// Seconds.
    case seconds
  }

  /// Stable id, for example `load`.
  public let id: String
  /// Title, in a few words.
  public let title: String
  /// The unit of the values.
  public let unit: Unit
  /// True where samples far from the line are listed: sizes that jump back were not real, or did not last.
  public let namesOutliers: Bool

  /// Data size of the node, by Cassandra.
  public static let load = TrendMeasure("load", "load", .bytes, namesOutliers: true)
  /// Live bytes of tables.
  public static let live = TrendMeasure("space_live", "live space", .bytes, namesOutliers: true)
  /// Bytes of tables on disk.
  public static let total = TrendMeasure("space_total", "total space", .bytes)
  /// Bytes that only snapshots hold.
  public static let snapshots = TrendMeasure("space_snapshots", "space of snapshots", .bytes)
  /// SSTables.
  public static let sstables = TrendMeasure("sstables", "SSTables", .count)
  /// Tombstones that a compaction could drop.
  public static let droppable = TrendMeasure("droppable_tombstones", "droppable tombstones", .ratio)
  /// Used bytes of a file system.
  public static let disk = TrendMeasure("disk_used", "disk in use", .bytes, namesOutliers: true)
  /// Bytes that compactions read, by day.
  public static let compacted = TrendMeasure("compacted_per_day", "compacted a day", .bytesPerDay)
  /// Pending compactions.
  public static let pending = TrendMeasure("pending", "pending compactions", .count)
  /// The 99th percentile of client reads.
  public static let readLatency = TrendMeasure("read_p99", "read latency p99", .seconds)
  /// Java heap in use, including garbage that the next collection would free.
  public static let heap = TrendMeasure("heap_used", "heap in use", .bytes)

  private init(_ id: String, _ title: String, _ unit: Unit, namesOutliers: Bool = false) {
    self.id = id
    self.title = title
    self.unit = unit
    self.namesOutliers = namesOutliers
  }
}

/// Consecutive samples that do not fit between their neighbours.
public struct TrendOutlier: Sendable, Equatable {
  /// The first sample.
  public let first: Instant
  /// The last sample, without a fitting one in between.
  public let last: Instant
  /// Number of samples.
  public let samples: Int
  /// The value that is furthest off.
  public let value: Double
  /// The value of the trend at that time.
  public let expected: Double
  /// Place of that value.
  public let source: SourceLocation
}

/// One measure of one subject of one node.
public struct TrendSeries: Sendable {
  /// The measure.
  public let measure: TrendMeasure
  /// The subject that is measured.
  public let subject: TrendSubject
  /// Number of samples.
  public let samples: Int
  /// The last value.
  public let latest: Double
  /// Place of the last value; nil for a sum over several places.
  public let source: SourceLocation?
  /// Medians by day.
  public let days: [DailyMedian]
  /// The median of the last 30 days.
  public let baseline: Double
  /// The trend.
  public let result: TrendResult
  /// Samples that do not fit; in order.
  public let outliers: [TrendOutlier]

  /// Days of a baseline.
  static let baselineDays = 30.0
  /// An outlier is off by at least this multiple of the noise of samples.
  static let outlierNoise = 6.0
  /// And by at least this share of the trend's value at that time.
  static let outlierShare = 0.05

  /// The line from its end on; without a trend it is constant.
  var line: TrendLine {
    if let fit = result.fit { return TrendLine(fit) }
    return TrendLine(
      start: days.last?.time ?? 0, level: latest, levelError: 0, perDay: 0, band: 0...0)
  }
}

extension TrendSeries {
  /// The series of `points`, which are in the order of time and belong to `store`; nil without points.
  init?(
    _ measure: TrendMeasure, _ subject: TrendSubject, _ points: [SamplePoint], in store: SampleStore,
    isSummed: Bool = false
  ) {
    guard let last = points.last(where: { $0.value.magnitude < DailyMedian.valueLimit }) else { return nil }
    let days = DailyMedian.all(of: points.map { ($0.at, $0.value) })
    let result = TrendResult(days)
    var outliers: [TrendOutlier] = []
    if measure.namesOutliers, let fit = result.fit {
      outliers = TrendSeries.outliers(points, fit, in: store)
    }
    self.init(
      measure: measure, subject: subject, samples: points.count, latest: last.value,
      source: isSummed ? nil : store.source(of: last), days: days, baseline: TrendSeries.baseline(days),
      result: result, outliers: outliers)
  }

  /// A series of one value for each day; nil without days.
  init?(_ measure: TrendMeasure, days: [DailyMedian]) {
    guard let last = days.last else { return nil }
    self.init(
      measure: measure, subject: .node, samples: days.reduce(0) { $0 + $1.samples }, latest: last.value,
      source: nil, days: days, baseline: TrendSeries.baseline(days), result: TrendResult(days),
      outliers: [])
  }

  private static func baseline(_ days: [DailyMedian]) -> Double {
    let last = days.last?.time ?? 0
    return days.filter { last - $0.time < baselineDays }.map(\.value).middle ?? 0
  }

  /// Hampel's test on the residual of each sample; neighbours that are off together are one outlier.
  private static func outliers(
    _ points: [SamplePoint], _ fit: TrendFit, in store: SampleStore
  ) -> [TrendOutlier] {
    let expected = points.map { fit.value(at: $0.at.days) + fit.season(at: $0.at.days) }
    let rests = zip(points, expected).map { $0.value - $1 }
    guard let middle = rests.middle, let noise = rests.deviation else { return [] }
    var outliers: [TrendOutlier] = []
    var run: (first: Int, worst: Int, last: Int)?
    let close = {
      guard let own = run else { return }
      let worst = points[own.worst]
      outliers.append(
        TrendOutlier(
          first: points[own.first].at, last: points[own.last].at, samples: own.last - own.first + 1,
          value: worst.value, expected: expected[own.worst], source: store.source(of: worst)))
      run = nil
    }
    for index in points.indices {
      let distance = (rests[index] - middle).magnitude
      // A step is found by day, so earlier samples of its day are not outliers.
      let isStepDay = fit.shifts.contains { $0.at.day == points[index].at.day }
      guard distance > max(outlierNoise * noise, outlierShare * expected[index].magnitude), !isStepDay else {
        close()
        continue
      }
      guard let own = run else {
        run = (index, index, index)
        continue
      }
      let isWorse = distance > (rests[own.worst] - middle).magnitude
      run = (own.first, isWorse ? index : own.worst, index)
    }
    close()
    return outliers
  }
}
