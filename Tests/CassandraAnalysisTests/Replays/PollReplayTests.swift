// The async poll: limits, rows, and its script's handling of newer versions and unknown kinds.

import CassandraModel
import Testing

@testable import CassandraAnalysis
@testable import CassandraReplays

@Suite struct PollReplayTests {
  private typealias Task = ReplayNode.Task

  @Test func limitIsStrict() {
    var node = ReplayNode()
    node.poll(0, pending: 10)
    node.poll(10, pending: 11)
    let steps = Replay.poll.steps(node.findings()).steps
    #expect(steps.map(\.decision) == ["within limits", "over limits"])
    #expect(
      steps[1].text
        == #"{"pending":11,"active":[],"within_limits":false,"timestamp":"2026-11-21T05:10:10.000Z"}"#)
  }

  @Test func pendingWithoutAColonIsZeroToTheScript() throws {
    var node = ReplayNode()
    node.poll(0, pending: 30, form: "columns")
    let step = try #require(Replay.poll.steps(node.findings()).steps.first)
    #expect(step.decision == "over limits")
    #expect(step.asWritten?.decision == "within limits")
    #expect(step.asWritten?.document().compactText == #"{"pending":0,"active":[],"within_limits":true}"#)
    #expect(step.asWritten?.cause.contains("without a colon") == true)
  }

  @Test func kindsThatTheScriptDoesNotKnowAreKept() throws {
    var node = ReplayNode()
    node.poll(
      0, pending: 1,
      [
        Task(completed: 1, total: 4), Task(id: "b", kind: "Tombstone Compaction", completed: 2, total: 4),
        Task(id: "c", kind: "Validation", completed: 0, total: 0),
      ])
    let step = try #require(Replay.poll.steps(node.findings()).steps.first)
    #expect(
      step.text.hasPrefix(
        #"{"pending":1,"active":[{"keyspace":"shop","table":"orders","completed":1,"total":4,"unit":"bytes","#
          + #""progress":"25.00%"},{"keyspace":"shop","table":"orders","completed":2,"total":4,"unit":"bytes","#
          + #""progress":"50.00%"},{"keyspace":"shop","table":"orders","completed":0,"total":0,"unit":"bytes","#
          + #""progress":"n/a"}],"within_limits":true"#))
    #expect(
      step.asWritten?.document().compactText
        == #"{"pending":1,"active":[{"keyspace":"shop","table":"orders","completed":1,"total":4,"unit":"bytes","#
        + #""progress":"25.00%"},{"keyspace":"shop","table":"orders","completed":0,"total":0,"unit":"bytes","#
        + #""progress":"n/a"}],"within_limits":true}"#)
  }

  @Test func roundedRowsAreDropped() throws {
    var node = ReplayNode()
    node.poll(0, pending: 1, rows: "rounded", [Task(completed: 2_065_694.72, total: 9_300_869.12)])
    let step = try #require(Replay.poll.steps(node.findings()).steps.first)
    #expect(step.asWritten?.document().compactText == #"{"pending":1,"active":[],"within_limits":true}"#)
    #expect(step.asWritten?.cause.hasPrefix("amounts have two words (-H)") == true)
  }
}
