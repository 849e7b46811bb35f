// A time with its offset from UTC, as logs of the JVM and of the system write it.

import CassandraModel

/// `2026-11-21T05:10:09.123+0100`.
struct OffsetTime: Hashable {
  let instant: Instant
  /// Evidence for the zone of the node's clock.
  let offset: UTCOffset

  /// The time that fills `range`; nil for any other text, and for a time without an offset.
  init?(_ text: Span<UInt8>, _ range: Range<Int>) {
    guard range.count >= 20, range.count <= 35, digit(text[range.lowerBound]) != nil,
      let zone = Self.zoneStart(text, range), case .utc(let instant)? = TimeMarker(text, in: range),
      case .unknownOffset(let local)? = TimeMarker(text, in: range.lowerBound..<zone)
    else { return nil }
    self.instant = instant
    offset = UTCOffset(seconds: (local.milliseconds - instant.milliseconds) / 1000)
  }

  /// The start of `+0100`, `-03:30` or `Z`: after the time of day, which contains neither.
  private static func zoneStart(_ text: Span<UInt8>, _ range: Range<Int>) -> Int? {
    for i in range.dropFirst(19) {
      switch text[i] {
      case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "Z"): return i
      default: continue
      }
    }
    return nil
  }
}
