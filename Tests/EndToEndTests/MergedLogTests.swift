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

  @Test("ordinary records are in it too, each once, with their words; what debug.log repeats stands once")
  func everyRecord() throws {
    let folder = try TemporaryFolder()
    let ordinary =
      "INFO  [main] 2026-11-21 05:10:01,000 StorageService.java:600 - Populating token metadata from system tables\n"
    let compaction =
      "INFO  [CompactionExecutor:2] 2026-11-21 05:10:02,000 CompactionTask.java:260 - Compacted (5d0e1f20-c6a5-11f0-8f1e-2b1f0c3d4e5f) 4 sstables to [/data/shop/orders-a1/nb-5-big,] to level=0.  1.0KiB to 1.0KiB (~100% of original) in 10ms.  Read Throughput = 1KiB/s, Write Throughput = 1KiB/s, Row Throughput = ~1/s.  4 total partitions merged to 4.  Partition merge counts were {1:4, }. Time spent writing keys = 1ms\n"
    let quiet = "DEBUG [main] 2026-11-21 05:10:03,000 Gossiper.java:1 - nothing to see\n"
    try folder.write(ordinary + compaction, to: "10.0.0.1/system.log")
    try folder.write(ordinary + compaction + quiet, to: "10.0.0.1/debug.log")
    let run = try Program.run([
      "extract", folder.path(""), "--format", "log", "--log-zone", "UTC", "--quiet",
    ])
    let lines = run.output.split(separator: "\n")
    #expect(lines.count == 3, "\(run.output)")
    #expect(
      lines.first?.hasSuffix("[main] StorageService.java - Populating token metadata from system tables")
        == true)
    #expect(lines.contains { $0.contains("CompactionTask.java - Compacted (5d0e1f20-") })
    #expect(lines.last?.hasSuffix("Gossiper.java - nothing to see") == true)
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
