// The line on a terminal that says how far reading has come. Time is an argument, so tests need none.

import CassandraReport

/// How far reading has come.
struct ReadingProgress: Hashable, Sendable {
  var files = 0
  /// Bytes read, after decompression.
  var bytes: Int64 = 0
  /// Bytes read, as they are stored.
  var stored: Int64 = 0
  /// How many will be read, as they are stored; nil while nobody knows.
  var total: Int64?
}

/// A line that is drawn over itself.
struct ProgressLine: Sendable {
  /// At most five times a second: more is flicker, and costs more than it tells.
  static let interval = Duration.milliseconds(200)
  /// Shorter than any terminal: a line that wraps can no longer be drawn over.
  static let width = 79

  private var lastDrawn: Duration?
  /// Back to the first column, and clear to the end of the line (ECMA-48, EL).
  static let start = "\r\u{1b}[K"

  /// What to write to the terminal to show `progress`; nil when the line was drawn a moment ago. `elapsed` is
  /// the time since reading began.
  mutating func draw(_ progress: ReadingProgress, at elapsed: Duration) -> String? {
    if let lastDrawn, elapsed - lastDrawn < ProgressLine.interval { return nil }
    lastDrawn = elapsed
    return ProgressLine.start + ProgressLine.text(progress, after: elapsed)
  }

  /// What to write to the terminal to remove the line; nil when it was never drawn.
  mutating func clear() -> String? {
    guard lastDrawn != nil else { return nil }
    lastDrawn = nil
    return ProgressLine.start
  }

  /// `12 files read, 1.2 GiB, 310.4 MiB/s, 2 min left`. No rate in the first moments, when it would be a guess; and no
  /// time left before some of the work is done, or when more is read than was there to be read.
  static func text(_ progress: ReadingProgress, after elapsed: Duration) -> String {
    let files = HumanText.count(Int64(progress.files)) + (progress.files == 1 ? " file" : " files")
    var text = files + " read, " + HumanText.bytes(progress.bytes)
    if elapsed >= interval {
      text += ", " + HumanText.bytesPerSecond(Double(progress.bytes) / (elapsed / .seconds(1)))
    }
    if let left = secondsLeft(progress, after: elapsed) { text += ", " + words(left) + " left" }
    return String(text.prefix(width))
  }

  /// By the bytes as they are stored, because only of these it is known how many there are.
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
