// Summaries of parts merge into the summary of the whole, for any split and any order.

import CassandraModel
import TestSupport
import Testing

@testable import CassandraAnalysis

@Suite struct MergeLawTests {
  private func samples(_ generator: inout SeededRandom) -> [Sample] {
    (0..<40).map { index in
      let isDated = Int.random(in: 0..<5, using: &generator) > 0
      return Sample(
        at: isDated ? Instant(milliseconds: Int64.random(in: 0..<20, using: &generator)) : nil,
        atKind: isDated ? .marker : nil,
        metric: MetricName(["a", "b"].randomElement(using: &generator) ?? "a"),
        labels: Labels([("pool", ["x", "y"].randomElement(using: &generator) ?? "x")]),
        value: Double(Int.random(in: -3..<3, using: &generator)),
        source: SourceLocation(file: "f", line: index))
    }
  }

  @Test(arguments: 0..<50 as Range<UInt64>)
  func seriesOfPartsAreTheSeriesOfTheWhole(seed: UInt64) {
    var generator = SeededRandom(seed: seed)
    let all = samples(&generator)
    var whole = SeriesBook()
    for sample in all { whole.add(sample) }
    let cut = Int.random(in: 0...all.count, using: &generator)
    var left = SeriesBook()
    var right = SeriesBook()
    for sample in all[..<cut] { left.add(sample) }
    for sample in all[cut...] { right.add(sample) }
    var forwards = left
    forwards.merge(right)
    var backwards = right
    backwards.merge(left)
    #expect(forwards == whole, "seed \(seed)")
    #expect(backwards == whole, "seed \(seed)")
    var same = whole
    same.merge(SeriesBook())
    #expect(same == whole, "merging with nothing changes nothing")
  }

  @Test(arguments: 0..<50 as Range<UInt64>)
  func activitiesMergeInAnyOrder(seed: UInt64) {
    var generator = SeededRandom(seed: seed)
    let parts = (0..<6).map { index in
      var part = TableActivity()
      part.started = Int.random(in: 0..<9, using: &generator)
      part.bytesIn = Int64.random(in: 0..<1000, using: &generator)
      part.longest = .init(
        id: nil, milliseconds: Int64.random(in: 0..<3, using: &generator),
        source: SourceLocation(file: "f", line: index))
      return part
    }
    let merge = { (parts: [TableActivity]) in parts.reduce(into: TableActivity()) { $0.merge($1) } }
    #expect(merge(parts) == merge(parts.reversed()), "seed \(seed)")
    #expect(merge(parts) == merge(parts.shuffled(using: &generator)), "seed \(seed)")
  }

  @Test func sumsOfHostileNumbersDoNotTrap() {
    var activity = TableActivity()
    activity.bytesIn = .max
    var other = TableActivity()
    other.bytesIn = .max
    activity.merge(other)
    #expect(activity.bytesIn == .max)
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func diagnosticsMergeInAnyOrder(seed: UInt64) {
    var generator = SeededRandom(seed: seed)
    let code = DiagnosticCode("x.y", .error, "words")
    let all = (0..<30).map { Diagnostic(code, at: SourceLocation(file: $0 % 3 == 0 ? "a" : "b", line: $0)) }
    let log = { (diagnostics: [Diagnostic]) in
      diagnostics.reduce(into: DiagnosticLog()) { $0.report($1) }
    }
    let cut = Int.random(in: 0...30, using: &generator)
    var merged = log(Array(all[cut...].shuffled(using: &generator)))
    merged.merge(log(Array(all[..<cut])))
    let view = { (log: DiagnosticLog) in log.entries.map { "\($0.diagnostic.description) \($0.more)" } }
    #expect(view(merged) == view(log(all)), "seed \(seed)")
    #expect(merged.count(.error) == 30)
  }
}
