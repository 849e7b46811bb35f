// Slopes, steps and dates of generated series, whose true values are known.

import CassandraModel
import TestSupport
import Testing

@testable import CassandraAnalysis

/// A generated series: start, growth, noise, and planted changes.
private struct MadeSeries {
  /// 2026-09-07, a Monday, in days since 1970-01-01.
  static let monday = 20_703.0

  var values: [(at: Instant, value: Double)] = []

  init(
    days: Int, perDay: Double, start: Double = 1000, noise: Double = 0, each: Int = 4, seed: UInt64 = 1,
    plus: (Double) -> Double = { _ in 0 }
  ) {
    var random = SeededRandom(seed: seed)
    for index in 0..<(days * each) {
      let day = (Double(index) + 0.25) / Double(each)
      // The sum of twelve even numbers is near enough to a normal one.
      let error = (0..<12).reduce(-6.0) { sum, _ in sum + Double.random(in: 0..<1, using: &random) }
      guard let at = Instant(days: MadeSeries.monday + day) else { continue }
      values.append((at, start + perDay * day + noise * error + plus(day)))
    }
  }

  func fit(_ change: (Double) -> Double = { $0 }, at move: Int64 = 0) throws -> TrendFit {
    let changed = values.map {
      (at: Instant(milliseconds: $0.at.milliseconds + move), value: change($0.value))
    }
    return try #require(TrendResult(DailyMedian.all(of: changed)).fit)
  }
}

@Suite struct TrendFitTests {
  @Test func aLineIsItself() throws {
    let fit = try MadeSeries(days: 20, perDay: 3).fit()
    #expect((fit.perDay - 3).magnitude < 1e-9)
    #expect(fit.band.upperBound - fit.band.lowerBound < 1e-9)
    #expect(fit.shifts.isEmpty && fit.weekly == nil && fit.days == 20)
  }

  @Test func theBandHoldsTheTruthInAlmostAllCases() throws {
    let missed = try (0..<100).count { seed in
      let fit = try MadeSeries(days: 45, perDay: 10, noise: 20, seed: UInt64(seed)).fit()
      return !fit.band.contains(10)
    }
    #expect(missed <= 4, "a band of 99 of 100 missed \(missed) times")
  }

  @Test func theBandIsNotWiderThanItHasTo() throws {
    // Noise of a day's median of four is about 0.55 of a sample's; its slope over 45 days has 1/87 of that.
    let fit = try MadeSeries(days: 45, perDay: 10, noise: 20).fit()
    #expect(fit.band.upperBound - fit.band.lowerBound < 6 * 20 * 0.6 / 80)
  }

  @Test(arguments: [(0.0, 1.0), (5e11, 1.0), (0, 1e9), (0, -1), (0, 0.001)])
  func shiftAndScaleCarryOver(_ shift: Double, _ scale: Double) throws {
    let series = MadeSeries(days: 30, perDay: 7, noise: 5) { $0 >= 12 ? 400 : 0 }
    let (plain, changed) = (try series.fit(), try series.fit { $0 * scale })
    let near = { (a: Double, b: Double) in (a - b).magnitude <= 1e-6 * max(a.magnitude, b.magnitude) }
    #expect(near(changed.perDay, plain.perDay * scale))
    #expect(changed.shifts.map(\.at) == plain.shifts.map(\.at))
    let ends = [plain.band.lowerBound * scale, plain.band.upperBound * scale].sorted()
    #expect(near(changed.band.lowerBound, ends[0]) && near(changed.band.upperBound, ends[1]))
    // A step of half a thousandth of the level is not reported, so only small shifts keep it.
    if shift == 0 { return }
    let level = MadeSeries(days: 30, perDay: 7e9, noise: 5e9)
    let (low, high) = (try level.fit(), try level.fit { $0 + shift })
    #expect((low.perDay - high.perDay).magnitude < 1)
  }

