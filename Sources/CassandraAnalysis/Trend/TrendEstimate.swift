// Fit of a line: a first slope from near days, which a step can hardly bend; steps from two-sided medians,
// one at a time, the largest first; the slope again from pairs between steps; then the offsets of weekdays,
// and once more without them.

import CassandraModel

/// One estimate from daily medians.
struct TrendEstimate {
  /// A step is at least this multiple of the noise of a day.
  static let stepNoise = 5.0
  /// A step is at least this share of the largest value: a smaller one is not worth a line.
  static let stepShare = 0.005
  /// Days on each side of a step: at least, and at most.
  static let stepDays = (least: 5, most: 7)
  /// Two days make at least this share of a step. In a bend two days make two thirds, at most, of the
  /// difference between the sides.
  static let jumpShare = 0.7
  /// At most this number of steps is told apart.
  static let stepLimit = 6
  /// This number of days at the end, all on one side of the line, shows that the series has left it.
  static let driftDays = 5
  /// Half width of a two-sided 99 % band of the normal distribution, in standard deviations.
  static let bandWidth = 2.576
  /// Longer series use pairs of about this number of distances.
  static let lagLimit = 96

  private let times: [Double]
  private let days: [Int64]
  private var values: [Double]
  private let raw: [Double]
  private var cuts: [Int] = []
  private var slope = 0.0
  /// The slopes of all pairs; `slope` is their median.
  private var slopes: [Double] = []

  init(_ medians: [DailyMedian]) {
    times = medians.map(\.time)
    days = medians.map(\.day)
    raw = medians.map(\.value)
    values = raw
  }

  /// The line.
  var fit: TrendFit {
    var estimate = self
    estimate.findLine()
    let weekly = estimate.weekly
    if let weekly {
      estimate.values = zip(raw, days).map { $0 - weekly[Weekday.of($1)] }
      estimate.cuts = []
      estimate.findLine()
    }
    return estimate.result(weekly)
  }

  private var stretches: [Range<Int>] {
    let edges = [0] + cuts + [values.count]
    return zip(edges, edges.dropFirst()).map { $0..<$1 }
  }

  private var residuals: [Double] { zip(values, times).map { $0 - slope * ($1 - times[0]) } }

  // MARK: Steps

  private mutating func findLine() {
    slope = slopes(within: 0..<values.count, lags: 1...7).middle ?? 0
    let most = values.map(\.magnitude).max() ?? 0
    while cuts.count < TrendEstimate.stepLimit {
      let rests = residuals
      let differences = zip(rests.dropFirst(), rests).map { $0 - $1 }
      let noise = (differences.deviation ?? 0) / 2.0.squareRoot()
      let least = max(TrendEstimate.stepNoise * noise, TrendEstimate.stepShare * most)
      guard let cut = largestStep(rests, atLeast: least) else { break }
      cuts = (cuts + [cut]).sorted()
      slope = stretches.flatMap { slopes(within: $0) }.middle ?? slope
    }
    slopes = stretches.flatMap { slopes(within: $0) }
    slope = slopes.middle ?? slope
  }

  /// The cut with the largest difference between the medians of both sides; nil without one above `least`.
  private func largestStep(_ rests: [Double], atLeast least: Double) -> Int? {
    var best: (size: Double, cut: Int)?
    let fewest = TrendEstimate.stepDays.least
    for stretch in stretches where stretch.count >= 2 * fewest {
      for cut in (stretch.lowerBound + fewest)...(stretch.upperBound - fewest) {
        let size = difference(rests, at: cut, in: stretch)
        guard size > best?.size ?? least else { continue }
        let exact = exactCut(rests, near: cut, in: stretch)
        if isJump(rests, at: exact, in: stretch) { best = (size, exact) }
      }
    }
    return best?.cut
  }

  /// The difference between the medians of the days on both sides of `cut`.
  private func difference(_ rests: [Double], at cut: Int, in stretch: Range<Int>) -> Double {
    let most = TrendEstimate.stepDays.most
    let before = Array(rests[max(stretch.lowerBound, cut - most)..<cut])
    let after = Array(rests[cut..<min(stretch.upperBound, cut + most)])
    guard let left = before.middle, let right = after.middle else { return 0 }
    return (right - left).magnitude
  }

