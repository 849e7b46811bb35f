// The samples of one metric of one subject, in the order of time: input of rules, replays and trends.

public import CassandraModel

/// One dated sample of a series. Its store gives its place.
public struct SamplePoint: Sendable, Equatable {
  /// The instant of observation.
  public let at: Instant
  /// In the unit of the metric's name.
  public let value: Double
  package let place: SamplePlace

  /// The source of the instant.
  public var atKind: InstantKind { place.kind }
}

/// Place of a sample and kind of its instant, in eight bytes: there may be very many samples.
package struct SamplePlace: Sendable, Equatable {
  /// Number of the file in the store's table.
  package var file: UInt32
  private let lineAndKind: UInt32

  private static let kinds = InstantKind.allCases
  /// Lines beyond this are cited as the last line that fits the field.
  static let lineLimit = 1 << 28 - 1

  init(file: UInt32, line: Int, kind: InstantKind) {
    self.file = file
    let number = UInt32(SamplePlace.kinds.firstIndex(of: kind) ?? 0)
    lineAndKind = UInt32(min(max(0, line), SamplePlace.lineLimit)) << 4 | number
  }

  package var line: Int { Int(lineAndKind >> 4) }
  var kind: InstantKind { SamplePlace.kinds[Int(lineAndKind & 15)] }
}

/// The dated samples of one metric with one set of labels, each instant once.
public struct SampleSeries: Sendable {
  /// The metric with its labels.
  public let key: SeriesBook.Key
  /// In ascending order of time; no two have the same instant.
  public package(set) var points: [SamplePoint] = [] { didSet { settledInterval = nil } }
  /// The interval that `settle` found, until points change.
  private var settledInterval: TimeSpan??

  package init(key: SeriesBook.Key) { self.key = key }

  /// Computes the interval once; it is needed at every step along the series.
  package mutating func settle() { settledInterval = .some(SampleSeries.medianInterval(of: points)) }

  /// The index of the last point at `instant` or before it; nil if all are later.
  public func index(atOrBefore instant: Instant) -> Int? {
    var low = 0
    var high = points.count
    while low < high {
      let middle = (low + high) / 2
      if points[middle].at <= instant { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? nil : low - 1
  }

  /// The last point at `instant` or at most `age` before it; nil without one: older points prove nothing.
  public func latest(at instant: Instant, within age: TimeSpan) -> SamplePoint? {
    guard let index = index(atOrBefore: instant) else { return nil }
    let point = points[index]
    return instant.milliseconds - point.at.milliseconds <= age.milliseconds ? point : nil
  }

  /// The point nearest to `instant`, before or after it; the earlier of two. nil without points.
  public func nearest(to instant: Instant) -> SamplePoint? {
    guard let first = points.first else { return nil }
    guard let index = index(atOrBefore: instant) else { return first }
    guard index + 1 < points.count else { return points[index] }
    let (before, after) = (points[index], points[index + 1])
    let isAfterNearer =
      after.at.milliseconds - instant.milliseconds < instant.milliseconds - before.at.milliseconds
    return isAfterNearer ? after : before
  }

  /// The median interval between neighbours, of two middle ones the lower; nil for fewer than two points.
  public var medianInterval: TimeSpan? { settledInterval ?? SampleSeries.medianInterval(of: points) }

  /// A longer gap between neighbours ends any state before it: the larger of five minutes and three times the
  /// median interval.
  public var maximumGap: TimeSpan { SampleSeries.maximumGap(for: medianInterval) }

  /// The points in stretches without gaps.
  public var stretches: [ArraySlice<SamplePoint>] {
    let gap = maximumGap.milliseconds
    var stretches: [ArraySlice<SamplePoint>] = []
    var start = 0
    for index in points.indices.dropFirst()
    where points[index].at.milliseconds - points[index - 1].at.milliseconds > gap {
      stretches.append(points[start..<index])
      start = index
    }
    if start < points.count { stretches.append(points[start...]) }
    return stretches
  }
}
