// Tombstone alerts: thresholds, cooldown, alerts hidden by the cooldown, indexes, deliveries, dry runs, and
// the monitor's log.

import CassandraModel
import Testing

@testable import CassandraAnalysis
@testable import CassandraReplays

@Suite struct TombstonesReplayTests {
  private func decisions(_ node: ReplayNode, _ settings: ReplaySettings = ReplaySettings()) -> [String] {
    Replay.tombstones.steps(node.findings(), settings).steps.map(\.decision)
  }

  @Test func thresholdsAreReachedNotPassed() {
    var node = ReplayNode()
    node.tombstones(0, "a", 4999)
    node.tombstones(0, "b", 5000)
    node.tombstones(0, "c", 49_999)
    node.tombstones(0, "d", 50_000)
    #expect(decisions(node) == ["sent WARNING", "sent WARNING", "sent CRITICAL"])
  }

  @Test func payloadIsThatOfTheScript() {
    var node = ReplayNode()
    node.tombstones(0, 6866)
    let steps = Replay.tombstones.steps(node.findings()).steps
    #expect(
      steps.map(\.text) == [
        #"{"service":"cassandra-tombstone-monitor","table":"shop.orders","severity":"WARNING","#
          + #""tombstone_count":6866,"threshold":5000,"timestamp":1795237800.0,"decision":"sent WARNING","#
          + #""state":{"shop.orders":1795237800.0}}"#
      ])
  }

  @Test func cooldownIsOverAfterExactlyAnHour() {
    var node = ReplayNode()
    for second in [0.0, 3599, 3600, 3601] { node.tombstones(second, 6000) }
    #expect(
      decisions(node) == ["sent WARNING", "suppressed WARNING", "sent WARNING", "suppressed WARNING"])
  }

  @Test func quietRunsAreSaid() {
    var node = ReplayNode()
    node.tombstones(0, 1)
    let steps = Replay.tombstones.steps(node.findings()).steps
    #expect(steps.map(\.text) == [#"{"timestamp":1795237800.0,"decision":"no alert"}"#])
  }

  /// The cooldown knows tables only.
  @Test func aWarningHidesACriticalAlert() throws {
    var node = ReplayNode()
    node.tombstones(0, 6866)
    for second in [600.0, 660, 720] { node.tombstones(second, 61_214) }
    node.tombstones(720, "other", 61_214)
    let (steps, run) = Replay.tombstones.steps(node.findings())
    #expect(
      steps.map(\.decision) == [
        "sent WARNING", "suppressed CRITICAL", "suppressed CRITICAL", "suppressed CRITICAL", "sent CRITICAL",
      ])
    #expect(steps.map(\.marks) == [[], [.escalation], [.escalation], [.escalation], []])
    let hidden = try #require(run?.notes.filter { $0.text.hasPrefix("escalation hidden by cooldown") })
    #expect(hidden.count == 1)
    #expect(hidden[0].subject == "shop.orders" && hidden[0].from == ReplayNode.at(600))
    #expect(hidden[0].to == ReplayNode.at(720) && hidden[0].text.contains("61214 tombstones in 3 runs"))
  }

  @Test func aCriticalAlertHidesNothing() {
    var node = ReplayNode()
    node.tombstones(0, 60_000)
    node.tombstones(60, 60_000)
    let (steps, run) = Replay.tombstones.steps(node.findings())
    #expect(steps.map(\.decision) == ["sent CRITICAL", "suppressed CRITICAL"])
    #expect(steps.allSatisfy { $0.marks.isEmpty })
    #expect(run?.notes.isEmpty == true)
  }

  /// As written, the last figure below a table's line is the table's.
  @Test func tombstonesOfAnIndexAreCreditedToItsTable() throws {
    var node = ReplayNode()
    node.tombstones(0, "orders", 10)
    node.tombstones(0, "orders.by_customer", 7000)
    let (steps, run) = Replay.tombstones.steps(node.findings())
    #expect(steps.map(\.decision) == ["sent WARNING", "no alert"])
    #expect(steps[0].text.contains(#""table":"shop.orders.by_customer""#))
    #expect(steps[1].asWritten?.decision == "sent WARNING")
    let written = try #require(steps[1].asWritten?.document().compactText)
    #expect(written.contains(#""table":"shop.orders","severity":"WARNING","tombstone_count":7000"#))
    #expect(run?.differences.allSatisfy { $0.cause.contains("an index has no Table: line") } == true)
  }

  @Test func anIndexTakesATablesFigureAway() {
    var node = ReplayNode()
    node.tombstones(0, "orders", 7000)
    node.tombstones(0, "orders.by_customer", 3)
    let steps = Replay.tombstones.steps(node.findings()).steps
    #expect(steps.map(\.decision) == ["sent WARNING"])
    #expect(steps[0].asWritten?.decision == "credited to the table")
  }

  /// The text says that a dry run writes no state; the code writes the file.
  @Test func aDryRunRemembersNothing() {
    var node = ReplayNode()
    node.tombstones(0, 6000)
    node.tombstones(60, 6000)
    var settings = ReplaySettings()
    settings.isTombstoneDryRun = true
    let (steps, run) = Replay.tombstones.steps(node.findings(), settings)
    #expect(steps.map(\.decision) == ["dry run WARNING", "dry run WARNING"])
    #expect(steps.allSatisfy { $0.asWritten?.decision == "wrote the state file" })
    #expect(run?.alertTimes == [:])
  }

  @Test func aStateIsGoneOnWith() {
    var node = ReplayNode()
    node.tombstones(0, "a", 6000)
    node.tombstones(0, "b", 6000)
    node.tombstones(0, "c", 6000)
    var settings = ReplaySettings()
    settings.tombstoneTimes = [
      "shop.a": ReplayNode.at(-3599).pythonTime, "shop.b": ReplayNode.at(-3600).pythonTime,
      "shop.c": ReplayNode.at(1).pythonTime,
    ]
    let (steps, run) = Replay.tombstones.steps(node.findings(), settings)
    #expect(steps.map(\.decision) == ["suppressed WARNING", "sent WARNING", "sent WARNING"])
    // The sample of c is later than the end of data.
    let ignored = run?.notes.filter { $0.kind == .missing } ?? []
    #expect(
      ignored.map(\.subject) == ["shop.c"] && ignored[0].text.contains("later than the end of the data"))
    #expect(run?.alertTimes?["shop.b"] == ReplayNode.at(0).pythonTime)
  }

  @Test func undatedFiguresStandAlone() {
    var node = ReplayNode()
    node.tombstones(0, 6000)
    node.tombstones(nil, 6000)
    let (steps, run) = Replay.tombstones.steps(node.findings())
    #expect(steps.map(\.decision) == ["sent WARNING", "sent WARNING"])
    #expect(steps[1].at == nil && steps[1].text.contains(#""timestamp":null"#))
    #expect(run?.alertTimes == ["shop.orders": ReplayNode.at(0).pythonTime])
  }

  private func alert(_ node: inout ReplayNode, _ second: Double, _ severity: String, _ count: Int64) {
    node.wrote(.monitorTombstoneRun, second)
    node.wrote(
      .monitorTombstoneAlert, second + 1,
      [
        (name: "table", value: .text("shop.orders")), (name: "severity", value: .text(severity)),
        (name: "tombstones", value: .integer(count)),
      ])
  }

  private func runs(_ node: ReplayNode) -> (log: ReplayRun?, captures: ReplayRun?) {
    let runs = Replay.tombstones.replay(node.findings())
    return (runs.first { $0.feed != .captures }, runs.first { $0.feed == .captures })
  }

  @Test func theLogAgreesWithItsOwnRuns() {
    var node = ReplayNode()
    for second in [0.0, 60, 120, 180] { node.tombstones(second, second < 100 ? 6000 : 60_000) }
    node.wrote(.monitorTombstoneRun, -20)
    node.wrote(.monitorTombstoneQuiet, -10)
    alert(&node, 65, "WARNING", 6000)
    node.wrote(.monitorTombstoneSent, 66)
    node.wrote(.monitorTombstoneRun, 130)
    node.wrote(.monitorTombstoneQuiet, 131)
    let (log, captures) = runs(node)
    #expect(log?.agreement?.compared == 3 && log?.agreement?.agreed == 3)
    #expect(log?.decisions.map(\.decision) == ["no alert", "sent WARNING", "suppressed CRITICAL"])
    #expect(log?.notes.contains { $0.text.hasPrefix("escalation hidden by cooldown") } == true)
    // The captures show it a minute earlier: a note, with its cause.
    let notes = captures?.notes.filter { $0.kind == .disagreement } ?? []
    #expect(notes.count == 1 && notes[0].text.contains("the monitor asked at other instants"))
  }

  @Test func whatWasNotDeliveredBeginsNoCooldown() {
    var node = ReplayNode()
    node.tombstones(0, 6000)
    node.tombstones(300, 6000)
    alert(&node, 5, "WARNING", 6000)
    node.wrote(.monitorTombstoneUnsent, 20)
    alert(&node, 305, "WARNING", 6000)
    node.wrote(.monitorTombstoneSent, 306)
    let (log, captures) = runs(node)
    #expect(captures?.decisions.map(\.decision) == ["not delivered WARNING", "sent WARNING"])
    #expect(log?.decisions.map(\.decision) == ["not delivered WARNING", "sent WARNING"])
    #expect(log?.agreement?.agreed == 2)
  }

  @Test func disagreementsHaveACause() {
    var node = ReplayNode()
    alert(&node, 5, "WARNING", 6000)
    node.wrote(.monitorTombstoneSent, 6)
    // Within the cooldown, and a different level by its figure.
    alert(&node, 300, "WARNING", 6000)
    alert(&node, 4000, "CRITICAL", 6000)
    let log = runs(node).log
    #expect(log?.agreement?.compared == 3 && log?.agreement?.agreed == 1)
    let notes = log?.notes.filter { $0.kind == .disagreement }.map(\.text) ?? []
    #expect(notes.contains { $0.contains("within the cooldown of 2026-11-21T05:10:06.000Z") })
    #expect(notes.contains { $0.contains("it was started with other thresholds") })
  }

  @Test func orderOfInputChangesNothing() {
    var node = ReplayNode()
    for second in [0.0, 60, 120, 180, 4000] {
      node.tombstones(second, "a", second * 500)
      node.tombstones(second, "b", 6000)
      node.tombstones(second, "b.i", 8000)
    }
    let texts = [nil, 1, 2, 3].map { seed in
      Replay.tombstones.steps(node.findings(shuffledWith: seed)).steps.map(\.text)
    }
    #expect(!texts[0].isEmpty && texts.dropFirst().allSatisfy { $0 == texts[0] })
  }
}
