// The report's statements about clocks.

import CassandraAnalysis
import CassandraModel
import Testing

@testable import CassandraReport

@Suite struct ClockWordsTests {
  private func text(_ nodes: [NodeFindings]) -> String {
    let findings = Findings(nodes: nodes, coverage: [], diagnostics: DiagnosticLog())
    return ReportFormat.markdown.render(.incidentReport(findings)).map {
      String(decoding: $0.bytes, as: UTF8.self)
    }.joined()
  }

  @Test func clocksThatIDsShowToBeApartAreSaid() {
    var (a, b) = (SampleNode(log: "a/system.log"), SampleNode(log: "b/system.log"))
    a.compacts(1, at: 0)
    b.compacts(2, at: 0)
    b.log(
      .stream, "stream.session", at: 7500, "[Stream #…] x", [("session", .uuid(SampleNode.id(1, 10_000, 0)))])
    let words =
      "**Clock skew**: `b` is at least 2.5 s behind `a`: `b/system.log:2` names `"
      + SampleNode.id(1, 10_000, 0).description + "`, which `a` made later."
    let text = text([a.findings("a"), b.findings("b")])
    #expect(text.contains(words), "\(text.split(separator: "\n").filter { $0.contains("Clock skew") })")
    // One of the nodes alone shows no skew.
    #expect(!self.text([b.findings("b")]).contains("Clock skew"))
  }

  @Test func whoGaveAZoneIsSaid() {
    var node = SampleNode()
    node.starts(at: 0, address: "10.0.0.1")
    let zone = (name: "Europe/Berlin", rule: ZoneRule(initial: UTCOffset(seconds: 3600)))
    #expect(
      text([node.findings("n", declared: zone)]).contains(
        "| Europe/Berlin, given by the manifest |"))
    #expect(
      text([node.findings("n", given: zone, declared: (name: "+05:30", rule: zone.rule))])
        .contains("| Europe/Berlin, given on the command line |"))
  }
}
