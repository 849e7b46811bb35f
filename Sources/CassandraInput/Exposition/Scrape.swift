// One answer of a metrics endpoint. Its samples are held until it ends, because lines may come in any order and
// some say what others mean: which program answered, and for whom.

import CassandraModel

/// What was read of one scrape.
struct Scrape {
  /// One series.
  struct Held {
    let target: SeriesTarget
    let value: Double?
    /// Its own time stamp.
    let at: Instant?
    let line: Int
    let reading: PlainSeries.Reading
    let isOfProcess: Bool
    let hasInstance: Bool
  }

  /// Samples beyond this many are passed on before the scrape ends.
  static let limit = 200_000

  var held: [Held] = []
  /// Its first line; 0 before it.
  var firstLine = 0
  /// Lines that hold a series, ours or not.
  var seriesLines = 0
  /// The program that answered, if it says so.
  var exporter: String?
  /// The first value of the label `instance`, and whether there are others: then the series are of several nodes.
  private(set) var instance: String?
  private(set) var isMixed = false
  /// Its first line that is nothing, as a reason if there is no series at all.
  var stray: String?
  /// True if a time or a prompt stands before it.
  var isAnnounced = false
  /// True once its poll was told.
  var isTold = false
  /// The time of its series without a time stamp, once its poll was told.
  var time: CaptureTime?
  /// Series without a time stamp that were seen: one that comes again belongs to the next scrape.
  private var seen: Set<UInt64> = []

  /// False if the series with this hash was in the scrape already.
  mutating func isFirst(_ series: UInt64) -> Bool { seen.insert(series).inserted }

  mutating func note(instance name: String) {
    if let instance { isMixed = isMixed || instance != name } else { instance = name }
  }

  /// True unless another program than the node answered: then what it says of its own process is not the node's.
  func isNodes(_ series: Held) -> Bool {
    guard series.isOfProcess else { return true }
    if series.reading == .start { return exporter?.contains("javaagent") ?? false }
    guard let exporter else { return true }
    return !exporter.contains("httpserver") && !exporter.contains("standalone")
  }

  /// The latest time stamp in it.
  var latest: Instant? { held.compactMap(\.at).max() }

  /// Sizes of file systems.
  var sizes: [Labels: Double] {
    var sizes: [Labels: Double] = [:]
    for series in held where series.target.metric == .diskSizeBytes {
      sizes[series.target.labels] = series.value
    }
    return sizes
  }
}

extension Scrape.Held {
  /// Our value at `at`; nil if it cannot be said.
  func value(at: Instant?, _ sizes: [Labels: Double]) -> Double? {
    guard let value else { return nil }
    switch reading {
    case .value: return value
    case .start:
      guard let at else { return nil }
      let seconds = Double(at.milliseconds) / 1000 - value
      return seconds >= 0 ? seconds : nil
    case .free:
      guard let size = sizes[target.labels], size >= value else { return nil }
      return size - value
    }
  }
}
