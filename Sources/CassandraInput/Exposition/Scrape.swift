// One response of a metrics endpoint. Its samples are held until it ends, because lines may arrive in any
// order and some decide the meaning of others: they name the exporter and its target.

import CassandraModel

/// The contents of one scrape so far.
struct Scrape {
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

  /// Samples beyond this number are passed on before the scrape ends.
  static let limit = 200_000

  var held: [Held] = []
  /// Its first line; 0 before that line.
  var firstLine = 0
  /// Lines with a series, known or not.
  var seriesLines = 0
  /// The exporter, if the scrape names it.
  var exporter: String?
  /// The first value of the label `instance`, and whether there are others: the series are then of several
  /// nodes.
  private(set) var instance: String?
  private(set) var isMixed = false
  /// Its first line that is not understood, used as the reason if there is no series at all.
  var stray: String?
  /// True if a time or a prompt precedes it.
  var isAnnounced = false
  /// True after its poll was emitted.
  var isTold = false
  /// The time of its series without a time stamp, set when its poll is emitted.
  var time: CaptureTime?
  /// Series without a time stamp so far: a repeated one belongs to the next scrape.
  private var seen: Set<UInt64> = []

  /// False if the scrape already has the series with this hash.
  mutating func isFirst(_ series: UInt64) -> Bool { seen.insert(series).inserted }

  mutating func note(instance name: String) {
    if let instance { isMixed = isMixed || instance != name } else { instance = name }
  }

  /// False if another program than the node answered: process metrics are then not the node's.
  func isNodes(_ series: Held) -> Bool {
    guard series.isOfProcess else { return true }
    if series.reading == .start { return exporter?.contains("javaagent") ?? false }
    guard let exporter else { return true }
    return !exporter.contains("httpserver") && !exporter.contains("standalone")
  }

  /// The latest time stamp in the scrape.
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
  /// The value in the metric's unit at `at`; nil if it cannot be computed.
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
