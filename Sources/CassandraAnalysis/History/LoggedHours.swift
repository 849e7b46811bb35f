// The hours in which a log has records, and the places where its clock was put back: they show whether an hour
// that the clock had twice is in the log twice.

import CassandraModel

/// The hours of a log's records.
struct LoggedHours: Sendable {
  /// A place where the clock was put back.
  struct Step: Sendable {
    /// The latest time before it.
    let from: LocalTime
    /// The first time after it.
    let to: LocalTime
    /// The first record after it.
    let source: SourceLocation

    /// The first instant after the times before it, on a clock that was at `offset`.
    func end(at offset: UTCOffset) -> Instant {
      Instant(milliseconds: from.instant(at: offset).milliseconds + 1)
    }

    /// More than half an hour back, early on a Sunday: the end of summer time. The time that passed between
    /// the two records is not known, so the step looks smaller than it is.
    var isEndOfSummer: Bool {
      let time = CivilTime(milliseconds: to.milliseconds)
      let day = CivilTime.daysSinceEpoch(year: time.year, month: time.month, day: time.day)
      // 1970-01-01 was a Thursday.
      let isSunday = (day % 7 + 11) % 7 == 0
      let back = from.milliseconds - to.milliseconds
      return (1_800_000...3_600_000).contains(back) && isSunday && time.hour <= 4
    }
  }

  /// Half hours in which the log has records of a first pass.
  private var firstPasses: Set<Int64> = []
  private(set) var steps: [Step] = []
  /// The first record with a time.
  private(set) var first: SourceLocation?
  private var latest: LocalTime?
  private var current = Int64.min
  private var isRepeating = false

  /// For hostile logs: half hours of two years.
  private static let limit = 40_000
  private static let stepLimit = 64
  private static let width: Int64 = 30 * 60_000

  /// Adds the time of the next record. Returns the step if the clock was put back before it.
  mutating func add(_ at: LocalTime, _ source: SourceLocation) -> Step? {
    defer { isRepeating = at.isRepeated }
    if first == nil { first = source }
    if at.isRepeated {
      guard !isRepeating, let latest else { return nil }
      let step = Step(from: latest, to: at, source: source)
      if steps.count < LoggedHours.stepLimit { steps.append(step) }
      return step
    }
    latest = at
    let half = floorDivision(at.milliseconds, LoggedHours.width)
    if half != current, firstPasses.count < LoggedHours.limit { firstPasses.insert(half) }
    current = half
    return nil
  }

  /// True if the log has a record in `times`, and no step back into them.
  func hasOnePass(in times: Range<LocalTime>) -> Bool {
    if steps.contains(where: { times.contains(LocalTime(milliseconds: $0.to.milliseconds)) }) { return false }
    let first = floorDivision(times.lowerBound.milliseconds, LoggedHours.width)
    let last = floorDivision(times.upperBound.milliseconds - 1, LoggedHours.width)
    return last - first < 16 && (first...last).contains { firstPasses.contains($0) }
  }
}
