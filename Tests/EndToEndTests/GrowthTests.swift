// Ten times the errors cost about ten times the time. `benchmark growth` measures every dimension; this is the
// one that is quadratic as soon as a step looks at all errors for each error.

import Foundation
import Testing

@Suite("Growth with the input") struct GrowthTests {
  /// User time in seconds of a report on `count` aborted reads and as many corrupt SSTables, each of a table of
  /// its own.
  private static func seconds(_ count: Int) throws -> Double {
    let folder = try TemporaryFolder()
    let records = (0..<count).map { index in
      let path = "/d/shop/t\(index)-68132d10e56911f18b9fb1d1a3d1a7b4/nb-1-big-Data.db"
      let time =
        "2026-11-21 05:\(String(100 + index / 60 % 60).suffix(2)):\(String(100 + index % 60).suffix(2)),000"
      return
        "ERROR [ReadStage-1] \(time) StorageProxy.java:1896 - Scanned over 100001 tombstones during query "
        + "'SELECT * FROM shop.t\(index) WHERE pk = 1 LIMIT 5000' (last scanned row token was 1 and partion key "
        + "was ((5), 1)); query aborted\n"
        + "ERROR [CompactionExecutor:1] \(time) JVMStabilityInspector.java:68 - Exception in thread "
        + "Thread[CompactionExecutor:1,5,CompactionExecutor]\n"
        + "org.apache.cassandra.io.sstable.CorruptSSTableException: Corrupted: \(path)\n"
        + "\tat org.apache.cassandra.x.Foo.bar(Foo.java:1)\n"
    }
    try folder.write(records.joined(), to: "c/system.log")
    let run = try Program.run(
      ["-c", "\"$0\" report c --quiet --jobs 1 -f markdown,json,csv -o out; times", Program.path], "/bin/sh",
      in: folder.url)
    // The second line has the children: `0m1.240s 0m0.080s`.
    let line = try #require(run.output.split(separator: "\n").last)
    let parts = try #require(line.firstMatch(of: /^(\d+)m([0-9.]+)s/))
    return try #require(Double(parts.1)) * 60 + #require(Double(parts.2))
  }

  @Test("ten times the damaged tables cost less than 20 times the time") func errorsOfManyTables() throws {
    let start = try Self.seconds(1)
    let (few, many) = (try Self.seconds(200) - start, try Self.seconds(2000) - start)
    #expect(many / max(few, 0.05) < 20, "\(start) \(few) \(many)")
  }
}
