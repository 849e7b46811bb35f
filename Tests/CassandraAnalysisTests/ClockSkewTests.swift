// Clock skew between nodes, from ids.

import CassandraModel
import Testing

@testable import CassandraAnalysis

@Suite struct ClockSkewTests {
  /// 2026-11-21 05:00:00 in UTC.
  private static let start: Int64 = 1_795_237_200_000

  /// An id that a node made at `time` milliseconds after the start on its own clock.
  private func id(_ node: UInt64, at time: Int64) -> TimeUUID {
    let ticks = UInt64(Self.start + time) * 10_000 + 0x01B2_1DD2_1381_4000
    let high = (ticks & 0xFFFF_FFFF) << 32 | (ticks >> 32 & 0xFFFF) << 16 | 0x1000 | ticks >> 48 & 0xFFF
    return TimeUUID(high: high, low: 0x8000_0000_0000_0000 | node)
  }

  private func event(_ role: EventRole, _ field: String, _ id: TimeUUID, at time: Int64, line: Int) -> Fact {
    .event(
      Event(
        name: EventName("x"), role: role, severity: .info, level: .info,
        at: LocalTime(milliseconds: Self.start + time), thread: "t", logger: "X.java",
        fields: EventFields(names: [FieldName(field)], values: [.uuid(id)]), throwable: nil,
        source: SourceLocation(file: "system.log", line: line)))
  }

  /// Two nodes; the clock of `b` is `behind` milliseconds behind that of `a`. Each names a session of the other 20 ms
  /// after it was made.
  private func findings(behind: Int64) -> Findings {
    var (a, b) = (NodeHistory(), NodeHistory())
    a.receive(event(.compactionStarted, "id", id(1, at: 0), at: 10, line: 1))
    a.receive(event(.repair, "session", id(1, at: 5000), at: 5001, line: 2))
    a.receive(event(.stream, "session", id(2, at: 9000 - behind), at: 9020, line: 3))
    b.receive(event(.compactionStarted, "id", id(2, at: 0), at: 10, line: 1))
    b.receive(event(.repair, "session", id(1, at: 5000), at: 5020 - behind, line: 2))
    b.receive(event(.stream, "session", id(2, at: 9000 - behind), at: 9001 - behind, line: 3))
    return Findings(
      nodes: [NodeFindings(NodeID("a"), a), NodeFindings(NodeID("b"), b)], coverage: [],
      diagnostics: DiagnosticLog())
  }

  @Test func anIdThatIsNamedBeforeItWasMadeShowsAClockBehind() {
    let skews = findings(behind: 2500).clockSkews
    #expect(skews.map(\.behind.name) == ["b"])
    #expect(skews.map(\.ahead.name) == ["a"])
    #expect(skews.map(\.atLeast.milliseconds) == [2480], "less the way between the nodes")
    #expect(skews.map(\.source.line) == [2])
    #expect(findings(behind: -2500).clockSkews.map(\.behind.name) == ["a"])
  }

  @Test func clocksThatAreKeptAlikeAreNotSaidToBeApart() {
    #expect(findings(behind: 0).clockSkews.isEmpty)
    #expect(findings(behind: 100).clockSkews.isEmpty)
  }

  @Test func anIdOfANodeThatIsNotInTheCaptureSaysNothing() {
    var a = NodeHistory()
    a.receive(event(.compactionStarted, "id", id(1, at: 0), at: 10, line: 1))
    a.receive(event(.repair, "session", id(7, at: 9000), at: 10, line: 2))
    let findings = Findings(
      nodes: [NodeFindings(NodeID("a"), a)], coverage: [], diagnostics: DiagnosticLog())
    #expect(findings.clockSkews.isEmpty)
  }
}
