// Results of checks on small nodes, on both sides of each expectation.

import CassandraAnalysis
import CassandraModel
import CassandraReport
import Testing
import TestSupport

@Suite struct CheckRunTests {
  private func outcome(
    _ findings: Findings, _ change: (inout Expectations) -> Void
  ) throws -> CheckOutcome {
    var expectations = Expectations()
    change(&expectations)
    return try #require(CheckRun(findings, expectations).result().outcomes.first)
  }

  private func budget(
    _ quantity: CheckFigure.Quantity, _ limit: Expectations.Budget.Limit, threshold: Double? = nil,
    isOptional: Bool = false, on findings: Findings = SampleFindings.healthy
  ) throws -> CheckOutcome.Verdict {
    try outcome(findings) {
      $0.budgets = [
        .init(
          id: "b", figure: CheckFigure(quantity, threshold: threshold), limits: [limit],
          isOptional: isOptional)
      ]
    }.verdict
  }

  /// The healthy node's pending compactions are 3, 12 and 1, ten seconds apart.
  @Test func aggregatesAreThoseOfTheSamples() throws {
    let expected: [(CheckAggregate, Double)] = [
      (.max, 12), (.min, 1), (.mean, 16.0 / 3), (.last, 1), (.sum, 16), (.p95, 12), (.delta, -2),
    ]
    for (aggregate, value) in expected {
      let quantity = CheckFigure.Quantity.metric(.compactionPendingTasks, aggregate)
      #expect(try budget(quantity, .atMost(value)) == .passed, "\(aggregate)")
      #expect(try budget(quantity, .atLeast(value)) == .passed, "\(aggregate)")
      #expect(try budget(quantity, .below(value)) == .failed, "\(aggregate)")
      #expect(try budget(quantity, .above(value)) == .failed, "\(aggregate)")
    }
    let over = CheckFigure.Quantity.metric(.compactionPendingTasks, .timeOver)
    #expect(try budget(over, .atMost(10), threshold: 3) == .passed)
    #expect(try budget(over, .below(10), threshold: 3) == .failed)
    #expect(try budget(over, .atMost(0), threshold: 12) == .passed)
    #expect(try budget(over, .below(20), threshold: 2) == .failed)
  }

  @Test func whatNobodyCapturedIsNotZero() throws {
    let heap = CheckFigure.Quantity.metric(.heapUsedBytes, .max)
    #expect(try budget(heap, .atMost(1)) == .notJudged)
    #expect(try budget(heap, .atMost(1), isOptional: true) == .passed)
    #expect(try budget(.figure(.failures), .atMost(0), on: SampleFindings.pollsOnly) == .notJudged)
    #expect(try budget(.figure(.failures), .atMost(0)) == .passed)
    #expect(try budget(.figure(.failures), .atMost(0), on: SampleFindings.corruptSSTable) == .failed)
  }

  @Test func pendingMayBeAHundredAndFiftyAtMost() throws {
    for (pending, status) in [(150.0, CheckResult.Status.passed), (151, .failed)] {
      var node = SampleNode()
      node.starts(at: 0, address: "10.0.0.1")
      node.poll("compactionstats", at: 0)
      node.sample(.compactionPendingTasks, pending, at: 0)
      let findings = Findings(
        nodes: [node.findings("10.0.0.1")], coverage: SampleFindings.healthy.coverage,
        diagnostics: DiagnosticLog())
      #expect(CheckRun(findings, .seedGate(withBaseline: false)).result().status == status)
    }
  }

  @Test func anEmptyOrBlindCaptureNeverPasses() {
    let gate = Expectations.seedGate(withBaseline: false)
    #expect(CheckRun(SampleFindings.nothing, gate).result().status == .notJudged)
    #expect(CheckRun(SampleFindings.nothing, Expectations()).result().status == .notJudged)
    // A log without a sample of pending: no operation failed, but the gate was not judged.
    #expect(CheckRun(SampleFindings.unknownZone, gate).result().status == .failed)
    var mustAppear = Expectations()
    mustAppear.mustAppear = [.init(id: "a", selector: FindingSelector(.category("disk.no_space")))]
    #expect(CheckRun(SampleFindings.pollsOnly, mustAppear).result().status == .notJudged)
    #expect(CheckRun(SampleFindings.healthy, mustAppear).result().status == .failed)
  }

  @Test func damagedInputIsNotJudged() {
    let healthy = SampleFindings.healthy
    var log = DiagnosticLog()
    log.report(
      Diagnostic(
        DiagnosticCode("gzip.truncated", .error, "is cut off"),
        at: SourceLocation(file: "logs/system.log.1.gz", line: 0)))
    let findings = Findings(nodes: healthy.nodes, coverage: healthy.coverage, diagnostics: log)
    var expectations = Expectations()
    #expect(CheckRun(findings, expectations).result().status == .notJudged)
    expectations.coverage.everythingReadable = false
    #expect(CheckRun(findings, expectations).result().status == .passed)
  }

