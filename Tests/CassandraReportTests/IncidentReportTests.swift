// The incident report: whole pages that a person has reviewed, and laws that hold for each.

import CassandraAnalysis
import CassandraModel
import TestSupport
import Testing

@testable import CassandraReport

@Suite struct IncidentReportTests {
  static let names = SampleFindings.all.map(\.name)

  private func findings(_ name: String) throws -> Findings {
    try #require(SampleFindings.all.first { $0.name == name }).make()
  }

  private func page(_ name: String) throws -> String {
    MarkdownRenderer.render(.incidentReport(try findings(name)))
  }

  private func tables(_ name: String) throws -> [(name: String, text: String)] {
    CSVRenderer.render(.incidentReport(try findings(name))).map {
      ($0.name, String(decoding: $0.bytes, as: UTF8.self))
    }
  }

  @Test("three whole pages are as reviewed", arguments: ["corrupt-sstable", "several-nodes", "healthy"])
  func pagesAreAsAgreed(name: String) throws {
    try Golden.expect(Array(try page(name).utf8), equals: "incident-" + name + ".md")
  }

  @Test("the structure of each page is as reviewed", arguments: names)
  func structureIsAsAgreed(name: String) throws {
    let outline = PageOutline.markdown(try page(name))
    try Golden.expect(Array(outline.utf8), equals: "incident-" + name + ".outline.txt")
  }

  @Test("the names, columns and rows of the tables are as reviewed")
  func tablesAreAsAgreed() throws {
    let outline = PageOutline.tables(try tables("corrupt-sstable"))
    try Golden.expect(Array(outline.utf8), equals: "incident-corrupt-sstable.tables.txt")
  }

  @Test(
    "sections stand in reading order, and those with nothing to say are not on the page", arguments: names)
  func sectionsInOrder(name: String) throws {
    let report = Report.incidentReport(try findings(name))
    #expect(report.sections.map(\.id) == ReportSection.all.map(\.id))
    let page = try page(name)
    for section in report.sections {
      #expect(page.contains("\n## \(section.title)\n") == section.isShown, "\(section.title)")
    }
  }

  @Test func sectionsHaveDifferentIds() {
    #expect(Set(ReportSection.all.map(\.id)).count == ReportSection.all.count)
  }

  @Test(arguments: names)
  func theSameFindingsGiveTheSameBytes(name: String) throws {
    // Findings are built anew each time, because dictionaries inside differ in their order between builds.
    let pages = try (0..<5).map { _ in try page(name) }
    #expect(Set(pages).count == 1)
  }

  @Test(arguments: names)
  func whatIsMissingIsNeverPrintedAsALanguageHasIt(name: String) throws {
    for text in [try page(name)] + (try tables(name).map(\.text)) {
      for word in ["nil", "Optional(", "NaN"] { #expect(!text.contains(word)) }
    }
  }

  @Test(arguments: names)
  func everyFaultStandsThereWithItsNumberAndItsProof(name: String) throws {
    let findings = try findings(name)
    let page = try page(name)
    let all = findings.numberedFaults + findings.numberedStops
    #expect(all.count == findings.faults.count)
    for one in all {
      let row = one.fault.category.isError ? "| " + one.id + " " : one.fault.category.id.name
      #expect(page.contains(row) || !one.fault.category.isError)
      if one.fault.category.isError, let first = one.fault.evidence.first {
        #expect(page.contains("`" + first.source.description + "`"))
      }
    }
    let records = try tables(name).first { $0.name == "error_records.csv" }?.text ?? ""
    for one in findings.numberedFaults {
      for record in one.fault.evidence { #expect(records.contains(record.source.description)) }
    }
  }

  @Test("failed operations are counted once, with their log records")
  func operationsAreCountedOnce() throws {
    let page = try page("corrupt-sstable")
    #expect(page.contains("2 compactions (4 log records)"))
    #expect(page.contains("scrub reported success but skipped it: marked suspect"))
  }

  @Test("an operation interrupted on purpose is no error")
  func interruptedIsNoError() throws {
    let findings = try findings("corrupt-sstable")
    #expect(findings.numberedFaults.count == 1)
    #expect(findings.numberedStops.map(\.fault.category.id) == ["interrupted.on_purpose"])
    #expect(try !page("corrupt-sstable").contains("| E2 "))
  }

  @Test("a device behind a corrupt SSTable is the error")
  func deviceIsTheError() throws {
    let page = try page("several-nodes")
    #expect(page.contains("I/O error from the device (EIO)"))
    #expect(!page.contains("Corrupt SSTable: cause not logged on"))
  }

  @Test("an unclean shutdown has no confirmed cause")
  func uncleanShutdownHasNoCause() throws {
    let page = try page("several-nodes")
    #expect(page.contains("Unclean shutdown") && !page.contains("Cause, confirmed:** killed"))
  }

  @Test func aTimeWithoutAZoneIsNeverCalledUTC() throws {
    let page = try page("unknown-zone")
    #expect(page.contains("times local"))
    #expect(!page.contains("UTC,") && !page.contains("times UTC"))
    #expect(try !tables("unknown-zone").contains { $0.text.contains("000Z") })
  }

  @Test("nodes whose clocks cannot be compared are named")
  func clocksAreNotCompared() throws {
    let findings = Findings(
      nodes: try findings("several-nodes").nodes + (try findings("unknown-zone").nodes), coverage: [],
      diagnostics: DiagnosticLog())
    let page = MarkdownRenderer.render(.incidentReport(findings))
    #expect(page.contains("Clock of `node` unknown: not comparable with other nodes."))
  }

  @Test("without a log a capture is not healthy")
  func noLogIsNotHealthy() throws {
    let page = try page("polls-only")
    #expect(page.hasPrefix("# UNKNOWN · "))
    #expect(page.contains("No `system.log` in the capture"))
    #expect(page.contains("834 pending compactions"))
  }

  @Test("a healthy capture says what it lacks")
  func healthySaysItsGaps() throws {
    let page = try page("healthy")
    #expect(page.hasPrefix("# HEALTHY · "))
    #expect(page.contains("No errors, 04:00:00 to 04:00:14"))
    #expect(page.contains("**Data gap:** disk use: no df."))
  }

  @Test func aFileThatWasNotReadHasNoCounts() throws {
    let coverage = try #require(try tables("healthy").first { $0.name == "input_files.csv" }).text
    #expect(coverage.contains("\r\nNOTES.txt,,,,,,,,,\r\n"), "empty, not zero")
  }

  @Test func samplesAreForDataFormats() throws {
    let samples = try #require(try tables("healthy").first { $0.name == "samples.csv" }).text
    #expect(samples.split(separator: "\r\n").count == 10)
  }
}
