// The store of samples: order, duplicates, merging, and the look-ups that rules make.

import CassandraModel
import TestSupport
import Testing

@testable import CassandraAnalysis

@Suite struct SampleStoreTests {
  private func sample(
    _ second: Int64?, _ value: Double, kind: InstantKind = .marker, file: String = "a", line: Int = 1
  ) -> Sample {
    Sample(
      at: second.map { Instant(milliseconds: $0 * 1000) }, atKind: second == nil ? nil : kind,
      metric: .compactionPendingTasks, value: value, source: SourceLocation(file: file, line: line))
  }

  private func store(_ samples: [Sample]) -> SampleStore {
    var store = SampleStore()
    for sample in samples { store.add(sample) }
    store.finish()
    return store
  }

  @Test func seriesIsInOrderOfTimeAndEachInstantIsOnce() throws {
    let store = store([sample(20, 2), sample(10, 1), sample(20, 2, file: "b"), sample(nil, 9)])
    let series = try #require(store[.compactionPendingTasks])
    #expect(series.points.map(\.value) == [1, 2])
    #expect(store.contradictions.isEmpty)
    #expect(store.undated.map(\.value) == [9])
    #expect(store.source(of: series.points[1]) == SourceLocation(file: "a", line: 1))
  }

  @Test func betterKnownInstantHoldsAndTheOtherValueIsKept() throws {
    let store = store([sample(10, 5, kind: .name, file: "a"), sample(10, 7, kind: .content, file: "b")])
    #expect(try #require(store[.compactionPendingTasks]).points.map(\.value) == [7])
    let contradiction = try #require(store.contradictions.first)
    #expect(contradiction.value == 7 && contradiction.other == 5)
    #expect(contradiction.otherSource.file == "a")
  }

  @Test func orderAndMergingChangeNothing() {
    var random = SeededRandom(seed: 7)
    let samples = (0..<300).map { index in
      sample(
        Int64.random(in: 0..<200, using: &random), Double(index % 3), file: "f\(index % 5)", line: index)
    }
    let expected = store(samples).samples { _ in true }
    for _ in 0..<10 {
      let shuffled = samples.shuffled(using: &random)
      let cut = Int.random(in: 0...shuffled.count, using: &random)
      var left = SampleStore()
      for sample in shuffled[..<cut] { left.add(sample) }
      var right = SampleStore()
      for sample in shuffled[cut...] { right.add(sample) }
      left.merge(right)
      left.finish()
      #expect(left.samples { _ in true } == expected)
    }
  }

  @Test func lookUps() throws {
    let series = try #require(store([sample(10, 1), sample(20, 2), sample(100, 3)])[.compactionPendingTasks])
    let at = { (second: Int64) in Instant(milliseconds: second * 1000) }
    #expect(series.index(atOrBefore: at(9)) == nil)
    #expect(series.index(atOrBefore: at(20)) == 1)
    #expect(series.latest(at: at(50), within: .seconds(30))?.value == 2)
    #expect(series.latest(at: at(51), within: .seconds(30)) == nil)
    #expect(series.nearest(to: at(60))?.value == 2)
    #expect(series.nearest(to: at(61))?.value == 3)
    #expect(series.nearest(to: at(1))?.value == 1)
    #expect(series.medianInterval == .seconds(10))
    #expect(series.maximumGap == .seconds(300))
  }

  @Test func placeKeepsLineAndKind() {
    for kind in InstantKind.allCases {
      let place = SamplePlace(file: 3, line: 123_456_789, kind: kind)
      #expect(place.line == 123_456_789 && place.kind == kind && place.file == 3)
    }
    #expect(SamplePlace(file: 0, line: .max, kind: .name).line == SamplePlace.lineLimit)
  }
}
