// Times in names that do not say how far they are from UTC: what `date +%Y%m%d_%H%M%S` made of the clock of the machine
// that a script ran on, which is nearly always the node.

import CassandraModel

/// A time without a zone in the name of a file or folder.
struct NamedTime: Hashable {
  /// On the clock of who gave the name.
  let time: LocalTime
  /// The path of that file or folder.
  let name: String
  /// False if another file has its time from there, too: it is said once.
  let isFirst: Bool
}

extension InputFile {
  /// When it was made, and what was assumed for that. A name without a zone is of the node's own clock; where that is
  /// not known it has to be taken for UTC.
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
  /// Nothing tells of the node's clock.
  static let nameZone = DiagnosticCode(
    "name.zone", .warning, "has a time without a zone in its name; it was taken for UTC")
  static let nameClock = DiagnosticCode(
    "name.clock", .note,
    "has a time without a zone in its name; it was taken for a time of the node's own clock")
}
