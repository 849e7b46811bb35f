// Repair windows: little pending and a steady rate, or no work; the longest first.

import CassandraModel
import Testing

@testable import CassandraAnalysis
@testable import CassandraReplays

@Suite struct WindowsReplayTests {
  private func windows(_ node: ReplayNode) -> [ReplayNote] {
    (Replay.windows.steps(node.findings()).run?.notes ?? []).filter { $0.kind == .window }
  }

  @Test func nothingToDoIsAWindowAndTheLongestComesFirst() {
    var node = ReplayNode()
    for second in [0.0, 60, 120] { node.poll(second) }
    node.poll(180, pending: 9)
    for second in [240.0, 300, 360, 420] { node.poll(second) }
    node.poll(480, pending: 8)
    let found = windows(node)
    #expect(found.map(\.from) == [240, 0].map { ReplayNode.at($0) })
    #expect(found.map(\.to) == [420, 120].map { ReplayNode.at($0) })
    #expect(
      found[0].document().compactText.hasPrefix(
        #"{"from":"2026-11-21T05:14:00.000Z","to":"2026-11-21T05:17:00.000Z","subject":"repair","seconds":180.0,"samples":4,"#
      ))
  }

  @Test func rateMustBeWithinAFifthOfItsAverage() {
    var node = ReplayNode()
    // 100 bytes a second, then 119.9 of an average that grows, then 300: the mean includes the current sample.
    var bytes = 0.0
    for i in 0...4 {
      node.metrics(Double(i * 60), pending: 7, bytes: bytes)
      bytes += 6000
    }
    bytes += 12_000
    node.metrics(300, pending: 7, bytes: bytes - 6000 + 6000)
    let steps = Replay.windows.steps(node.findings()).steps
    #expect(
      steps.map(\.decision) == [
        "not evaluated: no rate", "window: steady rate", "window: steady rate", "window: steady rate",
        "window: steady rate", "no window: rate not steady",
      ])
  }

  @Test func pendingWithoutARateIsNotEvaluated() {
    var node = ReplayNode()
    node.poll(0, pending: 7)
    #expect(Replay.windows.steps(node.findings()).steps.map(\.decision) == ["not evaluated: no rate"])
    #expect(windows(node).isEmpty)
  }

  @Test func gapEndsAWindow() {
    var node = ReplayNode()
    for second in [0.0, 60, 120, 1000, 1060] { node.poll(second) }
    let found = windows(node)
    #expect(found.map(\.to) == [120, 1060].map { ReplayNode.at($0) })
    #expect(found[0].text.contains("until samples are missing"))
  }

  @Test func runningCompactionIsWork() {
    var node = ReplayNode()
    node.poll(0, pending: 0, [ReplayNode.Task(completed: 1, total: 9)])
    #expect(windows(node).isEmpty)
  }
}

@Suite struct ReplayTableTests {
  @Test func namesAreUniqueAndANodeOfNothingGivesNothing() {
    #expect(Set(Replay.all.map(\.id)).count == Replay.all.count)
    let node = ReplayNode().findings()
    for replay in Replay.all {
      #expect(!replay.needs.isEmpty && replay.seed.count == 3)
      #expect(replay.replay(node).isEmpty)
      #expect(Replay.named(replay.id)?.title == replay.title)
    }
  }
}
