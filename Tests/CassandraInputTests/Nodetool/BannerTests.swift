// Headings that scripts print before an output.

import CassandraModel
import Testing

@testable import CassandraInput

@Suite("Headings before outputs")
struct BannerTests {
  private func heading(_ line: String) -> Banner? {
    let bytes = Array(line.utf8)
    return Banner(bytes.span, bytes.span.all)
  }

  private static let time = TimeMarker.utc(Instant(milliseconds: 1_795_237_809_000))

  @Test(arguments: [
    ("===== compactionstats =====", "compactionstats"), ("==> info.txt <==", "info"),
    ("==> out/nodetool_tpstats.txt <==", "tpstats"), ("--- nodetool -h 10.0.0.1 info ---", "info"),
    ("### nodetool tablestats -F json", "tablestats"), ("## cfstats ##", "tablestats"), ("== db-07 ==", nil),
    ("*** node 10.0.0.1 ***", nil), (">>> next round", nil), ("=== the status of cass-01 ===", nil),
  ])
  func aHeadingSaysWhatFollows(_ line: String, _ command: String?) throws {
    let banner = try #require(heading(line))
    #expect(banner.time == nil)
    #expect(banner.command == command)
  }

  @Test(arguments: [
    ("===== 2026-11-21T05:10:09Z compactionstats =====", "compactionstats"),
    ("--- nodetool tpstats @ 2026-11-21 05:10:09 UTC ---", "tpstats"),
    ("### nodetool tpstats 1795237809 ###", "tpstats"),
    ("Sat Nov 21 05:10:09 UTC 2026 nodetool info", "info"), ("[2026-11-21T05:10:09Z] tpstats", "tpstats"),
    ("2026-11-21 06:10:09+01:00 db-07", nil), ("db-07 2026-11-21T05:10:09Z", nil),
    ("tpstats Sat Nov 21 05:10:09 UTC 2026", "tpstats"), ("nodetool info at 2026-11-21 05:10:09 UTC", "info"),
    ("Sampled: 2026-11-21 06:10:09.000 +0100", nil), ("== db-07 Sat 21 Nov 2026 05:10:09 AM UTC ==", nil),
  ])
  func aHeadingMaySayWhen(_ line: String, _ command: String?) throws {
    let banner = try #require(heading(line))
    #expect(banner.time == Self.time)
    #expect(banner.command == command)
  }

  @Test(arguments: [
    "Every 2.0s: nodetool info                    db-07: Sat Nov 21 05:10:09 2026",
    "Every 60.0s: nodetool -h 10.0.0.1 info -T      Sat 21 Nov 2026 05:10:09 AM",
  ])
  func watchSaysWhenOnTheClockOfItsMachine(_ line: String) throws {
    let banner = try #require(heading(line))
    #expect(banner.time == .unknownOffset(LocalTime(milliseconds: 1_795_237_809_000)))
    #expect(banner.command == "info")
  }

  @Test(arguments: [
    "pre-upgrade app events 1.02 GiB 12.41 GiB 2024-08-21T03:10:11.223Z", "a b c d 2026-11-21T05:10:09Z",
    "INFO [main] 2026-11-21 05:10:09,846", "took 05:10:09", "2026-11-21T05:10:09Z 2026-11-21T05:10:09Z x",
    "Every 2.0s: nodetool info", "Every 2.0s: date  Sat Nov 21 05:10:09 2026", "Every day",
    "-- StackTrace --", "--  Address    Load       Tokens", "================", "---------+----------", "= =",
    "#",
    "# Filesystem", "> total", "2026-11-21T05:10:09Z idle snapshot",
    "2026-11-21 05:10:09,846 [INFO] Executing",
    "2026-11-21T05:10:09Z", "Saturn 12 0", "Sat is a day", "20abcdef-5f3e-11ef-8a1d-3f2b1c0d9e8f app events",
    "[5/4, 0, 0]", "CompactionExecutor  2  117", "",
  ])
  func anythingElseIsNoHeading(_ line: String) {
    #expect(heading(line) == nil)
  }

  @Test func aHeadingEndsTheOutputBeforeItAndDoesItNoHarm() {
    let text = """
      === cass-01 ===
      pending tasks: 1
      --- done ---
      ==> compactionstats.txt <==
      pending tasks: 2
      === tpstats ===
      === 2026-11-21T05:10:09Z compactionstats ===
      pending tasks: 3
      === the end ===

      """
    let reading = Reading(text)
    #expect(reading.values(.compactionPendingTasks) == ["1", "2", "3"])
    #expect(
      reading.recorder.polls.map(\.command) == [
        "compactionstats", "compactionstats", "tpstats", "compactionstats",
      ])
    #expect(reading.recorder.polls.map(\.failure) == [nil, nil, "tpstats: no output", nil])
    #expect(reading.recorder.polls.last?.at == Instant(milliseconds: 1_795_237_809_000))
    #expect(reading.counts.decoration == 6 && reading.counts.unparsed == 0)
    #expect(reading.codes == [])
  }

  @Test func outputsOfSeveralNodesInOneFileAreSaidToBe() throws {
    let info = String(decoding: try Texts.fixture("info-5.0.txt"), as: UTF8.self)
    let id = try #require(Reading(info).recorder.attributes.first { $0.name == .hostID }?.value)
    let other = info.replacing(id, with: "00000000" + id.dropFirst(8))
    let reading = Reading("=== a ===\n" + info + "=== b ===\n" + other + "=== a ===\n" + info)
    #expect(reading.codes == ["nodetool.nodes"])
    #expect(Reading(info + info).codes.contains("nodetool.nodes") == false)
  }
}
