// `hindsight diff` as people run it: captures, reports, and both, equal and not.

import CassandraAnalysis
import CassandraReport
import Foundation
import Testing

@testable import hindsight

@Suite struct DiffTests {
  private static let sample = Captures.package.appending(path: "SampleData")

  private func run(_ arguments: [String]) throws -> Program.Run { try Program.run(arguments) }

  private func path(_ name: String) -> String { Self.sample.appending(path: name).path }

  @Test(arguments: ["corrupt-sstable-5.0", "healthy-4.0", "tombstones-3.11", "disk-full-4.1"])
  func aCaptureDoesNotDifferFromItselfNorFromItsReport(_ name: String) throws {
    try withFolder { folder in
      let made = try run(["report", path(name), "--quiet", "--output", folder.path, "--format", "json"])
      #expect(made.status == 0, "\(made.text)")
      let report = folder.appending(path: "report.json").path
      for sides in [
        [path(name), path(name)], [path(name), report], [report, path(name)], [report, report],
      ] {
        let diff = try run(["diff", "--quiet", "--fail-on", "info"] + sides)
        #expect(diff.status == 0)
        #expect(diff.text.contains("Nothing changed"), "\(diff.text.prefix(2000))")
      }
    }
  }

  /// `zgrep` finds it in the logs of one capture and not of the other: a full disk.
  @Test func aNewFaultIsNewAndFailsWhereAsked() throws {
    let sides = [path("healthy-4.0"), path("no-space-4.1")]
    let diff = try run(["diff", "--quiet"] + sides)
    #expect(diff.status == 0)
    #expect(diff.text.contains("CRITICAL No space left on device (ENOSPC) on "), "\(diff.text.prefix(2000))")
    #expect(diff.text.contains("| Version"))
    #expect(try run(["diff", "--quiet", "--fail-on", "critical"] + sides).status == 1)
    // In the other direction it is gone, and no error is new.
    let back = try run(["diff", "--quiet", "--fail-on", "info"] + sides.reversed())
    #expect(back.status == 0 && back.text.contains("| gone"), "\(back.text.prefix(2000))")
    // A finding outside the selection does not fail the run.
    let part = try run(["diff", "--quiet", "--fail-on", "info", "--category", "tombstones"] + sides)
    #expect(part.status == 0 && part.text.contains("- **Selected:** `category tombstones`"))
  }

  @Test(arguments: [
    ("99.61 MiB", "ew errors and alerts unknown"),
    (nil, "Nothing can be compared"),
  ])
  func nothingIsCalledTheSameThatNeitherSideCouldTell(_ later: String?, _ verdict: String) throws {
    try withFolder { folder in
      for (side, load) in [("before", "17.61 MiB"), ("after", later)] {
        let part = folder.appending(path: side)
        try FileManager.default.createDirectory(at: part, withIntermediateDirectories: true)
        let info = """
          ID                     : c42b4b89-34e5-44d6-83e2-8bcad73ed0fd
          Gossip active          : true
          Native Transport active: true
          Load                   : \(load ?? "?")
          Generation No          : 1795238564
          Uptime (seconds)       : 78

          """
        try Data(info.utf8).write(to: part.appending(path: "info_20261121T051009Z.txt"))
      }
      let diff = try run(["diff", "--quiet", folder.path + "/before", folder.path + "/after"])
      #expect(diff.status == 0)
      #expect(diff.text.contains(verdict), "\(diff.text.prefix(900))")
      #expect(diff.text.contains("Unknown: no node has a log on both sides."))
      #expect(!diff.text.contains("Neither side has one"))
    }
  }

  @Test func aDamagedReportIsSaidWithItsLine() throws {
    try withFolder { folder in
      _ = try run(["report", path("healthy-4.0"), "--quiet", "--output", folder.path, "--format", "json"])
      let report = folder.appending(path: "report.json")
      let text = try String(contentsOf: report, encoding: .utf8)
      let cases: [(String, String)] = [
        (String(text.prefix(text.count / 2)), "is no JSON"),
        (text.replacing("hindsight/report/2", with: "hindsight/report/9"), "must be \"hindsight/report/2\""),
        (text.replacing("comparison_figures", with: "other"), "[report.not_comparable]"),
        (
          text.replacing(
            "\"comparison_findings\": {", with: "\"comparison_findings\": {\"rows_left_out\": 2,"),
          "[report.not_comparable]"
        ),
        (text.replacing("\"fingerprint\": \"", with: "\"fingerprint\": 7, \"x\": \""), "must be a text"),
        (text.replacing("\"measure\": \"", with: "\"measur\": \""), "[report.missing]"),
      ]
      for (damaged, message) in cases where damaged != text {
        try damaged.write(to: report, atomically: true, encoding: .utf8)
        let diff = try run(["diff", "--quiet", report.path, path("healthy-4.0")])
        #expect(diff.status == 3, "\(message)")
        #expect(
          diff.text.contains(report.path + ":") && diff.text.contains(message), "\(diff.text.prefix(500))")
      }
    }
  }

  @Test func wrongUseIsSaid() throws {
    #expect(try run(["diff", path("healthy-4.0")]).status == 2)
    #expect(try run(["diff", path("healthy-4.0"), path("healthy-4.0"), "--map-node", "a=b"]).status == 2)
    #expect(try run(["diff", path("healthy-4.0"), path("healthy-4.0"), "--tolerance", "x"]).status == 2)
    let file = Captures.package.appending(path: "README.md").path
    #expect(try run(["diff", "--quiet", path("healthy-4.0"), file]).status == 3)
  }

  @Test(.enabled(if: Captures.arePresent, "needs Tests/Captures"))
  func capturesOfRealNodes() throws {
    let folder = Captures.folder.path
    let versions = try run(
      ["diff", "--quiet", "--fail-on", "info", folder + "/snap-4.0", folder + "/snap-4.1"])
    #expect(versions.status == 0)
    #expect(versions.text.contains("`4.0.19` → `4.1.10`"), "\(versions.text.prefix(2000))")
    let full = try run([
      "diff", "--quiet", "--fail-on", "critical", folder + "/snap-4.1", folder + "/enospc-4.1",
    ])
    #expect(full.status == 1 && full.text.contains("CRITICAL No space left on device (ENOSPC) on "))
    // The folder has no log: new errors cannot be distinguished from old ones, so none is called new.
    let before = try run(
      ["diff", "--quiet", "--fail-on", "info", folder + "/corrupt-4.0/before", folder + "/corrupt-4.0"])
    #expect(before.status == 0)
    #expect(before.text.contains("unknown before") && !before.text.contains("| new "))
  }
}
