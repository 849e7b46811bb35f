// Data gaps, derived from the data of a capture.

import CassandraModel
import Testing

@testable import CassandraAnalysis

@Suite struct GapTests {
  private let source = SourceLocation(file: "f", line: 1)

  private func gaps(_ facts: [Fact], coverage: [Coverage] = []) -> [Gap.Kind] {
    var node = NodeHistory()
    for fact in facts { node.receive(fact) }
    node.finish()
    let findings = Findings(
      nodes: [NodeFindings(NodeID("n"), node)], coverage: coverage, diagnostics: DiagnosticLog())
    return findings.gaps.map(\.kind)
  }

  private func event(_ role: EventRole, at time: Int64 = 0) -> Fact {
    .event(
      Event(
        name: EventName("x"), role: role, severity: .info, level: .info, at: LocalTime(milliseconds: time),
        thread: role == .telemetry ? "GossipStage:1" : "main", logger: "X.java", fields: .none,
        throwable: nil, source: source))
  }

  private func sample(_ metric: MetricName) -> Fact {
    .sample(
      Sample(at: Instant(milliseconds: 0), atKind: .content, metric: metric, value: 0, source: source))
  }

  private func poll(_ command: String, failure: String?) -> Fact {
    .poll(Poll(at: nil, atKind: nil, command: command, failure: failure, source: source))
  }

  private func occurrence(_ name: EventName, at: Int64?) -> Fact {
    .occurrence(
      Occurrence(
        name: name, severity: .critical, at: at.map { .local(LocalTime(milliseconds: $0)) }, fields: .none,
        source: source))
  }

  @Test(arguments: [
    ([9_000] as [Int64], Int64?.none, true), ([9_000, 500_000], nil, false), ([9_000], 10_000, true),
    ([9_000], 400_000, false),
  ])
  func anEndThatTheMachineExplainsIsNoGap(starts: [Int64], crash: Int64?, isExplained: Bool) {
    var facts = [event(.processStarted), event(.telemetry, at: 5000)]
    facts += starts.map { event(.processStarted, at: $0) }
    facts.append(occurrence(.jvmCrash, at: crash))
    let isGap = gaps(facts).contains { if case .abruptEnds = $0 { true } else { false } }
    #expect(isGap != isExplained, "an undated report may be of any of several ends")
  }

  @Test func withoutANodeNothingCanBeJudged() {
    let findings = Findings(nodes: [], coverage: [], diagnostics: DiagnosticLog())
    #expect(findings.gaps == [Gap(node: nil, kind: .everything)])
  }

  @Test func withoutALogFailuresAreNotKnown() {
    let kinds = gaps([poll("info", failure: nil)])
    #expect(kinds.first == .failures(hasLog: false))
    #expect(!kinds.contains(.zone(hasLog: false)), "there is no clock to place")
    #expect(!kinds.contains(.silentDamage), "nothing is claimed that it could weaken")
  }

  @Test func timesThatDoNotSayHowFarTheyAreFromUTCAreAGap() {
    let zone = DiagnosticCode("nodetool.zone", .warning, "")
    let kinds = gaps([poll("info", failure: nil), .diagnostic(Diagnostic(zone, at: source))])
    #expect(kinds.contains(.zone(hasLog: false)))
    #expect(gaps([event(.telemetry)]).contains(.zone(hasLog: true)))
  }

  @Test func aLogOutsideTheWindowIsNotNoLog() {
    let since = Instant(milliseconds: 1000)
    var node = NodeHistory(since: since)
    node.receive(event(.processStarted))
    node.finish()
    let findings = Findings(
      nodes: [NodeFindings(NodeID("n"), node)], coverage: [], diagnostics: DiagnosticLog(), since: since)
    #expect(findings.gaps.first?.kind == .failures(hasLog: true))
  }

