// The progress line on a terminal. Time is an argument, so tests need no clock.

import CassandraReport

struct ReadingProgress: Hashable, Sendable {
  var files = 0
  /// Bytes read, after decompression.
  var bytes: Int64 = 0
  /// Bytes read, before decompression.
  var stored: Int64 = 0
  /// Total bytes before decompression; nil while it is unknown.
  var total: Int64?
}

/// A line that overwrites itself.
struct ProgressLine: Sendable {
  /// At most five updates a second: more would flicker and cost time.
  static let interval = Duration.milliseconds(200)
  /// Shorter than any terminal: a wrapped line cannot be overwritten.
  static let width = 79

  private var lastDrawn: Duration?
  /// Back to the first column, and clear to the end of the line (ECMA-48, EL).
  static let start = "\r\u{1b}[K"

  /// The text that shows `progress` on the terminal; nil within `interval` of the last update. `elapsed` is
  /// the time since the start of reading.
  mutating func draw(_ progress: ReadingProgress, at elapsed: Duration) -> String? {
    if let lastDrawn, elapsed - lastDrawn < ProgressLine.interval { return nil }
    lastDrawn = elapsed
    return ProgressLine.start + ProgressLine.text(progress, after: elapsed)
  }

  /// The text that removes the line; nil if it was never drawn.
  mutating func clear() -> String? {
    guard lastDrawn != nil else { return nil }
    lastDrawn = nil
    return ProgressLine.start
  }

  /// `12 files read, 1.2 GiB, 310.4 MiB/s, 2 min left`. No rate in the first moments, because it would be a
  /// guess. No remaining time in the first percent, or after more bytes than the total.
  static func text(_ progress: ReadingProgress, after elapsed: Duration) -> String {
    let files = HumanText.count(Int64(progress.files)) + (progress.files == 1 ? " file" : " files")
    var text = files + " read, " + HumanText.bytes(progress.bytes)
    if elapsed >= interval {
      text += ", " + HumanText.bytesPerSecond(Double(progress.bytes) / (elapsed / .seconds(1)))
    }
    if let left = secondsLeft(progress, after: elapsed) { text += ", " + words(left) + " left" }
    return String(text.prefix(width))
  }

  /// Computed from bytes before decompression, because only their total is known.
  private static func secondsLeft(_ progress: ReadingProgress, after elapsed: Duration) -> Int64? {
    guard elapsed >= .seconds(1), let total = progress.total, progress.stored > total / 100,
      progress.stored < total
    else { return nil }
    let done = Double(progress.stored) / Double(total)
    return Int64(exactly: (elapsed / .seconds(1) * (1 - done) / done).rounded(.up))
  }

  private static func words(_ seconds: Int64) -> String {
    switch seconds {
    case ..<100: String(seconds) + " s"
    case ..<6000: String((seconds + 30) / 60) + " min"
    default: String((seconds + 1800) / 3600) + " h"
    }
  }
}
