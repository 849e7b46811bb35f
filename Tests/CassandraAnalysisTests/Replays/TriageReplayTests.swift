// The triage: figures against the script's own functions, and cases in which a falling counter, idleness or a
// long compaction makes a decision meaningless.

import CassandraModel
import Testing

@testable import CassandraAnalysis
@testable import CassandraReplays

@Suite struct TriageReplayTests {
  private static let rows: [(second: Double, pending: Double, bytes: Double)] = [
    (0, 0, 91575), (30, 3, 91575), (60.1, 40, 22_983_436), (90, 40, 22_983_436), (121.5, 33, 50_913_372),
    (150, 32, 50_913_372), (180, 100, 1000), (210, 100, 5_000_000), (240, 0, 5_000_000),
    (240.5, 50, 6_000_000),
    (300, 50, 7_000_000),
  ]

  /// The output of the script's functions for the same rows (Python 3.11): rate, ratio, triggered.
  private static let expected: [(rate: Double, ratio: Double, isTriggered: Bool)] = [
    (0.0, 1.0, false), (0.0, 1.0, false), (0.7252950129714915, 2.0, false), (0.0, 0.0, true),
    (0.8455892895895337, 2.1531548522344077, false), (0.0, 0.0, false), (0.0, 0.0, true),
    (0.15891393025716147, 0.5512108657837821, false), (0.0, 0.0, false),
    (1.9073486328125, 4.1952633825948356, false), (0.016028139771533615, 0.03948709211315761, true),
  ]

  private func node() -> ReplayNode {
    var node = ReplayNode()
    for row in TriageReplayTests.rows { node.metrics(row.second, pending: row.pending, bytes: row.bytes) }
    return node
  }

  @Test func figuresAndVerdictsAreTheScripts() throws {
    let steps = Replay.triage.steps(node().findings()).steps
    #expect(steps.count == TriageReplayTests.rows.count)
    for (step, (row, expected)) in zip(steps, zip(TriageReplayTests.rows, TriageReplayTests.expected)) {
      // If the two differ, the result as written is that of the script's functions.
      let members: [JSONMember] = [
        JSONMember("pending_tasks", .integer(Int64(row.pending))),
        JSONMember("rate_mb_sec", .decimal(expected.rate)),
        JSONMember("decay_ratio", .decimal(expected.ratio)),
        JSONMember("timestamp", .text(ReplayNode.at(row.second).pythonISOFormat)),
      ]
      let verdict = expected.isTriggered ? "triggered" : "nominal"
      if let written = step.asWritten {
        #expect(written.document() == .object(members))
        #expect(written.decision == verdict)
      } else {
        #expect(step.decision == verdict)
        #expect(step.text.hasPrefix(String(JSONValue.object(members).compactText.dropLast())))
      }
    }
  }

  @Test func counterThatFellIsARestartAndNotARateOfNothing() throws {
    let steps = Replay.triage.steps(node().findings()).steps
    let restart = try #require(steps.first { $0.marks == [.restart] })
    #expect(restart.at == ReplayNode.at(180))
    #expect(restart.decision == "not evaluated")
    #expect(restart.text.contains(#""rate_mb_sec":null,"decay_ratio":null"#))
    #expect(restart.asWritten?.decision == "triggered")
    #expect(restart.asWritten?.cause.contains("restart") == true)
    // There is no other difference: after it both agree.
    #expect(steps.count { $0.asWritten != nil } == 1)
  }

  @Test func runningOutOfWorkIsMarkedIdle() throws {
    let steps = Replay.triage.steps(node().findings()).steps
    #expect(steps.filter { $0.marks == [.idle] }.map(\.at) == [ReplayNode.at(240)])
  }

  @Test func stillCounterBesideALongCompactionIsAnArtefact() throws {
    var node = ReplayNode()
    let rate = 1_048_576.0
    for i in 0...10 { node.metrics(Double(i * 30), pending: 40, bytes: Double(i) * 30 * rate) }
    // The counter does not change while a compaction runs as fast as before; then none runs.
    for i in 11...14 { node.metrics(Double(i * 30), pending: 40, bytes: 300 * rate) }
    for i in 9...14 {
      let done = Double(min(i, 12) - 9) * 30 * rate
      node.poll(Double(i * 30) - 1, pending: 40, [ReplayNode.Task(completed: done, total: 1000 * rate)])
    }
    let steps = Replay.triage.steps(node.findings()).steps
    #expect(
      steps.filter { $0.decision == "triggered" }.map(\.at) == [330, 360, 390, 420].map { ReplayNode.at($0) })
    #expect(steps.filter { $0.marks == [.artefact] }.map(\.at) == [330, 360].map { ReplayNode.at($0) })
  }

  @Test func averageIsOfOneHourAndTheScriptsOf120Samples() throws {
    var node = ReplayNode()
    var bytes = 0.0
    // One sample a minute: two hours fast, then slow.
    for i in 0..<200 {
      bytes += i < 120 ? 60_000_000 : 30_000_000
      node.metrics(Double(i * 60), pending: 40, bytes: bytes)
    }
    let steps = Replay.triage.steps(node.findings()).steps
    // 61 rates lie in the last hour, all of them slow by then; the script still averages fast ones.
    let last = try #require(steps.last)
    #expect(last.text.contains(#""decay_ratio":1.0"#))
    #expect(
      last.asWritten?.cause == "the script averages 120 samples, however long they took, and not one hour")
    // 120 samples of 30 s are an hour: no difference.
    var dense = ReplayNode()
    for i in 0..<200 { dense.metrics(Double(i * 30), pending: 40, bytes: Double(i * i)) }
    #expect(Replay.triage.steps(dense.findings()).steps.allSatisfy { $0.asWritten == nil })
  }

  @Test func pendingThatIsNotThereIsNotZero() throws {
    var node = ReplayNode()
    node.metrics(0, pending: nil, bytes: 0)
    node.metrics(30, pending: nil, bytes: 100)
    let steps = Replay.triage.steps(node.findings()).steps
    #expect(steps.allSatisfy { $0.decision == "not evaluated" && $0.asWritten?.decision == "nominal" })
  }

  @Test func withoutACounterThereIsNothingToReplay() {
    var node = ReplayNode()
    node.poll(0, pending: 100)
    #expect(Replay.triage.replay(node.findings()).isEmpty)
  }
}