  /// True if most of a step is made from one day to the next, or over two days, as the median of the step's
  /// day lies between. Where a series bends, both sides differ as well, but no day differs from its
  /// neighbours.
  private func isJump(_ rests: [Double], at cut: Int, in stretch: Range<Int>) -> Bool {
    let size = difference(rests, at: cut, in: stretch)
    return [(cut - 1, cut), (cut - 1, cut + 1), (cut - 2, cut)].contains { before, after in
      stretch.contains(before) && stretch.contains(after)
        && (rests[after] - rests[before]).magnitude >= TrendEstimate.jumpShare * size
    }
  }

  /// Medians of both sides differ over several days around a step: the cut with the smallest residuals.
  private func exactCut(_ rests: [Double], near cut: Int, in stretch: Range<Int>) -> Int {
    let window = max(stretch.lowerBound, cut - 10)..<min(stretch.upperBound, cut + 10)
    var best = (rest: Double.infinity, cut: cut)
    for candidate in max(stretch.lowerBound + 3, cut - 3)...min(stretch.upperBound - 3, cut + 3) {
      var rest = 0.0
      for side in [rests[window.lowerBound..<candidate], rests[candidate..<window.upperBound]] {
        let middle = Array(side).middle ?? 0
        rest += side.reduce(0) { $0 + ($1 - middle).magnitude }
      }
      if rest < best.rest { best = (rest, candidate) }
    }
    return best.cut
  }

  // MARK: Slope

  /// Slopes of pairs of days of one stretch.
  private func slopes(within stretch: Range<Int>, lags: ClosedRange<Int>? = nil) -> [Double] {
    guard stretch.count > 1 else { return [] }
    let longest = min(lags?.upperBound ?? .max, stretch.count - 1)
    let stride = max(1, longest / TrendEstimate.lagLimit)
    var slopes: [Double] = []
    for lag in Swift.stride(from: 1, through: longest, by: stride) {
      for index in stretch.lowerBound..<(stretch.upperBound - lag) {
        let elapsed = times[index + lag] - times[index]
        if elapsed > 0 { slopes.append((values[index + lag] - values[index]) / elapsed) }
      }
    }
    return slopes
  }

  /// Sen's interval: ranks around the middle by the variance of Kendall's S, stretch by stretch, wider when days follow
  /// each other.
  private func band(following: Double) -> ClosedRange<Double> {
    guard let least = slopes.min(), let most = slopes.max() else { return slope...slope }
    var (variance, pairs) = (0.0, 0.0)
    for stretch in stretches {
      let days = Double(stretch.count)
      variance += days * (days - 1) * (2 * days + 5) / 18
      pairs += days * (days - 1) / 2
    }
    variance *= (1 + following) / (1 - following)
    let share = pairs > 0 ? TrendEstimate.bandWidth * variance.squareRoot() / pairs : 1
    let last = Double(slopes.count - 1)
    let low = ((1 - share) / 2 * last).rounded(.down)
    let high = ((1 + share) / 2 * last).rounded(.up)
    var ranked = slopes
    let lower = low >= 0 ? ranked.select(Int(low)) : least
    let upper = high <= last ? ranked.select(Int(high)) : most
    return min(lower, slope)...max(upper, slope)
  }

  // MARK: Weekdays

  /// The offset of each weekday; nil without two weeks, without each weekday twice, or where it could be
  /// noise.
  private var weekly: [Double]? {
    guard let first = days.first, let last = days.last, last - first >= 13 else { return nil }
    let rests = levelled
    var byDay = [[Double]](repeating: [], count: 7)
    for (day, rest) in zip(days, rests) { byDay[Weekday.of(day)].append(rest) }
    let fewest = byDay.map(\.count).min() ?? 0
    guard fewest >= 2 else { return nil }
    let middles = byDay.map { $0.middle ?? 0 }
    let own = zip(days, rests).map { $1 - middles[Weekday.of($0)] }
    // The median of a few values lies nearer to them than the true one does.
    let noise = (own.deviation ?? 0) * (Double(fewest) / Double(fewest - 1)).squareRoot()
    let range = (middles.max() ?? 0) - (middles.min() ?? 0)
    let least = 7 * 1.2533 * noise / Double(fewest).squareRoot()
    guard range > max(least, TrendEstimate.stepShare * (values.map(\.magnitude).max() ?? 0)) else {
      return nil
    }
    // A real weekly pattern shows in every other week, and in the weeks between.
    if fewest >= 4, likeness(of: rests) < 0.7 { return nil }
    let mean = middles.reduce(0, +) / 7
    return middles.map { $0 - mean }
  }

