// Files that rotation cut are one text, in every format.

import CassandraModel
import Testing

@testable import CassandraInput

@Suite("Rotated captures")
struct RotatedTextTests {
  private static func tracker(_ second: Int, _ pending: Int) -> String {
    """
    2026-11-21 05:10:0\(second),000 [WARNING] nodetool timed out. Circuit breaker engaged for this cycle.
    {"compactions": [], "active_count": \(pending), "timestamp_utc": "2026-11-21T05:10:0\(second)Z"}

    """
  }

  private func active(_ reading: CollectedReading) -> [Double] {
    (reading.nodes[""]?.samples ?? []).filter { $0.metric == .compactionActive }.map(\.value)
  }

  @Test("a monitor's files are read oldest first")
  func oldestFirst() async {
    let reading = await CollectedReading([
      ("compaction-tracker.log", Self.tracker(5, 5)), ("compaction-tracker.log.1", Self.tracker(4, 4)),
      ("compaction-tracker.log.10", Self.tracker(1, 1)), ("compaction-tracker.log.2", Self.tracker(3, 3)),
    ])
    #expect(active(reading) == [1, 3, 4, 5])
    #expect(
      reading.nodes[""]?.samples.map(\.source.description) == [
        "compaction-tracker.log.10:2", "compaction-tracker.log.2:2", "compaction-tracker.log.1:2",
        "compaction-tracker.log:2",
      ])
    #expect(reading.coverage.map(\.lines.total) == [2, 2, 2, 2])
  }

  @Test("dates in names order files, too")
  func datedNames() async {
    let reading = await CollectedReading([
      ("poll.log", Self.tracker(3, 3)), ("poll.log-20261120", Self.tracker(2, 2)),
      ("poll.log-20261119", Self.tracker(1, 1)),
    ])
    #expect(active(reading) == [1, 2, 3])
  }

  @Test("lines that copytruncate left in both files count once")
  func repeatedLines() async {
    let first = Self.tracker(1, 1) + Self.tracker(2, 2)
    let whole = await CollectedReading([
      ("t.log.1", first), ("t.log", first + Self.tracker(3, 3)),
    ])
    #expect(active(whole) == [1, 2, 3])
    #expect(whole.nodes[""]?.samples.last?.source.description == "t.log:6")
    #expect(whole.lineCount == 10, "every line is accounted for")
    let tail = await CollectedReading([
      ("t.log.1", first), ("t.log", Self.tracker(2, 2) + Self.tracker(3, 3)),
    ])
    #expect(active(tail) == [1, 2, 3])
    let sparse = await CollectedReading([
      ("t.log.1", first), ("t.log", String(repeating: "\0", count: 300) + Self.tracker(3, 3)),
    ])
    #expect(active(sparse) == [1, 2, 3])
  }

  @Test("equal lines without a time are not repeats")
  func equalLines() async {
    let idle = "{\"compactions\": [], \"active_count\": 0}\n"
    let reading = await CollectedReading([
      ("t.log.1", Self.tracker(1, 1) + idle), ("t.log", idle + Self.tracker(3, 3)),
    ])
    #expect(active(reading) == [1, 0, 0, 3])
  }

  @Test("a value, an output and a time go on in the next file")
  func goesOn() async {
    let value = "{\"compactions\": [],\n\"active_count\": 7,\n\"timestamp_utc\": \"2026-11-21T05:10:09Z\"}\n"
    let cut = value.index(value.startIndex, offsetBy: 20)
    let json = await CollectedReading([
      ("t.log.1", Self.tracker(1, 1) + value[..<cut] + "\n"),
      ("t.log", String(value[cut...]) + Self.tracker(9, 9)),
    ])
    #expect(active(json) == [1, 7, 9])

    let stats = { (n: Int) in "pending tasks: \(n)\n- shop.orders: \(n)\n\n" }
    let loop = await CollectedReading([
      ("loop.log.1", "2026-11-21T04:00:00Z\n" + stats(1) + "2026-11-21T05:00:00Z\n"),
      ("loop.log", stats(2) + "2026-11-21T06:00:00Z\n" + stats(3)),
    ])
    #expect(loop.pending("") == [1, 2, 3])
    #expect(
      loop.nodes[""]?.polls.map { $0.at?.iso8601.prefix(13) ?? "-" } == [
        "2026-11-21T04", "2026-11-21T05", "2026-11-21T06",
      ])
    #expect(loop.failures("") == [])
    #expect(loop.nodes[""]?.polls.map(\.source.description) == ["loop.log.1:2", "loop.log:1", "loop.log:5"])
  }

  @Test("other files with numbers are texts of their own")
  func otherNumbers() async {
    let reading = await CollectedReading([
      ("info.1", "pending tasks: 1\n\n"), ("info.2", "pending tasks: 2\n\n"), ("a/t.log", Self.tracker(1, 1)),
      ("t.log.1", Self.tracker(2, 2)),
    ])
    #expect(reading.pending("") == [1, 2])
    #expect(reading.coverage.count == 4)
  }
}
