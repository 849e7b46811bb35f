// `hindsight check` as CI runs it: statuses, files, and healthy and unhealthy captures of real nodes.

import CassandraAnalysis
import Foundation
import Testing

@testable import hindsight
import TestSupport

@Suite struct CheckTests {
  private static let sample = Captures.package.appending(path: "SampleData")

  private func check(_ arguments: [String], in folder: URL? = nil) throws -> Program.Run {
    try Program.run(["check"] + arguments, in: folder)
  }

  /// The line of .ci/run and of the article.
  @Test func theSampleDataAreAsExpected() throws {
    let run = try check(
      ["SampleData", "--quiet", "--expectations", "SampleData/expectations.json"], in: Captures.package)
    #expect(run.status == 0, "\(run.text)")
    let line = "hindsight check SampleData --expectations SampleData/expectations.json"
    for text in try [
      DocumentationTests.article("InCI"),
      DocumentationTests.text(Self.sample.appending(path: "expectations.json")),
    ] {
      #expect(text.contains(line))
    }
  }

  /// The place of the error, looked up in the logs by hand (zgrep -n).
  @Test(arguments: [
    ("corrupt-sstable-5.0", "logs/system.log.gz:458", "corruption.block_checksum"),
    ("no-space-4.1", "logs/system.log.gz:371", "disk.no_space"),
    ("out-of-memory-4.0", "logs/system.log.gz:530", "memory.heap"),
    ("tombstones-3.11", "logs/system.log.gz:338", "tombstones.overload"),
  ])
  func aFaultFailsWithItsLine(_ name: String, _ place: String, _ category: String) throws {
    let run = try check(["SampleData/" + name, "--quiet"], in: Captures.package)
    #expect(run.status == 1)
    #expect(
      run.text.split(separator: "\n").contains {
        $0.contains("SampleData/" + name + "/" + place + ": critical: ") && $0.hasSuffix("[" + category + "]")
      }, "\(run.text)")
  }

  @Test func theHealthySamplePasses() throws {
    #expect(try check([Self.sample.appending(path: "healthy-4.0").path, "--quiet"]).status == 0)
  }

  @Test func whatCannotBeReadIsNotJudged() throws {
    try withFolder { folder in
      #expect(try check([folder.path]).status == 3, "nothing")
      try Data("groceries\n".utf8).write(to: folder.appending(path: "list.txt"))
      #expect(try check([folder.path]).status == 3, "nothing of ours")
      try Data("BZh91AY&SY".utf8).write(to: folder.appending(path: "system.log.1.bz2"))
      #expect(try check([folder.path]).status == 3, "packed in a way that is not read")
      #expect(try check([folder.path, "--expectations", "/no/such"]).status == 2)
      #expect(try check([folder.path, "--baseline", folder.appending(path: "list.txt").path]).status == 2)
      #expect(try check([folder.path, "--format", "junit,sarif"]).status == 2, "several need a folder")
      #expect(try check([folder.path, "--format", "junitt"]).text.contains("did you mean junit?"))
    }
  }

  @Test func twoCapturesOfOneInstantThatDifferAreSaid() throws {
    try withFolder { folder in
      for (name, pending) in [("a", 3), ("b", 4)] {
        try Data("2026-11-21T05:00:00Z\npending tasks: \(pending)\n\n".utf8)
          .write(to: folder.appending(path: "compactionstats-" + name + ".log"))
      }
      let run = try check([folder.path, "--quiet"])
      #expect(run.text.contains("contradictory samples of compaction_pending_tasks"), "\(run.text)")
      #expect(run.text.contains("compactionstats-b.log:2"))
      #expect(run.text.contains("no log on 1 of 1 nodes"))
    }
  }

  @Test func everyFormatIsAFile() throws {
    try withFolder { folder in
      let formats = "text,junit,sarif,github,gitlab,tap,markdown,json"
      let run = try check(
        ["SampleData/no-space-4.1", "--quiet", "--format", formats, "--output", folder.path],
        in: Captures.package)
      #expect(run.status == 1)
      let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      #expect(
        files
          == [
            "check.github.txt", "check.gitlab.json", "check.junit.xml", "check.json", "check.md",
            "check.sarif",
            "check.tap", "check.txt",
          ].sorted())
    }
  }

  /// The sample shifted by a year and moved to another folder is another run with the same errors.
  @Test func aShiftedCopyHasTheSameFingerprints() throws {
    try withFolder { folder in
      let logs = folder.appending(path: "elsewhere/logs")
      try FileManager.default.createDirectory(at: logs, withIntermediateDirectories: true)
      let baseline = folder.appending(path: "baseline.json").path
      let shifted = { (text: String) in
        text.replacingOccurrences(of: "2026-11-21 05:", with: "2027-03-14 07:")
          .replacingOccurrences(of: "10.1.2.3", with: "10.9.8.7")
          .replacingOccurrences(of: "/data1/", with: "/mnt/other/")
      }
      try Data(Self.failing.utf8).write(to: folder.appending(path: "system.log"))
      let first = try check(
        [folder.appending(path: "system.log").path, "--quiet", "--write-baseline", baseline])
      // There is no sample of pending, so the gate itself is not judged and no baseline is written.
      #expect(first.status == 3 && !FileManager.default.fileExists(atPath: baseline))
      let own = folder.appending(path: "own.json").path
      try Data("{\"schema\": \"hindsight/expectations/1\"}".utf8).write(to: URL(filePath: own))
      let kept = try check(
        [
          folder.appending(path: "system.log").path, "--quiet", "--expectations", own, "--write-baseline",
          baseline,
        ])
      #expect(kept.status == 0, "\(kept.text)")
      try Data(shifted(Self.failing).utf8).write(to: logs.appending(path: "system.log"))
      let again = try check([logs.path, "--quiet", "--expectations", own, "--baseline", baseline])
      #expect(again.status == 0, "\(again.text)")
      #expect(again.text.contains("baseline: 0 new, 1 known, 0 gone"), "\(again.text)")
      // The same error of another table is new.
      let other = shifted(Self.failing).replacingOccurrences(of: "orders", with: "carts")
      try Data(other.utf8).write(to: logs.appending(path: "system.log"))
      let new = try check([logs.path, "--quiet", "--expectations", own, "--baseline", baseline])
      #expect(new.status == 1 && new.text.contains("baseline: 1 new, 0 known, 1 gone"), "\(new.text)")
    }
  }

  private static let failing = """
    INFO  [main] 2026-11-21 05:00:00,000 CassandraDaemon.java:1 - Startup complete
    ERROR [CompactionExecutor:1] 2026-11-21 05:00:01,000 CassandraDaemon.java:577 - Exception in thread \
    Thread[CompactionExecutor:1,1,main]
    org.apache.cassandra.io.sstable.CorruptSSTableException: Corrupted: \
    /data1/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90/nb-7-big-Data.db
    Caused by: org.apache.cassandra.io.compress.CorruptBlockException: \
    (/data1/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90/nb-7-big-Data.db): corruption detected, chunk at 4096 \
    of length 16384.

    """

  @Test func theExampleOfABaselineIsOfTheHealthySample() throws {
    let arguments = ["--quiet", "--baseline", "SampleData/baseline.json"]
    let healthy = try check(["SampleData/healthy-4.0"] + arguments, in: Captures.package)
    #expect(healthy.status == 0, "\(healthy.text)")
    let fault = try check(["SampleData/no-space-4.1"] + arguments, in: Captures.package)
    #expect(
      fault.status == 1 && fault.text.contains("  new    No space left on device (ENOSPC) on "),
      "\(fault.text)")
  }

  @Test func aBaselineOfAnotherClusterIsAnError() throws {
    try withFolder { folder in
      let baseline = folder.appending(path: "baseline.json")
      let healthy = Self.sample.appending(path: "healthy-4.0").path
      #expect(try check([healthy, "--quiet", "--write-baseline", baseline.path]).status == 0)
      #expect(try check([healthy, "--quiet", "--baseline", baseline.path]).status == 0)
      let text = try String(contentsOf: baseline, encoding: .utf8)
      let other = text.replacingOccurrences(of: "\"clusters\": [\"", with: "\"clusters\": [\"not-")
      try #require(other != text)
      try Data(other.utf8).write(to: baseline)
      let run = try check([healthy, "--quiet", "--baseline", baseline.path])
      #expect(run.status == 2 && run.text.contains("$.clusters: "), "\(run.text)")
    }
  }

  // MARK: Captures of real nodes

  @Test(
    .enabled(if: Captures.arePresent, "needs Tests/Captures"),
    arguments: ["snap-3.11", "snap-4.0", "snap-4.1", "snap-5.0", "snap-6.0"])
  func aHealthyCapturePasses(_ name: String) throws {
    let run = try check([Captures.folder.appending(path: name).path, "--quiet"])
    #expect(run.status == 0, "\(run.text)")
  }

  @Test(.enabled(if: Captures.arePresent, "needs Tests/Captures"))
  func oneHealthyRunAcceptsAnother() throws {
    try withFolder { folder in
      let baseline = folder.appending(path: "baseline.json").path
      let path = { (name: String) in Captures.folder.appending(path: name).path }
      #expect(try check([path("snap-4.0"), "--quiet", "--write-baseline", baseline]).status == 0)
      #expect(try check([path("snap-4.1"), "--quiet", "--baseline", baseline]).status == 0)
      let fault = try check([path("enospc-4.1"), "--quiet", "--baseline", baseline])
      #expect(fault.status == 1)
      #expect(
        fault.text.contains("logs/system.log:371: critical: No space left on device (ENOSPC)"),
        "\(fault.text)")
      #expect(fault.text.contains("  new    No space left on device (ENOSPC)"))
    }
  }
}
