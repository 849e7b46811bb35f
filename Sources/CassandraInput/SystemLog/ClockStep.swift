// A clock that stepped back while a log was written: at the end of summer time, or because it was set.

import CassandraModel

/// The times of two successive heads; the second time is earlier.
struct ClockStep {
  let from: LocalTime
  let to: LocalTime
  /// Line of the second head.
  let line: Int

  /// Threads overtake each other by less than this, in milliseconds: by some 80 in the logs that were
  /// examined, by seconds in long pauses.
  static let limit: Int64 = 60_000

  func diagnostic(in file: String) -> Diagnostic {
    Diagnostic(
      isEndOfSummer ? .logRepeatedHour : .logClockBack, at: SourceLocation(file: file, line: line),
      ["from": from.text, "to": to.text])
  }

  /// At most an hour back, early on a Sunday: the time at which clocks are set back. The time that passed
  /// between the two heads is not known, so the step may look smaller than it is.
  private var isEndOfSummer: Bool {
    let time = CivilTime(milliseconds: to.milliseconds)
    let day = CivilTime.daysSinceEpoch(year: time.year, month: time.month, day: time.day)
    // 1970-01-01 was a Thursday.
    let isSunday = (day % 7 + 11) % 7 == 0
    return from.milliseconds - to.milliseconds <= 60 * 60_000 && isSunday && time.hour <= 4
  }
}

extension DiagnosticCode {
  static let logClockBack = DiagnosticCode(
    "log.clock_back", .warning,
    "the clock went back here, from {from} to {to}; records keep their order, and times may mean two moments")
  static let logRepeatedHour = DiagnosticCode(
    "log.repeated_hour", .warning,
    "an hour repeats here, from {from} to {to}, as at the end of summer time; records keep their order, which tells the second pass from the first"
  )
}
