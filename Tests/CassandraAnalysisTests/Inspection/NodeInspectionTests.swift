// The contents of a capture for one node: files by kind, gaps in its log, inputs of the rules.

import CassandraModel
import Testing

@testable import CassandraAnalysis
import TestSupport

@Suite struct NodeInspectionTests {
  private let source = SourceLocation(file: "f", line: 1)

  private func file(_ name: String, _ format: String?, _ span: ClosedRange<Int64>? = nil) -> Coverage {
    var lines = LineCounts()
    lines.known = 2
    return Coverage(
      file: name, format: format, bytes: 10, lines: lines,
      first: span.map { .utc(Instant(milliseconds: $0.lowerBound * 1000)) },
      last: span.map { .utc(Instant(milliseconds: $0.upperBound * 1000)) })
  }

  private func inspection(_ files: [Coverage], _ facts: [Fact] = [], _ log: DiagnosticLog = DiagnosticLog())
    -> CaptureInspection
  {
    var history = NodeHistory()
    for fact in facts { history.receive(fact) }
    history.finish()
    let node = NodeID("n")
    var nodeOf: [String: NodeID] = [:]
    for file in files where file.format != nil { nodeOf[file.file] = node }
    return CaptureInspection(
      Findings(nodes: [NodeFindings(node, history)], coverage: files, diagnostics: log, nodeOf: nodeOf))
  }

  private func sample(_ metric: MetricName, _ labels: [(String, String)] = [], at second: Int64 = 0) -> Fact {
    .sample(
      Sample(
        at: Instant(milliseconds: second * 1000), atKind: .marker, metric: metric,
        labels: Labels(labels.map { (name: $0.0, value: $0.1) }), value: 1, source: source))
  }

  private func presence(_ input: String, _ facts: [Fact]) -> RuleInput.Presence? {
    inspection([], facts).nodes.first?.inputs.first { $0.input.id == input }?.presence
  }

  @Test(arguments: [
    ("logs/system.log", "system.log"), ("logs/system.log.2026-11-21.3.gz", "system.log"),
    ("a/debug.log.1.zip!debug.log.2026-11-21_0553", "debug.log"),
    ("b.tar.gz!nodes/10.0.0.1/logs/system.log.10.zip!system.log.2026-11-21.0", "system.log"),
    ("system-2026-11-21.0.log", "system.log"), ("stdout.log", "stdout.log"), ("-", "-"), ("2026.gz", "log"),
    ("", "log"),
  ])
  func rotationAddsNothingToTheNameOfALog(file: String, name: String) {
    #expect(SourceInspection.logName(file) == name)
  }

