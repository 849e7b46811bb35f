// The first screen: its bounds hold for whatever was found, and what it says is what was found.

import CassandraAnalysis
import CassandraModel
import Testing

@testable import CassandraReport

@Suite struct SummaryTextTests {
  private func lines(_ findings: Findings) -> [String] {
    SummaryText.page(findings).split(separator: "\n").map(String.init)
  }

  @Test("the first screen has at most 25 lines of 100 columns", arguments: SampleFindings.all.map(\.name))
  func fitsOneScreen(name: String) throws {
    let findings = try #require(SampleFindings.all.first { $0.name == name }).make()
    let lines = lines(findings)
    #expect((1...SummaryText.lineLimit).contains(lines.count))
    for line in lines { #expect(line.count <= SummaryText.width, "\(line)") }
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
    node.fails(
      at: 5, [("java.util.concurrent.RejectedExecutionException", "ThreadPoolExecutor has shut down")])
    if hasShutdown { node.stops(at: 6) }
    let findings = Findings(nodes: [node.findings("n")], coverage: [], diagnostics: DiagnosticLog())
    try #require(findings.numberedFaults.isEmpty, "it is no failure")
    #expect(SummaryText.page(findings).hasPrefix("HEALTHY") == hasShutdown)
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
    #expect(!SummaryText.page(findings).contains("HEALTHY"))
    #expect(try #require(lines.first).hasPrefix("UNKNOWN"))
  }
}
