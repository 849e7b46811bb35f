// The page of each capture fits its budget, so that a person can read it.

import CassandraAnalysis
import CassandraReport
import Foundation
import Testing

@Suite struct PageBudgetTests {
  /// The maximum number of lines of Markdown.
  static let budgets: [(capture: String, lines: Int)] = [
    ("snap-3.11", 40), ("snap-4.0", 40), ("snap-4.1", 40), ("snap-5.0", 40), ("snap-6.0", 40),
    ("oom-4.0", 130), ("oom-5.0", 130), ("oom_exit-3.11", 130), ("tombstones-3.11", 130),
    ("enospc-4.1", 130), ("diskfull-4.1", 130), ("corrupt_meta-4.1", 130), ("corrupt-4.0", 220),
    ("corrupt-5.0", 220), ("rotated-3.11", 220), ("iofaults-4.0", 220), ("backlog-4.1", 260),
    ("cluster-4.1", 260),
  ]

  private func lines(_ findings: Findings) -> Int {
    let report = Report.incidentReport(findings, hasData: false)
    return ReportFormat.markdown.render(report).flatMap(\.bytes).count { $0 == UInt8(ascii: "\n") }
  }

  @Test(
    "the page of a capture fits its budget",
    .enabled(if: Captures.arePresent, "the captures of real nodes are not beside the package"),
    arguments: budgets)
  func pageFits(capture: String, budget: Int) async throws {
    let count = lines(try await Captures.findings(capture))
    #expect(count <= budget, "\(capture) has \(count) lines")
  }

  @Test("the page of the sample data, ten nodes, has at most 500 lines")
  func sampleDataFits() async throws {
    let count = lines(try await Captures.findings(at: Captures.package.appending(path: "SampleData")))
    #expect(count <= 500)
  }

  @Test("each page of the sample data has at most 220 lines, and the index 40")
  func samplePagesFit() async throws {
    let pages = IncidentPages(try await Captures.findings(at: Captures.package.appending(path: "SampleData")))
    let files = pages.files([.markdown], of: pages.report(hasData: false))
    #expect(files.count == 11)
    for file in files {
      let count = file.bytes.count { $0 == UInt8(ascii: "\n") }
      #expect(count <= (file.name == "report.md" ? 40 : 220), "\(file.name) has \(count) lines")
    }
  }

  @Test("hundreds of corrupt SSTables are a page of at most 400 lines")
  func manyErrorsFit() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "hindsight-" + UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let log = (0..<800).map { index in
      let time = 21_600_000 + index * 60_000
      let clock = [time / 3_600_000, time / 60_000 % 60, time / 1000 % 60].map { number in
        (number < 10 ? "0" : "") + String(number)
      }.joined(separator: ":")
      let path =
        "/var/lib/cassandra/data/shop/t\(index % 40)-67cf1f30e56911f192fb0b29f5aa2829/nb-\(index)-big-Data.db"
      return """
        ERROR [CompactionExecutor:\(index % 4)] 2026-11-21 \(clock),000 CassandraDaemon.java:244 - Exception in thread Thread[CompactionExecutor:\(index % 4),1,main]
        org.apache.cassandra.io.sstable.CorruptSSTableException: Corrupted: \(path)
        \tat org.apache.cassandra.io.sstable.format.SSTableReader.getScanner(SSTableReader.java:1000)
        Caused by: org.apache.cassandra.io.compress.CorruptBlockException: (\(path)): corruption detected, chunk at 0 of length 16.

        """
    }
    try Data(log.joined().utf8).write(to: folder.appending(path: "system.log"))
    let count = lines(try await Captures.findings(at: folder))
    #expect((50...400).contains(count), "\(count)")
  }
}
