// Zones on the command line: UTC, an offset, or a region.

import CassandraInput
import CassandraModel

/// Reads `--log-zone`, and the end of a time.
enum ZoneArgument {
  /// The zone that `text` names. Regions are looked up in `folder`.
  static func zone(_ text: String, in folder: ZoneFolder) throws(ValueError) -> GivenZone {
    if let offset = offset(text) { return GivenZone(name: text, initial: offset, transitions: []) }
    let file: ZoneFile
    do { file = try folder.zone(text) } catch {
      switch error {
      case .notARegion: throw ValueError.notAZone
      case .missing: throw ValueError.zoneUnknown(region: text)
      case .unusable(let why): throw ValueError.zoneUnusable(region: text, why)
      }
    }
    return GivenZone(name: text, initial: file.initial, transitions: file.transitions)
  }

  /// `UTC`, `Z`, `+02:00`, `+0200`, `+02`, `-3`; nil for anything else, and for more than 18 hours, Java's
  /// limit of an offset (java.time.ZoneOffset).
  static func offset(_ text: String) -> UTCOffset? {
    if text == "UTC" || text == "Z" { return UTCOffset(seconds: 0) }
    var scanner = DigitScanner(text)
    let isWest = scanner.take("-")
    guard isWest || scanner.take("+"), let hours = scanner.digits(2) ?? scanner.digits(1) else { return nil }
    var minutes = 0
    if !scanner.isAtEnd {
      // `+2:30` is clear; `+230` could be 2:30 or 23:0.
      guard scanner.take(":") || text.utf8.count == 5, let digits = scanner.digits(2), scanner.isAtEnd,
        digits < 60
      else { return nil }
      minutes = digits
    }
    let seconds = Int64(hours * 3600 + minutes * 60)
    guard seconds <= 18 * 3600 else { return nil }
    return UTCOffset(seconds: isWest ? -seconds : seconds)
  }
}
