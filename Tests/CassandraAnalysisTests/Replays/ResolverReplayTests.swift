// The backlog resolver: plan, each verdict, its next steps, pre-flight, and the differences of its script.

import CassandraModel
import Testing

@testable import CassandraAnalysis
@testable import CassandraReplays
import TestSupport

@Suite struct ResolverReplayTests {
  private typealias Task = ReplayNode.Task
  private static let gibibyte = 1_073_741_824.0

  /// A node that has `remaining` bytes left at 0, 50, 100, … seconds, more than 200 pending at the first.
  private func node(
    _ remaining: [Double], throughput: Double? = 16, compactors: Double? = 2, every interval: Double = 50
  ) -> ReplayNode {
    var node = ReplayNode()
    if let throughput { node.add(.compactionThroughputLimit, [], throughput * 1_048_576, at: 0) }
    if let compactors { node.add(.concurrentCompactors, [], compactors, at: 0) }
    for (i, bytes) in remaining.enumerated() {
      node.poll(
        Double(i) * interval, pending: i == 0 ? 201 : 0,
        bytes == 0 ? [] : [Task(completed: 5, total: bytes + 5)])
    }
    return node
  }

  private func step(_ node: ReplayNode) throws -> ReplayStep {
    let steps = Replay.resolver.steps(node.findings()).steps
    #expect(steps.count == 1)
    return try #require(steps.first)
  }

  @Test(arguments: [
    (16.0, 2.0, 32.0, 4.0, [ReplayMark]()), (128, 6, 256, 8, []), (200, 7, 256, 8, []),
    (0, 2, 0, 4, [.unlimited]), (300, 2, 256, 4, [.lowered]), (16, 9, 32, 8, [.lowered]),
  ])
  func planIsCapped(
    throughput: Double, threads: Double, newThroughput: Double, newThreads: Double, marks: [ReplayMark]
  ) {
    let plan = ResolverPlan(throughput: throughput, threads: threads)
    #expect(plan.newThroughput == newThroughput && plan.newThreads == newThreads)
    #expect(plan.marks == marks && plan.assumed.isEmpty)
  }

