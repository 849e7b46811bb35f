// A reading of a node's clock from a log line: the same moment on that clock and in UTC.

package import CassandraModel

/// One moment on a node's clock and in UTC.
package struct ClockReading: Hashable, Sendable {
  /// The time in the head of the record.
  package let wallClock: LocalTime
  /// From the head's own offset, or the time of the envelope, which is a little later.
  package let utc: Instant
  /// True if the head itself has the offset.
  package let isStated: Bool
  package var source: SourceLocation

  /// A clock that changes more often is no evidence.
  private static let limit = 64
  /// This many readings that agree are sufficient.
  private static let enough = 16

  /// The first readings are kept, and each that differs from the one before it.
  func isWorthKeeping(after kept: [ClockReading]) -> Bool {
    guard kept.count >= ClockReading.enough, let last = kept.last else { return true }
    return kept.count < ClockReading.limit && !hasSameOffset(as: last)
  }

  /// Offsets of clocks are multiples of a quarter of an hour; envelopes are added within a few minutes.
  private func hasSameOffset(as other: ClockReading) -> Bool {
    let apart =
      (wallClock.milliseconds - utc.milliseconds) - (other.wallClock.milliseconds - other.utc.milliseconds)
    return isStated == other.isStated && abs(apart) < 10 * 60_000
  }

  func moved(down lines: Int) -> ClockReading {
    var moved = self
    moved.source.line += lines
    return moved
  }

  var occurrence: Occurrence {
    Occurrence(
      name: isStated ? .clockStated : .clockStamped, severity: .info, at: .utc(utc),
      fields: EventFields(names: [.wallClockMilliseconds], values: [.integer(wallClock.milliseconds)]),
      source: source)
  }
}
