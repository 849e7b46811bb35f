// The latency tracker: its state, its keys and rounding, and the rows at which the script as written fails or
// misreads.

import CassandraModel
import Testing

@testable import CassandraAnalysis
@testable import CassandraReplays

@Suite struct TrackerReplayTests {
  private typealias Task = ReplayNode.Task

  @Test func keysOrderAndRoundingAreTheScripts() throws {
    var node = ReplayNode()
    node.poll(0, pending: 1, [Task(completed: 1000, total: 3000)])
    node.poll(7, pending: 1, [Task(completed: 2000, total: 3000)])
    let steps = Replay.tracker.steps(node.findings()).steps
    #expect(steps.count == 2)
    // json.dumps of the script's own functions over the same text.
    #expect(
      steps[1].text
        == #"{"compactions":[{"id":"a","keyspace":"shop","table":"orders","type":"Compaction","#
        + #""progress_pct":66.67,"elapsed_sec":7.0,"throughput_bytes_sec":142.86,"completed_bytes":2000.0,"#
        + #""total_bytes":3000.0,"timestamp_utc":"2026-11-21T05:10:07Z"}],"active_count":1}"#)
    #expect(steps.allSatisfy { $0.asWritten == nil && $0.decision == "no alert" })
  }

  @Test func alertIsThereOnlyBeyondTheLimit() {
    var node = ReplayNode()
    for second in [0.0, 300, 300.001, 301] { node.poll(second, [Task(completed: 5, total: 9)]) }
    let steps = Replay.tracker.steps(node.findings()).steps
    #expect(steps.map(\.decision) == ["no alert", "no alert", "alert", "alert"])
    #expect(!steps[1].text.contains("latency_alert"))
    #expect(steps[2].text.contains(#""latency_alert":true"#))
  }

  @Test func idThatIsAbsentIsForgottenAndAFailedPollChangesNothing() {
    var node = ReplayNode()
    node.poll(0, [Task(completed: 1, total: 9)])
    // No samples between: a failed sample has no values.
    node.poll(200, [Task(completed: 2, total: 9)])
    node.poll(210)
    node.poll(220, [Task(completed: 3, total: 9)])
    let texts = Replay.tracker.steps(node.findings()).steps.map(\.text)
    #expect(texts[1].contains(#""elapsed_sec":200.0"#))
    #expect(texts[2] == #"{"compactions":[],"active_count":0}"#)
    #expect(texts[3].contains(#""elapsed_sec":0.0,"throughput_bytes_sec":0.0"#))
  }

  @Test func orderOfInputChangesNothing() {
    var node = ReplayNode()
    for i in 0..<40 {
      let rows = (0..<(i % 4)).map { Task(id: "id\($0)", completed: Double(i * 10 + $0), total: 1000) }
      node.poll(Double(i * 20), pending: Double(i), rows)
    }
    for replay in Replay.all {
      let expected = replay.steps(node.findings())
      for seed in 1...3 as ClosedRange<UInt64> {
        let shuffled = replay.steps(node.findings(shuffledWith: seed))
        #expect(shuffled.steps.map(\.text) == expected.steps.map(\.text))
        #expect(shuffled.run?.notes == expected.run?.notes)
      }
    }
  }

  /// A row, its text, and the output of the script's own functions for the text.
  struct Misreading: Sendable, CustomTestStringConvertible {
    var kind = "Compaction"
    var unit = "bytes"
    var keyspace = "shop"
    var total = 9_680_955.0
    var completed = 1_239_633.0
    var rows = "plain"
    var decimals: String?
    let asWritten: String
    let cause: String
    var testDescription: String { "\(kind) \(unit) \(rows) \(cause)" }
  }

