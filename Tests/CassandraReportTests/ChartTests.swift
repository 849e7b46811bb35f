// Points kept in charts, and ticks of axes.

import CassandraModel
import TestSupport
import Testing

@testable import CassandraReport

@Suite struct ChartTests {
  private let span = Instant(milliseconds: 0)...Instant(milliseconds: 1_000_000)
  private let place = SourceLocation(file: "f", line: 1)

  @Test func fewerPointsKeepTheExtremesAndTheEnds() throws {
    var random = SeededRandom(seed: 3)
    for count in [10, 600, 601, 5000] {
      for stretchCount in [1, 3, 40] where stretchCount <= count {
        let points = (0..<count).map { index in
          Chart.Point(
            at: Instant(milliseconds: Int64(index) * 1_000_000 / Int64(count)),
            value: Double.random(in: 0...100, using: &random), source: place)
        }
        let size = count / stretchCount
        let stretches = (0..<stretchCount).map { Array(points[($0 * size)..<(($0 + 1) * size)]) }
        let line = Chart.Line(name: "l", stretches: stretches)
        let thin = Decimation.thinned(line, span: span)
        let all = stretches.flatMap { $0 }
        let kept = thin.stretches.flatMap { $0 }
        #expect(kept.count <= Decimation.pointLimit)
        if all.count <= Decimation.pointLimit { #expect(thin == line) }
        #expect(kept.map(\.value).max() == all.map(\.value).max())
        #expect(kept.map(\.value).min() == all.map(\.value).min())
        #expect(thin.stretches.map(\.first) == stretches.map(\.first))
        #expect(thin.stretches.map(\.last) == stretches.map(\.last))
        #expect(kept.map(\.at) == kept.map(\.at).sorted())
      }
    }
  }

  @Test func ticksAreRoundAndInside() {
    let day =
      Instant(milliseconds: 1_795_237_200_000)...Instant(milliseconds: 1_795_237_200_000 + 33 * 60_000)
    let ticks = Axis.times(in: day, count: 7)
    #expect(ticks.map(\.text) == ["05:00", "05:05", "05:10", "05:15", "05:20", "05:25", "05:30"])
    #expect(ticks.map(\.day) == ["21 Nov 2026", nil, nil, nil, nil, nil, nil])
    let years = Instant(milliseconds: 0)...Instant(milliseconds: 40 * 31_536_000_000)
    #expect(Axis.times(in: years, count: 7).count <= 9)
    let moment = Instant(milliseconds: 5)...Instant(milliseconds: 5)
    #expect(Axis.times(in: moment, count: 7).count <= 1)
  }

  @Test func valuesAreRoundAndReachTheTop() {
    #expect(Axis.values(upTo: 834, unit: .count) == [0, 250, 500, 750, 1000])
    #expect(Axis.values(upTo: 0.954, unit: .ratio) == [0, 0.25, 0.5, 0.75, 1])
    #expect(Axis.values(upTo: 3, unit: .count) == [0, 1, 2, 3])
    #expect(Axis.values(upTo: 0, unit: .count) == [0, 1])
    for most in [1.0, 7, 1e3, 1e9, 1e15, 1e300, .infinity] {
      for unit in [Chart.Unit.count, .bytes, .bytesPerSecond, .ratio] {
        let values = Axis.values(upTo: most, unit: unit)
        #expect(values.count <= 13 && values.first == 0)
        if most < 1e15 { #expect((values.last ?? 0) >= most, "\(most) \(unit)") }
      }
    }
  }

  /// Found by damage: numbers without a usable axis.
  @Test(arguments: [
    Double.greatestFiniteMagnitude, 1e308, Double.leastNonzeroMagnitude, 1e-300, .nan, .infinity,
  ])
  func everyNumberHasAnAxisAndAChart(most: Double) {
    for unit in [Chart.Unit.count, .bytes, .bytesPerSecond, .ratio] {
      let values = Axis.values(upTo: most, unit: unit)
      let areNumbers = values.allSatisfy { $0.isFinite }
      #expect(areNumbers && values.count >= 2)
    }
  }

  /// Found by damage: a value far below zero next to a maximum near zero.
  @Test func valuesBeyondAllMeasureAreDrawnInText() {
    let values = [-1e300, 1e-300, -Double.greatestFiniteMagnitude, Double.leastNonzeroMagnitude]
    let points = values.enumerated().map { index, value in
      Chart.Point(at: Instant(milliseconds: Int64(index) * 250_000), value: value, source: place)
    }
    let chart = Chart(
      title: "t", summary: "s", span: span, lines: [Chart.Line(name: "l", stretches: [points])])
    let drawn = MarkdownChart.paragraphs([chart], .full).joined()
    #expect(drawn.contains("█") && drawn.contains("▁"))
  }
}
