// Time, in the two kinds that captures hold: instants in UTC, and the wall clock of a node whose zone may not
// be known. They are different types so that one cannot be used as the other.

/// A moment in UTC, in milliseconds since 1970-01-01T00:00:00Z.
public struct Instant: Hashable, Comparable, Sendable {
  /// Milliseconds since the epoch; negative before it.
  public var milliseconds: Int64

  /// An instant from milliseconds since 1970-01-01T00:00:00Z.
  public init(milliseconds: Int64) { self.milliseconds = milliseconds }

  /// Earlier instants are smaller.
  public static func < (a: Instant, b: Instant) -> Bool { a.milliseconds < b.milliseconds }
}

/// Time on a node's wall clock, in milliseconds, counted as if that clock were UTC. Cassandra's logs carry no
/// offset, so every time read from them starts as a `LocalTime`.
public struct LocalTime: Hashable, Comparable, Sendable {
  /// Milliseconds since 1970-01-01 00:00:00 on that clock.
  public var milliseconds: Int64
  /// True if the clock had shown this time before: it was put back, as at the end of summer time.
  public var isRepeated: Bool

  /// A wall-clock time from its milliseconds since 1970-01-01 00:00:00 on the same clock.
  public init(milliseconds: Int64, isRepeated: Bool = false) {
    self.milliseconds = milliseconds
    self.isRepeated = isRepeated
  }

  /// The time of undated records: before all others, and shown as unknown.
  public static let undated = LocalTime(milliseconds: 0)

  /// Earlier wall-clock times are smaller; of the same time, the first.
  public static func < (a: LocalTime, b: LocalTime) -> Bool {
    a.milliseconds != b.milliseconds ? a.milliseconds < b.milliseconds : !a.isRepeated && b.isRepeated
  }
}

/// The conversion of a wall clock with a known offset into UTC.
public typealias WallClock = @Sendable (LocalTime) -> Instant

/// A time in a report: in UTC, or on the node's own clock if its offset is not known.
public enum Moment: Hashable, Sendable {
  /// Known in UTC.
  case utc(Instant)
  /// The node's wall clock; its zone is not known.
  case local(LocalTime)

  /// Milliseconds for ordering only: a local time is compared as if it were UTC.
  public var sortKey: Int64 {
    switch self {
    case .utc(let instant): instant.milliseconds
    case .local(let time): time.milliseconds
    }
  }
}

extension Moment {
  /// The known part of a moment's date.
  public enum Dating: Hashable, Sendable {
    /// Year, month and day.
    case full
    /// Month and day.
    case yearless
    /// Only the time of day; the number of the day in its log, from 1.
    case timeOfDay(day: Int)
  }

  /// The known part of the date. Logs without dates are counted from 1970-01-01, logs without years are placed
  /// in 1972, which has a 29 February. Cassandra is younger than both.
  public var dating: Dating {
    let year = CivilTime(milliseconds: sortKey).year
    if year == Moment.yearlessYear { return .yearless }
    guard year == 1970 || year == 1971 else { return .full }
    return .timeOfDay(day: Int(sortKey / 86_400_000) + 1)
  }

  /// True unless only the time of day is known.
  public var isDated: Bool { if case .timeOfDay = dating { false } else { true } }

  /// The year of days whose year is unknown.
  public static let yearlessYear = 1972
}

/// A length of time in milliseconds.
public struct TimeSpan: Hashable, Comparable, Sendable {
  /// Milliseconds; negative when the clock stepped back.
  public var milliseconds: Int64

  /// A length from milliseconds.
  public init(milliseconds: Int64) { self.milliseconds = milliseconds }

  /// A length from whole seconds.
  public static func seconds(_ seconds: Int64) -> TimeSpan { TimeSpan(milliseconds: seconds * 1000) }

  /// Shorter lengths are smaller.
  public static func < (a: TimeSpan, b: TimeSpan) -> Bool { a.milliseconds < b.milliseconds }
}

/// The distance of a wall clock from UTC, in seconds, east positive (`+02:00` is 7200).
public struct UTCOffset: Hashable, Comparable, Sendable {
  /// Seconds east of UTC.
  public var seconds: Int64

  /// An offset from seconds east of UTC.
  public init(seconds: Int64) { self.seconds = seconds }

  /// Offsets further west are smaller.
  public static func < (a: UTCOffset, b: UTCOffset) -> Bool { a.seconds < b.seconds }

  /// `UTC`, `+02:00`, `-03:30`.
  public var text: String {
    if seconds == 0 { return "UTC" }
    let minutes = abs(seconds) / 60
    return (seconds < 0 ? "-" : "+") + twoDigits(minutes / 60) + ":" + twoDigits(minutes % 60)
  }
}

extension LocalTime {
  /// The same moment in UTC, if the clock ran at `offset` from UTC.
  public func instant(at offset: UTCOffset) -> Instant {
    Instant(milliseconds: milliseconds - offset.seconds * 1000)
  }
}

extension Instant {
  /// The time on a clock at `offset` from UTC at this instant.
  public func localTime(at offset: UTCOffset) -> LocalTime {
    LocalTime(milliseconds: milliseconds + offset.seconds * 1000)
  }

  /// `2026-11-21T05:03:13.130Z`: ISO 8601 in UTC with milliseconds, whatever the locale.
  public var iso8601: String { CivilTime(milliseconds: milliseconds).text(separator: "T") + "Z" }
}

extension LocalTime {
  /// `2026-11-21 05:03:13.130`: the form of the log, without a zone because none is known.
  public var text: String { CivilTime(milliseconds: milliseconds).text(separator: " ") }
}

extension Moment {
  /// `text` for documents: of a time without a date only the time of day, `11:20:01.117`.
  public var knownText: String {
    isDated ? text : String(LocalTime(milliseconds: sortKey).text.suffix(12))
  }

  /// ISO 8601, with `Z` when known in UTC, without a zone otherwise.
  public var text: String {
    switch self {
    case .utc(let instant): instant.iso8601
    case .local(let time): time.text
    }
  }
}
