// The committed reports equal the program's output for the committed sample data: they are documentation and
// golden files at once. After an intended change, regenerate them with the README's first command and review
// the difference like code.

import CassandraModel
import CassandraReport
import Foundation
import Testing

@testable import hindsight

@Suite struct SampleDataTests {
  private static let sample = Captures.package.appending(path: "SampleData").path
  private static let reports = Captures.package.appending(path: "Reports")

  private func files(jobs: Int) async throws -> [ReportFile] {
    var options = Options()
    options.paths = [.path(Self.sample)]
    options.jobs = jobs
    let pages = IncidentPages(try await Ingest(options: options).findings(progress: nil))
    return pages.files(ReportFormat.all, of: pages.report(hasData: true))
  }

  @Test(arguments: [1, 2, 8])
  func theCommittedReportsAreThoseOfTheSampleData(jobs: Int) async throws {
    let files = try await files(jobs: jobs)
    let committed = try FileManager.default.contentsOfDirectory(atPath: Self.reports.path).sorted()
    #expect(files.map(\.name).sorted() == committed)
    for file in files {
      let golden = try Data(contentsOf: Self.reports.appending(path: file.name))
      #expect(Data(file.bytes) == golden, "\(file.name) differs with \(jobs) jobs")
    }
  }

  @Test("unrelated captures have an index with a link to the page of each")
  func unrelatedCapturesHaveAnIndex() async throws {
    let files = try await files(jobs: 2)
    let texts = Dictionary(
      uniqueKeysWithValues: files.map { ($0.name, String(decoding: $0.bytes, as: UTF8.self)) })
    for (name, suffix) in [("report.md", ".md"), ("report.html", ".html")] {
      let listed = IncidentPages.pages(in: try #require(texts[name]))
      #expect(
        listed.count == 10 && listed.allSatisfy { texts[$0] != nil && $0.hasSuffix(suffix) }, "\(listed)")
      for page in listed { #expect(try #require(texts[page]).contains(name), "\(page) has no way back") }
    }
    #expect(try #require(texts["report.md"]).split(separator: "\n").count <= 40)
    // A page has the number that the tables have.
    let errors = try #require(texts["errors.csv"])
    let page = try #require(texts["io-faults-4.0.md"])
    for row in errors.components(separatedBy: "\r\n") where row.contains(",io-faults-4.0,") {
      let id = try #require(row.split(separator: ",").first { $0.hasPrefix("E") })
      #expect(page.contains("### " + id) || page.contains(id), "\(id)")
    }
  }

  @Test("an index names the input that was lost: no page has its place")
  func theIndexNamesLostInput() throws {
    let folder = try TemporaryFolder()
    for (name, address) in [("a", "10.0.0.1"), ("b", "10.0.0.2")] {
      try folder.write(
        """
        INFO  [main] 2026-03-02 10:00:00,500 Config.java:706 - Node configuration:[cluster_name=shop-\(name)]
        INFO  [main] 2026-03-02 10:00:01,000 StorageService.java:734 - Cassandra version: 4.0.11
        INFO  [main] 2026-03-02 10:00:09,000 StorageService.java:2785 - Node /\(address):7000 state jump to NORMAL
        ERROR [CompactionExecutor:1] 2026-03-02 10:01:00,000 CassandraDaemon.java:228 - Exception in thread Thread
        java.lang.OutOfMemoryError: Java heap space

        """, to: "in/\(name)/system.log")
    }
    // The head of a gzip member without its data.
    try Data([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0x4B]).write(to: folder.url.appending(path: "in/c.log.gz"))
    let (input, output) = (folder.url.appending(path: "in").path, folder.url.appending(path: "out").path)
    let run = try Program.run(["report", input, "--quiet", "-f", "markdown", "-o", output])
    #expect(run.status == 3)
    let index = try String(contentsOfFile: output + "/report.md", encoding: .utf8)
    #expect(index.contains("captures, one page each") && index.contains("**Unread:** `c.log.gz`"), "\(index)")
  }

  @Test("the nodes of one cluster have one page", .enabled(if: Captures.arePresent, "needs Tests/Captures"))
  func oneClusterHasOnePage() async throws {
    let pages = IncidentPages(try await Captures.findings("cluster-4.1"))
    #expect(pages.files([.markdown], of: pages.report(hasData: false)).map(\.name) == ["report.md"])
  }

  @Test("the links of a page that is no index are not taken for pages of a report")
  func aForeignPageListsNoPages() {
    #expect(IncidentPages.pages(in: "# Docs\n\n## Captures\n\n- [a](a.md)\n").isEmpty)
  }

  @Test("a problem of another capture does not reach the page of a healthy one")
  func aHealthyCaptureStaysHealthy() async throws {
    let page = try #require(try await files(jobs: 2).first { $0.name == "127.0.0.8.md" })
    #expect(String(decoding: page.bytes, as: UTF8.self).hasPrefix("# HEALTHY"))
  }

  @Test func noReportNamesThisMachine() async throws {
    let files = try await files(jobs: 2)
    try #require(!files.isEmpty)
    for file in files {
      let text = String(decoding: file.bytes, as: UTF8.self)
      #expect(!text.contains(Captures.package.path), "\(file.name)")
    }
  }
}
