// ripgrep and hindsight count the same in a compressed log.

import Foundation
import TestSupport
import Testing

@Suite(.needs(.ripgrep)) struct RipgrepTests {
  /// An event that is one line with the same wording in all versions.
  private static let lines: [(event: String, pattern: String)] = [
    ("compaction.started", #" CompactionTask\.java:\d+ - Compacting "#),
    ("compaction.finished", #" CompactionTask\.java:\d+ - Compacted "#),
    ("flush.started", #" - Enqueuing flush of "#),
    ("compaction.space_refused", #" - Not enough space for compaction "#),
    ("scrub.seek_failed", #" - (Error reading partition|Row|Partition|Unable to read|.*seek)"#),
  ]

  private static let logs: [String] = {
    let all = FileManager.default.enumerator(atPath: Hindsight.sample)?.compactMap { $0 as? String } ?? []
    return all.filter { $0.hasSuffix("system.log.gz") }.sorted()
  }()

  @Test(arguments: ["compaction.started", "compaction.finished", "flush.started"])
  func bothCountTheSame(event: String) throws {
    let pattern = try #require(Self.lines.first { $0.event == event }?.pattern)
    let facts = try Hindsight.run("extract", Hindsight.sample, "--quiet").split(separator: "\n")
      .filter { $0.contains("\"event\":\"\(event)\"") }
    var total = 0
    for log in Self.logs {
      let found = try OutsideProgram.ripgrep.run([
        "-z", "-c", "^[A-Z]+ +\\[.*" + pattern, Hindsight.sample + "/" + log,
      ])
      let count = Int(found.output.split(separator: "\n").first ?? "0") ?? 0
      #expect(facts.count { $0.contains("\"src\":\"\(log):") } == count, "\(log)")
      total += count
    }
    #expect(Self.logs.count == 9 && total > 100, "there was something to count")
  }
}
