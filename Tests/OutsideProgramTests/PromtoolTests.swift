// Prometheus's own tool reads the output for Prometheus.

import Foundation
import TestSupport
import Testing

@Suite(.needs(.promtool)) struct PromtoolTests {
  /// Blocks of a database have all samples, with the written values and times.
  @Test func everySampleOfTheSampleDataArrives() throws {
    let folder = try TestFolder()
    _ = try Hindsight.run(
      "extract", Hindsight.sample, "--quiet", "--format", "openmetrics", "--output", folder.path("metrics"))
    let file = folder.path("metrics/samples.openmetrics")
    let made = try OutsideProgram.promtool.run([
      "tsdb", "create-blocks-from", "openmetrics", file, folder.path("data"),
    ])
    try #require(made.status == 0, "\(made.errors)")
    let written = try samples(String(contentsOfFile: file, encoding: .utf8))
    // A server keeps samples without a block here; the database cannot be opened without the folder.
    try FileManager.default.createDirectory(
      atPath: folder.path("data/wal"), withIntermediateDirectories: true)
    let dumped = try OutsideProgram.promtool.run(["tsdb", "dump", folder.path("data")])
    #expect(dumped.status == 0, "\(dumped.errors)")
    #expect(written.count > 1000)
    let stored = dumped.output.split(separator: "\n").map(String.init)
    #expect(stored.count == written.count)
    // 92 samples; two instants have two samples of the same value.
    #expect(written.filter { $0.hasPrefix("compaction_pending_tasks{node=") }.count == 90)
    #expect(
      stored.contains {
        $0.contains("compaction_pending_tasks") && $0.contains("disk-full-4.1") && $0.contains(" 23 ")
      })
  }

  /// A truncated file makes promtool fail, so its success means something.
  @Test func aFileThatIsCutIsRefused() throws {
    let folder = try TestFolder()
    let text = try Hindsight.run("extract", Hindsight.sample, "--quiet", "--format", "openmetrics")
    try Data(text.dropLast(6).utf8).write(to: URL(filePath: folder.path("cut")))
    let run = try OutsideProgram.promtool.run([
      "tsdb", "create-blocks-from", "openmetrics", folder.path("cut"), folder.path("data"),
    ])
    #expect(run.status != 0)
  }

  @Test(arguments: [[], ["--config", "SampleData/hindsight.json"]])
  func theRulesAreARuleFile(options: [String]) throws {
    let folder = try TestFolder()
    let rules = try OutsideProgram.run(
      Hindsight.path, ["rules", "--format", "prometheus", "--quiet"] + options, in: Hindsight.package)
    #expect(rules.status == 0, "\(rules.errors)")
    try Data(rules.output.utf8).write(to: URL(filePath: folder.path("rules.yml")))
    let run = try OutsideProgram.promtool.run(["check", "rules", folder.path("rules.yml")])
    #expect(run.status == 0, "\(run.errors)")
    let count = rules.output.components(separatedBy: "- alert: ").count - 1
    #expect(count > 5)
    #expect(run.output.contains("SUCCESS: \(count) rules found"), "\(run.output)")
  }

  private func samples(_ text: String) -> [String] {
    text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map(String.init)
  }
}
