// The state of the backlog triage: the last value of the counter, and the rates of the past hour. The moving average
// includes the current sample.

import CassandraAnalysis
import CassandraModel

/// Values of one sample that the triage reads.
struct TriageSample: Sendable, Equatable {
  let at: Instant
  let source: SourceLocation
  /// nil where the source lacks it.
  let pending: Double?
  /// The counter of bytes compacted.
  let bytes: Double
}

/// Values that it computes from one sample.
struct Velocity: Sendable, Equatable {
  /// In bytes per second; nil across a restart.
  let rate: Double?
  /// The rate as a share of its moving average; nil across a restart.
  let ratio: Double?
  /// In bytes per second; nil while there is no rate.
  let average: Double?

  /// `calculate_backlog_velocity`'s members.
  func members(pending: Double?, at: Instant) -> [JSONMember] {
    [
      JSONMember("pending_tasks", pending.map { .whole($0) } ?? .null),
      JSONMember("rate_mb_sec", .optional(rate.map { $0 / (1024 * 1024) })),
      JSONMember("decay_ratio", .optional(ratio)),
      JSONMember("timestamp", .text(at.pythonISOFormat)),
    ]
  }
}

extension JSONValue {
  /// A whole number is printed without decimals.
  static func whole(_ value: Double) -> JSONValue {
    Int64(exactly: value).map { .integer($0) } ?? .decimal(value)
  }
}

struct TriageFold: Sendable {
  private let samples: Int
  /// nil to limit it by samples only, like the script as written.
  private let span: TimeSpan?
  /// True if a counter that fell gives a rate of 0, like in the script as written.
  private let fallIsZero: Bool
  private var last: (at: Instant, bytes: Double)?
  private var rates: [(at: Instant, rate: Double)] = []
  private var start = 0

  /// The fold by the intent of the script's text.
  init(meant settings: ReplaySettings) {
    samples = settings.averagedSamples
    span = settings.averagedSpan
    fallIsZero = false
  }

  /// The fold as written: 120 samples, without a limit on their time.
  init(written settings: ReplaySettings) {
    samples = settings.averagedSamples
    span = nil
    fallIsZero = true
  }

  mutating func step(_ bytes: Double, at: Instant) -> Velocity {
    var rate: Double? = 0
    if let last {
      let elapsed = Double(at.milliseconds - last.at.milliseconds) / 1000
      if bytes < last.bytes {
        rate = fallIsZero ? 0 : nil
      } else if elapsed > 0 {
        let current = (bytes - last.bytes) / elapsed
        rate = current
        rates.append((at, current))
      }
    }
    last = (at, bytes)
    forget(before: at)
    let average = average
    guard let rate else { return Velocity(rate: nil, ratio: nil, average: average) }
    let ratio = average.map { $0 > 0 ? rate / $0 : 1 } ?? 1
    return Velocity(rate: rate, ratio: ratio, average: average)
  }

  private mutating func forget(before at: Instant) {
    start = max(start, rates.count - samples)
    if let span {
      while start < rates.count, at.milliseconds - rates[start].at.milliseconds > span.milliseconds {
        start += 1
      }
    }
    // Moved rarely: the rates in use are always few.
    if start > samples {
      rates.removeFirst(start)
      start = 0
    }
  }

  /// Summed anew each time, like Python's `sum`, so that it is equal to the last digit.
  private var average: Double? {
    guard start < rates.count else { return nil }
    return rates[start...].reduce(0) { $0 + $1.rate } / Double(rates.count - start)
  }
}