  @Test func demandsOnCoverageAreHeldAgainstTheCapture() {
    for (samples, gap, status) in [
      (3, 10, CheckResult.Status.passed), (4, 10, .notJudged), (3, 9, .notJudged),
    ] {
      var expectations = Expectations()
      expectations.coverage.counts = [
        .init(id: "c", subject: .metric(.compactionPendingTasks), samples: samples, nodes: []),
        .init(id: "d", subject: .command("compactionstats"), samples: samples, nodes: ["10.0.0.1"]),
      ]
      expectations.coverage.gaps = [
        .init(id: "g", command: "compactionstats", longest: .seconds(Int64(gap)))
      ]
      #expect(CheckRun(SampleFindings.healthy, expectations).result().status == status)
    }
    var logs = Expectations()
    logs.coverage.logs = true
    #expect(CheckRun(SampleFindings.pollsOnly, logs).result().status == .notJudged)
    #expect(CheckRun(SampleFindings.healthy, logs).result().status == .passed)
  }

  /// The data ends on 2026-11-21.
  @Test func anExceptionHoldsUntilItsDayAndThenFailsItself() throws {
    let day: Int64 = 86_400_000
    let end = SampleNode.start / day * day + day
    for (until, status) in [(end, CheckResult.Status.passed), (end - 2 * day, .failed)] {
      var expectations = Expectations()
      expectations.mustNotAppear = [
        .init(id: "n", selector: FindingSelector(.anything, severity: .warning))
      ]
      expectations.exceptions = [
        .init(
          id: "exceptions[0]", selector: FindingSelector(.family("corruption")), reason: "known",
          until: Instant(milliseconds: until), untilText: "DAY")
      ]
      let result = CheckRun(SampleFindings.corruptSSTable, expectations).result()
      #expect(result.status == status)
      let own = result.outcomes.first { $0.id == "exceptions[0]" }
      #expect((own == nil) == (status == .passed))
      if let own { #expect(own.reason.contains("ended on DAY") && own.reason.contains("known")) }
    }
  }

  @Test func newKnownAndGoneFindingsAreToldApart() throws {
    let baseline = Baseline(of: SampleFindings.corruptSSTable)
    let same = CheckRun(SampleFindings.corruptSSTable, .seedGate(withBaseline: true), baseline: baseline)
      .result()
    #expect(same.status == .passed)
    #expect(same.comparison?.new.isEmpty == true && same.comparison?.known.isEmpty == false)
    let other = CheckRun(SampleFindings.severalNodes, .seedGate(withBaseline: true), baseline: baseline)
      .result()
    let comparison = try #require(other.comparison)
    #expect(comparison.new.contains { $0.id == "process.abrupt_stop" })
    #expect(comparison.gone.map(\.id).contains("corruption.block_checksum"))
    #expect(other.outcomes.first { $0.id == "baseline.new" }?.verdict == .failed)
    let healthy = CheckRun(SampleFindings.healthy, .seedGate(withBaseline: true), baseline: baseline).result()
    #expect(healthy.status == .passed)
    #expect(healthy.comparison?.gone.isEmpty == false)
  }

  @Test func figuresMayBeOffByTheirTolerance() {
    var baseline = Baseline()
    baseline.figures = [.init(id: "pending_peak", labels: .none, value: 10)]
    for (absolute, relative, direction, verdict) in [
      (2.0, 0.0, Expectations.Tolerance.Direction.higherIsWorse, CheckOutcome.Verdict.passed),
      (1, 0, .higherIsWorse, .failed), (0, 0.2, .both, .passed), (0, 0.1, .both, .failed),
      (0, 0, .lowerIsWorse, .passed),
    ] {
      var expectations = Expectations()
      expectations.tolerances = [
        .init(
          id: "t", figure: CheckFigure(.figure(.pendingPeak)), absolute: absolute, relative: relative,
          direction: direction)
      ]
      let result = CheckRun(SampleFindings.healthy, expectations, baseline: baseline).result()
      #expect(result.outcomes.first { $0.id == "t" }?.verdict == verdict)
    }
  }

  @Test func aBaselineOfAnotherClusterIsTold() {
    var baseline = Baseline()
    #expect(baseline.otherClusters(of: SampleFindings.healthy) == nil)
    baseline.clusters = ["prod"]
    #expect(baseline.otherClusters(of: SampleFindings.healthy) == nil, "the capture names none")
  }
}
