// The offsets of a wall clock over time, and the instants of the times that it showed.

public import CassandraModel

/// The conversion of a zone's wall-clock times to instants.
public struct ZoneRule: Sendable, Equatable {
  /// The offset of the clock from an instant on.
  public struct Change: Sendable, Equatable {
    /// Beginning of its validity.
    public let from: Instant
    /// The offset from then on.
    public let offset: UTCOffset
    /// `offset` applies from `from` on.
    public init(from: Instant, offset: UTCOffset) {
      self.from = from
      self.offset = offset
    }
  }

  /// The offset before the first change.
  public let initial: UTCOffset
  /// Changes in ascending order of instant.
  public let changes: [Change]

  /// A zone from its first offset and its changes, in ascending order.
  public init(initial: UTCOffset, changes: [Change] = []) {
    self.initial = initial
    self.changes = changes
  }

  /// The instant at which a wall clock of this zone showed `time`. In a repeated hour the first of the two,
  /// unless `time` is marked as the second; a time that the clock skipped is converted as if the clock had not
  /// been put forward.
  public func instant(_ time: LocalTime) -> Instant {
    var offset = initial
    for change in changes {
      let isSecond = time.isRepeated && change.offset < offset
      if time.instant(at: isSecond ? change.offset : offset) < change.from { break }
      offset = change.offset
    }
    return time.instant(at: offset)
  }

  /// The instant at which this clock showed `time`, of something that was made at `made`, as its id has it: of
  /// a repeated hour, the one that is not before.
  func instant(_ time: LocalTime, madeAt made: Instant?) -> Instant {
    let first = instant(time)
    // A minute for clocks that were adjusted.
    guard let made, first.milliseconds < made.milliseconds - 60_000 else { return first }
    return instant(LocalTime(milliseconds: time.milliseconds, isRepeated: true))
  }

  /// The times that the clock showed twice when it was put back at `index` of its changes; nil when it was not
  /// put back.
  func repeated(at index: Int) -> Range<LocalTime>? {
    let before = index == 0 ? initial : changes[index - 1].offset
    let change = changes[index]
    guard change.offset < before else { return nil }
    return change.from.localTime(at: change.offset)..<change.from.localTime(at: before)
  }

  /// A clock of this zone.
  public var clock: WallClock { { instant($0) } }

  /// The wall-clock time of this zone at `instant`.
  public func localTime(_ instant: Instant) -> LocalTime {
    instant.localTime(at: changes.last { $0.from <= instant }?.offset ?? initial)
  }
}
