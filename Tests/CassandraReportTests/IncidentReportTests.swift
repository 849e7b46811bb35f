// What the incident report says, as whole pages that a person has read, and as laws that hold for each.

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

  @Test(arguments: names)
  func pagesAreAsAgreed(name: String) throws {
    try Golden.expect(Array(try page(name).utf8), equals: "incident-" + name + ".md")
  }

  @Test func tablesAreAsAgreed() throws {
    let all = try tables("corrupt-sstable").map { "# " + $0.name + "\n" + $0.text }.joined(separator: "\n")
    try Golden.expect(Array(all.utf8), equals: "incident-corrupt-sstable-tables.txt")
  }

  @Test(arguments: names)
  func aVerdictHasThreeToSixSentences(name: String) throws {
    let sentences = Verdict(try findings(name)).paragraphs.flatMap { $0 }
    #expect((3...6).contains(sentences.count))
    for sentence in sentences { #expect(sentence.plainText.hasSuffix(".")) }
  }

  @Test(arguments: names)
  func noSectionIsEmpty(name: String) throws {
    let report = Report.incidentReport(try findings(name))
    #expect(report.sections.map(\.id) == ReportSection.all.map(\.id))
    for section in report.sections { #expect(!section.blocks.isEmpty, "\(section.title)") }
  }

  @Test func sectionsHaveDifferentIds() {
    #expect(Set(ReportSection.all.map(\.id)).count == ReportSection.all.count)
  }

  @Test(arguments: names)
  func theSameFindingsGiveTheSameBytes(name: String) throws {
    // Made anew each time: dictionaries inside differ in their order from one to the next.
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
      #expect(page.contains("| " + one.id + " "))
      for record in one.fault.evidence where one.fault.category.isError {
        #expect(page.contains("`" + record.source.description + "`"))
      }
    }
  }

  @Test func failuresAreCountedOnceAndRecordsBesideThem() throws {
    let page = try page("corrupt-sstable")
    #expect(
      page.contains("In all there is 1 incident: **I1**")
        && page.contains("(1 error with 2 failures, told in 4 records of the logs)"))
    #expect(page.contains("scrub reported success but skipped it: marked suspect"))
  }

  @Test func whatWasStoppedOnPurposeIsNoFinding() throws {
    let findings = try findings("corrupt-sstable")
    #expect(findings.numberedFaults.count == 1)
    #expect(findings.numberedStops.map(\.fault.category.id) == ["interrupted.on_purpose"])
    #expect(try page("corrupt-sstable").contains("**Not failures**"))
  }

  @Test func aDeviceBehindACorruptSSTableIsSaidToBeBoth() throws {
    let page = try page("several-nodes")
    #expect(page.contains("I/O error from the device (EIO)"))
    #expect(page.contains("it arrives as \u{201C}Corrupt SSTable: cause not logged\u{201D} (corruption)"))
    #expect(page.contains("The disk-failure policy stopped gossip and client transports on `10.0.0.1`"))
  }

  @Test func anAbruptEndHasNoCause() throws {
    let page = try page("several-nodes")
    #expect(page.contains("on `10.0.0.2` ended once without a shutdown (the log does not say why)"))
  }

  @Test func aTimeWithoutAZoneIsNeverCalledUTC() throws {
    let page = try page("unknown-zone")
    #expect(page.contains("04:00:00.000 local"))
    #expect(!page.contains("000 UTC"))
    #expect(try !tables("unknown-zone").contains { $0.text.contains("000Z") })
  }

  @Test func clocksThatCannotBeComparedAreNotCompared() throws {
    // By its own clock the node without a zone failed first; in truth nobody knows.
    let findings = Findings(
      nodes: try findings("several-nodes").nodes + (try findings("unknown-zone").nodes), coverage: [],
      diagnostics: DiagnosticLog())
    let page = MarkdownRenderer.render(.incidentReport(findings))
    #expect(
      page.contains(
        "The first failure on nodes whose clocks are known, at 2026-11-21 04:00:30.050 UTC, was **I/O error"))
    #expect(page.contains("- **Not comparable, on their own clocks:** `node`"))
  }

  @Test func nothingFailedIsNotSaidWithoutALog() throws {
    let page = try page("polls-only")
    #expect(!page.contains("Nothing failed"))
    #expect(page.contains("Whether anything failed is not known"))
    #expect(page.contains("834 pending"))
  }

  @Test func aHealthyCaptureSaysWhatItCouldNotJudge() throws {
    let page = try page("healthy")
    #expect(
      page.contains(
        "**Nothing failed** on `10.0.0.1` between 2026-11-21 04:00:00.000 UTC and 2026-11-21 04:00:14.000 UTC"
      ))
    #expect(page.contains("This could not be judged: disk use, because there is no df"))
  }

  @Test func aFileThatWasNotReadHasNoCounts() throws {
    let coverage = try #require(try tables("healthy").first { $0.name == "coverage.csv" }).text
    #expect(coverage.contains("\r\nNOTES.txt,,,,,,,,,,,,,\r\n"), "empty, not zero")
  }

  @Test func samplesAreForDataFormats() throws {
    #expect(try page("healthy").contains("9 rows in `backlog_samples.csv`"))
    let samples = try #require(try tables("healthy").first { $0.name == "backlog_samples.csv" }).text
    #expect(samples.split(separator: "\r\n").count == 10)
  }
}