  /// The correlation between the weekdays of even weeks and of odd weeks.
  private func likeness(of rests: [Double]) -> Double {
    var halves = [[[Double]]](repeating: [[Double]](repeating: [], count: 7), count: 2)
    for (day, rest) in zip(days, rests) {
      let week = (day + 3).quotientAndRemainder(flooringBy: 7).quotient
      halves[week % 2 == 0 ? 0 : 1][Weekday.of(day)].append(rest)
    }
    let middles = halves.map { half -> [Double] in
      let all = half.map { $0.middle ?? 0 }
      let mean = all.reduce(0, +) / 7
      return all.map { $0 - mean }
    }
    let shared = zip(middles[0], middles[1]).reduce(0) { $0 + $1.0 * $1.1 }
    let sizes = middles.map { $0.reduce(0) { $0 + $1 * $1 } }
    let size = sizes[0].squareRoot() * sizes[1].squareRoot()
    return size > 0 ? shared / size : 0
  }

  /// Residuals from the line with its steps.
  private var levelled: [Double] {
    var rests = residuals
    for stretch in stretches {
      let middle = Array(rests[stretch]).middle ?? 0
      for index in stretch { rests[index] -= middle }
    }
    return rests
  }

  // MARK: Result

  private func result(_ weekly: [Double]?) -> TrendFit {
    let rests = residuals
    let last = stretches.last ?? 0..<0
    let pivot = Array(times[last]).middle ?? 0
    let left = levelled
    let noise = left.deviation ?? 0
    let levels = stretches.map { stretch in
      let level = Array(rests[stretch]).middle ?? 0
      return (from: Double(days[stretch.lowerBound]), level: level + slope * (pivot - times[0]))
    }
    let shifts = zip(levels, levels.dropFirst()).compactMap { before, after in
      Instant(days: after.from).map { LevelShift(at: $0, size: after.level - before.level) }
    }
    let drift = drift(of: last, left)
    return TrendFit(
      perDay: slope, band: band(following: following(left, noise)), shifts: shifts, noise: noise,
      weekly: weekly, days: values.count, span: times[0]...max(times[0], times.last ?? 0), levels: levels,
      pivot: pivot, lastDays: last.count, drift: drift)
  }

  /// The distance of the end of `stretch`, the last one, from the line, where `rests` are the residuals; 0
  /// where it may lie on the line. In a short stretch the last days have shaped the line themselves.
  private func drift(of stretch: Range<Int>, _ rests: [Double]) -> Double {
    guard stretch.count >= 2 * TrendEstimate.driftDays else { return 0 }
    let tail = Array(rests[stretch].suffix(TrendEstimate.driftDays))
    let isOneSided = tail.allSatisfy { $0 > 0 } || tail.allSatisfy { $0 < 0 }
    let own = values[stretch].suffix(TrendEstimate.driftDays)
    guard isOneSided, let middle = tail.middle, let lowest = own.min(), let highest = own.max(),
      let last = own.last, let rest = tail.last
    else { return 0 }
    // Noise is the difference from one day to the next: a bend of the series away from its line is not noise.
    let differences = zip(rests[stretch].dropFirst(), rests[stretch]).map { $0 - $1 }
    let noise = (differences.deviation ?? 0) / 2.0.squareRoot()
    let least = max(
      TrendEstimate.bandWidth * noise, TrendEstimate.stepShare * (values.map(\.magnitude).max() ?? 0))
    guard middle.magnitude > least else { return 0 }
    // The line has continued since the middle of these days, but the series need not have.
    let line = last - rest
    return min(max(line + middle, lowest), highest) - line
  }

  /// Correlation of a day with the day before, from 0 to 0.8; outliers are cut to the range of noise.
  private func following(_ rests: [Double], _ noise: Double) -> Double {
    guard noise > 0, rests.count > 10 else { return 0 }
    let cut = rests.map { min(max($0, -3 * noise), 3 * noise) }
    let own = cut.reduce(0) { $0 + $1 * $1 }
    let shared = zip(cut.dropFirst(), cut).reduce(0) { $0 + $1.0 * $1.1 }
    return own > 0 ? min(0.8, max(0, shared / own)) : 0
  }
}