  @Test func orderAndCopiesChangeNothing() throws {
    let series = MadeSeries(days: 30, perDay: 7, noise: 5) { $0 >= 12 ? 400 : 0 }
    var random = SeededRandom(seed: 7)
    let shuffled = series.values.shuffled(using: &random)
    #expect(DailyMedian.all(of: shuffled) == DailyMedian.all(of: series.values))
    let twice = DailyMedian.all(of: series.values + series.values)
    #expect(twice.map(\.value) == DailyMedian.all(of: series.values).map(\.value))
  }

  @Test func numbersThatAreNoneAreLeftOut() {
    let at = Instant(milliseconds: 0)
    #expect(DailyMedian.all(of: [(at, .nan), (at, .infinity)]).isEmpty)
    #expect(DailyMedian.all(of: [(at, .nan), (at, 2)]).map(\.value) == [2])
    let far = DailyMedian.all(of: [
      (Instant(milliseconds: .min), 1), (Instant(milliseconds: .max), 2), (at, 3),
    ])
    #expect(far.count == 3)
  }

  @Test(arguments: [-400.0, 90, 400, 4000])
  func aStepIsNamedAndDoesNotBendTheSlope(_ size: Double) throws {
    let fit = try MadeSeries(days: 45, perDay: 10, noise: 10) { $0 >= 12 ? size : 0 }.fit()
    #expect(fit.shifts.count == 1)
    let shift = try #require(fit.shifts.first)
    #expect(shift.at.day == Int64(MadeSeries.monday) + 12)
    #expect((shift.size - size).magnitude < 10)
    #expect((fit.perDay - 10).magnitude < 0.5 && fit.band.contains(10))
  }

  @Test(arguments: [1, 2, 4, 24, 96])
  func anyCadenceGivesTheSlope(_ each: Int) throws {
    var series = MadeSeries(days: 45, perDay: 10, noise: 10, each: each) { $0 >= 20 ? 300 : 0 }
    var random = SeededRandom(seed: UInt64(each))
    // A week without samples, and a third of the rest lost.
    series.values.removeAll { value in
      (30..<37).contains(value.at.days - MadeSeries.monday) || Int.random(in: 0..<3, using: &random) == 0
    }
    let fit = try series.fit()
    #expect(fit.band.contains(10) && (fit.perDay - 10).magnitude < 0.6)
    #expect(fit.shifts.count == 1)
    // The first day that has a sample after it: the days before may be lost.
    let first = series.values.first { $0.at.days - MadeSeries.monday >= 20 }?.at.day
    #expect(fit.shifts.first?.at.day == first)
  }

  @Test func twoStepsAreTwo() throws {
    let fit = try MadeSeries(days: 60, perDay: 1, noise: 5) { ($0 >= 15 ? 300 : 0) - ($0 >= 40 ? 200 : 0) }
      .fit()
    #expect(fit.shifts.map { $0.at.day - Int64(MadeSeries.monday) } == [15, 40])
    #expect(fit.band.contains(1))
  }

  @Test func noiseHasNoSteps() throws {
    for seed in 0..<60 {
      let fit = try MadeSeries(days: 45, perDay: 10, noise: 40, seed: UInt64(seed)).fit()
      #expect(fit.shifts.isEmpty && fit.weekly == nil, "seed \(seed)")
    }
  }

  @Test func whatIsThereForThreeDaysIsNoStep() throws {
    let fit = try MadeSeries(days: 45, perDay: 10, noise: 5) { (15..<18).contains($0) ? 500 : 0 }.fit()
    #expect(fit.shifts.isEmpty)
    #expect(fit.band.contains(10))
  }

  @Test func whatStoppedGrowingIsWhereItIs() throws {
    // It grew for 19 days, and has been at 1095 since.
    let fit = try MadeSeries(days: 30, perDay: 5) { $0 >= 19 ? -5 * ($0 - 19) : 0 }.fit()
    #expect(fit.shifts.isEmpty, "it bends, and never jumps")
    #expect((fit.now - 1095).magnitude < 1e-6)
    guard case .expected(_, _, let latest) = TrendLine(fit).date(of: 1096, fit: fit) else {
      Issue.record("it never was 1096")
      return
    }
    #expect(latest == nil, "it may never be")
  }