  @Test func rotatedLogsAreOneSource() throws {
    let node = try #require(
      inspection([
        file("n/system.log", "log", 200...300), file("n/system.log.1.gz", "log", 100...200),
        file("n/debug.log", "log", 100...300), file("n/gc.log", "gc.log", 50...60),
      ]).nodes.first)
    #expect(node.sources.map(\.name) == ["debug.log", "system.log", "gc.log"])
    #expect(node.sources[1].files == ["n/system.log", "n/system.log.1.gz"])
    #expect(node.sources[1].first == .utc(Instant(milliseconds: 100_000)))
    #expect(node.sources[1].lines.total == 4)
    #expect(node.folder == "n/")
  }

  @Test func aMissingFileOfARotationIsAHoleOfTheLog() throws {
    let files = [
      file("system.log", "log", 2000...3000), file("system.log.1", "log", 100...1000),
      file("debug.log", "log", 2500...2600),
    ]
    let gaps = try #require(inspection(files).nodes.first).logGaps
    #expect(gaps.map(\.length) == [.seconds(1000)])
    // debug.log covers the gap of system.log.
    let debug = files + [file("debug.log.1", "log", 900...1900)]
    #expect(try #require(inspection(debug).nodes.first).logGaps.isEmpty)
  }

  @Test func aSessionIsASourceOfEachOfItsCommands() throws {
    let polls = ["tpstats", "info", "compact"].map { command in
      Fact.poll(Poll(at: nil, atKind: nil, command: command, failure: nil, source: source))
    }
    let node = try #require(
      inspection([file("session.txt", "tpstats, info"), file("compact.log", ""), file("odd.txt", "")], polls)
        .nodes.first)
    #expect(node.sources.map(\.name) == ["compact", "info", "tpstats", "nothing printed"])
    #expect(
      node.sources.map(\.files) == [["compact.log"], ["session.txt"], ["session.txt"], ["odd.txt"]])
    #expect(node.files == 3)
    #expect(node.lines.total == 6, "a file counts once for its node")
  }

  @Test func everyFileThatWasNotReadHasItsReason() {
    let code = DiagnosticCode("file.empty", .note, "is empty")
    let worse = DiagnosticCode("compression.unsupported", .error, "is packed with {compression}")
    var log = DiagnosticLog()
    log.report(Diagnostic(code, at: SourceLocation(file: "a", line: 0)))
    log.report(Diagnostic(code, at: SourceLocation(file: "b", line: 0)))
    log.report(Diagnostic(worse, at: SourceLocation(file: "b", line: 0), ["compression": "xz"]))
    let all = inspection([file("a", nil), file("b", nil), file("c", nil), file("d", "log")], [], log)
    #expect(all.leftOut.map(\.file) == ["a", "b", "c"])
    #expect(all.leftOut.map(\.reason) == ["is empty", "is packed with xz", "holds nothing to read"])
    #expect(all.leftOut.map(\.code) == ["file.empty", "compression.unsupported", nil])
    #expect(all.problems.isEmpty, "what is said of a file that was not read is said once")
  }

  @Test func whatRulesWatchOverTimeTakesTwoSamples() {
    #expect(presence("pending", []) == .missing)
    #expect(presence("pending", [sample(.compactionPendingTasks)]) == .once)
    #expect(
      presence("pending", [sample(.compactionPendingTasks), sample(.compactionPendingTasks, at: 10)])
        == .present)
    #expect(presence("disk-space", [sample(.diskFreeBytes)]) == .present, "one sample of space is enough")
    // Samples of two tables are not two samples of one.
    let tables = ["a", "b"].map { sample(.tableWritesTotal, [("table", $0)]) }
    #expect(presence("writes", tables) == .once)
  }

  @Test func anotherPoolIsNotThatOfCompaction() {
    let reads = [0, 10].map { sample(.poolActive, [("pool", "ReadStage")], at: $0) }
    #expect(presence("compaction-pool", reads) == .missing)
    let own = [0, 10].map { sample(.poolActive, [("pool", "CompactionExecutor")], at: $0) }
    #expect(presence("compaction-pool", own) == .present)
  }

  @Test func aSettingThatIsNotSetIsNoInput() {
    let attribute = { (value: String) in
      Fact.attribute(
        Attribute(
          at: nil, name: AttributeName("config_concurrent_compactors"), value: value, source: source))
    }
    #expect(presence("compactors", [attribute("null")]) == .missing)
    #expect(presence("compactors", [attribute("4")]) == .present)
  }

  @Test func aCommandThatFailedIsNoAnswer() {
    let poll = { (failure: String?) in
      Fact.poll(Poll(at: nil, atKind: nil, command: "netstats", failure: failure, source: source))
    }
    #expect(presence("streams", [poll("no"), poll("no")]) == .missing)
    #expect(presence("streams", [poll(nil), poll(nil)]) == .present)
  }
}

@Suite struct RuleInputTests {
  @Test func theTableIsWellFormed() {
    #expect(Set(RuleInput.all.map(\.id)).count == RuleInput.all.count)
    #expect(Set(RuleInput.all.map(\.title)).count == RuleInput.all.count)
    for input in RuleInput.all {
      #expect(!input.facts.isEmpty && !input.collectors.isEmpty && !input.rules.isEmpty, "\(input.id)")
      #expect(Set(input.rules).count == input.rules.count, "\(input.id)")
    }
    let collectors = Set(RuleInput.all.flatMap(\.collectors))
    #expect(Set(collectors.map(\.name)).count == collectors.count, "a file has one command")
  }

  /// The rules as they are documented.
  static let rules: Set<RuleID> = [
    "compaction-latency", "pending-high", "pending-saturated", "compaction-stalled", "compactors-idle",
    "velocity-low", "compaction-io-share", "pending-intervention", "compactors-saturated", "undrainable",
    "pending-gate", "forbidden-operation", "throughput-over-disk", "stream-throttle-low", "backlog-ratio",
    "pending-sustained", "rate-decay", "disk-and-pending", "read-latency", "backlog-warning",
    "backlog-critical", "triage-throttle", "repair-sessions", "disk-limit-trend", "tombstones-warning",
    "tombstones-critical", "cassandra-tombstone-warn", "cassandra-tombstone-failure",
    "repair-during-backlog", "settings-not-restored", "pool-blocked", "pending-over-compactors",
    "pool-pending", "disk-saturated",
  ]

  @Test func everyRuleHasAnInputAndNoOtherIsNamed() {
    #expect(Set(RuleInput.all.flatMap(\.rules)) == Self.rules)
  }
}
