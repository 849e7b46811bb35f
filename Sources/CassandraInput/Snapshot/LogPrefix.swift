// The prefix that a service manager or syslog adds to each line of a monitor:
//
//     Nov 21 05:10:03 db1 python3[4242]: 2026-11-21 05:10:03,476 [INFO] Starting …
//     2026-11-21T05:10:03.477123+00:00 db1 cassandra-tombstone-monitor: {
//     time                             host program                     the line itself, with its own spaces

import CassandraModel

/// The prefix of a line.
struct LogPrefix {
  /// Unknown if the prefix has no year or no offset.
  let at: SnapshotTime
  /// The start of the line itself.
  let end: Int

  /// Limit of the prefix: hosts and programs have short names.
  private static let longest = 200

  /// The prefix of `line`; nil if it has none.
  init?(_ text: Span<UInt8>, _ line: Range<Int>) {
    let head = line.prefix(Self.longest)
    guard let first = text.firstWord(in: head), first.lowerBound == line.lowerBound else { return nil }
    var rest = first.upperBound..<head.upperBound
    if let time = OffsetTime(text, first) {
      at = .utc(time.instant)
    } else {
      // `Nov 21 05:10:03`
      guard first.count == 3, digit(text[first.lowerBound]) == nil, let day = text.firstWord(in: rest),
        day.count <= 2, (1...31).contains(text.integer(in: day) ?? 0),
        let clock = text.firstWord(in: day.upperBound..<head.upperBound), clock.count == 8,
        text[clock.lowerBound + 2] == UInt8(ascii: ":"), text[clock.lowerBound + 5] == UInt8(ascii: ":")
      else { return nil }
      at = .unknown
      rest = clock.upperBound..<head.upperBound
    }
    guard let host = text.firstWord(in: rest),
      let program = text.firstWord(in: host.upperBound..<head.upperBound),
      text.hasSuffix(":", in: program)
    else { return nil }
    // One space ends the prefix; further spaces belong to the line.
    end = min(program.upperBound + 1, line.upperBound)
  }
}
