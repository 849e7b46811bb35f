// Report, inspect and check agree on the same capture: its time, its severity, and its counts.

import CassandraAnalysis
import CassandraModel
import CassandraReport
import Foundation
import Testing

@testable import hindsight

@Suite struct AgreementTests {
  private static let captures = [
    "backlog-4.1", "cluster-4.1", "corrupt-4.0", "corrupt-5.0", "corrupt_meta-4.1", "diskfull-4.1",
    "enospc-4.1", "iofaults-4.0", "oom-4.0", "oom-5.0", "oom_exit-3.11", "rotated-3.11", "tombstones-3.11",
    "snap-3.11", "snap-4.0", "snap-4.1", "snap-5.0", "snap-6.0", "sessions",
  ]

  private func table(_ name: String, _ json: [String: Any]) throws -> [[String: Any]] {
    let tables = try #require(json["tables"] as? [String: Any])
    return (tables[name] as? [String: Any])?["rows"] as? [[String: Any]] ?? []
  }

  private func check(_ findings: Findings) throws {
    let file = try #require(ReportFormat.json.render(.incidentReport(findings)).first)
    let json = try #require(try JSONSerialization.jsonObject(with: Data(file.bytes)) as? [String: Any])
    // The time.
    let inspection = CaptureInspection(findings)
    for (node, seen) in zip(findings.nodes, inspection.nodes) {
      let span = findings.span(of: node)
      #expect(span?.first == seen.span?.first && span?.last == seen.span?.last, "\(node.node.name)")
      for moment in node.faults.flatMap({ [$0.first, $0.last] }) {
        #expect(span.map { $0.first.sortKey <= moment.sortKey && moment.sortKey <= $0.last.sortKey } ?? false)
      }
    }
    // Counts: the report has the errors that check counts.
    let errors = try table("errors", json).filter { $0["kind"] as? String == "error" }
    let checked = findings.checkFindings.filter { $0.kind == .category && $0.isFault }
    #expect(errors.count == checked.count)
    #expect(
      errors.compactMap { $0["failures"] as? Int }.reduce(0, +)
        == checked.reduce(0) { $0 + $1.failures })
    for severity in Severity.allCases {
      #expect(
        errors.count { $0["severity"] as? String == severity.rawValue }
          == checked.count { $0.severity == severity }, "\(severity)")
    }
    // Severity.
    let worst = checked.map(\.severity).max()
    let told = findings.incidents.map(\.severity).max()
    if let worst, worst > .info {
      #expect(told.map { $0 >= worst } ?? false, "\(worst), and \(String(describing: told))")
    }
    let summary = try #require(json["summary"] as? [String: Any])
    if summary["status"] as? String == "healthy" { #expect((worst ?? .info) == .info) }
    let open = findings.incidents.filter(\.status.isOpen).map(\.severity).max()
    #expect(summary["severity"] as? String == (open ?? told)?.rawValue ?? "none")
  }

  @Test(
    "report, inspect and check agree on a capture",
    .enabled(if: Captures.arePresent, "needs the captures of real nodes beside the package"),
    arguments: captures)
  func capturesAgree(capture: String) async throws {
    try check(try await Captures.findings(capture).evaluated(by: RuleEngine()))
  }

  @Test("report, inspect and check agree on the sample data")
  func sampleDataAgree() async throws {
    let folder = Captures.package.appending(path: "SampleData")
    try check(try await Captures.findings(at: folder).evaluated(by: RuleEngine()))
  }
}
