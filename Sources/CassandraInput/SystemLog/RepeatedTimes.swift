// Marks the records of an hour that a clock shows twice, at the end of summer time: the order of a log tells
// the second pass from the first, and the mark keeps that order where a time alone does not have it.

import CassandraModel

/// Finds, in the events of one file in order, those whose times the clock had shown before.
struct RepeatedTimes {
  /// The latest time so far; while an hour repeats, the end of that hour.
  private var reached: Int64?
  private var isRepeating = false

  /// No zone's clock goes back by more.
  private static let longest: Int64 = 3 * hour
  private static let hour: Int64 = 60 * 60_000

  /// Marks the events of the next batch. A batch with two such hours keeps the mark of the second.
  mutating func mark(_ events: inout EventBatch) {
    var start = 0
    for index in events.indices {
      let at = events.at(index)
      if at == .undated { continue }
      let latest = reached ?? at.milliseconds
      if isRepeating {
        let isBehind = latest - at.milliseconds > RepeatedTimes.longest + RepeatedTimes.hour
        guard at.milliseconds >= latest || isBehind else { continue }
        isRepeating = false
        events.repeated = start..<index
        reached = at.milliseconds
      } else if at.milliseconds < latest - ClockStep.limit {
        // A longer step is a clock that was set: its times are those of the new setting.
        isRepeating = latest - at.milliseconds <= RepeatedTimes.longest
        start = index
        // Clocks are put back at a full hour.
        let hour = latest.quotientAndRemainder(dividingBy: RepeatedTimes.hour).quotient + 1
        reached = isRepeating ? hour * RepeatedTimes.hour : at.milliseconds
      } else {
        reached = max(latest, at.milliseconds)
      }
    }
    if isRepeating { events.repeated = start..<events.count }
  }
}