  @Test func noiseDoesNotLeaveItsLine() throws {
    for seed in 0..<60 {
      let fit = try MadeSeries(days: 45, perDay: 10, noise: 40, seed: UInt64(seed)).fit()
      #expect(fit.drift == 0, "seed \(seed)")
    }
  }

  @Test func weekdaysAreToldFromGrowth() throws {
    let fit = try MadeSeries(days: 35, perDay: 10, noise: 3) { Int($0) % 7 >= 5 ? -200 : 0 }.fit()
    let weekly = try #require(fit.weekly)
    // Saturday and Sunday are 200 below the others; the mean of all is nothing.
    #expect((weekly[0] - 200.0 * 2 / 7).magnitude < 10)
    #expect((weekly[6] + 200.0 * 5 / 7).magnitude < 10)
    #expect((fit.perDay - 10).magnitude < 0.5)
  }

  @Test func twelveDaysHaveNoWeek() throws {
    let fit = try MadeSeries(days: 12, perDay: 10, noise: 3) { Int($0) % 7 >= 5 ? -200 : 0 }.fit()
    #expect(fit.weekly == nil)
  }

  @Test(arguments: [(0, 7), (1, 6), (4, 3), (6, 1)])
  func tooLittleSaysHowMuchIsMissing(_ days: Int, _ needed: Int) {
    let result = TrendResult(DailyMedian.all(of: MadeSeries(days: days, perDay: 1).values))
    guard case .tooLittle(let has, _, let more) = result else {
      Issue.record("\(days) days make no trend")
      return
    }
    #expect(has == days)
    #expect((more - needed).magnitude <= 1)
  }

  @Test func aYearByTheHourIsFitted() throws {
    let fit = try MadeSeries(days: 365, perDay: 2, noise: 30, each: 24).fit()
    #expect(fit.days == 365 && fit.band.contains(2))
  }
}

@Suite struct TrendForecastTests {
  private func line(_ level: Double, _ perDay: Double, _ band: ClosedRange<Double>) -> TrendLine {
    TrendLine(start: 20_000, level: level, levelError: 0, perDay: perDay, band: band)
  }

  private func day(_ number: Double) throws -> Instant { try #require(Instant(days: 20_000 + number)) }

  @Test func datesAreWhereTheLinesMeetTheLimit() throws {
    let date = line(500, 10, 8...20).date(of: 700)
    #expect(date == .expected(try day(20), earliest: try day(10), latest: try day(25)))
  }

  @Test func aBandThatMayShrinkHasNoLatest() throws {
    let date = line(500, 10, -1...20).date(of: 700)
    #expect(date == .expected(try day(20), earliest: try day(10), latest: nil))
  }

  @Test func whatShrinksIsNotInSight() throws {
    #expect(line(500, -1, -2...0).date(of: 700) == .notInSight(earliest: nil))
    #expect(line(500, 0, -2...2).date(of: 700) == .notInSight(earliest: try day(100)))
    #expect(line(500, 0.01, 0...0.02).date(of: 700) == .notInSight(earliest: nil))
  }

  @Test func whatIsPassedIsDatedBack() throws {
    let fit = try MadeSeries(days: 20, perDay: 10).fit()
    guard case .passed(let at) = TrendLine(fit).date(of: 1100, fit: fit) else {
      Issue.record("1000 and ten a day pass 1100 after ten days")
      return
    }
    #expect((at.days - MadeSeries.monday - 10).magnitude < 0.01)
  }

  @Test func aStepMayPassALimit() throws {
    let fit = try MadeSeries(days: 30, perDay: 1) { $0 >= 15 ? 500 : 0 }.fit()
    #expect(fit.shifts.count == 1)
    guard case .passed(let at) = TrendLine(fit).date(of: 1300, fit: fit) else {
      Issue.record("the step passes 1300")
      return
    }
    #expect(at.day == Int64(MadeSeries.monday) + 15)
  }
}
