// The interval of a command's samples, and its gaps, for any order of the capture's files.

import CassandraModel
import TestSupport
import Testing

@testable import CassandraAnalysis

@Suite struct CadenceTests {
  private func poll(_ second: Int64?, failed: Bool = false) -> Poll {
    Poll(
      at: second.map { Instant(milliseconds: $0 * 1000) }, atKind: second == nil ? nil : .marker,
      command: "c",
      failure: failed ? "no" : nil, source: SourceLocation(file: "f", line: 1))
  }

  private func times(_ seconds: [Int64], failed: [Int64] = []) -> PollTimes {
    var times = PollTimes()
    for second in seconds { times.add(poll(second)) }
    for second in failed { times.add(poll(second, failed: true)) }
    return times
  }

  private func gap(_ from: Int64, _ to: Int64, failed: Int = 0) -> SamplingGap {
    SamplingGap(
      from: Instant(milliseconds: from * 1000), to: Instant(milliseconds: to * 1000), failed: failed)
  }

  @Test func withoutPollsThereIsNothing() {
    let cadence = Cadence(PollTimes())
    #expect(cadence.first == nil && cadence.last == nil && cadence.median == nil && cadence.gaps.isEmpty)
  }

  @Test func aGapOfAFastLoopIsLongerThanFiveMinutes() {
    // 0, 10, …, 100, then 300 s of silence; then 301 s.
    let loop = Array(stride(from: Int64(0), through: 100, by: 10))
    #expect(Cadence(times(loop + [400, 410])).gaps.isEmpty, "exactly five minutes is not longer")
    let cadence = Cadence(times(loop + [401, 411]))
    #expect(cadence.gaps == [gap(100, 401)])
    #expect(cadence.median == .seconds(10))
  }

  @Test func aGapOfASlowLoopIsLongerThanThreeOfItsIntervals() {
    let hour: Int64 = 3600
    #expect(Cadence(times([0, hour, 2 * hour, 5 * hour])).gaps.isEmpty)
    #expect(
      Cadence(times([0, hour, 2 * hour, 5 * hour + 1])).gaps == [gap(2 * hour, 5 * hour + 1)])
  }

  @Test func pollsThatFailedAreNoSamplesAndAreCountedInTheirGap() {
    let loop = Array(stride(from: Int64(0), through: 100, by: 10)) + [1000, 1010]
    // Failed samples at both ends of the gap, too: neither is inside it.
    let cadence = Cadence(times(loop, failed: [50, 100, 500, 510, 999, 1000, 2000]))
    #expect(cadence.gaps == [gap(100, 1000, failed: 3)])
    #expect(cadence.last == Instant(milliseconds: 1_010_000), "a poll that failed covers nothing")
  }

  @Test func undatedPollsAreCountedAndHaveNoRhythm() {
    var times = PollTimes()
    for _ in 0..<3 { times.add(poll(nil)) }
    #expect(times.undated == 3)
    #expect(Cadence(times).median == nil)
  }

  @Test func samplesAtOneInstantHaveNoInterval() {
    #expect(Cadence(times([5, 5, 5])).median == nil)
    #expect(Cadence(times([5, 5, 15])).median == .seconds(10))
  }

  @Test func ofManyGapsTheLongestAreListedInTheOrderOfTime() throws {
    // Half of the intervals are short, so that they are the median; the n-th silence is n seconds longer.
    var seconds: [Int64] = []
    var now: Int64 = 0
    for n in 0..<(Cadence.gapLimit + 20) {
      seconds += [now, now + 1, now + 2]
      now += 2 + 1000 + Int64(n)
    }
    let cadence = Cadence(times(seconds + [now]))
    #expect(cadence.gapCount == Cadence.gapLimit + 20)
    #expect(cadence.gaps.count == Cadence.gapLimit)
    #expect(cadence.gaps.map(\.length.milliseconds).min() == 1_020_000)
    #expect(cadence.gaps == cadence.gaps.sorted { $0.from < $1.from })
  }

  @Test(arguments: [1, 2, 3, 4, 5] as [UInt64])
  func mergingPartsInAnyOrderGivesTheWhole(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let seconds = (0..<200).map { _ in Int64.random(in: 0..<40_000, using: &random) }
    let failed = (0..<40).map { _ in Int64.random(in: 0..<40_000, using: &random) }
    let whole = times(seconds, failed: failed)
    var parts = (0..<7).map { _ in PollTimes() }
    for second in seconds { parts[Int.random(in: 0..<7, using: &random)].add(poll(second)) }
    for second in failed { parts[Int.random(in: 0..<7, using: &random)].add(poll(second, failed: true)) }
    var merged = PollTimes()
    for part in parts.shuffled(using: &random) { merged.merge(part) }
    #expect(Cadence(merged) == Cadence(whole))
    #expect(merged.kinds == whole.kinds)
    // An independent count of gaps.
    let ordered = seconds.sorted()
    let steps = zip(ordered, ordered.dropFirst()).map { $1 - $0 }
    #expect(Cadence(whole).gapCount == steps.count { $0 > 300 && $0 > 3 * median(steps) })
  }

  private func median(_ steps: [Int64]) -> Int64 {
    let positive = steps.filter { $0 > 0 }.sorted()
    return positive[(positive.count - 1) / 2]
  }

  @Test func timesAtTheEndsOfTheWorldDoNoHarm() {
    var times = PollTimes()
    for milliseconds in [Int64.min, -1, 0, Int64.max] {
      times.add(
        Poll(
          at: Instant(milliseconds: milliseconds), atKind: .content, command: "c", failure: nil,
          source: SourceLocation(file: "f", line: 1)))
    }
    #expect(Cadence(times).first == Instant(milliseconds: .min))
  }
}
