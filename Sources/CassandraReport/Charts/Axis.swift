// Ticks at round numbers for the axes of a chart.

import CassandraModel

enum Axis {
  struct Tick: Hashable {
    let at: Instant
    /// `05:10`; with seconds if the step needs them; `21 Nov` on an axis of days.
    let text: String
    /// The day if it differs from the previous tick's; on an axis of days, the year.
    let day: String?
  }

  /// At most about `count` instants at round times, with their labels.
  static func times(in span: ClosedRange<Instant>, count: Int) -> [Tick] {
    let length = span.upperBound.milliseconds - span.lowerBound.milliseconds
    let step = timeSteps.first { length / $0 <= Int64(count) } ?? length / Int64(max(1, count)) + 1
    var ticks: [Tick] = []
    var at = span.lowerBound.milliseconds.quotientAndRemainder(dividingBy: step).quotient * step
    var before = ""
    while at <= span.upperBound.milliseconds {
      defer { at += step }
      guard at >= span.lowerBound.milliseconds else { continue }
      // `2026-11-21 05:10:00.000`
      let text = LocalTime(milliseconds: at).text
      let date = String(text.prefix(10))
      let isOfDays = step >= day1
      let time =
        isOfDays
        ? PageClock.date(date, withYear: false) : String(text.dropFirst(11).prefix(step < 60_000 ? 8 : 5))
      let day = isOfDays ? String(date.prefix(4)) : PageClock.date(date, withYear: true)
      ticks.append(Tick(at: Instant(milliseconds: at), text: time, day: day == before ? nil : day))
      before = day
    }
    return ticks
  }

  private static let day1: Int64 = 86_400_000
  private static let timeSteps: [Int64] = [
    1000, 5000, 10_000, 30_000, 60_000, 120_000, 300_000, 600_000, 900_000, 1_800_000, 3_600_000, 7_200_000,
    10_800_000, 21_600_000, 43_200_000, 86_400_000, 172_800_000, 604_800_000, 1_209_600_000, 2_592_000_000,
    7_776_000_000, 31_536_000_000,
  ]

  /// Round values from 0 to at least `most`; powers of 1024 for bytes.
  static func values(upTo most: Double, unit: Chart.Unit) -> [Double] {
    // Beyond these limits the step overflows or underflows; no measured value is there.
    guard most > 1e-100, most < 1e100 else { return [0, 1] }
    let step: Double
    switch unit {
    case .bytes, .bytesPerSecond:
      var power = 1.0
      while most / power >= 4096, power < 0x1p60 { power *= 1024 }
      step = roundStep(most / power / 4) * power
    case .count: step = max(1, roundStep(most / 4))
    case .ratio: step = roundStep(most / 4)
    }
    let last = Int((most / step).rounded(.up))
    return (0...max(1, min(last, 12))).map { Double($0) * step }
  }

  /// 1, 2, 2.5 or 5 times a power of ten, not less than `raw`.
  private static func roundStep(_ raw: Double) -> Double {
    var power = 1.0
    while power * 10 <= raw { power *= 10 }
    while power > raw { power /= 10 }
    for factor in [1.0, 2, 2.5, 5, 10] where factor * power >= raw { return factor * power }
    return 10 * power
  }
}
