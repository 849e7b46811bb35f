// Times in names without an offset from UTC: `date +%Y%m%d_%H%M%S` on the clock of the machine that ran a
// script, which is nearly always the node.

import CassandraModel

/// A time without a zone in the name of a file or folder.
struct NamedTime: Hashable {
  /// On the clock of the machine that gave the name.
  let time: LocalTime
  /// The path of that file or folder.
  let name: String
  /// False if another file takes its time from the same name: the assumption is reported once.
  let isFirst: Bool
}

extension InputFile {
  /// The time, and the assumption behind it. A name without a zone is on the node's own clock; if that clock
  /// is not known, UTC is assumed.
  func time(by clock: WallClock?) -> (time: CaptureTime?, assumption: Diagnostic?) {
    guard let named else { return (time, nil) }
    let instant = clock?(named.time) ?? named.time.instant(at: UTCOffset(seconds: 0))
    let code: DiagnosticCode = clock == nil ? .nameZone : .nameClock
    let assumption =
      named.isFirst ? Diagnostic(code, at: SourceLocation(file: named.name, line: 0)) : nil
    return (CaptureTime(instant, .name), assumption)
  }
}

extension DiagnosticCode {
  /// The node's clock is not known.
  static let nameZone = DiagnosticCode(
    "name.zone", .warning, "has a time without a zone in its name; it was taken for UTC")
  static let nameClock = DiagnosticCode(
    "name.clock", .note,
    "has a time without a zone in its name; it was taken for a time of the node's own clock")
}