  @Test func whatCannotBeReadIsAssumed() throws {
    let text = try step(node([100, 100, 100], throughput: nil, compactors: nil)).text
    #expect(
      text.contains(#""current":{"throughput_mb_sec":16,"threads":2},"assumed":["throughput","threads"],"#))
    #expect(text.contains(#""target":{"throughput_mb_sec":32,"threads":4}"#))
  }

  @Test(arguments: [
    ([1000.0, 100, 85], "drained"), ([1000, 100, 86], "would have rolled back"),
    ([1000, 100, 300], "would have rolled back"), ([1000, 0, 50], "nothing to drain"),
    ([1000, 100], "no data"), ([1000], "no data"), ([1000, 100, 0], "drained"),
  ])
  func theSecondCycleDecides(remaining: [Double], verdict: String) throws {
    #expect(try step(node(remaining)).decision == verdict)
  }

  /// Cycles of 45 s: samples at 45 and 90 s, not those before.
  @Test func cyclesAreThoseThatReallyFollowed() throws {
    let text = try step(node([1000, 900, 800, 100, 90, 80, 40], every: 15)).text
    #expect(
      text.contains(
        #""attempts":[{"attempt":1,"timestamp":"2026-11-21T05:10:45.000Z","remaining_bytes":100,"remaining_gib":0.0},"#
          + #"{"attempt":2,"timestamp":"2026-11-21T05:11:30.000Z","remaining_bytes":40,"remaining_gib":0.0}],"#
          + #""reduction_percent":60.0,"decision":"drained""#))
  }

  /// The script returns without rolling back, so that the new settings stay.
  @Test func withoutDataTheSettingsStay() throws {
    var node = node([1000, 100])
    let ended = try step(node)
    #expect(ended.text.contains("the samples end before cycle 2 is over: bytes left could not be read"))
    node.poll(600, [Task(completed: 1, total: 9)])
    let missing = try step(node)
    #expect(missing.decision == "no data" && missing.text.contains("no good sample of cycle 2"))
  }

  @Test func nothingLeftDividesByZero() throws {
    #expect(try step(node([1000, 0, 0])).text.contains("the code divides by it: the new settings stay"))
  }

  /// The objection of the thresholds document to 002: the code stops at the text of every version.
  @Test func asWrittenItStopsBeforeActing() throws {
    let step = try step(node([1000, 100, 50]))
    #expect(step.asWritten?.decision == "died")
    #expect(
      step.asWritten?.document().compactText
        == #"{"died":"ValueError: invalid literal for int() with base 10: 'Current compaction throughput: 16 MB/s'"}"#
    )
  }

  /// The script's pattern takes rows with units only; here both forms are read.
  @Test(arguments: ["plain", "rounded"])
  func bothFormsOfBytesAreRead(rows: String) throws {
    var node = ReplayNode()
    for (second, left) in [(0.0, 1000.0), (50, 100), (100, 50)] {
      node.poll(second, pending: second == 0 ? 201 : 0, rows: rows, [Task(completed: 5, total: left + 5)])
    }
    let (steps, run) = Replay.resolver.steps(node.findings())
    #expect(steps.map(\.decision) == ["drained"])
    let promised = run?.notes.filter { $0.kind == .promised }.map(\.subject)
    #expect(promised == ["plain bytes", "UN", "first attempt"])
  }

  /// Keys and ranges are not bytes.
  @Test func onlyBytesCount() throws {
    var node = ReplayNode()
    for second in [0.0, 50, 100] {
      node.poll(
        second, pending: second == 0 ? 201 : 0,
        [Task(kind: "Validation", unit: "keys", completed: 1, total: 100)])
    }
    #expect(try step(node).decision == "nothing to drain")
  }

  /// The code uses its defaults only if nodetool itself fails.
  @Test func whereNodetoolFailsItGoesOn() throws {
    var node = node([1000, 100, 50], throughput: nil, compactors: nil)
    node.polls = ["getcompactionthroughput", "getconcurrentcompactors"].map { command in
      Poll(
        at: ReplayNode.at(1), atKind: .marker, command: command, failure: "Connection refused",
        source: SourceLocation(file: command, line: 1))
    }
    #expect(try step(node).asWritten == nil)
  }

  private func entry(_ state: String, at seconds: Double) -> RingEntry {
    RingEntry(
      address: "127.0.0.1", state: state, loadBytes: nil, ownsRatio: nil, hostID: nil, rack: "r1",
      dataCenter: "dc1", at: ReplayNode.at(seconds), atKind: .marker,
      source: SourceLocation(file: "status.log", line: 1))
  }

  /// The text asks for UN, the code for the exit status: the text holds.
  @Test func theNodeMustBeUN() throws {
    var node = node([1000, 100, 50])
    node.ring = [entry("UN", at: 1)]
    #expect(try step(node).decision == "drained")
    node.ring = [entry("DN", at: 1)]
    let refused = try step(node)
    #expect(refused.decision == "would not begin" && refused.text.contains("the node was DN"))
    #expect(refused.asWritten?.cause.contains("exit status of nodetool status") == true)
    // A much later state does not count for the earlier instant.
    node.ring = [entry("DN", at: 4000)]
    #expect(try step(node).decision == "drained")
  }

  @Test func whatComesAfterADrainIsSaid() throws {
    let big = 201 * Self.gibibyte
    var node = node([400 * Self.gibibyte, 90 * Self.gibibyte, 9 * Self.gibibyte, 8 * Self.gibibyte, big])
    node.add(.nodeLoadBytes, [], 100 * Self.gibibyte, at: 90)
    node.pool(120, active: 1, pending: 50)
    node.pool(300, active: 1, pending: 51)
    // 400 GiB are undrainable, too, so only the first instant is looked at.
    let steps = Replay.resolver.steps(node.findings()).steps
    let text = try #require(steps.first).text
    #expect(text.contains(#""thresholds":["pending-intervention","undrainable"]"#))
    #expect(
      text.contains(
        #""after":{"remaining_percent":9.0,"normal_at":"2026-11-21T05:11:40.000Z","#
          + #""rebound_at":"2026-11-21T05:13:20.000Z","rerun":{"throughput_mb_sec":24,"threads":3},"#
          + #""pool_pending_known":true,"reapply_at":"2026-11-21T05:15:00.000Z","#
          + #""reapply":{"throughput_mb_sec":32,"threads":4}}"#))
  }

  @Test func thresholdsAreThoseOfTheRules() {
    var node = ReplayNode()
    node.add(.concurrentCompactors, [], 2, at: 0)
    node.poll(0, pending: 200)
    node.pool(10, active: 2, pending: 51)
    node.pool(20, active: 1, pending: 51)
    node.pool(30, active: 2, pending: 50)
    let steps = Replay.resolver.steps(node.findings()).steps
    #expect(steps.map(\.at) == [ReplayNode.at(10)])
    #expect(steps.first?.text.contains(#""thresholds":["compactors-saturated"]"#) == true)
    var settings = ReplaySettings()
    settings.rules.rules["pending-intervention"] = RuleChange(numbers: ["threshold": 199])
    #expect(Replay.resolver.steps(node.findings(), settings).steps.count == 2)
  }

  @Test func repairsBesideAreNamed() throws {
    var node = ReplayNode()
    for second in [0.0, 50, 100] {
      node.poll(
        second, pending: second == 50 ? 300 : 1,
        [
          Task(id: "a", completed: 1, total: 100),
          Task(id: "v", kind: "Validation", completed: 1, total: 100),
        ])
    }
    #expect(try step(node).text.contains(#""beside":["Validation of shop.orders"]"#))
  }

  private func log(_ attempts: [Int64], _ end: EventName, _ fields: [(name: String, value: FieldValue)] = [])
    -> ReplayRun?
  {
    var node = ReplayNode()
    node.wrote(
      .monitorResolverTarget, 0,
      [(name: "throughput_mb_sec", value: .integer(32)), (name: "threads", value: .integer(4))])
    for (i, bytes) in attempts.enumerated() {
      node.wrote(
        .monitorResolverAttempt, Double(45 * (i + 1)),
        [(name: "attempt", value: .integer(Int64(i + 1))), (name: "remaining_bytes", value: .integer(bytes))])
    }
    node.wrote(end, 100, fields)
    return Replay.resolver.replay(node.findings()).first
  }

  @Test func itsLogIsDecidedAgain() throws {
    let drained = log([100, 80], .monitorResolverDrained)
    #expect(drained?.decisions.map(\.decision) == ["drained"] && drained?.agreement?.agreed == 1)
    let back = log([100, 90], .monitorResolverRolledBack, [(name: "reduction_percent", value: .decimal(10))])
    #expect(back?.decisions.map(\.decision) == ["would have rolled back"] && back?.agreement?.agreed == 1)
    #expect(log([100], .monitorResolverAborted)?.agreement?.agreed == 1)
    // 002 shows this, but its code cannot do it.
    let first = try #require(log([100], .monitorResolverDrained))
    #expect(first.agreement?.compared == 1 && first.agreement?.agreed == 0)
    #expect(first.notes.first?.text.contains("only say so from the second attempt on") == true)
  }

  @Test func orderOfInputChangesNothing() {
    var node = ReplayNode()
    node.add(.compactionThroughputLimit, [], 1_048_576, at: 0)
    node.add(.concurrentCompactors, [], 2, at: 0)
    for second in stride(from: 0.0, to: 600, by: 20) {
      node.poll(second, pending: 150 + second, [Task(completed: second, total: 1000)])
      node.pool(second + 5, active: 2, pending: second)
    }
    let texts = [nil, 1, 2, 3].map { seed in
      Replay.resolver.steps(node.findings(shuffledWith: seed)).steps.map(\.text)
    }
    #expect(texts[0].count > 20 && texts.dropFirst().allSatisfy { $0 == texts[0] })
  }
}