  @Test func aQuietLogIsALog() {
    #expect(
      !gaps([event(.telemetry)]).contains(.failures(hasLog: true)), "it has nothing to tell, and says so")
  }

  @Test func aLogThatBeginsInARunMayMissTheBeginning() {
    let at = Moment.local(LocalTime(milliseconds: 0))
    #expect(gaps([event(.telemetry)]).contains(.before(at, source)))
    #expect(!gaps([event(.processStarted)]).contains(.before(at, source)))
  }

  @Test(arguments: [
    ("3.11.19", true), ("4.0.19", true), ("6.0-alpha2", true), ("6.0.3", true), ("3.0.29", false),
    ("2.2.19", false), ("6.1.0", false), ("7.0.1", false),
  ])
  func aReleaseThatIsNotKnownIsSaid(text: String, isKnown: Bool) throws {
    let kinds = gaps([
      .attribute(Attribute(at: nil, name: .version, value: text, source: source))
    ])
    let version = try #require(CassandraVersion(text))
    #expect(kinds.contains(.otherVersion(version, source)) != isKnown)
  }

  @Test func anAbruptEndHasNoKnownCause() {
    let kinds = gaps([
      event(.processStarted), event(.telemetry, at: 5000), event(.processStarted, at: 9000),
    ])
    #expect(
      kinds.contains(
        .abruptEnds(count: 1, last: .local(LocalTime(milliseconds: 5000)), source: source)))
  }

  @Test func anAbruptEndOutsideTheWindowDoesNotCount() {
    let since = Instant(milliseconds: 5)
    var node = NodeHistory(since: since)
    node.receive(event(.processStarted))
    node.receive(event(.processStarted, at: 10))
    node.finish()
    let findings = Findings(
      nodes: [NodeFindings(NodeID("n"), node)], coverage: [], diagnostics: DiagnosticLog(), since: since)
    #expect(findings.faults.isEmpty)
    let isSilent = !findings.gaps.contains { if case .abruptEnds = $0.kind { true } else { false } }
    #expect(isSilent)
  }

  @Test(arguments: [
    (MetricName.compactionPendingTasks, Gap.Kind.backlog), (.poolActive, .pools), (.diskFreeBytes, .diskUse),
    (.diskUsedBytes, .diskUse),
  ])
  func aSampleClosesItsGap(metric: MetricName, gap: Gap.Kind) {
    #expect(gaps([event(.telemetry)]).contains(gap))
    #expect(!gaps([event(.telemetry), sample(metric)]).contains(gap))
  }

  @Test func commandsThatFailedAreOneGap() throws {
    let kinds = gaps([
      poll("tpstats", failure: "timed out"), poll("info", failure: nil),
      poll("compactionstats", failure: "x"),
      poll("tpstats", failure: nil),
    ])
    let failed = kinds.compactMap { kind -> [Gap.FailedCommand]? in
      if case .failedCommands(let commands, _) = kind { commands } else { nil }
    }
    #expect(
      failed == [
        [
          Gap.FailedCommand(command: "compactionstats", failed: 1, runs: 1),
          Gap.FailedCommand(command: "tpstats", failed: 1, runs: 2),
        ]
      ])
  }

  @Test func peersWithoutFilesAreNamed() {
    let ring = { (address: String, host: String) in
      Fact.ring(
        RingEntry(
          address: address, state: "UN", loadBytes: nil, ownsRatio: nil, hostID: host, rack: "r",
          dataCenter: "d", at: nil, atKind: nil, source: source))
    }
    let own = Fact.attribute(Attribute(at: nil, name: .address, value: "/10.0.0.1:7000", source: source))
    let entries = [ring("10.0.0.1", "a"), ring("10.0.0.2", "b")]
    #expect(gaps([own] + entries).contains(.peers(["10.0.0.2"])))
    let isSilent = !gaps(entries).contains { if case .peers = $0 { true } else { false } }
    #expect(isSilent, "a node that does not say who it is may be either")
  }

  @Test func linesOfWhichNothingCouldBeMadeAreCounted() {
    var lines = LineCounts()
    lines.unparsed = 3
    let log = Coverage(file: "a", format: "log", bytes: 1, lines: lines, first: nil, last: nil)
    let other = Coverage(file: "b", format: nil, bytes: 1, lines: lines, first: nil, last: nil)
    #expect(gaps([], coverage: [log, other]).contains(.unparsedLines(3, files: 1)))
  }
}
