// A line of Python's `logging` as the monitors format it:
//
//   2026-11-21 05:10:03,476 [INFO] Starting compaction latency tracker. Interval=5.0s, Timeout=10s
//   2026-11-21 05:11:50,078 [WARNING] cassandra_compaction_tracker: High pending compactions detected: 13
//   time on the monitor's clock  level   logger, if the format has it     message
//
// Source: the formats `%(asctime)s [%(levelname)s] %(message)s` and `… %(name)s: %(message)s` of the scripts.

import CassandraModel

/// The parts of a line of a monitor's log, as ranges of the line.
struct MonitorRecord {
  let at: SnapshotTime
  let severity: Severity
  /// Including the logger's name, if there is one.
  let message: Range<Int>

  /// The longest time: ISO 8601 with an offset.
  private static let longestTime = 40

  /// The record that `line` begins; nil if there is none.
  init?(_ text: Span<UInt8>, _ line: Range<Int>) {
    guard let first = line.first, digit(text[first]) != nil,
      let bracket = text.firstRange(of: " [", in: line.prefix(Self.longestTime)),
      let close = text.firstIndex(of: UInt8(ascii: "]"), in: bracket.upperBound..<line.upperBound),
      let severity = Self.severity(text, bracket.upperBound..<close),
      let marker = TimeMarker(text, in: line.lowerBound..<bracket.lowerBound)
    else { return nil }
    switch marker {
    case .utc(let instant): at = .utc(instant)
    case .unknownOffset(let local): at = .local(local)
    }
    self.severity = severity
    message = text.trimmed((close + 1)..<line.upperBound)
  }

  private static func severity(_ text: Span<UInt8>, _ level: Range<Int>) -> Severity? {
    for (name, severity): (StaticString, Severity) in [
      ("INFO", .info), ("WARNING", .warning), ("ERROR", .warning), ("DEBUG", .info), ("CRITICAL", .critical),
      ("WARN", .warning), ("FATAL", .critical),
    ] where text.equals(name, in: level) {
      return severity
    }
    return nil
  }
}
