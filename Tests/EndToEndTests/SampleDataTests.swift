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
    let report = Report.incidentReport(try await Ingest(options: options).findings(progress: nil))
    return ReportFormat.all.flatMap { $0.render(report) }
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

  @Test func noReportNamesThisMachine() async throws {
    let files = try await files(jobs: 2)
    try #require(!files.isEmpty)
    for file in files {
      let text = String(decoding: file.bytes, as: UTF8.self)
      #expect(!text.contains(Captures.package.path), "\(file.name)")
    }
  }
}