  static let misreadings = [
    Misreading(
      kind: "Major compaction",
      asWritten: #"{"died":"ValueError: could not convert string to float: 'bytes'"}"#,
      cause: "the kind Major compaction has 2 words"),
    // Three words shift the total into the progress: no crash, but a wrong value.
    Misreading(
      kind: "Anticompaction after repair",
      asWritten: #"{"compactions":[{"id":"a","keyspace":"after","table":"repair","type":"Anticompaction","#
        + #""progress_pct":9680955.0,"elapsed_sec":0.0,"throughput_bytes_sec":0.0,"completed_bytes":0.0,"#
        + #""total_bytes":0.0,"timestamp_utc":"2026-11-21T05:10:00Z"}],"active_count":1}"#,
      cause: "the kind Anticompaction after repair has 3 words"),
    Misreading(
      kind: "Index summary redistribution", keyspace: "",
      asWritten: #"{"compactions":[{"id":"a","keyspace":"summary","table":"redistribution","type":"Index","#
        + #""progress_pct":12.8,"elapsed_sec":0.0,"throughput_bytes_sec":0.0,"completed_bytes":1239633.0,"#
        + #""total_bytes":9680955.0,"timestamp_utc":"2026-11-21T05:10:00Z"}],"active_count":1}"#,
      cause: "the kind Index summary redistribution has 3 words"),
    Misreading(
      kind: "Validation", total: 0, completed: 0,
      asWritten: #"{"died":"ValueError: could not convert string to float: 'n/a'"}"#,
      cause: "the progress is n/a"),
    Misreading(
      rows: "rounded", asWritten: #"{"died":"ValueError: could not convert string to float: 'MiB'"}"#,
      cause: "amounts have two words (-H)"),
    // `Major compaction` with -H: by chance the total is in the column of the progress.
    Misreading(
      kind: "Major compaction", rows: "rounded",
      asWritten: #"{"compactions":[{"id":"a","keyspace":"compaction","table":"shop","type":"Major","#
        + #""progress_pct":9.23,"elapsed_sec":0.0,"throughput_bytes_sec":0.0,"completed_bytes":0.0,"#
        + #""total_bytes":1.18,"timestamp_utc":"2026-11-21T05:10:00Z"}],"active_count":1}"#,
      cause: "the kind Major compaction has 2 words"),
    Misreading(
      unit: "token range parts",
      asWritten: #"{"died":"ValueError: could not convert string to float: 'range'"}"#,
      cause: "the unit token range parts has several words"),
    Misreading(
      rows: "view", asWritten: #"{"compactions":[],"active_count":0}"#, cause: "the rows are those of -V"),
    Misreading(
      decimals: "comma", asWritten: #"{"died":"ValueError: could not convert string to float: '12,80'"}"#,
      cause: "decimals have a comma"),
  ]

  @Test(arguments: misreadings)
  func whatTheScriptMisreadsIsSaidBesideWhatIsMeant(_ row: Misreading) throws {
    var node = ReplayNode()
    node.poll(
      0, rows: row.rows, decimals: row.decimals,
      [
        Task(
          kind: row.kind, keyspace: row.keyspace, table: row.keyspace.isEmpty ? "" : "orders", unit: row.unit,
          completed: row.completed, total: row.total)
      ])
    let step = try #require(Replay.tracker.steps(node.findings()).steps.first)
    let written = try #require(step.asWritten)
    #expect(written.document().compactText == row.asWritten)
    #expect(written.cause.hasPrefix(row.cause))
    // The intended result keeps the kind whole.
    #expect(step.text.contains("\"type\":\"\(row.kind)\""))
    #expect(step.text.hasSuffix("\"as_written\":\(row.asWritten),\"cause\":\"\(written.cause)\"}"))
  }

  @Test func scriptThatDiedForgetsAndIsStartedAgain() {
    var node = ReplayNode()
    node.poll(0, [Task(completed: 1, total: 9)])
    node.poll(
      5, [Task(completed: 2, total: 9), Task(id: "b", kind: "Major compaction", completed: 1, total: 9)])
    node.poll(10, [Task(completed: 3, total: 9)])
    node.poll(15, [Task(completed: 4, total: 9)])
    node.poll(400, [Task(completed: 5, total: 9)])
    let (steps, run) = Replay.tracker.steps(node.findings())
    #expect(steps.map { $0.asWritten?.decision } == [nil, "died", "not running", "no alert", "alert"])
    #expect(steps.map(\.decision) == ["no alert", "no alert", "no alert", "no alert", "alert"])
    // Started anew at 15 s, so 385 s and not 400 s.
    #expect(steps[4].text.contains(#""elapsed_sec":400.0"#))
    #expect(steps[4].asWritten?.document().compactText.contains(#""elapsed_sec":385.0"#) == true)
    #expect(steps[4].asWritten?.cause == "it died before and forgot what it had seen")
    #expect(run?.differences.map(\.count) == [1, 1, 1, 1])
  }

  @Test func breachesAndGatesAreNoted() throws {
    var node = ReplayNode()
    for i in 0..<25 { node.poll(Double(i * 10), [Task(id: "short\(i / 5)", completed: 1, total: 9)]) }
    for i in 0...40 { node.poll(Double(250 + i * 10), [Task(id: "long", completed: 1, total: 9)]) }
    let notes = try #require(Replay.tracker.steps(node.findings()).run).notes
    let audit = notes.filter { $0.kind == .audit }
    #expect(audit.map(\.subject) == ["long"])
    #expect(audit[0].from == ReplayNode.at(560) && audit[0].to == ReplayNode.at(650))
    #expect(audit[0].text.contains("10 samples one after another, at most 400.0 s"))
    #expect(audit[0].text.contains("no sample of tpstats near it"))
    let blocked = notes.filter { $0.subject == "decommission, rebuild" }
    #expect(blocked.map(\.from) == [ReplayNode.at(560)])
    // 56 calm samples: 25 of 0 to 40 s, 31 of 0 to 300 s; their median is 40 s.
    let deferred = notes.filter { $0.subject == "repair" && $0.text.hasPrefix("deferred") }
    #expect(deferred.last?.text.contains("40.0 s (median of calm samples)") == true)
    #expect(deferred.last?.to == ReplayNode.at(650))
    #expect(notes.count { $0.kind == .promised } == 3)
  }

  @Test func withoutABaselineARepairGateIsNotDecided() throws {
    var node = ReplayNode()
    node.poll(0, [Task(completed: 1, total: 9)])
    let notes = try #require(Replay.tracker.steps(node.findings()).run).notes
    #expect(notes.contains { $0.kind == .missing && $0.subject == "baseline of mean elapsed" })
    var settings = ReplaySettings()
    settings.meanElapsedBaselineSeconds = 5
    let given = try #require(Replay.tracker.steps(node.findings(), settings).run).notes
    #expect(given.contains { $0.subject == "repair" && $0.text.hasPrefix("let go: the mean elapsed") })
  }

  @Test func sampleThatNothingDatesStandsAlone() {
    var node = ReplayNode()
    node.poll(nil, form: "columns", [Task(kind: "Major compaction", completed: 1_239_633, total: 9_680_955)])
    node.poll(nil, form: "columns")
    node.poll(0, [Task(completed: 1, total: 9)])
    let (steps, run) = Replay.tracker.steps(node.findings())
    #expect(steps.map(\.at) == [ReplayNode.at(0), nil, nil])
    #expect(steps.map { $0.asWritten?.decision } == [nil, "died", nil])
    #expect(steps[1].text.contains(#""timestamp_utc":null"#))
    #expect(run?.undated == 2)
  }
}
