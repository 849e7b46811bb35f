// The hour that a clock shows twice at the end of summer time: records are placed by the order of the log and by
// ids, and times that nothing places are named as uncertain. Never an hour wrong without a word.

import Foundation
import Testing

@Suite("The end of summer time in a log") struct ClockChangeTests {
  /// A record on the clock of Berlin, which showed 02:00 to 03:00 twice on 25 October 2026.
  private static func error(_ time: String, _ word: String) -> String {
    "ERROR [CompactionExecutor:1] 2026-10-25 \(time) CassandraDaemon.java:7 - Exception in thread "
      + "Thread[CompactionExecutor:1,1,main]\njava.lang.IllegalStateException: \(word)\n"
      + "\tat org.apache.cassandra.db.X.y(X.java:1)\n"
  }

  /// The start of a compaction whose id was made at `utc`; the hour -1 is 23 o'clock of the day before.
  private static func compacting(_ time: String, utc: (hour: Int, minute: Int)) -> String {
    // Midnight in UTC, in ticks of 100 ns since 1582.
    let midnight: UInt64 = 1_792_886_400_000 * 10_000 + 0x01B2_1DD2_1381_4000
    let ticks = UInt64(Int64(midnight) + Int64(utc.hour * 60 + utc.minute) * 600_000_000)
    let hex = { (value: UInt64, count: Int) in
      let text = String(value, radix: 16)
      return String(repeating: "0", count: count - text.count) + text
    }
    let id =
      hex(ticks & 0xFFFF_FFFF, 8) + "-" + hex(ticks >> 32 & 0xFFFF, 4) + "-1" + hex(ticks >> 48, 3)
      + "-8b9f-b1d1a3d1a7b4"
    return
      "INFO  [CompactionExecutor:1] 2026-10-25 \(time) CompactionTask.java:1 - Compacting (\(id)) [/d/ks/t-1b2/nb-1-big-Data.db:level=0, ]\n"
  }

  private static let hasZones = FileManager.default.fileExists(atPath: "/usr/share/zoneinfo/Europe/Berlin")

  /// The instants of the errors, by their words.
  private func instants(_ log: String, _ options: [String] = []) throws -> (
    times: [String: String], all: Program.Run
  ) {
    let folder = try TemporaryFolder()
    try folder.write(log, to: "c/system.log")
    let run = try Program.run(["extract", folder.path("c")] + options)
    var times: [String: String] = [:]
    for line in run.output.split(separator: "\n") {
      guard let word = line.firstMatch(of: /IllegalStateException","message":"([a-z]+)"/),
        let at = line.firstMatch(of: /"at":"2026-10-2\dT(\d\d:\d\d)/)
      else { continue }
      times[String(word.1)] = String(at.1)
    }
    // What a report says of the same.
    let report = try Program.run(["report", folder.path("c")] + options)
    return (times, report)
  }

  private static let twice =
    error("01:50:00,000", "before") + error("02:20:00,000", "first") + error("02:59:58,000", "last")
    + error("02:00:05,000", "again") + error("02:59:59,500", "end") + error("03:00:01,000", "after")
  private static let placed = [
    "before": "23:50", "first": "00:20", "last": "00:59", "again": "01:00", "end": "01:59", "after": "02:00",
  ]

  @Test("the order of the log places both passes of the hour", .enabled(if: hasZones))
  func theOrderPlacesBothPasses() throws {
    let (times, report) = try instants(Self.twice, ["--log-zone", "Europe/Berlin"])
    #expect(times == Self.placed)
    #expect(!report.output.contains("may be an hour"), "\(report.output)")
  }

  @Test("ids before and after the hour tell the zone, and the order places what is between")
  func idsAndOrderPlaceBothPasses() throws {
    let log =
      Self.compacting("01:49:00,010", utc: (-1, 49)) + Self.twice
      + Self.compacting("03:10:00,010", utc: (2, 10))
    #expect(try instants(log).times == Self.placed)
  }

  @Test("where no id follows, a clock that goes back by an hour on a Sunday is the end of summer time")
  func theOrderAloneTellsTheChange() throws {
    let log = Self.compacting("01:49:00,010", utc: (-1, 49)) + Self.twice
    let (times, report) = try instants(log)
    #expect(times == Self.placed)
    #expect(report.output.contains("the order of the log, in which the clock goes back"))
  }

  @Test("facts keep the order, and their times come back the same", .enabled(if: hasZones))
  func factsKeepThePasses() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.twice, to: "c/system.log")
    let zone = ["--log-zone", "Europe/Berlin"]
    let facts = try Program.run(["extract", folder.path("c")] + zone).output
    try folder.write(facts, to: "facts.jsonl")
    #expect(try Program.run(["extract", folder.path("facts.jsonl")]).output == facts)
    let late = try Program.run(["extract", folder.path("c")]).output
    try folder.write(late, to: "late.jsonl")
    let times = { (text: String) in text.matches(of: /"at":"[^"]*"/).map { String($0.0) } }
    #expect(times(try Program.run(["extract", folder.path("late.jsonl")] + zone).output) == times(facts))
  }

  @Test("a log with one pass of the hour is placed by its ids", .enabled(if: hasZones))
  func idsPlaceOnePass() throws {
    let errors = Self.error("02:10:00,000", "one") + Self.error("02:40:00,000", "two")
    let zone = ["--log-zone", "Europe/Berlin"]
    let second = try instants(
      errors + Self.compacting("02:50:00,010", utc: (1, 50)) + Self.error("03:20:00,000", "three"), zone)
    #expect(second.times == ["one": "01:10", "two": "01:40", "three": "02:20"])
    #expect(!second.all.output.contains("may be an hour"))
    let first = try instants(errors + Self.compacting("02:50:00,010", utc: (0, 50)), zone)
    #expect(first.times == ["one": "00:10", "two": "00:40"])
    #expect(!first.all.output.contains("may be an hour"))
  }

  @Test("a log with one pass of the hour and no id is said to be uncertain", .enabled(if: hasZones))
  func onePassWithoutAnIDIsUncertain() throws {
    let log = Self.error("02:10:00,000", "one") + Self.error("02:40:00,000", "two")
    let report = try instants(log, ["--log-zone", "Europe/Berlin"]).all
    #expect(
      report.output.contains(
        "from 2026-10-25 02:00:00.000 to 2026-10-25 03:00:00.000, which may be an hour early or late"),
      "\(report.output)")
  }

  @Test("records between two offsets without a step in the log are said to be uncertain")
  func aChangeWithoutAStepIsUncertain() throws {
    let log =
      Self.compacting("01:49:00,010", utc: (-1, 49)) + Self.error("01:55:00,000", "before")
      + Self.error("03:30:00,000", "after") + Self.compacting("04:10:00,010", utc: (3, 10))
    let (_, report) = try instants(log)
    #expect(
      report.output.contains("from 2026-10-25 01:49:00.010 to 2026-10-25 04:10:00.010, which may be an hour"),
      "\(report.output)")
  }

  @Test("a clock that was set back by hand is no end of summer time")
  func aClockSetByHandIsUncertain() throws {
    let log =
      Self.compacting("02:00:00,010", utc: (0, 0)) + Self.error("02:30:00,000", "one")
      + Self.error("02:20:00,000", "two")
    let report = try instants(log).all
    #expect(report.output.contains("from 2026-10-25 02:20:00.000 to"), "\(report.output)")
  }
}
