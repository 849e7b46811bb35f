// The first screen: its limits hold for any findings, and its statements match them.

import CassandraAnalysis
import CassandraModel
import Testing

@testable import CassandraReport

@Suite struct FirstScreenTests {
  private func page(_ findings: Findings) -> String {
    Report.incidentReport(findings).summary ?? ""
  }

  private func lines(_ findings: Findings) -> [String] {
    page(findings).split(separator: "\n").map(String.init)
  }

  @Test("the first screen has at most 25 lines of 100 columns", arguments: SampleFindings.all.map(\.name))
  func fitsOneScreen(name: String) throws {
    let findings = try #require(SampleFindings.all.first { $0.name == name }).make()
    let lines = lines(findings)
    #expect((1...FirstScreenText.lineLimit).contains(lines.count))
    for line in lines { #expect(line.count <= FirstScreenText.width, "\(line)") }
  }

  @Test("a corrupt SSTable leads with severity and status, and its files are copied first")
  func corruptSSTableLeads() throws {
    let findings = try #require(SampleFindings.all.first { $0.name == "corrupt-sstable" }).make()
    let lines = lines(findings)
    #expect(try #require(lines.first).hasPrefix("CRITICAL · OPEN"))
    #expect(lines.contains { $0.hasPrefix("Do first  1. cp -a") })
  }

  @Test("a healthy capture is said in at most five lines")
  func healthyIsShort() throws {
    let findings = try #require(SampleFindings.all.first { $0.name == "healthy" }).make()
    let lines = lines(findings)
    #expect(try #require(lines.first).hasPrefix("HEALTHY"))
    #expect(lines.count <= 5)
  }

  @Test("an error that only a shutdown explains is not healthy without one", arguments: [false, true])
  func shutdownErrorNeedsAShutdown(hasShutdown: Bool) throws {
    var node = SampleNode()
    node.starts(at: 0, address: "10.0.0.1")
    node.fails(
      at: 5000, [("java.util.concurrent.RejectedExecutionException", "ThreadPoolExecutor has shut down")])
    if hasShutdown { node.stops(at: 6000) }
    let findings = Findings(nodes: [node.findings("n")], coverage: [], diagnostics: DiagnosticLog())
    try #require(findings.numberedFaults.isEmpty, "it is no failure")
    #expect(page(findings).hasPrefix("HEALTHY") == hasShutdown)
  }

  @Test("an error that was not understood is never healthy")
  func unreadErrorIsUnknown() throws {
    var diagnostics = DiagnosticLog()
    diagnostics.report(
      Diagnostic(
        .unreadLogLine, at: SourceLocation(file: "system.log", line: 7),
        ["layout": "a log record of another layout", "sample": "ERROR x"]))
    let findings = Findings(
      nodes: [SampleNode().findings("n")], coverage: [], diagnostics: diagnostics)
    let lines = lines(findings)
    #expect(!page(findings).contains("HEALTHY"))
    #expect(try #require(lines.first).hasPrefix("UNKNOWN"))
  }

  @Test("a path of a table's folder that does not fit loses what does not tell one table from another")
  func pathIsShortened() {
    let id = "67cf1f30e56911f192fb0b29f5aa2829"
    #expect(
      ShortPath.shortened("cp -a /var/lib/cassandra/data/shop/orders-\(id)/nb-1-big-* /mnt/backup/")
        == "cp -a …/shop/orders-67cf1f30…/nb-1-big-* /mnt/backup/")
    #expect(ShortPath.shortened("df -h /a/b/c/d/e-f") == "df -h /a/b/c/d/e-f")
  }

  @Test("times show the day only where the heading does not have it")
  func dayStandsOnce() {
    let (first, second) = (SampleReport.utc, Moment.utc(Instant(milliseconds: 1_795_337_393_130)))
    let one = PageClock(leading: [first], all: [first, second])
    #expect(one.heading == "21 Nov 2026, times UTC")
    #expect(one.text(first) == "05:03:13" && one.text(second) == "22 Nov 08:49:53")
    #expect(one.text(.local(.undated)) == "no time")
    let several = PageClock(leading: [second, first], all: [])
    #expect(several.heading == "21 Nov to 22 Nov 2026, times UTC" && several.text(first) == "21 Nov 05:03:13")
    let mixed = PageClock(leading: [first], all: [SampleReport.local])
    #expect(mixed.text(SampleReport.local) == "06:07:34 local")
    let local = PageClock(leading: [SampleReport.local], all: [])
    #expect(local.heading == "21 Nov 2026, times local" && local.text(SampleReport.local) == "06:07:34")
    #expect(PageClock.full.text(SampleReport.local) == "2026-11-21 06:07:34.633 (node's local time)")
    #expect(PageClock(leading: [.local(.undated)], all: []).heading == "")
  }
}
