// `extract --format log`: the logs of all nodes as one, in time order.

import Foundation
import Testing

@Suite struct MergedLogTests {
  @Test("records of two nodes stand in the order of time, each with its node, in UTC")
  func order() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      """
      WARN  [main] 2026-11-21 05:10:01,000 BatchStatement.java:301 - Batch for [shop.orders] is of size 25.885KiB, exceeding specified threshold of 5.000KiB by 20.885KiB.
      ERROR [main] 2026-11-21 05:10:03,000 CassandraDaemon.java:1 - nobody knows this
      """, to: "10.0.0.1/system.log")
    try folder.write(
      "WARN  [main] 2026-11-21 05:10:02,000 CassandraDaemon.java:1 - nor this\n", to: "10.0.0.2/system.log")
    let run = try Program.run([
      "extract", folder.path(""), "--format", "log", "--log-zone", "UTC", "--quiet",
    ])
    #expect(run.status == 0, "\(run.errors)")
    let lines = run.output.split(separator: "\n")
    #expect(
      lines.map { $0.prefix(24) } == [
        "2026-11-21 05:10:01.000Z", "2026-11-21 05:10:02.000Z", "2026-11-21 05:10:03.000Z",
      ])
    #expect(lines.map { $0.contains("10.0.0.2") } == [false, true, false])
    #expect(lines[2].hasSuffix("ERROR [main] CassandraDaemon.java - nobody knows this"))
  }

  @Test(
    "a compaction that only compactionhistory tells of stands where it ended",
    .enabled(if: Captures.arePresent, "needs the captures of real nodes beside the package"))
  func history() throws {
    let run = try Program.run([
      "extract", Captures.folder.path + "/snap-3.11", "--format", "log", "--quiet",
    ])
    let lines = run.output.split(separator: "\n")
    #expect(lines.contains { $0.contains("(compactionhistory ") })
    #expect(lines.map { $0.prefix(23) } == lines.map { $0.prefix(23) }.sorted())
  }
}
